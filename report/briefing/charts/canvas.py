"""The sheet a chart is drawn on: sizes in inches, measured text, labels that keep apart.

Margins are set from the text that has to fit into them, so nothing is clipped and nothing depends
on a layout engine's rounds of guessing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from briefing import tokens
from briefing.charts.theme import STRONG

POINTS: Final = 72.0
LINE: Final = 1.18
"""Distance between lines of text, in type sizes."""

GAP: Final = 0.06
"""Usual distance between a label and what it belongs to [in]."""


def new_figure(height: float, width: float = tokens.TEXT_WIDTH_IN) -> Figure:
    """Make an empty figure that pyplot does not know, so nothing has to be closed.

    Parameters
    ----------
    height, width : float
        Size on paper [in].
    """
    # One pixel is one point: positions can be reckoned in points without conversion.
    figure = Figure(figsize=(width, height), dpi=POINTS)
    FigureCanvasAgg(figure)
    return figure


def add_axes(
    figure: Figure,
    *,
    left: float,
    right: float,
    top: float,
    bottom: float,
    sharex: Axes | None = None,
) -> Axes:
    """Add axes at given distances from the figure's edges [in]."""
    width, height = figure.get_size_inches()
    box = (
        left / width,
        bottom / height,
        (width - left - right) / width,
        (height - top - bottom) / height,
    )
    return figure.add_axes(box, sharex=sharex)


def stack_axes(
    figure: Figure,
    count: int,
    *,
    left: float,
    right: float,
    top: float,
    bottom: float,
    between: float,
) -> list[Axes]:
    """Stack axes of equal height that share their horizontal axis, the first at the top [in]."""
    total = float(figure.get_size_inches()[1])
    each = (total - top - bottom - (count - 1) * between) / count
    stack: list[Axes] = []
    for index in range(count):
        above = top + index * (each + between)
        margins = {"left": left, "right": right, "top": above, "bottom": total - above - each}
        stack.append(add_axes(figure, **margins, sharex=stack[0] if stack else None))
    return stack


def sheet_of(axes: Axes) -> Figure:
    """The figure that axes stand on."""
    return cast(Figure, axes.figure)


def text_width(text: str, size: float = tokens.SIZE_CHART, *, strong: bool = False) -> float:
    """Width of the longest line of a text as it will be set [in]."""
    face = FontProperties(
        family=tokens.FONT_SANS, size=size, weight=STRONG if strong else "regular"
    )
    lines = text.split("\n")
    widths = [text_to_path.get_text_width_height_descent(line, face, False)[0] for line in lines]
    return float(max(widths)) / POINTS


def text_height(text: str, size: float = tokens.SIZE_CHART) -> float:
    """Height that a text of one or more lines takes [in]."""
    return (text.count("\n") + 1) * size * LINE / POINTS


def wrap(text: str, width: float, size: float = tokens.SIZE_CHART, *, strong: bool = False) -> str:
    """Break a text into lines no wider than given, between words only.

    Parameters
    ----------
    text : str
        Line breaks in it are kept.
    width : float
        Widest line allowed [in]; a single longer word stands on a line of its own.
    size : float
        Type size [pt].
    strong : bool
        Whether it is set in the heavier weight.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and text_width(longer, size, strong=strong) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return "\n".join(lines)


def put_text(
    figure: Figure,
    x: float,
    y: float,
    text: str,
    *,
    size: float = tokens.SIZE_CHART,
    colour: str = tokens.INK,
    strong: bool = False,
    ha: str = "left",
    va: str = "center",
    gid: str = "",
) -> list[Text]:
    """Write at a place measured from the lower left corner of the figure [in].

    Parameters
    ----------
    figure : Figure
        To write on.
    x, y : float
        Place of the text's edge or middle, as `ha` and `va` say.
    text : str
        One or more lines.
    size, colour, strong
        Look of the text; size in points.
    ha, va : str
        ``left``, ``center``, ``right``; ``top``, ``center``, ``bottom``.
    gid : str
        Name by which tests find it.

    Returns
    -------
    list of Text
        One a line. matplotlib would set lines at distances that depend on their letters; here
        every baseline is placed, so words with and without descenders stand level.
    """
    em, step = size / POINTS, size * LINE / POINTS
    lines = text.split("\n")
    rest = (len(lines) - 1) * step
    first = y + {"bottom": 0.24 * em + rest, "center": rest / 2 - 0.33 * em, "top": -0.76 * em}[va]
    look = {"fontsize": size, "color": colour, "fontweight": STRONG if strong else "regular"}
    return [
        figure.text(
            x,
            first - index * step,
            line,
            transform=figure.dpi_scale_trans,
            ha=ha,
            va="baseline",
            gid=gid or None,
            **look,
        )
        for index, line in enumerate(lines)
    ]


def data_to_inches(axes: Axes, x: float, y: float) -> tuple[float, float]:
    """Where a point of the data lies, from the lower left corner of the figure [in]."""
    place = axes.transData.transform((x, y)) / sheet_of(axes).dpi
    return float(place[0]), float(place[1])


def axes_box(axes: Axes) -> tuple[float, float, float, float]:
    """Left, bottom, right and top edge of axes in the figure [in]."""
    width, height = sheet_of(axes).get_size_inches()
    box = axes.get_position()
    return (
        float(box.x0 * width),
        float(box.y0 * height),
        float(box.x1 * width),
        float(box.y1 * height),
    )


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Move labels apart along one direction, each as little as possible.

    Parameters
    ----------
    wanted : sequence of float
        Where the centre of each label should be.
    sizes : sequence of float
        Room that each needs along that direction.
    low, high : float
        Bounds of the room; if the labels need more than there is, they run beyond `low`.

    Returns
    -------
    list of float
        Centres in the order given, without overlap and in the order of `wanted`.
    """
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    blocks: list[tuple[list[int], float]] = []
    for index in order:
        members = [index]
        bottom = _settled(members, wanted, sizes, low, high)
        # Labels that touch become one block, placed where its members' wishes balance.
        while blocks and _top(blocks[-1], sizes) > bottom + 1e-9:
            members = blocks.pop()[0] + members
            bottom = _settled(members, wanted, sizes, low, high)
        blocks.append((members, bottom))
    centres = [0.0] * len(wanted)
    for members, bottom in blocks:
        for index in members:
            centres[index] = bottom + sizes[index] / 2
            bottom += sizes[index]
    return centres


def _top(block: tuple[list[int], float], sizes: Sequence[float]) -> float:
    members, bottom = block
    return bottom + math.fsum(sizes[i] for i in members)


def _settled(
    members: Sequence[int],
    wanted: Sequence[float],
    sizes: Sequence[float],
    low: float,
    high: float,
) -> float:
    """Lower edge of a block of touching labels, as near to their wishes as the room allows."""
    offsets = np.cumsum([0.0, *(sizes[i] for i in members[:-1])])
    wishes = [wanted[i] - sizes[i] / 2 - offset for i, offset in zip(members, offsets, strict=True)]
    total = math.fsum(sizes[i] for i in members)
    return min(max(float(np.mean(wishes)), low), high - total)
