"""How every chart looks: type, colours and line widths, from the design tokens.

Nothing global changes on import or for good: `theme` sets matplotlib's and seaborn's defaults for
the length of a ``with`` block and then puts the old ones back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final

import matplotlib as mpl
import seaborn as sns
from font_source_sans_pro import font_files_ttf
from matplotlib import font_manager

from briefing import tokens

# The registry holds four faces of the family; the others would only invite a wrong match.
_FACES: Final = (
    "SourceSansPro",
    "SourceSansProIt",
    "SourceSansProSemibold",
    "SourceSansProBold",
)

STRONG: Final = "semibold"
"""Weight of the few words that lead: headings of groups, the article's own figure."""

HAIRLINE: Final = 0.6
STROKE: Final = 1.6
HEAVY: Final = 3.0
MARKER: Final = 5.5
"""Line widths and diameter of a marker [pt]."""

_RC: Final[Mapping[str, object]] = {
    "axes.edgecolor": tokens.MUTED,
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelcolor": tokens.INK,
    "axes.labelsize": tokens.SIZE_CHART,
    "axes.linewidth": HAIRLINE,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.formatter.use_mathtext": False,
    "axes.unicode_minus": True,
    "axes.xmargin": 0.0,
    "axes.ymargin": 0.0,
    "figure.facecolor": tokens.PAPER,
    "font.size": tokens.SIZE_CHART,
    "grid.color": tokens.RULE,
    "grid.linewidth": HAIRLINE,
    "hatch.linewidth": HAIRLINE,
    "lines.linewidth": STROKE,
    "lines.markersize": MARKER,
    "lines.markeredgewidth": 0.7,
    "patch.edgecolor": "none",
    "path.simplify": False,
    "savefig.facecolor": tokens.PAPER,
    # Text stays text, so that a chart can be searched and takes the page's own face.
    "svg.fonttype": "none",
    "svg.hashsalt": "briefing",
    "text.color": tokens.INK,
    "text.hinting": "none",
    # Two dollar signs in a label are money, never mathematics.
    "text.parse_math": False,
    "xtick.color": tokens.MUTED,
    "xtick.labelcolor": tokens.INK,
    "xtick.labelsize": tokens.SIZE_CHART,
    "xtick.major.pad": 3.0,
    "xtick.major.size": 3.0,
    "xtick.major.width": HAIRLINE,
    "xtick.minor.size": 0.0,
    "ytick.color": tokens.MUTED,
    "ytick.labelcolor": tokens.INK,
    "ytick.labelsize": tokens.SIZE_CHART,
    "ytick.major.pad": 3.0,
    "ytick.major.size": 0.0,
    "ytick.minor.size": 0.0,
}


@dataclass(frozen=True, slots=True)
class Style:
    """How one series is told from another: by colour, by shape and by stroke.

    Attributes
    ----------
    colour : str
        From the tokens.
    marker : str
        A marker that matplotlib can fill.
    dash : tuple of float
        Lengths of strokes and gaps, in line widths; empty for a full line.
    """

    colour: str
    marker: str
    dash: tuple[float, ...]


# Drawn at the same width, a triangle or a cross looks smaller than a square: areas make up for it.
_MARKERS: Final[Mapping[str, float]] = {
    "o": 1.0, "s": 0.85, "^": 1.2, "D": 0.75, "P": 1.5, "X": 1.4, "h": 1.15, "d": 1.2,
}  # fmt: skip
_DASHES: Final[tuple[tuple[float, ...], ...]] = (
    (),
    (4.0, 1.4),
    (1.3, 1.1),
    (6.0, 1.4, 1.3, 1.4),
    (3.0, 1.2, 1.2, 1.2, 1.2, 1.2),
    (8.0, 2.0),
)


@contextmanager
def theme() -> Iterator[None]:
    """Apply the briefing's look to what is drawn inside the block.

    Yields
    ------
    None
        Afterwards all defaults are as they were.
    """
    _register_fonts()
    with mpl.rc_context():
        sns.set_theme(
            context="paper",
            style="ticks",
            palette=list(tokens.SERIES),
            font=tokens.FONT_SANS,
            # Otherwise seaborn redefines the meaning of "b", "g" … for the whole process.
            color_codes=False,
            rc=dict(_RC),
        )
        yield


def styles_for(names: Iterable[str]) -> dict[str, Style]:
    """Give each name its own colour, marker and stroke, in order of first appearance.

    Parameters
    ----------
    names : iterable of str
        May repeat. Beyond six names colours return, but never with the same marker.
    """
    unique = list(dict.fromkeys(names))
    return {
        name: Style(
            tokens.SERIES[index % len(tokens.SERIES)],
            tuple(_MARKERS)[index % len(_MARKERS)],
            _DASHES[index % len(_DASHES)],
        )
        for index, name in enumerate(unique)
    }


def marker_area(marker: str) -> float:
    """Area that makes a marker look as large as a disc of the usual diameter [pt²]."""
    return MARKER**2 * _MARKERS[marker]


@cache
def _register_fonts() -> None:
    for face in _FACES:
        font_manager.fontManager.addfont(font_files_ttf[face])
