"""What one row of each table is.

Every model keeps the line it was read from, so that a fault found later can still be placed.
"""

from __future__ import annotations

import math
import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from briefing.ledger.dates import PartialDate

_SLUG = re.compile(r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$")
# A symbol, perhaps with a power, and more of them joined by * or /; `analysis.units` reads these.
_SYMBOL = r"(?:1|[A-Za-z%][A-Za-z_%]*\d?(?:\^[1-9])?)"
_UNIT = re.compile(rf"^{_SYMBOL}(?:[*/]{_SYMBOL})*$")
_CODE = re.compile(r"^[A-Za-z][A-Za-z0-9-]*$")


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


def _blank_to_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _to_number(value: Any) -> Any:
    value = _blank_to_none(value)
    if not isinstance(value, str):
        return value
    try:
        number = float(value)
    except ValueError:
        hint = "; leave out thousands separators" if "," in value else ""
        raise ValueError(f"{value!r} is not a number{hint}") from None
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is not a finite number; leave an open bound empty")
    return number


def _to_integer(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"\d+", value.strip()):
        raise ValueError(f"{value!r} is not a whole number")
    return value


def _to_partial_date(value: Any) -> Any:
    return PartialDate.parse(value) if isinstance(value, str) else value


def _to_slug(value: Any) -> Any:
    if not isinstance(value, str) or not _SLUG.match(value):
        raise ValueError(f"{value!r} is not an id; use lower-case words joined by hyphens")
    return value


def _to_code(value: Any) -> Any:
    if not isinstance(value, str) or not _CODE.match(value):
        raise ValueError(f"{value!r} is not an id; use letters, digits and hyphens, as in A118")
    return value


def _to_unit(value: Any) -> Any:
    if isinstance(value, str) and not _UNIT.match(value):
        raise ValueError(
            f"{value!r} is not a unit; join names by / and *, as in shells/day, with _ for a space"
        )
    return value


def _to_address(value: Any) -> Any:
    text = str(value).strip()
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or re.search(r"\s", text):
        raise ValueError(f"{value!r} is not an address; write it in full, from http:// or https://")
    return text


def _to_words(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


def _to_bearings(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    bearings: dict[str, Bearing] = {}
    for word in value.split():
        claim, _, bearing = word.partition(":")
        if bearing not in set(Bearing):
            raise ValueError(
                f"{word!r} does not say how the row bears on the claim; write claim:bearing with "
                f"one of {', '.join(Bearing)}"
            )
        if claim in bearings:
            raise ValueError(f"{claim} is named twice")
        bearings[claim] = Bearing(bearing)
    return bearings


def _to_setting(value: Any) -> Any:
    if not isinstance(value, bool | int | float | str):
        raise ValueError(f"{value} is no number, text or true/false; put dates in quotes")
    return value


Slug = Annotated[str, BeforeValidator(_to_slug)]
Code = Annotated[str, BeforeValidator(_to_code)]
OptionalText = Annotated[str | None, BeforeValidator(_blank_to_none)]
OptionalUnit = Annotated[str | None, BeforeValidator(_to_unit), BeforeValidator(_blank_to_none)]
Number = Annotated[float | None, BeforeValidator(_to_number)]
Day = Annotated[PartialDate, BeforeValidator(_to_partial_date)]
OptionalDay = Annotated[
    PartialDate | None, BeforeValidator(_to_partial_date), BeforeValidator(_blank_to_none)
]
Text = Annotated[str, Field(min_length=1)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_to_words)]
Reliability = Literal["A", "B", "C", "D", "E", "F"]


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
    paragraph: Annotated[int, BeforeValidator(_to_integer)]
    topic: Slug
    statement: Text
    kind: ClaimKind
    quantity: OptionalText = None
    trend: Annotated[Trend | None, BeforeValidator(_blank_to_none)] = None
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
    url: Annotated[str, BeforeValidator(_to_address)]
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
    claims: Annotated[dict[str, Bearing], BeforeValidator(_to_bearings)]
    source: Slug
    origin: Slug
    finding: Text
    quantity: OptionalText = None
    central: Number = None
    as_of: OptionalDay = None
    credibility: Annotated[int, BeforeValidator(_to_integer), Field(ge=1, le=6)]
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


class Event(Row):
    """A dated event."""

    id: Slug
    date: Day
    lane: Slug
    title: Text
    source: Slug
    claims: Ids = ()


class DocumentSettings(BaseModel):
    """What the cover says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    subtitle: Text
    kicker: Text
    authors: list[str]
    licence: Text
    language: Text
    description: str = ""
    keywords: list[str] = []


class ArticleSettings(BaseModel):
    """The article under test."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    written: Text
    note: str = ""


class VintageSettings(BaseModel):
    """The two days from which the evidence is viewed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    then: date
    now: date
    labels: dict[Vintage, str] = {}

    def day(self, vintage: Vintage) -> date:
        """Last day whose publications count at a vintage."""
        return self.then if vintage is Vintage.THEN else self.now


class Settings(BaseModel):
    """`data/briefing.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: DocumentSettings
    article: ArticleSettings
    vintages: VintageSettings


class Scenario(BaseModel):
    """A named set of parameter values."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    description: str = ""
    parameters: dict[str, Annotated[bool | int | float | str, BeforeValidator(_to_setting)]]
