"""Build a briefing: check, run, assemble, export, and swap the result in whole."""

from __future__ import annotations

import dataclasses
import json
import os
import shlex
import shutil
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from briefing.checking import load_checked
from briefing.ledger.ledger import Ledger
from briefing.notebook.parameters import ParameterValue
from briefing.paths import Project
from briefing.run.chapters import Chapter, select_chapters
from briefing.run.observer import Observer
from briefing.run.parameters import Given, resolve_values, settled_values
from briefing.run.provenance import Edition, describe_build, identify_edition
from briefing.run.staging import MARK, staged_output
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import WarmKernels, warm_kernels

if TYPE_CHECKING:
    from nbformat import NotebookNode

HTML: Final = "briefing.html"
PDF: Final = "briefing.pdf"

_ATTACHED: Final = (
    ("findings.json", "application/json", "Every finding with its value, unit and origins"),
    ("ledger.csv", "text/csv", "Every claim with its verdicts, evidence and sources"),
    (MARK, "application/json", "What this briefing was built from"),
)
"""Files that ride inside the PDF, for readers who get nothing else."""


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
    """

    given: tuple[Given, ...] = ()
    scenario: str | None = None
    only: tuple[str, ...] = ()
    jobs: int | None = None
    output: Path | None = None

    @property
    def command(self) -> str:
        """The command that builds the same document again."""
        words = ["briefing", "build"]
        for item in self.given:
            key = f"{item.chapter}:{item.name}" if item.chapter else item.name
            words += ["-p", f"{key}={item.value}"]
        words += ["--scenario", self.scenario] if self.scenario else []
        for name in self.only:
            words += ["--only", name]
        return shlex.join(words)


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


def plan_build(project: Project, request: Request) -> Plan:
    """Check data, chapters and parameters; start nothing.

    Raises
    ------
    DataError, NotebookError, ParameterError
        If the data is faulty, a chapter cannot be read, or a name or value is refused.
    """
    ledger, chapters = load_checked(project)
    values = resolve_values(chapters, request.given, request.scenario, ledger.scenarios)
    chosen = select_chapters(chapters, request.only)
    partial = len(chosen) < len(chapters)
    return Plan(project, ledger, chosen, values, partial, request.jobs or available_cores())


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
        _write_data(plan, request, edition, notebooks, fresh)
        exporters.result()
        observer.stage("writing the page and the PDF")
        _write_documents(plan, request, edition, notebooks, fresh, helpers)
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


def available_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


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


def _write_data(
    plan: Plan,
    request: Request,
    edition: Edition,
    notebooks: Mapping[str, NotebookNode],
    fresh: Path,
) -> None:
    from briefing.run.findings import collect_findings, write_findings
    from briefing.run.products import ledger_csv, write_figures, write_notebooks

    executed = [(chapter, notebooks[chapter.id]) for chapter in plan.chapters]
    write_findings(fresh / "findings.json", notebooks, collect_findings(executed))
    write_notebooks(fresh / "notebooks", executed)
    write_figures(fresh / "figures", notebooks.values())
    (fresh / "ledger.csv").write_text(ledger_csv(plan.ledger), encoding="utf-8")
    provenance = describe_build(
        plan.project,
        edition,
        scenario=request.scenario,
        only=notebooks,
        parameters=plan.settled,
        given={name: plan.values[name] for name in notebooks},
    )
    _write_json(fresh / MARK, {"command": request.command} | provenance)


def _warm_exporters() -> None:
    from briefing.export import warm_up

    warm_up()


def _write_documents(
    plan: Plan,
    request: Request,
    edition: Edition,
    notebooks: Mapping[str, NotebookNode],
    fresh: Path,
    helpers: ThreadPoolExecutor,
) -> None:
    from briefing.cover import describe_cover
    from briefing.document import merge_notebooks
    from briefing.export.html import BriefingHTMLExporter
    from briefing.export.pdf import BriefingPDFExporter

    named = [(chapter.path.name, notebooks[chapter.id]) for chapter in plan.chapters]
    given = {name: plan.values[name] for name in notebooks}
    cover = describe_cover(plan.ledger, edition, request.command, plan.settled, given)
    merged = merge_notebooks(named, cover, partial=plan.partial)
    resources = {
        "briefing_timestamp": int(edition.moment.timestamp()),
        "briefing_attachments": {
            name: ((fresh / name).read_bytes(), kind, description)
            for name, kind, description in _ATTACHED
        },
    }
    to_html, to_pdf = BriefingHTMLExporter(), BriefingPDFExporter()  # type: ignore[no-untyped-call]
    page = helpers.submit(to_html.from_notebook_node, merged)
    paper, _ = to_pdf.from_notebook_node(merged, resources)
    (fresh / PDF).write_bytes(paper)
    (fresh / HTML).write_text(page.result()[0], encoding="utf-8")


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
