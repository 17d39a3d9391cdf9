"""The text to be audited: read from a file, and parted into paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefing.errors import BriefingError


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text: a paragraph, or all of it.

    Attributes
    ----------
    paragraph : int or None
        0 for the title, 1 for the first paragraph behind it; None if there are no paragraphs.
    start, end : int
        Characters from the beginning of the text, the end not included.
    """

    paragraph: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its paragraphs.

    Attributes
    ----------
    name : str
        How to name it to a reader.
    text : str
        Lines end in a newline, whatever they ended in before.
    blocks : tuple of Block
        In order; one without a number if no empty line parts the text.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]

    @property
    def paragraphs(self) -> int | None:
        """How many paragraphs there are, the title included; None if they cannot be told apart."""
        return None if self.blocks[0].paragraph is None else len(self.blocks)


def read_article(path: Path) -> Article:
    """Read a text file.

    Parameters
    ----------
    path : Path
        Plain text in UTF-8, with or without a byte-order mark.

    Raises
    ------
    BriefingError
        If the file is not such a text.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BriefingError(
            f"{path.name} is not UTF-8: byte {error.start} is 0x{content[error.start]:02x}; save "
            "the article as plain text in UTF-8"
        ) from None
    if "\0" in text:
        raise BriefingError(
            f"{path.name} is not plain text: character {text.index(chr(0))} is NUL; save the "
            "article as plain text in UTF-8"
        )
    return part_article(path.name, text)


def part_article(name: str, text: str) -> Article:
    """Part a text into paragraphs: blocks between empty lines, the first of them the title."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks: list[Block] = []
    start: int | None = None
    position = 0
    for line in text.split("\n"):
        if line.strip():
            start = position if start is None else start
        elif start is not None:
            blocks.append(Block(len(blocks), start, position - 1))
            start = None
        position += len(line) + 1
    if start is not None:
        blocks.append(Block(len(blocks), start, len(text)))
    if len(blocks) < 2:
        return Article(name, text, (Block(None, 0, len(text)),))
    return Article(name, text, tuple(blocks))
