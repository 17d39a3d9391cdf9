"""Build a briefing: check, run, assemble, export, and swap the result in whole."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.paths import Project
from briefing.planning import Plan, Request, plan_build
from briefing.publishing import write_documents, write_products
from briefing.run.observer import Observer
from briefing.run.provenance import identify_edition
from briefing.run.staging import staged_output
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import WarmKernels, warm_kernels

if TYPE_CHECKING:
    from nbformat import NotebookNode


def build(project: Project, request: Request, observer: Observer | None = None) -> Path:
    """Build the briefing.

    Parameters
    ----------
    project : Project
        What to build.
    request : Request
        With which values, and where to.
    observer : Observer, optional
        Told what happens.

    Returns
    -------
    Path
        The output folder.

    Raises
    ------
    BriefingError
        Of the kind that fits what failed; the previous output is then untouched, and chapters that
        failed are kept, as far as they ran, in the folder of `failed_folder`.
    """
    observer = observer or Observer()
    observer.stage("checking data and parameters")
    plan = plan_build(project, request)
    output = (request.output or project.output).resolve()
    with staged_output(output) as (fresh, scratch), ThreadPoolExecutor(2) as helpers:
        with warm_kernels(kernel_environment(project, scratch)) as warm:
            import briefing.run.session  # noqa: F401  # while the other process warms up

            observer.stage("running chapters")
            exporters = helpers.submit(_warm_exporters)
            notebooks = _run(plan, scratch, output, observer, warm)
        edition = identify_edition(project, plan.ledger.settings.vintages.now)
        provenance = write_products(plan, request, edition, notebooks, fresh)
        exporters.result()
        observer.stage("writing the page and the PDF")
        write_documents(plan, request, edition, notebooks, provenance, fresh, helpers)
    return output


def run_for_findings(
    project: Project, request: Request, observer: Observer | None = None
) -> tuple[list[str], dict[str, Any]]:
    """Run chapters for what they find, without documents.

    Parameters
    ----------
    project : Project
        Whose chapters.
    request : Request
        `only` names the chapters; without it, all that need no other are run.
    observer : Observer, optional
        Told what happens.

    Returns
    -------
    list of str
        Chapters that ran.
    dict of str to finding
        What they filed.
    """
    from briefing.run.findings import collect_findings

    plan = plan_build(project, request)
    if not request.only:
        free = tuple(chapter for chapter in plan.chapters if not chapter.needs)
        plan = dataclasses.replace(plan, chapters=free)
    with tempfile.TemporaryDirectory(prefix="briefing-") as scratch:
        folder = Path(scratch)
        with warm_kernels(kernel_environment(project, folder)) as warm:
            notebooks = _run(plan, folder, project.output, observer or Observer(), warm)
    executed = ((chapter, notebooks[chapter.id]) for chapter in plan.chapters)
    return list(notebooks), dict(collect_findings(executed))


def failed_folder(output: Path) -> Path:
    """Where chapters that failed are kept, as far as they ran, until the next build."""
    return output.with_name(f"{output.name}-failed")


def _run(
    plan: Plan, scratch: Path, output: Path, observer: Observer, warm: WarmKernels | None
) -> dict[str, NotebookNode]:
    # Imported late: papermill and what it brings take longer than all checks before it.
    from briefing.run.products import clean_notebook
    from briefing.run.session import run_chapters

    shutil.rmtree(failed_folder(output), ignore_errors=True)
    executed = run_chapters(
        plan.project,
        plan.chapters,
        plan.values,
        run_folder=scratch,
        half_run=failed_folder(output),
        jobs=plan.jobs,
        observer=observer,
        warm=warm,
    )
    root = plan.project.root
    return {name: clean_notebook(notebook, root) for name, notebook in executed.items()}


def _warm_exporters() -> None:
    from briefing.export import warm_up

    warm_up()
