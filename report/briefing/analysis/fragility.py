"""Fragility: on what little a verdict hangs, and how far a figure must move to flip it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from briefing.analysis.rules import Assessment, assess
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import Observation
from briefing.ledger.terms import Bearing, Verdict

REACH: Final = 10.0
"""Largest factor by which a figure is moved; what flips only beyond it is called firm."""

_STEPS: Final = 24
"""Halvings of the search; the factor is then exact to far better than it is printed."""


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest move of one figure that changes a verdict.

    Attributes
    ----------
    row : str
        Id of the observation that moves.
    factor : float
        By which its value is multiplied; above 1 upwards, below 1 downwards.
    verdict : Verdict
        What the verdict becomes.
    """

    row: str
    factor: float
    verdict: Verdict

    @property
    def distance(self) -> float:
        """How far that is, as a ratio of at least 1."""
        return max(self.factor, 1 / self.factor)


@dataclass(frozen=True, slots=True)
class Fragility:
    """How firmly the computed verdict on a claim stands.

    Attributes
    ----------
    claim : str
        Its id.
    assessment : Assessment
        With all evidence.
    without : tuple of (str, Verdict)
        Families whose removal changes the verdict, and to what.
    up, down : Flip or None
        Smallest upward and downward move of any one measure that changes it; None if none does
        within `REACH`, or nothing is measured.
    """

    claim: str
    assessment: Assessment
    without: tuple[tuple[str, Verdict], ...]
    up: Flip | None
    down: Flip | None

    @property
    def hangs_on_one(self) -> bool:
        """Whether leaving out one family would change the verdict."""
        return bool(self.without)


def probe(ledger: Ledger, claim_id: str, day: date) -> Fragility:
    """Try a verdict against the loss of each family and the move of each figure.

    Parameters
    ----------
    ledger : Ledger
        Where claim and evidence stand.
    claim_id : str
        Which claim.
    day : date
        Last day whose publications count.
    """
    own = _with_rows(ledger, {r.id: r for r in ledger.observations(claim=claim_id, known_by=day)})
    found = assess(own, claim_id, day)
    sides = (found.supporting, found.qualifying, found.contradicting, found.overtaking)
    changed = [
        (family, left)
        for family in sorted(frozenset().union(*sides))
        if (left := assess(own, claim_id, day, [family]).verdict) is not found.verdict
    ]
    flips = list(_flips(own, claim_id, day, found))
    up = [flip for flip in flips if flip.factor > 1]
    down = [flip for flip in flips if flip.factor < 1]
    return Fragility(
        claim_id,
        found,
        tuple(changed),
        min(up, key=lambda flip: flip.distance, default=None),
        min(down, key=lambda flip: flip.distance, default=None),
    )


def deciding_rows(ledger: Ledger, claim_id: str, day: date) -> frozenset[str]:
    """Find the measures whose value matters to the rule.

    Those by which families would stand on other sides, or the gap be another, if the figure were
    larger or smaller by `REACH`. A maker's earlier counts and counts of other days often are not.

    Parameters
    ----------
    ledger : Ledger
        Where claim and evidence stand.
    claim_id : str
        Which claim.
    day : date
        Last day whose publications count.
    """
    own = _with_rows(ledger, {r.id: r for r in ledger.observations(claim=claim_id, known_by=day)})
    found = assess(own, claim_id, day)
    return frozenset(
        row.id
        for row in own.evidence.values()
        if row.id in found.rows
        and row.claims[claim_id] is Bearing.MEASURE
        and any(_moved(own, claim_id, day, row, by) != found for by in (REACH, 1 / REACH))
    )


def _flips(ledger: Ledger, claim_id: str, day: date, found: Assessment) -> Iterator[Flip]:
    for row in list(ledger.evidence.values()):
        if row.id in found.rows and row.claims[claim_id] is Bearing.MEASURE:
            for way in (1, -1):
                flip = _first_flip(ledger, claim_id, day, row, way, found.verdict)
                if flip is not None:
                    yield flip


def _first_flip(
    ledger: Ledger, claim_id: str, day: date, row: Observation, way: int, verdict: Verdict
) -> Flip | None:
    """Search the smallest factor one way; between two that differ the change is bisected."""

    def moved(power: float) -> Verdict:
        return _moved(ledger, claim_id, day, row, math.exp(way * power)).verdict

    far = math.log(REACH)
    # A verdict may change and change back; a coarse walk finds the first change.
    near, step = 0.0, far / 12
    while near < far and moved(near + step) is verdict:
        near += step
    if near >= far:
        return None
    low, high = near, near + step
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if moved(middle) is verdict else (low, middle)
    return Flip(row.id, math.exp(way * high), moved(high))


def _moved(ledger: Ledger, claim_id: str, day: date, row: Observation, factor: float) -> Assessment:
    other = _scaled(row, factor)
    return assess(_with_rows(ledger, {**ledger.evidence, row.id: other}), claim_id, day)


def _scaled(row: Observation, factor: float) -> Observation:
    bounds = {
        name: None if (value := getattr(row, name)) is None else value * factor
        for name in ("low", "central", "high")
    }
    return row.model_copy(update=bounds)


def _with_rows(ledger: Ledger, rows: dict[str, Observation]) -> Ledger:
    return replace(ledger, evidence=rows)
