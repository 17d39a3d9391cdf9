"""Text as terminals get it: colours, overwritten lines, and more of it than anyone reads."""

from __future__ import annotations

import re
from typing import Final

_ESCAPE: Final = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles and links
    r"|\x1b\[[0-?]*[ -/]*[@-~]"  # colours and movements
    r"|\x1b[PX^_][^\x1b]*\x1b\\"  # strings for the terminal itself
    r"|\x1b[ -/]*[0-~]"
)
_BACKSPACE: Final = re.compile(r"[^\n\x08]\x08")

HEAD_LINES: Final = 160
TAIL_LINES: Final = 20
LONGEST_LINE: Final = 4000


def strip_ansi(text: str) -> str:
    """Remove terminal colours, and what a carriage return or backspace overwrote in each line."""
    plain = _ESCAPE.sub("", text).replace("\r\n", "\n")
    while _BACKSPACE.search(plain):
        plain = _BACKSPACE.sub("", plain)
    lines = plain.split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def shorten(text: str, place: str, notices: list[str]) -> str:
    """Cut a text that would fill pages, saying in its place how much is left out.

    Parameters
    ----------
    text : str
        Of an output.
    place : str
        Notebook and cell, for the notice.
    notices : list of str
        Receives a line if something is left out.
    """
    lines = text.split("\n")
    if len(lines) > HEAD_LINES + TAIL_LINES + 1:
        left_out = len(lines) - HEAD_LINES - TAIL_LINES
        notices.append(f"{place}: {left_out:,} of {len(lines):,} lines of an output are left out")
        mark = f"[… {left_out:,} lines are left out here; the notebook holds them …]"
        lines = [*lines[:HEAD_LINES], mark, *lines[-TAIL_LINES:]]
    if any(len(line) > LONGEST_LINE for line in lines):
        notices.append(f"{place}: a line of an output is cut after {LONGEST_LINE:,} characters")
        lines = [_cut(line) for line in lines]
    return "\n".join(lines)


def _cut(line: str) -> str:
    if len(line) <= LONGEST_LINE:
        return line
    return f"{line[:LONGEST_LINE]} [… {len(line) - LONGEST_LINE:,} characters are left out …]"
