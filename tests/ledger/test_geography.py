"""Outlines: read whole, or refused with what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.builders import Files

from briefing.errors import DataError
from briefing.ledger.geography import land_faults, read_land

RING = [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]


def collection(**change: Any) -> str:
    """Give a collection of one island, with some of its feature changed."""
    island = {
        "type": "Feature",
        "properties": {"name": "Island"},
        "geometry": {"type": "Polygon", "coordinates": RING},
    }
    return json.dumps({"type": "FeatureCollection", "features": [island | change]})


def area(rings: list[Any]) -> dict[str, Any]:
    """Give a geometry with some rings."""
    return {"type": "Polygon", "coordinates": rings}


def test_outlines_are_read(files: Files) -> None:
    """A sound collection comes as it is."""
    land = read_land(files.text("land_eurasia.geojson", collection()).write())
    assert [feature["properties"]["name"] for feature in land["features"]] == ["Island"]
    assert land["features"][0]["geometry"]["coordinates"] == RING


def test_missing_outlines_are_named(files: Files) -> None:
    """A collection that is not there raises with its path."""
    with pytest.raises(DataError, match=r"^data/coast\.geojson is missing; restore it$"):
        read_land(files.write(), "coast")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is no GeoJSON"),
        ("[]", "holds no features"),
        ('{"features": []}', "holds no features"),
        ('{"features": [3]}', r"\(feature 1\) is no object"),
        (collection(properties={}), r"\(feature 1\) has no name; fill its property name"),
        (collection(properties=None), r"\(feature 1\) has no name"),
        (collection(geometry=None), "is a feature without geometry, not an area"),
        (collection(geometry={"type": "Point"}), r"\(feature 1\) is a Point, not an area"),
        (collection(geometry="Polygon"), "is a feature without geometry, not an area"),
        (collection(properties=["name"]), r"\(feature 1\) has no name"),
        (collection(geometry=area([])), "has no closed rings"),
        (collection(geometry=area([RING[0][:3]])), "has no closed rings"),
        (collection(geometry=area([[*RING[0], [9.0, 9.0]]])), "has no closed rings"),
        (collection(geometry=area([[[181.0, 0.0]] * 4])), "of longitude and latitude in degrees"),
        (collection(geometry=area([[[0.0, -91.0]] * 4])), "of longitude and latitude in degrees"),
        (collection(geometry=area([[["0", "0"]] * 4])), "of longitude and latitude in degrees"),
        (collection(geometry=area([[[1.0]] * 4])), "of longitude and latitude in degrees"),
        (collection(geometry=area([[[float("nan"), 0]] * 4])), "NaN is no number"),
    ],
)
def test_unsound_outlines_are_refused(files: Files, content: str, message: str) -> None:
    """What cannot be drawn is named with its place in the file."""
    project = files.text("land_eurasia.geojson", content).write()
    with pytest.raises(DataError, match=message):
        read_land(project)


def test_a_check_needs_no_outlines(files: Files) -> None:
    """A project without maps does without outlines; faults of those it has are listed."""
    assert land_faults(files.write()) == ()
    (fault,) = land_faults(files.text("land_eurasia.geojson", "{}").write())
    assert str(fault) == "data/land_eurasia.geojson holds no features; restore it"
