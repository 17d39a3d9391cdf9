"""Which sources a claim has gained, lost or seen regraded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from briefing.diff.aspects import SOURCES, Aspect
from briefing.diff.belonging import claims_of
from briefing.diff.causing import Causes
from briefing.diff.changes import Cause, Change
from briefing.trace.graph import Graph, NodeKind

# A passage may cite a source for something else that it says.
_BEARING: Final = (NodeKind.VERDICT, NodeKind.FINDING, NodeKind.OBSERVATION)


def source_changes(claim: str, changes: Iterable[Change], causes: Causes) -> list[Change]:
    """Compare what rulings, findings and evidence of a claim rest on.

    Parameters
    ----------
    claim : str
        Its id.
    changes : iterable of Change
        What changed for it; a source that is new is so for one of their causes.
    causes : Causes
        What differs between the two builds.

    Returns
    -------
    list of Change
        One for each source, unless it is among `changes`.
    """
    changes = tuple(changes)
    was, is_ = _sources(causes.old, claim), _sources(causes.new, claim)
    regraded = {name for name in was & is_ if name in causes.changed}
    names = ((was ^ is_) | regraded) - {change.id for change in changes}
    return [
        _regraded(name, causes)
        if name in regraded
        else _moved(name, causes, changes, came=name in is_)
        for name in sorted(names)
    ]


def _regraded(name: str, causes: Causes) -> Change:
    pair, aspects = causes.changed[name]
    node = pair.node
    return Change(node.id, node.kind, node.label, pair.state, aspects, causes.of(pair, aspects))


def _moved(name: str, causes: Causes, changes: Iterable[Change], *, came: bool) -> Change:
    graph, state = (causes.new, "added") if came else (causes.old, "removed")
    node = graph.nodes[name]
    aspect = Aspect(SOURCES, None if came else node.label, node.label if came else None)
    return Change(name, node.kind, node.label, state, (aspect,), _brought_by(name, graph, changes))


def _sources(graph: Graph, claim: str) -> frozenset[str]:
    bearing = (
        node.id
        for kind in _BEARING
        for node in graph.of_kind(kind)
        if claim in claims_of(graph, node)
    )
    below = frozenset[str]().union(*(graph.below(name) for name in bearing))
    return frozenset(name for name in below if name.startswith("source:"))


def _brought_by(source: str, graph: Graph, changes: Iterable[Change]) -> tuple[Cause, ...]:
    """Pick the causes by which a source came or went: rows that name it, else a computation."""
    told = {(cause.id, cause.text): cause for change in changes for cause in change.causes}
    rows = tuple(c for c in told.values() if c.id in graph.dependents[source])
    computed = tuple(cause for cause in told.values() if not cause.id)
    return rows or computed or (Cause("", "other evidence is used"),)
