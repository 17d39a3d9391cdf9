"""Opening notebooks of anybody: what is merely missing is filled in, what is wrong is named.

nbconvert reads a file and, where it is no sound notebook, ends in whatever trace that leads to.
Here the file is parsed, completed and held against the format's own schema first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, Final, TextIO

import nbformat
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from nbformat import versions as known_versions
from nbformat.reader import get_version
from nbformat.v4 import to_notebook
from nbformat.validator import iter_validate

from briefing.errors import DocumentError
from briefing.export.refusals import refusals_in_one_line

_REMEDY: Final = "open it in Jupyter and save it again, or restore an earlier version"
_LONGEST: Final = 120


class NotebookFiles(TemplateExporter):
    """Lets an exporter open files; base of both."""

    def from_file(self, file_stream: TextIO, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Convert a notebook from an open file.

        Raises
        ------
        DocumentError
            Where it is no notebook, naming the file and, if it is one cell's fault, the cell.
        """
        name = PurePath(str(getattr(file_stream, "name", "notebook"))).name
        with refusals_in_one_line(self.log):
            notebook = open_notebook(_read(file_stream, name), name)
        return self.from_notebook_node(notebook, resources=resources, **kw)


def open_notebook(text: str, name: str) -> NotebookNode:
    """Read a notebook of any known format as one of format 4.

    Parameters
    ----------
    text : str
        What the file holds.
    name : str
        Its name, for messages.

    Raises
    ------
    DocumentError
        Where it is no notebook, naming the file and, if it is one cell's fault, the cell.
    """
    stored = _parse(text, name)
    said = (stored.get("nbformat", 1), stored.get("nbformat_minor", 0))
    if not all(type(number) is int for number in said) or said[0] not in known_versions:
        raise DocumentError(f"{name}: format {said[0]!r} of notebooks is not known; {_REMEDY}")
    version = get_version(stored)  # type: ignore[no-untyped-call]
    if version[0] == nbformat.current_nbformat:
        _complete(stored, name)
        notebook: NotebookNode = to_notebook(stored)  # type: ignore[no-untyped-call]
    else:
        notebook = _convert(stored, version, name)
    _check_settings(notebook, name)
    return notebook


def _read(file: TextIO, name: str) -> str:
    try:
        return file.read().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name}: is not in UTF-8, as notebooks are ({error.reason} at byte {error.start}); "
            f"{_REMEDY}"
        ) from None


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            f"{name}: is no notebook, as it is not JSON ({error}); {_REMEDY}"
        ) from None
    if not isinstance(stored, dict):
        raise DocumentError(f"{name}: is no notebook, but JSON of another kind; {_REMEDY}")
    return stored


# The present format ---------------------------------------------------------------------------


def _complete(stored: dict[str, Any], name: str) -> None:
    """Fill in what a notebook of format 4 lacks and everybody can guess; refuse what is wrong."""
    stored.setdefault("nbformat_minor", 0)
    if stored.get("metadata") is None:
        stored["metadata"] = {}
    if isinstance(stored.get("cells"), list):
        taken: set[str] = set()
        for number, cell in enumerate(stored["cells"], 1):
            if isinstance(cell, dict):
                _complete_cell(cell, number, taken, has_ids=_has_ids(stored))
    if fault := _first_fault(stored, name):
        raise DocumentError(fault)


def _has_ids(stored: Mapping[str, Any]) -> bool:
    return bool(stored["nbformat_minor"] >= 5)


def _complete_cell(cell: dict[str, Any], number: int, taken: set[str], *, has_ids: bool) -> None:
    if cell.get("metadata") is None:
        cell["metadata"] = {}
    cell.setdefault("source", "")
    if cell.get("cell_type") == "code":
        cell["outputs"] = cell.get("outputs") or []
        cell.setdefault("execution_count", None)
    if has_ids and (cell.get("id") is None or cell["id"] in taken):
        cell["id"] = f"unnamed-{number}"
    if isinstance(cell.get("id"), str):
        taken.add(cell["id"])


def _first_fault(stored: Mapping[str, Any], name: str) -> str:
    """Say in a line what the schema says in many, and of which cell; empty if all is sound."""
    error = next(_faults(stored), None)
    if error is None:
        return ""
    place = name
    cells = stored.get("cells")
    if isinstance(cells, list) and not any(_faults({**stored, "cells": []})):
        alone = ({**stored, "cells": [cell]} for cell in cells)
        number = next((i for i, part in enumerate(alone, 1) if any(_faults(part))), 0)
        place = f"{name}, cell {number}" if number else name
    path = [str(step) for step in getattr(error, "original", error).path if step != "cells"]
    at = f" at {'.'.join(path)}" if path and not path[0].isdecimal() else ""
    words = " ".join(error.message.split())
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST]} …"
    return f"{place}: is not as the format of notebooks wants it{at}: {words}; {_REMEDY}"


def _faults(stored: Mapping[str, Any]) -> Iterator[Any]:
    yield from iter_validate(stored, relax_add_props=True)  # type: ignore[no-untyped-call]


# Older formats, and what a briefing writes beside them ------------------------------------------


def _convert(stored: dict[str, Any], version: tuple[int, int], name: str) -> NotebookNode:
    try:
        old = known_versions[version[0]].to_notebook_json(stored, minor=version[1])
        notebook: NotebookNode = nbformat.convert(old, nbformat.current_nbformat)  # type: ignore[no-untyped-call]
        fault = _first_fault(notebook, name)
    except (nbformat.ValidationError, AttributeError, KeyError, TypeError, ValueError) as error:
        words = " ".join(str(error).split())[:_LONGEST]
        raise DocumentError(
            f"{name}: a notebook of format {version[0]} that cannot be read ({words}); {_REMEDY}"
        ) from None
    if fault:
        raise DocumentError(fault)
    return notebook


def _check_settings(notebook: NotebookNode, name: str) -> None:
    """Refuse entries of ours with another shape than ours."""
    cells = [(f"{name}, cell {i}", cell.metadata) for i, cell in enumerate(notebook.cells, 1)]
    for place, metadata in [(name, notebook.metadata), *cells]:
        said = metadata.get("briefing", {})
        wrong = not isinstance(said, Mapping) or any(
            key in said and not isinstance(said[key], kind) for key, kind in _SETTINGS.items()
        )
        if wrong:
            raise DocumentError(
                f"{place}: metadata.briefing is not as a briefing writes it; correct or remove it"
            )


_SETTINGS: Final = {
    "document": Mapping, "chapters": list, "claims": list, "role": str, "label": str, "cell": str,
    "chapter": str, "place": str, "inputs": list,
}  # fmt: skip
