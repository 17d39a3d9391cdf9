"""Quotation marks and apostrophes in plain text, as the Markdown parser sets them in prose."""

from __future__ import annotations

import re
from typing import Final

_APOSTROPHE: Final = re.compile(r"(?<=\w)'")
_OPENING: Final = re.compile(r"(?:(?<=^)|(?<=[\s(\[“‘–—]))(['\"])(?=\S)")
_MARKS: Final = {"'": "‘", '"': "“"}


def curl(text: str) -> str:
    """Turn straight quotation marks into curly ones.

    A mark after a letter is an apostrophe or closes; one before a word opens.
    """
    if "'" not in text and '"' not in text:
        return text
    opened = _OPENING.sub(lambda match: _MARKS[match[1]], _APOSTROPHE.sub("’", text))
    return opened.replace("'", "’").replace('"', "”")
