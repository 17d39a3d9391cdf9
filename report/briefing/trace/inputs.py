"""The lower end of the graph: what the ledger holds, as nodes.

These nodes are written before the document is assembled and travel with the merged notebook, so
that whoever exports it can trace its numbers without the project's files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from briefing.analysis.fragility import deciding_rows
from briefing.analysis.likelihood import LEXICONS
from briefing.analysis.observing import claimed, observe
from briefing.analysis.rules import assess
from briefing.analysis.wording import format_date
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import Claim, Event, Observation, Ruling, Source
from briefing.ledger.settings import Scenario
from briefing.ledger.terms import Bearing, Vintage
from briefing.notebook.values import encode_value
from briefing.trace.graph import Node, NodeKind

_CONSTANTS: Final = {
    **{
        f"lexicon.{lexicon.id}": f"words of likelihood in {lexicon.name}, {lexicon.version}"
        for lexicon in LEXICONS.values()
    },
    "rules.verdicts": "definitions of the verdicts",
    "rules.reach": "largest factor by which a figure is moved to try a verdict",
    "grades": "grades of sources and observations",
}
"""What the package itself settles and the appendix prints."""

Series = Mapping[str, Iterable[str]]


def ledger_nodes(ledger: Ledger, series: Series, known_by: date) -> list[Node]:
    """Lay out claims, evidence, events, series, rulings and their sources as nodes.

    Parameters
    ----------
    ledger : Ledger
        All tables.
    series : mapping of str to iterable of str
        Ids of the sources of each series, by its name.
    known_by : date
        What was published later is left out, as it is in the briefing.

    Returns
    -------
    list of Node
        Complete: every node that one of them rests on is among them.
    """
    evidence = [row for row in ledger.evidence.values() if ledger.is_known(row, known_by)]
    events = [row for row in ledger.events.values() if ledger.is_known(row, known_by)]
    nodes = [
        *(_claim(row) for row in ledger.claims.values()),
        *(_observation(row) for row in evidence),
        *(_event(row) for row in events),
        *(_series(name, sources) for name, sources in series.items()),
        *_verdicts(ledger, known_by),
        *(_scenario(row, name) for name, row in ledger.scenarios.items()),
        *_settings(ledger),
    ]
    named = {name for node in nodes for name in node.rests_on}
    nodes += [_source(row) for row in ledger.sources.values() if f"source:{row.id}" in named]
    makers = ledger.originators.values()
    nodes += [
        Node(f"maker:{row.id}", NodeKind.MAKER, row.name, detail={"family": row.family})
        for row in makers
        if f"maker:{row.id}" in named
    ]
    return nodes


def _claim(row: Claim) -> Node:
    has_value = row.unit is not None and (row.low is not None or row.high is not None)
    value: dict[str, Any] | None = encode_value(claimed(row)) if has_value else None
    if value is None and row.as_of is not None:
        value = _date_value(row.as_of)
    return Node(
        id=f"claim:{row.id}",
        kind=NodeKind.CLAIM,
        label=row.statement,
        text=row.as_written or "",
        value=value,
        rests_on=(f"maker:{row.origin}",) if row.origin else (),
        detail={
            "paragraph": row.paragraph,
            "topic": row.topic,
            "kind": str(row.kind),
            "as_written": row.as_written or "",
            "attributed_to": row.attributed_to or "",
            "as_of": str(row.as_of or ""),
        },
    )


def _observation(row: Observation) -> Node:
    value = encode_value(observe(row)) if row.has_value else None
    return Node(
        id=f"evidence:{row.id}",
        kind=NodeKind.OBSERVATION,
        label=row.finding,
        text=value["text"] if value else "",
        value=value,
        rests_on=tuple(sorted((f"source:{row.source}", f"maker:{row.origin}"))),
        detail={
            "finding": row.finding,
            "quantity": row.quantity or "",
            "as_of": str(row.as_of or ""),
            "credibility": row.credibility,
            "claims": {claim: str(bearing) for claim, bearing in row.claims.items()},
        },
    )


def _event(row: Event) -> Node:
    return Node(
        id=f"event:{row.id}",
        kind=NodeKind.EVENT,
        label=row.title,
        text=format_date(row.date),
        value=_date_value(row.date),
        rests_on=(f"source:{row.source}",),
        detail={"lane": row.lane, "as_of": str(row.date)},
    )


def _series(name: str, sources: Iterable[str]) -> Node:
    rests_on = tuple(sorted({f"source:{source}" for source in sources}))
    return Node(f"series:{name}", NodeKind.SERIES, name.replace("_", " "), rests_on=rests_on)


def _verdicts(ledger: Ledger, known_by: date) -> Iterator[Node]:
    days = ledger.settings.vintages
    for vintage in Vintage:
        day = days.day(vintage)
        if day <= known_by:
            for claim in ledger.claims.values():
                ruling = ledger.rulings.get((claim.id, vintage))
                if ruling is not None:
                    yield _verdict(ledger, ruling, day)


def _verdict(ledger: Ledger, ruling: Ruling, day: date) -> Node:
    """Lay out a ruling; it rests on the rows it names and on all that the rule weighed."""
    weighed = {
        row.id
        for row in ledger.observations(claim=ruling.claim, known_by=day)
        if row.claims[ruling.claim] is not Bearing.CONTEXT
    }
    rows = sorted(f"evidence:{name}" for name in weighed | set(ruling.evidence))
    found = assess(ledger, ruling.claim, day)
    return Node(
        id=f"verdict:{ruling.claim}/{ruling.vintage}",
        kind=NodeKind.VERDICT,
        label=f"{ruling.claim}, {ruling.vintage}",
        text=ruling.verdict.words,
        rests_on=(f"claim:{ruling.claim}", *rows),
        detail={
            "claim": ruling.claim,
            "vintage": str(ruling.vintage),
            "verdict": str(ruling.verdict),
            "computed": str(found.verdict),
            "supporting": sorted(found.supporting),
            "qualifying": sorted(found.qualifying),
            "contradicting": sorted(found.contradicting),
            "overtaking": sorted(found.overtaking),
            "gap": f"{found.gap:.3g}",
            "deciding": sorted(deciding_rows(ledger, ruling.claim, day)),
            "confidence": str(ruling.confidence),
            "grounds": ruling.grounds,
            "reason": ruling.reason,
            "would_change": ruling.would_change,
            "override": ruling.override or "",
        },
    )


def _scenario(row: Scenario, name: str) -> Node:
    values = {key: row.parameters[key] for key in sorted(row.parameters)}
    return Node(f"scenario:{name}", NodeKind.SCENARIO, row.title, detail={"parameters": values})


def _settings(ledger: Ledger) -> Iterator[Node]:
    words = ledger.settings
    written = words.article.written
    yield Node("setting:article", NodeKind.SETTING, words.article.title, text=written)
    yield from (
        Node(f"setting:{name}", NodeKind.SETTING, label) for name, label in _CONSTANTS.items()
    )
    for vintage in Vintage:
        day = ledger.settings.vintages.day(vintage)
        yield Node(
            f"setting:vintages.{vintage}",
            NodeKind.SETTING,
            f"{words.vintages.labels.get(vintage, vintage)}: last day that counts",
            text=day.isoformat(),
            value={"type": "moment", "date": day.isoformat(), "text": day.isoformat()},
        )


def _source(row: Source) -> Node:
    return Node(
        id=f"source:{row.id}",
        kind=NodeKind.SOURCE,
        label=f"{row.publisher}: {row.title}",
        detail={
            "publisher": row.publisher,
            "title": row.title,
            "url": row.url,
            "published": str(row.published or ""),
            "accessed": str(row.accessed),
            "reliability": row.reliability,
            "read": row.read,
            "class": str(row.source_class),
        },
    )


def _date_value(day: Any) -> dict[str, Any]:
    return {"type": "moment", "date": str(day), "text": format_date(day)}
