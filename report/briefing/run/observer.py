"""What a run tells whoever watches it."""

from __future__ import annotations

from briefing.run.chapters import Chapter


class Observer:
    """Watches a run and says nothing; the base of those that show it to somebody.

    Methods are called from the threads that run chapters, several at a time.
    """

    def stage(self, words: str) -> None:
        """Note that the next part of the work begins, ``writing the PDF``."""

    def note(self, words: str) -> None:
        """Note something that does no harm but that somebody may want to know."""

    def planned(self, chapters: tuple[Chapter, ...]) -> None:
        """Note which chapters are about to run, in document order."""

    def chapter_started(self, chapter: Chapter) -> None:
        """Note that a chapter's kernel is being started."""

    def cell_started(self, chapter: Chapter, done: int, total: int) -> None:
        """Note that a cell starts, with the number of cells before it."""

    def chapter_ended(self, chapter: Chapter, seconds: float) -> None:
        """Note that a chapter ran to its end."""

    def chapter_reused(self, chapter: Chapter) -> None:
        """Note that a chapter need not run, since nothing it uses has changed."""

    def chapter_failed(self, chapter: Chapter, seconds: float) -> None:
        """Note that a chapter failed; why is in the error that ends the run."""

    def chapter_skipped(self, chapter: Chapter, because: tuple[str, ...]) -> None:
        """Note that a chapter cannot run, since chapters that it needs did not."""
