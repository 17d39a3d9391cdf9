"""Ranges side by side: one row each, in groups, the values written beside them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.charts.article import draw_article_band, label_above
from briefing.charts.axes import (
    limits_for,
    measure_for,
    room_for_arrows,
    set_number_axis,
    title_below,
)
from briefing.charts.canvas import (
    GAP,
    add_axes,
    new_figure,
    put_text,
    sheet_of,
    text_height,
    text_width,
    wrap,
)
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import BOUNDS, in_order, read_frame
from briefing.charts.key import draw_key, key_height, sample_of
from briefing.charts.marks import Mark, bounds_words
from briefing.charts.points import draw_bounds
from briefing.charts.theme import Style, styles_for, theme

_WIDEST_LABEL: Final = 2.15
_ROW: Final = 0.2
_HEADING: Final = 0.26
_BOTTOM: Final = 0.44
_LINE: Final = 0.17
"""Widths and heights [in]."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the rows of an interval chart stand.

    Attributes
    ----------
    labels : tuple of str
        Row labels, wrapped.
    places : tuple of float
        Height of each row's middle above the bottom of the axes [in].
    headings : tuple of (str, float)
        Titles of groups and their heights [in].
    height : float
        Of all rows together [in].
    left, right : float
        Width of the labels, and of the values, with their gaps [in].
    """

    labels: tuple[str, ...]
    places: tuple[float, ...]
    headings: tuple[tuple[str, float], ...]
    height: float
    left: float
    right: float


@absorbs_unknown
def draw_interval(
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    quantity: str,
    unit: str,
    row: str = "row",
    group: str = "group",
    by: str | None = None,
    article: Mark | None = None,
    reference: Mark | None = None,
    log: bool = False,
    zero: bool | None = None,
    digits: int | None = None,
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
) -> Chart:
    """Draw ranges as horizontal bars, one row each, with their values at the right.

    Parameters
    ----------
    frame : DataFrame
        One range a row, in the order to be drawn from the top. Columns: `row` (label), `low`,
        `central`, `high`; optional `group` (heading above its rows), `publisher`, `evidence`.
    label, headline, subtitle : str
        As in `Chart`.
    quantity, unit : str
        For the axis, for instance ``Share of GDP`` and ``%``.
    row, group : str
        Other names for those two columns.
    by : str, optional
        Column that decides colour and marker, explained in a key; without it all rows look alike.
    article : Mark, optional
        The article's own value, drawn as a band across all rows.
    reference : Mark, optional
        A value to compare with, such as one half, drawn as a thin line.
    log : bool
        Whether equal distances are equal ratios.
    zero : bool, optional
        Whether the axis starts at zero; see `limits_for`.
    digits : int, optional
        Significant digits of the values written, for values computed here.
    calculation, origins
        As in `finish_chart`.

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one, or a value is not above zero on a log axis.
    """
    rows = read_frame(
        frame, label, words=[row, *([by] if by else [])], optional=[group], bounds=True,
        positive=log,
    )  # fmt: skip
    marks = [mark for mark in (article, reference) if mark is not None]
    values = [*rows[list(BOUNDS)].to_numpy().ravel(), *(v for mark in marks for v in mark.values)]
    measure = measure_for(values, quantity, unit)
    told = [bounds_words(*bounds, unit=unit, digits=digits) for bounds in _bounds(rows)]
    rows["style"] = rows[by] if by else ""
    styles = styles_for(rows["style"])
    with theme():
        layout = arrange(list(rows[row]), list(rows[group]), told)
        entries = [(name, sample_of(style)) for name, style in styles.items()] if by else []
        key = key_height(entries, tokens.TEXT_WIDTH_IN)
        top = key + 0.06 + _LINE * len([mark for mark in marks if mark.values])
        figure = new_figure(top + layout.height + _BOTTOM)
        draw_key(figure, entries, float(figure.get_size_inches()[1]))
        axes = add_axes(figure, left=layout.left, right=layout.right, top=top, bottom=_BOTTOM)
        limits = _limits(rows, values, log=log, zero=zero)
        set_number_axis(axes, "x", limits, measure, log=log)
        title_below(axes, measure.title())
        draw_rows(axes, rows, layout, told, styles)
        _draw_references(axes, article, reference, unit)
    return finish_chart(
        figure,
        rows.drop(columns=["place", "style"]),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, told, row, group, quantity, unit, marks),
        calculation=calculation,
        origins=(*origins, *(origin for mark in marks for origin in mark.origins)),
    )


def arrange(labels: Sequence[str], groups: Sequence[str], values: Sequence[str]) -> Layout:
    """Give every row the height its label needs, and a heading to every new group."""
    wrapped = [wrap(text, _WIDEST_LABEL) for text in labels]
    places: list[float] = []
    headings: list[tuple[str, float]] = []
    depth, current = 0.0, ""
    for text, name in zip(wrapped, groups, strict=True):
        if name and name != current:
            headings.append((name, depth + _HEADING / 2 + 0.02))
            depth += _HEADING
        current = name
        needed = max(_ROW, text_height(text) + 0.06)
        places.append(depth + needed / 2)
        depth += needed
    widest = max(text_width(text) for text in wrapped)
    return Layout(
        tuple(wrapped),
        tuple(depth - place for place in places),
        tuple((name, depth - place) for name, place in headings),
        depth,
        max(widest, 0.6) + 2 * GAP,
        max(text_width(text) for text in values) + 3 * GAP,
    )


def draw_rows(
    axes: Axes,
    rows: pd.DataFrame,
    layout: Layout,
    values: Sequence[str],
    styles: Mapping[str, Style],
) -> None:
    """Draw the rows of a layout, with labels left and values right of the axes.

    Parameters
    ----------
    axes : Axes
        With its horizontal limits set; its height is in inches.
    rows : DataFrame
        With bounds and a column `style`; gets a column `place`.
    layout : Layout
        Of the same rows.
    values : sequence of str
        Written at the right.
    styles : mapping of str to Style
        One for each value of `style`.
    """
    figure: Figure = sheet_of(axes)
    rows["place"] = layout.places
    axes.set_ylim(0.0, layout.height)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    base = float(axes.get_position().y0 * figure.get_size_inches()[1])
    edge = float(axes.get_position().x1 * figure.get_size_inches()[0])
    for name, place in layout.headings:
        put_text(figure, 0.0, base + place, name, strong=True)
    for text, place, value in zip(layout.labels, layout.places, values, strict=True):
        put_text(figure, 0.0, base + place, text)
        put_text(figure, edge + 2 * GAP, base + place, value)
    draw_bounds(axes, rows, "place", "style", styles, upright=False)


def _limits(
    rows: pd.DataFrame, values: Sequence[float], *, log: bool, zero: bool | None
) -> tuple[float, float]:
    floors, ceilings = rows["low"][rows["high"].isna()], rows["high"][rows["low"].isna()]
    if not log:
        return room_for_arrows(limits_for(values, zero=zero), floors, ceilings, 0.06)
    logs = limits_for([math.log10(value) for value in values if value > 0], zero=False)
    room = room_for_arrows(logs, floors.map(math.log10), ceilings.map(math.log10), 0.06)
    return 10.0 ** room[0], 10.0 ** room[1]


def _draw_references(axes: Axes, article: Mark | None, reference: Mark | None, unit: str) -> None:
    lines = 0
    if reference and reference.values:
        for value in reference.values:
            axes.axvline(value, color=tokens.MUTED, linewidth=0.9, zorder=1.2, gid="reference")
        label_above(axes, reference.middle, reference.text, strong=False)
        lines += 1
    if article and article.values:
        draw_article_band(axes, article, upright=False)
        label_above(axes, article.middle, article.words(unit), lift=lines * _LINE)


def _bounds(rows: pd.DataFrame) -> list[tuple[float, float, float]]:
    return list(rows[list(BOUNDS)].itertuples(index=False, name=None))


def _describe(
    rows: pd.DataFrame,
    told: Sequence[str],
    row: str,
    group: str,
    quantity: str,
    unit: str,
    marks: Sequence[Mark],
) -> str:
    """Read the rows out, group by group."""
    sentences = [f"Horizontal ranges: {', '.join(filter(None, (quantity, unit)))}."]
    for name in in_order(rows[group]):
        own = rows.index[rows[group] == name]
        listed = "; ".join(f"{rows.loc[index, row]} {told[index]}" for index in own)
        sentences.append(f"{name}: {listed}." if name else f"{listed}.")
    sentences += [f"Marked apart: {mark.words(unit)}." for mark in marks if mark.values]
    return " ".join(sentences)
