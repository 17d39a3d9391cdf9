"""Show a sweep to somebody: a live bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TextIO

from briefing.sweep.jobs import Job, Result
from briefing.sweep.running import SweepObserver

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

INTERVAL: Final = 10.0
"""Between two lines, where there is no terminal [seconds]."""


@contextmanager
def watch_sweep(stream: TextIO) -> Iterator[SweepObserver]:
    """Give an observer that fits a stream.

    Parameters
    ----------
    stream : text stream
        Where to show progress.
    """
    if not stream.isatty():
        yield PlainSweep(stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[words]}", markup=False),
    )
    with Progress(*columns, console=Console(file=stream)) as progress:
        yield LiveSweep(progress)


class Pace:
    """How far a sweep is, how fast it goes, and how long it will take.

    Only what ran now counts for the rate: finished runs that the journal had took no time.
    """

    def __init__(self, jobs: int, known: int) -> None:
        self.jobs = jobs
        self.known = known
        self.done = 0
        self.failed = 0
        self.left_out = 0
        self._started = time.monotonic()

    def count(self, result: Result) -> None:
        """Count a job that has ended."""
        self.done += 1
        self.failed += result.failure is not None

    @property
    def over(self) -> int:
        """Jobs of which nothing more is to come."""
        return self.known + self.done + self.left_out

    def words(self) -> str:
        """Say it in a line."""
        elapsed = time.monotonic() - self._started
        words = f"{self.over} of {self.jobs}"
        if self.done and elapsed > 0:
            rate = self.done / elapsed
            words += f", {rate:.3g}/s, {duration((self.jobs - self.over) / rate)} left"
        return words + (f", {self.failed} failed" if self.failed else "")


def duration(seconds: float) -> str:
    """Write a time as people say it: ``48 s``, ``3 min 20 s``, ``2 h 05 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02d} min"


class PlainSweep(SweepObserver):
    """A line at the start, one now and then, and one for each failure."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._pace = Pace(0, 0)
        self._said = 0.0

    def planned(self, jobs: int, known: int, runs: int) -> None:
        """Say what is to be done."""
        self._pace = Pace(jobs, known)
        self._said = time.monotonic()
        self._say(_plan_words(jobs, known, runs))

    def ended(self, job: Job, result: Result) -> None:
        """Say why a chapter failed; else, from time to time, how far the sweep is."""
        self._pace.count(result)
        if result.failure is not None:
            cell = f" cell {result.failure.cell}" if result.failure.cell else ""
            first = result.failure.error.splitlines()[0]
            self._say(f"  {job.chapter}{cell} FAILED: {first}")
        if time.monotonic() - self._said >= INTERVAL or self._pace.over == self._pace.jobs:
            self._said = time.monotonic()
            self._say(f"  {self._pace.words()}")

    def left_out(self, job: Job) -> None:
        """Count a chapter that cannot run."""
        self._pace.left_out += 1

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


class LiveSweep(SweepObserver):
    """One bar, with rate and time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._pace = Pace(0, 0)
        self._task: TaskID | None = None

    def planned(self, jobs: int, known: int, runs: int) -> None:
        """Show the bar, as far as an earlier sweep has come."""
        self._pace = Pace(jobs, known)
        self._progress.console.print(_plan_words(jobs, known, runs), highlight=False)
        self._task = self._progress.add_task("sweep", total=jobs, completed=known, words="")

    def ended(self, job: Job, result: Result) -> None:
        """Move the bar."""
        self._pace.count(result)
        self._show()

    def left_out(self, job: Job) -> None:
        """Move the bar past a chapter that cannot run."""
        self._pace.left_out += 1
        self._show()

    def _show(self) -> None:
        if self._task is not None:
            words = self._pace.words()
            self._progress.update(self._task, completed=self._pace.over, words=words)


def _plan_words(jobs: int, known: int, runs: int) -> str:
    words = f"{runs} {'run' if runs == 1 else 'runs'}, {jobs} executions of chapters"
    return f"{words}, {known} of them done before" if known else words
