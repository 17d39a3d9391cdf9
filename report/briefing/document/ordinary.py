"""Ordinary outputs, as any notebook has them, to nodes.

A briefing's own cells speak in private bundles; this is for notebooks from elsewhere and for what
slips in. The rule: nothing vanishes. What has no place is shown by its plain text, or by a line
that says what it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from briefing.document.markdown import PICTURES, parse_markdown
from briefing.document.nodes import Block, Emphasis, Paragraph, Picture, Preformatted, Text
from briefing.errors import DocumentError

_ANSI: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[@-_]")
_BARE: Final = re.compile(r"<(?:Figure size|Axes|matplotlib\.|seaborn\.|pandas\.)[^>]*>")

_EMPTY: Final = re.compile(r"<IPython\.core\.display\.\w+ object>")
"""The plain text of things that have none; another form says more."""


def read_ordinary(
    output: Mapping[str, Any], notices: list[str], *, place: str, strict: bool
) -> tuple[Block, ...]:
    """Read an output that carries none of the private types.

    Parameters
    ----------
    output : mapping
        Of type stream, display_data, execute_result or error.
    notices : list of str
        Receives a line for whatever is shown only in part.
    place : str
        Notebook and cell, for messages.
    strict : bool
        Refuse errors and warnings instead of showing them.

    Returns
    -------
    tuple of Block
        Preformatted text, pictures, or what Markdown gives.

    Raises
    ------
    DocumentError
        In strict reading, for an error or for text on the error stream.
    """
    kind = output["output_type"]
    if kind == "error":
        return _error(output, place, strict)
    if kind == "stream":
        return _stream(output, place, strict)
    data = output.get("data", {})
    for mime, read in _READERS.items():
        if mime in data:
            blocks = read(data, place, notices)
            if blocks or not str(data[mime]).strip():
                return blocks
    return _nameless(data, notices, place)


def _error(output: Mapping[str, Any], place: str, strict: bool) -> tuple[Block, ...]:
    words = f"{output.get('ename', 'Error')}: {output.get('evalue', '')}"
    if strict:
        raise DocumentError(f"{place} ended in an error: {words}; repair the cell and run again")
    trace = "\n".join(output.get("traceback", ())) or words
    return (Preformatted(strip_ansi(trace).rstrip(), place=place),)


def _stream(output: Mapping[str, Any], place: str, strict: bool) -> tuple[Block, ...]:
    text = strip_ansi(output.get("text", "")).strip("\n")
    if strict and text.strip() and output.get("name") == "stderr":
        raise DocumentError(
            f"{place} wrote to the error stream: {text.strip()[:200]!r}; "
            f"a briefing shows no warnings, so remove their cause"
        )
    return (Preformatted(text.rstrip(), place=place),) if text.strip() else ()


def strip_ansi(text: str) -> str:
    """Remove terminal colours, and what a carriage return overwrote in each line."""
    lines = _ANSI.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


def _picture(data: Mapping[str, Any], place: str, notices: list[str]) -> tuple[Block, ...]:
    mime = next(kind for kind in PICTURES if kind in data)
    alt = strip_ansi(str(data.get("text/plain", ""))).strip()
    if not alt or _BARE.fullmatch(alt):
        notices.append(f"{place}: an image without a description; give it one as text/plain")
        alt = alt.strip("<>") or "Image without description"
    return (Picture(mime, "".join(str(data[mime]).split()), alt, place=place),)


def _markdown(data: Mapping[str, Any], place: str, notices: list[str]) -> tuple[Block, ...]:
    return parse_markdown(str(data["text/markdown"]), place=place, notices=notices)


def _plain(data: Mapping[str, Any], place: str, notices: list[str]) -> tuple[Block, ...]:
    text = strip_ansi(str(data["text/plain"])).strip("\n")
    if _EMPTY.fullmatch(text):
        return ()
    return (Preformatted(text.rstrip(), place=place),) if text.strip() else ()


def _latex(data: Mapping[str, Any], place: str, notices: list[str]) -> tuple[Block, ...]:
    return (Preformatted(str(data["text/latex"]).strip(), "latex", place=place),)


def _json(data: Mapping[str, Any], place: str, notices: list[str]) -> tuple[Block, ...]:
    text = json.dumps(data["application/json"], indent=2, ensure_ascii=False)
    return (Preformatted(text, "json", place=place),)


_Reader = Callable[[Mapping[str, Any], str, list[str]], tuple[Block, ...]]

_READERS: Final[dict[str, _Reader]] = {
    **dict.fromkeys(PICTURES, _picture),
    "text/markdown": _markdown,
    "text/plain": _plain,
    "text/latex": _latex,
    "application/json": _json,
}
"""What is shown of an output that offers several forms: the first of these it has."""


def _nameless(data: Mapping[str, Any], notices: list[str], place: str) -> tuple[Block, ...]:
    """Say what cannot be shown."""
    kinds = ", ".join(sorted(data.keys() - {"text/plain"}))
    if not kinds:
        return ()
    notices.append(f"{place}: an output of type {kinds} has no plain-text form to show")
    words = f"An output of type {kinds} is not shown here: it has no plain-text form."
    return (Paragraph((Emphasis((Text(words),)),), place=place),)
