"""Dated events in lanes, read downwards; no label touches another, however dense a year is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 (a type here, beside a column of that name)
from datetime import timedelta
from typing import Final

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.analysis.wording import format_date
from briefing.charts.axes import short_date
from briefing.charts.canvas import (
    GAP,
    LINE,
    POINTS,
    add_axes,
    new_figure,
    put_text,
    sheet_of,
    text_height,
    wrap,
)
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import as_partial_date, in_order, read_frame, rows_of
from briefing.charts.marks import Mark
from briefing.charts.theme import HAIRLINE, Style, marker_area, styles_for, theme
from briefing.ledger.dates import PartialDate, Precision

_YEARS: Final = 0.52
_MARKER: Final = 0.06
_TEXT: Final = 0.17
_BETWEEN: Final = 0.07
_STAGGER: Final = 0.03
_HALF: Final = tokens.SIZE_CHART * LINE / POINTS / 2
"""Width of the column of years; where markers and labels start in a lane; gap between labels of
one lane; least distance between dates; half a line of text [in]."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Where everything stands, from the top [in].

    Attributes
    ----------
    events : tuple of float
        Upper edge of each event's label.
    years : mapping of int to float
        Upper edge of each year.
    article : tuple of float
        Where the article's date, or the month it lies in, begins and ends; empty if undated.
    total : float
        Lower edge of the last year.
    """

    events: tuple[float, ...]
    years: Mapping[int, float]
    article: tuple[float, ...]
    total: float


@absorbs_unknown
def draw_timeline(
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    article: Mark | None = None,
    emphasis: str = "emphasis",
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
) -> Chart:
    """Draw events down the page in strict order of date, one lane for each kind.

    The order is to scale, distances are not: a year is as tall as its events need, so every label
    can be read beside its marker and an empty decade costs no page.

    Parameters
    ----------
    frame : DataFrame
        One event a row. Columns: `date`, `lane`, `title` (a few words); optional `emphasis`
        (true for events set in heavier type), `event` (its id, an origin), `publisher`,
        `evidence`. Lanes stand in order of appearance; up to five fit.
    label, headline, subtitle : str
        As in `Chart`.
    article : Mark, optional
        Its date is drawn across all lanes: a day as a line, a month as the span it may lie in.
    emphasis : str
        Another name for that column.
    calculation, origins
        As in `finish_chart`.

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one.
    """
    rows = read_frame(frame, label, words=["lane", "title"], dates=["date"])
    lanes = in_order(rows["lane"])
    rows["strong"] = rows[emphasis].astype(bool) if emphasis in rows.columns else False
    rows["day"] = [cell.middle for cell in rows["date"]]
    rows = rows.sort_values("day", kind="stable").reset_index(drop=True)
    article = article or Mark()
    with theme():
        figure = _draw(rows.copy(), lanes, article)
    events = [f"event:{name}" for name in rows["event"]] if "event" in rows.columns else []
    return finish_chart(
        figure,
        rows.drop(columns=["day", "strong"]),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, lanes, article),
        calculation=calculation,
        origins=(*origins, *events, *article.origins),
    )


def arrange_events(
    days: Sequence[Day],
    lanes: Sequence[str],
    heights: Sequence[float],
    span: tuple[Day, Day] | None = None,
) -> Schedule:
    """Place events so that later ones are never higher and labels of one lane never touch.

    Parameters
    ----------
    days : sequence of date
        In rising order.
    lanes : sequence of str
        Lane of each event.
    heights : sequence of float
        Room each label needs [in].
    span : (date, date), optional
        First and last day that the article may date from.

    Returns
    -------
    Schedule
        As low in height as the order allows. Lines across all lanes, such as the start of a year,
        cross no label.
    """
    ends = dict.fromkeys(lanes, 0.0)
    years: dict[int, float] = {}
    marks: list[float] = []
    events = [0.0] * len(days)
    latest = 0.0
    closing = (span[1], _ARTICLE) if span else None
    for day, rank, index in _steps(days, span):
        if rank == _EVENT:
            latest = max(ends[lanes[index]], latest + _STAGGER)
            events[index] = latest
            ends[lanes[index]] = latest + heights[index]
            continue
        # A line across all lanes waits for the longest of them, and for the words above it in
        # the margin: the number of its year, and at the article's last line also its name.
        words = 2 if (day, rank) == closing else 1
        needed = max(years.values(), default=-1.0) + words * (2 * _HALF + 0.06)
        latest = max(*ends.values(), needed, 0.0) + 0.02
        if rank == _YEAR:
            years[day.year] = latest
        else:
            marks.append(latest)
        latest += 0.03
        ends = dict.fromkeys(ends, latest + _STAGGER)
    total = max(*ends.values(), max(years.values()) + 2 * _HALF + 0.06) + 0.02
    return Schedule(tuple(events), years, tuple(marks), total)


_YEAR, _EVENT, _ARTICLE = 0, 1, 2


def _steps(days: Sequence[Day], span: tuple[Day, Day] | None) -> list[tuple[Day, int, int]]:
    """Everything to be placed in order: the starts of years, events, the article's bounds."""
    every = [*days, *(span or ())]
    years = range(min(every).year, max(every).year + 1)
    steps = [(Day(year, 1, 1), _YEAR, year) for year in years]
    steps += [(day, _EVENT, index) for index, day in enumerate(days)]
    if span is not None:
        first, last = span
        # A month opens before its first day; the day itself closes after what happened on it.
        bounds = {last} if first == last else {first - timedelta(days=1), last}
        steps += [(day, _ARTICLE, 0) for day in bounds]
    return sorted(steps)


def _draw(rows: pd.DataFrame, lanes: Sequence[str], article: Mark) -> Figure:
    lane_width = (tokens.TEXT_WIDTH_IN - _YEARS) / len(lanes)
    room = lane_width - _TEXT - GAP
    rows["text"] = [
        wrap(f"{_day_and_month(row.date)} {row.title}".strip(), room, strong=row.strong)
        for row in rows_of(rows)
    ]
    when = as_partial_date(article.date) if article.date else None
    schedule = arrange_events(
        list(rows["day"]),
        list(rows["lane"]),
        [text_height(text) + _BETWEEN for text in rows["text"]],
        (when.first, when.last) if when else None,
    )
    rows["top"] = schedule.events
    heads = {lane: wrap(_capital(lane), room, strong=True) for lane in lanes}
    head = max(text_height(text) for text in heads.values()) + 0.06
    height = schedule.total + head + 0.02
    figure = new_figure(height)
    axes = add_axes(figure, left=0.0, right=0.0, top=head, bottom=0.02)
    axes.set(xlim=(0.0, tokens.TEXT_WIDTH_IN), ylim=(schedule.total, 0.0))
    axes.set_axis_off()
    _draw_years(axes, schedule, height - head)
    _draw_article(axes, schedule, article, height - head)
    for index, (lane, style) in enumerate(styles_for(lanes).items()):
        left = _YEARS + index * lane_width
        put_text(figure, left, height, heads[lane], strong=True, va="top")
        _draw_lane(axes, rows[rows["lane"] == lane], lane, style, left, height - head)
    return figure


def _draw_years(axes: Axes, schedule: Schedule, base: float) -> None:
    for year, top in schedule.years.items():
        axes.axhline(top, color=tokens.RULE, linewidth=HAIRLINE, zorder=0.5, gid="year")
        first = base - top - 0.03 - _STAGGER - _BETWEEN / 2
        put_text(sheet_of(axes), 0.0, first, str(year), strong=True, va="top", gid="scale")


def _draw_article(axes: Axes, schedule: Schedule, article: Mark, base: float) -> None:
    if not schedule.article:
        return
    first, last = schedule.article[0], schedule.article[-1]
    if first != last:
        axes.axhspan(first, last, facecolor=tokens.ACCENT_SOFT, zorder=0.3, gid="article span")
    for edge in dict.fromkeys((first, last)):
        axes.axhline(edge, color=tokens.INK, linewidth=0.9, zorder=0.8, gid="article date")
    put_text(sheet_of(axes), 0.03, base - last + 0.02, article.text, strong=True, va="bottom")


def _draw_lane(
    axes: Axes, own: pd.DataFrame, lane: str, style: Style, left: float, base: float
) -> None:
    spine = left + _MARKER
    axes.axvline(spine, color=tokens.RULE, linewidth=HAIRLINE, zorder=0.5)
    for row in rows_of(own):
        top = base - row.top - _BETWEEN / 2
        put_text(
            sheet_of(axes), left + _TEXT, top, row.text, strong=row.strong, va="top", gid="label"
        )
    sns.scatterplot(
        x=[spine] * len(own),
        y=list(own["top"] + _BETWEEN / 2 + _HALF - 0.01),
        ax=axes,
        color=style.colour,
        marker=style.marker,
        s=marker_area(style.marker),
        edgecolor=tokens.PAPER,
        linewidth=0.7,
        legend=False,
        zorder=5,
        clip_on=False,
        gid=f"events {lane}",
    )
    axes.set(xlabel="", ylabel="")


def _capital(lane: str) -> str:
    return lane[:1].upper() + lane[1:]


def _day_and_month(date: PartialDate) -> str:
    """The date without its year, which the margin already says."""
    if date.precision is Precision.YEAR:
        return ""
    return short_date(date).removesuffix(str(date.first.year)).strip()


def _describe(rows: pd.DataFrame, lanes: Sequence[str], article: Mark) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    sentences = [
        f"Timeline of {_counted(len(rows), 'event')} in {_counted(len(lanes), 'lane')}, "
        f"{format_date(first.date)} to {format_date(last.date)}."
    ]
    for lane in lanes:
        own = rows[rows["lane"] == lane]
        told = "; ".join(f"{row.title} ({format_date(row.date)})" for row in rows_of(own))
        sentences.append(f"{_capital(lane)}: {told}.")
    if article.date:
        sentences.append(f"Marked: {article.text}, {format_date(as_partial_date(article.date))}.")
    return " ".join(sentences)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
