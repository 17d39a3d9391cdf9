"""Several executed notebooks to one.

The merged notebook is an ordinary one, so that everything passes through nbconvert. Each cell says
in its metadata which chapter it belongs to and where it stood. What differs from run to run
(papermill's paths and times, random cell ids) stays behind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from briefing.errors import DocumentError

ROLES: Final = ("summary", "chapter", "appendix")
INJECTED: Final = "injected-parameters"


def slug(words: str) -> str:
    """Make an id of words: lower case, a-z and 0-9, hyphens between."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def chapter_id(name: str) -> str:
    """Give the chapter id of a notebook file: its stem without the number in front."""
    stem = PurePath(name).name.removesuffix(".ipynb")
    return slug(re.sub(r"^\d+[-_ ]+", "", stem)) or "notebook"


def cell_places(name: str, nb: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    """Go through cells with their place, counted as in the stored notebook.

    The cell that papermill injects is not in the stored notebook and takes no number.
    """
    number = 0
    file = PurePath(name).name
    for cell in nb.cells:
        injected = INJECTED in cell.metadata.get("tags", ())
        number += not injected
        yield f"{file}, {'injected parameters' if injected else f'cell {number}'}", cell


def check_execution(name: str, nb: NotebookNode) -> None:
    """Refuse a notebook that did not run from top to bottom without an error.

    Raises
    ------
    DocumentError
        Naming the notebook and the first cell at fault.
    """
    expected = 1
    for place, cell in cell_places(name, nb):
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                raise DocumentError(
                    f"{place} ended in an error: {output.get('ename')}: {output.get('evalue')}; "
                    f"repair the cell and run the notebook again"
                )
        if not cell.source.strip():
            continue
        if cell.execution_count != expected:
            count = cell.execution_count
            found = "was not run" if count is None else f"ran as number {count}"
            raise DocumentError(
                f"{place} {found}, expected number {expected}; "
                f"run the notebook from top to bottom in a fresh kernel"
            )
        expected += 1


def merge_notebooks(
    notebooks: Sequence[tuple[str, NotebookNode]],
    meta: Mapping[str, Any],
    *,
    partial: bool = False,
    inputs: Sequence[Mapping[str, Any]] = (),
) -> NotebookNode:
    """Join executed notebooks into one that both exporters can read.

    Parameters
    ----------
    notebooks : sequence of (str, NotebookNode)
        File name and notebook, in the order of the document.
    meta : mapping
        What the cover says: title, subtitle, kicker, authors, language, licence, description,
        keywords, date, facts, footer; and, if wanted, ``sources``, the references by id.
    partial : bool
        Whether chapters are left out, to which these may refer.
    inputs : sequence of mapping
        What the ledger holds, as nodes of the graph, so that numbers can be traced to it.

    Returns
    -------
    NotebookNode
        With ``metadata.briefing`` = ``{"document": meta, "chapters": [...]}``.

    Raises
    ------
    DocumentError
        For a notebook not fully run, an error output, an unknown role or two chapters of one id.
    """
    if not notebooks:
        raise DocumentError("there is no notebook to assemble; name at least one")
    chapters: list[dict[str, Any]] = []
    cells: list[NotebookNode] = []
    for name, nb in notebooks:
        check_execution(name, nb)
        chapter = _describe(name, nb)
        twin = next((c for c in chapters if c["id"] == chapter["id"]), None)
        if twin is not None:
            raise DocumentError(
                f"{name} and {twin['notebook']} both make the chapter {chapter['id']!r}; "
                f"rename one of the files"
            )
        chapters.append(chapter)
        cells += _take_cells(name, nb, chapter["id"])
    said: dict[str, Any] = {
        "document": dict(meta),
        "chapters": chapters,
        "inputs": [dict(node) for node in inputs],
    }
    if partial:
        said["partial"] = True
    metadata = {"briefing": said}
    merged: NotebookNode = new_notebook(cells=cells, metadata=from_dict(metadata))  # type: ignore[no-untyped-call]
    return merged


def _describe(name: str, nb: NotebookNode) -> dict[str, Any]:
    """What the merged notebook remembers of one notebook."""
    said = nb.metadata.get("briefing", {})
    role = said.get("role", "chapter")
    if role not in ROLES:
        raise DocumentError(
            f"{name}: metadata.briefing.role is {role!r}; choose from {', '.join(ROLES)}"
        )
    return {
        "id": chapter_id(name),
        "notebook": PurePath(name).name,
        "role": role,
        "claims": list(said.get("claims", ())),
    }


_NEW: Final[dict[str, Callable[..., NotebookNode]]] = {
    "code": new_code_cell,
    "markdown": new_markdown_cell,
    "raw": new_raw_cell,
}


def _stored_id(cell: NotebookNode, index: int) -> str:
    """Id of a cell in the stored notebook; formats before 4.5 have none."""
    return str(cell.get("id") or f"cell-{index}")


def _take_cells(name: str, nb: NotebookNode, chapter: str) -> Iterator[NotebookNode]:
    for i, (place, cell) in enumerate(cell_places(name, nb), 1):
        label = cell.metadata.get("briefing", {}).get("label", "")
        at = {"chapter": chapter, "place": place, "cell": _stored_id(cell, i)}
        metadata = {
            "briefing": {**at, **({"label": label} if label else {})},
            **({"tags": list(cell.metadata.tags)} if cell.metadata.get("tags") else {}),
        }
        taken = _NEW[cell.cell_type](cell.source, id=f"{chapter}-{i:03d}", metadata=metadata)
        if cell.cell_type == "code":
            taken.execution_count = cell.execution_count
            taken.outputs = cell.outputs
        if cell.get("attachments"):
            taken.attachments = cell.attachments
        yield taken
