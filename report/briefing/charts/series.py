"""Two or more series over time, each named at its end, with the article's point beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 (a type beside a parameter of that name)
from itertools import pairwise
from typing import Final, Literal

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.analysis.wording import format_date
from briefing.charts.article import draw_article_date, draw_article_point, name_article_date
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
from briefing.charts.canvas import (
    GAP,
    add_axes,
    data_to_inches,
    new_figure,
    put_text,
    sheet_of,
)
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import BOUNDS, as_partial_date, groups_of, in_order, read_frame, rows_of
from briefing.charts.key import sample_of
from briefing.charts.labels import Label, free_spot, label_right, right_margin
from briefing.charts.marks import Mark, bounds_words
from briefing.charts.points import draw_bounds, open_entries
from briefing.charts.theme import STROKE, Style, styles_for, theme

_BOTTOM: Final = 0.36
_ARROW_SHARE: Final = 0.1
"""Room below [in], and length of an arrow on the axis."""


@absorbs_unknown
def draw_series(
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    quantity: str,
    unit: str,
    date: str = "date",
    by: str = "series",
    shape: Literal["line", "steps", "band"] = "line",
    points: Sequence[str] = (),
    markers: bool = True,
    article: Mark | None = None,
    zero: bool | None = None,
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
    height: float = tokens.CHART_HEIGHT_IN,
) -> Chart:
    """Draw values over time as lines through their points.

    Parameters
    ----------
    frame : DataFrame
        One value of one series a row. Columns: `date`, `series` (its name), `low`, `central`,
        `high`, or `value` in place of the three; optional `publisher`, `evidence`.
    label, headline, subtitle : str
        As in `Chart`.
    quantity, unit : str
        For the axis.
    date, by : str
        Other names for the columns `date` and `series`.
    shape : {"line", "steps", "band"}
        Straight lines from point to point; levels that hold until the next count; or a ribbon
        from low to high with a line through the centre.
    points : sequence of str
        Series drawn as marks alone, such as what happened beside a forecast's ribbon.
    markers : bool
        Whether each value is marked; leave out for many values.
    article : Mark, optional
        The article's own value at its date, drawn as a star that belongs to no series; without a
        value, its date alone.
    zero : bool, optional
        Whether the axis starts at zero; see `limits_for`.
    calculation, origins
        As in `finish_chart`.
    height : float
        Of the figure [in].

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one.
    """
    if "value" in frame.columns:
        frame = frame.rename(columns={"value": "central"})
    rows = read_frame(frame, label, words=[by], dates=[date], bounds=True)
    # Names of our own, since the frame may hold columns called `date` and `series` beside these.
    rows["drawn_date"], rows["drawn_by"] = rows[date], rows[by]
    rows["place"] = [day_number(day.middle) for day in rows["drawn_date"]]
    # A range without a centre, or an open one, leads its line through the bound that is known.
    rows["through"] = _line_values(rows)
    article = article or Mark()
    measure = measure_for(_values(rows, article), quantity, unit)
    with theme():
        look = Look(shape, tuple(points), markers, zero, height)
        figure = _draw(rows, measure, article, look)
    return finish_chart(
        figure,
        rows.drop(columns=["place", "through", "drawn_date", "drawn_by"]),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, measure, article),
        calculation=calculation,
        origins=(*origins, *article.origins),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """How the series of one chart are drawn; fields as in `draw_series`."""

    shape: str
    points: tuple[str, ...]
    markers: bool
    zero: bool | None
    height: float


def _draw(rows: pd.DataFrame, measure: Measure, article: Mark, look: Look) -> Figure:
    styles = styles_for(rows["drawn_by"])
    all_marked = look.markers and look.shape != "band"
    marked = rows if all_marked else rows[rows["drawn_by"].isin(look.points)]
    labels = _end_labels(rows, styles, set(marked["drawn_by"]))
    figure = new_figure(look.height)
    limits = room_for_arrows(
        limits_for(_values(rows, article), zero=look.zero),
        marked["low"][marked["high"].isna()],
        marked["high"][marked["low"].isna()],
        _ARROW_SHARE,
    )
    lift = 0.17 if article.date and not article.values else 0.0
    axes = add_axes(
        figure,
        left=tick_width(limits, measure) + 2 * GAP,
        right=right_margin(labels),
        top=0.22 + lift,
        bottom=_BOTTOM,
    )
    set_number_axis(axes, "y", limits, measure)
    axes.spines["left"].set_visible(False)
    arrows = [text for text, _ in open_entries(marked, upright=True)]
    told = f" ({', '.join(arrows)})" if arrows else ""
    title_above(axes, measure.title() + told, lift=GAP + lift)
    set_date_axis(axes, date_limits(_days(rows, article)))
    _draw_lines(axes, rows[~rows["drawn_by"].isin(look.points)], styles, look.shape)
    draw_bounds(axes, marked, "place", "drawn_by", styles, upright=True)
    label_right(axes, labels)
    _draw_article(axes, rows, article, measure, look.shape)
    return figure


def _end_labels(
    rows: pd.DataFrame, styles: Mapping[str, Style], with_marks: set[str]
) -> list[Label]:
    labels = []
    for name, own in groups_of(rows.sort_values("place"), "drawn_by"):
        end, has_marks = own.iloc[-1], name in with_marks
        sample = sample_of(styles[name], line=not has_marks, marker=has_marks)
        labels.append(Label(name, (end["place"], end["through"]), sample, styles[name].colour))
    return labels


def _draw_lines(axes: Axes, rows: pd.DataFrame, styles: Mapping[str, Style], shape: str) -> None:
    for name, own in groups_of(rows.sort_values("place"), "drawn_by"):
        style = styles[name]
        if shape == "band":
            whole = own.dropna(subset=["low", "high"])
            axes.fill_between(whole["place"], whole["low"], whole["high"], color=style.colour,
                              alpha=0.22, linewidth=0, zorder=2, gid=f"band {name}")  # fmt: skip
        sns.lineplot(
            x=own["place"],
            y=own["through"],
            ax=axes,
            color=style.colour,
            dashes=False,
            errorbar=None,
            estimator=None,
            legend=False,
            linewidth=STROKE,
            linestyle=(0, style.dash) if style.dash else "-",
            drawstyle="steps-post" if shape == "steps" else "default",
            zorder=3,
            gid=f"line {name}",
        )
    axes.set(xlabel="", ylabel="")


def _draw_article(
    axes: Axes, rows: pd.DataFrame, article: Mark, measure: Measure, shape: str
) -> None:
    if not article.values or article.place is None:
        draw_article_date(axes, article)
        name_article_date(axes, article)
        return
    draw_article_point(axes, article.place, article)
    text = article.label(measure.unit)
    values = (article.values[0], article.values[-1])
    x, y = free_spot(axes, article.place, values, text, _paths(axes, rows, shape))
    put_text(sheet_of(axes), x, y, text, strong=True)


def _paths(axes: Axes, rows: pd.DataFrame, shape: str) -> list[list[tuple[float, float]]]:
    """Corners of the lines as they are drawn [in]."""
    paths = []
    for _, own in groups_of(rows.sort_values("place"), "drawn_by"):
        corners = [(row.place, row.through) for row in rows_of(own)]
        if shape == "steps":
            corners = [
                corner
                for (x, y), (after, _) in pairwise([*corners, corners[-1]])
                for corner in ((x, y), (after, y))
            ]
        paths.append([data_to_inches(axes, x, y) for x, y in corners])
    return paths


def _line_values(rows: pd.DataFrame) -> pd.Series:
    middle = (rows["low"] + rows["high"]) / 2
    return rows["central"].fillna(middle).fillna(rows["low"]).fillna(rows["high"])


def _days(rows: pd.DataFrame, article: Mark) -> list[Day]:
    days = [day for cell in rows["drawn_date"] for day in (cell.first, cell.last)]
    return days + ([as_partial_date(article.date).middle] if article.date else [])


def _values(rows: pd.DataFrame, article: Mark) -> list[float]:
    return [*rows[list(BOUNDS)].to_numpy().ravel(), *article.values]


def _describe(rows: pd.DataFrame, measure: Measure, article: Mark) -> str:
    sentences = [f"Lines over time: {measure.quantity}, {measure.unit}."]
    for name in in_order(rows["drawn_by"]):
        own = rows[rows["drawn_by"] == name].sort_values("place")
        ends = own.iloc[[0, -1]]
        peaks = own.loc[[own["through"].idxmin(), own["through"].idxmax()]]
        told = [
            f"{bounds_words(row.low, row.central, row.high, unit=measure.unit)} "
            f"({format_date(row.drawn_date)})"
            for row in rows_of(pd.concat([ends, peaks]).sort_values("place"))
        ]
        sentences.append(f"{name}: {', '.join(dict.fromkeys(told))}.")
    if article.values:
        sentences.append(f"Marked apart: {article.words(measure.unit)}.")
    return " ".join(sentences)
