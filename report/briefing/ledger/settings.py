"""What the TOML files of `data/` hold: title, article, vintages, scenarios."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from briefing.ledger.fields import SettingValue, Text
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
