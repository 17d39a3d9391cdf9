"""How firm rulings are, and what to watch: tables and counts for the outlook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.estimate import Estimate, Kind, count
from briefing.analysis.fragility import REACH, Fragility
from briefing.analysis.origins import Origin, Origins
from briefing.analysis.phrase import Words
from briefing.analysis.units import parse_unit
from briefing.ledger.terms import Confidence, Verdict
from briefing.notebook.session import current_chapter
from briefing.notebook.tabular import Cell, Column, table
from briefing.notebook.verdicts import verdict_tone, verdict_words

if TYPE_CHECKING:
    from briefing.ledger.models import Ruling
    from briefing.notebook.chapter import Chapter


@dataclass(frozen=True, slots=True)
class Closest:
    """The verdict that the smallest move of one figure would change.

    Attributes
    ----------
    claim, row : Words
        Which claim, and whose figure of when.
    factor : Estimate
        By which that figure would have to be multiplied [ratio].
    """

    claim: Words
    row: Words
    factor: Estimate


def tried_reach() -> Estimate:
    """Give the largest factor by which a figure is moved to try a verdict [ratio]."""
    origin = Origin("setting", "rules.reach")
    return Estimate(REACH, REACH, parse_unit("ratio"), Kind.CHOSEN, frozenset({origin}))


def count_probes(probes: Sequence[Fragility], among: Sequence[Fragility] = ()) -> Estimate:
    """Count verdicts that were tried, resting on all that were.

    Parameters
    ----------
    probes : sequence of Fragility
        What is counted.
    among : sequence of Fragility, optional
        All from which they were chosen; by default they themselves.
    """
    return count(len(probes), "verdicts", _origins(among or probes))


def closest_flip(chapter: Chapter, probes: Sequence[Fragility]) -> Closest:
    """Find the verdict that the smallest move of one figure would change.

    Raises
    ------
    ValueError
        If no single figure changes any verdict.
    """
    flips = [(flip, probe) for probe in probes for flip in (probe.up, probe.down) if flip]
    if not flips:
        raise ValueError("no single figure changes a verdict; leave the sentence out")
    flip, probe = min(flips, key=lambda pair: pair[0].distance)
    origins = _origins([probe]) | {Origin("evidence", flip.row), Origin("claim", probe.claim)}
    factor = Estimate(flip.factor, flip.factor, parse_unit("ratio"), Kind.MODELLED, origins)
    return Closest(
        Words(chapter.claim(probe.claim).statement, origins),
        Words(chapter.frames.attribution(flip.row), origins),
        factor,
    )


def show_hanging(chapter: Chapter, label: str, probes: Sequence[Fragility]) -> None:
    """Show which verdicts hang on one family of makers, and what they would become."""
    rows = [
        [
            Cell(_claim_words(chapter, probe.claim), href=f"#claim-{probe.claim}"),
            _verdict_cell(probe.assessment.verdict, probe.claim),
            chapter.frames.side(family),
            _verdict_cell(becomes, probe.claim),
        ]
        for probe in probes
        for family, becomes in probe.without
    ]
    table(
        label,
        [Column("Claim", width="2.4fr"), Column("Computed verdict", width="1.3fr"),
         Column("Without", width="1.2fr"), Column("Becomes", width="1.3fr")],
        rows,
        caption="Verdicts that hang on one family of makers",
        note="A ruling may differ from the computed verdict; the ledger then says why.",
        summary="One row a claim and family: the verdict, who is left out, what it becomes.",
    )  # fmt: skip


def show_indicators(chapter: Chapter, label: str) -> None:
    """Show what would change the rulings that may still move.

    Left out are claims that are plainly supported, and rulings held with high confidence.
    """
    latest = chapter.vintages[-1]
    rows = []
    for claim_id in chapter.ledger.claims:
        ruling = chapter.ruling(claim_id, latest)
        if ruling is not None and _may_move(ruling):
            origin = frozenset({Origin("verdict", f"{claim_id}/{latest}")})
            asserted = Cell(_claim_words(chapter, claim_id), href=f"#claim-{claim_id}")
            rows.append([Words(ruling.would_change, origin), asserted])
    table(
        label,
        [Column("What to watch for", width="2.4fr"), Column("It bears on", width="2fr")],
        rows,
        caption="Indicators, each tied to a claim",
        note="Left to the ledger: claims plainly supported, and rulings held with high confidence.",
        summary="One row an indicator: what would be seen, and the claim it bears on.",
        cite=False,
    )


def _may_move(ruling: Ruling) -> bool:
    return ruling.verdict is not Verdict.SUPPORTED and ruling.confidence is not Confidence.HIGH


def _claim_words(chapter: Chapter, claim_id: str) -> Words:
    return Words(chapter.claim(claim_id).statement, frozenset({Origin("claim", claim_id)}))


def _verdict_cell(verdict: Verdict, claim_id: str) -> Cell:
    words = Words(verdict_words(verdict), frozenset({_latest(claim_id)}))
    return Cell(words, tone=verdict_tone(verdict))


def _origins(probes: Sequence[Fragility]) -> Origins:
    return frozenset(_latest(probe.claim) for probe in probes)


def _latest(claim_id: str) -> Origin:
    """Give the latest ruling, which rests on the rows that the rule weighs."""
    return Origin("verdict", f"{claim_id}/{current_chapter().vintages[-1]}")
