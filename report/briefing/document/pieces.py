"""Passages whose numbers carry their origins, to nodes.

A passage arrives as pieces: Markdown text, and values with their wording. The Markdown has to be
parsed as a whole, since emphasis or a list may span a value. So each value first becomes one
private-use character, and the parsed text is split at those characters again. A value's wording
therefore never passes through the Markdown parser and cannot act as markup.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote

from briefing.document.bundle import Bundle
from briefing.document.markdown import append_inline, parse_markdown
from briefing.document.nodes import (
    Block,
    BulletList,
    Citation,
    CitedSource,
    Code,
    Inline,
    Link,
    Number,
    OrderedList,
    Paragraph,
    Preformatted,
    Text,
)
from briefing.document.trees import rewrite, walk
from briefing.document.typography import curl
from briefing.errors import DocumentError

_FIRST: Final = 0xE000
_LAST: Final = 0xF8FF
_PRIVATE: Final = re.compile(f"([{chr(_FIRST)}-{chr(_LAST)}])")


def read_pieces(
    pieces: Sequence[str | Mapping[str, Any]],
    *,
    place: str,
    cite: Sequence[str] = (),
    passage: str = "",
) -> tuple[Block, ...]:
    """Read a passage as blocks.

    Parameters
    ----------
    pieces : sequence of str or mapping
        Markdown text, and values with ``field``, ``text``, ``origins`` and ``estimate``.
    place : str
        Notebook and cell, for messages.
    cite : sequence of str
        Ids of the sources the passage rests on; they become one citation at its end.
    passage : str
        Id of the passage; each value's id is made from it.

    Returns
    -------
    tuple of Block
        Paragraphs, lists and so on, with `Number` nodes in the sentences.
    """
    source = ""
    numbers: list[Number] = []
    for piece in pieces:
        if isinstance(piece, str):
            if _PRIVATE.search(piece):
                raise DocumentError(f"{place}: the text holds private-use characters; remove them")
            source += piece
        else:
            source += chr(_FIRST + len(numbers))
            id_ = f"{passage}/{len(numbers) + 1}" if passage else ""
            numbers.append(_number(piece, place, tuple(cite), id_))
    if len(numbers) > _LAST - _FIRST:
        raise DocumentError(f"{place}: {len(numbers)} values in one passage; split it")
    parsed = parse_markdown(source, place=place)
    blocks = tuple(rewrite(block, lambda n: _restore(n, numbers, place)) for block in parsed)
    return with_citation(blocks, cite, place=place)


def read_line(
    pieces: Sequence[str | Mapping[str, Any]],
    *,
    place: str,
    cite: Sequence[str] = (),
    passage: str = "",
) -> tuple[Inline, ...]:
    """Read pieces that make a single sentence, such as the headline of a chart."""
    blocks = read_pieces(pieces, place=place, passage=passage)
    if len(blocks) != 1 or not isinstance(blocks[0], Paragraph):
        raise DocumentError(f"{place}: a headline is one sentence, not {len(blocks)} blocks")
    return blocks[0].children


def citation(sources: Sequence[str]) -> tuple[Citation, ...]:
    """Make one citation of several sources; none when there are no sources."""
    unique = dict.fromkeys(sources)
    return (Citation(tuple(CitedSource(source) for source in unique)),) if unique else ()


def with_citation(
    blocks: tuple[Block, ...], cite: Sequence[str], *, place: str
) -> tuple[Block, ...]:
    """Put one grouped citation at the end of some blocks.

    Sources that the author already cites somewhere in them are not cited again.
    """
    said = {node.source for node in walk(blocks) if isinstance(node, CitedSource)}
    cited = citation([source for source in cite if source not in said])
    if not cited or not blocks:
        return blocks
    last = _append(blocks[-1], cited[0])
    return (*blocks[:-1], last) if last else (*blocks, Paragraph(cited, place=place))


def _append(block: Block, cited: Citation) -> Block | None:
    """Append to the last paragraph in a block; None when it ends otherwise."""
    if isinstance(block, Paragraph):
        if block.children and isinstance(block.children[-1], Citation):
            joined = Citation((*block.children[-1].items, *cited.items))
            return replace(block, children=(*block.children[:-1], joined))
        children = list(block.children)
        append_inline(children, cited)
        return replace(block, children=tuple(children))
    if isinstance(block, BulletList | OrderedList) and block.items and block.items[-1]:
        *items, item = block.items
        last = _append(item[-1], cited)
        return last and replace(block, items=(*items, (*item[:-1], last)))
    return None


def _number(piece: Mapping[str, Any], place: str, cite: tuple[str, ...], number_id: str) -> Number:
    named = piece.get("field", "") if isinstance(piece, Mapping) else ""
    bundle = Bundle(piece, f"value {named!r}", place)
    return Number(
        field=bundle.text("field"),
        text=curl(bundle.text("text")),
        origins=bundle.names("origins"),
        sources=cite,
        estimate=bundle.mapping("estimate"),
        id=number_id,
    )


def _restore(node: Any, numbers: Sequence[Number], place: str) -> Any:
    """Put the values back where their characters stand."""
    if isinstance(node, Text):
        parts = _PRIVATE.split(node.text)
        if len(parts) == 1:
            return node
        return tuple(
            numbers[ord(part) - _FIRST] if i % 2 else Text(part)
            for i, part in enumerate(parts)
            if part
        )
    if isinstance(node, Code | Preformatted) and _PRIVATE.search(node.text):
        return replace(
            node, text=_PRIVATE.sub(lambda m: numbers[ord(m[0]) - _FIRST].text, node.text)
        )
    if isinstance(node, Link) and _PRIVATE.search(unquote(node.href)):
        raise DocumentError(f"{place}: a value inside a link's address; write the address out")
    return node
