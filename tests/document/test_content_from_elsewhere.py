"""What notebooks from elsewhere hold beside plain outputs: pictures, raw cells, odd HTML, maths."""

from __future__ import annotations

import base64
import io
from urllib.parse import quote

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_notebook, new_raw_cell
from PIL import Image

from briefing.document import nodes as n
from briefing.document.foreign import read_raw, upgrade
from briefing.document.hypertext import HtmlReading
from briefing.document.maths import LatexReader
from briefing.document.outputs import Harvest
from briefing.document.pictures import read_address
from briefing.errors import DocumentError

PLACE = "x.ipynb, cell 2"
SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


def image(form: str, mode: str = "RGB") -> str:
    """Give a small image in base64."""
    target = io.BytesIO()
    Image.new(mode, (8, 4)).save(target, format=form)
    return base64.b64encode(target.getvalue()).decode()


def raw(text: str, kind: str = "") -> tuple[n.Block, ...]:
    """Read a raw cell of a type."""
    cell = new_raw_cell(text, metadata={"raw_mimetype": kind} if kind else {})
    return read_raw(cell, Harvest(), PLACE)


def html(text: str) -> tuple[tuple[n.Block, ...], list[str]]:
    """Read HTML, with what was noted on the way."""
    notices: list[str] = []
    reading = HtmlReading(PLACE, notices, lambda src, alt: None)
    return reading.blocks(text), notices


@pytest.mark.parametrize(
    ("form", "mode", "mime"),
    [
        ("PNG", "RGB", "image/png"),
        ("JPEG", "RGB", "image/jpeg"),
        ("GIF", "L", "image/gif"),
        ("JPEG", "CMYK", "image/png"),
    ],
)
def test_an_image_in_an_address_is_a_picture(form: str, mode: str, mime: str) -> None:
    """An image that stands in its own address is shown; one in colours of print becomes PNG."""
    address = f"data:image/{form.lower()};base64,{image(form, mode)}"
    picture = read_address(address, alt="A", place=PLACE)
    assert picture is not None
    assert (picture.mime, picture.alt) == (mime, "A")
    assert picture.width == pytest.approx(2 * picture.height, rel=0.02)


@pytest.mark.parametrize(
    "address",
    [
        f"data:image/svg+xml,{quote(SVG)}",
        f"data:image/svg+xml;utf8,{SVG}",
        f"data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}",
    ],
)
def test_a_drawing_in_an_address_is_a_picture(address: str) -> None:
    """A drawing is read however its address spells it."""
    picture = read_address(address, alt="", place=PLACE)
    assert picture is not None
    assert picture.mime == "image/svg+xml"


@pytest.mark.parametrize("address", ["https://a.example/x.png", "data:text/html,x", "data:,x", ""])
def test_other_addresses_are_no_pictures(address: str) -> None:
    """Nothing is fetched, and nothing but an image is taken for one."""
    assert read_address(address, alt="", place=PLACE) is None


def test_a_damaged_image_is_named() -> None:
    """An image that cannot be read is refused with its place."""
    with pytest.raises(DocumentError, match=r"x\.ipynb, cell 2: .* cannot be read"):
        read_address("data:image/png;base64,AAAA", alt="", place=PLACE)


def test_a_raw_cell_is_what_its_type_says() -> None:
    """Raw Markdown and HTML are read; any other text stands as it is, under its language."""
    assert raw("  \n") == ()
    (heading,) = raw("## Part", "text/markdown")
    assert isinstance(heading, n.Heading)
    (paragraph,) = raw("<p>So</p>", "text/html")
    assert isinstance(paragraph, n.Paragraph)
    (latex,) = raw("\\alpha", "text/latex")
    assert isinstance(latex, n.Preformatted)
    assert (latex.text, latex.language, latex.kind) == ("\\alpha", "latex", "raw")
    (comment,) = raw("<!-- nothing -->", "text/html")
    assert isinstance(comment, n.Preformatted)


@pytest.mark.parametrize("notebook", [{"nbformat": 9}, {"nbformat": 3}, {}])
def test_a_notebook_that_is_none_is_named(notebook: dict[str, int]) -> None:
    """What is of no known format, or has no cells, is refused with the file's name."""
    with pytest.raises(DocumentError, match=r"^odd\.ipynb: "):
        upgrade(NotebookNode(notebook), "odd.ipynb")


def test_a_notebook_without_cells_is_named() -> None:
    """A notebook of the format of today needs cells."""
    notebook = new_notebook()
    del notebook["cells"]
    with pytest.raises(DocumentError, match=r"^odd\.ipynb: the notebook has no cells"):
        upgrade(notebook, "odd.ipynb")


def test_what_acts_is_left_out_and_noted() -> None:
    """Scripts and the like disappear, in a line as between blocks, and a notice names them."""
    blocks, notices = html("<p>a<script>x()</script>b</p><iframe src='//x'></iframe><p>c</p>")
    assert [type(block) for block in blocks] == [n.Paragraph, n.Paragraph]
    assert any("<iframe>" in notice and "<script>" in notice for notice in notices)


def test_hidden_parts_stay_hidden() -> None:
    """What a page would not show is not shown."""
    blocks, _ = html(
        "<div style='display: none'>x</div><p>a<span style='display:none'>y</span></p><ul></ul>"
    )
    (paragraph,) = blocks
    assert paragraph == n.Paragraph((n.Text("a"),), place=PLACE)


def test_lines_code_and_links_keep_their_sense() -> None:
    """Breaks, code and links stay; an address that acts is dropped, one out of reach is shown."""
    (paragraph,), _ = html(
        "a<br><kbd>k</kbd> <a href='https://a.example'>b</a> <a href='javascript:x()'>c</a> "
        "<a href='x.html'>d</a> <a>e</a>"
    )
    assert isinstance(paragraph, n.Paragraph)
    kinds = [type(child) for child in paragraph.children]
    assert kinds.count(n.LineBreak) == 1
    assert kinds.count(n.Code) == 1
    assert kinds.count(n.Link) == 1
    assert n.Text(" (x.html)") in paragraph.children
    assert not any("javascript" in str(child) for child in paragraph.children)


def test_a_caption_stands_above_its_table() -> None:
    """The caption of a table is kept; a table with nothing in it leaves only that."""
    blocks, _ = html("<table><caption>Sums</caption><tr><td>1</td></tr></table>")
    assert blocks[0] == n.Paragraph((n.Strong((n.Text("Sums"),)),), place=PLACE)
    assert isinstance(blocks[1], n.Grid)


@pytest.mark.parametrize("source", ["x" * 100_000, "{" * 500 + "}" * 500, "\\frac{1}", "\\nope{x}"])
def test_a_formula_that_cannot_be_read_says_why(source: str) -> None:
    """Formulas without end, without bottom or without sense give a reason, not an error."""
    found = LatexReader().read(source, display=True)
    assert isinstance(found, str)
    assert found
