"""Check a project without running it: data, rulings, chapters, scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from briefing.analysis.rules import check_rulings
from briefing.errors import DataError, Fault, ParameterError
from briefing.ledger.geography import land_faults
from briefing.ledger.ledger import Ledger
from briefing.ledger.loading import read_ledger
from briefing.notebook.parameters import nearest_name
from briefing.paths import Project
from briefing.run.chapters import Chapter, find_chapter, find_chapters
from briefing.run.parameters import declarations, owner_of

USUAL: Final = "central"
"""The scenario whose values are the defaults of the chapters."""

_SCENARIOS: Final = "data/scenarios.toml"
_EXPLORATIONS: Final = "data/explore.toml"


def load_checked(project: Project) -> tuple[Ledger, tuple[Chapter, ...]]:
    """Load data and chapters, and hold each against the other.

    Raises
    ------
    DataError
        If anything is wrong with the data; carries every fault.
    NotebookError, ParameterError
        If a chapter cannot be read.
    """
    ledger, faults = read_ledger(project)
    faults += land_faults(project)
    if ledger is None or faults:
        raise DataError(faults)
    chapters = find_chapters(project)
    faults = [
        *check_rulings(ledger),
        *_scenario_faults(ledger, chapters),
        *_claim_faults(ledger, chapters),
        *_exploration_faults(ledger, chapters),
    ]
    if faults:
        raise DataError(faults)
    return ledger, chapters


def describe_checked(ledger: Ledger, chapters: Sequence[Chapter]) -> str:
    """Say in a line what was checked."""
    return (
        f"no fault: {len(ledger.claims)} claims, {len(ledger.evidence)} observations from "
        f"{len(ledger.sources)} sources, {len(ledger.rulings)} rulings, {len(chapters)} chapters"
    )


def _scenario_faults(ledger: Ledger, chapters: Sequence[Chapter]) -> Iterator[Fault]:
    declared = declarations(chapters)
    for name, scenario in ledger.scenarios.items():
        for parameter, value in scenario.parameters.items():
            if parameter not in declared:
                hint = nearest_name(parameter, declared)
                message = f"sets {parameter}, which no chapter declares{hint}"
                yield Fault(_SCENARIOS, None, name, message)
            for chapter, declaration in declared.get(parameter, {}).items():
                try:
                    checked = declaration.check(value, chapter)
                except ParameterError as error:
                    yield Fault(_SCENARIOS, None, name, str(error))
                    continue
                if name == USUAL and checked != declaration.default:
                    message = (
                        f"sets {parameter} to {checked!r}, but {chapter} defaults to "
                        f"{declaration.default!r}; make them equal, as defaults are the usual case"
                    )
                    yield Fault(_SCENARIOS, None, name, message)


def _claim_faults(ledger: Ledger, chapters: Sequence[Chapter]) -> Iterator[Fault]:
    for chapter in chapters:
        for claim in chapter.claims:
            if claim not in ledger.claims:
                hint = nearest_name(claim, ledger.claims)
                message = f"names the claim {claim}, which data/claims.csv lacks{hint}"
                yield Fault(chapter.file, None, chapter.id, message)


def _exploration_faults(ledger: Ledger, chapters: Sequence[Chapter]) -> Iterator[Fault]:
    for name, exploration in ledger.explorations.items():
        for assumption in exploration.assumptions:
            try:
                chapter = find_chapter(chapters, name)
                owner, parameter = owner_of(chapters, chapter, assumption.parameter)
                for step in assumption.steps:
                    parameter.check(step, owner.file)
            except ParameterError as error:
                yield Fault(_EXPLORATIONS, None, name, str(error))
