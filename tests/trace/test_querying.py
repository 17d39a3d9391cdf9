"""Questions to a graph."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.errors import DocumentError
from briefing.trace.graph import Graph, Node, NodeKind
from briefing.trace.querying import (
    find_node,
    find_number,
    find_unused,
    tree_above,
    tree_below,
)


def node(node_id: str, kind: NodeKind, *rests_on: str, text: str = "", **detail: object) -> Node:
    """A node of the graph below."""
    return Node(node_id, kind, node_id, text=text, rests_on=rests_on, detail=detail)


GRAPH = Graph.of(
    [
        node("source:book", NodeKind.SOURCE),
        node("evidence:E1", NodeKind.OBSERVATION, "source:book", text="4.8 million t"),
        node("evidence:E2", NodeKind.OBSERVATION, "source:book"),
        node("finding:river.load", NodeKind.FINDING, "evidence:E1", text="14 t"),
        Node("finding:river.rows", NodeKind.FINDING, "rows",
             value={"type": "estimate", "kind": "counted"},
             rests_on=("evidence:E1", "evidence:E2")),
        node("sentence:river/c1/1", NodeKind.SENTENCE, "finding:river.load",
             text="It carried 4.8\u00a0million tonnes, or 14\u202ft each.",
             numbers=[{"text": "4.8\u00a0million", "node": "evidence:E1"}]),
        node("table:tbl-loads", NodeKind.TABLE, "evidence:E1", rows=[["Lock", "14 t"]]),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [("evidence:E1", "evidence:E1"), ("E1", "evidence:E1"), ("e1", "evidence:E1"),
     ("river.load", "finding:river.load"), ("tbl-loads", "table:tbl-loads"),
     ("river/c1/1", "sentence:river/c1/1"), ("book", "source:book")],
)  # fmt: skip
def test_nodes_are_found_by_their_names(asked: str, found: str) -> None:
    """The kind in front may be left out, and case does not matter."""
    assert find_node(GRAPH, asked).id == found


def test_a_wrong_name_names_the_nearest() -> None:
    """A slip is told with what was probably meant."""
    with pytest.raises(DocumentError, match=r"holds no river\.loda; the nearest is finding:river"):
        find_node(GRAPH, "river.loda")


def test_trees_show_every_node_once_in_full() -> None:
    """Going down or up, what was shown is marked and not repeated."""
    below = [(branch.depth, branch.node.id) for branch in tree_below(GRAPH, "sentence:river/c1/1")]
    assert below == [(1, "finding:river.load"), (2, "evidence:E1"), (3, "source:book")]
    above = list(tree_above(GRAPH, "source:book"))
    assert [branch.node.id for branch in above if branch.depth == 1] == [
        "evidence:E1", "evidence:E2",
    ]  # fmt: skip
    assert {branch.node.id for branch in above} == GRAPH.above("source:book")


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("4.8 million", {"sentence:river/c1/1"}),
        ("4.8 MILLION tonnes", {"sentence:river/c1/1"}),
        ("14 t", {"sentence:river/c1/1", "table:tbl-loads"}),
        ("14", {"sentence:river/c1/1", "table:tbl-loads"}),
        ("4", set()),
        ("8 million", set()),
        ("4.8 mill", set()),
    ],
)
def test_who_prints_a_number(words: str, places: set[str]) -> None:
    """Spaces and case do not matter; a part of a number is another number."""
    assert {node.id for node, _ in find_number(GRAPH, words)} == places


def test_a_printed_number_is_explained() -> None:
    """The answer names the node that explains the number."""
    ((_, nodes),) = find_number(GRAPH, "4.8 million")
    assert nodes == ["evidence:E1"]


def test_a_counted_row_is_not_used() -> None:
    """A count of rows does not rest on what they say."""
    assert [node.id for node in find_unused(GRAPH)] == ["evidence:E2"]


def estimate(text: str = "41") -> dict[str, str]:
    """A printed number that is a row's value."""
    return {"text": text, "node": "evidence:E2", "value": {"type": "estimate"}}


@pytest.mark.parametrize(
    ("resting", "is_used"),
    [
        (node("finding:river.two", NodeKind.FINDING, "evidence:E2"), True),
        (node("chart:fig-two", NodeKind.CHART, "evidence:E2"), True),
        (node("table:tbl-two", NodeKind.TABLE, "evidence:E2"), True),
        (node("table:tbl-evidence-boats", NodeKind.TABLE, "evidence:E2"), False),
        (node("verdict:boats/now", NodeKind.VERDICT, "evidence:E2", deciding=["E2"]), True),
        (node("verdict:boats/now", NodeKind.VERDICT, "evidence:E2", deciding=["E1"]), False),
        (node("sentence:s/1", NodeKind.SENTENCE, "evidence:E2", numbers=[estimate()]), True),
        (
            node(
                "sentence:s/1", NodeKind.SENTENCE, "evidence:E2",
                numbers=[{**estimate("2021"), "value": {"type": "moment"}},
                         {**estimate("half"), "value": {"type": "words"}},
                         {**estimate(), "node": "evidence:E1"}],
            ),
            False,
        ),
    ],
    ids=["finding", "chart", "table", "listing", "decided", "weighed", "printed", "quoted"],
)  # fmt: skip
def test_a_row_is_used_where_its_value_is(resting: Node, is_used: bool) -> None:
    """To be listed, dated, quoted or weighed in words is no use of a row's value."""
    graph = Graph.of([*GRAPH.nodes.values(), replace(resting, label="resting")])
    assert ("evidence:E2" not in {node.id for node in find_unused(graph)}) is is_used
