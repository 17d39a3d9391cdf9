"""Marks that all forms share: points, ranges, open bounds, the article's own figure, the key."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.path import Path

from briefing import tokens
from briefing.analysis.estimate import Estimate, Unknown
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.wording import format_date, format_number, format_range
from briefing.charts.axes import day_number
from briefing.charts.canvas import GAP, axes_box, data_to_inches, put_text, text_width
from briefing.charts.frame import as_partial_date
from briefing.charts.theme import HEAVY, MARKER, Style, marker_area
from briefing.ledger.dates import PartialDate, Precision

ARROW: Final = 13.0
"""Length of the arrow of an open bound [pt]."""

_POINTING_UP: Final = ((0.0, 0.0), (0.0, 1.0), (-0.22, 0.72), (0.0, 1.0), (0.22, 0.72))
_STROKES: Final = (Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO)
_OPEN: Final = {
    True: (("low", "high", "up"), ("high", "low", "down")),
    False: (("low", "high", "right"), ("high", "low", "left")),
}
_SAMPLE, _KEY_GAP, _KEY_LINE = 0.3, 0.2, 0.2
_TURNS: Final = {"up": (1, 0), "down": (-1, 0), "right": (0, 1), "left": (0, -1)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A value or a date that a chart marks as something apart, such as the article's own figure.

    Attributes
    ----------
    low, central, high : float or None
        The value: a range, a floor, a ceiling or a point. All None marks the date alone.
    date : Moment, PartialDate, str or None
        Day, month or year of the value, or of the article.
    text : str
        What it is called in the chart.
    panel : str or None
        The panel it belongs to, where there are several; None means all.
    origins : tuple of Origin or str
        What the value rests on, for instance ``("claim:containers",)``.
    """

    low: float | None = None
    central: float | None = None
    high: float | None = None
    date: Moment | PartialDate | str | None = None
    text: str = "Article"
    panel: str | None = None
    origins: tuple[Origin | str, ...] = ()

    @classmethod
    def of(
        cls,
        estimate: Estimate | Unknown,
        *,
        date: Moment | PartialDate | str | None = None,
        text: str = "Article",
        panel: str | None = None,
    ) -> Mark | Unknown:
        """Mark an estimate, with its origins; `Unknown` stays unknown."""
        if isinstance(estimate, Unknown):
            return estimate
        low = None if math.isinf(estimate.low) else estimate.low
        high = None if math.isinf(estimate.high) else estimate.high
        origins = tuple(sorted(estimate.origins))
        return cls(low, estimate.point, high, date, text, panel, origins)

    @property
    def values(self) -> tuple[float, ...]:
        """The values given, lowest first."""
        given = (self.low, self.central, self.high)
        return tuple(dict.fromkeys(float(value) for value in given if value is not None))

    @property
    def middle(self) -> float:
        """Where a label of the value is centred; not a value itself."""
        return (self.values[0] + self.values[-1]) / 2

    @property
    def place(self) -> float | None:
        """Where its date lies on a date axis."""
        return None if self.date is None else day_number(as_partial_date(self.date).middle)

    def words(self, unit: str = "") -> str:
        """Name and value, as ``Article: 11,000 to 12,000``; of units only a percent sign."""
        return (
            f"{self.text}: {bounds_words(*self._bounds, unit=unit)}" if self.values else self.text
        )

    def label(self, unit: str = "") -> str:
        """The same on two lines."""
        return self.words(unit).replace(": ", "\n", 1)

    @property
    def _bounds(self) -> tuple[float, float, float]:
        if len(self.values) == 1 and self.low == self.high:
            # One value, however it was given; an exact estimate has all three alike.
            return math.nan, self.values[0], math.nan
        given = (self.low, self.central, self.high)
        low, central, high = (math.nan if value is None else value for value in given)
        return low, central, high


def bounds_words(
    low: float, central: float, high: float, *, unit: str = "", digits: int | None = None
) -> str:
    """Write bounds as a reader says them: a range, "at least", "up to", or the one value.

    Parameters
    ----------
    low, central, high : float
        NaN where open or not given.
    unit : str
        Only a percent sign is added; other units belong to the axis.
    digits : int, optional
        Significant digits for values computed here; reported ones are written as they are.
    """
    sign = "%" if unit == "%" else ""
    if math.isnan(low) and math.isnan(high):
        return format_number(central, digits) + sign
    floor = -math.inf if math.isnan(low) else low
    text = format_range(floor, math.inf if math.isnan(high) else high, digits) + sign
    return text if math.isnan(central) else f"{format_number(central, digits)}{sign} ({text})"


def arrow_marker(direction: str) -> MarkerStyle:
    """Arrow that starts at the point it marks and leads into the open.

    Parameters
    ----------
    direction : str
        ``up``, ``down``, ``left`` or ``right``.
    """
    along, across = _TURNS[direction]
    turned = [(x * along + y * across, y * along - x * across) for x, y in _POINTING_UP]
    return MarkerStyle(Path(turned, _STROKES), fillstyle="none")


def draw_bounds(
    axes: Axes,
    frame: pd.DataFrame,
    place: str,
    by: str,
    styles: Mapping[str, Style],
    *,
    upright: bool,
) -> None:
    """Draw rows as points and ranges, with arrows where a bound is open.

    Parameters
    ----------
    axes : Axes
        To draw on.
    frame : DataFrame
        With `low`, `central`, `high` as `read_frame` leaves them.
    place : str
        Column with the place across the ranges.
    by : str
        Column that decides the style.
    styles : mapping of str to Style
        One for each value of `by`.
    upright : bool
        Whether ranges run upwards; otherwise they run from left to right.
    """
    lines = axes.vlines if upright else axes.hlines
    for name, rows in frame.groupby(by, sort=False):
        colour = styles[str(name)].colour
        whole = rows.dropna(subset=["low", "high"])
        if len(whole):
            drawn = lines(whole[place], whole["low"], whole["high"], color=colour, zorder=3)
            drawn.set(linewidth=HEAVY, alpha=0.5, gid=f"range {name}")
        for shown, other, direction in _OPEN[upright]:
            loose = rows[rows[shown].notna() & rows[other].isna()]
            if len(loose):
                look = {"marker": arrow_marker(direction), "color": colour, "zorder": 4}
                (drawn_arrows,) = axes.plot(*_xy(loose[place], loose[shown], upright), **look)
                drawn_arrows.set(linestyle="None", markersize=2 * ARROW, markeredgewidth=1.2)
                drawn_arrows.set(clip_on=False, gid=f"open {direction} {name}")
    draw_points(axes, marker_points(frame, place, by), by, styles, upright=upright)


def draw_points(
    axes: Axes, points: pd.DataFrame, by: str, styles: Mapping[str, Style], *, upright: bool
) -> None:
    """Draw markers at `place` and `value`, each series in its own shape and colour."""
    for name, rows in points.groupby(by, sort=False):
        # One call a series keeps the artists apart, so that each can be named and found.
        x, y = _xy(rows["place"], rows["value"], upright)
        style = styles[str(name)]
        look = {"s": marker_area(style.marker), "edgecolor": tokens.PAPER, "linewidth": 0.7}
        sns.scatterplot(
            x=x,
            y=y,
            ax=axes,
            color=style.colour,
            marker=style.marker,
            legend=False,
            zorder=5,
            clip_on=False,
            gid=f"point {name}",
            **look,
        )
    axes.set(xlabel="", ylabel="")


def marker_points(frame: pd.DataFrame, place: str, by: str) -> pd.DataFrame:
    """Places and values of the markers: the central value, or else the ends that are known.

    A range nobody gave a centre to carries its marker at both ends, never in the middle.
    """
    rows = []
    columns = zip(
        frame[place], frame["low"], frame["central"], frame["high"], frame[by], strict=True
    )
    for where, low, central, high, name in columns:
        shown = [low, high] if math.isnan(central) else [central]
        rows += [(where, value, name) for value in shown if not math.isnan(value)]
    return pd.DataFrame(rows, columns=["place", "value", by])


def draw_article_band(axes: Axes, mark: Mark, *, upright: bool) -> None:
    """Draw a claimed value as a band or line across the whole plot."""
    if not mark.values:
        return
    low, high = mark.values[0], mark.values[-1]
    span, line = (axes.axhspan, axes.axhline) if upright else (axes.axvspan, axes.axvline)
    if low != high:
        span(
            low,
            high,
            facecolor=tokens.ACCENT_SOFT,
            edgecolor="none",
            zorder=0.5,
            gid="article band",
        )
    for value in dict.fromkeys((low, high)):
        line(value, color=tokens.INK, linewidth=0.9, linestyle=(0, (5, 2.5)), zorder=1.5,
             gid="article line")  # fmt: skip


def draw_article_date(axes: Axes, mark: Mark) -> None:
    """Draw the article's date: a day as a line, a month or year as the span it may lie in."""
    if mark.date is None:
        return
    when = as_partial_date(mark.date)
    if when.precision is Precision.DAY:
        axes.axvline(day_number(when.first), color=tokens.INK, linewidth=0.9, zorder=1.5,
                     gid="article date")  # fmt: skip
    else:
        axes.axvspan(day_number(when.first), day_number(when.last), facecolor=tokens.RULE,
                     edgecolor="none", alpha=0.7, zorder=0.6, gid="article date")  # fmt: skip


def name_article_date(axes: Axes, mark: Mark) -> None:
    """Write what the article's date is, centred above its line."""
    if mark.date is None or mark.place is None:
        return
    text = f"{mark.text}, {format_date(as_partial_date(mark.date))}"
    label_above(axes, mark.place, text)


def label_above(
    axes: Axes, place: float, text: str, *, strong: bool = True, lift: float = 0.0
) -> None:
    """Write a label just above the axes, centred on a place but never beyond the figure."""
    width = float(axes.figure.get_size_inches()[0])
    top = axes_box(axes)[3]
    x, _ = data_to_inches(axes, place, 1.0)
    half = text_width(text, strong=strong) / 2
    x = min(max(x, half), width - half)
    colour = tokens.INK if strong else tokens.MUTED
    put_text(
        axes.figure, x, top + 0.02 + lift, text, colour=colour, strong=strong, ha="center",
        va="bottom",
    )  # fmt: skip


def name_article_band(axes: Axes, mark: Mark, unit: str) -> None:
    """Write name and value of an article's band in the margin to its right."""
    if not mark.values:
        return
    _, y = data_to_inches(axes, 0.0, mark.middle)
    put_text(axes.figure, axes_box(axes)[2] + GAP, y, mark.label(unit), strong=True)


def draw_article_point(axes: Axes, place: float, mark: Mark, *, upright: bool = True) -> None:
    """Draw a claimed value at its own place, in a shape that no series has."""
    values = mark.values
    if not values:
        return
    if values[0] != values[-1]:
        lines = axes.vlines if upright else axes.hlines
        lines([place], values[0], values[-1], color=tokens.INK, linewidth=1.2, zorder=6,
              gid="article range")  # fmt: skip
    x, y = _xy([place] * len(values), values, upright)
    (star,) = axes.plot(x, y, marker="*", color=tokens.PAPER, zorder=7, gid="article point")
    star.set(linestyle="None", markersize=2 * MARKER, markeredgecolor=tokens.INK)
    star.set(markeredgewidth=1.1, clip_on=False)


def draw_key(figure: Figure, entries: Sequence[tuple[str, Line2D | None]], top: float) -> None:
    """Draw a key as running text: mark, word, mark, word, in as many lines as it takes.

    Parameters
    ----------
    figure : Figure
        To draw on.
    entries : sequence of (str, Line2D or None)
        Word and a sample of its mark; the sample's own place is ignored.
    top : float
        Upper edge of the key, from the bottom of the figure [in].
    """
    width, _ = figure.get_size_inches()
    places = _key_places(entries, float(width))
    for (text, sample), (x, line) in zip(entries, places, strict=True):
        y = top - (line + 0.5) * _KEY_LINE
        put_text(figure, x + sample_width(sample), y, text)
        if sample:
            place_sample(figure, sample, x, y)


def place_sample(figure: Figure, sample: Line2D, x: float, y: float) -> None:
    """Put a sample of a series beside its name, starting at a place on the figure [in]."""
    ends = [x + 0.06] if _is_point(sample) else [x, x + _SAMPLE / 2, x + _SAMPLE]
    sample.set_data(ends, [y] * len(ends))
    sample.set_markevery([len(ends) // 2])
    sample.set_transform(figure.dpi_scale_trans)
    figure.add_artist(sample)


def sample_width(sample: Line2D | None) -> float:
    """Width of a sample with the gap to its name [in]."""
    if sample is None:
        return 0.0
    return GAP + (0.12 if _is_point(sample) else _SAMPLE)


def key_height(entries: Sequence[tuple[str, Line2D | None]], width: float) -> float:
    """Height that a key takes in a figure of a given width [in]."""
    places = _key_places(entries, width)
    return (places[-1][1] + 1) * _KEY_LINE if places else 0.0


def sample_of(style: Style, *, line: bool = False, marker: bool = True) -> Line2D:
    """A sample of a series for the key: its marker, its line, or both."""
    sample = Line2D([], [], color=style.colour, linestyle="None")
    if marker:
        sample.set_marker(style.marker)
        sample.set(markeredgecolor=tokens.PAPER, markersize=marker_area(style.marker) ** 0.5)
    if line:
        sample.set_linestyle((0, style.dash) if style.dash else "-")
    return sample


def open_entries(frame: pd.DataFrame, *, upright: bool) -> list[tuple[str, None]]:
    """Entries of the key that explain arrows, where there are any."""
    glyphs = {"up": "↑ at least", "down": "↓ up to", "right": "→ at least", "left": "← up to"}
    return [
        (glyphs[direction], None)
        for shown, other, direction in _OPEN[upright]
        if (frame[shown].notna() & frame[other].isna()).any()
    ]


def _key_places(
    entries: Sequence[tuple[str, Line2D | None]], width: float
) -> list[tuple[float, int]]:
    """Distance from the left and number of the line, for each entry."""
    places: list[tuple[float, int]] = []
    x, line = 0.0, 0
    for text, sample in entries:
        needed = text_width(text) + sample_width(sample)
        if x > 0 and x + needed > width:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += needed + _KEY_GAP
    return places


def _is_point(sample: Line2D) -> bool:
    return str(sample.get_linestyle()) == "None"


def _xy(
    places: Iterable[float], values: Iterable[float], upright: bool
) -> tuple[list[float], list[float]]:
    return (list(places), list(values)) if upright else (list(values), list(places))
