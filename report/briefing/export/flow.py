"""How blocks fall on pages: which go across, and which charts may leave their place.

A wide table needs a page turned on its side. It takes its heading and introduction along, so that
the page before it does not end in a heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from briefing.document.nodes import Block, Heading, Number, Paragraph, Table, Text
from briefing.document.trees import walk

_INTRODUCTION: Final = 500
"""Letters of text that a wide table may take along from above it."""

Run = tuple[bool, tuple[Block, ...]]


def page_runs(blocks: Sequence[Block]) -> list[Run]:
    """Divide the blocks of a chapter into runs of upright and of turned pages.

    Parameters
    ----------
    blocks : sequence of Block
        In order.

    Returns
    -------
    list of (bool, tuple of Block)
        Whether the run goes across, and its blocks; no run is empty.
    """
    runs: list[tuple[bool, list[Block]]] = []
    upright: list[Block] = []
    for block in blocks:
        if not (isinstance(block, Table) and block.wide):
            upright.append(block)
            continue
        lead = _lead(upright)
        rest, taken = upright[: len(upright) - lead], upright[len(upright) - lead :]
        if rest or not runs:
            runs += [(False, rest), (True, [*taken, block])]
        else:
            runs[-1][1].extend([*taken, block])
        upright = []
    runs.append((False, upright))
    return [(across, tuple(run)) for across, run in runs if run]


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
