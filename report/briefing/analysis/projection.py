"""Projection: where a quantity stands after a time, if a rate holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from briefing.analysis.estimate import Estimate
from briefing.analysis.origins import Origins, join_origins
from briefing.analysis.phrase import Words
from briefing.analysis.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Projected:
    """A value at a time after the start.

    Attributes
    ----------
    time : Estimate
        Since the start, exact.
    value : Estimate
        What the rate implies by then, in the unit of the start; not below zero.
    """

    time: Estimate
    value: Estimate


def project(start: Estimate, rate: Estimate, horizon: Estimate, steps: int = 12) -> list[Projected]:
    """Carry a quantity forward at a constant rate.

    Parameters
    ----------
    start : Estimate
        Where it stands at the beginning.
    rate : Estimate
        Change per unit of time; may be negative.
    horizon : Estimate
        How far to look, exact.
    steps : int
        Number of equal steps.

    Returns
    -------
    list of Projected
        ``steps + 1`` points, the start among them.

    Raises
    ------
    ValueError
        If the horizon is a range.
    """
    if not horizon.is_exact:
        raise ValueError(f"a projection needs one horizon, not {horizon}")
    points = []
    for step in range(steps + 1):
        part = horizon.low * step / steps
        time = replace(horizon, low=part, high=part, central=None)
        # Estimates that are known combine to one that is.
        value = cast(Estimate, start + (rate * time).to(start.unit))
        points.append(Projected(time, _not_below_zero(value)))
    return points


def course(rate: Estimate) -> Words:
    """Say where a constant rate takes a quantity: it “stays at”, “grows to” or “shrinks to”.

    Raises
    ------
    ValueError
        If the rate may go either way.
    """
    if rate.low < 0 < rate.high:
        raise ValueError(f"a rate of {rate} may go either way; name one")
    verb = "grows to" if rate.high > 0 else "shrinks to" if rate.low < 0 else "stays at"
    return Words(verb, rate.origins)


def nearest_rate(
    start: Estimate,
    rates: Mapping[str, Estimate],
    observed: Sequence[tuple[Estimate | Unknown, Estimate | Unknown]],
) -> Words | Unknown:
    """Name the rate whose projection comes nearest to what was observed.

    Parameters
    ----------
    start : Estimate
        Where the quantity stands at the beginning.
    rates : mapping of str to Estimate
        Change per unit of time, by name; of two that are as near, the first is named.
    observed : sequence of (Estimate or Unknown, Estimate or Unknown)
        Time since the start, and value. A range of times counts from its end. What was unknown at
        the cut-off is left out.

    Returns
    -------
    Words or Unknown
        The name with the smallest sum of distances between the projected and the observed range, 0
        where they overlap; `Unknown` if nothing observed was known.
    """
    known = [(time, value) for time, value in observed if time and value]
    if not known:
        return Unknown("whatever was observed")
    seen = [(cast(Estimate, time).upper(), cast(Estimate, value)) for time, value in known]

    def distance(rate: Estimate) -> float:
        return sum(_apart(project(start, rate, time, 1)[-1].value, value) for time, value in seen)

    name = min(rates, key=lambda name: distance(rates[name]))
    behind: list[Origins] = [start.origins, *(rate.origins for rate in rates.values())]
    behind += [origins for time, value in seen for origins in (time.origins, value.origins)]
    return Words(name, join_origins(behind))


def _apart(one: Estimate, other: Estimate) -> float:
    other = other.to(one.unit)
    return max(one.low - other.high, other.low - one.high, 0.0)


def _not_below_zero(estimate: Estimate) -> Estimate:
    low, high = max(estimate.low, 0.0), max(estimate.high, 0.0)
    central = estimate.central
    if central is not None:
        central = None if low == high else min(max(central, low), high)
    return replace(estimate, low=low, high=high, central=central)
