"""A sweep from the request to the table."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.checking import load_checked
from briefing.errors import ParameterError
from briefing.paths import Project
from briefing.planning import available_cores
from briefing.run.chapters import select_chapters
from briefing.run.parameters import Given
from briefing.sweep.jobs import Sweep, plan_sweep
from briefing.sweep.journal import open_journal
from briefing.sweep.points import Point, read_axis, read_grid, read_sample
from briefing.sweep.running import SweepObserver, run_jobs
from briefing.sweep.snapshot import Snapshot, take_snapshot
from briefing.sweep.table import require_parquet, write_table
from briefing.sweep.workers import Workers, cluster_workers, local_workers


@dataclass(frozen=True, slots=True)
class SweepRequest:
    """What is to be swept.

    Attributes
    ----------
    only : tuple of str
        Chapters, to which come those that they need.
    output : Path
        The table to write; the journal stands beside it.
    grid : tuple of str
        ``name=a,b,c`` or ``name=lo:hi:steps``, one for each parameter.
    over : tuple of str
        ``name`` or ``name=lo:hi``, one for each parameter of a sample.
    number : int or None
        Points of the sample; None for a grid.
    seed : int
        Of the sample.
    given : tuple of Given
        Values that are alike in every run.
    scenario : str or None
        Name of a scenario.
    jobs : int or None
        How many processes at a time; None for one on each core.
    scheduler : str or None
        Address of a Dask scheduler; None for this machine.
    retry_failed : bool
        Whether jobs that failed earlier run again.
    """

    only: tuple[str, ...]
    output: Path
    grid: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    number: int | None = None
    seed: int = 0
    given: tuple[Given, ...] = ()
    scenario: str | None = None
    jobs: int | None = None
    scheduler: str | None = None
    retry_failed: bool = False


@dataclass(frozen=True, slots=True)
class SweepOutcome:
    """What came of a sweep.

    Attributes
    ----------
    table : Path
        The file.
    runs, failed : int
        How many rows it has, and how many of them tell of a failure.
    """

    table: Path
    runs: int
    failed: int


def sweep(
    project: Project, request: SweepRequest, observer: SweepObserver | None = None
) -> SweepOutcome:
    """Run chapters over many values, and write what they found as one table.

    Parameters
    ----------
    project : Project
        Whose chapters.
    request : SweepRequest
        Which ones, over what.
    observer : SweepObserver, optional
        Told what happens.

    Raises
    ------
    BriefingError
        Of the kind that fits, before anything runs. A run that fails raises nothing: it is in the
        table. If the sweep is broken off, the table has the runs that ended, and the same request
        goes on from there.
    """
    require_parquet()
    planned, snapshot = _plan(project, request)
    description = _description(request, planned, snapshot)
    rows, failed = 0, 0
    with open_journal(journal_path(request.output)) as journal:
        if request.retry_failed:
            journal.forget_failures()
        try:
            if all(key in journal for key in planned.jobs):
                (observer or SweepObserver()).planned(
                    len(planned.jobs), len(planned.jobs), len(planned.runs)
                )
            else:
                with _workers(request, snapshot, len(planned.jobs)) as workers:
                    run_jobs(planned, journal, workers, observer or SweepObserver())
        finally:
            rows, failed = write_table(request.output, planned, journal, description)
    return SweepOutcome(request.output, rows, failed)


def journal_path(table: Path) -> Path:
    """Where the finished runs of a table are noted."""
    return table.with_name(f"{table.name}.journal")


def _plan(project: Project, request: SweepRequest) -> tuple[Sweep, Snapshot]:
    ledger, chapters = load_checked(project)
    chosen = select_chapters(chapters, request.only)
    points: tuple[Point, ...]
    if request.number is None:
        points = read_grid(request.grid, chosen)
    else:
        points = read_sample(request.over, chosen, request.number, request.seed)
    for item in request.given:
        key = f"{item.chapter}:{item.name}" if item.chapter else item.name
        if read_axis(key, chosen).name in points[0]:
            raise ParameterError(f"parameter {key} is both set and varied; keep one of the two")
    # A chapter's full needs are known only among all chapters, so the snapshot has all of them.
    snapshot = take_snapshot(project, chapters)
    planned = plan_sweep(
        chosen,
        points,
        request.given,
        request.scenario,
        ledger.scenarios,
        chapters,
        snapshot.digest,
    )
    return planned, snapshot


def _workers(
    request: SweepRequest, snapshot: Snapshot, jobs: int
) -> AbstractContextManager[Workers]:
    if request.scheduler is not None:
        return cluster_workers(snapshot, request.scheduler)
    return local_workers(snapshot, min(request.jobs or available_cores(), jobs))


def _description(request: SweepRequest, planned: Sweep, snapshot: Snapshot) -> dict[str, Any]:
    """What the file's metadata say of the sweep: enough to read it, and to make it again."""
    axes = {name: read_axis(name, planned.chapters).parameter for name in planned.points[0]}
    return {
        "chapters": [chapter.id for chapter in planned.chapters],
        "content": snapshot.digest,
        "given": {
            f"{item.chapter}:{item.name}" if item.chapter else item.name: item.value
            for item in request.given
        },
        "scenario": request.scenario,
        "seed": request.seed if request.number is not None else None,
        "varied": {
            name: {"unit": parameter.unit, "help": parameter.help}
            for name, parameter in axes.items()
        },
    }
