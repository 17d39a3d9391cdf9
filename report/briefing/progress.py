"""Show a run to somebody: live bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from briefing.run.chapters import Chapter
from briefing.run.observer import Observer

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def watch_run(stream: TextIO) -> Iterator[Observer]:
    """Give an observer that fits a stream.

    Parameters
    ----------
    stream : text stream
        Where to show progress; bars if it is a terminal, else a line for each thing that happens.
    """
    if not stream.isatty():
        yield PlainLines(stream)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.fields[mark]}"),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[words]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(file=stream)) as progress:
        yield LiveBars(progress)


class PlainLines(Observer):
    """One line for each thing that happens."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def stage(self, words: str) -> None:
        """Say which part of the work begins."""
        self._say(words)

    def note(self, words: str) -> None:
        """Say it beside the rest."""
        self._say(f"note: {words}")

    def chapter_started(self, chapter: Chapter) -> None:
        """Say that a chapter starts."""
        self._say(f"  {chapter.id} started")

    def chapter_ended(self, chapter: Chapter, seconds: float) -> None:
        """Say that a chapter is done."""
        self._say(f"  {chapter.id} done in {seconds:.1f} s")

    def chapter_reused(self, chapter: Chapter) -> None:
        """Say that a chapter need not run."""
        self._say(f"  {chapter.id} unchanged")

    def chapter_failed(self, chapter: Chapter, seconds: float) -> None:
        """Say that a chapter failed."""
        self._say(f"  {chapter.id} FAILED after {seconds:.1f} s")

    def chapter_skipped(self, chapter: Chapter, because: tuple[str, ...]) -> None:
        """Say that a chapter cannot run."""
        self._say(f"  {chapter.id} not run: needs {', '.join(because)}")

    def _say(self, line: str) -> None:
        with self._lock:
            print(line, file=self._stream, flush=True)


class LiveBars(Observer):
    """A bar for each chapter; rich takes care of threads."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}
        self._stage: TaskID | None = None

    def stage(self, words: str) -> None:
        """Show the part of the work that begins in a line below the chapters."""
        if self._stage is not None:
            self._progress.remove_task(self._stage)
        self._stage = self._progress.add_task(words, total=None, mark=" ", words="")

    def note(self, words: str) -> None:
        """Print it above the bars."""
        self._progress.console.print(f"note: {words}", markup=False)

    def planned(self, chapters: tuple[Chapter, ...]) -> None:
        """Show a bar for each chapter, in document order."""
        width = max(len(chapter.id) for chapter in chapters)
        for chapter in chapters:
            self._tasks[chapter.id] = self._progress.add_task(
                chapter.id.ljust(width), start=False, total=None, mark=" ", words="waiting"
            )

    def chapter_started(self, chapter: Chapter) -> None:
        """Start the clock of a chapter."""
        self._progress.start_task(self._tasks[chapter.id])
        self._update(chapter, "▸", "starting")

    def cell_started(self, chapter: Chapter, done: int, total: int) -> None:
        """Move the bar of a chapter."""
        self._progress.update(self._tasks[chapter.id], completed=done, total=total)
        self._update(chapter, "▸", f"cell {done + 1} of {total}")

    def chapter_ended(self, chapter: Chapter, seconds: float) -> None:
        """Fill the bar of a chapter."""
        task = self._tasks[chapter.id]
        self._progress.update(task, completed=1, total=1)
        self._progress.stop_task(task)
        self._update(chapter, "[green]✓[/]", "done")

    def chapter_reused(self, chapter: Chapter) -> None:
        """Fill the bar of a chapter that need not run."""
        self._progress.update(self._tasks[chapter.id], completed=1, total=1)
        self._update(chapter, "[green]=[/]", "unchanged")

    def chapter_failed(self, chapter: Chapter, seconds: float) -> None:
        """Stop the bar of a chapter where it failed."""
        self._progress.stop_task(self._tasks[chapter.id])
        self._update(chapter, "[red]✗[/]", "failed")

    def chapter_skipped(self, chapter: Chapter, because: tuple[str, ...]) -> None:
        """Say beside the bar why a chapter cannot run."""
        self._update(chapter, "[yellow]–[/]", f"not run, needs {', '.join(because)}")

    def _update(self, chapter: Chapter, mark: str, words: str) -> None:
        self._progress.update(self._tasks[chapter.id], mark=mark, words=words)
