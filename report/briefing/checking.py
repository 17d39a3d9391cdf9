"""Check a project without running it: data, rulings, chapters, scenarios."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from briefing.analysis.rules import check_rulings
from briefing.analysis.swept import verdict_faults
from briefing.errors import DataError, Fault, ParameterError
from briefing.ledger.geography import land_faults
from briefing.ledger.ledger import Ledger
from briefing.ledger.loading import read_ledger
from briefing.ledger.settings import SweepAxis
from briefing.ledger.swept import read_swept
from briefing.notebook.parameters import nearest_name
from briefing.paths import Project
from briefing.run.chapters import Chapter, find_chapter, find_chapters
from briefing.run.parameters import declarations, owner_of

USUAL: Final = "central"
"""The scenario whose values are the defaults of the chapters."""

_SCENARIOS: Final = "data/scenarios.toml"
_EXPLORATIONS: Final = "data/explore.toml"
_SWEEPS: Final = "data/sweeps.toml"
_FILE_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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
        *_sweep_faults(ledger, chapters),
    ]
    if faults:
        raise DataError(faults)
    return ledger, chapters


def check_kept_sweeps(project: Project, ledger: Ledger) -> None:
    """Hold the tables of kept sweeps against their settings and claims.

    Apart from the rest, since a faulty one must not keep the sweep from making it anew. Whether its
    values are those of the chapters is found out by the chapter that uses them.

    Raises
    ------
    DataError
        If a table is missing or faulty.
    """
    faults: list[Fault] = []
    for name, settings in ledger.sweeps.items():
        try:
            faults += verdict_faults(ledger, name, read_swept(project, name, settings))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)


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


def _sweep_faults(ledger: Ledger, chapters: Sequence[Chapter]) -> Iterator[Fault]:
    for name, settings in ledger.sweeps.items():
        if not _FILE_NAME.fullmatch(name):
            message = "its table would have no plain name; use small letters, digits and hyphens"
            yield Fault(_SWEEPS, None, name, message)
        claim = ledger.claims.get(settings.claim)
        if claim is None or (claim.low is None and claim.high is None):
            message = f"{settings.claim} is no claim with a number; name one of data/claims.csv"
            yield Fault(_SWEEPS, None, name, message)
        for axis in (settings.x, settings.y):
            try:
                _check_axis(chapters, settings.chapter, axis)
            except ParameterError as error:
                yield Fault(_SWEEPS, None, name, str(error))
        if settings.x.parameter == settings.y.parameter:
            yield Fault(_SWEEPS, None, name, "x and y are one parameter; name two")


def _check_axis(chapters: Sequence[Chapter], name: str, axis: SweepAxis) -> None:
    chapter = find_chapter(chapters, name)
    owner, parameter = owner_of(chapters, chapter, axis.parameter)
    if owner is not chapter or parameter.unit != axis.unit:
        raise ParameterError(
            f"{axis.parameter} is declared in {parameter.unit or 'no unit'} by {owner.file}; "
            "name a parameter of the chapter itself, in its own unit"
        )
    for value in axis.values:
        parameter.check(value, owner.file)
