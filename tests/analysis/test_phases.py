"""Phases: a level keeps its value across the beginning of a phase."""

from __future__ import annotations

import pandas as pd
import pytest

from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.phases import divide_by_phase, level_at, peak_of
from briefing.analysis.unknown import Unknown
from briefing.ledger.dates import PartialDate


def moment(text: str, event: str = "e1") -> Moment:
    """Give a date that rests on an event."""
    return Moment(PartialDate.parse(text), frozenset({Origin("event", event)}))


@pytest.fixture
def levels() -> pd.DataFrame:
    """A level that changes three times."""
    days = ["2024-01-05", "2024-01-20", "2024-03-01"]
    return pd.DataFrame({"date": days, "depth": [4.0, 9.0, 2.0], "evidence": "series:river"})


def rows_of(frame: pd.DataFrame) -> list[tuple[str, float, str]]:
    """Give day, level and phase of each row."""
    return list(frame[["date", "depth", "phase"]].itertuples(index=False, name=None))


def test_phases_meet_where_one_begins(levels: pd.DataFrame) -> None:
    """The level in force at a beginning ends one phase and opens the next."""
    divided = divide_by_phase(
        levels, {"calm": moment("2024-01-01"), "flood": moment("2024-02-01", "e2")}
    )
    assert rows_of(divided) == [
        ("2024-01-05", 4, "calm"), ("2024-01-20", 9, "calm"), ("2024-02-01", 9, "calm"),
        ("2024-02-01", 9, "flood"), ("2024-03-01", 2, "flood"),
    ]  # fmt: skip


def test_a_change_on_the_first_day_belongs_to_the_new_phase(levels: pd.DataFrame) -> None:
    """On the day of a change the phase before ends at the old level."""
    divided = divide_by_phase(levels, {"calm": moment("2024-01-01"), "flood": moment("2024-01-20")})
    assert rows_of(divided)[:3] == [
        ("2024-01-05", 4, "calm"), ("2024-01-20", 4, "calm"), ("2024-01-20", 9, "flood"),
    ]  # fmt: skip


def test_a_month_begins_on_its_first_day(levels: pd.DataFrame) -> None:
    """A beginning given as a month counts from its first day."""
    divided = divide_by_phase(levels, {"calm": moment("2024-01"), "flood": moment("2024-02")})
    assert ("2024-02-01", 9, "flood") in rows_of(divided)


def test_an_unknown_phase_is_left_out(levels: pd.DataFrame) -> None:
    """What was not public yet does not end the phase before."""
    divided = divide_by_phase(levels, {"calm": moment("2024-01-01"), "flood": Unknown("e2")})
    assert set(divided["phase"]) == {"calm"}
    assert len(divided) == len(levels)
    assert divide_by_phase(levels, {"calm": Unknown("e1")}).empty


def test_rows_rest_on_the_beginning_too(levels: pd.DataFrame) -> None:
    """Each row names the series and what dates its phase."""
    divided = divide_by_phase(levels, {"calm": moment("2024-01-01")})
    assert set(divided["evidence"]) == {"series:river event:e1"}
    bare = divide_by_phase(levels.drop(columns="evidence"), {"calm": moment("2024-01-01")})
    assert set(bare["evidence"]) == {"event:e1"}


def test_phases_out_of_order_are_refused(levels: pd.DataFrame) -> None:
    """A phase must begin after the one before it."""
    with pytest.raises(ValueError, match="'flood' does not begin after phase 'calm'"):
        divide_by_phase(levels, {"calm": moment("2024-02-01"), "flood": moment("2024-01-01")})


@pytest.mark.parametrize(
    ("day", "level"), [("2024-01-05", 4), ("2024-01-19", 4), ("2024-01-20", 9), ("2025", 2)]
)
def test_level_is_that_of_the_last_change(levels: pd.DataFrame, day: str, level: float) -> None:
    """A level holds until the next change and rests on series and moment."""
    found = level_at(levels, moment(day), "depth", "m")
    assert (found.low, found.high) == (level, level)
    assert {str(origin) for origin in found.origins} == {"series:river", "event:e1"}


def test_no_level_before_the_first_or_at_no_time(levels: pd.DataFrame) -> None:
    """Before the first change, and at an unknown moment, the level is unknown."""
    assert isinstance(level_at(levels, moment("2024-01-04"), "depth", "m"), Unknown)
    assert isinstance(level_at(levels, Unknown("e1"), "depth", "m"), Unknown)


def test_peak_is_the_first_highest_day(levels: pd.DataFrame) -> None:
    """The highest level comes with the first day on which it was reached."""
    height, day = peak_of(levels, "depth", "m")
    assert (height.point, str(day.date)) == (9, "2024-01-20")
    assert {str(origin) for origin in height.origins} == {"series:river"}
