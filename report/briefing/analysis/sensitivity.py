"""Sensitivity: how far one result moves when inputs go from their low to their high ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import mul

from briefing.analysis.estimate import Estimate
from briefing.analysis.phrase import Words


@dataclass(frozen=True, slots=True)
class Swing:
    """What one input does to the result.

    Attributes
    ----------
    name : str
        The input.
    low_input, high_input : Estimate
        Ends of the input, exact.
    low_result, high_result : Estimate
        Result at those ends with all other inputs at their central values, exact.
    """

    name: str
    low_input: Estimate
    high_input: Estimate
    low_result: Estimate
    high_result: Estimate

    def words(self) -> Words:
        """Name the input for a sentence, resting on what it does to the result."""
        return Words(self.name, self.low_result.origins | self.high_result.origins)

    @property
    def width(self) -> float:
        """Distance between the two results, in the result's unit."""
        return abs(self.high_result.low - self.low_result.low)


def swings(
    model: Callable[[Mapping[str, Estimate]], Estimate], inputs: Mapping[str, Estimate]
) -> tuple[Estimate, list[Swing]]:
    """Vary inputs one at a time.

    Parameters
    ----------
    model : callable
        Gives the result for a mapping of exact inputs.
    inputs : mapping of str to Estimate
        Bounded ranges with central values.

    Returns
    -------
    (Estimate, list of Swing)
        Result with every input at its centre, and one swing per input, widest first.

    Raises
    ------
    ValueError
        If an input has no central value or an open bound.
    """
    centre = _centre(inputs)
    found = [
        Swing(
            name,
            estimate.lower(),
            estimate.upper(),
            model({**centre, name: estimate.lower()}),
            model({**centre, name: estimate.upper()}),
        )
        for name, estimate in inputs.items()
    ]
    return model(centre), sorted(found, key=lambda swing: -swing.width)


def _centre(inputs: Mapping[str, Estimate]) -> dict[str, Estimate]:
    for name, estimate in inputs.items():
        if estimate.point is None or math.isinf(estimate.low) or math.isinf(estimate.high):
            raise ValueError(f"{name} needs a central value and two bounds, not {estimate}")
    return {name: estimate.middle() for name, estimate in inputs.items()}


def product(inputs: Mapping[str, Estimate]) -> Estimate:
    """Multiply all inputs: the model of a chain of factors."""
    first, *rest = inputs.values()
    return reduce(mul, rest, first)
