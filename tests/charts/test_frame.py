"""Frames are checked once, and every fault is told at once."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd
import pytest

from briefing.charts.frame import as_partial_date, read_frame
from briefing.errors import DataError

NAN = math.nan


def test_every_fault_is_reported_at_once() -> None:
    """One error lists all faulty cells, each with figure, row and remedy."""
    frame = pd.DataFrame(
        {
            "name": ["a", "", "c"],
            "when": ["2021-02-30", "2021", "soon"],
            "low": [5.0, NAN, 3.0],
            "central": [NAN, NAN, 9.0],
            "high": [2.0, NAN, 4.0],
        }
    )
    with pytest.raises(DataError) as caught:
        read_frame(frame, "fig-x", words=["name"], dates=["when"], bounds=True)
    text = str(caught.value)
    assert len(caught.value.faults) == 6
    assert "fig-x (row 1) name is empty" in text
    assert "fig-x (row 0) when: '2021-02-30' is not a day" in text
    assert "fig-x (row 0) low 5 is above high 2; swap them" in text
    assert "fig-x (row 1) low, central and high are all empty" in text
    assert "fig-x (row 2) central 9 lies outside its range" in text


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((4.0, 4.0, 4.0), (NAN, 4.0, NAN)),
        ((4.0, NAN, 4.0), (NAN, 4.0, NAN)),
        ((NAN, 4.0, NAN), (NAN, 4.0, NAN)),
        ((4.0, NAN, math.inf), (4.0, NAN, NAN)),
        ((-math.inf, NAN, 4.0), (NAN, NAN, 4.0)),
        ((1.0, 2.0, 3.0), (1.0, 2.0, 3.0)),
    ],
)
def test_bounds_are_made_plain(
    row: tuple[float, float, float], expected: tuple[float, float, float]
) -> None:
    """An exact value stands in central alone, and an infinite bound is an open one."""
    frame = pd.DataFrame([row], columns=["low", "central", "high"])
    read = read_frame(frame, "fig-x", bounds=True).loc[0, ["low", "central", "high"]]
    assert list(map(str, read.astype(float))) == list(map(str, expected))


def test_the_frame_given_is_not_changed() -> None:
    """Reading gives a copy."""
    frame = pd.DataFrame({"low": [1.0], "high": [1.0]}, index=[7])
    before = frame.copy()
    read_frame(frame, "fig-x", bounds=True)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("cell", ["2024-11-04", date(2024, 11, 4), pd.Timestamp("2024-11-04")])
def test_dates_come_in_several_forms(cell: object) -> None:
    """Text, dates and timestamps are read alike."""
    assert str(as_partial_date(cell)) == "2024-11-04"


@pytest.mark.parametrize("cell", ["", None, pd.NaT, "4 Nov 2024"])
def test_other_dates_are_refused(cell: object) -> None:
    """What is no date is an error."""
    with pytest.raises(ValueError, match="not a date"):
        as_partial_date(cell)


def test_log_axis_needs_values_above_zero() -> None:
    """A zero on a log axis is a fault of the row."""
    frame = pd.DataFrame({"low": [0.0], "high": [3.0]})
    with pytest.raises(DataError, match="not above zero"):
        read_frame(frame, "fig-x", bounds=True, positive=True)
