"""What a sweep has to execute: one job for each chapter and each set of values it sees."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from briefing.ledger.settings import Scenario
from briefing.notebook.parameters import ParameterValue
from briefing.run.chapters import Chapter, execution_order
from briefing.run.parameters import Given, resolve_values
from briefing.sweep.points import Point

SCENARIO: Final = "scenario"


@dataclass(frozen=True, slots=True)
class Job:
    """One execution of one chapter.

    Attributes
    ----------
    key : str
        Digest of all that its result depends on.
    chapter : str
        Id of the chapter.
    values : mapping of str to value
        Passed to it.
    needs : tuple of str
        Keys of the jobs whose findings it uses.
    """

    key: str
    chapter: str
    values: Mapping[str, ParameterValue]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed.

    Attributes
    ----------
    chapter : str
        Id of the chapter.
    cell : int or None
        Number of the cell in the stored notebook, the first being 1; None before the first.
    error : str
        What happened.
    """

    chapter: str
    cell: int | None
    error: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a job; `failure` is None if it ran to its end.

    Attributes
    ----------
    findings : mapping of str to finding
        What it filed.
    failure : Failure or None
        Why it failed.
    seconds : float
        Time inside its cells.
    """

    findings: Mapping[str, Any] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Sweep:
    """All that a sweep runs.

    Attributes
    ----------
    chapters : tuple of Chapter
        In document order, with all that they need.
    points : tuple of Point
        In the order of the table.
    jobs : mapping of str to Job
        By key; each after those it needs.
    runs : tuple of tuple of str
        For each point the keys of its jobs, in document order.
    """

    chapters: tuple[Chapter, ...]
    points: tuple[Point, ...]
    jobs: Mapping[str, Job]
    runs: tuple[tuple[str, ...], ...]


def plan_sweep(
    chapters: Sequence[Chapter],
    points: Sequence[Point],
    given: Iterable[Given],
    scenario: str | None,
    scenarios: Mapping[str, Scenario],
    all_chapters: Sequence[Chapter],
    content: str,
) -> Sweep:
    """Settle the values of every run, and find the jobs that they come to.

    Parameters
    ----------
    chapters : sequence of Chapter
        Those to run, with all that they need.
    points : sequence of Point
        What varies.
    given : iterable of Given
        What is set alike in every run.
    scenario : str or None
        The scenario, unless the points vary it.
    scenarios : mapping of str to Scenario
        The known ones.
    all_chapters : sequence of Chapter
        Of the project, so that only unknown names are refused.
    content : str
        Digest of notebooks, data and package.

    Raises
    ------
    ParameterError
        If a name or value is refused.
    """
    given = tuple(given)
    order = {name: number for number, name in enumerate(execution_order(chapters))}
    by_need = sorted(chapters, key=lambda chapter: order[chapter.id])
    jobs: dict[str, Job] = {}
    runs = []
    for point in points:
        varied = [_as_given(name, value) for name, value in point.items()]
        values = resolve_values(all_chapters, [*given, *varied], scenario, scenarios)
        keys: dict[str, str] = {}
        for chapter in by_need:
            needs = tuple(keys[name] for name in chapter.needs)
            key = _key(content, chapter.id, values[chapter.id], needs)
            keys[chapter.id] = key
            jobs.setdefault(key, Job(key, chapter.id, values[chapter.id], needs))
        runs.append(tuple(keys[chapter.id] for chapter in chapters))
    return Sweep(tuple(chapters), tuple(points), jobs, tuple(runs))


def _as_given(name: str, value: ParameterValue) -> Given:
    chapter, _, parameter = name.rpartition(":")
    return Given(parameter, value, chapter)


def _key(
    content: str, chapter: str, values: Mapping[str, ParameterValue], needs: Sequence[str]
) -> str:
    text = json.dumps([content, chapter, dict(sorted(values.items())), needs])
    return hashlib.sha256(text.encode()).hexdigest()
