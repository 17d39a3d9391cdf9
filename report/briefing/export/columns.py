"""Tables too wide for a page, taken apart by columns.

A page of the screen scrolls; paper does not. A grid with more columns than fit is set as several,
each with the columns that name its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from briefing.document.nodes import Grid
from briefing.document.trees import plain_text

_ROOM: Final = 104.0
"""Letters that stand side by side across the page, at the size of tables."""

_GAP: Final = 2.6
"""What a column takes beyond its letters."""

_FOLDED: Final = 26
"""Letters beyond which a column's text is folded, so that it needs no more room."""


def fit_columns(grid: Grid) -> list[Grid]:
    """Take a grid apart until each part fits across the page.

    Parameters
    ----------
    grid : Grid
        Of any width.

    Returns
    -------
    list of Grid
        The grid itself where it fits.
    """
    widths = [_width(grid, column) for column in range(len(grid.align))]
    if sum(widths) <= _ROOM:
        return [grid]
    labels = list(range(grid.labels)) if sum(widths[: grid.labels]) < _ROOM / 2 else []
    taken = sum(widths[column] for column in labels)
    groups: list[list[int]] = []
    room = 0.0
    for column in range(len(labels), len(widths)):
        if not groups or widths[column] > room:
            groups.append([])
            room = _ROOM - taken
        groups[-1].append(column)
        room -= widths[column]
    return [_part(grid, [*labels, *group], len(labels)) for group in groups]


def _width(grid: Grid, column: int) -> float:
    cells = [plain_text(row[column]) for row in grid.rows]
    cells += [plain_text(grid.head[column])] if grid.head else []
    longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
    word = max((len(word) for cell in cells for word in cell.split()), default=0)
    return max(min(longest, _FOLDED), min(word, 40)) + _GAP


def _part(grid: Grid, columns: Sequence[int], labels: int) -> Grid:
    return replace(
        grid,
        align=tuple(grid.align[c] for c in columns),
        head=tuple(grid.head[c] for c in columns) if grid.head else (),
        rows=tuple(tuple(row[c] for c in columns) for row in grid.rows),
        labels=labels,
    )
