"""One run of chapters: kernels, schedule and findings brought together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from nbformat import NotebookNode

from briefing.notebook.parameters import ParameterValue
from briefing.paths import Project
from briefing.run.chapters import Chapter
from briefing.run.execution import Reads, run_chapter
from briefing.run.findings import collect_findings, upstream_path, write_findings
from briefing.run.kernels import Kernels
from briefing.run.observer import Observer
from briefing.run.reuse import Reuse
from briefing.run.schedule import require_all, run_all
from briefing.run.warm import WarmKernels


def run_chapters(
    project: Project,
    chapters: Sequence[Chapter],
    values: Mapping[str, Mapping[str, ParameterValue]],
    *,
    run_folder: Path,
    half_run: Path,
    jobs: int,
    observer: Observer,
    warm: WarmKernels | None = None,
    reuse: Reuse | None = None,
) -> dict[str, NotebookNode]:
    """Execute chapters, and hand each the findings of those it needs.

    Parameters
    ----------
    project : Project
        Where the chapters come from.
    chapters : sequence of Chapter
        In document order, with all that they need.
    values : mapping of str to mapping
        Checked values to pass, by chapter id.
    run_folder : Path
        Folder of this run; kernels read upstream findings from it.
    half_run : Path
        Folder for the notebooks of chapters that fail.
    jobs : int
        How many kernels at a time.
    observer : Observer
        Told what happens.
    warm : WarmKernels, optional
        Process to fork kernels from.
    reuse : Reuse, optional
        Gives the chapters that need not run, and keeps those that ran.

    Returns
    -------
    dict of str to notebook
        Executed notebooks by chapter id, in document order.

    Raises
    ------
    NotebookError
        If any chapter failed, after all that can run have run.
    """
    observer.planned(tuple(chapters))
    by_id = {chapter.id: chapter for chapter in chapters}
    with Kernels(project, run_folder, warm, observer.note) as kernels:

        def run_one(chapter: Chapter, needed: Mapping[str, NotebookNode]) -> NotebookNode:
            if chapter.needs:
                found = collect_findings((by_id[name], needed[name]) for name in chapter.needs)
                write_findings(upstream_path(run_folder, chapter), chapter.needs, found)
            reads: list[Reads] = []
            notebook = run_chapter(
                chapter,
                values[chapter.id],
                kernels,
                half_run / chapter.path.name,
                lambda done, total: observer.cell_started(chapter, done, total),
                None if reuse is None else reads.append,
            )
            if reuse is not None:
                reuse.keep(chapter, needed, reads[-1], notebook)
            return notebook

        outcomes = run_all(
            chapters,
            run_one,
            jobs=jobs,
            stop=kernels.stop,
            observer=observer,
            **({} if reuse is None else {"find": reuse.find}),
        )
    return require_all(outcomes)
