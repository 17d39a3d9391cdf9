"""Build a briefing: check, run, assemble, export, and swap the result in whole."""

from __future__ import annotations

import dataclasses
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from briefing.collecting import nothing_collected
from briefing.errors import NotebookError
from briefing.paths import Project
from briefing.planning import Plan, Request, plan_build
from briefing.publishing import write_documents, write_products
from briefing.run.cache import Cache
from briefing.run.chapters import execution_order
from briefing.run.inputs import Inputs, digest_folder, is_current
from briefing.run.observer import Observer
from briefing.run.provenance import identify_edition
from briefing.run.reuse import Reuse
from briefing.run.staging import clear_left_behind, staged_output
from briefing.run.strays import end_strays
from briefing.run.surroundings import kernel_environment, without_grammar_of_addresses
from briefing.run.temporary import TemporaryFolder
from briefing.run.warm import Starting, WarmKernels, warm_kernels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

    from briefing.explore.model import Exploration

_AUDIT: Final = (
    "run again, chapters came out otherwise than the cache had them:\n{}\n"
    "the briefing was built from the new results, and the cache has them now; look in these cells "
    "for what depends on the time, on chance or on something outside of the project"
)


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
    output = (request.output or project.output).resolve()
    inputs, cache = Inputs(project), Cache(project)
    cache.clear_left_behind()
    key = inputs.for_documents(request.command, asdict(identify_edition(project, date.min)))
    if request.cache and not request.audit and is_current(output, cache.read_mark(key)):
        observer.stage("nothing has changed")
        clear_left_behind(output, failed_folder(output))
        return output
    with staged_output(output) as (fresh, scratch), ThreadPoolExecutor(2) as helpers:
        shutil.rmtree(failed_folder(output), ignore_errors=True)
        with Starting(kernel_environment(project, scratch)) as starting:
            # Where chapters are kept, most builds change words: those need no kernel.
            if not request.cache or request.audit or not cache.size().entries:
                starting.start()
            observer.stage("checking data and parameters")
            plan = plan_build(project, request)
            with without_grammar_of_addresses():
                import nbformat  # noqa: F401  # before any thread imports it
            reuse = None
            if request.cache or request.audit:
                reuse = Reuse(cache, inputs, plan.chapters, plan.values, audit=request.audit)
            notebooks = reuse.find_all(execution_order(plan.chapters)) if reuse else None
            exporters = helpers.submit(_warm_exporters)
            if notebooks is None:
                warm = starting.start()
                observer.stage("running chapters")
                notebooks = _run(plan, scratch, output, observer, warm, reuse)
            explorations: tuple[Exploration, ...] = ()
            if request.explore:
                observer.stage("trying other assumptions")
                kept = cache if request.cache else None
                explorations = _explore(plan, starting, scratch, output, inputs, kept, notebooks)
        edition = identify_edition(project, plan.ledger.settings.vintages.now)
        exporters.result()
        observer.stage("writing the page and the PDF")
        with nothing_collected():
            provenance = write_products(plan, request, edition, notebooks, fresh)
            write_documents(
                plan, request, edition, notebooks, provenance, fresh, helpers, explorations
            )
        contents = digest_folder(fresh)
        inputs.require_unchanged()
    if request.cache:
        cache.mark(key, contents)
    if reuse and reuse.differing:
        raise NotebookError(_AUDIT.format("\n".join(f"  {each}" for each in reuse.differing)))
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
    reuse = Reuse(Cache(project), Inputs(project), plan.chapters, plan.values)
    notebooks = reuse.find_all(execution_order(plan.chapters))
    if notebooks is None:
        with TemporaryFolder() as folder:
            with warm_kernels(kernel_environment(project, folder)) as warm:
                notebooks = _run(plan, folder, project.output, observer or Observer(), warm, reuse)
            end_strays(folder)
    executed = ((chapter, notebooks[chapter.id]) for chapter in plan.chapters)
    return list(notebooks), dict(collect_findings(executed))


def failed_folder(output: Path) -> Path:
    """Where chapters that failed are kept, as far as they ran, until the next build."""
    return output.with_name(f"{output.name}-failed")


def _run(
    plan: Plan,
    scratch: Path,
    output: Path,
    observer: Observer,
    warm: WarmKernels | None,
    reuse: Reuse | None = None,
) -> dict[str, NotebookNode]:
    # Imported late: papermill and what it brings take longer than all checks before it.
    from briefing.run.products import clean_notebook
    from briefing.run.session import run_chapters

    executed = run_chapters(
        plan.project,
        plan.chapters,
        plan.values,
        run_folder=scratch,
        half_run=failed_folder(output),
        jobs=plan.jobs,
        observer=observer,
        warm=warm,
        reuse=reuse,
    )
    root = plan.project.root
    return {name: clean_notebook(notebook, root) for name, notebook in executed.items()}


def _explore(
    plan: Plan,
    starting: Starting,
    scratch: Path,
    output: Path,
    inputs: Inputs,
    cache: Cache | None,
    notebooks: Mapping[str, NotebookNode],
) -> tuple[Exploration, ...]:
    from briefing.explore.exploring import Explorer

    explorer = Explorer(plan, starting, scratch, failed_folder(output), inputs, cache)
    return explorer.explore(notebooks)


def _warm_exporters() -> None:
    from briefing.export import warm_up

    warm_up()
