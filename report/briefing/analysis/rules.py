"""Verdict rules: what the evidence known at a date says of a claim, computed.

Analysts rule, the machine checks: the verdict computed here must equal the one in
``data/verdicts.csv``, or that row must say why not. Neither can then drift from the other.

Independence is by family of makers: however many papers print a number, its maker counts once, and
the maker of the claim itself cannot confirm it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from briefing.analysis.comparing import SLACK, Side, compare
from briefing.analysis.estimate import Estimate
from briefing.errors import Fault
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import Claim, Observation
from briefing.ledger.terms import Bearing, Verdict, Vintage

NEAR: Final = 1.5
"""Gap below which a wrong figure is imprecise rather than disputed [ratio]."""

WORST_CREDIBILITY: Final = 3
COUNTED_RELIABILITY: Final = frozenset("ABCD")

DEFINITIONS: Final[Mapping[Verdict, str]] = MappingProxyType(
    {
        Verdict.SUPPORTED: "Independent evidence agrees and none narrows or contradicts the claim.",
        Verdict.CAVEAT: (
            "Independent evidence agrees in the main, but some narrows the claim or speaks "
            "against it; the caveat belongs beside the figure."
        ),
        Verdict.IMPRECISE: (
            "The claim points the right way but its figure or wording is off: the evidence only "
            f"narrows it, or misses it by a factor below {NEAR:g}."
        ),
        Verdict.OUTDATED: (
            "The figure was right for an earlier date; by the day of the ruling, later counts "
            "had overtaken it."
        ),
        Verdict.DISPUTED: (
            "At least as much independent evidence speaks against the claim as for it."
        ),
        Verdict.NOT_CHECKABLE: "No independent public evidence bears on the claim.",
    }
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the rule found for one claim at one date.

    Attributes
    ----------
    verdict : Verdict
        First rule that fits.
    rule : str
        That rule, in words.
    supporting, qualifying, contradicting, overtaking : frozenset of str
        Families of makers on each side. One that supports or contradicts may narrow the claim
        too; otherwise a family stands on one side only, and the claimant's never supports.
    gap : float
        Largest ratio between the claim and a contradicting measure; 1 where there is none.
    rows : frozenset of str
        Ids of the observations that counted.
    """

    verdict: Verdict
    rule: str
    supporting: frozenset[str]
    qualifying: frozenset[str]
    contradicting: frozenset[str]
    overtaking: frozenset[str]
    gap: float
    rows: frozenset[str]

    @property
    def independent(self) -> int:
        """Number of families that bear on the claim."""
        sides = (self.supporting, self.qualifying, self.contradicting, self.overtaking)
        return len(frozenset().union(*sides))


@dataclass(frozen=True, slots=True)
class _Sides:
    """Families by what their evidence does to the claim, and how far off measures are."""

    support: frozenset[str]
    qualify: frozenset[str]
    contradict: frozenset[str]
    overtake: frozenset[str]
    gap: float
    by_measure: bool


# Tried in order; the first that fits gives the verdict.
_RULES: Final[tuple[tuple[str, Callable[[_Sides], bool], Verdict], ...]] = (
    (
        "nothing independent bears on it",
        lambda s: not (s.support or s.qualify or s.contradict or s.overtake),
        Verdict.NOT_CHECKABLE,
    ),
    (
        "later counts by at least as many makers as agree had overtaken it",
        lambda s: bool(s.overtake) and len(s.overtake) >= len(s.support),
        Verdict.OUTDATED,
    ),
    (
        f"only contrary measures, all within a factor of {NEAR:g}",
        lambda s: bool(s.contradict) and not s.support and s.by_measure and s.gap < NEAR,
        Verdict.IMPRECISE,
    ),
    (
        "at least as many makers contradict as agree",
        lambda s: bool(s.contradict) and len(s.contradict) >= len(s.support),
        Verdict.DISPUTED,
    ),
    (
        "makers agree, but some narrow or contradict it",
        lambda s: bool(s.support) and bool(s.qualify or s.contradict or s.overtake),
        Verdict.CAVEAT,
    ),
    ("independent makers agree", lambda s: bool(s.support), Verdict.SUPPORTED),
    ("the evidence only narrows it", lambda s: True, Verdict.IMPRECISE),
)


def assess(ledger: Ledger, claim_id: str, day: date, without: Iterable[str] = ()) -> Assessment:
    """Compute the verdict on a claim from the evidence published by a day.

    Parameters
    ----------
    ledger : Ledger
        Where claim and evidence stand.
    claim_id : str
        Which claim.
    day : date
        Last day whose publications count.
    without : iterable of str, optional
        Families to leave out, to see whether the verdict hangs on one.

    Returns
    -------
    Assessment
        The verdict with the families on each side.
    """
    claim = ledger.claims[claim_id]
    dropped = frozenset(without)
    rows = [
        row
        for row in ledger.observations(claim=claim_id, known_by=day)
        if _counts(ledger, row, claim_id) and ledger.family_of(row.origin) not in dropped
    ]
    sides = _take_sides(ledger, claim, rows)
    rule, verdict = next((name, verdict) for name, fits, verdict in _RULES if fits(sides))
    return Assessment(
        verdict,
        rule,
        sides.support,
        sides.qualify,
        sides.contradict,
        sides.overtake,
        sides.gap,
        frozenset(row.id for row in rows),
    )


def verdict_by_measure(asserted: Estimate, measured: Estimate) -> Verdict:
    """Give the verdict on a figure if one measure were all that bears on it.

    Parameters
    ----------
    asserted, measured : Estimate
        Of the same unit, and of the same day.
    """
    if asserted.overlaps(measured, SLACK):
        return Verdict.SUPPORTED
    return Verdict.IMPRECISE if asserted.gap(measured) < NEAR else Verdict.DISPUTED


def check_rulings(ledger: Ledger) -> list[Fault]:
    """Hold every ruling against the computed verdict.

    Returns
    -------
    list of Fault
        A ruling that differs without an override, an override that is not needed, and evidence
        cited in a ruling before it was published.
    """
    faults: list[Fault] = []
    for (claim_id, vintage), ruling in ledger.rulings.items():
        day = ledger.settings.vintages.day(vintage)
        computed = assess(ledger, claim_id, day)
        name = f"{claim_id}/{vintage}"
        faults.extend(
            Fault("data/verdicts.csv", ruling.line, name, message)
            for message in (
                *_disagreement(ruling.verdict, ruling.override, computed),
                *_too_late(ledger, ruling.evidence, vintage),
            )
        )
    return faults


def _disagreement(ruled: Verdict, override: str | None, computed: Assessment) -> Iterator[str]:
    if ruled is not computed.verdict and override is None:
        yield (
            f"is ruled {ruled}, but the evidence gives {computed.verdict} ({computed.rule}); "
            "correct the ruling, the evidence, or write an override"
        )
    if ruled is computed.verdict and override is not None:
        yield "has an override, but ruling and evidence agree; remove it"


def _too_late(ledger: Ledger, cited: Iterable[str], vintage: Vintage) -> Iterator[str]:
    day = ledger.settings.vintages.day(vintage)
    for identifier in cited:
        row = ledger.evidence[identifier]
        if not ledger.is_known(row, day):
            published = ledger.source_of(row).published
            yield f"cites {identifier}, published {published}, after {day}; cite earlier evidence"


def _counts(ledger: Ledger, row: Observation, claim_id: str) -> bool:
    return (
        row.claims[claim_id] is not Bearing.CONTEXT
        and row.credibility <= WORST_CREDIBILITY
        and ledger.source_of(row).reliability in COUNTED_RELIABILITY
    )


def _take_sides(ledger: Ledger, claim: Claim, rows: Iterable[Observation]) -> _Sides:
    said: dict[str, set[Bearing]] = {}
    measures: dict[str, list[Observation]] = {}
    for row in rows:
        family = ledger.family_of(row.origin)
        if row.claims[claim.id] is Bearing.MEASURE:
            measures.setdefault(family, []).append(row)
        else:
            said.setdefault(family, set()).add(row.claims[claim.id])
    compared = compare(claim, measures)
    overtake = compared.on(Side.OVERTAKES)
    support = compared.on(Side.AGREES) | _saying(said, Bearing.SUPPORTS)
    denied = _saying(said, Bearing.CONTRADICTS)
    contradict = (compared.on(Side.CONTRADICTS) | denied) - overtake
    # The claimant cannot confirm itself, but it can correct itself.
    own = {ledger.family_of(claim.origin)} if claim.origin else set()
    qualify = _saying(said, Bearing.QUALIFIES) | (support & contradict)
    return _Sides(
        frozenset(support - own - contradict - overtake),
        frozenset(qualify),
        frozenset(contradict),
        frozenset(overtake),
        compared.gap,
        not denied,
    )


def _saying(said: Mapping[str, set[Bearing]], bearing: Bearing) -> set[str]:
    return {family for family, bearings in said.items() if bearing in bearings}
