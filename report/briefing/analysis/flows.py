"""Totals, rates and shares: the arithmetic of deliveries, losses and replacements."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from briefing.analysis.estimate import Estimate
from briefing.analysis.units import parse_unit
from briefing.analysis.unknown import Unknown

Value = Estimate | Unknown


def share_of(part: Value, whole: Value) -> Value:
    """Give a part as a percentage of a whole that may or may not contain it.

    Parameters
    ----------
    part, whole : Estimate or Unknown
        Of the same dimension, for instance shells a day and shells a year.

    Returns
    -------
    Estimate or Unknown
        Range of the ratio [%].

    Notes
    -----
    Bounds are combined as if part and whole could vary independently. Where the whole contains the
    part, use `share_in_sum`, which does not count the part's uncertainty twice.
    """
    ratio = part / whole
    return ratio.to("%")


def share_in_sum(part: Value, rest: Value) -> Value:
    """Give a part as a percentage of the sum of itself and the rest.

    Returns
    -------
    Estimate or Unknown
        ``part / (part + rest)``, from the lowest part with the highest rest to the reverse [%].
    """
    if isinstance(part, Unknown) or isinstance(rest, Unknown):
        return part if isinstance(part, Unknown) else rest
    if part.low <= 0.0 < rest.low:
        # Nothing cannot be divided by, but what the rest leaves of the whole is the same.
        return _rest_of_percent(cast(Estimate, share_in_sum(rest, part)))
    # part/(part+rest) = 1/(1 + rest/part) rises with part and falls with rest.
    odds = rest / part
    return _percent_of_odds(cast(Estimate, odds))


def _percent_of_odds(odds: Estimate) -> Estimate:
    plain = odds.to("ratio")
    centre = None if plain.point is None else 100 / (1 + plain.point)
    low, high = 100 / (1 + plain.high), 100 / (1 + plain.low)
    return Estimate(
        low,
        high,
        plain.to("%").unit,
        plain.kind,
        plain.origins,
        None if centre is None or low == high else min(max(centre, low), high),
    )


def _rest_of_percent(share: Estimate) -> Estimate:
    centre = None if share.central is None else 100 - share.central
    return replace(share, low=100 - share.high, high=100 - share.low, central=centre)


def rest_for_share(part: Value, share: Value) -> Value:
    """Give the rest that would make a part the stated share of the sum.

    Parameters
    ----------
    part : Estimate or Unknown
        What is known, for instance deliveries a year.
    share : Estimate or Unknown
        The share claimed for it; exact, above 0 and below 100 % [%].

    Returns
    -------
    Estimate or Unknown
        ``part × (1 − share) / share``, in the unit of `part`.

    Raises
    ------
    ValueError
        If the share is a range or not between the two ends.
    """
    if isinstance(part, Unknown) or isinstance(share, Unknown):
        return part if isinstance(part, Unknown) else share
    ratio = share.to("ratio")
    if not ratio.is_exact or not 0 < ratio.low < 1:
        raise ValueError(f"a share between 0 and 100% is needed, not {share}")
    odds = Estimate(
        (1 - ratio.low) / ratio.low,
        (1 - ratio.low) / ratio.low,
        ratio.unit,
        ratio.kind,
        ratio.origins,
    )
    return part * odds


def time_covered(stock: Value, rate: Value, unit: str = "days") -> Value:
    """Give how long a stock lasts at a rate.

    Parameters
    ----------
    stock : Estimate or Unknown
        Persons, shells …
    rate : Estimate or Unknown
        The same per unit of time; a range must not hold zero.
    unit : str
        Of the answer.

    Returns
    -------
    Estimate or Unknown
        From the smallest stock at the highest rate to the reverse.
    """
    return (stock / rate).to(unit)


def rate_over(total: Value, time: Value, unit: str) -> Value:
    """Spread a total evenly over a time.

    Parameters
    ----------
    total : Estimate or Unknown
        Reached over the whole time.
    time : Estimate or Unknown
        Its length, positive.
    unit : str
        Of the answer, for instance ``shells/day``.

    Notes
    -----
    Assumes an even flow, since such sources give totals only.
    """
    return (total / time).to(unit)


def cohort_rate(cohort: Value) -> Value:
    """Give an age cohort as a yearly flow, since one cohort comes of age each year.

    Parameters
    ----------
    cohort : Estimate or Unknown
        People of one year of age [persons].

    Returns
    -------
    Estimate or Unknown
        The same number a year [persons/year].
    """
    if isinstance(cohort, Unknown):
        return cohort
    return replace(cohort, unit=cohort.unit / parse_unit("year"))
