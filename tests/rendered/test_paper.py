"""The PDF as readers and archives see it: tagged, embedded, complete."""

from __future__ import annotations

import io
import itertools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import page as page_validation
import pikepdf
import pytest
from nbformat import NotebookNode
from pikepdf import Array, Dictionary

from briefing import tokens
from briefing.document import assemble, merge_notebooks
from briefing.document.nodes import Heading
from briefing.document.trees import plain_text
from briefing.export.pdf import BriefingPDFExporter


@pytest.fixture(scope="module")
def pdf(pdf_file: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf_file) as opened:
        yield opened


def below(element: Any) -> Iterator[Any]:
    """Structure elements inside another, in reading order."""
    kids = element.get("/K")
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from below(kid)


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All structure elements."""
    return below(pdf.Root.StructTreeRoot)


def of_kind(pdf: pikepdf.Pdf, *kinds: str) -> list[Any]:
    return [element for element in elements(pdf) if str(element.S) in kinds]


def attribute(element: Any, name: str) -> str:
    found = element.get("/A", ())
    for group in (found,) if isinstance(found, Dictionary) else found:
        if isinstance(group, Dictionary) and name in group:
            return str(group[name])
    return ""


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_standards_hold(pdf_file: Path, profile: str) -> None:
    """The file passes the machine-checkable rules for accessibility and for archiving."""
    report = page_validation.validate_pdf(
        str(pdf_file), profile=getattr(page_validation.ValidationProfile, profile)
    )
    failures = [
        f for f in json.loads(report.to_json())["failures"] if not is_false_alarm(f, pdf_file)
    ]
    assert failures == []


def is_false_alarm(failure: dict[str, Any], pdf_file: Path) -> bool:
    """Tell a known false alarm of the checker.

    It takes a compressed stream that happens to end in a carriage return for one byte too long.
    Only where the file's own lengths lead exactly to each ``endstream`` is that waved through.
    """
    if "STREAM-LENGTH-001" not in json.dumps(failure):
        return False
    with pikepdf.open(pdf_file) as opened:
        return not opened.check_pdf_syntax()


def test_every_figure_has_an_alternative_text(pdf: pikepdf.Pdf) -> None:
    """Each chart is a Figure with the alternative text that its cell gave."""
    figures = of_kind(pdf, "/Figure")
    assert len(figures) == 4
    assert all("thousand tonnes" in str(figure.get("/Alt", "")) for figure in figures)


def test_every_table_has_heads_with_scope(pdf: pikepdf.Pdf) -> None:
    """Each table has one head, each header cell says what it heads, each row has a header cell."""
    tables = of_kind(pdf, "/Table")
    assert len(tables) == 4
    for table in tables:
        inside = list(below(table))
        assert [str(part.S) for part in inside].count("/THead") == 1
        heads = [attribute(cell, "/Scope") for cell in inside if cell.S == "/TH"]
        assert set(heads) <= {"/Column", "/Row"}
        assert "/Column" in heads
    scopes = {attribute(head, "/Scope") for head in of_kind(pdf, "/TH")}
    assert scopes == {"/Column", "/Row"}


def test_outline_equals_headings(pdf: pikepdf.Pdf, sample: ModuleType) -> None:
    """The bookmarks are the chapters and sections of the document, in order, with numbers."""
    document = assemble(merge_notebooks(sample.notebooks(), sample.META))
    expected = []
    for chapter in document.chapters:
        expected.append(f"{chapter.number} {plain_text(chapter.title)}".strip())
        expected += [
            f"{block.number} {plain_text(block.children)}".strip()
            for block in chapter.blocks
            if isinstance(block, Heading)
        ]
    with pdf.open_outline() as outline:
        assert list(titles(outline.root)) == [*expected, "References", "Colophon"]


def titles(items: Any) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from titles(item.children)


def test_headings_never_skip(pdf: pikepdf.Pdf) -> None:
    """Tagged headings start at the first level and go down one at a time."""
    levels = [int(str(e.S)[2:]) for e in of_kind(pdf, "/H1", "/H2", "/H3", "/H4", "/H5")]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_properties_are_those_of_the_meta(pdf: pikepdf.Pdf, sample: ModuleType) -> None:
    """Title, authors, keywords and language are set, and the title is what a reader shows."""
    assert pdf.docinfo["/Title"] == sample.META["title"]
    assert pdf.docinfo["/Author"] == sample.META["authors"][0]
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"


def test_fonts_are_embedded_and_ours(pdf: pikepdf.Pdf) -> None:
    """Every font is a subset of a face we ship, inside the file."""
    names = []
    for obj in pdf.objects:
        if isinstance(obj, Dictionary) and obj.get("/Type") == "/FontDescriptor":
            names.append(str(obj.FontName))
            assert "/FontFile2" in obj or "/FontFile3" in obj
    assert names
    assert all(re.fullmatch(r"/[A-Z]{6}\+Source.+", name) for name in names)


def test_nothing_is_too_small_to_read(pdf: pikepdf.Pdf) -> None:
    """No text is set in less than seven and a half points."""
    sizes = {size for page in pdf.pages for size in font_sizes(page)}
    assert sizes
    assert min(sizes) >= 7.5


def font_sizes(page: pikepdf.Page) -> Iterator[float]:
    """Sizes of the text on a page, without that in drawings [pt]."""
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) == "Tf":
            yield round(float(instruction.operands[1]), 2)


def test_the_file_is_sound(pdf: pikepdf.Pdf, pdf_file: Path) -> None:
    """Nothing is wrong with the syntax of the file, by two readings of it where both are there."""
    assert pdf.check_pdf_syntax() == []
    if qpdf := shutil.which("qpdf"):
        subprocess.run([qpdf, "--check", str(pdf_file)], check=True)


def test_two_folders_give_the_same_bytes(
    pdf_file: Path, merged: NotebookNode, tmp_path: Path
) -> None:
    """Another process in another folder writes the same file."""
    source = tmp_path / "merged.ipynb"
    nbformat.write(merged, source)
    code = (
        "import sys, nbformat; from briefing.export.pdf import BriefingPDFExporter as E; "
        "nb = nbformat.read(sys.argv[1], 4); r = {'briefing_attachments': {'claims.csv': "
        "(b'id\\ngrain-total\\n', 'text/csv', 'All claims')}}; "
        "open('out.pdf', 'wb').write(E().from_notebook_node(nb, r)[0])"
    )
    subprocess.run([sys.executable, "-c", code, str(source)], cwd=tmp_path, check=True)
    assert (tmp_path / "out.pdf").read_bytes() == pdf_file.read_bytes()


def test_pages_are_a4_and_the_wide_table_lies_across(pdf: pikepdf.Pdf) -> None:
    """All pages are A4; only those of the wide table are turned."""
    sizes = [tuple(round(float(v)) for v in page.mediabox[2:]) for page in pdf.pages]
    assert set(sizes) == {(595, 842), (842, 595)}
    assert sizes[0] == (595, 842)
    across = [i for i, size in enumerate(sizes) if size == (842, 595)]
    assert across == list(range(across[0], across[0] + 3))


def test_no_page_is_blank(pdf: pikepdf.Pdf) -> None:
    """Every page shows text."""
    for page in pdf.pages:
        operators = [str(i.operator) for i in pikepdf.parse_content_stream(page)]
        assert operators.count("Tj") + operators.count("TJ") > 3


def test_data_rides_inside(pdf: pikepdf.Pdf) -> None:
    """The attached table is embedded and said to be data of the document."""
    spec = pdf.attachments["claims.csv"]
    assert spec.get_file().read_bytes() == b"id\ngrain-total\n"
    assert str(spec.obj.AFRelationship) == "/Data"


def test_links_inside_resolve(pdf: pikepdf.Pdf) -> None:
    """Every link leads to a page of the file or to an address that starts with http."""
    count = 0
    for page in pdf.pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get("/A")
            if action is not None and "/URI" in action:
                assert str(action.URI).startswith("http")
            else:
                assert "/Dest" in annotation or "/D" in action
            assert str(annotation.get("/Contents", "")).strip() or "/StructParent" in annotation
            count += 1
    assert count > 30


# Feet of pages --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many_sections(sample: ModuleType) -> Iterator[pikepdf.Pdf]:
    """Chapters whose sections and lists end at all heights of a page."""
    named = []
    for chapter in range(1, 7):
        cells = [f"# Chapter {chapter}\n\n> How much?"]
        for section in range(9):
            text = "It fell on the upper river in June. " * (3 + (7 * section + 5 * chapter) % 17)
            below = f"\n\n### Closer\n\n{text}" if section % 3 == 1 else ""
            cells.append(f"## Section {section}\n\n{text}{below}\n\n- One\n- Two")
        named.append((f"0{chapter}-c{chapter}.ipynb", sample.notebook(*cells)))
    document, _ = BriefingPDFExporter().from_notebook_node(merge_notebooks(named, {"title": "T"}))
    with pikepdf.open(io.BytesIO(document)) as opened:
        yield opened


def test_no_heading_ends_a_page(many_sections: pikepdf.Pdf) -> None:
    """Below every heading and opener stand two lines of text, or more, on the same page."""
    counted = lines_below_headings(many_sections)
    assert len(counted) > 70
    assert [one for one in counted if one[1] < 2] == []


def test_chapters_run_on_but_open_with_room(many_sections: pikepdf.Pdf) -> None:
    """A chapter begins where the last one ended, unless less than its room is left there."""
    openers = [
        min(y for mcid, _, y in words if mcid in heads)
        for page in many_sections.pages
        for words, heads in [(texts(page), marked(many_sections, page, "/H1"))]
        if heads
    ]
    assert len(openers) > 4
    bottom = 24 / 25.4 * 72
    assert any(y < 600 for y in openers)
    above_title = 50  # rule, kicker and the title itself
    assert all(y > bottom + 72 * tokens.OPENER_ROOM_IN - above_title for y in openers)


def lines_below_headings(pdf: pikepdf.Pdf) -> list[tuple[int, int]]:
    """Page of each heading, and how many lines of text stand below it there."""
    found = []
    for number, page in enumerate(pdf.pages, 1):
        heads = marked(pdf, page, *(f"/H{level}" for level in range(1, 6)))
        words = texts(page)
        for head in heads:
            foot = min(y for mcid, _, y in words if mcid == head)
            below = {round(y) for mcid, _, y in words if mcid not in heads and y < foot - 1}
            found.append((number, len(below)))
    return found


def marked(pdf: pikepdf.Pdf, page: pikepdf.Page, *kinds: str) -> set[int]:
    """Numbers of the marked content that belongs to headings of some kinds on a page."""
    found: set[int] = set()
    for element in of_kind(pdf, *kinds):
        parts = [element, *below(element)]
        for part in parts:
            if part.get("/Pg", element.get("/Pg")) == page.obj:
                kids = part.get("/K")
                found.update(
                    k for k in (kids if isinstance(kids, Array) else [kids]) if isinstance(k, int)
                )
    return found


def texts(page: pikepdf.Page) -> list[tuple[int, float, float]]:
    """Marked content, left edge and baseline of each run of text, without heads and feet [pt]."""
    runs, place, mcid = [], (0.0, 0.0), -1
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "BDC":
            mcid = int(operands[1].get("/MCID", -1)) if isinstance(operands[1], Dictionary) else -1
        elif operator == "cm":
            place = float(operands[4]), float(operands[5])
        elif operator in ("Tj", "TJ") and mcid >= 0:
            runs.append((mcid, *place))
    return runs
