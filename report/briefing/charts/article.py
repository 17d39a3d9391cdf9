"""How the article's own figure and date are drawn: always in ink, in shapes no series has."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from briefing import tokens
from briefing.analysis.wording import format_date
from briefing.charts.axes import day_number
from briefing.charts.canvas import GAP, axes_box, data_to_inches, put_text, sheet_of, text_width
from briefing.charts.frame import as_partial_date
from briefing.charts.marks import Mark
from briefing.charts.points import draw_arrows, turned
from briefing.charts.theme import MARKER
from briefing.ledger.dates import Precision


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
    width = float(sheet_of(axes).get_size_inches()[0])
    top = axes_box(axes)[3]
    x, _ = data_to_inches(axes, place, 1.0)
    half = text_width(text, strong=strong) / 2
    x = min(max(x, half), width - half)
    colour = tokens.INK if strong else tokens.MUTED
    put_text(
        sheet_of(axes), x, top + 0.02 + lift, text, colour=colour, strong=strong, ha="center",
        va="bottom",
    )  # fmt: skip


def name_article_band(axes: Axes, mark: Mark, unit: str) -> None:
    """Write name and value of an article's band in the margin to its right."""
    if not mark.values:
        return
    _, y = data_to_inches(axes, 0.0, mark.middle)
    put_text(sheet_of(axes), axes_box(axes)[2] + GAP, y, mark.label(unit), strong=True)


def draw_article_point(axes: Axes, place: float, mark: Mark, *, upright: bool = True) -> None:
    """Draw a claimed value at its own place, in a shape that no series has."""
    values = mark.values
    if not values:
        return
    if values[0] != values[-1]:
        lines = axes.vlines if upright else axes.hlines
        lines([place], values[0], values[-1], color=tokens.INK, linewidth=1.2, zorder=6,
              gid="article range")  # fmt: skip
    if mark.is_open:
        direction = ("up" if upright else "right") if mark.high is None else (
            "down" if upright else "left")  # fmt: skip
        draw_arrows(axes, [place], [values[0]], direction, tokens.INK, "article")
    x, y = turned([place] * len(values), values, upright=upright)
    star = Line2D(x, y, color=tokens.PAPER, marker="*", linestyle="None", zorder=7)
    star.set(markersize=2 * MARKER, markeredgecolor=tokens.INK, markeredgewidth=1.1)
    star.set_gid("article point")
    axes.add_line(star)
    star.set_clip_on(False)
