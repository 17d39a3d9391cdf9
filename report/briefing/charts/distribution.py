"""A simulated result as a density, with published ranges below it on the same axis."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.analysis.simulation import Sample
from briefing.analysis.wording import COMPUTED_DIGITS, format_number
from briefing.charts.article import draw_article_band, label_above
from briefing.charts.axes import Measure, measure_for, set_number_axis, title_below
from briefing.charts.canvas import (
    add_axes,
    axes_box,
    data_to_inches,
    new_figure,
    put_text,
    sheet_of,
    spread,
    text_width,
    wrap,
)
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import BOUNDS, read_frame
from briefing.charts.interval import Layout, arrange, draw_rows
from briefing.charts.marks import Mark, bounds_words
from briefing.charts.theme import STROKE, styles_for, theme

QUANTILES: Final = (0.05, 0.5, 0.95)
_DENSITY: Final = 1.15
_BETWEEN: Final = 0.08
_BOTTOM: Final = 0.44
_TOP: Final = 0.2
_GRID: Final = 200
_KEPT: Final = 0.995
"""Heights [in], points of the curve, and share of the draws that decides the axis."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A smoothed sample.

    Attributes
    ----------
    x, density : ndarray
        The curve.
    marks : tuple of float
        The values at `QUANTILES`.
    """

    x: np.ndarray
    density: np.ndarray
    marks: tuple[float, ...]


@absorbs_unknown
def draw_distribution(
    sample: Sample,
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    quantity: str,
    unit: str,
    article: Mark | None = None,
    row: str = "row",
    group: str = "group",
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
) -> Chart:
    """Draw what a simulation gives above what was published.

    Parameters
    ----------
    sample : Sample
        The draws; its origins become the chart's.
    frame : DataFrame
        Published ranges in the sample's unit, drawn below on the same axis. Columns: `row`
        (label), `low`, `central`, `high`; optional `group`, `publisher`, `evidence`.
    label, headline, subtitle : str
        As in `Chart`.
    quantity, unit : str
        For the axis.
    article : Mark, optional
        The article's own value, drawn as a band through both parts.
    row, group : str
        Other names for those two columns.
    calculation : str
        Sentence for the credit line; by default it states draws and seed.
    origins
        As in `finish_chart`.

    Returns
    -------
    Chart
        Its data are the quantiles of the sample, then the published ranges.

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one.
    """
    rows = read_frame(frame, label, words=[row], optional=[group], bounds=True)
    rows["style"] = ""
    article = article or Mark()
    curve = _smooth(sample.values)
    values = [*rows[list(BOUNDS)].to_numpy().ravel(), *article.values, *curve.marks]
    measure = measure_for(values, quantity, unit)
    with theme():
        largest = max(value for value in values if math.isfinite(value))
        figure = _draw(curve, rows, measure, article, (row, group), largest)
    seeded = f"Own simulation, {format_number(sample.size)} draws, seed {sample.seed}"
    return finish_chart(
        figure,
        rows.drop(columns=["style", "place"]),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(curve, rows, measure, article, row),
        calculation=calculation or seeded,
        origins=(*origins, *sample.origins, *article.origins),
        data=_data(curve, rows, row, group),
    )


def _smooth(values: np.ndarray) -> Curve:
    """Marks and smoothed outline of a sample, without the last thin tail."""
    marks = tuple(float(value) for value in np.quantile(values, QUANTILES))
    kept = values[values <= np.quantile(values, _KEPT)]
    scratch = new_figure(1.0).add_subplot()
    sns.kdeplot(x=kept, ax=scratch, gridsize=_GRID, cut=0)
    x, density = scratch.lines[0].get_data()
    return Curve(np.asarray(x), np.asarray(density), marks)


def _draw(
    curve: Curve,
    rows: pd.DataFrame,
    measure: Measure,
    article: Mark,
    columns: tuple[str, str],
    largest: float,
) -> Figure:
    row, group = columns
    told = [bounds_words(*bounds) for bounds in rows[list(BOUNDS)].itertuples(index=False)]
    layout = arrange(list(rows[row]), list(rows[group]), told)
    top = _TOP + (0.17 if article.values else 0.0)
    figure = new_figure(top + _DENSITY + _BETWEEN + layout.height + _BOTTOM)
    below = _BOTTOM + layout.height + _BETWEEN
    upper = add_axes(figure, left=layout.left, right=layout.right, top=top, bottom=below)
    lower = add_axes(
        figure,
        left=layout.left,
        right=layout.right,
        top=top + _DENSITY + _BETWEEN,
        bottom=_BOTTOM,
        sharex=upper,
    )
    limits = (min(0.0, float(curve.x[0])), 1.06 * max(largest, float(curve.x[-1])))
    set_number_axis(lower, "x", limits, measure)
    title_below(lower, measure.title())
    draw_rows(lower, rows, layout, told, styles_for([""]))
    for axes in (upper, lower):
        draw_article_band(axes, article, upright=False)
    if article.values:
        label_above(upper, article.middle, article.words(measure.unit), lift=0.17)
    _draw_density(upper, curve, layout, measure)
    return figure


def _draw_density(axes: Axes, curve: Curve, layout: Layout, measure: Measure) -> None:
    axes.fill_between(curve.x, 0, curve.density, facecolor=tokens.ACCENT, alpha=0.2, linewidth=0,
                      zorder=2, gid="density")  # fmt: skip
    inner = (curve.x >= curve.marks[0]) & (curve.x <= curve.marks[-1])
    axes.fill_between(curve.x[inner], 0, curve.density[inner], facecolor=tokens.ACCENT, alpha=0.25,
                      linewidth=0, zorder=2)  # fmt: skip
    sns.lineplot(x=curve.x, y=curve.density, ax=axes, color=tokens.ACCENT, linewidth=STROKE,
                 errorbar=None, estimator=None, legend=False, zorder=3)  # fmt: skip
    heights = np.interp(curve.marks, curve.x, curve.density)
    axes.vlines(curve.marks, 0, heights, color=tokens.ACCENT, linewidth=[0.9, 2.0, 0.9], zorder=4,
                gid="quantiles")  # fmt: skip
    axes.set(xlabel="", ylabel="", ylim=(0, 1.02 * float(curve.density.max())))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="x", labelbottom=False, length=0)
    axes.grid(True, axis="x", zorder=0)
    axes.set_axisbelow(True)
    _, bottom, _, top = axes_box(axes)
    words = f"Implied here, {measure.counted_in}: 5, 50 and 95% of draws lie below the marks"
    put_text(sheet_of(axes), 0.0, (bottom + top) / 2, wrap(words, max(layout.left, 1.3) - 0.2))
    texts = [format_number(mark / measure.divisor, COMPUTED_DIGITS) for mark in curve.marks]
    places = [data_to_inches(axes, mark, 0.0)[0] for mark in curve.marks]
    widths = [text_width(text, strong=True) + 0.06 for text in texts]
    for text, x in zip(texts, spread(places, widths, 0.0, tokens.TEXT_WIDTH_IN), strict=True):
        put_text(sheet_of(axes), x, top + 0.02, text, strong=True, ha="center", va="bottom",
                 gid="quantile label")  # fmt: skip


def _data(curve: Curve, rows: pd.DataFrame, row: str, group: str) -> pd.DataFrame:
    quantiles = pd.DataFrame(
        {
            group: "Simulated",
            row: [f"{format_number(100 * share)}% of draws below" for share in QUANTILES],
            "central": curve.marks,
        }
    )
    kept = [column for column in rows.columns if column not in {"style", "place"}]
    return pd.concat([quantiles, rows[kept]], ignore_index=True)


def _describe(curve: Curve, rows: pd.DataFrame, measure: Measure, article: Mark, row: str) -> str:
    low, middle, high = (format_number(mark, COMPUTED_DIGITS) for mark in curve.marks)
    listed = "; ".join(
        f"{entry[row]} {bounds_words(*(entry[bound] for bound in BOUNDS))}"
        for entry in rows.to_dict("records")
    )
    marked = f" Marked apart: {article.words(measure.unit)}." if article.values else ""
    return (
        f"Density of simulated {measure.quantity}, {measure.unit}: the median is {middle}, "
        f"the inner interval runs from {low} to {high}. Published, on the same axis: {listed}."
        f"{marked}"
    )
