"""Axes of numbers and of dates, titled and ticked the same way in every form."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from briefing import tokens
from briefing.analysis.wording import NO_BREAK, format_number
from briefing.charts.canvas import (
    GAP,
    LINE,
    POINTS,
    axes_box,
    data_to_inches,
    put_text,
    sheet_of,
    text_width,
)
from briefing.ledger.dates import PartialDate, Precision

_SCALES: Final = ((1e9, "billion"), (1e6, "million"))
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip
_MONTH_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_TICK_ROOM: Final = 0.42
"""Least distance between ticks of a date axis [in]."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What an axis measures, and in what multiples it counts.

    Attributes
    ----------
    quantity, unit : str
        For instance ``Shells delivered`` and ``rounds``.
    divisor : float
        Numbers on the axis are values divided by this.
    word : str
        ``million``, ``billion`` or nothing.
    """

    quantity: str
    unit: str
    divisor: float = 1.0
    word: str = ""

    def title(self, panel: str = "") -> str:
        """Title of the axis, as in ``Shells delivered, million rounds``."""
        return ", ".join(filter(None, (panel or self.quantity, self.counted_in)))

    @property
    def counted_in(self) -> str:
        """The unit with its multiple, as in ``million rounds``."""
        return " ".join(filter(None, (self.word, self.unit)))

    def tick(self, value: float) -> str:
        """Label of a tick."""
        return format_number(value / self.divisor)


def measure_for(values: Iterable[float], quantity: str, unit: str) -> Measure:
    """Count in millions or billions once all labels of an axis would end in zeros."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    for divisor, word in _SCALES:
        if largest >= 1.5 * divisor:
            return Measure(quantity, unit, divisor, word)
    return Measure(quantity, unit)


def limits_for(values: Iterable[float], *, zero: bool | None = None) -> tuple[float, float]:
    """Give an axis room around its values.

    Parameters
    ----------
    values : iterable of float
        NaN is left out.
    zero : bool, optional
        Whether the axis starts at zero; by default it does, unless the values would then huddle
        in its upper half.
    """
    finite = [value for value in values if math.isfinite(value)]
    low, high = min(finite), max(finite)
    if zero is None:
        zero = 0 <= low < 0.5 * high or low == high
    if zero and low >= 0:
        return 0.0, (high or 1.0) * 1.08
    room = 0.08 * ((high - low) or abs(high) or 1.0)
    return low - room, high + room


def room_for_arrows(
    limits: tuple[float, float], floors: Iterable[float], ceilings: Iterable[float], share: float
) -> tuple[float, float]:
    """Widen limits so that arrows of open bounds end inside.

    Parameters
    ----------
    limits : tuple of float
        As they would be without arrows.
    floors, ceilings : iterable of float
        Where arrows start that lead up, and down; NaN is left out.
    share : float
        Length of an arrow as a share of the axis.
    """
    low, high = limits
    up = max((value for value in floors if math.isfinite(value)), default=low)
    down = min((value for value in ceilings if math.isfinite(value)), default=high)
    room = 1.1 * share * (high - low)
    return (min(low, down - room) if low else low), max(high, up + room)


def set_number_axis(
    axes: Axes, which: str, limits: tuple[float, float], measure: Measure, *, log: bool = False
) -> None:
    """Set limits, ticks and tick labels of one direction.

    Parameters
    ----------
    axes : Axes
        To set.
    which : str
        ``x`` or ``y``.
    limits : tuple of float
        In units of the data.
    measure : Measure
        In what the labels count.
    log : bool
        Whether equal steps are equal ratios.
    """
    axis = axes.xaxis if which == "x" else axes.yaxis
    left, bottom, right, top = axes_box(axes)
    # Set through the axes, so that shared partners follow.
    if log:
        (axes.set_xscale if which == "x" else axes.set_yscale)("log")
        axis.set_major_locator(FixedLocator(_log_ticks(*limits)))
    else:
        room = (right - left) / 0.45 if which == "x" else (top - bottom) / 0.26
        axis.set_major_locator(MaxNLocator(nbins=int(min(max(room, 2), 7)), steps=[1, 2, 5, 10]))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: measure.tick(value)))
    (axes.set_xlim if which == "x" else axes.set_ylim)(limits)
    axes.grid(True, axis=which, zorder=0)
    axes.set_axisbelow(True)


def tick_width(limits: tuple[float, float], measure: Measure) -> float:
    """Widest label that ticks between two limits can have, for the margin left of an axis [in]."""
    places = MaxNLocator(nbins=7, steps=[1, 2, 5, 10]).tick_values(*limits)
    return max(text_width(measure.tick(place)) for place in places)


def tick_texts(axes: Axes, which: str) -> list[str]:
    """Labels of the ticks that lie within the limits."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    low, high = sorted(axis.get_view_interval())
    places = [place for place in axis.get_major_locator()() if low <= place <= high]
    return axis.get_major_formatter().format_ticks(places)


def set_date_axis(axes: Axes, limits: tuple[float, float]) -> None:
    """Tick a date axis by whole months, quarters or years, the year below the month.

    Parameters
    ----------
    axes : Axes
        To set.
    limits : tuple of float
        In matplotlib's day numbers, see `day_number`.
    """
    axes.set_xlim(limits)
    first, last = (mdates.num2date(limit).date() for limit in limits)
    left, _, right, _ = axes_box(axes)
    months = (limits[1] - limits[0]) / 30.44
    step = next(
        (step for step in _MONTH_STEPS if months / step * _TICK_ROOM <= right - left),
        _MONTH_STEPS[-1],
    )
    ticks = _month_ticks(first, last, step)
    axes.xaxis.set_major_locator(FixedLocator([day_number(tick) for tick in ticks]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda place, _: _tick_label(mdates.num2date(place).date(), step))
    )
    # By default labels hang from their highest letter, which puts "May" above "Nov".
    axes.tick_params(axis="x", pad=3.0 + 0.76 * tokens.SIZE_CHART)
    for text in axes.get_xticklabels():
        text.set_verticalalignment("baseline")
    if step < 12:
        _write_years(axes, ticks)


def day_number(day: date) -> float:
    """Place of a day on a date axis."""
    return float(mdates.date2num(day))


def short_date(date: PartialDate) -> str:
    """Write a date in the little room a chart has: ``4 Nov 2024``, ``Nov 2024``, ``2024``."""
    month = f"{_MONTHS[date.first.month - 1]} {date.first.year}"
    forms = {
        Precision.DAY: f"{date.first.day} {month}",
        Precision.MONTH: month,
        Precision.YEAR: str(date.first.year),
    }
    return forms[date.precision].replace(" ", NO_BREAK)


def date_limits(days: Sequence[date], *, margin: float = 0.03) -> tuple[float, float]:
    """Give a date axis a little room on both sides of its days."""
    numbers = [day_number(day) for day in days]
    low, high = min(numbers), max(numbers)
    room = max(margin * (high - low), 5.0)
    return low - room, high + room


def title_above(axes: Axes, text: str, *, strong: bool = False, lift: float = GAP) -> list[Text]:
    """Write the title of a vertical axis horizontally above it, flush with the figure's left edge.

    Parameters
    ----------
    axes : Axes
        Placed already.
    text : str
        Quantity and unit.
    strong : bool
        Whether it also names the panel.
    lift : float
        Distance from the upper edge of the axes [in].
    """
    figure = sheet_of(axes)
    return put_text(
        figure,
        0.0,
        axes_box(axes)[3] + lift,
        text,
        colour=tokens.INK if strong else tokens.MUTED,
        strong=strong,
        va="bottom",
    )


def title_below(axes: Axes, text: str) -> list[Text]:
    """Write the title of a horizontal axis below its tick labels, at its left end."""
    left, bottom, _, _ = axes_box(axes)
    return put_text(sheet_of(axes), left, bottom - 0.24, text, colour=tokens.MUTED, va="top")


def _log_ticks(low: float, high: float) -> list[float]:
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        ticks = [step * 10.0**decade for decade in decades for step in steps]
        inside = [tick for tick in ticks if low * 0.999 <= tick <= high * 1.001]
        if len(inside) <= 9:
            return inside
    return list(np.array(inside)[:: math.ceil(len(inside) / 9)])


def _month_ticks(first: date, last: date, step: int) -> list[date]:
    start = first.year * 12 + first.month - 1
    start = -(-start // step) * step if step < 12 else -(-(start) // 12) * 12
    stop = last.year * 12 + last.month - 1
    ticks = [date(month // 12, month % 12 + 1, 1) for month in range(start, stop + 1)
             if (month - start) % step == 0]  # fmt: skip
    return [tick for tick in ticks if first <= tick <= last]


def _tick_label(day: date, step: int) -> str:
    return str(day.year) if step >= 12 else _MONTHS[day.month - 1]


def _write_years(axes: Axes, ticks: Sequence[date]) -> None:
    """Write each year once, below its first month."""
    bottom = axes_box(axes)[1] - 3.0 / POINTS - tokens.SIZE_CHART * (0.76 + LINE) / POINTS
    seen: set[int] = set()
    for tick in ticks:
        if tick.year not in seen:
            seen.add(tick.year)
            x, _ = data_to_inches(axes, day_number(tick), 0.0)
            down = bottom - 3.0 / POINTS + 0.33 * tokens.SIZE_CHART / POINTS
            put_text(sheet_of(axes), x, down, str(tick.year), ha="center", gid="scale")
