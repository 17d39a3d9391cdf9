"""Projection: where a quantity stands after a time, if a rate holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from briefing.analysis.estimate import Estimate


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


def _not_below_zero(estimate: Estimate) -> Estimate:
    low, high = max(estimate.low, 0.0), max(estimate.high, 0.0)
    central = estimate.central
    if central is not None:
        central = None if low == high else min(max(central, low), high)
    return replace(estimate, low=low, high=high, central=central)
