"""From an assembled document to the graph: who rests on what.

Below lie the nodes of the ledger, which come with the document. This module adds what the notebooks
made of them: parameters, findings, sentences, charts, tables, and each number that was computed
where it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from briefing.document.model import Chapter, Document, Passage
from briefing.document.nodes import Cell, Figure, Number, Table
from briefing.document.trees import plain_text, walk
from briefing.trace.expressions import Expressions
from briefing.trace.graph import Graph, Node, NodeKind, Place, node_from_json

_COMPARED: Final = ("type", "low", "central", "high", "unit", "date")
"""What makes two values the same; the wording may differ."""

_TEXT_ONLY: Final = frozenset({"words"})


@dataclass(frozen=True, slots=True)
class Trace:
    """A graph, and which of its nodes explains each number.

    Attributes
    ----------
    graph : Graph
        All nodes.
    targets : mapping of str to str
        Node that explains a number, by the number's id.
    """

    graph: Graph
    targets: Mapping[str, str]


def trace_document(document: Document, edition: Mapping[str, Any] | None = None) -> Trace:
    """Lay out what a document rests on.

    Parameters
    ----------
    document : Document
        As read, numbered or not.
    edition : mapping, optional
        What the graph says of the build.

    Raises
    ------
    DocumentError
        If something rests on a node that does not exist.
    """
    return _Tracing(document).trace(edition)


class _Tracing:
    """Nodes gathered so far, by id."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.expressions = Expressions(document.code)
        self.nodes: dict[str, Node] = {}
        self.targets: dict[str, str] = {}

    def trace(self, edition: Mapping[str, Any] | None) -> Trace:
        self._add(node_from_json(entry) for entry in self.document.inputs)
        self._add(parameter_nodes(self.document))
        self._add(_finding(entry, self.document) for entry in self.document.findings)
        for passage in self.document.passages:
            self._passage(passage)
        for chapter in self.document.chapters:
            for block in chapter.blocks:
                if isinstance(block, Figure):
                    self._figure(block, chapter)
                elif isinstance(block, Table):
                    self._add([_table(block, chapter)])
        return Trace(Graph.of(self.nodes.values(), edition), self.targets)

    def _add(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self.nodes[node.id] = node

    # -- passages ----------------------------------------------------------------------------

    def _passage(self, passage: Passage) -> None:
        chapter = passage.id.partition("/")[0]
        place = _place(chapter, passage.place)
        rests_on = {self._number(number, place, passage.template) for number in passage.numbers}
        in_numbers = {origin for number in passage.numbers for origin in number.origins}
        rests_on |= set(passage.origins) - in_numbers
        self._add(
            [
                Node(
                    id=f"sentence:{passage.id}",
                    kind=NodeKind.SENTENCE,
                    label=_shortened(passage.text),
                    text=passage.text,
                    rests_on=tuple(sorted(rests_on)),
                    place=place,
                    detail={"numbers": self._told(passage.numbers)},
                )
            ]
        )

    def _figure(self, figure: Figure, chapter: Chapter) -> None:
        place = _place(chapter.id, figure.place, figure.label)
        numbers = tuple(node for node in walk(figure.headline) if isinstance(node, Number))
        rests_on = {self._number(number, place, "") for number in numbers} | set(figure.origins)
        self._add(
            [
                Node(
                    id=f"chart:{figure.label}",
                    kind=NodeKind.CHART,
                    label=_shortened(plain_text(figure.headline)),
                    text=plain_text(figure.headline),
                    rests_on=tuple(sorted(rests_on)),
                    place=place,
                    detail={
                        "headline": plain_text(figure.headline),
                        "subtitle": figure.subtitle,
                        "alt": figure.alt,
                        "credit": figure.credit,
                        "data": dict(figure.data or {}),
                        "numbers": self._told(numbers),
                    },
                )
            ]
        )

    def _told(self, numbers: Iterable[Number]) -> list[dict[str, Any]]:
        return [
            {
                "field": number.field,
                "text": number.text,
                "value": None if number.estimate is None else dict(number.estimate),
                "node": self.targets[number.id],
            }
            for number in numbers
        ]

    def _number(self, number: Number, place: Place, template: str) -> str:
        """Give the node that explains a number, making one where it was computed on the spot."""
        node_id = self._explaining(number.origins, number.estimate)
        if node_id is None:
            node_id = f"number:{number.id}"
            where = f"{place.notebook}, {place.cell}"
            how = self.expressions.find(place.chapter, where, number.field, template)
            self._add(
                [
                    Node(
                        id=node_id,
                        kind=NodeKind.NUMBER,
                        label=number.field,
                        text=number.text,
                        value=number.estimate,
                        rests_on=tuple(sorted(number.origins)),
                        place=place,
                        detail={"how": how},
                    )
                ]
            )
        self.targets[number.id] = node_id
        return node_id

    def _explaining(self, origins: tuple[str, ...], value: Mapping[str, Any] | None) -> str | None:
        """Find the node whose own value this is: its only origin, or a finding it was filed as."""
        if value is not None and value.get("type") == "likelihood":
            value = value["probability"]
        if len(origins) == 1:
            node = self.nodes.get(origins[0])
            if node is not None and _is_value_of(node, value):
                return node.id
        for origin in origins:
            node = self.nodes.get(origin)
            if node is not None and node.kind is NodeKind.FINDING and _same(node.value, value):
                return node.id
        return None


def explaining_cell(cell: Cell, nodes: Mapping[str, Node]) -> str | None:
    """Find the node that explains a table's cell by itself: its only origin."""
    if len(cell.origins) != 1 or not any(letter.isdigit() for letter in cell.text):
        return None
    return cell.origins[0] if cell.origins[0] in nodes else None


def parameter_nodes(document: Document) -> Iterator[Node]:
    """Lay out the parameters that chapters ran with."""
    for record in document.records.values():
        name = str(record.get("chapter", ""))
        for key, said in (record.get("parameters") or {}).items():
            unit = said.get("unit") or ""
            yield Node(
                id=f"parameter:{name}/{key}",
                kind=NodeKind.PARAMETER,
                label=key,
                text=f"{_plain(said['value'])} {unit}".strip(),
                value={"type": "parameter", "central": said["value"], "unit": unit},
                detail={k: said.get(k) for k in ("default", "unit", "help")},
            )


def _plain(value: Any) -> str:
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


def _finding(entry: Mapping[str, Any], document: Document) -> Node:
    name = str(entry["chapter"])
    chapter = next((c.id for c in document.chapters if c.notebook == f"{name}.ipynb"), name)
    return Node(
        id=f"finding:{entry['id']}",
        kind=NodeKind.FINDING,
        label=entry["label"],
        text=entry["value"]["text"],
        value=entry["value"],
        rests_on=tuple(sorted(entry["origins"])),
        place=_place(chapter, entry["place"]),
        detail={
            "how": entry["how"],
            "claims": list(entry["claims"]),
            "sample": entry.get("sample"),
        },
    )


def _table(table: Table, chapter: Chapter) -> Node:
    return Node(
        id=f"table:{table.label}",
        kind=NodeKind.TABLE,
        label=_shortened(table.caption),
        text=table.caption,
        rests_on=tuple(sorted(table.origins)),
        place=_place(chapter.id, table.place, table.label),
        detail={
            "columns": [column.name for column in table.columns],
            "rows": [[cell.text for cell in row] for row in table.rows],
        },
    )


def _is_value_of(node: Node, value: Mapping[str, Any] | None) -> bool:
    """Whether a value is a node's own, or words or a date that stand in its row."""
    if value is None or value.get("type") in _TEXT_ONLY or node.kind is NodeKind.PARAMETER:
        return True
    if value.get("type") == "moment":
        own = node.detail.get("as_of") or (node.value or {}).get("date")
        return own == value.get("date")
    return node.kind is NodeKind.SERIES or _same(node.value, value)


def _same(first: Mapping[str, Any] | None, second: Mapping[str, Any] | None) -> bool:
    if first is None or second is None:
        return False
    if "words" in (first.get("type"), second.get("type")):
        return first.get("text") == second.get("text")
    return all(first.get(name) == second.get(name) for name in _COMPARED)


def _place(chapter: str, place: str, anchor: str = "") -> Place:
    notebook, _, cell = place.partition(", ")
    return Place(chapter, notebook, cell, anchor)


def _shortened(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
