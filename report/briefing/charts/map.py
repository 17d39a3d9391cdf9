"""A map: places and routes on land, labels kept apart, areas and distances fit to compare."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Final

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.analysis.wording import format_number
from briefing.charts.canvas import (
    POINTS,
    add_axes,
    axes_box,
    data_to_inches,
    new_figure,
    put_text,
    sheet_of,
    text_height,
    text_width,
    wrap,
)
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import groups_of, in_order, read_frame, rows_of
from briefing.charts.geography import (
    Box,
    Projection,
    border_lines,
    cut,
    outline_of,
    rings_of,
    thin,
)
from briefing.charts.key import Entry, draw_key, key_height, sample_of
from briefing.charts.labels import along
from briefing.charts.theme import HAIRLINE, STROKE, Style, marker_area, styles_for, theme

_FINEST: Final = 1.1
_WIDEST: Final = 1.2
_AWAY: Final = 0.07
_MARGIN: Final = 0.09
_LOWEST, _HIGHEST = 2.3, 4.2
"""Colours of land, finest detail of it [pt], widest label and its distance from its place [in],
margin around the places as a share of the map, least and greatest height of the map [in]."""


@absorbs_unknown
def draw_map(
    frame: pd.DataFrame,
    land: Mapping[str, Any],
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    by: str = "kind",
    routes: pd.DataFrame | None = None,
    picked: Sequence[str] = (),
    named: Mapping[str, tuple[float, float]] | None = None,
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
) -> Chart:
    """Draw places on a map that is just large enough to hold them.

    Parameters
    ----------
    frame : DataFrame
        One place a row. Columns: `place` (name), `longitude`, `latitude` [degrees], `kind`
        (decides marker and colour); optional `publisher`, `evidence`.
    land : mapping
        Outlines of countries as a GeoJSON feature collection with a property ``name``.
    label, headline, subtitle : str
        As in `Chart`.
    by : str
        Another name for the column `kind`.
    routes : DataFrame, optional
        One point of a route a row, in order. Columns: `route` (its name), `longitude`,
        `latitude`.
    picked : sequence of str
        Names of countries drawn darker.
    named : mapping of str to (float, float), optional
        Words to write on land or sea, with longitude and latitude.
    calculation, origins
        As in `finish_chart`.

    Raises
    ------
    DataError
        If the frame has no rows or a faulty one.
    """
    numbers = ["longitude", "latitude"]
    rows = read_frame(frame, label, words=["place", by], numbers=numbers)
    rows["drawn_by"] = rows[by]
    paths = _read_routes(routes, label)
    everything = pd.concat([rows[numbers], paths[numbers]])
    centre = (everything.min() + everything.max()) / 2
    projection = Projection(float(centre["longitude"]), float(centre["latitude"]))
    for part in (rows, paths):
        part["x"], part["y"] = projection.project(
            part["longitude"].to_numpy(float), part["latitude"].to_numpy(float)
        )
    with theme():
        figure = _draw(rows, paths, land, projection, set(picked), named or {})
    return finish_chart(
        figure,
        rows.drop(columns=["drawn_by", "x", "y"]),
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, paths),
        calculation=calculation,
        origins=origins,
    )


def _read_routes(routes: pd.DataFrame | None, label: str) -> pd.DataFrame:
    if routes is None:
        return pd.DataFrame(
            {"route": pd.Series(dtype=object), "longitude": pd.Series(dtype=float),
             "latitude": pd.Series(dtype=float)}
        )  # fmt: skip
    return read_frame(routes, label, words=["route"], numbers=["longitude", "latitude"])


def _draw(
    rows: pd.DataFrame,
    paths: pd.DataFrame,
    land: Mapping[str, Any],
    projection: Projection,
    picked: set[str],
    named: Mapping[str, tuple[float, float]],
) -> Figure:
    styles = styles_for(rows["drawn_by"])
    strokes = dict(zip(in_order(paths["route"]), _STROKES, strict=False))
    entries: list[Entry] = [(name, sample_of(style)) for name, style in styles.items()]
    entries += [(name, _stroke_sample(stroke)) for name, stroke in strokes.items()]
    bounds, height = _bounds(pd.concat([rows[["x", "y"]], paths[["x", "y"]]]))
    key = key_height(entries, tokens.TEXT_WIDTH_IN)
    figure = new_figure(key + 0.06 + height)
    draw_key(figure, entries, key + 0.06 + height)
    axes = add_axes(figure, left=0.0, right=0.0, top=key + 0.06, bottom=0.0)
    axes.set(xlim=bounds[:2], ylim=bounds[2:], xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(visible=True, color=tokens.RULE, linewidth=HAIRLINE)
    _draw_land(axes, land, projection, picked)
    for name, own in groups_of(paths, "route"):
        axes.plot(own["x"], own["y"], color=tokens.INK, linewidth=STROKE * 0.8,
                  linestyle=strokes[name], zorder=3, gid=f"route {name}")  # fmt: skip
    _draw_places(axes, rows, styles)
    taken = _write_places(axes, rows, paths)
    _write_names(axes, named, projection, taken)
    _draw_scale(axes, taken)
    return figure


_STROKES: Final = ((0, (4.0, 1.6)), (0, (1.2, 1.2)), (0, (6.0, 1.5, 1.2, 1.5)), "-")


def _stroke_sample(stroke: Any) -> Line2D:
    return Line2D([], [], color=tokens.INK, linewidth=STROKE * 0.8, linestyle=stroke)


def _bounds(points: pd.DataFrame) -> tuple[Box, float]:
    """Edges of the map [km], and its height on paper [in]."""
    low, high = points.min(), points.max()
    span = max(float(high["x"] - low["x"]), float(high["y"] - low["y"]), 200.0)
    width = max(float(high["x"] - low["x"]), 0.3 * span) + 2 * _MARGIN * span
    tall = float(high["y"] - low["y"]) + 2 * _MARGIN * span
    height = min(max(tokens.TEXT_WIDTH_IN * tall / width, _LOWEST), _HIGHEST)
    # One kilometre is as long upwards as across: the shorter side is widened.
    scale = max(width / tokens.TEXT_WIDTH_IN, tall / height)
    x, y = float(low["x"] + high["x"]) / 2, float(low["y"] + high["y"]) / 2
    half_x, half_y = scale * tokens.TEXT_WIDTH_IN / 2, scale * height / 2
    return (x - half_x, x + half_x, y - half_y, y + half_y), height


def _draw_land(
    axes: Axes, land: Mapping[str, Any], projection: Projection, picked: set[str]
) -> None:
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    finest = _FINEST * (right - left) / (tokens.TEXT_WIDTH_IN * POINTS)
    # A little beyond the edges, so that the seam of a cut outline stays out of sight.
    sheet = (left - 4 * finest, low - 4 * finest, right + 4 * finest, high + 4 * finest)
    for feature in land["features"]:
        name = feature["properties"]["name"]
        outlines = [outline_of(ring, projection) for ring in rings_of(feature["geometry"])]
        outlines = [item for item in outlines if np.ptp(item[0], axis=0).max() > 3 * finest]
        areas = [thin(cut(points, sheet), finest) for points, _ in outlines]
        shown = [Path([*area, area[0]], closed=True) for area in areas if len(area) > 2]
        if not shown:
            continue
        colour = tokens.WASH if name in picked else tokens.LAND
        patch = PathPatch(Path.make_compound_path(*shown), facecolor=colour, edgecolor=colour)
        patch.set(linewidth=0.3, zorder=1, gid=f"land {name}")
        axes.add_patch(patch)
        borders = [
            thin(line, finest)
            for points, is_seam in outlines
            for line in border_lines(points, is_seam, sheet)
        ]
        lines = LineCollection(borders, colors=tokens.PAPER, linewidths=0.7, zorder=1.5)
        axes.add_collection(lines, autolim=False)


def _draw_places(axes: Axes, rows: pd.DataFrame, styles: Mapping[str, Style]) -> None:
    for name, own in groups_of(rows, "drawn_by"):
        sns.scatterplot(x=own["x"], y=own["y"], ax=axes, color=styles[name].colour,
                        marker=styles[name].marker, s=marker_area(styles[name].marker),
                        edgecolor=tokens.PAPER, linewidth=0.7, legend=False, zorder=5,
                        gid=f"places {name}")  # fmt: skip
    axes.set(xlabel="", ylabel="")


def _write_places(axes: Axes, rows: pd.DataFrame, paths: pd.DataFrame) -> list[Box]:
    """Write names beside their places where they cover no place, no name and least of a route."""
    spots = [data_to_inches(axes, row.x, row.y) for row in rows_of(rows)]
    lines = [
        spot
        for _, own in groups_of(paths, "route")
        for spot in along([data_to_inches(axes, row.x, row.y) for row in rows_of(own)])
    ]
    taken: list[Box] = [(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for x, y in spots]
    for row, spot in zip(rows_of(rows), spots, strict=True):
        text = wrap(row.place, _WIDEST)
        size = (text_width(text), text_height(text))
        box = min(_around(spot, size), key=lambda box: _cost(box, taken, lines, axes_box(axes)))
        taken.append(box)
        if math.dist(spot, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)) > size[0] / 2 + 0.2:
            _tie(axes, spot, box)
        put_text(sheet_of(axes), box[0], (box[1] + box[3]) / 2, text, gid="place name")
    return taken


def _around(spot: tuple[float, float], size: tuple[float, float]) -> list[Box]:
    """Boxes for a name around its place, the most usual first."""
    (x, y), (width, height) = spot, size
    boxes = []
    for away in (_AWAY, 0.25, 0.5):
        across = (x + away, x - away - width, x - width / 2)
        along = (y - height / 2, y + away, y - away - height)
        boxes += [
            (left, low, left + width, low + height)
            for left, low in product(across, along)
            if not (left == across[2] and low == along[0])
        ]
    return boxes


def _cost(
    box: Box, taken: Sequence[Box], lines: Sequence[tuple[float, float]], edges: Box
) -> float:
    left, low, right, high = box
    overlaps = sum(
        left < other[2] and other[0] < right and low < other[3] and other[1] < high
        for other in taken
    )
    outside = left < edges[0] + 0.03 or right > edges[2] - 0.03
    outside = outside or low < edges[1] + 0.03 or high > edges[3] - 0.03
    crossed = sum(left <= x <= right and low <= y <= high for x, y in lines)
    return 100.0 * overlaps + 1000.0 * outside + crossed


def _tie(axes: Axes, spot: tuple[float, float], box: Box) -> None:
    nearest = (min(max(spot[0], box[0]), box[2]), min(max(spot[1], box[1]), box[3]))
    thread = Line2D([spot[0], nearest[0]], [spot[1], nearest[1]], color=tokens.MUTED)
    thread.set(linewidth=0.5, transform=sheet_of(axes).dpi_scale_trans, gid="thread", zorder=4)
    sheet_of(axes).add_artist(thread)


def _write_names(
    axes: Axes,
    named: Mapping[str, tuple[float, float]],
    projection: Projection,
    taken: list[Box],
) -> None:
    """Write the names of lands and seas, in quiet type, where no place is in the way."""
    for name, (longitude, latitude) in named.items():
        x, y = projection.project(np.array([longitude]), np.array([latitude]))
        spot_x, spot_y = data_to_inches(axes, float(x[0]), float(y[0]))
        width, height = text_width(name), text_height(name)
        box = (spot_x - width / 2, spot_y - height / 2, spot_x + width / 2, spot_y + height / 2)
        if _cost(box, taken, [], axes_box(axes)) == 0:
            taken.append(box)
            put_text(sheet_of(axes), spot_x, spot_y, name, colour=tokens.MUTED, ha="center",
                     gid="land name")  # fmt: skip


def _draw_scale(axes: Axes, taken: Sequence[Box]) -> None:
    """Draw a bar of a round length in the corner with most room."""
    left, low, right, high = axes_box(axes)
    km_per_inch = (axes.get_xlim()[1] - axes.get_xlim()[0]) / (right - left)
    length = max(step for step in _ROUND_KM if step / km_per_inch <= 1.2)
    inches, text = length / km_per_inch, f"{format_number(length)} km"
    corners = [(right - inches - 0.12, low + 0.1), (left + 0.12, low + 0.1),
               (right - inches - 0.12, high - 0.3), (left + 0.12, high - 0.3)]  # fmt: skip

    def hidden(corner: tuple[float, float]) -> int:
        x, y = corner
        box = (x - 0.03, y - 0.03, x + inches + 0.03, y + 0.22)
        return int(_cost(box, taken, [], (left, low, right, high)))

    x, y = min(corners, key=hidden)
    bar = Line2D([x, x + inches], [y, y], color=tokens.INK, linewidth=1.6, gid="scale")
    bar.set_transform(sheet_of(axes).dpi_scale_trans)
    sheet_of(axes).add_artist(bar)
    put_text(sheet_of(axes), x, y + 0.02, text, va="bottom")


_ROUND_KM: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def _describe(rows: pd.DataFrame, paths: pd.DataFrame) -> str:
    sentences = [f"Map of {len(rows)} places."]
    for name, own in groups_of(rows, "drawn_by"):
        sentences.append(f"{name}: {', '.join(own['place'])}.")
    sentences += [f"Line: {name}." for name in in_order(paths["route"])]
    return " ".join(sentences)
