"""Sensitivity: how far each assumption moves one result, the strongest first."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from briefing import tokens
from briefing.analysis.estimate import Estimate
from briefing.analysis.origins import Origin
from briefing.analysis.sensitivity import Swing
from briefing.analysis.wording import COMPUTED_DIGITS, Format, format_estimate, format_number
from briefing.charts.article import draw_article_point, label_above
from briefing.charts.axes import Measure, measure_for, set_number_axis, title_below
from briefing.charts.canvas import (
    GAP,
    add_axes,
    data_to_inches,
    new_figure,
    put_text,
    sheet_of,
    text_height,
    text_width,
    wrap,
)
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import read_frame, rows_of
from briefing.charts.key import draw_key, key_height
from briefing.charts.marks import Mark
from briefing.charts.theme import theme

_WIDEST: Final = 1.6
_ROW: Final = 0.3
_BAR: Final = 0.17
_BOTTOM: Final = 0.44
_LINE: Final = 0.17
_LOW, _HIGH = tokens.SERIES[1], tokens.SERIES[0]
_RESULTS: Final = ("low_result", "high_result")


def swing_frame(swings: Iterable[Swing]) -> pd.DataFrame:
    """Lay out swings as `draw_tornado` takes them.

    Ends carry no unit but a currency or percent sign: the name of the input says what is counted.

    Returns
    -------
    DataFrame
        Columns assumption, low_value, high_value (as text), low_result, high_result, evidence.
    """
    return pd.DataFrame(
        [
            {
                "assumption": swing.name,
                "low_value": _input_text(swing.low_input),
                "high_value": _input_text(swing.high_input),
                "low_result": swing.low_result.low,
                "high_result": swing.high_result.low,
                "evidence": tuple(sorted(swing.low_result.origins | swing.high_result.origins)),
            }
            for swing in swings
        ]
    )


@absorbs_unknown
def draw_tornado(
    frame: pd.DataFrame,
    *,
    central: Estimate | float,
    label: str,
    headline: str | HasText,
    subtitle: str,
    quantity: str,
    unit: str,
    article: Mark | None = None,
    calculation: str = "Own calculation, one assumption varied at a time.",
    origins: Iterable[Origin | str] = (),
) -> Chart:
    """Draw the result at both ends of each assumption as a bar around the central result.

    Parameters
    ----------
    frame : DataFrame
        One assumption a row, in any order. Columns: `assumption`, `low_value`, `high_value` (its
        ends: text, or numbers), `low_result`, `high_result` (the result there); optional
        `publisher`, `evidence`. `swing_frame` makes it from swings.
    central : Estimate or float
        Result with every assumption at its centre.
    label, headline, subtitle : str
        As in `Chart`.
    quantity, unit : str
        Of the result, for the axis.
    article : Mark, optional
        The article's own value, drawn as a band.
    calculation, origins
        As in `finish_chart`.

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one.
    """
    rows = read_frame(
        frame,
        label,
        words=["assumption"],
        numbers=list(_RESULTS),
        optional=["low_value", "high_value"],
    )
    for column in ("low_value", "high_value"):
        rows[column] = [_as_text(cell) for cell in frame[column]]
    is_estimate = isinstance(central, Estimate)
    middle = float(central.middle().low if is_estimate else central)
    rows["central_result"] = middle
    rows["swing"] = (rows["high_result"] - rows["low_result"]).abs()
    rows = rows.sort_values("swing", ascending=False, kind="stable").reset_index(drop=True)
    article = article or Mark()
    measure = measure_for(
        [*rows[list(_RESULTS)].to_numpy().ravel(), *article.values, middle], quantity, unit
    )
    with theme():
        figure = _draw(rows, middle, measure, article)
    known = central.origins if is_estimate else ()
    return finish_chart(
        figure,
        rows.drop(columns="swing"),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, middle, measure, article),
        calculation=calculation,
        origins=(*origins, *known, *article.origins),
    )


def _draw(rows: pd.DataFrame, middle: float, measure: Measure, article: Mark) -> Figure:
    names = [wrap(name[:1].upper() + name[1:], _WIDEST) for name in rows["assumption"]]
    heights = [max(_ROW, text_height(name) + 0.06) for name in names]
    extra = _ROW if article.values else 0.0
    total = math.fsum(heights) + extra
    entries = [
        ("assumption at its low end (hatched)", _swatch(_LOW)),
        ("at its high end", _swatch(_HIGH)),
    ]
    top = key_height(entries, tokens.TEXT_WIDTH_IN) + 0.06 + _LINE
    figure = new_figure(top + total + _BOTTOM)
    draw_key(figure, entries, float(figure.get_size_inches()[1]))
    left = max(text_width(name) for name in [*names, article.text]) + 2 * GAP
    axes = add_axes(figure, left=left, right=0.1, top=top, bottom=_BOTTOM)
    axes.set_ylim(0.0, total)
    limits = _limits(rows, middle, article, tokens.TEXT_WIDTH_IN - left - 0.1)
    set_number_axis(axes, "x", limits, measure)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    title_below(axes, measure.title())
    axes.axvline(middle, color=tokens.INK, linewidth=1.0, zorder=4, gid="central")
    label_above(axes, middle, f"Central: {format_number(middle, COMPUTED_DIGITS)}")
    place = total
    for name, height, entry in zip(names, heights, rows.to_dict("records"), strict=True):
        place -= height
        put_text(figure, 0.0, _BOTTOM + place + height / 2, name)
        _draw_bar(axes, place + height / 2, middle, entry)
    _draw_claim(axes, article)
    return figure


def _draw_claim(axes: Axes, article: Mark) -> None:
    """Draw the article's value as a row of its own below the bars."""
    if not article.values:
        return
    put_text(sheet_of(axes), 0.0, _BOTTOM + _ROW / 2, article.text, strong=True)
    draw_article_point(axes, _ROW / 2, article, upright=False)
    for value, side, ha in ((article.values[0], -1, "right"), (article.values[-1], 1, "left")):
        if side == 1 or len(article.values) > 1:
            x, y = data_to_inches(axes, value, _ROW / 2)
            put_text(
                sheet_of(axes), x + side * 2 * GAP, y, format_number(value), strong=True, ha=ha
            )


def _limits(rows: pd.DataFrame, middle: float, article: Mark, width: float) -> tuple[float, float]:
    """Room for the bars and, outside them, for the values of the assumptions."""
    results = rows[list(_RESULTS)].to_numpy().ravel()
    low, high = min(*results, *article.values, middle), max(*results, *article.values, middle)
    texts = [*rows["low_value"], *rows["high_value"], *map(format_number, article.values)]
    share = (max(text_width(text, strong=True) for text in texts) + 0.15) / width
    room = (high - low or abs(high) or 1.0) * share / max(1 - 2 * share, 0.2)
    return (min(0.0, low - room) if low >= 0 else low - room), high + room


def _draw_bar(axes: Axes, place: float, middle: float, entry: dict[str, object]) -> None:
    """Draw one assumption: two bars that meet at the central result, its ends written outside."""
    ends = (
        (float(entry["low_result"]), str(entry["low_value"]), _LOW, "low"),
        (float(entry["high_result"]), str(entry["high_value"]), _HIGH, "high"),
    )
    # Where both ends lie on one side, the shorter bar goes on top and stays visible.
    for result, text, colour, end in sorted(ends, key=lambda part: -abs(part[0] - middle)):
        axes.barh(place, result - middle, left=middle, height=_BAR, color=colour, zorder=2.5,
                  hatch="/////" if end == "low" else None, edgecolor=tokens.PAPER, linewidth=0,
                  gid=f"bar {end}")  # fmt: skip
        x, y = data_to_inches(axes, result, place)
        is_left = result < middle or (result == middle and end == "low")
        put_text(sheet_of(axes), x + (-GAP if is_left else GAP), y, text,
                 ha="right" if is_left else "left", gid=f"end {end}")  # fmt: skip


def _swatch(colour: str) -> Line2D:
    return Line2D([], [], marker="s", markersize=7.5, color=colour, linestyle="None")


def _input_text(value: Estimate) -> str:
    has_sign = any(symbol in {"USD", "%"} for symbol, _ in value.unit.powers)
    return format_estimate(value, Format(bare=not has_sign))


def _as_text(cell: object) -> str:
    return cell if isinstance(cell, str) else format_number(float(cell))


def _describe(rows: pd.DataFrame, middle: float, measure: Measure, article: Mark) -> str:
    def told(value: object) -> str:
        return format_number(float(value), COMPUTED_DIGITS)

    listed = "; ".join(
        f"{row.assumption}: {told(row.low_result)} at {row.low_value}, "
        f"{told(row.high_result)} at {row.high_value}"
        for row in rows_of(rows)
    )
    marked = f" Marked apart: {article.words(measure.unit)}." if article.values else ""
    return (
        f"Sensitivity of {measure.quantity}, {measure.unit}, to each assumption, "
        f"from the strongest to the weakest, around {told(middle)}. {listed}.{marked}"
    )
