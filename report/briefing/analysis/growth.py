"""Totals that only grow: what they must have been between two dates."""

from __future__ import annotations

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.moment import Moment
from briefing.analysis.unknown import Unknown


def value_between(
    earlier: tuple[Estimate | Unknown, Moment | Unknown],
    later: tuple[Estimate | Unknown, Moment | Unknown],
    day: Moment | Unknown,
) -> Estimate | Unknown:
    """Read a growing total off the straight line between two of its values.

    Parameters
    ----------
    earlier, later : (Estimate or Unknown, Moment or Unknown)
        Total and the day it speaks of; both totals in the same unit.
    day : Moment or Unknown
        Between the two days.

    Returns
    -------
    Estimate or Unknown
        From the lines through the lower and the upper bounds, in the unit of `earlier`; a central
        value only where both totals have one.

    Raises
    ------
    ValueError
        If a date is a month or a year, the days are out of order, or a total leaves a bound open.
    UnitError
        If the totals measure different things.

    Notes
    -----
    Assumes an even growth. Both ends must come from one method, or the line joins two methods.
    """
    (first, start), (last, end) = earlier, later
    if isinstance(first, Unknown) or isinstance(last, Unknown):
        return first if isinstance(first, Unknown) else last
    if isinstance(start, Unknown) or isinstance(end, Unknown) or isinstance(day, Unknown):
        return next(moment for moment in (start, end, day) if isinstance(moment, Unknown))
    weight = _position(start, end, day)
    ends = last.to(first.unit)
    if first.is_floor or first.is_ceiling or ends.is_floor or ends.is_ceiling:
        raise ValueError(f"no line can be drawn from {first} to {ends}: a bound is open")
    low, high = _mix(first.low, ends.low, weight), _mix(first.high, ends.high, weight)
    centre = None
    if first.point is not None and ends.point is not None and low != high:
        # Rounding in the last digit may put it a hair outside its own bounds.
        centre = min(max(_mix(first.point, ends.point, weight), low), high)
    origins = first.origins | ends.origins | start.origins | end.origins | day.origins
    return Estimate(low, high, first.unit, Kind.MODELLED, origins, centre)


def _position(start: Moment, end: Moment, day: Moment) -> float:
    """Give how far a day lies along the way from one day to another, from 0 to 1."""
    dates = [moment.date for moment in (start, day, end)]
    vague = [str(date) for date in dates if date.first != date.last]
    if vague:
        raise ValueError(f"{', '.join(vague)} is no day; a line needs days")
    days = [date.first.toordinal() for date in dates]
    if not days[0] <= days[1] <= days[2] or days[0] == days[2]:
        raise ValueError(f"{dates[1]} does not lie between {dates[0]} and {dates[2]}")
    return (days[1] - days[0]) / (days[2] - days[0])


def _mix(start: float, end: float, weight: float) -> float:
    return start + (end - start) * weight
