"""The graph itself: sound, readable and written the same each time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import DocumentError
from briefing.trace.graph import Graph, Node, NodeKind, read_graph, write_graph


def node(name: str, *rests_on: str) -> Node:
    """A finding."""
    return Node(f"finding:{name}", NodeKind.FINDING, name,
                rests_on=tuple(f"finding:{below}" for below in rests_on))  # fmt: skip


def test_what_is_below_and_above() -> None:
    """Both reach over all steps, and leave the node itself out."""
    graph = Graph.of([node("a", "b", "c"), node("b", "d"), node("c", "d"), node("d"), node("e")])
    assert graph.below("finding:a") == {"finding:b", "finding:c", "finding:d"}
    assert graph.above("finding:d") == {"finding:a", "finding:b", "finding:c"}
    assert graph.above("finding:e") == graph.below("finding:e") == frozenset()
    assert graph.dependents["finding:d"] == ("finding:b", "finding:c")


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([node("a"), node("a")], "finding:a twice"),
        ([node("a", "b")], "finding:a rests on finding:b, which does not exist"),
        ([node("a", "a")], "finding:a rests on itself"),
        ([node("a", "b"), node("b", "c"), node("c", "a")], "rests on itself, by way of"),
    ],
)
def test_unsound_graphs_are_refused(nodes: list[Node], words: str) -> None:
    """Twins, loose ends and circles explain nothing."""
    with pytest.raises(DocumentError, match=words):
        Graph.of(nodes)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=80))
def test_circles_are_found_as_another_way_finds_them(edges: list[tuple[int, int]]) -> None:
    """A graph is refused exactly when no order of its nodes puts each above what it rests on."""
    below: dict[int, set[int]] = {i: set() for i in range(31)}
    for above, under in edges:
        below[above].add(under)
    left = dict(below)
    while free := [name for name, names in left.items() if not names & set(left)]:
        for name in free:
            del left[name]
    nodes = [node(str(name), *map(str, sorted(names))) for name, names in below.items()]
    if left:
        with pytest.raises(DocumentError, match="rests on itself"):
            Graph.of(nodes)
    else:
        assert len(Graph.of(nodes).nodes) == 31


def test_a_graph_comes_back_from_its_file(tmp_path: Path) -> None:
    """What is written is read back, one node a line, in an order that does not vary."""
    path = tmp_path / "graph.json"
    graph = Graph.of([node("b", "a"), node("a")], {"commit": "1"})
    write_graph(path, graph)
    assert read_graph(path) == graph
    assert path.read_text(encoding="utf-8").count("\n") == 4
    first = path.read_bytes()
    write_graph(path, Graph.of([node("a"), node("b", "a")], {"commit": "1"}))
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "cannot be read"),
        ("[]", "no graph of a briefing"),
        ('{"format": 0, "edition": {}, "nodes": []}', "format 0, this program reads 1"),
        ('{"format": 1, "edition": {}, "nodes": [{"id": "x"}]}', "no graph of a briefing"),
        ("[" * 100_000, "cannot be read"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: str, words: str) -> None:
    """A file that is no graph, or of another version, is told apart and not half read."""
    path = tmp_path / "graph.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DocumentError, match=words):
        read_graph(path)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    """Without a build there is nothing to ask."""
    with pytest.raises(DocumentError, match="run briefing build first"):
        read_graph(tmp_path / "graph.json")


def test_the_file_is_plain_json(tmp_path: Path) -> None:
    """Other programs read it without ours."""
    write_graph(tmp_path / "g.json", Graph.of([node("a")]))
    content = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    assert content["nodes"][0]["id"] == "finding:a"
