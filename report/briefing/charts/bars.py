"""Bars over time: one value a month or a year, from zero, some of them picked out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.analysis.wording import format_date, format_number
from briefing.charts.axes import (
    Measure,
    day_number,
    limits_for,
    measure_for,
    set_date_axis,
    set_number_axis,
    tick_width,
    title_above,
)
from briefing.charts.canvas import (
    GAP,
    add_axes,
    axes_box,
    data_to_inches,
    new_figure,
    put_text,
    sheet_of,
    spread,
    text_height,
    text_width,
)
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import read_frame, rows_of
from briefing.charts.theme import HAIRLINE, theme
from briefing.errors import DataError, Fault
from briefing.ledger.dates import PartialDate, Precision

_BOTTOM: Final = 0.36
_FREE: Final = 0.24
"""Room below [in], share of a period left free between bars."""


@absorbs_unknown
def draw_bars(
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    quantity: str,
    unit: str,
    date: str = "date",
    value: str = "value",
    picked: str = "picked",
    digits: int | None = None,
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
    height: float = tokens.CHART_HEIGHT_IN,
) -> Chart:
    """Draw one bar for each month or year.

    Parameters
    ----------
    frame : DataFrame
        One period a row. Columns: `date` (a month, a year, or a day that stands for its month),
        `value`; optional `picked` (text for bars that matter, such as ``Article``: they are drawn
        dark, with text and value above), `publisher`, `evidence`.
    label, headline, subtitle : str
        As in `Chart`.
    quantity, unit : str
        For the axis.
    date, value, picked : str
        Other names for those three columns.
    digits : int, optional
        Significant digits of the values written, for values computed here.
    calculation, origins
        As in `finish_chart`.
    height : float
        Of the figure [in].

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one, or two rows share a period.
    """
    rows = read_frame(frame, label, numbers=[value], dates=[date], optional=[picked])
    rows["picked"], rows["value"] = rows[picked], rows[value]
    rows["date"] = [_period(cell) for cell in rows[date]]
    rows = rows.sort_values("date", key=lambda cells: [cell.first for cell in cells])
    doubled = rows[rows["date"].duplicated()]
    if len(doubled):
        faults = [Fault(label, None, str(cell), "stands twice; add up or drop one row")
                  for cell in doubled["date"]]  # fmt: skip
        raise DataError(faults)
    measure = measure_for(rows["value"], quantity, unit)
    with theme():
        figure = _draw(rows, measure, digits, height)
    return finish_chart(
        figure,
        rows.reset_index(drop=True),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, measure, digits),
        calculation=calculation,
        origins=origins,
    )


def _period(date: PartialDate) -> PartialDate:
    """The month that a day stands for; months and years stand for themselves."""
    return PartialDate.parse(str(date)[:7]) if date.precision is Precision.DAY else date


def _draw(rows: pd.DataFrame, measure: Measure, digits: int | None, height: float) -> Figure:
    notes = _notes(rows, digits)
    room = max((text_height(text) for text in notes.values()), default=0.0)
    low, high = limits_for([0.0, *rows["value"]])
    limits = (min(low, 0.0), max(high, 0.0))
    figure = new_figure(height)
    axes = add_axes(
        figure, left=tick_width(limits, measure) + 2 * GAP, right=0.1, top=0.3 + room,
        bottom=_BOTTOM,
    )  # fmt: skip
    set_number_axis(axes, "y", limits, measure)
    axes.spines["left"].set_visible(False)
    title_above(axes, measure.title(), lift=2 * GAP + room)
    starts = [day_number(cell.first) for cell in rows["date"]]
    ends = [day_number(cell.last) + 1.0 for cell in rows["date"]]
    set_date_axis(axes, (min(starts), max(ends)))
    _draw_bars(axes, rows, starts, ends)
    axes.axhline(0.0, color=tokens.MUTED, linewidth=HAIRLINE * 1.5, zorder=4, gid="zero")
    axes.spines["bottom"].set_visible(False)
    _write_notes(axes, rows, notes, starts, ends)
    return figure


def _draw_bars(axes: Axes, rows: pd.DataFrame, starts: list[float], ends: list[float]) -> None:
    # seaborn's bars stand on categories; a month that is missing must leave its gap in time.
    for is_picked, gid in ((False, "bars"), (True, "bars picked")):
        chosen = [bool(text) is is_picked for text in rows["picked"]]
        own = [item for item, use in zip(zip(starts, ends, rows["value"], strict=True), chosen,
                                         strict=True) if use]  # fmt: skip
        if own:
            bars = axes.bar(
                [start + (end - start) * _FREE / 2 for start, end, _ in own],
                [value for _, _, value in own],
                width=[(end - start) * (1 - _FREE) for start, end, _ in own],
                align="edge",
                color=tokens.ACCENT if is_picked else tokens.QUIET,
                linewidth=0,
                zorder=3,
            )
            for bar in bars:
                bar.set_gid(gid)


def _notes(rows: pd.DataFrame, digits: int | None) -> dict[int, str]:
    """Text and value of each picked bar, by position."""
    return {
        position: f"{row.picked}\n{format_number(row.value, digits)}"
        for position, row in enumerate(rows_of(rows))
        if row.picked
    }


def _write_notes(
    axes: Axes, rows: pd.DataFrame, notes: dict[int, str], starts: list[float], ends: list[float]
) -> None:
    """Write notes at the ends of their bars, or above the plot where neighbours would touch."""
    figure = sheet_of(axes)
    left, _, right, top = axes_box(axes)
    values = list(rows["value"])
    spots = [data_to_inches(axes, (starts[at] + ends[at]) / 2, values[at]) for at in notes]
    widths = [text_width(text, strong=True) + 0.1 for text in notes.values()]
    places = spread([x for x, _ in spots], widths, left, right + 0.1)
    # A note may lean over the edge of its bar, but not stand over its neighbour.
    is_moved = any(abs(x - place) > width / 4 for place, (x, _), width
                   in zip(places, spots, widths, strict=True))  # fmt: skip
    for at, place, (x, y) in zip(notes, places, spots, strict=True):
        look = {"strong": True, "ha": "center", "gid": "note"}
        if is_moved:
            put_text(figure, place, top + 0.06, notes[at], va="bottom", **look)
            _, zero = data_to_inches(axes, 0.0, 0.0)
            thread = Line2D([x, place], [max(y, zero) + 0.01, top + 0.05], gid="thread")
            thread.set(transform=figure.dpi_scale_trans, color=tokens.INK, linewidth=0.5)
            figure.add_artist(thread)
        elif values[at] < 0:
            put_text(figure, place, y - 0.04, notes[at], va="top", **look)
        else:
            put_text(figure, place, y + 0.04, notes[at], va="bottom", **look)


def _describe(rows: pd.DataFrame, measure: Measure, digits: int | None) -> str:
    def told(row: object) -> str:
        return f"{format_number(row.value, digits)} ({format_date(row.date)})"  # type: ignore[attr-defined]

    each = list(rows_of(rows))
    least, most = min(each, key=lambda row: row.value), max(each, key=lambda row: row.value)
    picked = "".join(f" {row.picked}: {told(row)}." for row in each if row.picked)
    return (
        f"Bars over time: {measure.quantity}, {measure.unit}, {format_date(each[0].date)} to "
        f"{format_date(each[-1].date)}. Highest {told(most)}, lowest {told(least)}.{picked}"
    )
