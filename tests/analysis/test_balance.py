"""Two sides compared kind by kind, and publishers who differ."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.strategies import ABOVE_ZERO, estimates, points
from tests.builders import estimate

from briefing.analysis.balance import count_ahead, count_kinds, disagreement
from briefing.analysis.estimate import Estimate
from briefing.analysis.unknown import Unknown

UNKNOWN = Unknown("E9")


def test_only_whole_ranges_above_parity_are_ahead() -> None:
    """A range that holds parity, or touches it, is not counted as ahead."""
    ratios = [estimate(1.2, 2, "ratio"), estimate(0.8, 1.5, "ratio"), estimate(1, 1, "ratio")]
    ahead, all_ = count_ahead(ratios), count_kinds(ratios)
    assert isinstance(ahead, Estimate)
    assert isinstance(all_, Estimate)
    assert (ahead.low, ahead.high, all_.low) == (1, 1, 3)
    assert ahead.origins == all_.origins


def test_a_percentage_is_compared_as_a_ratio() -> None:
    """150 % is above parity and 90 % below it."""
    ahead = count_ahead([estimate(150, 150, "%"), estimate(90, 90, "%")])
    assert isinstance(ahead, Estimate)
    assert ahead.low == 1


@pytest.mark.parametrize("count", [count_ahead, count_kinds])
def test_an_unknown_kind_leaves_the_count_unknown(count: Any) -> None:
    """What cannot be seen cannot be counted."""
    assert count([estimate(2, 2, "ratio"), UNKNOWN]) is UNKNOWN


@given(data=st.data())
def test_disagreement_holds_every_direct_factor(data: Any) -> None:
    """Any two values inside the ranges differ by a factor inside the result."""
    one, other = data.draw(estimates(ABOVE_ZERO)), data.draw(estimates(ABOVE_ZERO))
    factor = disagreement(one, other)
    assert isinstance(factor, Estimate)
    a, b = data.draw(points(one)), data.draw(points(other))
    direct = max(a / b, b / a)
    assert factor.low * (1 - 1e-9) <= direct <= factor.high * (1 + 1e-9)
    assert factor.origins == one.origins | other.origins


@given(estimates(ABOVE_ZERO), estimates(ABOVE_ZERO))
def test_disagreement_has_no_direction(one: Estimate, other: Estimate) -> None:
    """It makes no difference who is named first, and the factor is never below 1."""
    first, second = disagreement(one, other), disagreement(other, one)
    assert isinstance(first, Estimate)
    assert isinstance(second, Estimate)
    assert first.low >= 1 - 1e-12
    assert (first.low, first.high) == pytest.approx((second.low, second.high))


def test_unknown_and_zero_have_no_disagreement() -> None:
    """An unknown value stays unknown; nothing is a multiple of zero."""
    known = estimate(2, 3, "ratio")
    assert disagreement(UNKNOWN, known) is UNKNOWN
    assert disagreement(known, UNKNOWN) is UNKNOWN
    with pytest.raises(ValueError, match="above zero"):
        disagreement(known, estimate(0, 1, "ratio"))
