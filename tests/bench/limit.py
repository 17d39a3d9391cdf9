"""How far a build is from what no build could go below.

That limit is the time inside the cells, spread over all cores, and then the writing of the
documents. Time inside cells is what the kernel says of each: busy until idle. It is taken from a
run of one chapter at a time, since several would slow each other down and so raise the limit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode
from tests.bench.documents import time_last_phase
from tests.bench.results import Amount, Row
from tests.bench.timing import report
from tests.bench.workplace import Workplace

from briefing.paths import Project
from briefing.planning import Request, available_cores, plan_build
from briefing.run.observer import Observer
from briefing.run.session import run_chapters
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import warm_kernels


def measure(workplace: Workplace) -> list[Row]:
    """Hold a build from nothing against the limit."""
    build = workplace.cold_build()
    cores = available_cores()
    report("running one chapter at a time, for the time inside cells")
    cells = time_inside_cells(run_alone(workplace.project))
    documents = time_last_phase(workplace)
    limit = cells / cores + documents.value
    return [
        Row(
            f"cold build, against cells ÷ {cores} cores + documents",
            build,
            Amount(limit, "s", documents.rounds),
            build.value / limit,
            "at most 2.0",
            f"{cells:.1f} ÷ {cores} + {documents.value:.1f}",
            {"cells": cells, "cores": cores, "documents": documents.value},
        )
    ]


def run_alone(project: Project) -> Iterable[NotebookNode]:
    """Run every chapter, one at a time."""
    plan = plan_build(project, Request(jobs=1))
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with warm_kernels(kernel_environment(project, folder)) as warm:
            executed = run_chapters(
                project,
                plan.chapters,
                plan.values,
                run_folder=folder,
                half_run=folder / "failed",
                jobs=1,
                observer=Observer(),
                warm=warm,
            )
    return executed.values()


def time_inside_cells(notebooks: Iterable[NotebookNode]) -> float:
    """Add up how long kernels were busy with cells [seconds]."""
    return sum(
        _inside(cell.metadata["execution"])
        for notebook in notebooks
        for cell in notebook.cells
        if cell.cell_type == "code"
    )


def _inside(execution: NotebookNode) -> float:
    begun, ended = (
        datetime.fromisoformat(execution[f"iopub.status.{state}"]) for state in ("busy", "idle")
    )
    return (ended - begun).total_seconds()
