"""The graph: every claim, input, result and passage, and what each rests on.

A node names the nodes it rests on directly. The graph is plain data: it is written beside the
documents as ``graph.json`` and read back by the commands that answer questions about a build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from briefing.errors import DocumentError

GRAPH: Final = "graph.json"
"""Name of its file in the output folder."""

FORMAT: Final = 1
"""Version of the file; a reader refuses another."""


class NodeKind(StrEnum):
    """What a node stands for; its value begins most ids."""

    CLAIM = "claim"
    SOURCE = "source"
    MAKER = "maker"
    OBSERVATION = "observation"
    EVENT = "event"
    SERIES = "series"
    PARAMETER = "parameter"
    SCENARIO = "scenario"
    SETTING = "setting"
    FINDING = "finding"
    NUMBER = "number"
    VERDICT = "verdict"
    SENTENCE = "sentence"
    CHART = "chart"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands.

    Attributes
    ----------
    chapter : str
        Id of the chapter.
    notebook : str
        File name.
    cell : str
        The cell as messages name it, such as ``cell 7``.
    anchor : str
        Id in the page that leads there; empty where nothing is shown.
    """

    chapter: str
    notebook: str
    cell: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One thing of the graph.

    Attributes
    ----------
    id : str
        Stable name such as ``evidence:A126`` or ``chart:fig-containers``.
    kind : NodeKind
        What it stands for.
    label : str
        A few words.
    text : str
        As the reader sees it.
    value : mapping or None
        Value as the notebook gave it: bounds, unit, kind and wording.
    rests_on : tuple of str
        Ids of what it rests on directly, sorted.
    place : Place or None
        Notebook and cell, for what a notebook makes.
    detail : mapping
        What belongs to its kind alone.
    """

    id: str
    kind: NodeKind
    label: str
    text: str = ""
    value: Mapping[str, Any] | None = None
    rests_on: tuple[str, ...] = ()
    place: Place | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Graph:
    """All nodes of one build.

    Attributes
    ----------
    nodes : mapping of str to Node
        By id, sorted.
    edition : mapping
        What the build was made from: commit, cut-off, scenario.
    """

    nodes: Mapping[str, Node]
    edition: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, nodes: Iterable[Node], edition: Mapping[str, Any] | None = None) -> Graph:
        """Put nodes together.

        Raises
        ------
        DocumentError
            If two nodes share an id, or one rests on a node that is not there, or on itself
            through others: such a graph would explain nothing.
        """
        by_id: dict[str, Node] = {}
        for node in nodes:
            if node.id in by_id:
                raise DocumentError(f"the graph holds {node.id} twice; give each an id of its own")
            by_id[node.id] = node
        for node in by_id.values():
            for name in node.rests_on:
                if name not in by_id:
                    raise DocumentError(f"{node.id} rests on {name}, which does not exist")
        graph = cls(MappingProxyType(dict(sorted(by_id.items()))), dict(edition or {}))
        graph._refuse_circles()
        return graph

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the nodes that rest directly on each node."""
        found: dict[str, list[str]] = {name: [] for name in self.nodes}
        for node in self.nodes.values():
            for name in node.rests_on:
                found[name].append(node.id)
        return {name: tuple(sorted(ids)) for name, ids in found.items()}

    def below(self, node_id: str) -> frozenset[str]:
        """Everything that a node rests on, near or far; without itself."""
        return frozenset(self._closure(node_id, lambda name: self.nodes[name].rests_on))

    def above(self, node_id: str) -> frozenset[str]:
        """Everything that rests on a node, near or far; without itself."""
        return frozenset(self._closure(node_id, lambda name: self.dependents[name]))

    def of_kind(self, kind: NodeKind) -> Iterator[Node]:
        """Go through the nodes of one kind, by id."""
        return (node for node in self.nodes.values() if node.kind is kind)

    def to_json(self) -> dict[str, Any]:
        """Write the graph as plain JSON values."""
        nodes = [node_to_json(node) for node in self.nodes.values()]
        return {"format": FORMAT, "edition": dict(self.edition), "nodes": nodes}

    @classmethod
    def from_json(cls, content: Any) -> Graph:
        """Read what `to_json` wrote.

        Raises
        ------
        DocumentError
            If it is something else, or of another version.
        """
        try:
            if content["format"] != FORMAT:
                raise DocumentError(
                    f"the graph is of format {content['format']!r}, this program reads {FORMAT}; "
                    "build again"
                )
            nodes = [node_from_json(entry) for entry in content["nodes"]]
            edition = dict(content["edition"])
        except (KeyError, TypeError, ValueError) as error:
            raise DocumentError(f"this is no graph of a briefing ({error}); build again") from error
        return cls.of(nodes, edition)

    def _closure(self, node_id: str, near: Any) -> set[str]:
        if node_id not in self.nodes:
            raise DocumentError(f"the graph holds no {node_id}")
        seen: set[str] = set()
        waiting = list(near(node_id))
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += near(name)
        return seen

    def _refuse_circles(self) -> None:
        open_, done = set[str](), set[str]()
        for start in self.nodes:
            stack = [(start, iter(self.nodes[start].rests_on))] if start not in done else []
            open_.update(name for name, _ in stack)
            while stack:
                name, below = stack[-1]
                following = next((b for b in below if b not in done), None)
                if following is None:
                    stack.pop()
                    open_.discard(name)
                    done.add(name)
                elif following in open_:
                    raise DocumentError(f"{following} rests on itself, by way of {name}")
                else:
                    open_.add(following)
                    stack.append((following, iter(self.nodes[following].rests_on)))


def write_graph(path: Path, graph: Graph) -> None:
    """Write a graph as a file, one node a line, so that two builds can be compared by line."""
    content = graph.to_json()
    nodes = ",\n".join(_compact(node) for node in content["nodes"])
    head = f'{{"format": {FORMAT}, "edition": {_compact(content["edition"])}, "nodes": [\n'
    path.write_text(f"{head}{nodes}\n]}}\n", encoding="utf-8")


def read_graph(path: Path) -> Graph:
    """Read a graph from a file.

    Raises
    ------
    DocumentError
        If there is none, or it cannot be read.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DocumentError(f"there is no {path}; run briefing build first") from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{path} cannot be read ({error}); build again") from error
    return Graph.from_json(content)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def node_to_json(node: Node) -> dict[str, Any]:
    """Write a node as plain JSON values."""
    place = node.place
    return {
        "id": node.id,
        "kind": str(node.kind),
        "label": node.label,
        "text": node.text,
        "value": None if node.value is None else dict(node.value),
        "rests_on": list(node.rests_on),
        "place": None
        if place is None
        else {
            "chapter": place.chapter,
            "notebook": place.notebook,
            "cell": place.cell,
            "anchor": place.anchor,
        },
        "detail": dict(node.detail),
    }


def node_from_json(entry: Mapping[str, Any]) -> Node:
    """Read what `node_to_json` wrote."""
    place = entry["place"]
    return Node(
        id=entry["id"],
        kind=NodeKind(entry["kind"]),
        label=entry["label"],
        text=entry["text"],
        value=entry["value"],
        rests_on=tuple(entry["rests_on"]),
        place=None if place is None else Place(**place),
        detail=entry["detail"],
    )
