"""Labels of headings that are given beside the words instead of in them.

``{#sec-x}`` in a heading is seen by whoever opens the notebook in JupyterLab; the same label in the
cell's metadata, or in the bundle of a passage, is not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from briefing.document.nodes import Block, Heading
from briefing.errors import DocumentError

_LABEL: Final = re.compile(r"(?:sec|claim)-[a-z0-9-]+")


def label_heading(blocks: tuple[Block, ...], label: str, place: str) -> tuple[Block, ...]:
    """Give the first heading among blocks a label.

    Parameters
    ----------
    blocks : tuple of Block
        Of one cell or passage.
    label : str
        ``sec-x`` or ``claim-x``; empty changes nothing.
    place : str
        Notebook and cell, for messages.

    Raises
    ------
    DocumentError
        If the label has another form, there is no heading, or it has a label already.
    """
    if not label:
        return blocks
    if not _LABEL.fullmatch(label):
        raise DocumentError(
            f"{place}: the label {label!r} is none for a heading; write sec- or claim- and then "
            "a-z, 0-9 and hyphens"
        )
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            if block.id:
                raise DocumentError(f"{place}: the heading has the label {block.id!r} already")
            return (*blocks[:index], replace(block, id=label), *blocks[index + 1 :])
    raise DocumentError(f"{place}: the label {label!r} has no heading to stand at; remove it")
