"""Tables of HTML, as data frames write them, to grids.

Cells that span are repeated where they reach, so that a grid stays one of rows and columns, and
several head rows become one: `price` over `mean` is read as "price · mean". Every column then has
one header, as people who hear a table need it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from bs4.element import Tag

from briefing.document.nodes import Grid, Inline, Text
from briefing.document.trees import plain_text

Cells = list[tuple[bool, str, tuple[Inline, ...]]]
"""A row: whether a cell is a header, where it is aligned, and what it says."""

HEAD_ROWS: Final = 120
TAIL_ROWS: Final = 15

_NUMBER: Final = re.compile(
    r"[$€£]?\s*[-+−]?\s*(?:[\d,.\u202f' ]*\d[\d,.]*(?:e[-+]?\d+)?\s*%?|nan|inf|none|na|nat|-)", re.I
)
_SIDE: Final = re.compile(r"text-align:\s*(left|right|center)")
_WIDEST: Final = 200


def read_grid(
    table: Tag,
    inlines: Callable[[Tag], tuple[Inline, ...]],
    *,
    place: str,
    notices: list[str],
) -> Grid | None:
    """Read a table.

    Parameters
    ----------
    table : Tag
        Of HTML.
    inlines : callable
        Reads what is in a cell.
    place : str
        Notebook and cell.
    notices : list of str
        Receives a line if rows are left out.

    Returns
    -------
    Grid or None
        None for a table without cells.
    """
    found = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    rows = _spread([_cells(row, inlines) for row in found])
    width = max(map(len, rows), default=0)
    if not width:
        return None
    rows = [[*row, *[(False, "", ())] * (width - len(row))] for row in rows]
    heads = _count_heads(found, rows)
    head, body = rows[:heads], rows[heads:]
    if not body:
        head, body = [], head
    body_inlines = [[cell[2] for cell in row] for row in body]
    shown = _shorten(body_inlines, width, place, notices)
    return Grid(
        align=tuple(_alignment(body, column) for column in range(width)),
        head=tuple(_join([row[column][2] for row in head]) for column in range(width))
        if head
        else (),
        rows=tuple(tuple(row) for row in shown),
        labels=_count_labels(body, width),
        place=place,
    )


def _cells(row: Tag, inlines: Callable[[Tag], tuple[Inline, ...]]) -> list[tuple[Tag, Cells]]:
    found = []
    for cell in row.find_all(["td", "th"]):
        if cell.find_parent("tr") is row:
            style = _SIDE.search(str(cell.get("style", "")))
            side = style[1] if style else str(cell.get("align", ""))
            found.append((cell, [(cell.name == "th", side, inlines(cell))]))
    return found


def _spread(rows: Sequence[Sequence[tuple[Tag, Cells]]]) -> list[Cells]:
    """Repeat cells over the columns and rows that they span."""
    spread: list[Cells] = []
    reaching: dict[int, tuple[int, Cells]] = {}
    for row in rows:
        line: Cells = []
        for tag, cell in row:
            _reach(line, reaching)
            across = min(_span(tag, "colspan"), _WIDEST)
            for column in range(len(line), len(line) + across):
                reaching[column] = (_span(tag, "rowspan") - 1, cell)
            line += cell * across
        _reach(line, reaching)
        for column in [c for c, (left, _) in reaching.items() if left <= 0]:
            del reaching[column]
        spread.append(line)
    return spread


def _reach(line: Cells, reaching: dict[int, tuple[int, Cells]]) -> None:
    """Put the cells of rows above that reach down to the end of a line."""
    while len(line) in reaching and reaching[len(line)][0] > 0:
        left, cell = reaching[len(line)]
        reaching[len(line)] = (left - 1, cell)
        line += cell


def _span(tag: Tag, name: str) -> int:
    value = str(tag.get(name, "1"))
    return max(1, min(int(value), 10_000)) if value.isdecimal() else 1


def _count_heads(found: Sequence[Tag], rows: Sequence[Cells]) -> int:
    """Count the rows that head the columns."""
    in_head = sum(1 for row in found if row.find_parent("thead"))
    if in_head:
        return in_head
    for count, row in enumerate(rows):
        if not all(is_head for is_head, _, _ in row):
            return count
    return 0


def _count_labels(body: Sequence[Cells], width: int) -> int:
    """Count the leading columns whose cells name the row."""
    count = 0
    while count < width - 1 and all(row[count][0] for row in body):
        count += 1
    return count


def _join(levels: Sequence[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    """Join the headers above a column, each once."""
    joined: list[Inline] = []
    last = ""
    for level in levels:
        words = plain_text(level).strip()
        if words and words != last:
            joined += [Text(" · ")] if joined else []
            joined += level
            last = words
    return tuple(joined)


def _alignment(body: Sequence[Cells], column: int) -> str:
    """Set numbers to the right and keep what the cells ask for."""
    sides = {row[column][1] for row in body} - {""}
    words = [plain_text(row[column][2]).strip() for row in body]
    if sides and len(sides) == 1 and (side := sides.pop()) in ("left", "right", "center"):
        return side
    told = [word for word in words if word and word not in ("...", "…", "⋮")]
    return "right" if told and all(_NUMBER.fullmatch(word) for word in told) else "left"


def _shorten(
    rows: list[list[tuple[Inline, ...]]], width: int, place: str, notices: list[str]
) -> list[list[tuple[Inline, ...]]]:
    if len(rows) <= HEAD_ROWS + TAIL_ROWS + 1:
        return rows
    left_out = len(rows) - HEAD_ROWS - TAIL_ROWS
    notices.append(f"{place}: {left_out:,} of {len(rows):,} rows of a table are left out")
    mark: list[tuple[Inline, ...]] = [(Text(f"… {left_out:,} rows are left out here"),)]
    mark += [(Text("…"),)] * (width - 1)
    return [*rows[:HEAD_ROWS], mark, *rows[-TAIL_ROWS:]]
