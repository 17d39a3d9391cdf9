"""Rulings as tables and frames: how chapters and the summary show verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from briefing.analysis.estimate import Estimate, count
from briefing.analysis.origins import Origin
from briefing.analysis.phrase import Words
from briefing.ledger.terms import Verdict, Vintage
from briefing.notebook.tabular import Cell, Column, table

if TYPE_CHECKING:
    import pandas as pd

    from briefing.notebook.chapter import Chapter

UNRULED: Final = "not yet ruled"

_TONES: Final = {
    Verdict.SUPPORTED: "supported",
    Verdict.CAVEAT: "caveat",
    Verdict.IMPRECISE: "imprecise",
    Verdict.OUTDATED: "outdated",
    Verdict.DISPUTED: "disputed",
    Verdict.NOT_CHECKABLE: "uncheckable",
}


def verdict_words(verdict: Verdict | None) -> str:
    """Give a verdict as readers see it."""
    return UNRULED if verdict is None else verdict.words


def verdict_tone(verdict: Verdict | None) -> str:
    """Give the tone by which documents and charts set a verdict apart."""
    return "unruled" if verdict is None else _TONES[verdict]


def verdict_cell(chapter: Chapter, claim_id: str, vintage: Vintage) -> Cell:
    """Give the cell that shows a ruling, resting on it."""
    ruling = chapter.ruling(claim_id, vintage)
    if ruling is None:
        origin = Origin("claim", claim_id)
        return Cell(Words(UNRULED, frozenset({origin})), tone="unruled")
    origin = Origin("verdict", f"{claim_id}/{vintage}")
    words = Words(verdict_words(ruling.verdict), frozenset({origin}))
    return Cell(words, tone=verdict_tone(ruling.verdict))


def show_rulings(chapter: Chapter, label: str, claims: Iterable[str]) -> None:
    """Show what a chapter's claims come to, one row a claim.

    Parameters
    ----------
    chapter : Chapter
        The open chapter; its cut-off decides which vintages are shown.
    label : str
        Label of the table.
    claims : iterable of str
        Claim ids, in the order to be shown.
    """
    vintages = chapter.vintages
    heads = [
        Column("What the article asserts", width="3.6fr"),
        *(Column(vintage_head(chapter, vintage), width="1.3fr") for vintage in vintages),
        Column("Confidence", width="1fr"),
    ]
    table(
        label,
        heads,
        [_ruling_row(chapter, claim_id, vintages) for claim_id in claims],
        caption="What the claims of this chapter come to",
        note="Confidence is that of the latest ruling. Each assertion leads to its entry in the "
        "ledger, with the reason and the evidence.",
        summary="One row a claim: the assertion, the verdict at each date, the confidence.",
        cite=False,
    )


def verdict_frame(chapter: Chapter) -> pd.DataFrame:
    """Lay out every claim's verdict at each vintage, for the scoreboard.

    Returns
    -------
    pandas.DataFrame
        Columns claim, topic, vintage and verdict (missing where not yet ruled), in the order of the
        ledger.
    """
    import pandas as pd

    records = []
    for vintage in chapter.vintages:
        for claim in chapter.ledger.claims.values():
            ruling = chapter.ruling(claim.id, vintage)
            verdict = ruling.verdict if ruling else None
            records.append((claim.id, claim.topic, str(vintage), verdict and str(verdict)))
    return pd.DataFrame.from_records(records, columns=["claim", "topic", "vintage", "verdict"])


def count_verdicts(chapter: Chapter, vintage: Vintage, *verdicts: Verdict | None) -> Estimate:
    """Count the claims with one of these verdicts; none given counts all that are ruled on.

    Returns
    -------
    Estimate
        Exact [claims], resting on the rulings counted, or on all claims where none is.
    """
    wanted = set(verdicts) if verdicts else set(Verdict)
    claims = chapter.ledger.claims
    chosen = [
        claim_id
        for claim_id in claims
        if ((ruling := chapter.ruling(claim_id, vintage)) and ruling.verdict in wanted)
        or (ruling is None and None in wanted)
    ]
    origins = [
        Origin("verdict", f"{claim_id}/{vintage}")
        if chapter.ruling(claim_id, vintage)
        else Origin("claim", claim_id)
        for claim_id in chosen
    ]
    return count(len(chosen), "claims", origins or [Origin("claim", c) for c in claims])


def vintage_head(chapter: Chapter, vintage: Vintage) -> str:
    """Give the words for a vintage above a column."""
    labels = chapter.ledger.settings.vintages.labels
    return labels.get(vintage, str(vintage).capitalize())


def vintage_heads(chapter: Chapter) -> dict[str, str]:
    """Give the words for every vintage within the cut-off, by vintage."""
    return {str(vintage): vintage_head(chapter, vintage) for vintage in chapter.vintages}


def _ruling_row(
    chapter: Chapter, claim_id: str, vintages: tuple[Vintage, ...]
) -> list[Cell | Words | str]:
    claim = chapter.claim(claim_id)
    asserted = Words(claim.statement, frozenset({Origin("claim", claim_id)}))
    ruling = chapter.ruling(claim_id, vintages[-1])
    confidence: Words | str = ""
    if ruling is not None:
        origin = Origin("verdict", f"{claim_id}/{vintages[-1]}")
        confidence = Words(str(ruling.confidence), frozenset({origin}))
    return [
        Cell(asserted, href=f"#claim-{claim_id}"),
        *(verdict_cell(chapter, claim_id, vintage) for vintage in vintages),
        confidence,
    ]
