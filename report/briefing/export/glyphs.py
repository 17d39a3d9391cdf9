"""All text of a document against the fonts.

PDF/UA forbids missing glyphs, so the compiler would stop with an error that names no cell. Checking
beforehand can name it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from briefing.document.model import Chapter, Document
from briefing.document.nodes import (
    Callout,
    Cell,
    CitedSource,
    Code,
    Column,
    Entry,
    Figure,
    Listing,
    Node,
    Number,
    Preformatted,
    Reference,
    Table,
    Text,
)
from briefing.document.trees import walk
from briefing.errors import ExportError
from briefing.export.characters import missing_glyphs
from briefing.export.svg import svg_texts


def check_glyphs(document: Document, coverage: frozenset[int]) -> None:
    """Refuse a document with a character that no face can show.

    Parameters
    ----------
    document : Document
        As assembled.
    coverage : frozenset of int
        Code points that some face has a glyph for.

    Raises
    ------
    ExportError
        Naming each place with its characters, not only the first.
    """
    faults: dict[str, list[str]] = {}
    for place, text in _texts(document):
        for char in missing_glyphs(text, coverage):
            faults.setdefault(place, []).append(char)
    if faults:
        lines = [f"{place}: {_describe(chars)}" for place, chars in faults.items()]
        raise ExportError(
            "the fonts of the PDF have no glyph for some characters; write them in Latin, Greek "
            "or Cyrillic letters, or as a word\n" + "\n".join(lines)
        )


def _describe(chars: Iterable[str]) -> str:
    unique = list(dict.fromkeys(chars))
    named = [f"{c} (U+{ord(c):04X} {unicodedata.name(c, 'unnamed')})" for c in unique[:5]]
    more = f" and {len(unique) - 5} more" if len(unique) > 5 else ""
    return ", ".join(named) + more


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Go through all text that will be set, with its place."""
    meta = document.meta
    for text in (meta.title, meta.subtitle, meta.kicker, meta.footer, *meta.authors):
        yield "document meta", text
    for label, value in meta.facts:
        yield "document meta", f"{label} {value}"
    for chapter in document.chapters:
        yield from _chapter_texts(chapter)
    for source in document.references:
        words = (source.publisher, source.title, source.published, source.reliability)
        yield f"source {source.id}", " ".join(words)


def _chapter_texts(chapter: Chapter) -> Iterator[tuple[str, str]]:
    for node in walk((*chapter.title, *chapter.question)):
        yield from ((chapter.place, text) for text in _node_texts(node))
    for block in chapter.blocks:
        for node in walk(block):
            yield from ((block.place, text) for text in _node_texts(node))


def _node_texts(node: Node) -> tuple[str, ...]:
    match node:
        case Text() | Code() | Number() | Preformatted() | Listing() | Reference() | Cell():
            return (node.text,)
        case Column():
            return (node.name,)
        case CitedSource():
            return (node.locator,)
        case Table():
            return (node.caption, node.note)
        case Figure():
            return (node.subtitle, node.credit, *svg_texts(node.svg))
        case Entry():
            return (node.name, *(word for word, _ in node.lines))
        case Callout():
            return (node.kind,)
    return ()
