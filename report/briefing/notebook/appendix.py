"""The ledger as an appendix: every claim with its rulings and evidence, sources, findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from briefing.analysis.estimate import count
from briefing.analysis.likelihood import LEXICONS
from briefing.analysis.observing import observe
from briefing.analysis.origins import Origin
from briefing.analysis.phrase import Words
from briefing.analysis.rules import DEFINITIONS
from briefing.ledger.grades import CONFIDENCE, CREDIBILITY, RELIABILITY
from briefing.ledger.models import Claim, Observation
from briefing.ledger.terms import Bearing, Vintage
from briefing.notebook.prose import say
from briefing.notebook.session import current_chapter
from briefing.notebook.tabular import Cell, Column, table
from briefing.notebook.verdicts import (
    verdict_cell,
    verdict_tone,
    verdict_words,
    vintage_head,
)

if TYPE_CHECKING:
    from briefing.notebook.chapter import Chapter

_BEARING_WORDS: Final = {
    Bearing.MEASURE: "compared",
    Bearing.SUPPORTS: "supports",
    Bearing.QUALIFIES: "narrows",
    Bearing.CONTRADICTS: "contradicts",
}


def show_claims(chapter: Chapter) -> None:
    """Show every claim that has been ruled on, by topic, in the order of the ledger."""
    topics: dict[str, list[str]] = {}
    for claim in chapter.ledger.claims.values():
        if _ruled_vintages(chapter, claim.id):
            topics.setdefault(claim.topic, []).append(claim.id)
    for topic, claims in topics.items():
        origins = frozenset(Origin("claim", claim_id) for claim_id in claims)
        say("## Claims on {topic}", topic=Words(topic.replace("-", " "), origins))
        for claim_id in claims:
            show_claim(chapter, claim_id)


def show_claim(chapter: Chapter, claim_id: str) -> None:
    """Show one claim: what the article asserts, the rulings, and the evidence they weigh.

    Rows that are only context carry no verdict and are left to ``data/evidence.csv``.
    """
    claim = chapter.claim(claim_id)
    origin = frozenset({Origin("claim", claim_id)})
    say("### {statement}", statement=Words(claim.statement, origin), label=f"claim-{claim_id}")
    _show_locator(claim)
    _show_claim_rulings(chapter, claim_id, _ruled_vintages(chapter, claim_id))
    rows = [
        row
        for row in chapter.ledger.observations(claim=claim_id, known_by=chapter.cutoff)
        if row.claims[claim_id] is not Bearing.CONTEXT
    ]
    if rows:
        _show_evidence(chapter, claim_id, rows)


def show_unruled(chapter: Chapter, label: str) -> None:
    """Show the claims that have not been ruled on, under a heading; nothing if there are none."""
    ledger = chapter.ledger
    claims = [row for row in ledger.claims.values() if not _ruled_vintages(chapter, row.id)]
    if not claims:
        return
    say("## Claims {state}", state=verdict_cell(chapter, claims[0].id, Vintage.THEN).value)
    table(
        label,
        [Column("Paragraph", align="right"), Column("What the article asserts", width="3fr"),
         Column("As written", width="1.2fr"), Column("Verdict", width="1.2fr")],
        [
            [
                Words(str(claim.paragraph), frozenset({Origin("claim", claim.id)})),
                Cell(
                    Words(claim.statement, frozenset({Origin("claim", claim.id)})),
                    anchor=f"claim-{claim.id}",
                ),
                Words(_as_written(claim), frozenset({Origin("claim", claim.id)})),
                verdict_cell(chapter, claim.id, chapter.vintages[-1]),
            ]
            for claim in claims
        ],
        caption="Claims not yet ruled",
        summary="One row a claim: paragraph, assertion, figure as written, verdict.",
    )  # fmt: skip


def show_definitions(label: str) -> None:
    """Show what each verdict means."""
    table(
        label,
        [Column("Verdict", width="1fr"), Column("Meaning", width="3.6fr")],
        [
            [
                Cell(verdict_words(verdict), tone=verdict_tone(verdict)),
                Words(meaning, frozenset({Origin("setting", "rules.verdicts")})),
            ]
            for verdict, meaning in DEFINITIONS.items()
        ],
        caption="What the verdicts mean",
        summary="One row a verdict.",
    )


def show_grades(label: str) -> None:
    """Show what the grades of sources and observations and the levels of confidence mean."""
    scale = frozenset({Origin("setting", "grades")})
    rows: list[list[Any]] = [
        *([grade, "Source", meaning] for grade, meaning in RELIABILITY.items()),
        *(
            [Words(str(grade), scale), "Observation", meaning]
            for grade, meaning in CREDIBILITY.items()
        ),
        *([str(level).capitalize(), "Ruling", meaning] for level, meaning in CONFIDENCE.items()),
    ]
    table(
        label,
        [Column("Grade", width="0.7fr"), Column("Of a", width="0.9fr"),
         Column("Meaning", width="4.4fr")],
        rows,
        caption="What the grades mean",
        summary="One row a grade: of sources, of observations, of rulings.",
    )  # fmt: skip


def show_likelihood_terms(label: str) -> None:
    """Show the words of likelihood in use with the bands they stand for."""
    lexicon = LEXICONS[current_chapter().lexicon]
    origin = frozenset({Origin("setting", f"lexicon.{lexicon.id}")})
    table(
        label,
        [Column("Term", width="1fr"), Column("Probability", align="right", width="1fr")],
        [[Words(term.word, origin), Words(term.band, origin)] for term in lexicon.terms],
        caption="Words of likelihood",
        note=(
            f"Follows {lexicon.name} in its edition of {lexicon.version}; others have other bands. "
            f"{lexicon.rule} The number is always printed beside the word."
        ),
        summary="One row a term, from the lowest probability to the highest.",
    )


def show_source_summary(chapter: Chapter) -> None:
    """Say what the evidence as a whole rests on, and cite every source known at the cut-off."""
    ledger = chapter.ledger
    rows = list(ledger.observations(known_by=chapter.cutoff))
    used = {row.source: Origin("evidence", row.id) for row in rows}
    direct = [origin for source, origin in used.items() if ledger.sources[source].read == "direct"]
    families = {ledger.family_of(row.origin): Origin("evidence", row.id) for row in rows}
    say(
        "The evidence holds {rows:noun=observations} from {sources:noun=publications}, made by "
        "{families:noun=families} of makers. {direct:bare} of the publications are the maker's own "
        "page; the others report somebody else's figure, many in copies of the original. Most "
        "figures come from governments that are parties to the war or support one. The references "
        "list every publication with its grade.",
        rows=count(len(rows), "rows", [Origin("evidence", row.id) for row in rows]),
        sources=count(len(used), "sources", used.values()),
        families=count(len(families), "families", families.values()),
        direct=count(len(direct), "sources", direct),
    )


def _as_written(claim: Claim) -> str:
    parts = [f"“{claim.as_written}”"] if claim.as_written else []
    if claim.attributed_to:
        parts.append(f"attributed to {claim.attributed_to}")
    return ", ".join(parts) or "–"


def _ruled_vintages(chapter: Chapter, claim_id: str) -> list[Vintage]:
    return [v for v in chapter.vintages if chapter.ruling(claim_id, v) is not None]


def _show_locator(claim: Claim) -> None:
    origin = frozenset({Origin("claim", claim.id)})
    parts = [f"Paragraph {claim.paragraph}"]
    if claim.as_written:
        parts.append(f"written as “{claim.as_written}”")
    if claim.attributed_to:
        parts.append(f"attributed to {claim.attributed_to}")
    say("*{locator}.*", locator=Words(", ".join(parts), origin))


def _show_claim_rulings(chapter: Chapter, claim_id: str, vintages: list[Vintage]) -> None:
    days = chapter.ledger.settings.vintages
    columns: list[list[Any]] = []
    for vintage in vintages:
        ruling = chapter.ruling(claim_id, vintage)
        assert ruling is not None  # only ruled vintages are passed
        origin = frozenset({Origin("verdict", f"{claim_id}/{vintage}")})
        reason = ruling.reason
        if ruling.override:
            reason += f"\nThe computed verdict differs: {ruling.override}"
        columns.append(
            [
                replace(verdict_cell(chapter, claim_id, vintage), day=days.day(vintage)),
                Words(reason, origin),
                Words(f"{str(ruling.confidence).capitalize()}. {ruling.grounds}", origin),
                Words(ruling.would_change, origin),
                Words(", ".join(ruling.evidence), origin),
            ]
        )
    aspects = ["Verdict", "Reason", "Confidence", "What would change it", "Rests on"]
    table(
        f"tbl-rulings-{claim_id}",
        [Column("", width="0.8fr"), *(Column(vintage_head(chapter, v), width="2.4fr")
                                      for v in vintages)],
        [list(row) for row in zip(aspects, *columns, strict=True)],
        caption=f"Rulings on {claim_id}",
        summary="One column a vintage: verdict, reason, confidence, what would change it.",
        cite=False,
    )  # fmt: skip


def _show_evidence(chapter: Chapter, claim_id: str, rows: list[Observation]) -> None:
    ledger = chapter.ledger
    body = []
    for row in rows:
        source = ledger.source_of(row)
        published = source.published
        origin = frozenset({Origin("evidence", row.id)})
        body.append(
            [
                Cell(row.id, anchor=f"evidence-{row.id.lower()}-{claim_id}"),
                Cell(Words(row.finding, origin), cite=(source.id,)),
                observe(row) if row.has_value else "",
                Words(str(row.as_of or ""), origin),
                Cell(
                    Words(str(published or "undated"), origin),
                    day=published.last if published else None,
                ),
                Words(f"{source.reliability}{row.credibility}", origin),
                _BEARING_WORDS[row.claims[claim_id]],
            ]
        )
    table(
        f"tbl-evidence-{claim_id}",
        [Column("Row"), Column("Finding", width="4fr"), Column("Value", width="1.1fr"),
         Column("As of"), Column("Published"), Column("Grade", align="center"),
         Column("Bearing")],
        body,
        caption=f"Evidence on {claim_id}",
        summary="One row an observation: what it says, value, dates, grade and bearing.",
        cite=False,
    )  # fmt: skip
