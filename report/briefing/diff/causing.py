"""Which input caused a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from briefing.diff.aspects import RESTS_ON, Aspect, word_value
from briefing.diff.belonging import claims_of, origins_of
from briefing.diff.changes import Cause
from briefing.diff.filing import Files
from briefing.diff.matching import Pair
from briefing.trace.graph import Graph, Node, NodeKind

MADE: Final = frozenset(
    {NodeKind.FINDING, NodeKind.NUMBER, NodeKind.SENTENCE, NodeKind.CHART, NodeKind.TABLE}
)
"""Kinds that a notebook makes; people enter the others by hand."""

RULED: Final = frozenset({"verdict", "confidence", "grounds", "reason", "would change", "override"})
"""Fields of a ruling that an analyst writes; the rest of a verdict is computed."""

# How a publication is named cannot move a number; when it came out and its grade can.
_WEIGHTY: Final = frozenset({"published", "reliability", "class", "family"})
_NAMED: Final = frozenset({"source", "maker"})
_SHUT: Final = frozenset({NodeKind.FINDING, NodeKind.VERDICT})


class Causes:
    """The inputs that differ between two graphs, to be found below any node.

    Parameters
    ----------
    old, new : Graph
        The two builds.
    changed : mapping of str to (Pair, aspects)
        What differs, by the id that it has now or had last.
    """

    def __init__(
        self, old: Graph, new: Graph, changed: Mapping[str, tuple[Pair, tuple[Aspect, ...]]]
    ) -> None:
        self.old, self.new = old, new
        self.changed = changed
        self.files = Files(old, new)
        self.inputs: dict[str, tuple[Aspect, ...]] = {
            name: aspects for name, (pair, aspects) in changed.items() if _is_input(pair, aspects)
        }
        for name in self.files.changed_series:
            self.inputs.setdefault(name, ())

    def of(self, pair: Pair, aspects: tuple[Aspect, ...]) -> tuple[Cause, ...]:
        """Name what caused a change: the nearest inputs that changed, else the computation."""
        node = pair.node
        names = self._inputs_below(pair, is_strict=True)
        if not names and not any(name in self.changed for _, name in self._near(pair)):
            names = self._inputs_below(pair, is_strict=False)
        if node.id in self.inputs:
            names.add(node.id)
        told = [self._tell(name) for name in sorted(names)]
        if node.kind in MADE:
            told += self._other_ways(pair)
        return tuple(told) or (self._unexplained(node, aspects),)

    def claims_reached(self, pair: Pair) -> frozenset[str] | None:
        """Give the claims by which a change came to a passage; None if that cannot be told.

        Those of what it rests on near at hand and changed, else of what rests on a change.
        """
        near = list(self._near(pair))
        changed = [(graph, name) for graph, name in near if name in self.changed]
        reached = changed or [
            (graph, name)
            for graph, name in near
            if self._below(graph, graph.nodes[name], is_strict=False)
        ]
        claims = (claims_of(graph, graph.nodes[name]) for graph, name in reached)
        return frozenset[str]().union(*claims) or None

    def _inputs_below(self, pair: Pair, *, is_strict: bool) -> set[str]:
        sides = self._sides(pair)
        return {name for g, side in sides for name in self._below(g, side, is_strict=is_strict)}

    def _near(self, pair: Pair) -> Iterator[tuple[Graph, str]]:
        for graph, node in self._sides(pair):
            for name in sorted(origins_of(graph, node)):
                yield graph, name

    def _sides(self, pair: Pair) -> Iterator[tuple[Graph, Node]]:
        if pair.old is not None:
            yield self.old, pair.old
        if pair.new is not None:
            yield self.new, pair.new

    def _below(self, graph: Graph, node: Node, *, is_strict: bool) -> set[str]:
        """Find the nearest changed inputs on every way down from a node.

        Strictly, nothing comes through a finding or ruling that came out the same: whoever uses
        it sees no more of it than that.
        """
        # A ruling that was changed by hand was so for a reason, to be looked for further down.
        is_told = node.id in self.inputs and node.kind is not NodeKind.VERDICT
        waiting = [(name, is_told) for name in node.rests_on]
        seen: set[tuple[str, bool]] = set()
        found: set[str] = set()
        while waiting:
            step = waiting.pop()
            if step in seen:
                continue
            seen.add(step)
            name, is_told = step
            is_input = name in self.inputs
            if is_input and (not is_told or self._is_weighty(name)):
                found.add(name)
            below = graph.nodes[name]
            if not (is_strict and below.kind in _SHUT and name not in self.changed):
                waiting += [(next_, is_told or is_input) for next_ in below.rests_on]
        return found

    def _is_weighty(self, name: str) -> bool:
        """Whether an input still matters below another that changed."""
        if name.partition(":")[0] not in _NAMED:
            return False
        return any(aspect.name in _WEIGHTY for aspect in self.inputs[name])

    def _tell(self, name: str) -> Cause:
        before, after = self.old.nodes.get(name), self.new.nodes.get(name)
        if before is None or after is None:
            pair = Pair(before, after)
            text = word_value(pair.node) or pair.node.label
            return Cause(name, pair.state, text if before else None, text if after else None)
        aspects = self.inputs[name]
        if not aspects:
            return Cause(name, "its rows changed")
        if name.startswith("verdict:"):
            aspects = tuple(a for a in aspects if a.name in RULED)
        return Cause(name, aspects[0].name, aspects[0].old, aspects[0].new)

    def _other_ways(self, pair: Pair) -> Iterator[Cause]:
        """Say that a result is computed in another way, where that can be seen."""
        if pair.old is None or pair.new is None:
            # What comes or goes does so with its cell, unless a new input let it be said.
            if self.files.has_changed(pair.node):
                yield Cause("", f"{self.files.of(pair.node)} changed")
            return
        before, after = dict(_ways(self.old, pair.old)), dict(_ways(self.new, pair.new))
        for key in sorted(before.keys() & after.keys()):
            if before[key] != after[key]:
                yield Cause("", "computed in another way", before[key], after[key])

    def _unexplained(self, node: Node, aspects: tuple[Aspect, ...]) -> Cause:
        """Say what is left where no input changed: a notebook, a file or the package."""
        if node.kind is NodeKind.VERDICT and any(a.name == RESTS_ON for a in aspects):
            return Cause(node.id, "names other evidence")
        graph = self.new if node.id in self.new.nodes else self.old
        below = (graph.nodes[name] for name in graph.below(node.id) if name in self.changed)
        made = [node, *below] if node.kind in MADE else []
        made = [each for each in made if each.kind in MADE]
        return Cause("", self.files.explain(made, inputs=sorted(self.inputs)))


def _is_input(pair: Pair, aspects: tuple[Aspect, ...]) -> bool:
    if pair.node.kind in MADE:
        return False
    if pair.node.kind is NodeKind.VERDICT and pair.state == "changed":
        return any(aspect.name in RULED for aspect in aspects)
    return True


def _ways(graph: Graph, node: Node) -> Iterator[tuple[str, str]]:
    """Go through what a node says on how it, or each of its numbers, was computed."""
    if node.detail.get("how"):
        yield "", str(node.detail["how"])
    for number in node.detail.get("numbers") or ():
        told = graph.nodes.get(number.get("node") or "")
        if told is not None and told.kind is NodeKind.NUMBER:
            yield number["field"], str(told.detail.get("how") or "")
