"""Where a project keeps its things."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from briefing.errors import BriefingError

PROJECT_VARIABLE: Final = "BRIEFING_PROJECT"
"""Environment variable by which the runner tells a kernel which project it works for."""

RUN_VARIABLE: Final = "BRIEFING_RUN"
"""Environment variable naming the folder of the run a kernel belongs to."""


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one briefing project.

    Attributes
    ----------
    root : Path
        Absolute folder that holds `data/` and `notebooks/`.
    """

    root: Path

    @property
    def data(self) -> Path:
        """Folder of the tables that people write."""
        return self.root / "data"

    @property
    def notebooks(self) -> Path:
        """Folder of the chapters, stored without outputs."""
        return self.root / "notebooks"

    @property
    def output(self) -> Path:
        """Folder that a build replaces as a whole."""
        return self.root / "report" / "output"

    def relative(self, path: Path) -> str:
        """Name a file as a user would write it, from the root, with forward slashes."""
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return path.name


def find_project(start: Path | None = None) -> Project:
    """Find the project that a folder belongs to.

    Parameters
    ----------
    start : Path, optional
        Folder to search upwards from. Without it, the folder named by the environment variable
        ``BRIEFING_PROJECT`` counts if set, else the search starts in the working folder.

    Returns
    -------
    Project
        The nearest folder, from `start` upwards, that holds ``data/claims.csv``.

    Raises
    ------
    BriefingError
        If there is none.
    """
    named = os.environ.get(PROJECT_VARIABLE) if start is None else None
    folder = Path(named) if named else (start or Path.cwd())
    folder = folder.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / "data" / "claims.csv").is_file():
            return Project(candidate)
    raise BriefingError(
        f"no project found in {folder} or above it: expected a folder with data/claims.csv and "
        "notebooks/; change into the project's folder"
    )
