"""Run chapters side by side, each as soon as all it needs is there.

Knows threads and the order of chapters; what running one means, it is told. A chapter spends its
time in a kernel, which is a process of its own, so threads are enough here.
"""

from __future__ import annotations

import graphlib
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.errors import NotebookError
from briefing.run.chapters import Chapter
from briefing.run.observer import Observer

if TYPE_CHECKING:
    from nbformat import NotebookNode

RunOne = Callable[[Chapter, "Mapping[str, NotebookNode]"], "NotebookNode"]
Find = Callable[[Chapter, "Mapping[str, NotebookNode]"], "NotebookNode | None"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a chapter; exactly one of the three last is set.

    Attributes
    ----------
    chapter : Chapter
        The chapter.
    notebook : NotebookNode or None
        Executed, with outputs.
    error : NotebookError or None
        Why it failed.
    missing : tuple of str
        Chapters that it needs and that did not run to their end.
    """

    chapter: Chapter
    notebook: NotebookNode | None = None
    error: NotebookError | None = None
    missing: tuple[str, ...] = ()


def run_all(
    chapters: Sequence[Chapter],
    run_one: RunOne,
    *,
    jobs: int,
    stop: Callable[[], None],
    observer: Observer,
    find: Find = lambda chapter, needed: None,
) -> tuple[Outcome, ...]:
    """Run every chapter that can run.

    Parameters
    ----------
    chapters : sequence of Chapter
        In document order, with all that they need.
    run_one : callable
        Runs a chapter, given the executed notebooks of those it needs; called from threads.
    jobs : int
        How many may run at a time.
    stop : callable
        Makes running chapters end soon; called if the run is broken off.
    observer : Observer
        Told of each start and end.
    find : callable, optional
        Asked first; gives the executed notebook of a chapter that need not run, else None.

    Returns
    -------
    tuple of Outcome
        One for each chapter, in the given order. A failure does not end the run: chapters that do
        not need the failed one still run, so that one build shows all there is to mend.
    """
    by_id = {chapter.id: chapter for chapter in chapters}
    sorter = graphlib.TopologicalSorter({chapter.id: chapter.needs for chapter in chapters})
    sorter.prepare()
    outcomes: dict[str, Outcome] = {}
    running: dict[Future[Outcome], str] = {}

    def attempt(chapter: Chapter, needed: Mapping[str, NotebookNode]) -> Outcome:
        if (found := find(chapter, needed)) is not None:
            observer.chapter_reused(chapter)
            return Outcome(chapter, notebook=found)
        return _attempt(chapter, needed, run_one, observer)

    executor = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="chapter")
    try:
        while sorter.is_active():
            for name in sorter.get_ready():
                chapter = by_id[name]
                needed = {
                    need: notebook
                    for need in chapter.needs
                    if (notebook := outcomes[need].notebook) is not None
                }
                if missing := tuple(need for need in chapter.needs if need not in needed):
                    observer.chapter_skipped(chapter, missing)
                    outcomes[name] = Outcome(chapter, missing=missing)
                    sorter.done(name)
                    continue
                running[executor.submit(attempt, chapter, needed)] = name
            if not running:
                continue
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                name = running.pop(future)
                outcomes[name] = future.result()
                sorter.done(name)
    except BaseException:
        stop()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
    return tuple(outcomes[chapter.id] for chapter in chapters)


def require_all(outcomes: Sequence[Outcome]) -> dict[str, NotebookNode]:
    """Give the executed notebooks by chapter id, or raise one error that tells of every failure.

    Raises
    ------
    NotebookError
        If any chapter failed or could not run.
    """
    problems = [str(outcome.error) for outcome in outcomes if outcome.error is not None]
    problems += [
        f"{outcome.chapter.file} was not run, because it needs "
        f"{' and '.join(f'`{name}`' for name in outcome.missing)}, which did not run to the end"
        for outcome in outcomes
        if outcome.missing
    ]
    if problems:
        raise NotebookError("\n".join(problems))
    return {
        outcome.chapter.id: outcome.notebook for outcome in outcomes if outcome.notebook is not None
    }


def _attempt(
    chapter: Chapter, needed: Mapping[str, NotebookNode], run_one: RunOne, observer: Observer
) -> Outcome:
    started = time.monotonic()
    observer.chapter_started(chapter)
    try:
        notebook = run_one(chapter, needed)
    except NotebookError as error:
        observer.chapter_failed(chapter, time.monotonic() - started)
        return Outcome(chapter, error=error)
    observer.chapter_ended(chapter, time.monotonic() - started)
    return Outcome(chapter, notebook=notebook)
