"""Reading an article: encodings, line ends, paragraphs."""

from __future__ import annotations

import pytest

from briefing.audit.article import part_article, read_article
from briefing.errors import BriefingError


def paragraphs(text: str) -> list[tuple[int | None, str]]:
    article = part_article("a.txt", text)
    return [(block.paragraph, article.text[block.start : block.end]) for block in article.blocks]


def test_paragraphs():
    """Empty lines part paragraphs; the first is the title, and lines within one stay together."""
    text = "\n\nTitle\n \t\nOne\nstill one\n\n\n\nTwo\n"
    assert paragraphs(text) == [(0, "Title"), (1, "One\nstill one"), (2, "Two")]


@pytest.mark.parametrize("text", ["", "\n\n \n", "One line", "One\nparagraph\n"])
def test_no_paragraphs(text):
    """Without an empty line between two blocks the text is one block without a number."""
    assert paragraphs(text) == [(None, text)]
    assert part_article("a.txt", text).paragraphs is None


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends(end):
    """Every kind of line end parts paragraphs."""
    assert paragraphs(f"Title{end}{end}One{end}more") == [(0, "Title"), (1, "One\nmore")]


def test_byte_order_mark(tmp_path):
    """A byte-order mark is no part of the text."""
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffTen eels".encode())
    assert read_article(path).text == "Ten eels"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Ten eels\n\xff more", r"own\.txt is not UTF-8: byte 9 is 0xff"),
        ("Ten eels".encode("utf-16"), r"own\.txt is not UTF-8: byte 0"),
        (b"Ten\0eels", r"own\.txt is not plain text: character 3 is NUL"),
    ],
)
def test_not_a_text(tmp_path, content, said):
    """What is no UTF-8 text is refused with the name of the file and the place."""
    path = tmp_path / "own.txt"
    path.write_bytes(content)
    with pytest.raises(BriefingError, match=said):
        read_article(path)
