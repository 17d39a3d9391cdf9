"""Places, routes and series as maps and charts take them, with whom to credit."""

from __future__ import annotations

import json

import pytest
from tests.builders import Files
from tests.notebook.conftest import Opener

from briefing.errors import DataError

PLACES = """\
place,kind,longitude_deg,latitude_deg,source
Quay,Port,4.5,52.0,paper-e1
Lock,Lock,4.6,52.1,paper-e2
"""
FLOW = "month,boats_count,source\n2022-01,3,paper-e1\n2023-06,4,paper-e2\n"
"""One month on either side of the earlier cut-off."""


@pytest.fixture
def placed(files: Files) -> Files:
    """Give the project on boats two places, a series and an island."""
    island = {
        "type": "Feature",
        "properties": {"name": "Island"},
        "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]},
    }
    land = {"type": "FeatureCollection", "features": [island]}
    return (
        files.text("series/places.csv", PLACES)
        .text("series/flow.csv", FLOW)
        .text("land_eurasia.geojson", json.dumps(land))
    )


def test_places_come_with_their_publishers(placed: Files, opened: Opener) -> None:
    """A place has its coordinates, the publisher of its source, and the series as origin."""
    frames = opened().frames
    sources = frames.ledger.sources
    frame = frames.places("Lock", "Quay")
    assert frame["place"].tolist() == ["Lock", "Quay"]
    assert frame["longitude"].tolist() == [4.6, 4.5]
    assert frame["latitude"].tolist() == [52.1, 52.0]
    assert frame["publisher"].tolist() == [
        sources["paper-e2"].publisher,
        sources["paper-e1"].publisher,
    ]
    assert set(frame["evidence"]) == {"series:places"}
    assert frames.places()["place"].tolist() == ["Quay", "Lock"]


def test_an_unknown_place_is_named(placed: Files, opened: Opener) -> None:
    """A place that is not in the table raises with its name."""
    with pytest.raises(DataError, match=r"places\.csv \(Pier\) is no place here; add it"):
        opened().frames.places("Quay", "Pier")


def test_routes_run_from_place_to_place(placed: Files, opened: Opener) -> None:
    """A route has one row a place, in the order given."""
    frame = opened().frames.routes({"Up": ["Quay", "Lock"], "Down": ["Lock", "Quay"]})
    assert frame["route"].tolist() == ["Up", "Up", "Down", "Down"]
    assert frame["place"].tolist() == ["Quay", "Lock", "Lock", "Quay"]


def test_land_is_read_from_the_project(placed: Files, opened: Opener) -> None:
    """The outlines are those of the project's data."""
    (feature,) = opened().frames.land()["features"]
    assert feature["properties"]["name"] == "Island"


def test_credited_rows_end_at_the_cutoff(placed: Files, opened: Opener) -> None:
    """A credited series holds no later month and names publisher and series."""
    frame = opened(cutoff="2022-12-31").frames.credited("flow")
    assert frame["month"].tolist() == ["2022-01"]
    assert frame["evidence"].tolist() == ["series:flow"]
    assert opened().frames.credited("flow")["boats_count"].tolist() == [3, 4]
