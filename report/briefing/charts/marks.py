"""The article's own figure, or any other value that a chart sets apart, and how bounds read."""

from __future__ import annotations

import math
from dataclasses import dataclass

from briefing.analysis.estimate import Estimate
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.unknown import Unknown
from briefing.analysis.wording import format_number, format_range
from briefing.charts.axes import day_number
from briefing.charts.frame import as_partial_date
from briefing.ledger.dates import PartialDate


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
        What the value rests on, for instance ``("claim:containers",)``; a `Moment` adds its own.
    """

    low: float | None = None
    central: float | None = None
    high: float | None = None
    date: Moment | PartialDate | str | None = None
    text: str = "Article"
    panel: str | None = None
    origins: tuple[Origin | str, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.date, Moment):
            object.__setattr__(self, "origins", (*self.origins, *sorted(self.date.origins)))

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
    def is_open(self) -> bool:
        """Whether it is a floor or a ceiling."""
        return len(self.values) == 1 and self.central is None and self.low != self.high

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
