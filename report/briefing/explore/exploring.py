"""Run chapters at every combination of their assumptions, and collect what they say.

Runs are those of the build itself: the same kernels, and the same cache, so that only the first
build pays for them.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.document.merge import chapter_id
from briefing.errors import NotebookError
from briefing.explore.model import Exploration, Outcome
from briefing.explore.points import Axis, Values, combinations, settle_axis, values_at
from briefing.explore.telling import article_figure, sentences, spans
from briefing.ledger.settings import ExplorationSettings
from briefing.planning import Plan
from briefing.run.cache import Cache
from briefing.run.chapters import Chapter, execution_order, select_chapters
from briefing.run.findings import collect_findings
from briefing.run.inputs import Inputs
from briefing.run.observer import Observer
from briefing.run.reuse import Reuse
from briefing.run.warm import Starting

if TYPE_CHECKING:
    from nbformat import NotebookNode


class Explorer:
    """Runs what `data/explore.toml` names, beside a build.

    Parameters
    ----------
    plan : Plan
        The build.
    starting : Starting
        Gives the process to fork kernels from, if anything has to run.
    scratch : Path
        Folder for what runs leave.
    half_run : Path
        Folder for the notebooks of chapters that fail.
    inputs : Inputs
        What there is now.
    cache : Cache or None
        What earlier builds kept; None to run everything.
    """

    def __init__(
        self,
        plan: Plan,
        starting: Starting,
        scratch: Path,
        half_run: Path,
        inputs: Inputs,
        cache: Cache | None,
    ) -> None:
        self._plan = plan
        self._starting = starting
        self._scratch = scratch
        self._half_run = half_run
        self._inputs = inputs
        self._cache = cache
        self._runs = itertools.count(1)
        self._lock = threading.Lock()

    def explore(self, notebooks: Mapping[str, NotebookNode]) -> tuple[Exploration, ...]:
        """Run every combination of every chapter in the build.

        Parameters
        ----------
        notebooks : mapping of str to notebook
            Executed chapters of the build, which are one of the combinations.

        Raises
        ------
        DataError
            If the settings do not fit what the chapters found.
        NotebookError
            If a run fails, naming the values.
        """
        return tuple(
            self._explore(chapter, settings, notebooks[chapter.id])
            for chapter in self._plan.chapters
            for name, settings in self._plan.ledger.explorations.items()
            if chapter.is_called(name)
        )

    def _explore(
        self, chapter: Chapter, settings: ExplorationSettings, own: NotebookNode
    ) -> Exploration:
        axes = [settle_axis(self._plan, chapter, each) for each in settings.assumptions]
        usual = tuple(axis.shown.chosen for axis in axes)
        points = list(combinations(axes))
        helpers = ThreadPoolExecutor(self._plan.jobs)
        try:
            runs = {
                at: helpers.submit(self._run, chapter, axes, at) for at in points if at != usual
            }
            executed = {at: runs[at].result() if at in runs else own for at in points}
        finally:
            helpers.shutdown(cancel_futures=True)
        found = dict(collect_findings([(chapter, own)]))
        return Exploration(
            chapter=chapter_id(chapter.path.name),
            assumptions=tuple(axis.shown for axis in axes),
            outcomes=tuple(_outcome(chapter, settings, at, executed[at]) for at in points),
            article=article_figure(self._plan.ledger, found, settings.drawn),
            unit=next(found[name]["value"]["unit"] for name in settings.drawn if name in found),
        )

    def _run(self, chapter: Chapter, axes: Sequence[Axis], at: Sequence[int]) -> Mapping[str, Any]:
        values = values_at(self._plan, axes, at)
        try:
            return self._executed(chapter, values)
        except NotebookError as error:
            told = [f"{a.name} = {a.values[n]}" for a, n in zip(axes, at, strict=True)]
            raise NotebookError(f"with {', '.join(told)}: {error}") from error

    def _executed(self, chapter: Chapter, values: Values) -> Mapping[str, Any]:
        chapters = select_chapters(self._plan.chapters, [chapter.id])
        reuse = None
        if self._cache is not None:
            reuse = Reuse(self._cache, self._inputs, chapters, values)
            found = reuse.find_all(execution_order(chapters))
            if found is not None:
                return found[chapter.id]
        # Imported late: papermill and what it brings take longer than all checks before it.
        from briefing.run.products import clean_notebook
        from briefing.run.session import run_chapters

        with self._lock:
            warm = self._starting.start()
        executed = run_chapters(
            self._plan.project,
            chapters,
            values,
            run_folder=self._scratch / f"explored-{next(self._runs)}",
            half_run=self._half_run,
            jobs=1,
            observer=Observer(),
            warm=warm,
            reuse=reuse,
        )
        return clean_notebook(executed[chapter.id], self._plan.project.root)


def _outcome(
    chapter: Chapter,
    settings: ExplorationSettings,
    at: tuple[int, ...],
    notebook: Mapping[str, Any],
) -> Outcome:
    found = dict(collect_findings([(chapter, notebook)]))
    return Outcome(
        at=at,
        said=sentences(notebook, settings.stated),
        found=spans(found, settings.drawn, chapter.id),
    )
