"""Markdown becomes nodes, and nothing is lost on the way."""

from __future__ import annotations

import base64
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from briefing.document import nodes as n
from briefing.document.markdown import parse_markdown
from briefing.document.trees import plain_text, walk
from briefing.errors import DocumentError


def only(source: str) -> n.Block:
    (block,) = parse_markdown(source, place="x.ipynb, cell 1")
    return block


def test_paragraph_with_inlines() -> None:
    """Emphasis, code, links, line breaks and curly quotes become their nodes."""
    block = only('A *b* **c** ~~d~~ `e` [f](https://g.org) "h"\\\ni\nj')
    assert isinstance(block, n.Paragraph)
    assert block.children == (
        n.Text("A "),
        n.Emphasis((n.Text("b"),)),
        n.Text(" "),
        n.Strong((n.Text("c"),)),
        n.Text(" "),
        n.Strike((n.Text("d"),)),
        n.Text(" "),
        n.Code("e"),
        n.Text(" "),
        n.Link("https://g.org", (n.Text("f"),)),
        n.Text(" “h”"),
        n.LineBreak(),
        n.Text("i j"),
    )
    assert block.place == "x.ipynb, cell 1"


def test_citations_and_references() -> None:
    """Bracketed ids cite, with an optional locator; labels refer; an address does neither."""
    block = only("See @fig-a-b, [@one, p. 3; @two] and mail a@tbl-x.org or me@example.org.")
    assert isinstance(block, n.Paragraph)
    assert n.Reference("fig-a-b") in block.children
    assert n.Citation((n.CitedSource("one", "p. 3"), n.CitedSource("two"))) in block.children
    assert sum(isinstance(c, n.Reference) for c in block.children) == 1


def test_heading_id() -> None:
    """A trailing {#sec-x} names the heading and leaves its words."""
    block = only("## Words *here* now {#sec-here}")
    assert isinstance(block, n.Heading)
    assert (block.id, plain_text(block.children)) == ("sec-here", "Words here now")


def test_callout_takes_its_title_and_body() -> None:
    """An alert's first line is the title; what follows is the body."""
    block = only("> [!WARNING] Mind *this*\n> body\n>\n> - item")
    assert isinstance(block, n.Callout)
    assert block.kind == "warning"
    assert plain_text(block.title) == "Mind this"
    assert [type(b) for b in block.blocks] == [n.Paragraph, n.BulletList]


def test_footnote_carries_its_blocks() -> None:
    """A footnote becomes one inline that holds its paragraphs."""
    block = only("Text.[^a]\n\n[^a]: One.\n\n    Two.")
    assert isinstance(block, n.Paragraph)
    note = block.children[1]
    assert isinstance(note, n.Footnote)
    assert [plain_text(p.children) for p in note.blocks] == ["One.", "Two."]  # type: ignore[attr-defined]


def test_table_keeps_alignment() -> None:
    """A Markdown table keeps its alignment and its inlines."""
    block = only("| a | b | c |\n|---|--:|:-:|\n| *x* | 1 | |")
    assert isinstance(block, n.Grid)
    assert block.align == ("left", "right", "center")
    assert block.rows == (((n.Emphasis((n.Text("x"),)),), (n.Text("1"),), ()),)


def test_attached_image_becomes_a_picture() -> None:
    """An image attached to its cell, alone in its paragraph, is embedded."""
    image = io.BytesIO()
    Image.new("L", (50, 30)).save(image, format="PNG")
    data = base64.b64encode(image.getvalue()).decode()
    folded = {"l.png": {"image/png": f"{data[:9]}\n{data[9:]}"}}
    (block,) = parse_markdown("![A lock](attachment:l.png)", attachments=folded)
    assert block == n.Picture("image/png", data, "A lock", width=0.5, height=0.3)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("[x](other.html)", r"cell 1: link to 'other.html': an address starts with http"),
        ("[x](ftp://a.b)", "an address starts with"),
        ("![p](plot.png)", "image 'plot.png' cannot be embedded"),
        ("text[^lost]", "has no definition in this cell"),
        ("text\n\n[^a]: unused", r"footnote \[\^a\] is defined but never referred to"),
        ("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c", "a footnote inside a footnote"),
        ("> # Heading", "a heading inside a list or quotation"),
        ("## {#sec-x}", "a heading without words"),
    ],
)
def test_refused_markdown_names_the_cell(source: str, words: str) -> None:
    """What the document cannot hold is an error that names the cell and the remedy."""
    with pytest.raises(DocumentError, match=words):
        parse_markdown(source, place="x.ipynb, cell 1")


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("[words](other.html)", "words (other.html)"),
        ("see ![p](plot.png)", "see [Image: p]"),
        ("text[^lost]", "text[^lost]"),
    ],
)
def test_lenient_reading_keeps_the_words(source: str, kept: str) -> None:
    """A lenient reading shows the words of what it cannot hold, and notes it."""
    notices: list[str] = []
    (block,) = parse_markdown(source, place="x", notices=notices)
    assert plain_text(block.children) == kept  # type: ignore[attr-defined]
    assert len(notices) == 1


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_dangerous_addresses_never_become_links(href: str) -> None:
    """A link that runs code or reads files stays plain text."""
    blocks = parse_markdown(f"[x]({href})", notices=[])
    assert not any(isinstance(node, n.Link) for node in walk(blocks))


def test_raw_html_stays_text() -> None:
    """Raw HTML is shown as it is written."""
    block = only("a <script>alert(1)</script> b")
    assert isinstance(block, n.Paragraph)
    assert plain_text(block.children) == "a <script>alert(1)</script> b"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=80))
def test_any_text_is_read_or_refused(source: str) -> None:
    """Any text gives nodes in a lenient reading, never a foreign exception."""
    parse_markdown(source, place="x", notices=[])
