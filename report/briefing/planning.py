"""What is asked of a build, and what it comes to once everything has been checked."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from briefing.analysis.likelihood import DEFAULT_LEXICON
from briefing.checking import load_checked
from briefing.errors import ParameterError
from briefing.ledger.ledger import Ledger
from briefing.notebook.parameters import LEXICON, ParameterValue
from briefing.paths import Project
from briefing.run.chapters import Chapter, select_chapters
from briefing.run.parameters import Given, resolve_values, settled_values


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built.

    Attributes
    ----------
    given : tuple of Given
        Parameter values for this build.
    scenario : str or None
        Name of a scenario.
    only : tuple of str
        Chapters, to which come those that they need; empty for all.
    jobs : int or None
        How many kernels at a time; None for one on each core.
    output : Path or None
        Folder to replace; None for the project's.
    lexicon : str or None
        Whose words of likelihood to use; None for what the chapters declare.
    cache : bool
        Whether chapters may be taken from the cache, and are kept in it.
    audit : bool
        Whether every chapter runs and is held against what the cache has of it.
    explore : bool
        Whether the page lets readers move the assumptions that `data/explore.toml` names.
    """

    given: tuple[Given, ...] = ()
    scenario: str | None = None
    only: tuple[str, ...] = ()
    jobs: int | None = None
    output: Path | None = None
    lexicon: str | None = None
    cache: bool = True
    audit: bool = False
    explore: bool = False

    @property
    def command(self) -> str:
        """The command that builds the same document again."""
        words = ["briefing", "build"]
        for item in self.given:
            key = f"{item.chapter}:{item.name}" if item.chapter else item.name
            words += ["-p", f"{key}={item.value}"]
        words += ["--scenario", self.scenario] if self.scenario else []
        words += ["--lexicon", self.lexicon] if self.lexicon else []
        for name in self.only:
            words += ["--only", name]
        words += ["--explore"] if self.explore else []
        return shlex.join(words)

    @property
    def all_given(self) -> tuple[Given, ...]:
        """Values for this build, with the lexicon, which is a parameter like any other."""
        if self.lexicon is None:
            return self.given
        if any(item.name == LEXICON for item in self.given):
            raise ParameterError("the lexicon is given twice; keep one of the two")
        return (*self.given, Given(LEXICON, self.lexicon))


@dataclass(frozen=True, slots=True)
class Plan:
    """A request that has been checked: everything that can be refused early was not.

    Attributes
    ----------
    project : Project
        What is built.
    ledger : Ledger
        Its data, sound.
    chapters : tuple of Chapter
        Those to run, in document order.
    values : mapping of str to mapping
        Checked values to pass, by chapter id.
    partial : bool
        Whether the project has chapters besides.
    jobs : int
        How many kernels at a time.
    """

    project: Project
    ledger: Ledger
    chapters: tuple[Chapter, ...]
    values: Mapping[str, Mapping[str, ParameterValue]]
    partial: bool
    jobs: int

    @property
    def settled(self) -> dict[str, dict[str, ParameterValue]]:
        """All values each chapter runs with."""
        return {
            chapter.id: settled_values(chapter, self.values[chapter.id])
            for chapter in self.chapters
        }

    @property
    def lexicon(self) -> str:
        """Whose words of likelihood the document uses.

        Raises
        ------
        ParameterError
            If chapters differ.
        """
        by_chapter = {c: str(v[LEXICON]) for c, v in self.settled.items() if LEXICON in v}
        used = set(by_chapter.values()) or {DEFAULT_LEXICON}
        if len(used) > 1:
            told = ", ".join(f"{chapter} {name}" for chapter, name in by_chapter.items())
            raise ParameterError(
                f"chapters use words of likelihood from different lexicons ({told}); a reader "
                "could not tell them apart: choose one for all with --lexicon"
            )
        return used.pop()

    @property
    def latest_cutoff(self) -> date:
        """The day up to which evidence may appear anywhere in the document."""
        days = [str(values["cutoff"]) for values in self.settled.values() if "cutoff" in values]
        return date.fromisoformat(max(days)) if days else date.max


def plan_build(project: Project, request: Request) -> Plan:
    """Check data, chapters and parameters; start nothing.

    Raises
    ------
    DataError, NotebookError, ParameterError
        If the data is faulty, a chapter cannot be read, or a name or value is refused.
    """
    ledger, chapters = load_checked(project)
    values = resolve_values(chapters, request.all_given, request.scenario, ledger.scenarios)
    chosen = select_chapters(chapters, request.only)
    partial = len(chosen) < len(chapters)
    plan = Plan(project, ledger, chosen, values, partial, request.jobs or available_cores())
    _ = plan.lexicon  # refused now if mixed, not after the chapters ran
    return plan


def available_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
