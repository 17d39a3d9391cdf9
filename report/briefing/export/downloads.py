"""Data beside charts and tables, inside the page itself."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

from briefing.document.nodes import Figure, Table
from briefing.export.escaping import escape
from briefing.spreadsheet import write_csv

_BESIDE: Final = 20_000
"""Letters of CSV up to which data stands in the page; what is longer lies in the output folder."""


def data_link(node: Figure | Table) -> str:
    """Give the link that saves a chart's or table's data as CSV; empty where there is none."""
    text = _data(node)
    if not text or len(text) > _BESIDE:
        return ""
    content = b64encode(text.encode()).decode("ascii")
    kind = "Figure" if isinstance(node, Figure) else "Table"
    return (
        f' <a class="data" download="{escape(node.label)}.csv" '
        f'href="data:text/csv;charset=utf-8;base64,{content}" '
        f'aria-label="Data of {kind} {node.number} as CSV">Data (CSV)</a>'
    )


def _data(node: Figure | Table) -> str:
    if isinstance(node, Table):
        rows = [[cell.text for cell in row] for row in node.rows]
        return write_csv([column.name for column in node.columns], rows)
    if not node.data:
        return ""
    return write_csv(node.data["columns"], node.data["rows"])
