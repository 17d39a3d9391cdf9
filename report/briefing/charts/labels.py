"""Labels in the margin to the right of a plot, kept apart and tied to what they name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from briefing.charts.canvas import (
    GAP,
    axes_box,
    data_to_inches,
    put_text,
    sheet_of,
    spread,
    text_height,
    text_width,
    wrap,
)
from briefing.charts.key import place_sample, sample_width

WIDEST: Final = 1.5
_APART: Final = 0.02
_THREAD: Final = 0.16
_FREE: Final = 0.12
"""Widest label, distance between two, room for a thread that has to slant, and distance of a
label from its mark [in]."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name in the margin.

    Attributes
    ----------
    text : str
        Wrapped when it is set.
    spot : (float, float)
        Point of the data that it names.
    sample : Line2D
        Sample of the mark or line, set before the text: words stay in ink, which is readable at
        this size, and the sample carries colour and shape.
    thread : str
        Colour of the thread to the spot.
    strong : bool
        Whether it is set in the heavier weight.
    widest : float
        Width at which it is wrapped [in].
    """

    text: str
    spot: tuple[float, float]
    sample: Line2D
    thread: str
    strong: bool = False
    widest: float = WIDEST

    @property
    def wrapped(self) -> str:
        """The text in lines."""
        return wrap(self.text, self.widest, strong=self.strong)


def right_margin(labels: Sequence[Label]) -> float:
    """Room that labels need to the right of the axes [in]."""
    widths = [
        text_width(label.wrapped, strong=label.strong) + sample_width(label.sample)
        for label in labels
    ]
    return max(widths) + _THREAD + GAP


def label_right(axes: Axes, labels: Sequence[Label]) -> None:
    """Write labels beside the axes, each as near to the height of its spot as the others allow."""
    figure = sheet_of(axes)
    _, bottom, right, top = axes_box(axes)
    spots = [data_to_inches(axes, *label.spot) for label in labels]
    sizes = [text_height(label.wrapped) + _APART for label in labels]
    centres = spread([y for _, y in spots], sizes, bottom - 0.08, top + 0.12)
    start = right + _THREAD
    for label, (x, y), centre in zip(labels, spots, centres, strict=True):
        if right - x > 0.12 or abs(centre - y) > 0.05:
            # Level as far as the axes reach, so that threads do not cross what is drawn.
            path = ([min(x + 0.05, right), right, start - 0.02], [y, y, centre])
            thread = Line2D(*path, color=label.thread, linewidth=0.5, alpha=0.8, gid="thread")
            thread.set_transform(figure.dpi_scale_trans)
            figure.add_artist(thread)
        place_sample(figure, label.sample, start, centre)
        put_text(
            figure, start + sample_width(label.sample), centre, label.wrapped,
            strong=label.strong, gid="end label",
        )  # fmt: skip


def free_spot(
    axes: Axes,
    place: float,
    values: tuple[float, float],
    text: str,
    paths: Sequence[Sequence[tuple[float, float]]],
) -> tuple[float, float]:
    """Find where a label beside a mark covers least of the lines.

    Parameters
    ----------
    axes : Axes
        With its limits set.
    place : float
        Where the mark stands along x.
    values : (float, float)
        Lowest and highest value of the mark.
    text : str
        Label, in the heavier weight.
    paths : sequence of sequences of (float, float)
        Corners of the lines on the figure [in].

    Returns
    -------
    (float, float)
        Left edge and middle of the label [in].
    """
    left, bottom, right, top = axes_box(axes)
    width, height = text_width(text, strong=True), text_height(text)
    (x, low), (_, high) = (data_to_inches(axes, place, value) for value in values)
    beside = [((low + high) / 2, start) for start in (x + _FREE, x - _FREE - width)]
    across = [
        (y, start)
        for y in (high + _FREE / 2 + height / 2, low - _FREE / 2 - height / 2)
        for start in (x + _FREE, x - _FREE - width, x - width / 2)
    ]
    inside = [
        (start, y)
        for y, start in (*beside, *across)
        if left <= start <= right - width and bottom <= y - height / 2 <= top - height
    ]
    spots = [spot for path in paths for spot in along(path)]

    def covered(corner: tuple[float, float]) -> int:
        start, y = corner
        return sum(
            start - 0.03 <= spot_x <= start + width + 0.03 and abs(spot_y - y) <= height / 2 + 0.03
            for spot_x, spot_y in spots
        )

    return min(inside or [(beside[0][1], beside[0][0])], key=covered)


def along(path: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points of a line so close together that no label slips between them [in]."""
    points = list(path[:1])
    for (start_x, start_y), (end_x, end_y) in pairwise(path):
        steps = max(int(math.hypot(end_x - start_x, end_y - start_y) / 0.04), 1)
        points += [
            (start_x + (end_x - start_x) * step / steps, start_y + (end_y - start_y) * step / steps)
            for step in range(1, steps + 1)
        ]
    return points
