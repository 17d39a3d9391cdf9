"""Ids, numbers and references over the whole document.

Chapters are numbered by role (1, 2, 3 …; A, B, C … for appendices; none for the summary), their
sections below them, figures and tables straight through, sources by first citation. Ids come from
content, so a deep link survives until its heading changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from briefing.document.merge import slug
from briefing.document.model import Chapter, Document, Source
from briefing.document.nodes import (
    Cell,
    Citation,
    CitedSource,
    Entry,
    Figure,
    Footnote,
    Heading,
    Link,
    Reference,
    Table,
    Text,
)
from briefing.document.targets import Target, Targets
from briefing.document.trees import plain_text, rewrite_run
from briefing.document.typography import curl
from briefing.errors import DocumentError

RESERVED: Final = re.compile(
    r"main|references|top|left|show|(?:assume|ref|note|noteref|mark|scheme|show)-.*"
)
"""Ids that the page itself uses."""


def number_document(document: Document, sources: Mapping[str, Mapping[str, Any]]) -> Document:
    """Number everything and resolve every reference.

    Parameters
    ----------
    document : Document
        As assembled; ids and numbers are not set yet.
    sources : mapping
        Reference of each known source, by id.

    Returns
    -------
    Document
        With `references` filled in, in order of first citation.

    Raises
    ------
    DocumentError
        For an id or label used twice, and in a whole briefing for a reference, link or citation
        that leads nowhere.
    """
    targets = Targets(RESERVED)
    chapters = tuple(_number_chapters(document, targets))
    resolution = _Resolution(targets, sources, strict=document.merged and not document.partial)
    chapters = tuple(_each(chapter, resolution.resolve) for chapter in chapters)
    references = tuple(
        _source(id_, number, sources[id_]) for id_, number in resolution.cited.items()
    )
    return replace(
        document,
        chapters=chapters,
        references=references,
        notices=(*document.notices, *resolution.notices),
    )


def _each(chapter: Chapter, change: Callable[[Any, str], Any]) -> Chapter:
    """Rewrite all nodes of a chapter; `change` also gets the place of the block."""

    def at(place: str) -> Callable[[Any], Any]:
        return lambda node: change(node, place)

    return replace(
        chapter,
        title=rewrite_run(chapter.title, at(chapter.place)),
        question=rewrite_run(chapter.question, at(chapter.place)),
        blocks=tuple(block for b in chapter.blocks for block in rewrite_run((b,), at(b.place))),
    )


# Numbers --------------------------------------------------------------------------------------


def _number_chapters(document: Document, targets: Targets) -> Iterator[Chapter]:
    numbering = _Numbering(targets)
    counts = {"chapter": 0, "appendix": 0}
    for chapter in document.chapters:
        number = ""
        if document.merged and chapter.role in counts:
            counts[chapter.role] += 1
            count = counts[chapter.role]
            number = str(count) if chapter.role == "chapter" else chr(ord("A") + count - 1)
        kind = "Appendix" if chapter.role == "appendix" else "Chapter"
        title = plain_text(chapter.title)
        target = Target(
            chapter.id, f"{kind}\u00a0{number}" if number else f"“{title}”", chapter.place
        )
        stem = chapter.notebook.removesuffix(".ipynb")
        targets.add(target, f"sec-{chapter.id}", f"sec-{stem}")
        numbering.open_chapter(replace(chapter, number=number))
        yield _each(replace(chapter, number=number), numbering.number)


class _Numbering:
    """Counters that run through the document."""

    def __init__(self, targets: Targets) -> None:
        self.targets = targets
        self.figures = self.tables = self.notes = self.sections = 0
        self.chapter: Chapter

    def open_chapter(self, chapter: Chapter) -> None:
        self.chapter, self.sections = chapter, 0

    def number(self, node: Any, place: str) -> Any:
        match node:
            case Heading():
                return self._heading(node, place)
            case Figure():
                self.figures += 1
                text = f"Figure\u00a0{self.figures}"
                self.targets.add(Target(node.label, text, place))
                return replace(node, number=self.figures)
            case Table():
                self.tables += 1
                self.targets.add(Target(node.label, f"Table\u00a0{self.tables}", place))
                return replace(node, number=self.tables)
            case Cell(anchor=str(anchor)):
                self.targets.add(Target(anchor, node.text.split("\n")[0], place))
            case Entry():
                self.targets.add(Target(node.id, node.name, place))
            case Footnote():
                self.notes += 1
                return replace(node, number=self.notes)
        return node

    def _heading(self, node: Heading, place: str) -> Heading:
        number = ""
        if node.level == 2 and self.chapter.number:
            self.sections += 1
            number = f"{self.chapter.number}.{self.sections}"
        words = plain_text(node.children)
        id_ = node.id or self.targets.free(f"{self.chapter.id}-{slug(words) or 'section'}")
        self.targets.add(Target(id_, f"Section\u00a0{number}" if number else f"“{words}”", place))
        return replace(node, id=id_, number=number)


# References -----------------------------------------------------------------------------------


class _Resolution:
    """References, links and citations, followed in reading order."""

    def __init__(
        self, targets: Targets, sources: Mapping[str, Mapping[str, Any]], *, strict: bool
    ) -> None:
        self.targets, self.sources, self.strict = targets, sources, strict
        self.cited: dict[str, int] = {}
        self.notices: list[str] = []

    def resolve(self, node: Any, place: str) -> Any:
        match node:
            case Reference():
                return self._reference(node, place)
            case Link(href=href) if href.startswith("#") and not self._leads(href, place):
                return rewrite_run(node.children, lambda inner: self.resolve(inner, place))
            case Cell(href=str(href)) if not self._leads(href, place):
                return replace(node, href=None)
            case Citation():
                return self._citation(node, place)
        return node

    def _refuse(self, message: str) -> None:
        if self.strict:
            raise DocumentError(message)
        self.notices.append(message)

    def _leads(self, href: str, place: str) -> bool:
        id_ = href[1:]
        if id_ in self.targets:
            return True
        self._refuse(f"{place}: the link to {href!r} leads nowhere{self.targets.nearest(id_)}")
        return False

    def _reference(self, node: Reference, place: str) -> Reference | tuple[Text, ...]:
        target = self.targets.find(node.target)
        if target is None:
            near = self.targets.nearest(node.target)
            self._refuse(f"{place}: @{node.target} refers to nothing{near}")
            return (Text(f"@{node.target}"),)
        return replace(node, text=target.text, anchor=target.anchor)

    def _citation(self, node: Citation, place: str) -> Citation | tuple[Text, ...]:
        unknown = [item.source for item in node.items if item.source not in self.sources]
        if unknown:
            self._refuse(
                f"{place}: cites the unknown source {', '.join(unknown)}; "
                f"add it to data/sources.csv or correct the id"
            )
            return (Text("[" + "; ".join(_as_written(item) for item in node.items) + "]"),)
        items = [
            replace(item, number=self.cited.setdefault(item.source, len(self.cited) + 1))
            for item in node.items
        ]
        if not any(item.locator for item in items):
            items.sort(key=lambda item: item.number)
        return Citation(tuple(items))


def _as_written(item: CitedSource) -> str:
    return f"@{item.source}" + (f", {item.locator}" if item.locator else "")


def _source(id_: str, number: int, reference: Mapping[str, Any]) -> Source:
    known = Source.__dataclass_fields__.keys() - {"id", "number"}
    said = {name: str(reference.get(name) or "") for name in known}
    said |= {name: curl(said[name]) for name in ("publisher", "title")}
    return Source(id=id_, number=number, **said)
