"""Make the page again in one process that stays: what has not changed is still there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build import failed_folder
from briefing.collecting import nothing_collected
from briefing.errors import NotebookError
from briefing.paths import Project
from briefing.planning import Plan, Request, plan_build
from briefing.publishing import (
    Assembled,
    assemble_document,
    check_document,
    export_page,
    export_paper,
)
from briefing.run.cache import Cache, Entry
from briefing.run.chapters import Chapter
from briefing.run.inputs import Inputs
from briefing.run.observer import Observer
from briefing.run.products import clean_notebook
from briefing.run.provenance import Edition, identify_edition
from briefing.run.reuse import Reuse
from briefing.run.session import run_chapters
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import Starting

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that is fit to be shown, though not yet held against its graph.

    Attributes
    ----------
    page : str
        As HTML.
    plan : Plan
        What it was built from.
    edition : Edition
        Which commit, and when.
    assembled : Assembled
        The document behind it.
    """

    page: str
    plan: Plan
    edition: Edition
    assembled: Assembled

    def paper(self) -> bytes:
        """Write the PDF, without the data that a build puts inside.

        Raises
        ------
        ExportError
            Naming notebook and cell.
        """
        with nothing_collected():
            return export_paper(self.edition, self.assembled)

    def check(self) -> None:
        """Check what a build would refuse, but what need not keep anybody from reading.

        Raises
        ------
        DocumentError
            Naming notebook and cell.
        """
        check_document(self.plan, self.assembled)


class Ran(Observer):
    """Remembers which chapters ran, and hands on what it is told.

    Parameters
    ----------
    observer : Observer
        Told of starts and ends.
    """

    def __init__(self, observer: Observer) -> None:
        self.chapters: set[str] = set()
        self._observer = observer

    def note(self, words: str) -> None:
        """Hand it on."""
        self._observer.note(words)

    def chapter_started(self, chapter: Chapter) -> None:
        """Remember it."""
        self.chapters.add(chapter.id)
        self._observer.chapter_started(chapter)

    def chapter_ended(self, chapter: Chapter, seconds: float) -> None:
        """Hand it on."""
        self._observer.chapter_ended(chapter, seconds)


class RememberingCache(Cache):
    """The cache, whose entries are read from disk once as long as the same files are there."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._known: dict[Path, tuple[tuple[int, int], Entry | None]] = {}
        self._asked: dict[Path, tuple[tuple[int, int], Entry | None]] = {}

    def forget_others(self) -> None:
        """Let go of entries that the last rebuild did not ask for."""
        self._known = self._asked
        self._asked = {}

    def _read(self, path: Path) -> Entry | None:
        try:
            found = path.stat()
        except OSError:
            return None
        # Entries are replaced by renaming, never written in place.
        file = (found.st_ino, found.st_size)
        known = self._known.get(path)
        if known is None or known[0] != file:
            known = (file, super()._read(path))
        self._asked[path] = self._known[path] = known
        return known[1]


class Rebuilder:
    """Makes the page of a project as often as it is asked to.

    Parameters
    ----------
    project : Project
        Whose page.
    request : Request
        With which values.
    observer : Observer
        Told which chapters run.
    folder : Path
        Private; for what runs leave behind.

    Notes
    -----
    A context manager: at its end no kernel and no warm process is left.
    """

    def __init__(
        self, project: Project, request: Request, observer: Observer, folder: Path
    ) -> None:
        self._project = project
        self._request = request
        self._observer = observer
        self._folder = folder
        self._cache = RememberingCache(project)
        self._starting = Starting(kernel_environment(project, folder))

    def __enter__(self) -> Rebuilder:
        self._starting.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._starting.__exit__()

    def rebuild(self) -> Draft:
        """Run what has changed, and write the page.

        Raises
        ------
        BriefingError
            Of the kind that fits what is wrong.
        """
        with nothing_collected():
            return self._rebuild()

    def _rebuild(self) -> Draft:
        # Digests first: a file that changes from here on is another change, and another rebuild.
        inputs = Inputs(self._project)
        plan = plan_build(self._project, self._request)
        notebooks = self._run(plan, inputs)
        edition = identify_edition(self._project, plan.ledger.settings.vintages.now)
        assembled = assemble_document(plan, self._request, edition, notebooks)
        return Draft(export_page(plan, edition, assembled), plan, edition, assembled)

    def _run(self, plan: Plan, inputs: Inputs) -> Mapping[str, NotebookNode]:
        failed = failed_folder(self._project.output)
        shutil.rmtree(failed, ignore_errors=True)
        if not plan.chapters:
            raise NotebookError("notebooks/ holds no chapter")
        ran = Ran(self._observer)
        with tempfile.TemporaryDirectory(prefix="run-", dir=self._folder) as scratch:
            executed = run_chapters(
                plan.project,
                plan.chapters,
                plan.values,
                run_folder=Path(scratch),
                half_run=failed,
                jobs=plan.jobs,
                observer=ran,
                warm=self._starting.start(),
                reuse=Reuse(self._cache, inputs, plan.chapters, plan.values),
            )
        self._cache.forget_others()
        root = self._project.root
        # What comes from the cache was cleaned before it was kept.
        return {
            name: clean_notebook(notebook, root) if name in ran.chapters else notebook
            for name, notebook in executed.items()
        }
