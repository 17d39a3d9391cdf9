"""Dates as precise as the source gives them: a day, a month or a year."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from briefing.errors import excerpt

_FORMS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Precision(StrEnum):
    """How exact a date is."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, or a month or year of which the day was not shown.

    Attributes
    ----------
    first, last : date
        The days between which the true one lies, both included.
    precision : Precision
        What was given.
    """

    first: date
    last: date
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``2024``, ``2024-11`` or ``2024-11-04``.

        Raises
        ------
        ValueError
            If the text has another form or names no day of the calendar.
        """
        match = _FORMS.fullmatch(text.strip())
        if match is None:
            raise ValueError(
                f"{excerpt(repr(text))} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
            )
        year, month, day = (None if part is None else int(part) for part in match.groups())
        assert year is not None  # the pattern requires it
        try:
            if month is None:
                return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)
            if day is None:
                last = calendar.monthrange(year, month)[1]
                return cls(date(year, month, 1), date(year, month, last), Precision.MONTH)
            only = date(year, month, day)
        except (ValueError, calendar.IllegalMonthError):
            raise ValueError(f"{text!r} is not a day of the calendar; correct it") from None
        return cls(only, only, Precision.DAY)

    @property
    def middle(self) -> date:
        """The day to plot."""
        return self.first + timedelta(days=(self.last - self.first).days // 2)

    def is_by(self, day: date) -> bool:
        """Whether the date had surely come by the end of a day.

        A month counts only once it is over, so a cut-off never lets in what may be later.
        """
        return self.last <= day

    def __str__(self) -> str:
        # Not by strftime, which leaves years before 1000 without their zeros.
        shown = {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}
        return self.first.isoformat()[: shown[self.precision]]
