"""A text as words, numerals and marks, each with its place.

One pass with one pattern whose alternatives begin differently, so the time grows with the length of
the text and with nothing else.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

NUMBER: Final = "number"
WORD: Final = "word"
MARK: Final = "mark"

# Separators within a numeral: point, comma, apostrophes, and the two Arabic ones.
_TOKEN = re.compile(
    r"(?P<number>(?:(?<!\S)\.)?\d+(?:[.,'’٫٬]\d+)*)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<mark>\S)"
)
PADDING: Final = 12
"""Rules look ahead this far at most without asking whether the text has ended."""

DASHES: Final = frozenset("-‐‑‒–—−")
HYPHENS: Final = frozenset("-‐‑")


def listed(words: str) -> frozenset[str]:
    """Give the words of a list that is written as a text."""
    return frozenset(words.split())


class Token(NamedTuple):
    """A word, a numeral or a mark.

    Attributes
    ----------
    form : str
        `NUMBER`, `WORD`, `MARK`, or empty behind the end of the text.
    text, lower : str
        As it stands, and in lower case.
    start, end : int
        Its place in the text.
    has_gap : bool
        Whether anything, such as a space, stands between it and the token before.
    """

    form: str
    text: str
    lower: str
    start: int
    end: int
    has_gap: bool

    @property
    def is_hyphen(self) -> bool:
        """Whether it ties two words together, without a space before it."""
        return not self.has_gap and self.text in HYPHENS


def scan(text: str, start: int, end: int) -> list[Token]:
    """Take a stretch of text apart; empty tokens at the end spare the rules a check."""
    tokens: list[Token] = []
    last = start
    for match in _TOKEN.finditer(text, start, end):
        piece = match.group()
        first, beyond = match.span()
        form = match.lastgroup or MARK
        tokens.append(Token(form, piece, piece.lower(), first, beyond, first > last or not tokens))
        last = beyond
    nothing = Token("", "", "", end, end, True)
    tokens.extend([nothing] * PADDING)
    return tokens
