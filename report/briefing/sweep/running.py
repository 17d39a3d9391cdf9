"""Run the jobs of a sweep: each once, and after those it needs."""

from __future__ import annotations

import graphlib
import heapq
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Final

from briefing.sweep.host import run_job
from briefing.sweep.jobs import Failure, Job, Result, Sweep
from briefing.sweep.journal import Journal
from briefing.sweep.workers import Workers

_AHEAD: Final = 4
"""Jobs handed over for each core: enough that none waits for the next, few enough to stop soon."""


class SweepObserver:
    """Watches a sweep and says nothing; the base of those that show it to somebody."""

    def planned(self, jobs: int, known: int, runs: int) -> None:
        """Note how many jobs there are, how many finished earlier, and the runs they make up."""

    def ended(self, job: Job, result: Result) -> None:
        """Note that a job has finished, well or not."""

    def left_out(self, job: Job) -> None:
        """Note that a job cannot run, since one that it needs failed."""


def run_jobs(sweep: Sweep, journal: Journal, workers: Workers, observer: SweepObserver) -> None:
    """Run what the journal does not have, and enter it there.

    Parameters
    ----------
    sweep : Sweep
        The jobs.
    journal : Journal
        Takes each result as it comes.
    workers : Workers
        Who runs them.
    observer : SweepObserver
        Told what happens.
    """
    known = sum(key in journal for key in sweep.jobs)
    observer.planned(len(sweep.jobs), known, len(sweep.runs))
    sorter = graphlib.TopologicalSorter({key: job.needs for key, job in sweep.jobs.items()})
    sorter.prepare()
    # In the order of the runs, so that runs are completed one after the other and a sweep that is
    # broken off has whole rows to show.
    order = {key: number for number, key in enumerate(sweep.jobs)}
    ready: list[tuple[int, str]] = []
    running: dict[Future[Result], Job] = {}
    while sorter.is_active():
        for key in sorter.get_ready():
            heapq.heappush(ready, (order[key], key))
        while ready and len(running) < _AHEAD * workers.cores:
            job = sweep.jobs[heapq.heappop(ready)[1]]
            if job.key in journal:
                sorter.done(job.key)
            elif any(not has_succeeded(journal, need) for need in job.needs):
                observer.left_out(job)
                sorter.done(job.key)
            else:
                findings = [journal[need].findings for need in job.needs]
                running[workers.executor.submit(run_job, workers.host, job, findings)] = job
        if not running:
            continue
        ended, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in ended:
            job = running.pop(future)
            result = _outcome(future, job, workers)
            journal.add(job.key, result)
            observer.ended(job, result)
            sorter.done(job.key)


def has_succeeded(journal: Journal, key: str) -> bool:
    """Whether a job ran to its end."""
    return key in journal and journal[key].failure is None


def _outcome(future: Future[Result], job: Job, workers: Workers) -> Result:
    try:
        return future.result()
    except workers.lost as error:
        return Result(failure=Failure(job.chapter, None, f"its workers died: {error}"))
