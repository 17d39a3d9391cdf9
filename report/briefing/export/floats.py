"""Figures that would leave half a page white.

A chart cannot be broken. Where it does not fit below its text it moves to the next page, and the
rest of the page stays empty. Such a chart is allowed to float: it keeps the head of the next page,
and the text behind it fills the gap. All other charts stay right where they are told of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from briefing.export.compiler import Workshop

LAYOUT: Final = "layout.json"
"""File in which the library finds how to lay out: which figures float."""

_ROUNDS: Final = 8
_HEAD: Final = 80.0
"""A figure that starts above this line starts its page; the text begins at 76.5 [pt]."""


def settle_figures(workshop: Workshop, floatable: Mapping[str, str]) -> list[str]:
    """Find the figures that have to float because they would leave a gap.

    Every figure that floats moves what comes after it, so the document is laid out again until no
    figure starts a page for want of room. Chapters are settled side by side, each from its front.

    Parameters
    ----------
    workshop : Workshop
        With the files of a draft; its file `LAYOUT` is rewritten.
    floatable : mapping of str to str
        Chapter of each figure, by label, in order.

    Returns
    -------
    list of str
        Labels.
    """
    floating: list[str] = []
    for _ in range(_ROUNDS):
        workshop.put(LAYOUT, layout(floating, alone=True))
        found = first_stranded(_find_spots(workshop), floatable, floating)
        if not found:
            break
        floating += found
    return floating


def layout(floating: Sequence[str] = (), *, alone: bool = False) -> bytes:
    """Write the content of the file `LAYOUT`.

    Parameters
    ----------
    floating : sequence of str
        Labels of the figures that float.
    alone : bool
        Whether this is only a part, so that links inside the document lead nowhere.
    """
    return json.dumps({"floating": list(floating), "alone": alone}).encode()


def first_stranded(
    spots: Mapping[str, float], floatable: Mapping[str, str], floating: list[str]
) -> list[str]:
    """Give, for each chapter, the first figure at the head of a page that does not float yet."""
    found: dict[str, str] = {}
    for label, chapter in floatable.items():
        if label not in floating and spots.get(label, _HEAD) < _HEAD:
            found.setdefault(chapter, label)
    return list(found.values())


def _find_spots(workshop: Workshop) -> dict[str, float]:
    """Lay the document out and give the height of each figure on its page [pt]."""
    found: list[dict[str, Any]] = json.loads(workshop.query("<spots>"))
    return {spot["label"]: spot["y"] for spot in found[0]["value"]} if found else {}
