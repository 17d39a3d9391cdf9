"""Computed curves against a parameter, with the value chosen for it marked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.analysis.wording import COMPUTED_DIGITS, format_number
from briefing.charts.article import draw_article_band, label_above
from briefing.charts.axes import (
    Measure,
    limits_for,
    measure_for,
    set_number_axis,
    tick_width,
    title_above,
    title_below,
)
from briefing.charts.canvas import GAP, add_axes, data_to_inches, new_figure, put_text, sheet_of
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import groups_of, in_order, read_frame
from briefing.charts.key import sample_of
from briefing.charts.labels import Label, label_right, right_margin
from briefing.charts.marks import Mark, bounds_words
from briefing.charts.theme import STROKE, Style, marker_area, styles_for, theme

_BOTTOM: Final = 0.44
_LINE: Final = 0.17


@absorbs_unknown
def draw_curve(
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    x_quantity: str,
    x_unit: str,
    y_quantity: str,
    y_unit: str,
    by: str = "curve",
    chosen: Mark | None = None,
    reference: Mark | None = None,
    zero: bool | None = None,
    log: bool = False,
    calculation: str = "Own calculation.",
    origins: Iterable[Origin | str] = (),
    height: float = tokens.CHART_HEIGHT_IN,
) -> Chart:
    """Draw y against a parameter.

    Parameters
    ----------
    frame : DataFrame
        One point of one curve a row. Columns: `x`, `y`; optional `curve` (its name), `low` and
        `high` (a band around it), `publisher`, `evidence`.
    label, headline, subtitle : str
        As in `Chart`.
    x_quantity, x_unit, y_quantity, y_unit : str
        For the axes.
    by : str
        Another name for the column `curve`.
    chosen : Mark, optional
        The value of x used elsewhere, as a line with each curve's y written beside it; a range is
        drawn as a span.
    reference : Mark, optional
        A value of y to compare with, such as the article's, as a band across the plot.
    zero : bool, optional
        Whether the vertical axis starts at zero; see `limits_for`.
    log : bool
        Whether equal heights are equal ratios.
    calculation, origins
        As in `finish_chart`.
    height : float
        Of the figure [in].

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one.
    """
    bands = [name for name in ("low", "high") if name in frame.columns]
    rows = read_frame(frame, label, numbers=["x", "y", *bands], optional=[by])
    rows["curve"] = rows[by]
    rows = rows.sort_values("x", kind="stable")
    chosen, reference = chosen or Mark(text="Chosen"), reference or Mark()
    y = measure_for([*rows["y"], *reference.values], y_quantity, y_unit)
    x = measure_for([*rows["x"], *chosen.values], x_quantity, x_unit)
    with theme():
        limits = _limits(rows, reference, zero=zero, log=log)
        figure = _draw(rows, (x, y), limits, (chosen, reference), log=log, height=height)
    return finish_chart(
        figure,
        rows.reset_index(drop=True),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, (x, y), (chosen, reference)),
        calculation=calculation,
        origins=(*origins, *chosen.origins, *reference.origins),
    )


def _draw(
    rows: pd.DataFrame,
    measures: tuple[Measure, Measure],
    limits: tuple[float, float],
    marks: tuple[Mark, Mark],
    *,
    log: bool,
    height: float,
) -> Figure:
    (x, y), (chosen, reference) = measures, marks
    styles = styles_for(rows["curve"])
    labels = [
        *_end_labels(rows, styles, chosen, y.unit),
        *_reference_label(rows, reference, y.unit),
    ]
    lift = _LINE if chosen.values else 0.0
    figure = new_figure(height)
    axes = add_axes(
        figure,
        left=tick_width(limits, y) + 2 * GAP,
        right=right_margin(labels) if labels else 0.12,
        top=0.24 + lift,
        bottom=_BOTTOM,
    )
    set_number_axis(axes, "x", _x_limits(rows, chosen), x)
    set_number_axis(axes, "y", limits, y, log=log)
    axes.grid(visible=False, axis="x")
    axes.spines["left"].set_visible(False)
    title_above(axes, y.title(), lift=GAP + lift)
    title_below(axes, x.title())
    _draw_lines(axes, rows, styles)
    draw_article_band(axes, reference, upright=True)
    label_right(axes, labels)
    _draw_chosen(axes, rows, chosen, styles, x, y.unit)
    return figure


def _end_labels(
    rows: pd.DataFrame, styles: Mapping[str, Style], chosen: Mark, unit: str
) -> list[Label]:
    """Names of the curves, with what each gives for the chosen parameter if there are several."""
    labels = []
    at = values_at(rows, chosen.values[0]) if len(chosen.values) == 1 else {}
    for name, own in groups_of(rows, "curve"):
        if not name:
            continue
        told = f": {_told(at[name], unit)}" if name in at and len(styles) > 1 else ""
        spot = (own["x"].iloc[-1], own["y"].iloc[-1])
        sample = sample_of(styles[name], line=True, marker=False)
        labels.append(Label(f"{name}{told}", spot, sample, styles[name].colour))
    return labels


def _draw_lines(axes: Axes, rows: pd.DataFrame, styles: Mapping[str, Style]) -> None:
    for name, own in groups_of(rows, "curve"):
        style = styles[str(name)]
        if {"low", "high"} <= set(rows.columns):
            axes.fill_between(own["x"], own["low"], own["high"], color=style.colour, alpha=0.18,
                              linewidth=0, zorder=2, gid=f"band {name}")  # fmt: skip
        sns.lineplot(x=own["x"], y=own["y"], ax=axes, color=style.colour, linewidth=STROKE,
                     linestyle=(0, style.dash) if style.dash else "-", errorbar=None,
                     estimator=None, legend=False, zorder=3, gid=f"curve {name}")  # fmt: skip
    axes.set(xlabel="", ylabel="")


def _reference_label(rows: pd.DataFrame, reference: Mark, unit: str) -> list[Label]:
    if not reference.values:
        return []
    sample = Line2D([], [], color=tokens.INK, linewidth=0.9, linestyle=(0, (5, 2.5)))
    spot = (float(rows["x"].max()), reference.middle)
    return [Label(reference.words(unit), spot, sample, tokens.INK, strong=True)]


def _draw_chosen(
    axes: Axes, rows: pd.DataFrame, chosen: Mark, styles: Mapping[str, Style], x: Measure, unit: str
) -> None:
    """Draw the chosen parameter and, where it is one value, what each curve gives for it."""
    if not chosen.values:
        return
    low, high = chosen.values[0], chosen.values[-1]
    if low != high:
        axes.axvspan(low, high, facecolor=tokens.STRIPE, zorder=0.4, gid="chosen span")
    for value in dict.fromkeys((low, high)):
        axes.axvline(value, color=tokens.INK, linewidth=0.9, zorder=2.5, gid="chosen")
    label_above(axes, chosen.middle, f"{chosen.words(x.unit)} {_plain_unit(x.unit)}".strip())
    if low != high:
        return
    for name, value in values_at(rows, low).items():
        style = styles[name]
        sns.scatterplot(x=[low], y=[value], ax=axes, color=style.colour, marker=style.marker,
                        s=marker_area(style.marker) * 1.3, edgecolor=tokens.PAPER, linewidth=0.8,
                        legend=False, zorder=6, gid=f"chosen value {name}")  # fmt: skip
    axes.set(xlabel="", ylabel="")
    if len(values_at(rows, low)) == len(styles) == 1:
        _write_value(axes, rows, low, unit)


def _write_value(axes: Axes, rows: pd.DataFrame, place: float, unit: str) -> None:
    """Write what a single curve gives at a place, on the side where it leaves room."""
    (value,) = values_at(rows, place).values()
    x, y = data_to_inches(axes, place, value)
    # Above a rising curve there is room on its left, above a falling one on its right.
    is_falling = rows["y"].iloc[-1] < rows["y"].iloc[0]
    is_right = is_falling or place - axes.get_xlim()[0] < 0.1 * np.ptp(axes.get_xlim())
    shift, ha = (0.07, "left") if is_right else (-0.07, "right")
    put_text(sheet_of(axes), x + shift, y + 0.1, _told(value, unit), strong=True, ha=ha,
             gid="chosen label")  # fmt: skip


def values_at(rows: pd.DataFrame, place: float) -> dict[str, float]:
    """What each curve gives at a value of x, read between its points."""
    return {
        str(name): float(np.interp(place, own["x"], own["y"]))
        for name, own in groups_of(rows, "curve")
        if own["x"].iloc[0] <= place <= own["x"].iloc[-1]
    }


def _x_limits(rows: pd.DataFrame, chosen: Mark) -> tuple[float, float]:
    every = [*rows["x"], *chosen.values]
    return min(every), max(every)


def _limits(
    rows: pd.DataFrame, reference: Mark, *, zero: bool | None, log: bool
) -> tuple[float, float]:
    bands = [name for name in ("y", "low", "high") if name in rows.columns]
    values = [*rows[bands].to_numpy().ravel(), *reference.values]
    if log:
        return min(values) / 1.3, max(values) * 1.3
    return limits_for(values, zero=zero)


def _plain_unit(unit: str) -> str:
    return "" if unit == "%" else unit


def _told(value: float, unit: str) -> str:
    return bounds_words(math.nan, value, math.nan, unit=unit, digits=COMPUTED_DIGITS)


def _describe(
    rows: pd.DataFrame, measures: tuple[Measure, Measure], marks: tuple[Mark, Mark]
) -> str:
    (x, y), (chosen, reference) = measures, marks
    sentences = [f"Curves of {y.title()} against {x.title()}."]
    for name in in_order(rows["curve"]):
        own = rows[rows["curve"] == name]
        ends = [own.iloc[0], own.iloc[-1]]
        listed = ", ".join(f"{_told(end.y, y.unit)} at {format_number(end.x)}" for end in ends)
        at = values_at(own, chosen.values[0]) if len(chosen.values) == 1 else {}
        listed += "".join(
            f", {_told(value, y.unit)} at the chosen {format_number(chosen.values[0])}"
            for value in at.values()
        )
        sentences.append(f"{name}: {listed}." if name else f"{listed}.")
    sentences += [f"Marked apart: {reference.words(y.unit)}."] if reference.values else []
    return " ".join(sentences)
