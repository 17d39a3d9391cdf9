"""Totals that only grow, read between two of their values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.strategies import estimates
from tests.builders import estimate

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.growth import value_between
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.unknown import Unknown
from briefing.errors import UnitError
from briefing.ledger.dates import PartialDate

UNKNOWN = Unknown("E9")


def moment(text: str, origin: str = "E1") -> Moment:
    """Give a date that rests on one observation."""
    return Moment(PartialDate.parse(text), frozenset({Origin("evidence", origin)}))


START, DAY, END = moment("2022-01-01", "E2"), moment("2022-01-11", "E3"), moment("2022-02-10", "E4")


def test_a_quarter_of_the_way_takes_a_quarter_of_the_growth() -> None:
    """Ten of forty days after 100 boats, on the way to 140 to 180, there are 110 to 120."""
    value = value_between((estimate(100, 100), START), (estimate(140, 180), END), DAY)
    assert isinstance(value, Estimate)
    assert (value.low, value.high, value.central) == (110, 120, None)
    assert (value.kind, str(value.unit)) == (Kind.MODELLED, "boat")
    assert {origin.id for origin in value.origins} == {"E1", "E2", "E3", "E4"}


@given(data=st.data())
def test_the_line_holds_every_line_between_the_ranges(data: Any) -> None:
    """A line from any value of the first range to any of the second passes within the result."""
    first, last = data.draw(estimates()), data.draw(estimates())
    value = value_between((first, START), (last, END), DAY)
    assert isinstance(value, Estimate)
    a = data.draw(st.floats(first.low, first.high))
    b = data.draw(st.floats(last.low, last.high))
    assert value.low - 1e-6 <= a + (b - a) / 4 <= value.high + 1e-6


@pytest.mark.parametrize(("day", "found"), [(START, 100), (END, 140)])
def test_the_line_passes_through_its_ends(day: Moment, found: float) -> None:
    """On either day the total is the one given for it."""
    value = value_between((estimate(100, 100), START), (estimate(140, 140), END), day)
    assert isinstance(value, Estimate)
    assert value.is_exact
    assert value.low == pytest.approx(found)


def test_a_centre_needs_two_centres() -> None:
    """A central value is given only where both totals have one."""
    centred = estimate(90, 110, central=100)
    value = value_between((centred, START), (estimate(130, 150, central=140), END), DAY)
    assert isinstance(value, Estimate)
    assert value.central == pytest.approx(110)
    bare = value_between((centred, START), (estimate(130, 150), END), DAY)
    assert isinstance(bare, Estimate)
    assert bare.central is None


@pytest.mark.parametrize("missing", range(5))
def test_the_unknown_stays_unknown(missing: int) -> None:
    """Whatever was not public takes the result along."""
    given_values: list[Any] = [estimate(1, 1), START, estimate(2, 2), END, DAY]
    given_values[missing] = UNKNOWN
    first, start, last, end, day = given_values
    assert value_between((first, start), (last, end), day) is UNKNOWN


@pytest.mark.parametrize(
    ("first", "last", "day", "complaint"),
    [
        (estimate(1, 1), estimate(2, 2), moment("2022-01"), "2022-01 is no day"),
        (estimate(1, 1), estimate(2, 2), moment("2022-03-01"), "does not lie between"),
        (estimate(1, None), estimate(2, 2), DAY, "a bound is open"),
        (estimate(1, 1), estimate(None, 2), DAY, "a bound is open"),
    ],
)
def test_what_gives_no_line_is_refused(
    first: Estimate, last: Estimate, day: Moment, complaint: str
) -> None:
    """Vague dates, days out of order and open bounds raise, saying which."""
    with pytest.raises(ValueError, match=complaint):
        value_between((first, START), (last, END), day)


def test_unlike_units_are_refused() -> None:
    """Boats do not grow into bridges."""
    with pytest.raises(UnitError, match="bridge"):
        value_between((estimate(1, 1), START), (estimate(2, 2, "bridges"), END), DAY)
