"""The ledger: all tables of a project, related to each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from briefing.ledger.models import (
    AllowedText,
    Claim,
    Event,
    Observation,
    Originator,
    Ruling,
    Source,
)
from briefing.ledger.settings import ExplorationSettings, Scenario, Settings, SweepSettings
from briefing.ledger.terms import Bearing, Vintage


@dataclass(frozen=True, slots=True)
class Ledger:
    """Claims and all that is known about them.

    Attributes
    ----------
    settings : Settings
        Title, article, vintages.
    claims, originators, sources, evidence, events : mapping of str to row
        By id, in the order of the files.
    rulings : mapping of (claim id, Vintage) to Ruling
        Only claims that have been ruled on.
    scenarios : mapping of str to Scenario
        By name.
    allowed : tuple of AllowedText
        Words with numbers in them that the documents may print untraced.
    explorations : mapping of str to ExplorationSettings
        What readers of the page may move, by the name of the chapter.
    sweeps : mapping of str to SweepSettings
        Sweeps whose tables are kept, by name.
    """

    settings: Settings
    claims: Mapping[str, Claim]
    originators: Mapping[str, Originator]
    sources: Mapping[str, Source]
    evidence: Mapping[str, Observation]
    rulings: Mapping[tuple[str, Vintage], Ruling]
    events: Mapping[str, Event]
    scenarios: Mapping[str, Scenario]
    allowed: tuple[AllowedText, ...] = ()
    explorations: Mapping[str, ExplorationSettings] = field(default_factory=dict)
    sweeps: Mapping[str, SweepSettings] = field(default_factory=dict)

    def source_of(self, row: Observation | Event) -> Source:
        """The publication that a row was read in."""
        return self.sources[row.source]

    def family_of(self, origin: str) -> str:
        """The family of makers that count once together."""
        return self.originators[origin].family

    def is_known(self, row: Observation | Event, day: date) -> bool:
        """Whether a row's source had surely been published by a day."""
        return self.sources[row.source].is_public_by(day)

    def observations(
        self, *, quantity: str | None = None, claim: str | None = None, known_by: date | None = None
    ) -> Iterator[Observation]:
        """Rows of evidence, in the order of the file.

        Parameters
        ----------
        quantity : str, optional
            Only rows that measure it.
        claim : str, optional
            Only rows that bear on it, context included.
        known_by : date, optional
            Only rows published by that day.
        """
        for row in self.evidence.values():
            if quantity is not None and row.quantity != quantity:
                continue
            if claim is not None and claim not in row.claims:
                continue
            if known_by is not None and not self.is_known(row, known_by):
                continue
            yield row

    def bearing(self, row: Observation, claim: str) -> Bearing:
        """How a row bears on a claim."""
        return row.claims[claim]
