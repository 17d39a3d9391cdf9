"""Dates as precise as the source gives them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.ledger.dates import PartialDate, Precision

DAYS = st.dates(min_value=date(1000, 1, 1))


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), Precision.YEAR),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        (" 2023-11-04 ", date(2023, 11, 4), date(2023, 11, 4), Precision.DAY),
    ],
)
def test_a_date_spans_the_days_it_may_mean(
    text: str, first: date, last: date, precision: Precision
) -> None:
    """A year or month runs from its first to its last day; a day is itself."""
    assert PartialDate.parse(text) == PartialDate(first, last, precision)


@pytest.mark.parametrize("text", ["2023-02-30", "2023-13", "2023-13-01", "0000", "2023-00-10"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    """An impossible date is refused by name."""
    with pytest.raises(ValueError, match=f"'{text}' is not a day of the calendar"):
        PartialDate.parse(text)


@pytest.mark.parametrize("text", ["", "23-01-01", "2023/01/01", "4 May 2023", "2023-1-1", "2023-"])
def test_another_form_of_date_is_refused(text: str) -> None:
    """Only the three ISO forms are dates."""
    with pytest.raises(ValueError, match=f"'{text}' is not a date; write YYYY, YYYY-MM or"):
        PartialDate.parse(text)


def test_a_month_counts_once_it_is_over() -> None:
    """A partial date has come only at its last day."""
    month = PartialDate.parse("2023-06")
    assert not month.is_by(date(2023, 6, 29))
    assert month.is_by(date(2023, 6, 30))


@given(DAYS)
def test_text_and_date_are_the_same_thing(day: date) -> None:
    """A date written and read again is the same date, at every precision."""
    for text in (f"{day:%Y}", f"{day:%Y-%m}", day.isoformat()):
        assert str(PartialDate.parse(text)) == text


@given(DAYS)
def test_the_middle_lies_within(day: date) -> None:
    """The day to plot is one of the days the date may mean."""
    for text in (f"{day:%Y}", f"{day:%Y-%m}", day.isoformat()):
        partial = PartialDate.parse(text)
        assert partial.first <= partial.middle <= partial.last
