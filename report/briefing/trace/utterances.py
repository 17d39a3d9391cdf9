"""Texts of a document as they are read: whole, with their values in them.

`texts` takes numbers out, since only words need an explanation there. How a sentence is worded is
seen only with its values: a paragraph, a heading, a caption or a cell is one utterance here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from briefing.document.model import Chapter, Document
from briefing.document.nodes import (
    Block,
    BulletList,
    Callout,
    Cell,
    Code,
    Figure,
    Footnote,
    Grid,
    Heading,
    Inline,
    Node,
    Number,
    OrderedList,
    Paragraph,
    Picture,
    Table,
)
from briefing.document.trees import plain_text, walk
from briefing.document.typography import curl
from briefing.trace.appendix import CHAPTER
from briefing.trace.drawing import drawing_texts
from briefing.trace.graph import NodeKind

_OURS: Final = frozenset({NodeKind.VERDICT})
"""Rows of the ledger whose words are the analysts' own; the others report what somebody said."""

_TERMS: Final = "setting:lexicon."
"""Origin of the terms of likelihood where the method lists them."""


class Marked(StrEnum):
    """What a part of an utterance is, if not words of ours."""

    LIKELIHOOD = "likelihood"
    DATA = "data"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of an utterance that is not words of ours.

    Attributes
    ----------
    start, end : int
        Where.
    kind : Marked
        What it is.
    lexicon : str
        Of a likelihood.
    """

    start: int
    end: int
    kind: Marked
    lexicon: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text that is read in one piece.

    Attributes
    ----------
    place : str
        Notebook and cell, or the cover.
    role : str
        What it is: ``prose``, ``heading``, ``caption of tbl-x`` …
    text : str
        As it reads.
    marks : tuple of Mark
        Traced likelihoods, words of the data and code in it, in order.
    is_made : bool
        Whether it was put together from values, so that a likelihood stands in it as plain words.
    """

    place: str
    role: str
    text: str
    marks: tuple[Mark, ...] = ()
    is_made: bool = False


def utterances(document: Document) -> Iterator[Utterance]:
    """Go through what a document says in our words, in reading order.

    Left out are the appendix with the trace, block quotations, and what the ledger quotes or
    reports: claims, observations, titles. Rulings are ours and stay in.
    """
    meta = document.meta
    for role in ("title", "subtitle", "kicker", "description"):
        yield Utterance("the cover", role, getattr(meta, role))
    reading = _Reading(frozenset(curl(text) for text in _data_texts(document)))
    for chapter in document.chapters:
        if chapter.id != CHAPTER:
            yield from reading.chapter(chapter)


def _data_texts(document: Document) -> Iterator[str]:
    for node in document.inputs:
        if node["kind"] not in _OURS:
            yield from _strings([node["label"], node["text"], node["detail"]])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)


class _Reading:
    """Reads blocks, knowing the words of the data."""

    def __init__(self, data: frozenset[str]) -> None:
        self.data = data

    def chapter(self, chapter: Chapter) -> Iterator[Utterance]:
        yield from self.line(chapter.title, chapter.place, "title")
        yield from self.line(chapter.question, chapter.place, "question")
        yield from self.blocks(chapter.blocks, chapter.place)

    def blocks(self, blocks: Sequence[Block], place: str) -> Iterator[Utterance]:
        for block in blocks:
            yield from self.block(block, block.place or place)

    def block(self, block: Block, place: str) -> Iterator[Utterance]:
        match block:
            case Heading(children=children):
                yield from self.line(children, place, "heading")
            case Paragraph(children=children):
                yield from self.line(children, place, "prose")
            case BulletList(items=items) | OrderedList(items=items):
                for item in items:
                    yield from self.blocks(item, place)
            case Callout():
                yield from self.line(block.title, place, "title of a callout")
                yield from self.blocks(block.blocks, place)
            case Grid():
                for row in (block.head, *block.rows):
                    for cell in row:
                        yield from self.line(cell, place, "table")
            case Table():
                yield from self.table(block, place)
            case Figure():
                yield from self.figure(block, place)
            case Picture(alt=alt):
                yield Utterance(place, "alternative text", alt)

    def table(self, table: Table, place: str) -> Iterator[Utterance]:
        for role in ("caption", "note", "summary"):
            yield Utterance(place, f"{role} of {table.label}", getattr(table, role))
        for column in table.columns:
            yield Utterance(place, f"head of {table.label}", column.name)
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                if not self._is_data(cell):
                    role = f"column {column.name!r} of {table.label}"
                    yield Utterance(place, role, cell.text, is_made=bool(cell.origins))

    def figure(self, figure: Figure, place: str) -> Iterator[Utterance]:
        yield from self.line(figure.headline, place, f"headline of {figure.label}")
        for role in ("subtitle", "alt"):
            name = "alternative text" if role == "alt" else role
            text = getattr(figure, role)
            yield Utterance(place, f"{name} of {figure.label}", text, is_made=True)
        for words in drawing_texts(figure.svg):
            if curl(words) not in self.data:
                yield Utterance(place, f"drawing of {figure.label}", words, is_made=True)

    def line(self, nodes: tuple[Inline, ...], place: str, role: str) -> Iterator[Utterance]:
        text, marks = "", []
        for node in _leaves(nodes):
            words = plain_text([node])
            mark = self._mark(node, len(text), len(text) + len(words))
            marks += [mark] if mark is not None else []
            text += words
        yield Utterance(place, role, text, tuple(marks))
        for part in walk(nodes):
            if isinstance(part, Footnote):
                yield from self.blocks(part.blocks, place)

    def _mark(self, node: Inline, start: int, end: int) -> Mark | None:
        match node:
            case Code():
                return Mark(start, end, Marked.CODE)
            case Number(estimate={"type": "likelihood", "lexicon": lexicon}):
                return Mark(start, end, Marked.LIKELIHOOD, lexicon)
            case Number(text=text) if text in self.data:
                return Mark(start, end, Marked.DATA)
        return None

    def _is_data(self, cell: Cell) -> bool:
        is_term = any(origin.startswith(_TERMS) for origin in cell.origins)
        return is_term or (bool(cell.origins) and cell.text in self.data)


def _leaves(nodes: Sequence[Node]) -> Iterator[Inline]:
    """Go through the inlines that hold words, without what a note says."""
    for node in nodes:
        children = getattr(node, "children", None)
        if children is not None:
            yield from _leaves(children)
        elif isinstance(node, Inline):
            yield node
