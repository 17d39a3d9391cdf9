"""``briefing sweep``: chapters over many values of their parameters, into one table."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.exitcodes import ExitCode

if TYPE_CHECKING:
    from briefing.paths import Project

_OUTPUT = Path("report") / "sweeps" / "sweep.parquet"


@click.command()
@click.option(
    "--chapter",
    "chapters",
    metavar="CHAPTER",
    multiple=True,
    help="Run this chapter and those that it needs. May be repeated.",
)
@click.option(
    "--grid",
    metavar="NAME=VALUES",
    multiple=True,
    help="Vary a parameter over a,b,c or over lo:hi:steps, both ends included. Repeated, every "
    "value is combined with every other. CHAPTER:NAME varies it in one chapter only.",
)
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="Draw N points instead of a grid."
)
@click.option(
    "--over",
    metavar="NAME[=LO:HI]",
    multiple=True,
    help="Draw this parameter between its declared bounds, or narrower ones. May be repeated.",
)
@click.option(
    "--seed", type=click.IntRange(min=0), metavar="S", help="Of the sample; 0 unless given."
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    help="Set a parameter alike in every run. May be repeated.",
)
@click.option("--scenario", metavar="NAME", help="Use a set of values from data/scenarios.toml.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Run N chapters at a time; one on each core unless given.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Run on the Dask cluster whose scheduler listens there, tcp://10.0.0.5:8786.",
)
@click.option("--retry-failed", is_flag=True, help="Run again what failed in an earlier sweep.")
@click.option(
    "--refresh",
    is_flag=True,
    help="Run the sweeps of data/sweeps.toml and write their tables to data/sweeps.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"Write the table here; {_OUTPUT.as_posix()} unless given.",
)
def sweep(
    chapters: tuple[str, ...],
    grid: tuple[str, ...],
    sample: int | None,
    over: tuple[str, ...],
    seed: int | None,
    parameters: tuple[str, ...],
    scenario: str | None,
    jobs: int | None,
    scheduler: str | None,
    retry_failed: bool,
    refresh: bool,
    output: Path | None,
) -> ExitCode:
    """Run chapters over many values and collect what they find in one Parquet table.

    One row is one run: the values, the findings, and for a run that failed where and why. Finished
    runs are noted beside the table as they come. Stopped in whatever way, the same command goes on
    from there; with other values it runs only what is new.
    """
    from briefing.paths import find_project
    from briefing.run.parameters import read_given
    from briefing.sweep.progress import watch_sweep
    from briefing.sweep.sweeping import SweepRequest
    from briefing.sweep.sweeping import sweep as run_sweep

    if scheduler is not None and jobs is not None:
        raise click.UsageError("--jobs is for this machine; a cluster has as many as its workers.")
    project = find_project()
    if refresh:
        _refuse_with_refresh(
            bool(chapters or grid or over or parameters or scenario or output or retry_failed)
            or sample is not None
            or seed is not None
        )
        return _refresh(project, jobs, scheduler)
    if not chapters:
        raise click.UsageError("Name what to run with --chapter, or use --refresh.")
    _refuse_mixture(grid, sample, over, seed)
    request = SweepRequest(
        only=chapters,
        output=(output or project.root / _OUTPUT).resolve(),
        grid=grid,
        over=over,
        number=sample,
        seed=seed or 0,
        given=read_given(parameters),
        scenario=scenario,
        jobs=jobs,
        scheduler=scheduler,
        retry_failed=retry_failed,
    )
    with watch_sweep(sys.stdout) as observer:
        outcome = run_sweep(project, request, observer)
    failed = f", {outcome.failed} of them failed" if outcome.failed else ""
    runs = f"{outcome.runs} {'run' if outcome.runs == 1 else 'runs'}"
    click.echo(f"{_shown(outcome.table)}: {runs}{failed}")
    return ExitCode.DONE


def _refresh(project: Project, jobs: int | None, scheduler: str | None) -> ExitCode:
    from briefing.sweep.keeping import refresh
    from briefing.sweep.progress import watch_sweep

    with watch_sweep(sys.stdout) as observer:
        written = refresh(project, observer, jobs, scheduler)
    for path, runs in written:
        click.echo(f"{_shown(path)}: {runs} runs")
    if not written:
        click.echo("data/sweeps.toml names no sweep")
    return ExitCode.DONE


def _refuse_with_refresh(is_more_given: bool) -> None:
    if is_more_given:
        raise click.UsageError(
            "--refresh runs what data/sweeps.toml says; only --jobs or --scheduler go with it."
        )


def _refuse_mixture(
    grid: tuple[str, ...], sample: int | None, over: tuple[str, ...], seed: int | None
) -> None:
    if bool(grid) == (sample is not None):
        raise click.UsageError("Give either --grid NAME=VALUES or --sample N --over NAME.")
    if sample is None and (over or seed is not None):
        raise click.UsageError("--over and --seed belong to --sample.")
    if sample is not None and not over:
        raise click.UsageError("Name what to draw with --over NAME.")


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
