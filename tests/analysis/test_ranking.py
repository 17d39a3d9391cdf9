"""Places that ranges leave open."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.analysis.strategies import ABOVE_ZERO, estimates
from tests.builders import estimate

from briefing.analysis.estimate import Estimate
from briefing.analysis.ranking import rank_bounds
from briefing.analysis.unknown import Unknown
from briefing.errors import UnitError


def places(name: str, **ranges: tuple[float, float]) -> tuple[float, float]:
    """Give best and worst place of one of several ranges."""
    rank = rank_bounds({key: estimate(*ends, "persons") for key, ends in ranges.items()}, name)
    assert isinstance(rank, Estimate)
    assert str(rank.unit) == "rank"
    return rank.low, rank.high


def test_disjoint_ranges_have_certain_places() -> None:
    """Ranges that do not meet leave one order."""
    ranges = {"a": (9, 10), "b": (5, 6), "c": (1, 2)}
    assert [places(name, **ranges) for name in ranges] == [(1, 1), (2, 2), (3, 3)]


def test_overlap_leaves_places_open() -> None:
    """Whoever may be above or below may stand on either side."""
    ranges = {"a": (5, 10), "b": (4, 6), "c": (1, 2)}
    assert [places(name, **ranges) for name in ranges] == [(1, 2), (1, 2), (3, 3)]


def test_equal_values_share_the_better_place() -> None:
    """Two exact equal values are both first."""
    assert places("a", a=(5, 5), b=(5, 5)) == (1, 1)


@given(estimates(ABOVE_ZERO), estimates(ABOVE_ZERO), estimates(ABOVE_ZERO))
def test_every_value_inside_the_ranges_has_its_place(a: Estimate, b: Estimate, c: Estimate) -> None:
    """Whatever ends the others take, the place lies within the bounds."""
    rank = rank_bounds({"a": a, "b": b, "c": c}, "a")
    assert isinstance(rank, Estimate)
    for ours in (a.low, a.high):
        for first in (b.low, b.high):
            for second in (c.low, c.high):
                assert rank.low <= 1 + (first > ours) + (second > ours) <= rank.high


def test_unknown_and_unlike_values() -> None:
    """An unknown value leaves the place unknown, and unlike units are refused."""
    known, unknown = estimate(1, 2, "persons"), Unknown("E9")
    assert rank_bounds({"a": known, "b": unknown}, "a") is unknown
    assert rank_bounds({"a": known, "b": unknown}, "b") is unknown
    with pytest.raises(UnitError):
        rank_bounds({"a": known, "b": estimate(1, 2, "years")}, "a")
    with pytest.raises(KeyError):
        rank_bounds({"a": known}, "z")
