"""What the TOML files of `data/` hold: title, article, vintages, scenarios, what is moved."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from briefing.errors import excerpt
from briefing.ledger.fields import FiniteNumber, SettingValue, Text
from briefing.ledger.terms import Vintage


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

    @field_validator("then", "now", mode="before")
    @classmethod
    def _is_written_as_date(cls, value: Any) -> Any:
        # A number would be taken for seconds since 1970.
        if not isinstance(value, date | str):
            raise ValueError(f"{excerpt(repr(value))} is no date; write YYYY-MM-DD")
        return value

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
    parameters: dict[str, SettingValue]


class AssumptionSettings(BaseModel):
    """A parameter that readers of the page may move, and where to.

    Attributes
    ----------
    parameter : str
        Its name, or ``chapter:name`` for one of a chapter that is needed.
    label : str
        What it is, for readers.
    unit : str
        Unit to show it in; empty for its own.
    steps : list of float
        Values in rising order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameter: Text
    label: Text
    unit: str = ""
    steps: Annotated[list[FiniteNumber], Field(min_length=2, max_length=5)]

    @field_validator("steps")
    @classmethod
    def _rise(cls, steps: list[float]) -> list[float]:
        if any(after <= before for before, after in pairwise(steps)):
            raise ValueError(f"{excerpt(str(steps))} do not rise; sort them and name each once")
        return steps


class ExplorationSettings(BaseModel):
    """What readers of the page may move at the end of a chapter, and what they then see.

    Attributes
    ----------
    assumptions : list of AssumptionSettings
        One or two.
    stated : list of str
        Findings whose sentences are shown.
    drawn : list of str
        Findings that are drawn, all of one unit.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    assumptions: Annotated[list[AssumptionSettings], Field(min_length=1, max_length=2)]
    stated: Annotated[list[Text], Field(min_length=1)]
    drawn: Annotated[list[Text], Field(min_length=1)]


class SweepAxis(BaseModel):
    """A parameter that a kept sweep varies.

    Attributes
    ----------
    parameter : str
        Its name.
    label : str
        What it is, for readers.
    unit : str
        As the chapter declares it.
    values : list of float
        In rising order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    parameter: Text
    label: Text
    unit: Text
    values: Annotated[list[float], Field(min_length=2)]

    @field_validator("values")
    @classmethod
    def _rise(cls, values: list[float]) -> list[float]:
        return _rising(values)


class SweepSettings(BaseModel):
    """A sweep over two parameters whose table is kept in `data/sweeps/`.

    Attributes
    ----------
    chapter : str
        Which is run.
    finding : str
        What of it is kept.
    claim : str
        On which a verdict is given for each pair.
    x, y : SweepAxis
        What varies.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    chapter: Text
    finding: Text
    claim: Text
    x: SweepAxis
    y: SweepAxis


def _rising(values: list[float]) -> list[float]:
    if any(after <= before for before, after in pairwise(values)):
        raise ValueError(f"{values} do not rise; sort them and name each once")
    return values
