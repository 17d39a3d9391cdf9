"""Ranges against date, told apart by who gave them, in one panel or several."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date as date_type
from typing import Final

import pandas as pd
from matplotlib.figure import Figure

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.analysis.wording import format_date
from briefing.charts.article import (
    draw_article_band,
    draw_article_date,
    name_article_band,
    name_article_date,
)
from briefing.charts.axes import (
    Measure,
    date_limits,
    day_number,
    limits_for,
    measure_for,
    room_for_arrows,
    set_date_axis,
    set_number_axis,
    tick_width,
    title_above,
)
from briefing.charts.canvas import GAP, new_figure, stack_axes, text_width
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import BOUNDS, as_partial_date, groups_of, in_order, read_frame, rows_of
from briefing.charts.key import draw_key, key_height, sample_of
from briefing.charts.marks import Mark, bounds_words
from briefing.charts.points import draw_bounds, open_entries
from briefing.charts.theme import styles_for, theme

_BOTTOM: Final = 0.36
_TITLE: Final = 0.24
_DATE_LINE: Final = 0.17
_HEIGHT: Final = {1: 1.9, 2: 1.15}
_ARROW_SHARE: Final = 0.1
"""Room below, for a title, for the article's date, heights of one or more panels [in],
and the length of an arrow as a share of the axis."""


@absorbs_unknown
def draw_ranges(
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    quantity: str,
    unit: str,
    date: str = "as_of",
    by: str = "maker",
    article: Mark | None = None,
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
    height: float | None = None,
) -> Chart:
    """Draw published values against the date they speak of.

    Parameters
    ----------
    frame : DataFrame
        One published value a row. Columns: `as_of` (date), `maker` (who gave it), `low`,
        `central`, `high`; optional `panel` (title of the panel it belongs to; panels share both
        axes and stand in order of appearance), `publisher`, `evidence`.
    label, headline, subtitle : str
        As in `Chart`.
    quantity, unit : str
        For the axis, for instance ``Troops in Russia`` and ``people``; with panels, their titles
        take the place of the quantity.
    date, by : str
        Other names for the columns `as_of` and `maker`.
    article : Mark, optional
        The article's own value, drawn as a band across its panel, and its date.
    calculation, origins
        As in `finish_chart`.
    height : float, optional
        Of the figure [in]; by default it follows the number of panels.

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one.
    """
    rows = read_frame(frame, label, words=[by], dates=[date], optional=["panel"], bounds=True)
    # Names of our own, since the frame may hold columns called `as_of` and `maker` beside these.
    rows["drawn_date"], rows["drawn_by"] = rows[date], rows[by]
    rows["place"] = [day_number(day.middle) for day in rows["drawn_date"]]
    article = article or Mark()
    measure = measure_for(_values(rows, article), quantity, unit)
    with theme():
        figure = _draw(rows, measure, article, height)
    return finish_chart(
        figure,
        rows.drop(columns=["place", "drawn_date", "drawn_by"]),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, measure, article),
        calculation=calculation,
        origins=(*origins, *article.origins),
    )


def _draw(rows: pd.DataFrame, measure: Measure, article: Mark, height: float | None) -> Figure:
    panels = in_order(rows["panel"])
    styles = styles_for(rows["drawn_by"])
    entries = [(name, sample_of(style)) for name, style in styles.items()]
    entries += open_entries(rows, upright=True)
    lift = _DATE_LINE if article.date else 0.0
    top = key_height(entries, tokens.TEXT_WIDTH_IN) + _TITLE + lift
    between = _TITLE + 0.12
    stack = len(panels) * _HEIGHT[min(len(panels), 2)] + (len(panels) - 1) * between
    figure = new_figure(height or top + stack + _BOTTOM)
    draw_key(figure, entries, float(figure.get_size_inches()[1]))
    limits = _limits(rows, article)
    named = text_width(article.label(measure.unit), strong=True) + 2 * GAP
    axes_of = stack_axes(
        figure,
        len(panels),
        left=tick_width(limits, measure) + 2 * GAP,
        right=named if article.values else 0.12,
        top=top,
        bottom=_BOTTOM,
        between=between,
    )
    for panel, axes in zip(panels, axes_of, strict=True):
        set_number_axis(axes, "y", limits, measure)
        axes.spines["left"].set_visible(False)
        draw_bounds(axes, rows[rows["panel"] == panel], "place", "drawn_by", styles, upright=True)
        claim = article if article.panel in (None, panel) else Mark(date=article.date)
        draw_article_date(axes, claim)
        draw_article_band(axes, claim, upright=True)
        name_article_band(axes, claim, measure.unit)
        above = GAP + (lift if axes is axes_of[0] else 0.0)
        title_above(axes, measure.title(panel), strong=bool(panel), lift=above)
        axes.tick_params(axis="x", labelbottom=axes is axes_of[-1])
    set_date_axis(axes_of[-1], date_limits(_days(rows, article)))
    name_article_date(axes_of[0], article)
    return figure


def _days(rows: pd.DataFrame, article: Mark) -> list[date_type]:
    days = [day for cell in rows["drawn_date"] for day in (cell.first, cell.last)]
    return days + ([as_partial_date(article.date).middle] if article.date else [])


def _limits(rows: pd.DataFrame, article: Mark) -> tuple[float, float]:
    floors, ceilings = rows["low"][rows["high"].isna()], rows["high"][rows["low"].isna()]
    # All panels share their limits: they count the same thing and may be compared by height.
    return room_for_arrows(limits_for(_values(rows, article)), floors, ceilings, _ARROW_SHARE)


def _values(rows: pd.DataFrame, claim: Mark) -> list[float]:
    return [*rows[list(BOUNDS)].to_numpy().ravel(), *claim.values]


def _describe(rows: pd.DataFrame, measure: Measure, article: Mark) -> str:
    panels = in_order(rows["panel"])
    sentences = [f"Ranges against date: {measure.quantity}, {measure.unit}, by who gave them."]
    for panel in panels:
        if panel:
            sentences.append(f"Panel {panel}.")
        part = rows[rows["panel"] == panel]
        for name, own in groups_of(part, "drawn_by"):
            told = [
                f"{bounds_words(row.low, row.central, row.high)} ({format_date(row.drawn_date)})"
                for row in rows_of(own.sort_values("place"))
            ]
            shown = told if len(told) <= 3 else [told[0], *_extremes(own), told[-1]]
            sentences.append(f"{name}: {'; '.join(dict.fromkeys(shown))}.")
    if article.values or article.date:
        sentences.append(f"Marked apart: {article.words(measure.unit)}.")
    return " ".join(sentences)


def _extremes(rows: pd.DataFrame) -> list[str]:
    """The lowest and the highest value of an originator, for a list too long to read out."""
    values = rows[list(BOUNDS)]
    chosen = (values.min(axis=1).idxmin(), values.max(axis=1).idxmax())
    return [
        f"{bounds_words(*values.loc[index])} ({format_date(rows.loc[index, 'drawn_date'])})"
        for index in sorted(chosen)
    ]
