"""Characters: which are stripped, which are replaced, and which no face can show.

Control characters are stripped from both outputs: some reverse the direction of reading, others
are invalid in HTML.
"""

from __future__ import annotations

import re
from typing import Final

_STRIPPED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1, but for tab and newline
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks and overrides
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"  # marks, non-characters, lone surrogates
)

STAND_INS: Final = {
    "\u2010": "-",  # hyphen
    "\u2011": "-",  # non-breaking hyphen
    "\u2007": "\u00a0",  # figure space
    "\u2008": "\u2009",  # punctuation space
    "\u200a": "\u2009",  # hair space
}
"""Characters that our faces lack, and what stands in for them on paper."""

_SPELLED: Final = str.maketrans({"\t": "    ", "\u2028": "\n", "\u2029": "\n"})
"""Tabs, and the ends of lines that only some programs take for such: the PDF compiler does."""

_PLAIN: Final = re.compile("[\n -~\u00a1-\u00ac\u00ae-\u02ff–—‘’“”…]*")
"""Texts that neither cleaning nor a stand-in changes: nearly all."""

_NEEDS_NO_GLYPH: Final = re.compile("[\\s\u00ad\u200b-\u200d\u2060\ufe0e\ufe0f]")


def clean(text: str) -> str:
    """Remove control characters and direction overrides; a tab becomes spaces."""
    if _PLAIN.fullmatch(text):
        return text
    return _STRIPPED.sub("", text).translate(_SPELLED)


def printable(text: str) -> str:
    """Clean text for paper, with stand-ins for the few common characters our faces lack."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(STAND_INS.get(c, c) for c in clean(text))


def missing_glyphs(text: str, coverage: frozenset[int]) -> list[str]:
    """Give the characters of a text that no face can show, each once."""
    if coverage.issuperset(map(ord, text)):
        return []
    lacking = [c for c in printable(text) if ord(c) not in coverage]
    return [c for c in dict.fromkeys(lacking) if not _NEEDS_NO_GLYPH.match(c)]
