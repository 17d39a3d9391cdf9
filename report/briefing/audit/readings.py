"""A quantity while its words are still being read."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.audit.quantities import Days, Kind, Quantity
from briefing.audit.tokens import Token


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity that stands from the token `begin` to before the token `end`."""

    kind: Kind
    begin: int
    end: int
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    step: float = 0.0
    days: Days | None = None

    def placed(self, text: str, tokens: list[Token], paragraph: int | None) -> Quantity:
        """Give the quantity with its words and its place in the text."""
        start, end = tokens[self.begin].start, tokens[self.end - 1].end
        return Quantity(
            kind=self.kind,
            text=text[start:end],
            start=start,
            end=end,
            low=self.low,
            high=self.high,
            unit=self.unit,
            step=self.step,
            days=self.days,
            paragraph=paragraph,
        )
