"""Design tokens: the one place where colours, type and measures are decided.

The style sheet of the page, the template of the PDF and the theme of the charts all read this
module, so that a verdict is the same green with the same mark in all three. It knows nothing of
any of them: plain strings and numbers, no imports from the package.

Text colours keep 4.5:1 against the ground they stand on, and series colours 3:1 against the paper
(WCAG 2.2, 1.4.3 and 1.4.11), by day and by night; ``tests/test_tokens.py`` measures all of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

# Colours ------------------------------------------------------------------------------------

INK: Final = "#1b222b"
"""Running text, axes' labels, heavy rules."""

MUTED: Final = "#55606c"
"""Secondary text: subtitles, credits, running heads."""

RULE: Final = "#c8d0d8"
"""Hairlines, grid lines, borders."""

ACCENT: Final = "#0e3c64"
"""The one accent: headings, links, the first series of a chart."""

ACCENT_SOFT: Final = "#e9f0f6"
"""A ground for asides that carry the accent."""

PAPER: Final = "#ffffff"
"""The ground of everything."""

STRIPE: Final = "#f4f6f8"
"""Every other row of a table, and the ground of preformatted text."""

QUIET: Final = "#8195a9"
"""Bars that are not picked out."""

LAND: Final = "#e8ebee"
"""Land on a map."""

WASH: Final = "#cfdce8"
"""Land picked out, and a region of a plane."""

SERIES: Final = ("#0e3c64", "#bb7536", "#2a7e7a", "#82344c", "#5499c7", "#64569a")
"""Colours of data series, in the order of use.

Neighbours alternate between dark and light, and no two share a lightness, so the order survives a
greyscale print. Found by a search that maximised the smallest CIEDE2000 distance over normal
vision and simulated protanopia, deuteranopia and tritanopia.
"""


# Verdicts -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tone:
    """How one verdict looks.

    Attributes
    ----------
    bg, fg : str
        Ground and text colour of the pill; `fg` also draws the mark.
    mark : str
        Name of a shape in `MARKS`, so that colour never carries the verdict alone.
    """

    bg: str
    fg: str
    mark: str


VERDICT: Final = {
    "supported": Tone("#e1f0e7", "#175c3a", "disc"),
    "caveat": Tone("#ebf2d9", "#44580f", "half-disc"),
    "imprecise": Tone("#fbf0d1", "#6b4a00", "diamond"),
    "outdated": Tone("#ece7f4", "#553c86", "hourglass"),
    "disputed": Tone("#fbe5e0", "#8e2414", "cross"),
    "uncheckable": Tone("#e9ecef", "#434d57", "ring"),
    "unruled": Tone("#ffffff", "#55606c", "bar"),
}
"""Tone of each verdict, best first; the keys are the tones of a table cell."""


# Night --------------------------------------------------------------------------------------

NIGHT: Final = {
    INK: "#e4e8ec",
    MUTED: "#a9b4bf",
    RULE: "#3d4752",
    ACCENT: "#a8cdf0",
    ACCENT_SOFT: "#1c2b39",
    PAPER: "#14191f",
    STRIPE: "#1b2229",
    QUIET: "#7d92a7",
    LAND: "#2a323a",
    WASH: "#334658",
    **dict(zip(SERIES[1:], ("#e0a062", "#4fada6", "#cf7396", "#3e86be", "#7a69c2"), strict=True)),
    **{
        colour: night
        for tone, nights in zip(
            VERDICT.values(),
            (
                ("#16352a", "#8fd3ac"),
                ("#2c3416", "#c3d283"),
                ("#3a3013", "#e9c86f"),
                ("#302846", "#c8b5ef"),
                ("#46231d", "#f5ab9c"),
                ("#2b3138", "#bcc6d0"),
                ("#14191f", "#a9b4bf"),
            ),
            strict=True,
        )
        for colour, night in zip((tone.bg, tone.fg), nights, strict=True)
    },
}
"""What each colour becomes on a dark screen, charts included; paper is always white.

Nothing turns into its opposite: what was darkest on white, the accent, is lightest on black, so the
order of emphasis stays, and so do the steps between the lightnesses of series.
"""


# Marks --------------------------------------------------------------------------------------

Outline = tuple[tuple[float, float], ...]


def _arc(radius: float, start: float, stop: float, steps: int) -> Outline:
    """Points along a circle, angles in degrees counted from the right and downwards."""
    angles = (math.radians(start + (stop - start) * i / steps) for i in range(steps + 1))
    return tuple(
        (round(radius * math.cos(a), 4) + 0.0, round(radius * math.sin(a), 4) + 0.0) for a in angles
    )


def _cross(reach: float, half: float) -> Outline:
    """Outline a cross laid diagonally."""
    arms = (
        (0.0, -half),
        (reach - half, -reach),
        (reach, half - reach),
        (half, 0.0),
        (reach, reach - half),
        (reach - half, reach),
        (0.0, half),
        (half - reach, reach),
        (-reach, reach - half),
        (-half, 0.0),
        (-reach, half - reach),
        (half - reach, -reach),
    )
    return arms


MARKS: Final[dict[str, tuple[Outline, ...]]] = {
    "disc": (_arc(1.0, 0, 360, 36),),
    "half-disc": (_arc(1.0, 0, 360, 36), _arc(0.72, 90, -90, 18)),
    "diamond": (((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)),),
    "hourglass": (((-0.85, -0.95), (0.85, -0.95), (-0.85, 0.95), (0.85, 0.95)),),
    "cross": (_cross(0.88, 0.32),),
    "ring": (_arc(1.0, 0, 360, 36), _arc(0.66, 360, 0, 36)),
    "bar": (((-0.95, -0.24), (0.95, -0.24), (0.95, 0.24), (-0.95, 0.24)),),
}
"""Drawn verdict marks: closed outlines in a box from -1 to 1, y downwards, filled by even-odd.

Drawn because the text fonts lack most of such symbols. An SVG path, a Typst curve and a
matplotlib ``Path`` all follow from the same points.
"""


def mark_path(name: str, *, scale: float = 1.0) -> str:
    """Give a mark as the data of an SVG path.

    Parameters
    ----------
    name : str
        A key of `MARKS`.
    scale : float
        Half the side of the box the path should fill.

    Returns
    -------
    str
        Absolute move and line commands; fill with ``fill-rule="evenodd"``.
    """
    return "".join(
        "M" + "L".join(f"{x * scale:.4g} {y * scale:.4g}" for x, y in outline) + "Z"
        for outline in MARKS[name]
    )


# Type ---------------------------------------------------------------------------------------

FONT_SERIF: Final = "Source Serif 4"
"""Running text. Variable, with optical sizes."""

FONT_SANS: Final = "Source Sans Pro"
"""Headings, tables and charts. Static files: text in an SVG ignores variable axes in Typst."""

FONT_MONO: Final = "Source Code Pro"
"""Commands, ids and preformatted text."""

SIZE_BODY: Final = 10.0
SIZE_SMALL: Final = 8.6
SIZE_TINY: Final = 7.8
SIZE_LEAD: Final = 12.5
SIZE_H1: Final = 21.0
SIZE_H2: Final = 13.5
SIZE_H3: Final = 11.0
SIZE_HEADLINE: Final = 11.0
SIZE_TITLE: Final = 31.0
"""Type sizes on paper [pt]; the page scales them from its own body size."""

SIZE_CHART: Final = 9.0
SIZE_CHART_SMALL: Final = 8.0
"""Type sizes inside charts [pt]: labels that are read, and tick labels."""


# Measures -----------------------------------------------------------------------------------

TEXT_WIDTH_IN: Final = 6.3
"""Width of the text on A4 with margins of 25 mm [in]; a full-width chart is this wide."""

MEASURE_WIDTH_IN: Final = 5.4
"""Width of running text on paper [in]: about 80 letters a line; charts and tables take it all."""

OPENER_ROOM_IN: Final = 2.6
"""A chapter starts on a new page if less than this is left of the last one [in]."""

WIDE_WIDTH_IN: Final = 9.72
"""Width of the text on a landscape page [in]."""

CHART_HEIGHT_IN: Final = 2.9
"""Usual height of a chart [in]; up to about 3.1 it sits with its text on a page."""


def values() -> dict[str, object]:
    """Give all tokens as plain JSON values, for templates in other languages."""
    names = {
        name.lower(): value
        for name, value in globals().items()
        if name.isupper() and isinstance(value, str | float | tuple)
    }
    tones = {
        name: {"bg": tone.bg, "fg": tone.fg, "mark": tone.mark} for name, tone in VERDICT.items()
    }
    return {**names, "verdict": tones, "marks": MARKS}
