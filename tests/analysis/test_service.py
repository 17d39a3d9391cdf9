"""What force a term and a cohort add up to, and which shares and terms fit a force."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.strategies import ABOVE_ZERO, estimates
from tests.builders import estimate

from briefing.analysis.estimate import Estimate
from briefing.analysis.service import (
    force_if_all_serve,
    remaining,
    share_curves,
    share_needed,
    term_if_all_serve,
)
from briefing.analysis.unknown import Unknown

UNKNOWN = Unknown("E9")
COHORT = estimate(1000, 1000, "persons")
TERMS = estimate(5, 13, "years")


def test_force_is_intake_times_term() -> None:
    """A cohort of a thousand that serves ten years makes ten thousand."""
    force = force_if_all_serve(COHORT, estimate(10, 10, "years"))
    assert isinstance(force, Estimate)
    assert force.low == force.high == pytest.approx(10_000)
    assert str(force.unit) == "person"


def test_terms_may_be_given_in_other_units_of_time() -> None:
    """A term of 120 months is one of ten years."""
    force = force_if_all_serve(COHORT, estimate(120, 120, "months"))
    assert isinstance(force, Estimate)
    assert force.low == pytest.approx(10_000)


@given(st.floats(1, 100), st.floats(1, 20))
def test_share_and_force_are_each_others_reverse(percent: float, years: float) -> None:
    """The share needed for a force is the share that makes it."""
    term = estimate(years, years, "years")
    whole = force_if_all_serve(COHORT, term)
    share = share_needed(whole * estimate(percent, percent, "%"), COHORT, term)
    assert isinstance(share, Estimate)
    assert share.low == pytest.approx(percent)
    assert str(share.unit) == "%"


@given(estimates(ABOVE_ZERO))
def test_the_term_for_all_needs_all(force: Any) -> None:
    """Under the term that keeps up a force if all serve, all must serve."""
    for end in (force.lower(), force.upper()):
        people = estimate(end.low, end.low, "persons")
        term = term_if_all_serve(people, COHORT)
        share = share_needed(people, COHORT, term)
        assert isinstance(share, Estimate)
        assert share.low == pytest.approx(100)


def test_a_force_larger_than_all_shows_above_the_whole() -> None:
    """Force, cohort and term that do not fit give more than 100 percent."""
    share = share_needed(estimate(20_000, 20_000, "persons"), COHORT, estimate(10, 10, "years"))
    assert isinstance(share, Estimate)
    assert share.low == pytest.approx(200)


def test_what_remains_reverses_the_bounds_of_the_share() -> None:
    """A fifth to a quarter taken from 1,000 leaves 750 to 800."""
    rest = remaining(COHORT, estimate(20, 25, "%"))
    assert isinstance(rest, Estimate)
    assert (rest.low, rest.high) == pytest.approx((750, 800))


@pytest.mark.parametrize("share", [(-1, 50), (50, 101)])
def test_a_share_beyond_the_whole_is_refused(share: tuple[float, float]) -> None:
    """Nothing can be left of less than nothing or more than all."""
    with pytest.raises(ValueError, match="between 0 and 100%"):
        remaining(COHORT, estimate(*share, "%"))


def test_curves_fall_with_the_term_and_never_pass_the_whole() -> None:
    """The longer the term the fewer must serve; impossible pairs are left out."""
    forces = {"small": estimate(4000, 4000, "persons"), "large": estimate(9000, 9000, "persons")}
    frame = share_curves(forces, COHORT, TERMS, points=9)
    assert list(frame.columns) == ["x", "y", "curve", "evidence"]
    assert frame["y"].max() <= 100
    for name, rows in frame.groupby("curve"):
        assert rows["y"].is_monotonic_decreasing
        assert rows["x"].iloc[-1] == 13
        assert rows["x"].iloc[0] == (5 if name == "small" else 9)
    assert all(frame["evidence"].map(len))


def test_unknown_values_stay_unknown() -> None:
    """What was not public at the cut-off spoils results and leaves out curves, but never raises."""
    ten = estimate(10, 10, "years")
    assert isinstance(force_if_all_serve(UNKNOWN, ten), Unknown)
    assert isinstance(share_needed(COHORT, UNKNOWN, ten), Unknown)
    assert isinstance(term_if_all_serve(UNKNOWN, COHORT), Unknown)
    assert remaining(UNKNOWN, TERMS) is UNKNOWN
    assert remaining(COHORT, UNKNOWN) is UNKNOWN
    assert share_curves({"known": COHORT, "not": UNKNOWN}, COHORT, TERMS)["curve"].nunique() == 1
    assert share_curves({"known": COHORT}, COHORT, UNKNOWN).empty
