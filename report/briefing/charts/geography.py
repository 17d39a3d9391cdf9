"""Outlines of land on paper: projected, cut to the sheet, and no finer than can be seen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

EARTH_KM: Final = 6371.0
_STEP: Final = 1.0
_DATE_LINE: Final = 0.01
"""Longest edge left straight, and how near to 180 an edge along the date line lies [degrees]."""

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Projection:
    """Lambert's azimuthal projection on a sphere: equal in area, true in scale at its centre.

    Attributes
    ----------
    longitude, latitude : float
        Centre [degrees].
    """

    longitude: float
    latitude: float

    def project(self, longitude: Points, latitude: Points) -> tuple[Points, Points]:
        """Give places on the map, from the centre eastwards and northwards [km]."""
        centre = math.radians(self.latitude)
        turn = np.radians(longitude - self.longitude)
        height = np.radians(latitude)
        cosine = np.sin(centre) * np.sin(height) + np.cos(centre) * np.cos(height) * np.cos(turn)
        # The point opposite to the centre would become a circle; it is never on the map.
        factor = EARTH_KM * np.sqrt(2 / np.maximum(1 + cosine, 1e-6))
        north = np.cos(centre) * np.sin(height) - np.sin(centre) * np.cos(height) * np.cos(turn)
        return factor * np.cos(height) * np.sin(turn), factor * north


def rings_of(geometry: Mapping[str, Any]) -> list[Points]:
    """Give all rings of a GeoJSON polygon or multipolygon, longitude and latitude [degrees]."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [np.asarray(ring, dtype=float)[:, :2] for polygon in polygons for ring in polygon]


def outline_of(ring: Points, projection: Projection) -> tuple[Points, NDArray[np.bool_]]:
    """Project a closed ring, with long edges bent as the earth bends them.

    Parameters
    ----------
    ring : ndarray, shape (n, 2)
        Longitude and latitude, the last point like the first [degrees].
    projection : Projection
        Of the map.

    Returns
    -------
    (ndarray, ndarray of bool)
        Points on the map [km], and whether the edge from each point to the next is a seam: many
        data sets cut outlines at the date line, where no border is.
    """
    points: list[Points] = []
    seams: list[bool] = []
    for start, end in pairwise(ring):
        # From 179 to -179 is two degrees, not once around the earth.
        step = np.array([(end[0] - start[0] + 180) % 360 - 180, end[1] - start[1]])
        is_seam = all(180 - abs(float(end_point[0])) < _DATE_LINE for end_point in (start, end))
        count = max(math.ceil(float(np.abs(step).max()) / _STEP), 1)
        points += [start + step * part / count for part in range(count)]
        seams += [is_seam] * count
    every = np.array(points)
    return np.column_stack(projection.project(every[:, 0], every[:, 1])), np.array(seams)


def cut(ring: Points, sheet: Box) -> Points:
    """Cut a ring to a rectangle, edge by edge (Sutherland and Hodgman)."""
    left, low, right, high = sheet
    for axis, bound, sign in ((0, left, 1), (0, right, -1), (1, low, 1), (1, high, -1)):
        if not len(ring):
            break
        inside = sign * (ring[:, axis] - bound) >= 0
        if inside.all():
            continue
        kept: list[Points] = []
        for index, point in enumerate(ring):
            before = ring[index - 1]
            if inside[index] != inside[index - 1]:
                share = (bound - before[axis]) / (point[axis] - before[axis])
                kept.append(before + share * (point - before))
            if inside[index]:
                kept.append(point)
        ring = np.array(kept) if kept else np.empty((0, 2))
    return ring


def thin(line: Points, finest: float) -> Points:
    """Leave out points closer than `finest` to the one before, but never the last."""
    if len(line) < 3:
        return line
    kept = [0]
    for index in range(1, len(line) - 1):
        if math.dist(line[index], line[kept[-1]]) >= finest:
            kept.append(index)
    return line[[*kept, len(line) - 1]]


def border_lines(ring: Points, is_seam: NDArray[np.bool_], sheet: Box) -> list[Points]:
    """Give the stretches of a ring that are borders or coasts and can be seen on the sheet."""
    left, low, right, high = sheet
    inside = (ring[:, 0] >= left) & (ring[:, 0] <= right) & (ring[:, 1] >= low)
    inside &= ring[:, 1] <= high
    shown = ~is_seam & (inside | np.roll(inside, -1))
    lines: list[Points] = []
    stretch: list[Points] = []
    for index, is_shown in enumerate(shown):
        if is_shown:
            stretch = stretch or [ring[index]]
            stretch.append(ring[(index + 1) % len(ring)])
        elif stretch:
            lines.append(np.array(stretch))
            stretch = []
    return [*lines, np.array(stretch)] if stretch else lines
