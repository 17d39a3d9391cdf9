"""Figures that would leave half a page white.

A chart cannot be broken. Where it does not fit below its text it moves to the next page, and the
rest of the page stays empty. Such a chart is allowed to float: it keeps the head of the next page,
and the text behind it fills the gap. All other charts stay right where they are told of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from briefing.export.compiler import Workshop

LAYOUT: Final = "layout.json"
"""File in which the library finds how to lay out: which figures float."""

_ROUNDS: Final = 12
_HEAD: Final = 80.0
"""A figure that starts above this line starts its page; the text begins at 76.5 [pt]."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure fell.

    Attributes
    ----------
    page : int
        Counted from 1.
    y : float
        Height on the page, from above [pt].
    told : tuple of (int, float) or None
        Page and height of the place in the text that a floating figure belongs to.
    """

    page: int
    y: float
    told: tuple[int, float] | None = None

    @property
    def is_stranded(self) -> bool:
        """Whether it starts a page although it does not float."""
        return self.told is None and self.y < _HEAD

    @property
    def is_early(self) -> bool:
        """Whether it floated to the head of the very page that tells of it further down."""
        return self.told is not None and self.told[0] == self.page and self.y < self.told[1]


def settle_figures(workshop: Workshop, floatable: Mapping[str, str]) -> list[str]:
    """Find the figures that have to float because they would leave a gap.

    Every figure that floats moves what comes after it, so the document is laid out again until no
    figure starts a page for want of room. Chapters are settled side by side, each from its front.
    Where that leaves a figure floating that now has room in its place, it is put back, once.

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
    put_back: set[str] = set()
    for _ in range(_ROUNDS):
        workshop.put(LAYOUT, layout(floating))
        spots = _find_spots(workshop)
        early = [label for label in floating if spots[label].is_early and label not in put_back]
        if early:
            put_back.update(early)
            floating = [label for label in floating if label not in early]
        elif stranded := first_stranded(spots, floatable):
            floating += stranded
        else:
            break
    return floating


def layout(floating: Sequence[str] = ()) -> bytes:
    """Write the content of the file `LAYOUT`.

    Parameters
    ----------
    floating : sequence of str
        Labels of the figures that float.
    """
    return json.dumps({"floating": list(floating)}).encode()


def first_stranded(spots: Mapping[str, Spot], floatable: Mapping[str, str]) -> list[str]:
    """Give, for each chapter, the first figure that starts a page for want of room."""
    found: dict[str, str] = {}
    for label, chapter in floatable.items():
        if label in spots and spots[label].is_stranded:
            found.setdefault(chapter, label)
    return list(found.values())


def _find_spots(workshop: Workshop) -> dict[str, Spot]:
    """Lay the document out and see where its figures fell, by label."""
    (answer,) = json.loads(workshop.query("<spots>"))
    told = {spot["label"]: (spot["page"], spot["y"]) for spot in answer["value"]["told"]}
    return {
        spot["label"]: Spot(spot["page"], spot["y"], told.get(spot["label"]))
        for spot in answer["value"]["figures"]
    }
