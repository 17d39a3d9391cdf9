"""What a row of evidence may move, and which rows can be moved at the same time."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.ledger.ledger import Ledger
from briefing.trace.graph import Graph, Node, NodeKind

_APPENDIX = "ledger"


def is_apart(node: Node) -> bool:
    """Whether a node is a plain count, or printed by the ledger's appendix."""
    is_count = (node.value or {}).get("kind") == "counted"
    return is_count or (node.place is not None and node.place.chapter == _APPENDIX)


def reach(graph: Graph, row: str) -> set[str]:
    """Give the nodes that a row may move; counts and the ledger's own pages apart.

    A ruling that stays hides what it weighed, so the way ends there.
    """
    seen: set[str] = set()
    waiting = list(graph.dependents[f"evidence:{row}"])
    while waiting:
        node = graph.nodes[waiting.pop()]
        if node.id not in seen and not is_apart(node):
            seen.add(node.id)
            if node.kind is not NodeKind.VERDICT:
                waiting += graph.dependents[node.id]
    return seen


def shows_value(node: Node, row: str) -> bool:
    """Whether a node shows a row's value, or a result of it."""
    if node.kind is NodeKind.VERDICT or is_apart(node):
        return False
    numbers = (n for n in node.detail.get("numbers", ()) if n["node"] == f"evidence:{row}")
    types = {(number.get("value") or {}).get("type") for number in numbers}
    return node.kind is not NodeKind.SENTENCE or "estimate" in types


class Bearing:
    """On what each row bears in a graph.

    Parameters
    ----------
    graph : Graph
        Of the briefing as it is.
    ledger : Ledger
        For the claims that rows measure.
    """

    def __init__(self, graph: Graph, ledger: Ledger) -> None:
        self.graph, self.ledger = graph, ledger

    def measured(self, row: str) -> set[str]:
        """Give the claims of which a row is a measure."""
        claims = self.ledger.evidence[row].claims
        return {f"claim:{claim}" for claim, bears in claims.items() if bears == "measure"}

    def batches(self, rows: Iterable[str], unused: Iterable[str]) -> list[list[str]]:
        """Put rows together that bear on nothing in common."""
        found: list[tuple[list[str], set[str]]] = []
        unused = set(unused)
        for row in rows:
            # What moves nothing may share sentences with anything, but not a claim's measures.
            nodes = self.measured(row) | (set() if row in unused else reach(self.graph, row))
            fitting = next((batch for batch in found if not nodes & batch[1]), None)
            if fitting is None:
                found.append(([], set()))
                fitting = found[-1]
            fitting[0].append(row)
            fitting[1].update(nodes)
        return [names for names, _ in found]

    def chapters(self, rows: Iterable[str]) -> set[str]:
        """Give the chapters that rows bear on."""
        nodes = (self.graph.nodes[name] for row in rows for name in reach(self.graph, row))
        return {node.place.chapter for node in nodes if node.place}
