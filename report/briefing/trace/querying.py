"""Questions to a graph: what a node rests on, what rests on it, and who prints a number."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from briefing.errors import DocumentError
from briefing.trace.graph import Graph, Node, NodeKind

_PREFIXES: Final = (
    *("claim", "finding", "evidence", "chart", "table", "source", "parameter", "event"),
    *("series", "verdict", "sentence", "number", "maker", "scenario", "setting"),
)
"""What an id may be short of, in the order in which it is tried."""

_LISTING: Final = "table:tbl-evidence-"
"""Tables in which the ledger lists every row that bears on a claim."""

_PRINTING: Final = frozenset({NodeKind.SENTENCE, NodeKind.CHART, NodeKind.TABLE})


@dataclass(frozen=True, slots=True)
class Branch:
    """A node in a tree.

    Attributes
    ----------
    node : Node
        The node.
    depth : int
        How far from the node asked about; 1 is next to it.
    is_repeated : bool
        Whether what lies beyond it has been shown already.
    """

    node: Node
    depth: int
    is_repeated: bool


def find_node(graph: Graph, name: str) -> Node:
    """Find a node by its id, or by what comes after the colon where that says enough.

    Raises
    ------
    DocumentError
        If there is none; names the nearest.
    """
    if name in graph.nodes:
        return graph.nodes[name]
    for prefix in _PREFIXES:
        if f"{prefix}:{name}" in graph.nodes:
            return graph.nodes[f"{prefix}:{name}"]
    bare = {node.partition(":")[2]: node for node in graph.nodes}
    folded = {key.casefold(): node for key, node in bare.items()}
    if name.casefold() in folded:
        return graph.nodes[folded[name.casefold()]]
    near = difflib.get_close_matches(name, [*bare, *graph.nodes], n=1)
    hint = f"; the nearest is {bare.get(near[0], near[0])}" if near else ""
    raise DocumentError(f"the graph holds no {name}{hint}")


def tree_below(graph: Graph, node_id: str) -> Iterator[Branch]:
    """Walk down: what a node rests on, and what that rests on."""
    return _walk(graph, lambda name: graph.nodes[name].rests_on, node_id)


def tree_above(graph: Graph, node_id: str) -> Iterator[Branch]:
    """Walk up: what rests on a node, and what rests on that."""
    return _walk(graph, lambda name: graph.dependents[name], node_id)


def find_number(graph: Graph, words: str) -> list[tuple[Node, list[str]]]:
    """Find the sentences, charts and tables that print a number.

    Parameters
    ----------
    graph : Graph
        Of a build.
    words : str
        The number as a reader sees it, with its unit or without; kinds of spaces, dashes and
        letters' case do not matter.

    Returns
    -------
    list of (Node, list of str)
        Each place with the ids of the nodes that explain the number there; none where it stands
        in a table or in quoted words.
    """
    wanted = _plain(words)
    found: list[tuple[Node, list[str]]] = []
    for node in graph.nodes.values():
        if node.kind not in _PRINTING:
            continue
        numbers = node.detail.get("numbers", ())
        explaining = [number["node"] for number in numbers if _holds(number["text"], wanted)]
        if explaining or any(_holds(text, wanted) for text in _texts(node)):
            found.append((node, sorted(set(explaining))))
    return found


def find_unused(graph: Graph) -> list[Node]:
    """Find observations whose value moves nothing: no number, chart, finding or ruling.

    A row may be named all the same. A count rests on each row, but not on what it says; a ruling
    may weigh what it says in words; a sentence may cite it, date it or quote it; and the ledger
    lists it.
    """
    return [
        node
        for node in graph.of_kind(NodeKind.OBSERVATION)
        if not any(_uses_value(graph.nodes[name], node) for name in graph.dependents[node.id])
    ]


def _uses_value(node: Node, row: Node) -> bool:
    """Whether what rests on a row would be another if the row's value were."""
    match node.kind:
        case NodeKind.VERDICT:
            return row.id.partition(":")[2] in node.detail.get("deciding", ())
        case NodeKind.SENTENCE:
            numbers = node.detail.get("numbers", ())
            return any(number["node"] == row.id and _is_estimate(number) for number in numbers)
        case NodeKind.TABLE:
            return not node.id.startswith(_LISTING)
    return (node.value or {}).get("kind") != "counted"


def _is_estimate(number: Mapping[str, Any]) -> bool:
    return (number.get("value") or {}).get("type") == "estimate"


def _walk(graph: Graph, near: Callable[[str], tuple[str, ...]], start: str) -> Iterator[Branch]:
    expanded = {start}
    ahead = [(name, 1) for name in reversed(near(start))]
    while ahead:
        name, depth = ahead.pop()
        beyond = near(name)
        is_repeated = name in expanded and bool(beyond)
        yield Branch(graph.nodes[name], depth, is_repeated)
        if name not in expanded:
            expanded.add(name)
            ahead += [(further, depth + 1) for further in reversed(beyond)]


def _texts(node: Node) -> Iterator[str]:
    yield node.text
    yield str(node.detail.get("alt", ""))
    for row in node.detail.get("rows", ()):
        yield from row


def _holds(text: str, wanted: str) -> bool:
    """Whether words stand in a text as whole words: 4 is not in 4.8, nor in 14."""
    text = _plain(text)
    at = text.find(wanted)
    while at >= 0:
        before, after = text[:at], text[at + len(wanted) :]
        cut_before = before[-1:].isalnum() or (before[-1:] in ".," and before[-2:-1].isdigit())
        cut_after = after[:1].isalnum() or (after[:1] in ".," and after[1:2].isdigit())
        if not (cut_before or cut_after):
            return True
        at = text.find(wanted, at + 1)
    return False


def _plain(text: str) -> str:
    """Fold kinds of spaces and dashes, and letters' case."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("–", "-").replace("−", "-")
    return " ".join(folded.replace("\u202f", " ").split())
