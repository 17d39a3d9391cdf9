"""Two sides compared kind by kind: who is ahead in how many, and how far publishers differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from briefing.analysis.estimate import Estimate, counted
from briefing.analysis.unknown import Unknown

Value = Estimate | Unknown

PARITY: Final = 1.0
"""Ratio at which neither side has more."""


def count_ahead(ratios: Sequence[Value], unit: str = "kinds") -> Value:
    """Count the kinds in which the first side surely has more than the second.

    Parameters
    ----------
    ratios : sequence of Estimate or Unknown
        First side over second side, one for each kind.
    unit : str
        What is counted.

    Returns
    -------
    Estimate or Unknown
        Exact, resting on all that were looked at; `Unknown` if one of them is. A range that holds
        parity is not counted.
    """
    known: list[Estimate] = []
    for ratio in ratios:
        if isinstance(ratio, Unknown):
            return ratio
        known.append(ratio.to("ratio"))
    return counted([ratio for ratio in known if ratio.low > PARITY], unit, among=known)


def count_kinds(ratios: Sequence[Value], unit: str = "kinds") -> Value:
    """Count the kinds that were compared; `Unknown` if one of them is.

    Parameters
    ----------
    ratios : sequence of Estimate or Unknown
        One for each kind.
    unit : str
        What is counted.
    """
    known: list[Estimate] = []
    for ratio in ratios:
        if isinstance(ratio, Unknown):
            return ratio
        known.append(ratio)
    return counted(known, unit)


def disagreement(one: Value, other: Value) -> Value:
    """Give the factor by which two estimates of the same thing differ, whichever is larger.

    Parameters
    ----------
    one, other : Estimate or Unknown
        Of the same unit, above zero.

    Returns
    -------
    Estimate or Unknown
        The larger over the smaller, never below 1 [ratio].

    Raises
    ------
    ValueError
        If a range reaches down to zero, since no factor leads there.
    """
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return one if isinstance(one, Unknown) else other
    if one.low <= 0 or other.low <= 0:
        raise ValueError(f"a factor needs values above zero, not {one} and {other}")
    ahead = cast(Estimate, one / other).to("ratio")
    behind = cast(Estimate, other / one).to("ratio")
    if ahead.low >= PARITY:
        return ahead
    if behind.low >= PARITY:
        return behind
    # Either may be the larger: they may agree, and differ by no more than the wider end.
    return Estimate(
        PARITY, max(ahead.high, behind.high), ahead.unit, ahead.kind, ahead.origins | behind.origins
    )
