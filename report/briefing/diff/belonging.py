"""Which claims a node bears on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.trace.graph import Graph, Node, NodeKind

_CONTEXT = "context"


def origins_of(graph: Graph, node: Node) -> frozenset[str]:
    """Give what a node rests on near at hand.

    A number computed where it is said is not named: what it rests on stands in its place.
    """
    return frozenset(_origins(graph, node))


def claims_of(graph: Graph, node: Node) -> frozenset[str]:
    """Give the ids of the claims that a node bears on.

    A finding names them, as does evidence, unless it is mere context. A sentence, chart or table
    bears on the claims of what it rests on. Parameters, series and the like bear on none: they
    say how things were computed, not of what.
    """
    match node.kind:
        case NodeKind.CLAIM:
            return frozenset([node.id.partition(":")[2]])
        case NodeKind.VERDICT:
            return frozenset([str(node.detail["claim"])])
        case NodeKind.SENTENCE | NodeKind.CHART | NodeKind.TABLE:
            near = origins_of(graph, node)
            named = frozenset(node.detail.get("claims") or ())
            return named.union(*(claims_of(graph, graph.nodes[name]) for name in near))
    told = node.detail.get("claims") or ()
    if isinstance(told, Mapping):
        return frozenset(claim for claim, bearing in told.items() if bearing != _CONTEXT)
    return frozenset(told)


def _origins(graph: Graph, node: Node) -> Iterator[str]:
    for name in node.rests_on:
        below = graph.nodes[name]
        if below.kind is NodeKind.NUMBER:
            yield from _origins(graph, below)
        else:
            yield name
