"""Projection at a constant rate."""

from __future__ import annotations

import pytest

from briefing.analysis.estimate import Estimate, Kind, reported
from briefing.analysis.origins import Origin
from briefing.analysis.projection import project


def known(low: float, high: float, unit: str, name: str = "E1") -> Estimate:
    """Give a reported range."""
    return reported(low, None, high, unit, [Origin("evidence", name)])


def test_a_rate_adds_up() -> None:
    """The value after a time is the start and the rate times the time, bound by bound."""
    points = project(known(10, 12, "boats"), known(1, 2, "boats/month"), known(6, 6, "months"), 3)
    assert [point.time.low for point in points] == [0, 2, 4, 6]
    assert [p.value.low for p in points] == pytest.approx([10, 12, 14, 16])
    assert [p.value.high for p in points] == pytest.approx([12, 16, 20, 24])


def test_nothing_falls_below_zero() -> None:
    """A loss that would eat more than there is leaves nothing."""
    points = project(known(3, 5, "boats"), known(-2, -1, "boats/month"), known(4, 4, "months"), 2)
    assert [p.value.low for p in points] == pytest.approx([3, 0, 0])
    assert [p.value.high for p in points] == pytest.approx([5, 3, 1])


def test_a_projection_rests_on_all_it_uses() -> None:
    """Start, rate and horizon are origins of every value; it is computed here."""
    start, rate = known(3, 5, "boats", "E1"), known(1, 1, "boats/month", "E2")
    last = project(start, rate, known(1, 1, "year", "E3"))[-1].value
    assert {str(o) for o in last.origins} == {"evidence:E1", "evidence:E2", "evidence:E3"}
    assert last.kind is Kind.MODELLED
    assert (last.low, last.high) == pytest.approx((15, 17))


def test_an_uncertain_horizon_is_refused() -> None:
    """One cannot look ahead by a range of times at once."""
    with pytest.raises(ValueError, match="a projection needs one horizon"):
        project(known(3, 5, "boats"), known(1, 1, "boats/month"), known(1, 2, "months"))
