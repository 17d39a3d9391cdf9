"""From the files of a project to a ledger, or to the list of all that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from briefing.errors import DataError, Fault
from briefing.ledger.checks import Rows, check_rows
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import (
    AllowedText,
    Claim,
    Event,
    Observation,
    Originator,
    Ruling,
    Source,
)
from briefing.ledger.series import series_sources
from briefing.ledger.settings import ExplorationSettings, Scenario, Settings, SweepSettings
from briefing.ledger.tables import read_settings, read_table, validate_settings
from briefing.paths import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

M = TypeVar("M", bound=BaseModel)


def load_ledger(project: Project, today: date | None = None) -> Ledger:
    """Read and check all tables of a project.

    Parameters
    ----------
    project : Project
        Where to read.
    today : date, optional
        Day after which nothing can have been published; the system's by default.

    Raises
    ------
    DataError
        If anything at all is wrong; carries every fault.
    """
    ledger, faults = read_ledger(project, today)
    if faults or ledger is None:
        raise DataError(faults)
    return ledger


def read_ledger(project: Project, today: date | None = None) -> tuple[Ledger | None, list[Fault]]:
    """Read all tables; give the ledger, if it can be made, and every fault found."""
    faults: list[Fault] = []
    rows = Rows(
        claims=read_table(project, "claims.csv", Claim, faults),
        originators=read_table(project, "origins.csv", Originator, faults),
        sources=read_table(project, "sources.csv", Source, faults),
        evidence=read_table(project, "evidence.csv", Observation, faults),
        rulings=read_table(project, "verdicts.csv", Ruling, faults),
        events=read_table(project, "events.csv", Event, faults),
    )
    unread = _left_out(faults).get("sources.csv", set())
    known = {source.id for source in rows.sources} | unread
    rows.series_sources = series_sources(project, None if "" in unread else known, faults)
    settings = _read_document(project, faults)
    scenarios = _read_scenarios(project, faults)
    allowed = _read_allowed(project, faults)
    explorations = _read_optional(project, "explore.toml", ExplorationSettings, faults)
    sweeps = _read_optional(project, "sweeps.toml", SweepSettings, faults)
    rows.left_out = _left_out(faults)
    faults.extend(check_rows(rows, today or date.today()))
    if faults or settings is None:
        return None, faults
    ledger = _relate(rows, settings, scenarios)
    return replace(ledger, allowed=allowed, explorations=explorations, sweeps=sweeps), faults


def _left_out(faults: Iterable[Fault]) -> dict[str, set[str]]:
    """Group the ids of faulty rows by file; all series count as one."""
    ids: dict[str, set[str]] = {}
    for fault in faults:
        file = fault.file.removeprefix("data/")
        ids.setdefault("series" if file.startswith("series/") else file, set()).add(fault.row_id)
    return ids


def _relate(rows: Rows, settings: Settings, scenarios: Mapping[str, Scenario]) -> Ledger:
    return Ledger(
        settings=settings,
        claims={row.id: row for row in rows.claims},
        originators={row.id: row for row in rows.originators},
        sources={row.id: row for row in rows.sources},
        evidence={row.id: row for row in rows.evidence},
        rulings={(row.claim, row.vintage): row for row in rows.rulings},
        events={row.id: row for row in rows.events},
        scenarios=scenarios,
    )


def _read_document(project: Project, faults: list[Fault]) -> Settings | None:
    before = len(faults)
    content = read_settings(project, "briefing.toml", faults)
    if len(faults) > before:
        return None
    settings = validate_settings(Settings, content, "data/briefing.toml", "", faults)
    if settings is not None and settings.vintages.then > settings.vintages.now:
        message = "vintages: then is after now; swap them"
        faults.append(Fault("data/briefing.toml", None, "", message))
    return settings


def _read_allowed(project: Project, faults: list[Fault]) -> tuple[AllowedText, ...]:
    """Read the list of words that need no trace; a project may do without one."""
    name = "allowed.csv"
    if not (project.data / name).is_file():
        return ()
    return tuple(read_table(project, name, AllowedText, faults))


def _read_scenarios(project: Project, faults: list[Fault]) -> dict[str, Scenario]:
    scenarios: dict[str, Scenario] = {}
    for name, content in read_settings(project, "scenarios.toml", faults).items():
        scenario = validate_settings(Scenario, content, "data/scenarios.toml", name, faults)
        if scenario is not None:
            scenarios[name] = scenario
    return scenarios


def _read_optional(
    project: Project, name: str, model: type[M], faults: list[Fault]
) -> dict[str, M]:
    """Read a TOML file of tables alike, by their names; a project may do without the file."""
    found: dict[str, M] = {}
    if not (project.data / name).is_file():
        return found
    for key, content in read_settings(project, name, faults).items():
        read = validate_settings(model, content, f"data/{name}", key, faults)
        if read is not None:
            found[key] = read
    return found
