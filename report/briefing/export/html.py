"""The page, through nbconvert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, Final

from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from briefing import tokens
from briefing.document import Document
from briefing.document.foreign import hide_inputs
from briefing.document.model import Chapter, Source
from briefing.document.nodes import Heading
from briefing.document.trees import plain_text
from briefing.explore.model import Exploration
from briefing.export.characters import clean
from briefing.export.entries import Entries, read_entries
from briefing.export.escaping import escape
from briefing.export.explorer import explorer_rules, resolved_references, write_explorer
from briefing.export.markup import Markup
from briefing.export.opening import NotebookFiles
from briefing.export.refusals import refusals_in_one_line
from briefing.export.sieve import claim_classes, sieve_rules, write_sieve
from briefing.export.style import page_script, security_policy, style_sheet
from briefing.export.words import (
    ASSEMBLED,
    EXPLORATIONS,
    chapter_kicker,
    source_anchor,
    source_details,
)
from briefing.trace.linking import assemble_traced

TEMPLATES: Final = files("briefing.export") / "templates"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: number and title as HTML, and the lines below it."""

    anchor: str
    number: str
    title: str
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter as HTML.

    Attributes
    ----------
    id, kicker, title, question, body : str
        `title` is empty for a notebook that was not merged: its title is the page's.
    role : str
        ``summary``, ``chapter`` or ``appendix``.
    notes : list of (int, str)
        Numbers and contents of its footnotes.
    explorer : str
        What a reader may move; empty for most.
    """

    id: str
    kicker: str
    title: str
    question: str
    body: str
    role: str
    notes: list[tuple[int, str]]
    explorer: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """All that the template needs.

    Attributes
    ----------
    document : Document
        As assembled.
    sections : tuple of Section
        Chapters.
    contents : tuple of Entry
        Lines of the contents.
    references : list of dict
        Lines of the reference list.
    marks : dict
        Path data of the verdict marks, by name.
    rules : list of str
        CSS rules for this document alone.
    """

    document: Document
    sections: tuple[Section, ...]
    contents: tuple[Entry, ...]
    references: list[dict[str, str]]
    marks: dict[str, str]
    rules: list[str]


class BriefingHTMLExporter(NotebookFiles, HTMLExporter):
    """Export a notebook as one HTML page that loads nothing and runs one short script."""

    export_from_notebook = "Briefing (HTML)"

    @default("optimistic_validation")
    def _validation_default(self) -> bool:
        return True  # once after all preprocessors, not after each: half of the time saved

    @default("template_name")
    def _template_name_default(self) -> str:
        return "briefing-html"

    @default("extra_template_basedirs")
    def _template_folders_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def default_filters(self) -> Any:
        """Add the filters that the template uses."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "page", self._read
        yield "words", escape
        yield "styled", _finish

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, Any]:
        """Convert a notebook.

        Raises
        ------
        DocumentError, ExportError
            Naming notebook and cell.
        """
        # The parent's own method would rewrite the page: it lowercases the names of SVG.
        with refusals_in_one_line(self.log):
            return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    def _read(self, nb: NotebookNode, resources: Any) -> Page:
        """Assemble the document; the template asks for it."""
        if self.exclude_input:
            hide_inputs(nb)
        name = resources.get("metadata", {}).get("name") or "notebook"
        document = resources.get(ASSEMBLED) or assemble_traced(nb, name=f"{name}.ipynb")[0]
        for notice in document.notices:
            self.log.warning("%s", clean(notice))
        return write_page(document, resources.get(EXPLORATIONS, ()))


def write_page(document: Document, explorations: Sequence[Exploration] = ()) -> Page:
    """Write the parts of a page.

    Parameters
    ----------
    document : Document
        Numbered.
    explorations : sequence of Exploration
        What readers may move, for some of its chapters.
    """
    explored = {exploration.chapter: exploration for exploration in explorations}
    links = resolved_references(document)
    entries = {chapter.id: read_entries(chapter.blocks) for chapter in document.chapters}
    markup = Markup(
        names={claim.id: claim.statement for e in entries.values() for claim in e.claims},
        verdicts={k: v for e in entries.values() for k, v in e.verdicts.items()},
        days=[day for e in entries.values() for day in e.days],
    )
    sections = tuple(
        replace(
            _section(chapter, document, markup, entries[chapter.id]),
            explorer=write_explorer(explored[chapter.id], links) if chapter.id in explored else "",
        )
        for chapter in document.chapters
    )
    return Page(
        document=document,
        sections=sections,
        contents=_contents(document),
        references=[_reference(source) for source in document.references],
        marks={name: tokens.mark_path(name) for name in tokens.MARKS},
        rules=[
            *markup.rules,
            *(rule for e in entries.values() for rule in sieve_rules(e)),
            *explorer_rules(explorations),
        ],
    )


def _section(chapter: Chapter, document: Document, markup: Markup, entries: Entries) -> Section:
    return Section(
        id=chapter.id,
        kicker=chapter_kicker(chapter),
        title=markup.inlines(chapter.title) if document.merged else "",
        question=markup.inlines(chapter.question) if document.merged else "",
        body=_body(entries, markup),
        role=chapter.role,
        notes=markup.take_notes(),
    )


def _body(entries: Entries, markup: Markup) -> str:
    """Write the blocks of a chapter, its claims behind a sieve."""
    before, after = markup.blocks(entries.before), markup.blocks(entries.after)
    if not entries.claims:
        return before
    topics = []
    for topic in entries.topics:
        claims = "\n".join(
            f'<div class="{claim_classes(claim, entries)}">{markup.blocks(claim.blocks)}</div>'
            for claim in topic.claims
        )
        lead = markup.blocks(topic.lead)
        topics.append(f'<div class="topic topic-{topic.id}">{lead}\n{claims}</div>')
    shown = "\n".join(topics)
    return f'{before}\n<div class="claims">{write_sieve(entries)}\n{shown}</div>\n{after}'


def _contents(document: Document) -> tuple[Entry, ...]:
    """List chapters with their sections; a notebook on its own lists its sections."""
    entries = []
    for chapter in document.chapters:
        level = 2 if document.merged else 1
        sections = tuple(
            Entry(block.id, block.number, escape(plain_text(block.children)))
            for block in chapter.blocks
            if isinstance(block, Heading) and block.level == level
        )
        if document.merged:
            title = escape(plain_text(chapter.title))
            entries.append(Entry(chapter.id, chapter.number, title, sections))
        else:
            entries += sections
    if document.references:
        entries.append(Entry("references", "", "References"))
    return tuple(entries) if len(entries) > 1 else ()


def _reference(source: Source) -> dict[str, str]:
    is_web = source.url.startswith(("http://", "https://"))
    return {
        "anchor": source_anchor(source.id),
        "publisher": source.publisher or source.id,
        "title": source.title,
        "url": source.url if is_web else "",
        "details": source_details(source),
    }


def _finish(body: str, page: Page) -> dict[str, str]:
    """Give the style sheet and the script for a finished body, and the policy for both."""
    sheet, script = style_sheet(body, page.rules), page_script()
    return {"sheet": sheet, "script": script, "policy": security_policy(sheet, script)}
