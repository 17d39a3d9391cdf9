"""The PDF, through nbconvert and Typst."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from os import environ
from typing import Any, Final

from nbformat import NotebookNode
from traitlets import default

from briefing.document import Document
from briefing.document.foreign import hide_inputs
from briefing.errors import ExportError
from briefing.export.attaching import Attachments
from briefing.export.characters import clean
from briefing.export.compiler import CompileError, Workshop, warm_compiler
from briefing.export.destinations import read_destinations
from briefing.export.finishing import finish_pdf
from briefing.export.floats import LAYOUT, layout, settle_figures
from briefing.export.fonts import coverage
from briefing.export.glyphs import check_glyphs
from briefing.export.opening import NotebookFiles
from briefing.export.payload import Paper, as_typst, paper_content
from briefing.export.refusals import refusals_in_one_line
from briefing.export.substitutes import substitute_missing
from briefing.export.words import ASSEMBLED
from briefing.trace.linking import assemble_traced

__all__ = ["BriefingPDFExporter", "warm_compiler"]

ATTACHMENTS: Final = "briefing_attachments"
PROVENANCE: Final = "briefing_provenance"
BEGUN: Final = "briefing_begun"
"""Resources with the files that ride inside, with how the document was made, and with a function
that is called once the compiler sets to work, which leaves the interpreter free."""

TEMPLATES: Final = files("briefing.export") / "templates"
LIBRARY: Final = TEMPLATES / "briefing-pdf" / "briefing.typ"

_CALL: Final = re.compile(r"#(?:chapter|put|across|columned)\(")
_LINE: Final = re.compile(r"main\.typ:(\d+):")
_DRAWING: Final = re.compile(r"fig/([a-z0-9-]+)\.svg")


class BriefingPDFExporter(NotebookFiles):
    """Export a notebook as an accessible, archivable PDF.

    ``resources["briefing_attachments"]`` may hold data files to ride inside:
    ``{name: (bytes, media type, description)}``; instead of bytes it may hold a function, called
    once the pages are set, that gives them. ``resources["briefing_provenance"]`` may hold what
    the colophon tells: command, commit, versions. ``resources["briefing_timestamp"]``, or else
    the environment variable ``SOURCE_DATE_EPOCH``, or else the document's date, is the moment of
    creation that the file states.
    """

    export_from_notebook = "Briefing (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".typ.j2"

    @default("optimistic_validation")
    def _validation_default(self) -> bool:
        return True  # once after all preprocessors, not after each: half of the time saved

    @default("template_name")
    def _template_name_default(self) -> str:
        return "briefing-pdf"

    @default("extra_template_basedirs")
    def _template_folders_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def default_filters(self) -> Any:
        """Add the filters that the template uses."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "data", as_typst
        yield "paper", self._read

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        """Convert a notebook.

        Raises
        ------
        DocumentError, ExportError
            Naming notebook and cell.
        """
        with refusals_in_one_line(self.log):
            return self._compile(nb, resources, **kw)

    def _compile(self, nb: NotebookNode, resources: Any, **kw: Any) -> tuple[bytes, Any]:
        source, resources = super().from_notebook_node(nb, resources, **kw)
        document, paper = self._document, self._paper
        moment = _timestamp(resources, document)
        with Workshop(paper_files(paper, source)) as workshop:
            resources.get(BEGUN, _nothing)()
            try:
                _settle(workshop, source, paper)
                pdf, warnings = workshop.compile_pdf(moment)
                destinations = read_destinations(workshop)
            except CompileError as error:
                raise explain(error, source, paper) from None
        for notice in (*document.notices, *(f"typst: {warning}" for warning in warnings)):
            self.log.warning("%s", clean(notice))
        resources["output_extension"] = ".pdf"
        attachments = resources.get(ATTACHMENTS) or {}
        return finish_pdf(pdf, attachments, moment, destinations), resources

    def draw_pages(self, nb: NotebookNode, ppi: float = 100) -> list[bytes]:
        """Draw the pages of a notebook as PNG images, for previews and for looking at them."""
        source, _ = super().from_notebook_node(nb)
        with Workshop(paper_files(self._paper, source)) as workshop:
            _settle(workshop, source, self._paper)
            return workshop.draw_pages(ppi)

    def _read(self, nb: NotebookNode, resources: Mapping[str, Any]) -> Paper:
        """Assemble the document; the template asks for it."""
        if self.exclude_input:
            hide_inputs(nb)
        name = resources.get("metadata", {}).get("name") or "notebook"
        self._document = resources.get(ASSEMBLED) or assemble_traced(nb, name=f"{name}.ipynb")[0]
        if not self._document.merged:
            self._document = substitute_missing(self._document, coverage())
        check_glyphs(self._document, coverage())
        attachments: Attachments = resources.get(ATTACHMENTS) or {}
        provenance = resources.get(PROVENANCE) or {}
        self._paper = paper_content(self._document, attachments, provenance)
        return self._paper


def _nothing() -> None:
    """Do nothing."""


def paper_files(paper: Paper, source: str) -> dict[str, bytes]:
    """Give all files that the compiler reads."""
    library = LIBRARY.read_bytes()
    return {**paper.files, "main.typ": source.encode(), "briefing.typ": library, LAYOUT: layout()}


def _settle(workshop: Workshop, source: str, paper: Paper) -> None:
    """Let figures float where they must, trying it out on no more chapters than have any."""
    concerned = set(paper.floatable.values())
    last = max((i for i, s in enumerate(paper.statements) if s.chapter in concerned), default=-1)
    if last < 0:
        return
    lines = source.splitlines()
    draft = lines[: _calls(source)[last]]
    workshop.put("main.typ", "\n".join([*draft, "#spots()"]).encode())
    floating = settle_figures(workshop, paper.floatable)
    workshop.put("main.typ", source.encode())
    workshop.put(LAYOUT, layout(floating))


def _calls(source: str) -> list[int]:
    """Lines of the statements, counted from 1."""
    return [i for i, line in enumerate(source.splitlines(), 1) if _CALL.match(line)]


def _timestamp(resources: Mapping[str, Any], document: Document) -> int:
    """Find the moment of creation that the file states [s since 1970]."""
    stated = resources.get("briefing_timestamp") or environ.get("SOURCE_DATE_EPOCH")
    try:
        if stated:
            return int(stated)
        if document.meta.date:
            return int(datetime.fromisoformat(document.meta.date).replace(tzinfo=UTC).timestamp())
    except ValueError as error:
        raise ExportError(
            f"the date of the PDF cannot be read: {error}; give SOURCE_DATE_EPOCH in seconds, and "
            f"the document's date as YYYY-MM-DD"
        ) from None
    return 0


def explain(fault: CompileError, source: str, paper: Paper) -> ExportError:
    """Trace a compile error back to notebook and cell.

    The compiler names the statement it was in, or the file of a drawing; statements stand one on a
    line, in the order of `paper`. Where it names neither, each statement is compiled alone.
    """
    calls = _calls(source)
    place = ""
    for found in _LINE.finditer(fault.diagnostic):
        if int(found[1]) in calls:
            place = paper.statements[calls.index(int(found[1]))].place
    if drawing := _DRAWING.search(fault.diagnostic):
        place = f"{paper.places.get(drawing[1], 'unknown cell')}, {drawing[1]}"
    place = place or _try_each(source, calls, paper, fault.message)
    hints = "".join(f"; {hint}" for hint in fault.hints)
    return ExportError(
        f"{place or 'the document'}: the PDF compiler refuses: {fault.message}{hints}"
    )


def _try_each(source: str, calls: list[int], paper: Paper, message: str) -> str:
    """Find the first statement that the compiler refuses alone as it refuses the whole."""
    lines = source.splitlines()
    head = lines[: calls[0] - 1] if calls else []
    with Workshop({**paper_files(paper, ""), LAYOUT: layout()}) as workshop:
        for call, statement in zip(calls, paper.statements, strict=True):
            workshop.put("main.typ", "\n".join([*head, lines[call - 1]]).encode())
            try:
                workshop.compile_pdf(0)
            except CompileError as error:
                if error.message == message:
                    return statement.place
    return ""
