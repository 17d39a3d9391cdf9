"""Maps: places are where they are, and land is drawn no further than the sheet."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.charts.drawing import drawn_texts, map_chart, named, places

from briefing.charts.geography import (
    EARTH_KM,
    Projection,
    border_lines,
    cut,
    outline_of,
    rings_of,
    thin,
)

DEGREES = st.tuples(st.floats(-170.0, 170.0), st.floats(-60.0, 75.0))


@given(DEGREES, st.floats(-25.0, 25.0), st.floats(-12.0, 12.0))
def test_projection_keeps_distances_from_its_centre(
    centre: tuple[float, float], east: float, north: float
) -> None:
    """A place lies at the chord of its great-circle distance from the centre."""
    projection = Projection(*centre)
    longitude, latitude = centre[0] + east, centre[1] + north
    x, y = projection.project(np.array([longitude]), np.array([latitude]))
    a, b = math.radians(centre[1]), math.radians(latitude)
    angle = math.acos(
        min(
            1.0,
            math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(math.radians(east)),
        )
    )
    assert math.hypot(x[0], y[0]) == pytest.approx(2 * EARTH_KM * math.sin(angle / 2), abs=0.5)


def test_projection_keeps_areas() -> None:
    """A square degree far from the centre is as large as on the globe."""
    corners = np.array([[30.0, 60.0], [31.0, 60.0], [31.0, 61.0], [30.0, 61.0]])
    after = np.roll(corners, -1, axis=0)
    fine = np.vstack([np.linspace(a, b, 50) for a, b in zip(corners, after, strict=True)])
    x, y = Projection(80.0, 45.0).project(fine[:, 0], fine[:, 1])
    drawn = abs(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2
    true = EARTH_KM**2 * math.radians(1) * (math.sin(math.radians(61)) - math.sin(math.radians(60)))
    assert drawn == pytest.approx(true, rel=1e-3)


def test_outline_crosses_the_date_line_the_short_way() -> None:
    """An edge from 179 to -179 is two degrees long, and an edge along the line is no border."""
    ring = np.array([[179.0, 60.0], [-179.0, 60.0], [-179.0, 61.0], [179.0, 61.0], [179.0, 60.0]])
    points, seams = outline_of(ring, Projection(180.0, 60.0))
    assert np.ptp(points[:, 0]) < 130
    assert not seams.any()
    along = np.array([[180.0, 60.0], [180.0, 62.0], [178.0, 61.0], [180.0, 60.0]])
    _, seams = outline_of(along, Projection(180.0, 60.0))
    assert seams.sum() == 2


def test_outlines_are_cut_to_the_sheet() -> None:
    """What lies outside is cut off along the edge; what lies inside stays as it is."""
    ring = np.array([[-5.0, 2.0], [5.0, 2.0], [5.0, 20.0], [-5.0, 20.0]])
    inner = cut(ring, (0.0, 0.0, 10.0, 10.0))
    assert inner.min(0) == pytest.approx([0.0, 2.0])
    assert inner.max(0) == pytest.approx([5.0, 10.0])
    assert len(cut(ring, (50.0, 50.0, 60.0, 60.0))) == 0


def test_thinning_keeps_ends_and_drops_what_is_too_fine() -> None:
    """Points too close together to be told apart are left out, never the ends."""
    line = np.column_stack([np.linspace(0, 10, 101), np.zeros(101)])
    thinned = thin(line, 1.0)
    assert len(thinned) in {10, 11, 12}
    assert list(thinned[0]) == [0.0, 0.0]
    assert list(thinned[-1]) == [10.0, 0.0]


def test_borders_leave_out_seams() -> None:
    """A border is broken where the outline is a seam or out of sight."""
    ring = np.array([[1.0, 1.0], [9.0, 1.0], [9.0, 9.0], [1.0, 9.0]])
    lines = border_lines(ring, np.array([False, True, False, False]), (0.0, 0.0, 10.0, 10.0))
    assert [len(line) for line in lines] == [2, 3]


def test_polygons_of_both_kinds_are_read() -> None:
    """A polygon and a multipolygon give their rings alike."""
    ring = [[0, 0], [1, 0], [1, 1], [0, 0]]
    one = rings_of({"type": "Polygon", "coordinates": [ring]})
    many = rings_of({"type": "MultiPolygon", "coordinates": [[ring], [ring, ring]]})
    assert (len(one), len(many)) == (1, 3)


def test_a_kilometre_is_as_long_up_as_across() -> None:
    """The map is not stretched, and the scale bar measures what it says."""
    figure = map_chart().figure
    (axes,) = figure.axes
    width, height = figure.get_size_inches()
    box = axes.get_position()
    across = np.ptp(axes.get_xlim()) / (box.width * width)
    along = np.ptp(axes.get_ylim()) / (box.height * height)
    assert across == pytest.approx(along)
    (bar,) = named(figure, "scale")
    length = next(text for text, _ in drawn_texts(figure) if text.endswith(" km"))
    assert np.ptp(bar.get_xdata()) * across == pytest.approx(float(length.split()[0]))


def test_land_out_of_sight_is_not_drawn() -> None:
    """Only land on the sheet is in the file."""
    figure = map_chart().figure
    assert named(figure, "land Inland")
    assert not named(figure, "land Far away")


def test_places_kinds_and_routes_are_drawn_and_named() -> None:
    """Each kind has its marker, each route its stroke, and all are in the key."""
    chart = map_chart()
    texts = {text for text, _ in drawn_texts(chart.figure)}
    assert {"Lock", "Port", "Office", "Canal", "Upper lock", "Mouth", "Sea"} <= texts
    assert len(named(chart.figure, "places Port")[0].get_offsets()) == 2
    assert named(chart.figure, "route Canal")
    assert "Port: Harbour, Mouth." in chart.alt
    assert "Line: Canal." in chart.alt


def test_map_needs_no_route() -> None:
    """Places alone make a map, in longitude order or not."""
    chart = map_chart(places().iloc[::-1], routes=None, named=None)
    assert isinstance(chart.data, pd.DataFrame)
    assert not named(chart.figure, "route")
