"""Notebooks from elsewhere make a page and a PDF: valid, still, and with all that they say."""

from __future__ import annotations

import base64
import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import lxml.html
import nbformat
import page as page_validation
import pikepdf
import pytest
from nbformat import NotebookNode

from briefing.errors import BriefingError
from briefing.export.html import BriefingHTMLExporter
from briefing.export.pdf import BriefingPDFExporter

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))
foreign: ModuleType = importlib.import_module("foreign_notebooks")

NAMES = tuple(foreign.NOTEBOOKS)
FOLDED = re.compile(r"[\s\u200b]+")


def store(folder: Path, name: str, content: Any) -> Path:
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=NAMES)
def stored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give each notebook on disk."""
    folder = tmp_path_factory.mktemp("foreign")
    return store(folder, request.param, foreign.NOTEBOOKS[request.param]())


@pytest.fixture(scope="module")
def page(stored: Path) -> str:
    """Give its page."""
    return str(BriefingHTMLExporter().from_filename(str(stored))[0])


@pytest.fixture(scope="module")
def tree(page: str) -> Any:
    return lxml.html.document_fromstring(page)


@pytest.fixture(scope="module")
def pdf(stored: Path) -> bytes:
    """Give its PDF."""
    return BriefingPDFExporter().from_filename(str(stored))[0]


# Page -----------------------------------------------------------------------------------------


def test_the_page_is_still_and_alone(page: str, tree: Any) -> None:
    """Nothing of the notebook runs, nothing is loaded, and no attribute is a style."""
    main = tree.xpath("//main")[0]
    assert not main.xpath(".//script | .//iframe | .//style | .//link | .//object | .//video")
    assert not main.xpath(".//@style")
    assert not [name for e in main.iter() for name in e.attrib if str(name).startswith("on")]
    assert not tree.xpath("//script[@src] | //link[@href]")
    assert all(str(src).startswith("data:") for src in tree.xpath("//@src"))
    assert not re.search(r"url\((?!data:)", page)
    allowed = ("https://", "http://", "mailto:", "#", "data:")
    assert all(str(href).startswith(allowed) for href in main.xpath(".//@href"))
    assert all(img.get("alt") for img in tree.xpath("//img"))


def test_drawings_hold_nothing_that_acts(tree: Any) -> None:
    """The SVG in an image is free of scripts, handlers and addresses of elsewhere."""
    for src in tree.xpath("//img/@src"):
        head, _, data = str(src).partition(",")
        if "svg" in head:
            svg = base64.b64decode(data).decode()
            assert not re.search(r"<script|onload|x\.example|DejaVu|@import", svg)
            assert "Drawn label" in svg


def test_every_output_is_shown_or_named(stored: Path, tree: Any) -> None:
    """Each plain text stands in the page, unless an image, a table or a formula replaces it."""
    main = tree.xpath("//main")[0]
    shown = FOLDED.sub("", main.text_content() + " ".join(main.xpath(".//@alt")))
    nb = nbformat.read(stored, as_version=4)
    for cell in nb.cells:
        assert "secret" in cell.source or _first_line(cell.source, cell.cell_type) in shown
        for output in cell.get("outputs", ()):
            assert is_told(output, shown), output


def _first_line(source: str, kind: str) -> str:
    """What of a cell must be found whatever it means: code as it stands."""
    return FOLDED.sub("", source.split("\n")[0]) if kind == "code" else ""


def is_told(output: NotebookNode, shown: str) -> bool:
    if output.output_type == "stream":
        ends = output.text.strip().split("\n")
        plain = [re.sub(r"\x1b\]8[^\\]*\\|\x1b\[[\d;]*m|.*\r|.\x08", "", end) for end in ends]
        return all(FOLDED.sub("", end)[:50] in shown for end in (plain[0], plain[-1]))
    if output.output_type == "error":
        return FOLDED.sub("", f"{output.ename}: {output.evalue}") in shown
    richer = {"text/html", "text/markdown", "image/png", "image/jpeg", "image/webp", "image/gif"}
    richer |= {"image/svg+xml", "text/latex", "application/json"}
    plain_text = FOLDED.sub("", output.data.get("text/plain", ""))
    kinds = set(output.data) - {"text/plain"}
    named = all(kind in shown for kind in kinds)
    return plain_text in shown or bool(kinds & richer) or named


# Paper ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
def test_standards_hold(pdf: bytes, profile: str, tmp_path: Path) -> None:
    """The PDF passes the machine-checkable rules for accessibility and for archiving."""
    path = tmp_path / "foreign.pdf"
    path.write_bytes(pdf)
    report = page_validation.validate_pdf(
        str(path), profile=getattr(page_validation.ValidationProfile, profile)
    )
    with pikepdf.open(path) as opened:
        sound = not opened.check_pdf_syntax()
    # The checker takes a compressed stream that ends in a carriage return for too long.
    failures = [
        failure
        for failure in json.loads(report.to_json())["failures"]
        if not (sound and "STREAM-LENGTH-001" in json.dumps(failure))
    ]
    assert failures == []


def test_the_same_notebook_gives_the_same_bytes(stored: Path, page: str, pdf: bytes) -> None:
    """Exporting twice gives the same page and the same PDF."""
    assert BriefingHTMLExporter().from_filename(str(stored))[0] == page
    assert BriefingPDFExporter().from_filename(str(stored))[0] == pdf


# One by one -----------------------------------------------------------------------------------


def export(name: str, tmp_path: Path) -> tuple[Any, pikepdf.Pdf]:
    path = store(tmp_path, name, foreign.NOTEBOOKS[name]())
    tree = lxml.html.document_fromstring(BriefingHTMLExporter().from_filename(str(path))[0])
    (tmp_path / "x.pdf").write_bytes(BriefingPDFExporter().from_filename(str(path))[0])
    return tree, pikepdf.open(tmp_path / "x.pdf")


def tags(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == kind]


def test_frames_have_headers(tmp_path: Path) -> None:
    """Data frames are tables with headers of columns and rows, on the page and on paper."""
    tree, pdf = export("tables", tmp_path)
    first = tree.xpath("//table")[0]
    assert first.xpath(".//th[@scope='col']/text()") == ["town", "boats", "share"]
    assert first.xpath(".//th[@scope='row']/text()") == ["0", "1"]
    with pdf:
        # The widest frame is set in three parts; the summaries have no head of their own.
        assert len(tags(pdf, "/Table")) > len(tree.xpath("//table"))
        assert {
            str(head.A.Scope)
            for head in tags(pdf, "/TH")
            if "/A" in head and isinstance(head.A, pikepdf.Dictionary)
        } <= {"/Column", "/Row"}


def test_formulas_are_mathml_and_spoken(tmp_path: Path) -> None:
    """Formulas are MathML without styles on the page, and have words on paper."""
    tree, pdf = export("maths", tmp_path)
    formulas = tree.xpath("//*[local-name()='math']")
    assert len(formulas) == 9
    assert not tree.xpath("//*[local-name()='math']//@style")
    with pdf:
        alts = [str(formula.Alt) for formula in tags(pdf, "/Formula")]
    assert len(alts) >= len(formulas) - 1  # one holds a letter that paper shows as code
    assert any("root of a over b end root" in alt for alt in alts)


def test_code_is_coloured_by_class(tmp_path: Path) -> None:
    """Code shows its language's keywords by classes of the one sheet, and how-many-th it ran."""
    tree, pdf = export("prose", tmp_path)
    pdf.close()
    assert "code-comment" in set(tree.xpath("//pre//span/@class"))
    assert tree.xpath("//p[@class='cell-label'][text()='Code 3']")
    assert "secret = 1" not in tree.text_content()


def test_code_may_be_left_out(tmp_path: Path) -> None:
    """With nbconvert's option to leave out inputs a page leaves out code, and code alone."""
    path = store(tmp_path, "x", foreign.errors())
    page = BriefingHTMLExporter(exclude_input=True).from_filename(str(path))[0]
    tree = lxml.html.document_fromstring(page)
    assert not tree.xpath("//*[@class='listing']")
    assert "see the docs" in tree.text_content()


def test_characters_without_a_glyph_are_named(tmp_path: Path) -> None:
    """On paper a sign that no face has is named and letters are numbered; the page keeps them."""
    cell = foreign.markdown("# 漢字\n\nA 🙂, `漢`, $\\text{漢}$, and a " + "漢" * 30)
    path = store(tmp_path, "signs", foreign.notebook(cell))
    exporter = BriefingPDFExporter()
    exporter.from_filename(str(path))
    paper = json.dumps([s.content for s in exporter._paper.statements], ensure_ascii=False)
    for stand_in in (
        "[slightly smiling face]",
        "[U+6F22]",
        "\\\\text{[U+6F22]}",
        "[30 letters, cjk]",
    ):
        assert stand_in in paper
    assert "漢" not in paper
    assert "漢字" in BriefingHTMLExporter().from_filename(str(path))[0]


# Refusals -------------------------------------------------------------------------------------

NESTED = "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c"


@pytest.mark.parametrize("exporter", [BriefingHTMLExporter, BriefingPDFExporter])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (foreign.notebook(foreign.markdown(NESTED)), r"x.ipynb, cell 1: a footnote inside"),
        (
            foreign.notebook(
                foreign.code("x", foreign.typed({"application/vnd.briefing.table+json": {}}))
            ),
            r"x.ipynb, cell 1",
        ),
    ],
)
def test_refusals_name_the_cell(exporter: type, content: Any, words: str, tmp_path: Path) -> None:
    """What cannot be shown at all is refused in a sentence that names the cell."""
    path = store(tmp_path, "x", content)
    with pytest.raises(BriefingError, match=words):
        exporter().from_filename(str(path))


@pytest.mark.parametrize("kind", ["briefing-html", "briefing-pdf"])
def test_the_command_line_says_one_line(kind: str, tmp_path: Path) -> None:
    """`jupyter nbconvert` ends with the sentence alone, and without a trace."""
    path = store(tmp_path, "x", foreign.notebook(foreign.markdown(NESTED)))
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", kind, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().endswith(
        "x.ipynb, cell 1: a footnote inside a footnote; join the two"
    )
    assert not list(tmp_path.glob("x.[hp]*"))
