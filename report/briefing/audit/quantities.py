"""What a text says of how many, how much, how long, which in order and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

YEARLESS: Final = 2000
"""The year that stands for none: a leap year, so that every day of a year has its place."""


class Kind(StrEnum):
    """What sort of quantity it is."""

    COUNT = "count"
    MONEY = "money"
    MEASURE = "measure"
    SHARE = "share"
    MULTIPLE = "multiple"
    DURATION = "duration"
    RANK = "rank"
    DATE = "date"
    CLOCK = "clock"
    VAGUE = "vague"
    """A number word that leaves the number open: several, dozens, tens of thousands."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a date covers.

    Attributes
    ----------
    first, last : date
        Both included.
    has_year : bool
        Whether the text names the year; without it, both lie in `YEARLESS`.
    """

    first: date
    last: date
    has_year: bool = True

    @property
    def length(self) -> int:
        """How many days, both ends counted."""
        return (self.last - self.first).days + 1

    def without_year(self) -> Days:
        """The same days of no year in particular; of a longer span, the whole year."""
        if self.first.year != self.last.year:
            return Days(date(YEARLESS, 1, 1), date(YEARLESS, 12, 31), False)
        return Days(self.first.replace(year=YEARLESS), self.last.replace(year=YEARLESS), False)

    def describe(self, day: date) -> str:
        """Write one of the days as ISO 8601 does, with ``--11-04`` where there is no year."""
        return day.isoformat() if self.has_year else f"-{day.isoformat()[4:]}"

    def __str__(self) -> str:
        first, last = self.describe(self.first), self.describe(self.last)
        if first == last:
            return first
        # Whole years and months are written as such; a month of no year stays as its days.
        ends_month = (self.last + timedelta(days=1)).day == 1
        if self.has_year and self.first.day == 1 and ends_month:
            is_years = (self.first.month, self.last.month) == (1, 12)
            first, last = (day[: 4 if is_years else 7] for day in (first, last))
        return first if first == last else f"{first} to {last}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text.

    Attributes
    ----------
    kind : Kind
        What sort it is.
    text : str
        The words, as they stand.
    start, end : int
        Where they stand: characters from the beginning of the text, the end not included.
    low, high : float or None
        The range that the words give; equal for a single number, one None where they leave a side
        open. Both None for a date.
    unit : str or None
        In the singular, as `analysis.units` writes it; None where the text shows none. For a rank,
        the superlative.
    step : float
        What one more in the last digit printed would add.
    days : Days or None
        Of a date.
    paragraph : int or None
        0 is the title; None if the text has no paragraphs.
    """

    kind: Kind
    text: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    step: float = 0.0
    days: Days | None = None
    paragraph: int | None = None
