"""How blocks fall on pages: which go upright, which across, and which in two columns.

A wide table needs a page turned on its side. It takes its heading and introduction along, so that
the page before it does not end in a heading. Entries of the trace are short and many, and stand in
two columns with the headings between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from briefing.document.nodes import Block, Entry, Heading, Number, Paragraph, Table, Text
from briefing.document.trees import walk

_INTRODUCTION: Final = 500
"""Letters of text that a wide table may take along from above it."""


class Way(StrEnum):
    """How a run of blocks stands on its pages."""

    UPRIGHT = "upright"
    ACROSS = "across"
    COLUMNS = "columns"


Run = tuple[Way, tuple[Block, ...]]


def page_runs(blocks: Sequence[Block]) -> list[Run]:
    """Divide the blocks of a chapter into runs of one way each.

    Parameters
    ----------
    blocks : sequence of Block
        In order.

    Returns
    -------
    list of (Way, tuple of Block)
        No run is empty, and none in columns ends with a heading.
    """
    runs: list[tuple[Way, list[Block]]] = []
    upright: list[Block] = []

    def turn(way: Way, lead: int, block: Block) -> None:
        rest, taken = upright[: len(upright) - lead], upright[len(upright) - lead :]
        if not rest and runs and runs[-1][0] is way:
            runs[-1][1].extend([*taken, block])
        else:
            runs.extend([(Way.UPRIGHT, rest), (way, [*taken, block])])
        upright.clear()

    for block in blocks:
        if isinstance(block, Table) and block.wide:
            turn(Way.ACROSS, _lead(upright), block)
        elif isinstance(block, Entry):
            turn(Way.COLUMNS, _headings(upright), block)
        else:
            upright.append(block)
    runs.append((Way.UPRIGHT, upright))
    return [(way, tuple(run)) for way, run in runs if run]


def _headings(blocks: Sequence[Block]) -> int:
    """Count the headings at the end."""
    others = (i for i, block in enumerate(reversed(blocks)) if not isinstance(block, Heading))
    return next(others, len(blocks))


def _lead(blocks: Sequence[Block]) -> int:
    """Count the blocks at the end that introduce what follows: a heading and a little text."""
    letters = 0
    for count, block in enumerate(reversed(blocks), 1):
        if isinstance(block, Heading):
            while count < len(blocks) and isinstance(blocks[-count - 1], Heading):
                count += 1
            return count
        letters += text_length((block,))
        if not isinstance(block, Paragraph) or letters > _INTRODUCTION:
            return 0
    return len(blocks)


def text_length(blocks: Iterable[Block]) -> int:
    """Count the letters of some blocks."""
    return sum(len(n.text) for b in blocks for n in walk(b) if isinstance(n, Text | Number))
