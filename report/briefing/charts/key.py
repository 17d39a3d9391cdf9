"""The key: what colours, markers and strokes stand for, set as running text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from briefing import tokens
from briefing.charts.canvas import GAP, put_text, text_width
from briefing.charts.theme import Style, marker_area

_SAMPLE: Final = 0.3
_POINT: Final = 0.12
_BETWEEN: Final = 0.2
_LINE: Final = 0.2
"""Width of a line's and of a marker's sample, gap between entries, height of a line [in]."""

Entry = tuple[str, Line2D | None]
"""A word and a sample of its mark, if it has one."""


def draw_key(figure: Figure, entries: Sequence[Entry], top: float) -> None:
    """Draw a key as running text: mark, word, mark, word, in as many lines as it takes.

    Parameters
    ----------
    figure : Figure
        To draw on.
    entries : sequence of Entry
        The samples' own places are ignored.
    top : float
        Upper edge of the key, from the bottom of the figure [in].
    """
    width, _ = figure.get_size_inches()
    places = _key_places(entries, float(width))
    for (text, sample), (x, line) in zip(entries, places, strict=True):
        y = top - (line + 0.5) * _LINE
        put_text(figure, x + sample_width(sample), y, text)
        if sample:
            place_sample(figure, sample, x, y)


def place_sample(figure: Figure, sample: Line2D, x: float, y: float) -> None:
    """Put a sample of a series beside its name, starting at a place on the figure [in]."""
    ends = [x + _POINT / 2] if _is_point(sample) else [x, x + _SAMPLE / 2, x + _SAMPLE]
    sample.set_data(ends, [y] * len(ends))
    sample.set_markevery([len(ends) // 2])
    sample.set_transform(figure.dpi_scale_trans)
    figure.add_artist(sample)


def sample_width(sample: Line2D | None) -> float:
    """Width of a sample with the gap to its name [in]."""
    if sample is None:
        return 0.0
    return GAP + (_POINT if _is_point(sample) else _SAMPLE)


def key_height(entries: Sequence[Entry], width: float) -> float:
    """Height that a key takes in a figure of a given width [in]."""
    places = _key_places(entries, width)
    return (places[-1][1] + 1) * _LINE if places else 0.0


def sample_of(style: Style, *, line: bool = False, marker: bool = True) -> Line2D:
    """A sample of a series for the key: its marker, its line, or both."""
    sample = Line2D([], [], color=style.colour, linestyle="None")
    if marker:
        sample.set_marker(style.marker)
        sample.set(markeredgecolor=tokens.PAPER, markersize=marker_area(style.marker) ** 0.5)
    if line:
        sample.set_linestyle((0, style.dash) if style.dash else "-")
    return sample


def _key_places(entries: Sequence[Entry], width: float) -> list[tuple[float, int]]:
    """Distance from the left and number of the line, for each entry."""
    places: list[tuple[float, int]] = []
    x, line = 0.0, 0
    for text, sample in entries:
        needed = text_width(text) + sample_width(sample)
        if x > 0 and x + needed > width:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += needed + _BETWEEN
    return places


def _is_point(sample: Line2D) -> bool:
    return str(sample.get_linestyle()) == "None"
