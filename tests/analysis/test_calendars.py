"""Whole years, months and days between two days, and running tallies."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.calendars import elapsed, running_tally
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.unknown import Unknown
from briefing.ledger.dates import PartialDate

DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 31))


def moment(text: str, name: str = "one") -> Moment:
    """Give a moment that rests on an event."""
    return Moment(PartialDate.parse(text), frozenset({Origin("event", name)}))


def parts(first: str, last: str) -> tuple[float, float, float]:
    """Give years, months and days between two days."""
    found = elapsed(moment(first), moment(last, "two"))
    return found.years.low, found.months.low, found.days.low


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2000-07-19", "2024-06-19", (23, 11, 0)),
        ("2000-07-19", "2024-07-18", (23, 11, 29)),
        ("2000-07-19", "2024-07-19", (24, 0, 0)),
        ("2023-01-31", "2023-02-28", (0, 1, 0)),
        ("2024-02-29", "2025-02-28", (1, 0, 0)),
        ("2024-11-04", "2024-12-04", (0, 1, 0)),
        ("2024-11-04", "2024-11-04", (0, 0, 0)),
    ],
)
def test_counts_as_a_calendar_does(first, last, expected):
    """Years and months are whole, and a shorter month ends on its last day."""
    assert parts(first, last) == expected


@given(DAYS, DAYS)
def test_parts_are_proper_and_rebuild_the_span(one, other):
    """Months stay below twelve, days below a month, and together they fill the span."""
    first, last = sorted((one, other))
    years, months, days = parts(first.isoformat(), last.isoformat())
    assert 0 <= months < 12
    assert 0 <= days < 31
    reach = timedelta(days=365.2425 * years + 30.436875 * months + days)
    assert abs(last - first - reach) < timedelta(days=4)


def test_rests_on_both_days():
    """Each part carries the origins of both days."""
    found = elapsed(moment("2024-01-01"), moment("2024-02-01", "two"))
    assert found.years.origins == {Origin("event", "one"), Origin("event", "two")}


def test_the_unknown_stays_unknown():
    """Where one day is not public, no part is."""
    found = elapsed(moment("2024-01-01"), Unknown("later"))
    assert isinstance(found.years, Unknown)
    assert isinstance(found.days, Unknown)


@pytest.mark.parametrize(("first", "last"), [("2024-01", "2024-02-01"), ("2024-01-01", "2025")])
def test_refuses_months_and_years(first, last):
    """A date without its day cannot be counted to the day."""
    with pytest.raises(ValueError, match="is no day"):
        elapsed(moment(first), moment(last))


def test_refuses_the_wrong_order():
    """The earlier day comes first."""
    with pytest.raises(ValueError, match="lies before"):
        elapsed(moment("2024-02-01"), moment("2024-01-01"))


def test_running_tally_counts_each_kind_apart():
    """Each item gets the number of its kind so far."""
    assert running_tally(["for", "for", "against", "for"]) == [1, 2, 1, 3]
    assert running_tally([]) == []
