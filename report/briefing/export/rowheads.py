"""Row headers in the PDF's tables.

Typst tags the head of a table as column headers but offers no way to say that the first cell of a
row names the row. This rewrites those cells in the structure tree, which changes nothing on the
page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf


def mark_row_headers(document: Pdf) -> None:
    """Make the first cell of each body row a row header.

    Parameters
    ----------
    document : Pdf
        Open; its tables of one or two columns, which read well without, stay as they are.
    """
    root = document.Root.get("/StructTreeRoot")
    if root is None:
        return
    for body in _elements(root, Name.TBody):
        for row in _elements(body, Name.TR):
            cells = [*_children(row)]
            if len(cells) > 2 and cells[0].get("/S") == Name.TD:
                _make_header(cells[0])


def _children(element: Any) -> Iterator[Any]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _elements(element: Any, kind: Name) -> Iterator[Any]:
    """Find elements of a kind, the outermost ones, without recursion."""
    stack = [*_children(element)][::-1]
    while stack:
        found = stack.pop()
        if found.get("/S") == kind:
            yield found
        else:
            stack.extend([*_children(found)][::-1])


def _make_header(cell: Any) -> None:
    cell.S = Name.TH
    attributes = cell.get("/A")
    existing = list(attributes) if isinstance(attributes, Array) else [attributes]
    for attribute in existing:
        if isinstance(attribute, Dictionary) and attribute.get("/O") == Name.Table:
            attribute.Scope = Name.Row
            return
    scope = Dictionary(O=Name.Table, Scope=Name.Row)
    kept = [attribute for attribute in existing if attribute is not None]
    cell.A = Array([*kept, scope]) if kept else scope
