"""Points and ranges, with arrows where a bound is open."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from briefing import tokens
from briefing.charts.frame import groups_of
from briefing.charts.theme import HEAVY, Style, marker_area

ARROW: Final = 13.0
"""Length of the arrow of an open bound [pt]."""

_POINTING_UP: Final = ((0.0, 0.0), (0.0, 1.0), (-0.22, 0.72), (0.0, 1.0), (0.22, 0.72))
_STROKES: Final = (Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO)
_TURNS: Final = {"up": (1, 0), "down": (-1, 0), "right": (0, 1), "left": (0, -1)}
_OPEN: Final = {
    True: (("low", "high", "up"), ("high", "low", "down")),
    False: (("low", "high", "right"), ("high", "low", "left")),
}
_WORDS: Final = {"up": "↑ at least", "down": "↓ up to", "right": "→ at least", "left": "← up to"}


def arrow_marker(direction: str) -> MarkerStyle:
    """Arrow that starts at the point it marks and leads into the open.

    Parameters
    ----------
    direction : str
        ``up``, ``down``, ``left`` or ``right``.
    """
    along, across = _TURNS[direction]
    path = [(x * along + y * across, y * along - x * across) for x, y in _POINTING_UP]
    return MarkerStyle(Path(path, _STROKES), fillstyle="none")


def draw_bounds(
    axes: Axes,
    frame: pd.DataFrame,
    place: str,
    by: str,
    styles: Mapping[str, Style],
    *,
    upright: bool,
) -> None:
    """Draw rows as points and ranges, with arrows where a bound is open.

    Parameters
    ----------
    axes : Axes
        To draw on.
    frame : DataFrame
        With `low`, `central`, `high` as `read_frame` leaves them.
    place : str
        Column with the place across the ranges.
    by : str
        Column that decides the style.
    styles : mapping of str to Style
        One for each value of `by`.
    upright : bool
        Whether ranges run upwards; otherwise they run from left to right.
    """
    lines = axes.vlines if upright else axes.hlines
    for name, rows in groups_of(frame, by):
        colour = styles[name].colour
        whole = rows.dropna(subset=["low", "high"])
        if len(whole):
            drawn = lines(whole[place], whole["low"], whole["high"], color=colour, zorder=3)
            drawn.set(linewidth=HEAVY, alpha=0.5, gid=f"range {name}")
        for shown, other, direction in _OPEN[upright]:
            loose = rows[rows[shown].notna() & rows[other].isna()]
            if len(loose):
                draw_arrows(axes, loose[place], loose[shown], direction, colour, f"{name}")
    draw_points(axes, marker_points(frame, place, by), by, styles, upright=upright)


def draw_arrows(
    axes: Axes,
    places: Iterable[float],
    values: Iterable[float],
    direction: str,
    colour: str,
    name: str,
) -> None:
    """Draw an arrow into the open from each value."""
    x, y = turned(places, values, upright=direction in {"up", "down"})
    arrows = Line2D(x, y, color=colour, marker=arrow_marker(direction), linestyle="None", zorder=4)
    arrows.set(markersize=2 * ARROW, markeredgewidth=1.2, gid=f"open {direction} {name}")
    axes.add_line(arrows)
    arrows.set_clip_on(False)


def draw_points(
    axes: Axes, points: pd.DataFrame, by: str, styles: Mapping[str, Style], *, upright: bool
) -> None:
    """Draw markers at `place` and `value`, each series in its own shape and colour."""
    for name, rows in groups_of(points, by):
        # One call a series keeps the artists apart, so that each can be named and found.
        x, y = turned(rows["place"], rows["value"], upright=upright)
        style = styles[name]
        sns.scatterplot(
            x=x,
            y=y,
            ax=axes,
            color=style.colour,
            marker=style.marker,
            legend=False,
            zorder=5,
            clip_on=False,
            gid=f"point {name}",
            s=marker_area(style.marker),
            edgecolor=tokens.PAPER,
            linewidth=0.7,
        )
    axes.set(xlabel="", ylabel="")


def marker_points(frame: pd.DataFrame, place: str, by: str) -> pd.DataFrame:
    """Places and values of the markers: the central value, or else the ends that are known.

    A range nobody gave a centre to carries its marker at both ends, never in the middle.
    """
    rows = []
    columns = zip(
        frame[place], frame["low"], frame["central"], frame["high"], frame[by], strict=True
    )
    for where, low, central, high, name in columns:
        shown = [low, high] if math.isnan(central) else [central]
        rows += [(where, value, name) for value in shown if not math.isnan(value)]
    return pd.DataFrame(rows, columns=["place", "value", by])


def open_entries(frame: pd.DataFrame, *, upright: bool) -> list[tuple[str, None]]:
    """Entries of the key that explain arrows, where there are any."""
    return [
        (_WORDS[direction], None)
        for shown, other, direction in _OPEN[upright]
        if (frame[shown].notna() & frame[other].isna()).any()
    ]


def turned(
    places: Iterable[float], values: Iterable[float], *, upright: bool
) -> tuple[list[float], list[float]]:
    """Give x and y: places run along x where ranges are upright, along y where they lie."""
    return (list(places), list(values)) if upright else (list(values), list(places))
