"""Dates counted as people count them: whole years, months and days, and running tallies."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origins
from briefing.analysis.units import parse_unit
from briefing.analysis.unknown import Unknown
from briefing.ledger.dates import Precision

MONTHS = 12
"""Of a year."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The time between two days in whole years, then whole months, then days.

    Attributes
    ----------
    years, months, days : Estimate or Unknown
        Exact [years], [months], [days]; unknown where one of the days is.
    """

    years: Estimate | Unknown
    months: Estimate | Unknown
    days: Estimate | Unknown


def elapsed(earlier: Moment | Unknown, later: Moment | Unknown) -> Elapsed:
    """Count the time from one day to another as a calendar does.

    Parameters
    ----------
    earlier, later : Moment or Unknown
        Days, not months or years.

    Returns
    -------
    Elapsed
        The three parts, resting on both days.

    Raises
    ------
    ValueError
        If a date is given only as a month or year, or the later one comes first.

    Notes
    -----
    A month ends on the same day of the next one, or on its last day where that is shorter: from
    31 January to 28 February 2023 is one month.
    """
    for moment in (earlier, later):
        if isinstance(moment, Unknown):
            return Elapsed(moment, moment, moment)
    assert isinstance(earlier, Moment)
    assert isinstance(later, Moment)
    first, last = _day(earlier), _day(later)
    if last < first:
        raise ValueError(f"{last} lies before {first}; give the earlier day first")
    months = MONTHS * (last.year - first.year) + last.month - first.month
    if _months_on(first, months) > last:
        months -= 1
    origins = earlier.origins | later.origins
    return Elapsed(
        _exact(months // MONTHS, "years", origins),
        _exact(months % MONTHS, "months", origins),
        _exact((last - _months_on(first, months)).days, "days", origins),
    )


def running_tally(kinds: Iterable[str]) -> list[int]:
    """Count, at each item of a list, how many of its kind there have been so far.

    Parameters
    ----------
    kinds : iterable of str
        In order of time, for instance how a member voted each time.

    Returns
    -------
    list of int
        For ``for, for, against, for``: 1, 2, 1, 3.
    """
    seen: Counter[str] = Counter()
    tally = []
    for kind in kinds:
        seen[kind] += 1
        tally.append(seen[kind])
    return tally


def _day(moment: Moment) -> date:
    if moment.date.precision is not Precision.DAY:
        raise ValueError(f"{moment.date} is no day; subtract the moments for a range of days")
    return moment.date.first


def _months_on(start: date, months: int) -> date:
    year, month = divmod(MONTHS * start.year + start.month - 1 + months, MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _exact(number: int, unit: str, origins: Origins) -> Estimate:
    return Estimate(number, number, parse_unit(unit), Kind.MODELLED, origins)
