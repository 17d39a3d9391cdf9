"""Comparing a claimed figure with what one family of makers measured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from briefing.analysis.estimate import Estimate
from briefing.analysis.observing import claimed, observe
from briefing.ledger.models import Claim, Observation
from briefing.ledger.terms import Trend

SLACK: Final = 0.10
"""Share by which ranges are widened before they are compared: reports round to a tenth."""

WINDOW_DAYS: Final = 90
"""How far from the claim's date a count of a state still speaks of the same state [days].

Earlier counts are not compared; later ones can show that the state has moved on.
"""


class Side(Enum):
    """What a family's measures do to a claim."""

    AGREES = auto()
    CONTRADICTS = auto()
    OVERTAKES = auto()
    """They agree with the figure for an earlier date and have gone beyond it since."""
    NONE = auto()
    """They speak of another time, and nothing follows from them."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Families by the side that their measures take.

    Attributes
    ----------
    sides : mapping of str to Side
        One for each family that measured.
    gap : float
        Largest ratio between the claim and a contradicting measure; 1 where there is none.
    """

    sides: Mapping[str, Side]
    gap: float

    def on(self, side: Side) -> set[str]:
        """Families on one side."""
        return {family for family, taken in self.sides.items() if taken is side}


def compare(claim: Claim, measures: Mapping[str, Sequence[Observation]]) -> Comparison:
    """Put each family that measured the claimed quantity on a side.

    Parameters
    ----------
    claim : Claim
        With bounds, if there are any measures.
    measures : mapping of str to sequence of Observation
        Rows of each family, in the claim's quantity and unit.
    """
    if not measures:
        return Comparison({}, 1.0)
    asserted = claimed(claim)
    every = [row for rows in measures.values() for row in rows]
    first = _first_agreement(asserted, every)
    sides: dict[str, Side] = {}
    gap = 1.0
    for family, rows in measures.items():
        decisive, sides[family] = _take_side(claim, asserted, rows, first)
        if sides[family] is Side.CONTRADICTS:
            gap = max(gap, asserted.gap(observe(decisive)))
    return Comparison(sides, gap)


def _take_side(
    claim: Claim, asserted: Estimate, rows: Sequence[Observation], first: date | None
) -> tuple[Observation, Side]:
    match claim.trend:
        case Trend.CUMULATIVE:
            return _side_in_growth(claim, asserted, rows, first)
        case Trend.STATE:
            return _side_in_state(claim, asserted, rows)
        case _:
            nearest = min(rows, key=lambda row: _distance(claim, row))
            return nearest, _plain_side(asserted, nearest)


def _side_in_growth(
    claim: Claim, asserted: Estimate, rows: Sequence[Observation], first: date | None
) -> tuple[Observation, Side]:
    """Judge a total that only grows, by the family's latest row."""
    latest = max(rows, key=_as_of)
    if _overlaps(asserted, latest):
        return latest, Side.AGREES
    if observe(latest).low > asserted.high:
        is_news = first is not None and _as_of(latest) > first
        return latest, Side.OVERTAKES if is_news else Side.CONTRADICTS
    # A lower total of an earlier day is what growth would give.
    is_earlier = _days_after(claim, latest) < 0
    return latest, Side.NONE if is_earlier else Side.CONTRADICTS


def _side_in_state(
    claim: Claim, asserted: Estimate, rows: Sequence[Observation]
) -> tuple[Observation, Side]:
    """Judge a state: rows near the claim's date decide whether it was right.

    Where they agree, or there are none, a later row that no longer agrees shows that the state has
    moved on.
    """
    nearest = min(rows, key=lambda row: _distance(claim, row))
    latest = max(rows, key=_as_of)
    # What cannot be placed in time, row or claim, is compared as it stands.
    away = _days_after(claim, nearest)
    is_near = math.isnan(away) or abs(away) <= WINDOW_DAYS
    if is_near and not _overlaps(asserted, nearest):
        return nearest, Side.CONTRADICTS
    if _days_after(claim, latest) > WINDOW_DAYS and not _overlaps(asserted, latest):
        return latest, Side.OVERTAKES
    return nearest, Side.AGREES if is_near else Side.NONE


def _plain_side(asserted: Estimate, row: Observation) -> Side:
    return Side.AGREES if _overlaps(asserted, row) else Side.CONTRADICTS


def _first_agreement(asserted: Estimate, rows: Iterable[Observation]) -> date | None:
    agreeing = [row.as_of.last for row in rows if row.as_of and _overlaps(asserted, row)]
    return min(agreeing, default=None)


def _overlaps(asserted: Estimate, row: Observation) -> bool:
    return asserted.overlaps(observe(row), SLACK)


def _as_of(row: Observation) -> date:
    return row.as_of.last if row.as_of else date.min


def _distance(claim: Claim, row: Observation) -> float:
    days = _days_after(claim, row)
    return math.inf if math.isnan(days) else abs(days)


def _days_after(claim: Claim, row: Observation) -> float:
    """Count the days from the claim's date to the row's; without both it is no number."""
    if claim.as_of is None or row.as_of is None:
        return math.nan
    return (row.as_of.last - claim.as_of.last).days
