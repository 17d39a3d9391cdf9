"""From origins to the publications that a reader can look up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from briefing.analysis.origins import Origin
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import Source

Reference = dict[str, str]


def reference(source: Source) -> Reference:
    """Give what a bibliography needs of a source."""
    return {
        "id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "published": str(source.published or ""),
        "accessed": str(source.accessed),
        "reliability": source.reliability,
        "read": source.read,
    }


def cited_sources(
    ledger: Ledger,
    origins: Iterable[Origin],
    series_sources: Callable[[str], Iterable[str]],
    finding_sources: Callable[[str], Mapping[str, Reference]],
) -> dict[str, Reference]:
    """Collect the sources behind a set of origins.

    Parameters
    ----------
    ledger : Ledger
        Where evidence and events name their sources.
    origins : iterable of Origin
        What a passage, chart or table rests on.
    series_sources : callable
        Gives the source ids of a series.
    finding_sources : callable
        Gives the references that a finding was filed with.

    Returns
    -------
    dict of str to dict
        References by source id, in the order of the ids. Claims and parameters cite nothing:
        their words are the article's and the analysts' own.
    """
    found: dict[str, Reference] = {}
    for origin in sorted(origins):
        match origin.kind:
            case "evidence":
                found[ledger.evidence[origin.id].source] = {}
            case "event":
                found[ledger.events[origin.id].source] = {}
            case "series":
                found.update({source: {} for source in series_sources(origin.id)})
            case "finding":
                found.update(finding_sources(origin.id))
    return {
        source_id: found[source_id] or reference(ledger.sources[source_id])
        for source_id in sorted(found)
    }
