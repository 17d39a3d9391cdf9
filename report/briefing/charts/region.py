"""A feasibility region: which pairs of two quantities a limit on their product allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.analysis.wording import format_number
from briefing.charts.article import label_above
from briefing.charts.axes import Measure, set_number_axis, tick_width, title_above, title_below
from briefing.charts.canvas import GAP, add_axes, new_figure
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import BOUNDS, read_frame
from briefing.charts.key import draw_key, key_height
from briefing.charts.labels import Label, label_right, right_margin
from briefing.charts.marks import Mark, bounds_words
from briefing.charts.theme import HAIRLINE, MARKER, STROKE, theme
from briefing.errors import DataError, Fault

_BOTTOM: Final = 0.44
_LINE: Final = 0.17
_FILLS: Final = (tokens.WASH, tokens.ACCENT_SOFT)
_DASHES: Final = ((0, (4.0, 1.4)), "-")
_ROOM_DIGITS: Final = 3
_WIDEST: Final = 1.95


@dataclass(frozen=True, slots=True)
class Plane:
    """What the chart's plane is made of.

    Attributes
    ----------
    x, y : Measure
        The two quantities whose product is limited.
    limits : tuple of (str, float)
        One or two limits with their names, the smaller first.
    floor : Mark
        Least possible value of x.
    assumed : Mark
        Range of x that is assumed elsewhere; may be empty.
    """

    x: Measure
    y: Measure
    limits: tuple[tuple[str, float], ...]
    floor: Mark
    assumed: Mark

    @property
    def least(self) -> float:
        """Least possible value of x."""
        return self.floor.values[0]

    @property
    def largest(self) -> float:
        """The largest limit."""
        return self.limits[-1][1]


@absorbs_unknown
def draw_region(
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    x_quantity: str,
    x_unit: str,
    y_quantity: str,
    y_unit: str,
    limits: Mapping[str, float],
    floor: Mark,
    assumed: Mark | None = None,
    row: str = "row",
    digits: int = 3,
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
    height: float = 3.5,
) -> Chart:
    """Draw published values of y against the x they leave room for.

    Each value is a line that ends where x times y reaches the largest limit: beyond that point it
    is not possible. A value whose line has no length is possible for no x at all.

    Parameters
    ----------
    frame : DataFrame
        One published value of y a row. Columns: `row` (label), `low`, `central`, `high` (one of
        them suffices; of a range the upper end is drawn); optional `publisher`, `evidence`.
    label, headline, subtitle : str
        As in `Chart`.
    x_quantity, x_unit, y_quantity, y_unit : str
        For the axes, for instance ``Packed mass of one round`` and ``kg``.
    limits : mapping of str to float
        One or two limits on x times y, by name, for instance ``{"22.0 t payload": 22_000}``.
    floor : Mark
        Least possible x, for instance the bare projectile.
    assumed : Mark, optional
        The range of x assumed elsewhere.
    row : str
        Another name for that column.
    digits : int
        Significant digits of the values written, since most are quotients.
    calculation, origins
        As in `finish_chart`.
    height : float
        Of the figure [in].

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one, or there are not one or two limits.
    """
    if not 1 <= len(limits) <= 2 or not floor.values:
        fault = Fault(label, None, "", "needs one or two limits and a floor with a value")
        raise DataError([fault])
    rows = read_frame(frame, label, words=[row], bounds=True, positive=True)
    rows["y"] = rows["high"].fillna(rows["central"]).fillna(rows["low"])
    plane = Plane(
        Measure(x_quantity, x_unit),
        Measure(y_quantity, y_unit),
        tuple(sorted(limits.items(), key=lambda item: item[1])),
        floor,
        assumed or Mark(),
    )
    rows["x_limit"] = plane.largest / rows["y"]
    with theme():
        figure = _draw(rows, row, plane, digits, height)
    return finish_chart(
        figure,
        rows.drop(columns="y"),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, row, plane, digits),
        calculation=calculation,
        origins=(*origins, *floor.origins, *plane.assumed.origins),
    )


def _draw(rows: pd.DataFrame, row: str, plane: Plane, digits: int, height: float) -> Figure:
    x_limits, y_limits = _axis_limits(rows, plane)
    labels = _labels(rows, row, plane, digits, x_limits[1])
    entries = _key(plane)
    key = key_height(entries, tokens.TEXT_WIDTH_IN)
    top = key + 0.26 + _LINE * (2 if plane.assumed.values else 1)
    figure = new_figure(height)
    draw_key(figure, entries, height)
    axes = add_axes(
        figure,
        left=tick_width(y_limits, plane.y) + 2 * GAP,
        right=right_margin(labels),
        top=top,
        bottom=_BOTTOM,
    )
    set_number_axis(axes, "x", x_limits, plane.x)
    set_number_axis(axes, "y", y_limits, plane.y)
    axes.grid(visible=False)
    title_above(axes, plane.y.title(), lift=top - key - 0.2)
    title_below(axes, plane.x.title())
    _draw_areas(axes, plane)
    _draw_values(axes, rows, plane)
    label_right(axes, labels)
    _draw_floor(axes, plane)
    return figure


def _axis_limits(
    rows: pd.DataFrame, plane: Plane
) -> tuple[tuple[float, float], tuple[float, float]]:
    right = max(rows["x_limit"].max(), *plane.assumed.values, 1.8 * plane.least)
    top = max(1.12 * rows["y"].max(), plane.limits[0][1] / plane.least)
    return (0.8 * plane.least, 1.04 * float(right)), (0.0, float(top))


def _labels(rows: pd.DataFrame, row: str, plane: Plane, digits: int, right: float) -> list[Label]:
    """Names of the values and of the curves, for the margin."""
    labels = [
        Label(
            f"{name}: {bounds_words(low, central, high, digits=digits)}",
            (max(limit, plane.least), y),
            _value_marker(limit >= plane.least),
            tokens.MUTED,
            widest=_WIDEST,
        )
        for name, low, central, high, limit, y in zip(
            rows[row], *(rows[bound] for bound in BOUNDS), rows["x_limit"], rows["y"], strict=True
        )
    ]
    for (name, limit), dash in zip(plane.limits, _dashes(plane), strict=True):
        sample = Line2D([], [], color=tokens.ACCENT, linewidth=STROKE, linestyle=dash)
        labels.append(Label(name, (right, limit / right), sample, tokens.ACCENT, strong=True))
    return labels


def _key(plane: Plane) -> list[tuple[str, Line2D]]:
    names = [f"within {plane.limits[0][0]}"]
    if len(plane.limits) > 1:
        names.append(f"within {plane.limits[1][0]} only")
    return [(name, _swatch(fill)) for name, fill in zip(names, _FILLS, strict=False)]


def _swatch(fill: str) -> Line2D:
    swatch = Line2D([], [], marker="s", markersize=7.5, color=fill, linestyle="None")
    swatch.set(markeredgecolor=tokens.ACCENT, markeredgewidth=0.5)
    return swatch


def _value_marker(is_possible: bool) -> Line2D:
    marker = Line2D([], [], linestyle="None", color=tokens.INK)
    if is_possible:
        marker.set(marker="o", markersize=MARKER - 1, markeredgecolor=tokens.PAPER)
    else:
        marker.set(marker="x", markersize=MARKER, markeredgewidth=1.3)
    return marker


def _draw_areas(axes: Axes, plane: Plane) -> None:
    x = np.linspace(plane.least, axes.get_xlim()[1], 120)
    below = np.zeros_like(x)
    for (name, limit), fill, dash in zip(plane.limits, _FILLS, _dashes(plane), strict=False):
        y = limit / x
        axes.fill_between(x, below, y, facecolor=fill, linewidth=0, zorder=1, gid=f"area {name}")
        sns.lineplot(x=x, y=y, ax=axes, color=tokens.ACCENT, linewidth=STROKE, linestyle=dash,
                     errorbar=None, estimator=None, legend=False, zorder=3,
                     gid=f"limit {name}")  # fmt: skip
        below = y
    axes.set(xlabel="", ylabel="")


def _draw_values(axes: Axes, rows: pd.DataFrame, plane: Plane) -> None:
    possible = rows[rows["x_limit"] >= plane.least]
    axes.hlines(possible["y"], plane.least, possible["x_limit"], color=tokens.INK, linewidth=0.8,
                zorder=2.5, gid="value lines")  # fmt: skip
    for part, marker in ((possible, "o"), (rows.drop(possible.index), "X")):
        if len(part):
            sns.scatterplot(x=part["x_limit"].clip(lower=plane.least), y=part["y"], ax=axes,
                            color=tokens.INK, marker=marker, s=(MARKER - 1) ** 2 * 1.1,
                            linewidth=0.7, edgecolor=tokens.PAPER, zorder=5, legend=False,
                            clip_on=False, gid=f"values {marker}")  # fmt: skip
    axes.set(xlabel="", ylabel="")


def _draw_floor(axes: Axes, plane: Plane) -> None:
    axes.axvspan(axes.get_xlim()[0], plane.least, facecolor=tokens.STRIPE, edgecolor=tokens.RULE,
                 hatch="////", linewidth=0, zorder=0.5, gid="forbidden")  # fmt: skip
    axes.axvline(plane.least, color=tokens.INK, linewidth=1.2, zorder=4, gid="floor")
    label_above(axes, plane.least, f"{plane.floor.words()} {plane.x.unit}".strip())
    if plane.assumed.values:
        for value in plane.assumed.values:
            axes.axvline(value, color=tokens.MUTED, linewidth=HAIRLINE * 1.5,
                         linestyle=(0, (2, 2)), zorder=2, gid="assumed")  # fmt: skip
        words = f"{plane.assumed.words()} {plane.x.unit}".strip()
        label_above(axes, plane.assumed.middle, words, strong=False, lift=_LINE)


def _dashes(plane: Plane) -> Sequence[object]:
    return _DASHES[-len(plane.limits) :]


def _describe(rows: pd.DataFrame, row: str, plane: Plane, digits: int) -> str:
    """Say for each value how much x it leaves, under each limit."""
    limits = " and ".join(f"{name} ({format_number(limit)})" for name, limit in plane.limits)
    sentences = [
        f"Feasibility region: {plane.y.title()} against {plane.x.title()}, limited by {limits}; "
        f"{plane.floor.words()} {plane.x.unit} at the least."
    ]
    for entry in rows.to_dict("records"):
        told = bounds_words(*(entry[bound] for bound in BOUNDS), digits=digits)
        room = format_number(entry["x_limit"], _ROOM_DIGITS)
        fits = "possible up to" if entry["x_limit"] >= plane.least else "not possible, only up to"
        sentences.append(f"{entry[row]}: {told}, {fits} {room} {plane.x.unit}.")
    return " ".join(sentences)
