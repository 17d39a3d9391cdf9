"""Projection at a constant rate."""

from __future__ import annotations

import pytest

from briefing.analysis.estimate import Estimate, Kind, reported
from briefing.analysis.origins import Origin
from briefing.analysis.phrase import Words
from briefing.analysis.projection import course, nearest_rate, project
from briefing.analysis.unknown import Unknown


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


@pytest.mark.parametrize(
    ("low", "high", "verb"),
    [(0, 0, "stays at"), (0, 2, "grows to"), (3, 3, "grows to"), (-2, 0, "shrinks to")],
)
def test_a_rate_has_a_course(low: float, high: float, verb: str) -> None:
    """The verb is that of the rate's sign, and rests on the rate."""
    rate = known(low, high, "boats/month")
    assert (course(rate).text, course(rate).origins) == (verb, rate.origins)


def test_a_rate_of_either_sign_has_no_course() -> None:
    """One word cannot say both."""
    with pytest.raises(ValueError, match="may go either way"):
        course(known(-1, 1, "boats/month"))


RATES = {
    "falling": known(-1, -1, "boats/month", "E2"),
    "level": known(0, 0, "boats/month", "E3"),
    "rising": known(1, 1, "boats/month", "E4"),
}


@pytest.mark.parametrize(
    ("seen", "name"),
    [
        ([(2, 8), (4, 6)], "falling"),
        ([(2, 10), (4, 13)], "level"),
        ([(2, 10), (4, 13), (6, 16)], "rising"),
        # Within the start's own range both are as near, and the first is named.
        ([(1, 10.5)], "falling"),
    ],
)
def test_the_nearest_rate_has_the_smallest_sum_of_distances(
    seen: list[tuple[float, float]], name: str
) -> None:
    """What was observed is held against each projection at its own time."""
    observed = [(known(t, t, "months", "E5"), known(v, v, "boats", "E6")) for t, v in seen]
    found = nearest_rate(known(10, 12, "boats"), RATES, observed)
    assert isinstance(found, Words)
    assert found.text == name
    assert {origin.id for origin in found.origins} == {"E1", "E2", "E3", "E4", "E5", "E6"}


def test_a_floor_lies_near_whatever_is_above_it() -> None:
    """Of “at least” only the known side counts."""
    floor = reported(13, None, None, "boats", [Origin("evidence", "E6")])
    found = nearest_rate(known(10, 12, "boats"), RATES, [(known(9, 9, "months"), floor)])
    assert str(found) == "rising"


def test_what_was_unknown_is_left_out() -> None:
    """Only what was public counts; with nothing public no rate is nearest."""
    start, later = known(10, 12, "boats"), (Unknown("E9"), Unknown("E9"))
    seen = (known(4, 4, "months"), known(6, 6, "boats"))
    assert str(nearest_rate(start, RATES, [later, seen])) == "falling"
    assert isinstance(nearest_rate(start, RATES, [later]), Unknown)
