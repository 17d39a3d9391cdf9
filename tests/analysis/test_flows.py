"""Totals, rates and shares; what fits in a box."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.strategies import ABOVE_ZERO, estimates, points
from tests.builders import estimate

from briefing.analysis.estimate import Estimate
from briefing.analysis.flows import (
    cohort_rate,
    rate_over,
    rest_for_share,
    share_in_sum,
    share_of,
    time_covered,
)
from briefing.analysis.packing import mass_left_per_round, rounds_by_mass
from briefing.analysis.unknown import Unknown

UNKNOWN = Unknown("E9")


@given(data=st.data())
def test_a_share_in_a_sum_holds_every_direct_computation(data: Any) -> None:
    """Any part and rest inside their ranges give a share inside the result."""
    part, rest = data.draw(estimates(ABOVE_ZERO)), data.draw(estimates(ABOVE_ZERO))
    share = share_in_sum(part, rest)
    assert isinstance(share, Estimate)
    a, b = data.draw(points(part)), data.draw(points(rest))
    assert share.low - 1e-9 <= 100 * a / (a + b) <= share.high + 1e-9
    assert (str(share.unit), share.origins) == ("%", part.origins | rest.origins)


@given(estimates(ABOVE_ZERO), estimates(ABOVE_ZERO))
def test_part_and_rest_share_the_whole(part: Estimate, rest: Estimate) -> None:
    """The lowest share of the one is what the highest of the other leaves."""
    ours, theirs = share_in_sum(part, rest), share_in_sum(rest, part)
    assert isinstance(ours, Estimate)
    assert isinstance(theirs, Estimate)
    assert ours.low + theirs.high == pytest.approx(100)
    if ours.point is not None and theirs.point is not None:
        assert ours.point + theirs.point == pytest.approx(100)


@pytest.mark.parametrize(("low", "high", "share"), [(0, 0, (0, 0)), (0, 10, (0, 25))])
def test_nothing_has_no_share(low: float, high: float, share: tuple[float, float]) -> None:
    """A part that may be nothing has the share that the rest leaves, from nothing up."""
    found = share_in_sum(estimate(low, high), estimate(30, 60))
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx(share)
    assert str(found.unit) == "%"


@given(estimates(ABOVE_ZERO), st.floats(1, 99))
def test_the_rest_for_a_share_gives_that_share(part: Estimate, percent: float) -> None:
    """The rest that would make a part half of the sum makes it half of the sum."""
    share = estimate(percent, percent, "%")
    for end in (part.lower(), part.upper()):
        rest = rest_for_share(end, share)
        again = share_in_sum(end, rest)
        assert isinstance(again, Estimate)
        assert again.low == pytest.approx(percent)
        assert again.unit == share.unit


@pytest.mark.parametrize(
    ("low", "high", "unit"), [(40, 60, "%"), (0, 0, "%"), (100, 100, "%"), (1.2, 1.2, "ratio")]
)
def test_a_share_is_exact_and_between_the_ends(low: float, high: float, unit: str) -> None:
    """Neither nothing nor everything nor a range can be solved for the rest."""
    with pytest.raises(ValueError, match="a share between 0 and 100% is needed, not"):
        rest_for_share(estimate(5, 5), estimate(low, high, unit))


@pytest.mark.parametrize(
    ("flow", "low", "high", "unit"),
    [
        (lambda: share_of(estimate(10, 20), estimate(100, 200)), 5, 20, "%"),
        (lambda: share_of(estimate(1, 1, "boats/day"), estimate(70, 70, "boats/week")), 10, 10,
         "%"),
        (lambda: time_covered(estimate(100, 120), estimate(10, 20, "boats/day")), 5, 12, "days"),
        (lambda: time_covered(estimate(14, 14), estimate(1, 1, "boats/day"), "weeks"), 2, 2,
         "weeks"),
        (lambda: rate_over(estimate(100, 120), estimate(10, 20, "days"), "boats/week"), 35, 84,
         "boats/week"),
        (lambda: cohort_rate(estimate(7, 8, "persons")), 7, 8, "persons/year"),
        (lambda: rounds_by_mass(estimate(200, 300, "kg/container"), estimate(2, 4, "kg/shell")),
         50, 150, "shells/container"),
        (lambda: mass_left_per_round(estimate(200, 300, "kg/container"),
                             estimate(50, 100, "shells/container")), 2, 6, "kg/shell"),
    ],
)  # fmt: skip
def test_flows_come_out_in_their_unit(
    flow: Callable[[], Estimate], low: float, high: float, unit: str
) -> None:
    """Each is computed here another way: smallest over largest to largest over smallest."""
    result = flow()
    assert (result.low, result.high) == (pytest.approx(low), pytest.approx(high))
    assert result.unit == estimate(1, 1, unit).unit


@pytest.mark.parametrize(
    "flow",
    [
        share_of,
        share_in_sum,
        rest_for_share,
        time_covered,
        lambda a, b: rate_over(a, b, "boats/day"),
        rounds_by_mass,
        mass_left_per_round,
        lambda a, b: cohort_rate(a if isinstance(a, Unknown) else b),
    ],
)
def test_flows_of_the_unknown_are_unknown(flow: Callable[..., Any]) -> None:
    """Whichever input was not public, the result was not knowable."""
    assert flow(UNKNOWN, estimate(1, 2)) is UNKNOWN
    assert flow(estimate(1, 2), UNKNOWN) is UNKNOWN
