"""Whether a stored chapter has the shape of a notebook, as far as running it needs.

The format's own schema is held against it by papermill, once it runs; but reading what a chapter
declares comes before, and must not stumble over a list where there should be an object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from briefing.errors import NotebookError

_KINDS: Final = ("code", "markdown", "raw")
_REMEDY: Final = "open it in JupyterLab and save it again, or restore it from version control"


def check_shape(notebook: Mapping[str, Any], file: str) -> None:
    """Refuse a notebook whose parts are of other types than they must be.

    Parameters
    ----------
    notebook : mapping
        JSON of format 4, with cells and metadata.
    file : str
        As a user would write it.

    Raises
    ------
    NotebookError
        Naming the file, the cell and the part.
    """
    fault = next(_faults(notebook), "")
    if fault:
        raise NotebookError(f"{file}{fault}; {_REMEDY}")


def _faults(notebook: Mapping[str, Any]) -> Iterator[str]:
    if type(notebook.get("nbformat_minor")) is not int:
        yield ": does not say which minor format it has (nbformat_minor)"
    metadata = notebook["metadata"]
    for name in ("kernelspec", "language_info", "briefing"):
        if not isinstance(metadata.get(name, {}), dict):
            yield f": metadata.{name} is {_shown(metadata[name])}, expected an object"
    for name in ("claims", "needs"):
        if not _is_words(metadata.get("briefing", {}).get(name, [])):
            said = _shown(metadata["briefing"][name])
            yield f": metadata.briefing.{name} is {said}, expected a list of names"
    names: dict[str, int] = {}
    for number, cell in enumerate(notebook["cells"], 1):
        for fault in _cell_faults(cell):
            yield f" cell {number}: {fault}"
        # Of two cells of one name the format's own reader renames one at random, in each run anew.
        if "id" in cell and (other := names.setdefault(str(cell["id"]), number)) != number:
            yield f" cell {number}: its id {cell['id']!r} is that of cell {other} too"


def _cell_faults(cell: Any) -> Iterator[str]:
    if not isinstance(cell, dict):
        yield f"is {_shown(cell)}, expected an object"
        return
    if cell.get("cell_type") not in _KINDS:
        yield f"cell_type is {_shown(cell.get('cell_type'))}, expected one of {', '.join(_KINDS)}"
    source = cell.get("source")
    if not (isinstance(source, str) or _is_words(source)):
        yield f"source is {_shown(source)}, expected text"
    metadata = cell.get("metadata")
    if not isinstance(metadata, dict):
        yield f"metadata is {_shown(metadata)}, expected an object"
    elif not _is_words(metadata.get("tags", [])):
        yield f"metadata.tags is {_shown(metadata['tags'])}, expected a list of words"
    if cell.get("cell_type") == "code" and not isinstance(cell.get("outputs"), list):
        yield f"outputs is {_shown(cell.get('outputs'))}, expected a list"


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _shown(value: Any) -> str:
    words = "missing" if value is None else repr(value)
    return words if len(words) <= 40 else f"{words[:40]} …"
