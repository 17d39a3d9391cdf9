"""Notebooks from elsewhere: what they are, and the cells that a briefing does not show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import nbformat
from nbformat import NotebookNode

from briefing import media
from briefing.document.hypertext import HtmlReading
from briefing.document.markdown import joined, parse_markdown
from briefing.document.nodes import Block, Listing, Preformatted
from briefing.document.outputs import Harvest
from briefing.errors import DocumentError

_MAGIC: Final = re.compile(r"\s*%%(\w+)")
_CELL_LANGUAGES: Final = {
    "bash": "bash", "sh": "bash", "html": "html", "javascript": "javascript", "js": "javascript",
    "latex": "latex", "markdown": "markdown", "perl": "perl", "R": "r", "ruby": "ruby",
    "sql": "sql", "svg": "xml", "cython": "python", "writefile": "",
}  # fmt: skip


def upgrade(nb: NotebookNode, name: str) -> NotebookNode:
    """Bring a notebook of an older format to the present one.

    Raises
    ------
    DocumentError
        For something that is no notebook, or of a format that is not known.
    """
    version = nb.get("nbformat")
    if version == nbformat.current_nbformat:
        if not isinstance(nb.get("cells"), list):
            raise DocumentError(f"{name}: the notebook has no cells; open and save it in Jupyter")
        return nb
    try:
        converted: NotebookNode = nbformat.convert(nb, nbformat.current_nbformat)  # type: ignore[no-untyped-call]
    except (nbformat.ValidationError, LookupError, AttributeError, TypeError, ValueError) as error:
        raise DocumentError(
            f"{name}: a notebook of format {version!r} cannot be read ({error}); "
            f"open and save it in Jupyter"
        ) from None
    return converted


def shows_code(nb: NotebookNode) -> bool:
    """Tell whether a reader expects the code: not in a briefing, whose cells speak for it."""
    if "briefing" in nb.metadata:
        return False
    return not any(
        mime in (output.get("data") or {})
        for cell in nb.cells
        for output in cell.get("outputs", ())
        for mime in media.ALL
    )


def language(nb: NotebookNode) -> str:
    """Give the language of a notebook's code, in lower case; empty if it does not say."""
    said = nb.metadata.get("language_info") or nb.metadata.get("kernelspec") or {}
    name = said.get("name") if "language" not in said else said.get("language")
    return str(name or "").lower()


def is_hidden(cell: NotebookNode, part: str) -> bool:
    """Tell whether the author hid a cell's ``input`` or ``output``."""
    tags = set(cell.metadata.get("tags") or ())
    tail = "s" if part == "output" else ""
    known = {f"remove-{part}", f"remove_{part}", f"hide-{part}", f"hide_{part}", f"hide{part}"}
    hidden = {*known, f"remove-{part}{tail}", "remove-cell", "remove_cell"}
    return bool(tags & hidden)


def hide_inputs(nb: NotebookNode) -> None:
    """Hide the code of all cells, as nbconvert's ``--no-input`` asks for."""
    for cell in nb.get("cells", ()):
        if cell.cell_type == "code":
            cell.metadata["tags"] = [*(cell.metadata.get("tags") or ()), "remove-input"]


def read_code(cell: NotebookNode, code_language: str, place: str) -> tuple[Block, ...]:
    """Show the code of a cell."""
    source = joined(cell.get("source", "")).strip("\n")
    if not source.strip() or is_hidden(cell, "input"):
        return ()
    magic = _MAGIC.match(source)
    spoken = _CELL_LANGUAGES.get(magic[1], code_language) if magic else code_language
    count = cell.get("execution_count") or 0
    return (Listing(source.rstrip(), spoken, count, place=place),)


def read_raw(cell: NotebookNode, harvest: Harvest, place: str) -> tuple[Block, ...]:
    """Show a raw cell: as what its type says it is, or as it stands."""
    text = joined(cell.get("source", "")).strip("\n")
    if not text.strip():
        return ()
    kind = _raw_type(cell.metadata)
    if kind == "text/markdown":
        return parse_markdown(text, place=place, notices=harvest.notices, maths=harvest.maths)
    if kind == "text/html":
        blocks = HtmlReading(place, harvest.notices, lambda src, alt: None).blocks(text)
        if blocks:
            return blocks
    language_name = {"text/latex": "latex", "text/html": "html"}.get(kind, "")
    return (Preformatted(text, language_name, kind="raw", place=place),)


def _raw_type(metadata: Mapping[str, Any]) -> str:
    return str(metadata.get("raw_mimetype") or metadata.get("format") or "").lower()
