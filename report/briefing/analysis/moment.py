"""Dates that carry their origins."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.origins import Origins
from briefing.analysis.units import parse_unit
from briefing.analysis.unknown import Unknown
from briefing.errors import OriginError
from briefing.ledger.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, as precise as its source, and where it comes from.

    Attributes
    ----------
    date : PartialDate
        Day, month or year.
    origins : frozenset of Origin
        Never empty.
    """

    date: PartialDate
    origins: Origins

    def __post_init__(self) -> None:
        if not self.origins:
            raise OriginError(f"the date {self.date} has no origin")

    def __sub__(self, earlier: Moment | Unknown) -> Estimate | Unknown:
        """Give the days from an earlier moment to this one.

        Returns
        -------
        Estimate
            Exact for two days; a range where a date is given as a month or year [days].
        """
        if isinstance(earlier, Unknown):
            return earlier
        return Estimate(
            (self.date.first - earlier.date.last).days,
            (self.date.last - earlier.date.first).days,
            parse_unit("days"),
            Kind.MODELLED,
            self.origins | earlier.origins,
        )
