"""Compare two builds: what changed, by claim, and the input that caused it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from briefing.diff.aspects import VERDICT, Aspect, compare_nodes
from briefing.diff.belonging import claims_of, origins_of
from briefing.diff.causing import MADE, Causes
from briefing.diff.changes import Change, ClaimChanges, Difference
from briefing.diff.matching import Pair, match_nodes
from briefing.diff.sourcing import source_changes
from briefing.trace.graph import Graph, Node, NodeKind

SEVERAL: Final = 3
"""Claims up to which a passage is told under each, when nothing says which of them it is about."""

_ORDER: Final = (
    NodeKind.VERDICT,
    NodeKind.FINDING,
    NodeKind.SENTENCE,
    NodeKind.CHART,
    NodeKind.TABLE,
    NodeKind.CLAIM,
)
"""What a reader wants to know first; inputs come last."""

_RESULTS: Final = MADE | {NodeKind.VERDICT}


def compare_graphs(old: Graph, new: Graph) -> Difference:
    """Find what changed from one build to another.

    Parameters
    ----------
    old, new : Graph
        Of two builds of one project.

    Returns
    -------
    Difference
        By claim. An input is told with each change that it caused; it has an entry of its own
        only if it caused none, or is a claim.
    """
    return _Comparison(old, new).difference()


class _Comparison:
    """Two graphs and what differs between them."""

    def __init__(self, old: Graph, new: Graph) -> None:
        self.old, self.new = old, new
        compared = [(pair, self._aspects(pair)) for pair in match_nodes(old, new)]
        self.differing = [(pair, aspects) for pair, aspects in compared if aspects]
        self.changed = {pair.node.id: (pair, aspects) for pair, aspects in self.differing}
        self.causes = Causes(old, new, self.changed)

    def difference(self) -> Difference:
        """Sort everything that changed by the claims it bears on."""
        results = list(self._results())
        told = {cause.id for change, _ in results for cause in change.causes}
        by_claim: dict[str, list[Change]] = defaultdict(list)
        elsewhere = []
        for change, claims in (*results, *self._inputs(told)):
            for claim in claims:
                by_claim[claim].append(change)
            if not claims:
                elsewhere.append(change)
        for claim, changes in by_claim.items():
            changes += source_changes(claim, changes, self.causes)
        groups = (self._group(claim, changes) for claim, changes in by_claim.items())
        in_order = tuple(sorted(groups, key=self._rank))
        return Difference(self.old.edition, self.new.edition, in_order, _ordered(elsewhere))

    def _aspects(self, pair: Pair) -> tuple[Aspect, ...]:
        if pair.old is not None and pair.new is not None:
            rested, rests = origins_of(self.old, pair.old), origins_of(self.new, pair.new)
            return compare_nodes(pair.old, pair.new, rested, rests)
        node = pair.node
        text = str(node.detail.get("verdict") or node.text or node.label)
        name = VERDICT if node.kind is NodeKind.VERDICT else str(node.kind)
        return (Aspect(name, text if pair.old else None, text if pair.new else None),)

    def _change(self, pair: Pair, aspects: tuple[Aspect, ...], note: str = "") -> Change:
        node, causes = pair.node, self.causes.of(pair, aspects)
        return Change(node.id, node.kind, node.label, pair.state, aspects, causes, node.place, note)

    def _results(self) -> Iterator[tuple[Change, frozenset[str]]]:
        """Go through changed rulings, findings and passages, with the claims they bear on."""
        for pair, aspects in self.differing:
            if pair.node.kind in _RESULTS:
                yield self._change(pair, aspects), self._claims(pair)

    def _claims(self, pair: Pair) -> frozenset[str]:
        """Give the claims that a changed result is about: those by which the change came.

        A table of all rulings bears on every claim, but one changed ruling concerns one.
        """
        sides = ((self.old, pair.old), (self.new, pair.new))
        whole = _union(claims_of(graph, node) for graph, node in sides if node is not None)
        if pair.node.kind in (NodeKind.FINDING, NodeKind.VERDICT):
            return whole
        reached = self.causes.claims_reached(pair)
        return reached or (whole if len(whole) <= SEVERAL else frozenset())

    def _inputs(self, told: set[str]) -> Iterator[tuple[Change, frozenset[str]]]:
        """Go through changed inputs that need an entry of their own."""
        for pair, aspects in self.differing:
            node = pair.node
            if node.kind in _RESULTS:
                continue
            graph = self.new if pair.new is not None else self.old
            is_told = node.id in told or _came_along(pair, graph)
            if is_told and node.kind is not NodeKind.CLAIM:
                continue
            rests = {graph.nodes[above].kind for above in graph.above(node.id)} & _RESULTS
            unmoved = "nothing that rests on it moved" if rests else "nothing rests on it"
            yield (
                self._change(pair, aspects, "" if is_told else unmoved),
                claims_of(graph, node),
            )

    def _group(self, claim: str, changes: list[Change]) -> ClaimChanges:
        node = self._claim(claim)
        return ClaimChanges(claim, node.label if node else "", _ordered(changes))

    def _rank(self, group: ClaimChanges) -> tuple[bool, int, str]:
        node = self._claim(group.claim)
        paragraph = int(node.detail.get("paragraph") or 0) if node else 0
        return (not group.has_new_verdict, paragraph, group.claim)

    def _claim(self, claim: str) -> Node | None:
        name = f"claim:{claim}"
        return self.new.nodes.get(name) or self.old.nodes.get(name)


def _came_along(pair: Pair, graph: Graph) -> bool:
    """Whether a source or maker came or went with the rows that name it."""
    is_named = pair.node.kind in (NodeKind.SOURCE, NodeKind.MAKER)
    return is_named and pair.state != "changed" and bool(graph.dependents[pair.node.id])


def _ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    def rank(change: Change) -> tuple[int, str]:
        place = _ORDER.index(change.kind) if change.kind in _ORDER else len(_ORDER)
        return (place, change.id)

    return tuple(sorted(changes, key=rank))


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)
