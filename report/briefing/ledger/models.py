"""What one row of each table is.

Every model keeps the line it was read from, so that a fault found later can still be placed.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from briefing.ledger.fields import (
    Address,
    Bearings,
    Code,
    Credibility,
    Day,
    Ids,
    Number,
    OptionalDay,
    OptionalText,
    OptionalTrend,
    OptionalUnit,
    Reliability,
    Slug,
    Text,
    WholeNumber,
)
from briefing.ledger.terms import (
    ClaimKind,
    Confidence,
    SourceClass,
    Verdict,
    Vintage,
)


class Row(BaseModel):
    """A row of a table, with the line it stands on."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=True
    )

    line: int = Field(exclude=True)


class Bounded(Row):
    """A row with a range."""

    low: Number = None
    high: Number = None
    unit: OptionalUnit = None

    @model_validator(mode="after")
    def _ordered(self) -> Bounded:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(
                f"low {self.low:,.10g} is above high {self.high:,.10g}; "
                "swap them or correct the row"
            )
        if (self.low is not None or self.high is not None) and not self.unit:
            raise ValueError("a number needs a unit; fill the column unit")
        return self


class Claim(Bounded):
    """One assertion of the article, in our words."""

    id: Slug
    paragraph: WholeNumber
    topic: Slug
    statement: Text
    kind: ClaimKind
    quantity: OptionalText = None
    trend: OptionalTrend = None
    as_of: OptionalDay = None
    attributed_to: OptionalText = None
    origin: OptionalText = None
    as_written: OptionalText = None


class Originator(Row):
    """One maker of numbers; makers of one family count once."""

    id: Slug
    name: Text
    family: Slug
    note: OptionalText = None


class Source(Row):
    """One publication that was read."""

    id: Slug
    publisher: Text
    title: Text
    url: Address
    published: OptionalDay = None
    accessed: Day
    source_class: SourceClass = Field(alias="class")
    read: Literal["direct", "via"]
    reliability: Reliability
    licence: OptionalText = None

    @model_validator(mode="after")
    def _dated(self) -> Source:
        if self.published is None and self.source_class is not SourceClass.REFERENCE:
            raise ValueError(
                "published is empty; only a standing reference work may go undated, give the "
                "day, month or year"
            )
        return self

    def is_public_by(self, day: date) -> bool:
        """Whether the publication was surely out by a day.

        A standing reference work without a date, such as a table of container ratings, states
        what does not age and counts at any day.
        """
        return self.published is None or self.published.is_by(day)


class Observation(Bounded):
    """One observed value or finding."""

    id: Code
    claims: Bearings
    source: Slug
    origin: Slug
    finding: Text
    quantity: OptionalText = None
    central: Number = None
    as_of: OptionalDay = None
    credibility: Credibility
    note: OptionalText = None

    @model_validator(mode="after")
    def _complete(self) -> Observation:
        if self.central is not None:
            below = self.low is not None and self.central < self.low
            above = self.high is not None and self.central > self.high
            if below or above:
                raise ValueError(f"central {self.central:,.10g} lies outside low and high")
            if not self.unit:
                raise ValueError("a number needs a unit; fill the column unit")
        if self.quantity and not self.has_value:
            raise ValueError(f"quantity {self.quantity} has no number; fill low, central or high")
        if self.has_value and not self.quantity:
            raise ValueError("a number needs the name of its quantity; fill the column quantity")
        return self

    @property
    def has_value(self) -> bool:
        """Whether the row holds a number and not only a finding in words."""
        return any(value is not None for value in (self.low, self.central, self.high))


class Ruling(Row):
    """The analysts' verdict on a claim at one vintage."""

    claim: Slug
    vintage: Vintage
    verdict: Verdict
    confidence: Confidence
    grounds: Text
    reason: Text
    evidence: Ids
    would_change: Text
    override: OptionalText = None


class AllowedText(Row):
    """Words with a number in them that need no trace, such as a calibre or a name."""

    text: Text
    reason: Text


class Event(Row):
    """A dated event."""

    id: Slug
    date: Day
    lane: Slug
    title: Text
    source: Slug
    claims: Ids = ()
