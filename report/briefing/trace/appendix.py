"""The trace as an appendix: one entry for each thing that a number on the page can lead to.

What the ledger shows already (a claim, a row of evidence that bears on one) has no second entry:
numbers lead to it there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from briefing.document.merge import slug
from briefing.document.model import Chapter
from briefing.document.nodes import (
    Block,
    Cell,
    Citation,
    CitedSource,
    Code,
    Entry,
    Heading,
    Inline,
    Link,
    Paragraph,
    Reference,
    Text,
)
from briefing.document.trees import walk
from briefing.document.typography import curl
from briefing.trace.graph import Graph, Node, NodeKind

CHAPTER: Final = "trace"
"""Id of the chapter; its words are made from the graph, and the lint has nothing to add."""

_SHOWN: Final = 12
"""Inputs named in an entry; the graph's file has the rest."""

_GROUPS: Final = (
    ("Findings", frozenset({NodeKind.FINDING})),
    ("Numbers computed where they are said", frozenset({NodeKind.NUMBER})),
    ("Charts and tables", frozenset({NodeKind.CHART, NodeKind.TABLE})),
    (
        "Assumptions and settings",
        frozenset({NodeKind.PARAMETER, NodeKind.SCENARIO, NodeKind.SETTING}),
    ),
    ("Series", frozenset({NodeKind.SERIES})),
    ("Events", frozenset({NodeKind.EVENT})),
    ("Further observations", frozenset({NodeKind.OBSERVATION})),
    ("Claims and rulings", frozenset({NodeKind.CLAIM, NodeKind.VERDICT})),
)
_MADE: Final = frozenset({NodeKind.FINDING, NodeKind.NUMBER, NodeKind.CHART, NodeKind.TABLE})

Line = tuple[str, tuple[Inline, ...]]


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where in the document each node is explained.

    Attributes
    ----------
    known : mapping of str to str
        Ids that the document has already, by node.
    """

    known: Mapping[str, str]

    def of(self, node: Node) -> str:
        """Give the id at which a node is explained."""
        return self.known.get(node.id) or f"trace-{slug(node.id.replace('finding:', ''))}"

    def is_new(self, node: Node) -> bool:
        """Whether a node needs an entry of its own."""
        return node.id not in self.known


def find_anchors(chapters: Iterable[Chapter], graph: Graph) -> Anchors:
    """Find what the ledger of the document explains already: claims, rulings, rows of evidence."""
    ids: dict[str, None] = {}
    for chapter in chapters:
        for part in walk(chapter.blocks):
            if isinstance(part, Heading) and part.id:
                ids[part.id] = None
            elif isinstance(part, Cell) and part.anchor:
                ids[part.anchor] = None
    known: dict[str, str] = {}
    rows = {anchor.split("-")[1]: anchor for anchor in reversed(ids) if _is_row(anchor)}
    for node in graph.nodes.values():
        name = node.id.partition(":")[2]
        if node.kind is NodeKind.OBSERVATION and name.lower() in rows:
            known[node.id] = rows[name.lower()]
        elif node.kind in (NodeKind.CLAIM, NodeKind.VERDICT):
            anchor = f"claim-{name.partition('/')[0]}"
            if anchor in ids:
                known[node.id] = anchor
    return Anchors(known)


def trace_chapter(graph: Graph, anchors: Anchors, wanted: Iterable[str]) -> Chapter | None:
    """Write the appendix.

    Parameters
    ----------
    graph : Graph
        All nodes.
    anchors : Anchors
        Where nodes are explained.
    wanted : iterable of str
        Nodes that numbers, charts and tables lead to.

    Returns
    -------
    Chapter or None
        Not numbered yet; None where nothing leads there.
    """
    entries = _needed(graph, anchors, wanted)
    if not entries:
        return None
    blocks: list[Block] = [Paragraph((Text(_INTRODUCTION),))]
    for title, kinds in _GROUPS:
        nodes = [node for node in entries if node.kind in kinds]
        if nodes:
            blocks.append(Heading(2, (Text(title),), place=CHAPTER))
            blocks += [_entry(node, graph, anchors) for node in sorted(nodes, key=_order)]
    return Chapter(
        id=CHAPTER,
        notebook="",
        title=(Text("Trace"),),
        question=(Text("Where does each number come from?"),),
        role="appendix",
        blocks=tuple(blocks),
        place=CHAPTER,
    )


_INTRODUCTION: Final = (
    "Numbers in the text lead here, or to the row of the ledger that they quote. An entry says "
    "what the value is, how it was computed, what it rests on and which cell made it."
)


def _is_row(anchor: str) -> bool:
    return anchor.startswith("evidence-")


def _order(node: Node) -> tuple[str, ...]:
    return (node.id,)


def _needed(graph: Graph, anchors: Anchors, wanted: Iterable[str]) -> list[Node]:
    """Collect what needs an entry: what is led to, and what those entries lead to."""
    found: dict[str, Node] = {}
    ahead = list(wanted)
    while ahead:
        node = graph.nodes[ahead.pop()]
        if node.id in found or not anchors.is_new(node):
            continue
        found[node.id] = node
        if node.kind in _MADE:
            ahead += _inputs(node)[:_SHOWN]
    return list(found.values())


def _inputs(node: Node) -> tuple[str, ...]:
    return tuple(name for name in node.rests_on if not name.startswith(("source:", "maker:")))


# Entries --------------------------------------------------------------------------------------


def _entry(node: Node, graph: Graph, anchors: Anchors) -> Entry:
    lines = _LINES.get(node.kind, _no_lines)(node, graph, anchors)
    if node.kind in _MADE and node.place is not None:
        lines.append(("Made in", (Text(f"{node.place.notebook}, {node.place.cell}"),)))
    return Entry(
        id=anchors.of(node),
        name=short_name(node),
        head=_head(node),
        lines=tuple(lines),
        place=CHAPTER,
    )


def short_name(node: Node) -> str:
    """Give the name under which data or code know a node."""
    name = node.id.partition(":")[2]
    match node.kind:
        case NodeKind.NUMBER:
            return node.label
        case NodeKind.VERDICT:
            claim, _, vintage = name.partition("/")
            return f"ruling on {claim}, {vintage}"
        case NodeKind.PARAMETER:
            return name.partition("/")[2]
    return name


def _head(node: Node) -> tuple[Inline, ...]:
    # Where the label is only the name again, it is not said twice.
    if node.kind is NodeKind.NUMBER or node.label.replace(" ", "_") == short_name(node):
        return (Text(curl(node.text)),)
    if node.kind in (NodeKind.CHART, NodeKind.TABLE) or node.text in ("", node.label):
        return (Text(curl(node.label)),)
    return (Text(curl(f"{node.label.removesuffix('.')}: {node.text}")),)


def _made_lines(node: Node, graph: Graph, anchors: Anchors) -> list[Line]:
    lines: list[Line] = []
    how = str(node.detail.get("how") or "")
    if how:
        words: Inline = Code(how) if node.kind is NodeKind.NUMBER else Text(curl(how))
        lines.append(("How", (words,)))
    sample = node.detail.get("sample")
    if sample:
        shapes = "; ".join(f"{name} {shape}" for name, shape in sample["shapes"].items())
        drawn = f"{sample['size']:,} draws, seed {sample['seed']}: {shapes}".replace(
            ",", "\u202f", 1
        )
        lines.append(("Sample", (Text(drawn),)))
    inputs = [graph.nodes[name] for name in _inputs(node)]
    if inputs:
        lines.append(("Rests on", tuple(_listed(inputs, anchors))))
    sources = _sources(node, graph)
    if sources:
        cited = Citation(tuple(CitedSource(name) for name in sources[:_SHOWN]))
        lines.append(("Sources", (cited,)))
    used = _used_in(node, graph)
    if used:
        lines.append(("Used in", used))
    return lines


def _listed(nodes: list[Node], anchors: Anchors) -> Iterable[Inline]:
    for i, node in enumerate(nodes[:_SHOWN]):
        if i:
            yield Text(", ")
        yield Link(f"#{anchors.of(node)}", (Text(short_name(node)),))
        if node.text and node.kind not in (NodeKind.VERDICT, NodeKind.CLAIM):
            yield Text(f" ({node.text})")
        elif node.text:
            yield Text(f" (“{node.text}”)" if node.kind is NodeKind.CLAIM else f" ({node.text})")
    rest = len(nodes) - _SHOWN
    if rest > 0:
        yield Text(f" and {rest} more, listed in graph.json")


def _sources(node: Node, graph: Graph) -> list[str]:
    """Ids of the publications of the inputs themselves, not of all that lies further below."""
    direct = {
        name.partition(":")[2]
        for origin in (node.id, *node.rests_on)
        for name in graph.nodes[origin].rests_on
        if name.startswith("source:")
    }
    return sorted(direct)


def _used_in(node: Node, graph: Graph) -> tuple[Inline, ...]:
    """Lead to the charts and tables that show a node, and to the chapters whose text does."""
    shown = [graph.nodes[name] for name in graph.dependents[node.id]]
    labels = [n.id.partition(":")[2] for n in shown if n.kind in (NodeKind.CHART, NodeKind.TABLE)]
    chapters = sorted({n.place.chapter for n in shown if n.place and n.kind is NodeKind.SENTENCE})
    targets = [*(f"sec-{name}" for name in chapters), *labels]
    words: list[Inline] = []
    for i, target in enumerate(targets[:_SHOWN]):
        words += [Text(", ")] if i else []
        words.append(Reference(target))
    return tuple(words)


def _observation_lines(node: Node, graph: Graph, anchors: Anchors) -> list[Line]:
    source = next(name for name in node.rests_on if name.startswith("source:"))
    maker = next(name for name in node.rests_on if name.startswith("maker:"))
    grade = f"{graph.nodes[source].detail['reliability']}{node.detail['credibility']}"
    lines: list[Line] = []
    if node.detail["as_of"]:
        lines.append(("As of", (Text(node.detail["as_of"]),)))
    lines.append(("Maker", (Text(curl(graph.nodes[maker].label)),)))
    lines.append(("Source", (Text(f"grade {grade}"), _cite(source))))
    return [*lines, *_uses(node, graph)]


def _sourced_lines(node: Node, graph: Graph, anchors: Anchors) -> list[Line]:
    sources = [name for name in node.rests_on if name.startswith("source:")]
    cited = Citation(tuple(CitedSource(name.partition(":")[2]) for name in sources[:_SHOWN]))
    lines: list[Line] = [("Source", (cited,))] if sources else []
    return [*lines, *_uses(node, graph)]


def _parameter_lines(node: Node, graph: Graph, anchors: Anchors) -> list[Line]:
    chapter = node.id.partition(":")[2].partition("/")[0]
    lines: list[Line] = [("Chapter", (Reference(f"sec-{chapter}"),))]
    if node.detail.get("help"):
        lines.append(("Meaning", (Text(curl(str(node.detail["help"]))),)))
    return [*lines, *_uses(node, graph)]


def _scenario_lines(node: Node, graph: Graph, anchors: Anchors) -> list[Line]:
    values = ", ".join(f"{name} = {value}" for name, value in node.detail["parameters"].items())
    return [("Sets", (Code(values),)), *_uses(node, graph)]


def _uses(node: Node, graph: Graph) -> list[Line]:
    used = _used_in(node, graph)
    return [("Used in", used)] if used else []


def _no_lines(node: Node, graph: Graph, anchors: Anchors) -> list[Line]:
    return _uses(node, graph)


def _cite(source: str) -> Citation:
    return Citation((CitedSource(source.partition(":")[2]),))


_LINES: Final[Mapping[NodeKind, Callable[[Node, Graph, Anchors], list[Line]]]] = {
    NodeKind.FINDING: _made_lines,
    NodeKind.NUMBER: _made_lines,
    NodeKind.CHART: _made_lines,
    NodeKind.TABLE: _made_lines,
    NodeKind.OBSERVATION: _observation_lines,
    NodeKind.EVENT: _sourced_lines,
    NodeKind.SERIES: _sourced_lines,
    NodeKind.PARAMETER: _parameter_lines,
    NodeKind.SCENARIO: _scenario_lines,
}
