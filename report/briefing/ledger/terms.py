"""The words that tables may use where a column is a choice."""

from __future__ import annotations

from enum import StrEnum


class ClaimKind(StrEnum):
    """What sort of thing a claim asserts."""

    QUANTITY = "quantity"
    DATE = "date"
    DURATION = "duration"
    SHARE = "share"
    RANK = "rank"
    EVENT = "event"
    JUDGEMENT = "judgement"


class Trend(StrEnum):
    """How a claimed quantity moves with time."""

    CUMULATIVE = "cumulative"
    """It only grows: what was delivered so far."""
    STATE = "state"
    """It is what it is at a date: how many are present."""


class Bearing(StrEnum):
    """How an observation bears on a claim."""

    MEASURE = "measure"
    """Same quantity as the claim; the machine compares the two ranges."""
    SUPPORTS = "supports"
    QUALIFIES = "qualifies"
    """True as far as it goes, but it narrows or shades the claim."""
    CONTRADICTS = "contradicts"
    CONTEXT = "context"
    """Needed for a chart or an argument; carries no verdict."""


class Vintage(StrEnum):
    """When a ruling looks at the evidence."""

    THEN = "then"
    NOW = "now"


class Verdict(StrEnum):
    """What a claim turned out to be. The definitions are in `briefing.analysis.rules`."""

    SUPPORTED = "supported"
    CAVEAT = "supported-with-caveat"
    IMPRECISE = "imprecise"
    OUTDATED = "outdated"
    DISPUTED = "disputed"
    NOT_CHECKABLE = "not-checkable"

    @property
    def words(self) -> str:
        """The verdict as readers see it."""
        return self.value.replace("-", " ")


class Confidence(StrEnum):
    """How far the evidence carries a ruling; a separate axis from likelihood."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class SourceClass(StrEnum):
    """What sort of body stands behind a publication."""

    OFFICIAL = "official"
    INTELLIGENCE = "intelligence"
    JOURNALISM = "journalism"
    RESEARCH = "research"
    REFERENCE = "reference"
    PARTY = "party"
