"""Row headers in the PDF's tables.

Typst tags the head of a table as column headers but offers no way to say that the first cell of a
row names the row. This rewrites those cells in the structure tree, which changes nothing on the
page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


def add_row_headers(pdf: bytes) -> bytes:
    """Make the first cell of each body row a row header.

    Parameters
    ----------
    pdf : bytes
        A tagged PDF.

    Returns
    -------
    bytes
        The same pages; tables of one or two columns, which read well without, stay as they are.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root.get("/StructTreeRoot")
        if root is not None:
            for body in _elements(root, Name.TBody):
                for row in _elements(body, Name.TR):
                    cells = [*_children(row)]
                    if len(cells) > 2 and cells[0].get("/S") == Name.TD:
                        _make_header(cells[0])
        target = io.BytesIO()
        # Typst writes each of thousands of tags as an object of its own; packed into streams,
        # which PDF/A-3 allows, a briefing shrinks to a third.
        document.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()


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
