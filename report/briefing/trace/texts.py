"""All that a reader sees of a document as text, piece by piece, with what each piece may draw on.

A number in a sentence is a node of its own and not among these texts: what is left is words, and a
number among them has to be explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from briefing.document.model import Chapter, Document
from briefing.document.nodes import (
    Block,
    Callout,
    Code,
    Figure,
    Grid,
    Heading,
    Inline,
    Number,
    Preformatted,
    Table,
    Text,
)
from briefing.document.trees import plain_text, walk
from briefing.trace.appendix import CHAPTER
from briefing.trace.drawing import drawing_texts
from briefing.trace.graph import Graph, NodeKind
from briefing.trace.known import Known

SETTLED: Final = frozenset({NodeKind.SETTING})


@dataclass(frozen=True, slots=True)
class Visible:
    """A text that a reader sees.

    Attributes
    ----------
    place : str
        Notebook and cell, or part of the cover.
    role : str
        What it is: ``prose``, ``heading``, ``alternative text`` …
    text : str
        Its words.
    known : Known
        Numbers that it may print: of the data it is drawn from, and of what it rests on.
    """

    place: str
    role: str
    text: str
    known: Known = field(default_factory=Known)


def visible_texts(document: Document, graph: Graph) -> Iterator[Visible]:
    """Go through the texts of a document in reading order.

    The appendix with the trace is left out: it is written from the graph.
    """
    settings = Known.of_nodes(node for node in graph.nodes.values() if node.kind in SETTLED)
    meta = document.meta
    for role in ("title", "subtitle", "kicker", "description"):
        yield Visible("the cover", role, getattr(meta, role), settings)
    for chapter in document.chapters:
        if chapter.id != CHAPTER:
            yield from _chapter(chapter, graph, settings)


def _chapter(chapter: Chapter, graph: Graph, settings: Known) -> Iterator[Visible]:
    yield from _inlines(chapter.title, chapter.place, "title")
    yield from _inlines(chapter.question, chapter.place, "question")
    for block in chapter.blocks:
        if isinstance(block, Figure):
            yield from _figure(block, graph, settings)
        elif isinstance(block, Table):
            yield from _table(block, graph, settings)
        else:
            yield from _words(block)


def _words(block: Block) -> Iterator[Visible]:
    role = "heading" if isinstance(block, Heading) else "prose"
    for node in walk(block):
        match node:
            case Text(text=text) | Code(text=text) | Preformatted(text=text):
                yield Visible(block.place, role, text)
            case Grid() | Callout():
                continue


def _inlines(nodes: tuple[Inline, ...], place: str, role: str) -> Iterator[Visible]:
    for node in walk(nodes):
        if isinstance(node, Text | Code):
            yield Visible(place, role, node.text)


def _figure(figure: Figure, graph: Graph, settings: Known) -> Iterator[Visible]:
    chart = graph.nodes[f"chart:{figure.label}"]
    numbers = [node.text for node in walk(figure.headline) if isinstance(node, Number)]
    known = (
        Known.of_data(figure.data or {})
        | Known.of_nodes(graph.nodes[name] for name in chart.rests_on)
        | Known.of_texts([*numbers, plain_text(figure.headline)] if numbers else [])
        | settings
    )
    yield from _inlines(figure.headline, figure.place, f"headline of {figure.label}")
    for role in ("subtitle", "alt", "credit"):
        name = "alternative text" if role == "alt" else role
        yield Visible(figure.place, f"{name} of {figure.label}", getattr(figure, role), known)
    for words in drawing_texts(figure.svg):
        yield Visible(figure.place, f"drawing of {figure.label}", words, known)


def _table(table: Table, graph: Graph, settings: Known) -> Iterator[Visible]:
    node = graph.nodes[f"table:{table.label}"]
    known = Known.of_nodes(graph.nodes[name] for name in node.rests_on) | settings
    for role in ("caption", "note", "summary"):
        yield Visible(table.place, f"{role} of {table.label}", getattr(table, role), known)
    for column in table.columns:
        yield Visible(table.place, f"head of {table.label}", column.name, known)
    for row in table.rows:
        for column, cell in zip(table.columns, row, strict=True):
            if not cell.origins:
                role = f"column {column.name!r} of {table.label}"
                yield Visible(table.place, role, cell.text, known)
