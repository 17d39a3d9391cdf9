"""Outlines: read whole, or refused with what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.builders import Files

from briefing.errors import DataError
from briefing.ledger.geography import read_land

RING = [[[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]]


def collection(**change: Any) -> str:
    """Give a collection of one island, with some of its feature changed."""
    island = {
        "type": "Feature",
        "properties": {"name": "Island"},
        "geometry": {"type": "Polygon", "coordinates": RING},
    }
    return json.dumps({"type": "FeatureCollection", "features": [island | change]})


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
    ],
)
def test_unsound_outlines_are_refused(files: Files, content: str, message: str) -> None:
    """What cannot be drawn is named with its place in the file."""
    project = files.text("land_eurasia.geojson", content).write()
    with pytest.raises(DataError, match=message):
        read_land(project)
