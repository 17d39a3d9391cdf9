"""The PDF is the same each time, carries its data, and names the cell where it fails."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pikepdf
import pytest
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode

from briefing.document import assemble, merge_notebooks
from briefing.errors import ExportError
from briefing.export import pdf as pdf_module
from briefing.export.compiler import CompileError, Workshop
from briefing.export.pdf import TEMPLATES, BriefingPDFExporter, explain, paper_files


def export(nb: NotebookNode, **resources: Any) -> bytes:
    return BriefingPDFExporter().from_notebook_node(nb, resources)[0]


def test_two_exports_give_the_same_bytes(merged: NotebookNode) -> None:
    """The same notebook makes the same file."""
    assert export(merged) == export(merged)


def test_the_moment_is_given(merged: NotebookNode, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file states the moment of the resources, else of the environment, else its date."""

    def stated(**resources: Any) -> str:
        with pikepdf.open(io.BytesIO(export(merged, **resources))) as document:
            return str(document.docinfo["/CreationDate"])

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert stated() == "D:20261010000000Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert stated() == "D:19700102000000Z"
    assert stated(briefing_timestamp=0) == "D:19700102000000Z"
    assert stated(briefing_timestamp=172800) == "D:19700103000000Z"


def test_an_unreadable_moment_is_refused(
    merged: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A moment that is no number of seconds is refused with the remedy."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ExportError, match="give SOURCE_DATE_EPOCH in seconds"):
        export(merged)


def test_data_rides_inside(merged: NotebookNode) -> None:
    """Attached files are embedded with name, type and description."""
    files = {
        "claims.csv": (b"id\na\n", "text/csv", "All claims"),
        "bundle.zip": (b"PK\x03\x04\xff\xfe", "application/zip", "Everything"),
    }
    with pikepdf.open(io.BytesIO(export(merged, briefing_attachments=files))) as document:
        assert set(document.attachments) == set(files)
        spec = document.attachments["bundle.zip"]
        assert spec.get_file().read_bytes() == files["bundle.zip"][0]
        assert spec.description == "Everything"


def test_nothing_is_fetched() -> None:
    """No template asks for a package from the network."""
    for path in Path(str(TEMPLATES)).rglob("*"):
        if path.is_file():
            assert "@preview" not in path.read_text(encoding="utf-8")


def test_files_outside_the_workshop_cannot_be_read(tmp_path: Path) -> None:
    """The compiler cannot reach beyond its own folder."""
    (tmp_path / "secret").write_text("x")
    for path in (f"{tmp_path}/secret", "../secret", "/etc/hostname"):
        with (
            Workshop({"main.typ": f'#read("{path}")'.encode()}) as workshop,
            pytest.raises(CompileError),
        ):
            workshop.compile_pdf(0)


def failing(nb: NotebookNode, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str]) -> str:
    """Export with a library that is changed to fail, and give the message."""
    library = Path(str(pdf_module.LIBRARY)).read_text(encoding="utf-8")
    assert change[0] in library

    class Changed:
        @staticmethod
        def read_bytes() -> bytes:
            return library.replace(*change).encode()

    monkeypatch.setattr(pdf_module, "LIBRARY", Changed)
    with pytest.raises(ExportError) as caught:
        export(nb)
    return str(caught.value)


def test_a_panic_names_the_cell(merged: NotebookNode, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block that the library does not know is traced to its cell by the line of its call."""
    message = failing(merged, monkeypatch, ('n.t == "hr"', 'n.t == "x"'))
    assert message.startswith("01-upper.ipynb, cell 11: the PDF compiler refuses: panicked with")


def test_a_fault_without_a_line_is_found_by_trying(
    merged: NotebookNode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing alternative text, which the compiler places in the library, is traced too."""
    message = failing(
        merged, monkeypatch, ("image(n.path, alt: n.alt, width", "image(n.path, width")
    )
    assert message.startswith("01-upper.ipynb, cell 5: the PDF compiler refuses: PDF/")


def test_a_broken_drawing_names_its_figure(merged: NotebookNode) -> None:
    """What the compiler says about a drawing is traced to the figure."""
    exporter = BriefingPDFExporter()
    exporter.from_notebook_node(merged)
    paper = exporter._paper
    where = "  ┌─ fig/fig-bars.svg:1:67"
    error = CompileError("failed to parse SVG", ["look"], where)
    message = str(explain(error, "", paper))
    assert message == (
        "02-lower.ipynb, cell 4, fig-bars: the PDF compiler refuses: failed to parse SVG; look"
    )


def test_typst_has_nothing_to_say(merged: NotebookNode) -> None:
    """The sample compiles without a warning."""
    exporter = BriefingPDFExporter()
    messages: list[str] = []
    exporter.log.warning = lambda message, *args: messages.append(message % args)  # type: ignore[method-assign]
    exporter.from_notebook_node(merged)
    assert messages == []


def test_an_ordinary_notebook_makes_a_pdf(sample: ModuleType) -> None:
    """A notebook from elsewhere becomes a PDF with its title and its picture."""
    exporter = get_exporter("briefing-pdf")()
    data, resources = exporter.from_notebook_node(sample.ordinary_notebook())
    assert data.startswith(b"%PDF-")
    assert resources["output_extension"] == ".pdf"
    with pikepdf.open(io.BytesIO(data)) as document:
        assert document.docinfo["/Title"] == "Somebody’s analysis"


def test_pages_can_be_drawn(merged: NotebookNode) -> None:
    """Pages come out as PNG images for previews."""
    pages = BriefingPDFExporter().draw_pages(merged, ppi=20)
    assert len(pages) > 5
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_figures_sit_with_their_text(sample: ModuleType) -> None:
    """No figure leaves a gap: in running text with charts, every page but the last is filled.

    The very last may hold the colophon alone.
    """
    cells: list[Any] = ["# T"]
    for i in range(8):
        figure = sample.figure(f"fig-{i}", ["It fell"], sample.chart("bars"))
        cells += [sample.WORDS * (1 + i % 3), [figure]]
    cells.append(sample.WORDS * 6)
    nb = merge_notebooks([("01-a.ipynb", sample.notebook(*cells))], {"title": "T"})
    exporter = BriefingPDFExporter()
    pages = exporter.draw_pages(nb, ppi=20)[1:]
    assert all(filled(page) > 0.75 for page in pages[:-2])
    assert assemble(nb).chapters[0].blocks


def filled(png: bytes) -> float:
    """How far down the type area of a page the last ink is."""
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("L")
    width, height = image.size
    area = image.crop((0, int(height * 0.09), width, int(height * 0.915)))
    box = area.point(lambda value: 255 if value < 200 else 0).getbbox()
    return 0.0 if box is None else box[3] / area.size[1]


def test_paper_files_are_complete(merged: NotebookNode) -> None:
    """The compiler gets the library, the statements and the list of floating figures."""
    exporter = BriefingPDFExporter()
    exporter.from_notebook_node(merged)
    files = paper_files(exporter._paper, "x")
    assert {"main.typ", "briefing.typ", "tokens.json", "layout.json"} <= files.keys()
    assert json.loads(files["layout.json"]) == {"floating": []}
