"""Cells of a heat map: how each result or verdict looks, and what the key says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from briefing import tokens
from briefing.analysis.wording import format_number
from briefing.charts.axes import Measure
from briefing.charts.frame import rows_of
from briefing.charts.key import Entry
from briefing.charts.marks import Mark
from briefing.charts.scoreboard import VERDICTS, verdict_marker
from briefing.charts.theme import HAIRLINE

FILLS: Final = (
    (tokens.PAPER, tokens.INK),
    (tokens.ACCENT_SOFT, tokens.INK),
    (tokens.WASH, tokens.INK),
    (tokens.ACCENT, tokens.PAPER),
)
"""Ground and text of the classes, lowest first; each pair keeps its contrast by day and night."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How one cell looks.

    Attributes
    ----------
    ground, ink : str
        Colours of the cell and of what stands in it.
    text : str
        Value; empty where only a mark is drawn.
    mark : str
        Name of a verdict's mark; empty where there is none.
    is_framed : bool
        Whether it is set apart: it lies in the article's range, or the frame says so.
    """

    ground: str
    ink: str
    text: str = ""
    mark: str = ""
    is_framed: bool = False


def verdict_cells(
    rows: pd.DataFrame, measure: Measure, digits: int
) -> tuple[dict[tuple[float, float], Cell], list[Entry]]:
    """Give cells with the marks of verdicts, and their values if there are any, and the key."""
    cells, used = {}, {}
    has_values = "value" in rows
    for row in rows_of(rows):
        tone_name, words = VERDICTS[row.verdict]
        tone = tokens.VERDICT[tone_name]
        text = format_number(row.value / measure.divisor, digits) if has_values else ""
        cells[row.x, row.y] = Cell(
            tone.bg, tone.fg, text, tone.mark, is_framed=bool(getattr(row, "framed", False))
        )
        sample = Line2D([], [], marker=verdict_marker(tone.mark), markersize=7.0, color=tone.fg)
        sample.set(linestyle="None", markeredgewidth=0)
        used[row.verdict] = (words, sample)
    entries: list[Entry] = [(f"{measure.title()}:", None)] if has_values else []
    return cells, entries + [used[verdict] for verdict in VERDICTS if verdict in used]


def value_cells(
    rows: pd.DataFrame, measure: Measure, digits: int, article: Mark
) -> tuple[dict[tuple[float, float], Cell], list[Entry]]:
    """Give cells with their values, shaded by class, and the key."""
    edges = class_edges(rows["value"])
    cells, used = {}, set()
    for row in rows_of(rows):
        number = class_of(row.value, edges)
        used.add(number)
        ground, ink = FILLS[number]
        text = format_number(row.value / measure.divisor, digits)
        is_framed = _is_inside(row.value, article) or bool(getattr(row, "framed", False))
        cells[row.x, row.y] = Cell(ground, ink, text, is_framed=is_framed)
    entries: list[Entry] = [(f"{measure.title()}:", None)]
    entries += [
        (
            f"{measure.tick(edges[number])} to {measure.tick(edges[number + 1])}",
            swatch(FILLS[number][0], tokens.RULE, HAIRLINE),
        )
        for number in sorted(used)
    ]
    return cells, entries


def class_edges(values: Iterable[float]) -> list[float]:
    """Round numbers that cut a range of values into classes, no more than there are fills."""
    finite = list(values)
    for number in range(len(FILLS), 0, -1):
        # The locator keeps to its number of steps only inside the range, and adds those around it.
        locator = MaxNLocator(number, steps=[1, 2, 2.5, 5, 10])
        edges = [float(edge) for edge in locator.tick_values(min(finite), max(finite))]
        if len(edges) <= len(FILLS) + 1:
            break
    return edges


def class_of(value: float, edges: Sequence[float]) -> int:
    """Number of the class in which a value lies; an edge belongs to the class above it."""
    return min(sum(value >= edge for edge in edges[1:-1]), len(FILLS) - 1)


def _is_inside(value: float, article: Mark) -> bool:
    return len(article.values) > 1 and article.values[0] <= value <= article.values[-1]


def swatch(fill: str, edge: str, width: float) -> Line2D:
    """Give the sample of a cell for the key."""
    swatch = Line2D([], [], marker="s", markersize=7.5, color=fill, linestyle="None")
    swatch.set(markeredgecolor=edge, markeredgewidth=width)
    return swatch
