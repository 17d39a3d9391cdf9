"""Axes count in sensible units and are ticked by whole months or years."""

from __future__ import annotations

from datetime import date

import pytest
from tests.charts.drawing import drawn_texts

from briefing.charts.axes import (
    date_limits,
    limits_for,
    measure_for,
    set_date_axis,
    set_number_axis,
    short_date,
)
from briefing.charts.canvas import add_axes, new_figure
from briefing.charts.theme import theme
from briefing.ledger.dates import PartialDate


@pytest.mark.parametrize(
    ("largest", "title"),
    [
        (900.0, "Shells, rounds"),
        (1_400_000.0, "Shells, rounds"),
        (6_000_000.0, "Shells, million rounds"),
        (2e9, "Shells, billion rounds"),
    ],
)
def test_axis_counts_in_millions_where_that_is_shorter(largest: float, title: str) -> None:
    """The title says in what multiples the axis counts."""
    assert measure_for([largest, float("nan")], "Shells", "rounds").title() == title


def test_axis_starts_at_zero_unless_values_huddle() -> None:
    """Zero is shown where it costs less than half of the axis, or on demand."""
    assert limits_for([10.0, 90.0])[0] == 0.0
    assert limits_for([70.0, 90.0])[0] > 0.0
    assert limits_for([70.0, 90.0], zero=True)[0] == 0.0
    assert limits_for([-5.0, 90.0])[0] < -5.0


def _labels(first: date, last: date) -> list[str]:
    with theme():
        figure = new_figure(2.0)
        axes = add_axes(figure, left=0.5, right=0.5, top=0.1, bottom=0.5)
        axes.set_yticks([])
        set_date_axis(axes, date_limits([first, last], margin=0.0))
        return [text for text, _ in drawn_texts(figure)]


def test_months_carry_their_year_once() -> None:
    """On a short axis months are named, each year once."""
    labels = _labels(date(2024, 10, 6), date(2025, 3, 20))
    assert labels[:6] == ["Oct", "Nov", "Dec", "Jan", "Feb", "Mar"]
    assert sorted(labels[6:]) == ["2024", "2025"]


def test_long_axis_names_years() -> None:
    """Over many years only years are named."""
    labels = _labels(date(2010, 1, 1), date(2026, 1, 1))
    assert labels
    assert all(len(label) == 4 and label.isdigit() for label in labels)


def test_log_ticks_are_round_numbers() -> None:
    """A log axis is ticked at 1, 2 and 5 times powers of ten, without mathematics."""
    with theme():
        figure = new_figure(2.0)
        axes = add_axes(figure, left=0.5, right=0.5, top=0.1, bottom=0.5)
        axes.set_yticks([])
        set_number_axis(axes, "x", (0.008, 3.0), measure_for([1.0], "Ratio", ""), log=True)
        labels = [text for text, _ in drawn_texts(figure)]
    assert labels == ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]


@pytest.mark.parametrize(
    ("given", "short"),
    [("2024-11-04", "4 Nov 2024"), ("2024-11", "Nov 2024"), ("2024", "2024")],
)
def test_short_dates_keep_their_precision(given: str, short: str) -> None:
    """A date is never shown more exact than its source."""
    assert short_date(PartialDate.parse(given)).replace("\u00a0", " ") == short
