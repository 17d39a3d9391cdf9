"""Where measuring takes place: the project, a copy of it to edit, and a folder for results."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from tests.bench.results import Amount
from tests.bench.timing import Way, in_turn, report

from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE, Project
from briefing.run.chapters import find_chapters

CHAPTER: Final = "03-manpower"
"""The chapter that is edited: it has several charts, and the summary and the outlook need it."""

_OWN: Final = "report/output/\nreport/output-failed/\nreport/.cache/\n"


@dataclass
class Workplace:
    """What measures share in one run.

    Attributes
    ----------
    project : Project
        What is built; nothing is written to it.
    folder : Path
        For what is built.
    rounds : int
        How often each way is timed, unless it is too dear for that.
    small : bool
        Whether to do as little as shows that everything works.
    cold : Amount or None
        Time of a build from nothing, once it is known.
    """

    project: Project
    folder: Path
    rounds: int
    small: bool = False
    cold: Amount | None = field(default=None)

    @property
    def build(self) -> Way:
        """A build from nothing."""
        output = self.folder / "output"
        return building(self.project, "--no-cache", "--output", str(output))

    @cached_property
    def surroundings(self) -> dict[str, str]:
        """The environment of tools that know nothing of this package.

        Chapters that need others find their findings in a folder that is filled here, so these
        tools do not pay for handing them over, and may run the chapters in any order.
        """
        report("running the chapters, for what others need of them")
        findings = self.folder / "findings.json"
        command = [sys.executable, "-m", "briefing", "run", "--findings", str(findings)]
        subprocess.run(command, cwd=self.copy.root, check=True, stdout=subprocess.DEVNULL)
        upstream = self.folder / "run" / "upstream"
        upstream.mkdir(parents=True)
        for chapter in find_chapters(self.project):
            if chapter.needs:
                shutil.copy(findings, upstream / f"{chapter.id}.json")
        own = {PROJECT_VARIABLE: str(self.project.root), RUN_VARIABLE: str(upstream.parent)}
        return os.environ | own

    @cached_property
    def copy(self) -> Project:
        """A copy of the project in a repository of its own, like a user's, to edit and to build."""
        root = self.folder / "copy"
        for folder in (self.project.data, self.project.notebooks):
            shutil.copytree(folder, root / folder.name, ignore=_left_out)
        for name in ("requirements.lock", "pyproject.toml"):
            if (path := self.project.root / name).is_file():
                shutil.copy(path, root / name)
        (root / ".gitignore").write_text(_OWN, encoding="utf-8")
        git = ("git", "-c", "user.name=bench", "-c", "user.email=bench@localhost")
        for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "Begin")):
            subprocess.run((*git, *words), cwd=root, check=True)
        return Project(root)

    def cold_build(self) -> Amount:
        """Time a build from nothing, unless that was done in this run."""
        if self.cold is None:
            self.cold = in_turn([self.build], self.rounds)[self.build.name]
        return self.cold


def building(project: Project, *options: str) -> Way:
    """Build a project from the shell."""
    command = (sys.executable, "-m", "briefing", "build", *options)
    surroundings = os.environ | {PROJECT_VARIABLE: str(project.root)}
    return Way("briefing build", command, surroundings, project.root)


def edit_cell(project: Project, kind: str) -> None:
    """Save `CHAPTER` with one of its cells changed.

    Parameters
    ----------
    project : Project
        A copy.
    kind : str
        ``markdown`` for a word of prose; ``code`` for a remark in code as well, so that the
        chapter runs again. The prose makes the change visible on the page.
    """
    path = project.notebooks / f"{CHAPTER}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == kind][-1]
    if kind == "code":
        cell["source"] = "".join(cell["source"]) + f"\n# Saved at {time.time_ns()}"
    first = notebook["cells"][0]
    first["source"] = "".join(first["source"]) + "\n\nMarked."
    fresh = path.with_suffix(".tmp")
    fresh.write_text(json.dumps(notebook), encoding="utf-8")
    fresh.replace(path)


def _left_out(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name in {"__pycache__", ".ipynb_checkpoints"}]
