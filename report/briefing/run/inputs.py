"""Digests of everything a build can depend on, taken before anything runs.

A file that changes while chapters run counts with what it held before, so that the next build sees
a difference and runs again what may have read either.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from briefing.errors import BriefingError
from briefing.paths import Project

PACKAGE: Final = Path(__file__).parents[1]
LOCK: Final = "requirements.lock"

AFTER: Final = frozenset(
    {
        *("audit", "commands", "diff", "document", "exchange", "explore", "export", "preview"),
        *("sweep", "trace"),
    }
)
"""Rooms of the package that work on executed chapters, and so have no part in executing them."""

_AFTER_FILES: Final = frozenset(
    {
        *("__main__.py", "build.py", "carrying.py", "checking.py", "cli.py", "collecting.py"),
        *("cover.py", "exitcodes.py", "listing.py", "planning.py", "progress.py", "publishing.py"),
        *("revisions.py", "unpacking.py", "verifying.py"),
        *("run/cache.py", "run/facts.py", "run/inputs.py", "run/observer.py", "run/reuse.py"),
        *("run/locks.py", "run/provenance.py", "run/schedule.py", "run/staging.py"),
        *("run/strays.py", "run/temporary.py"),
    }
)
_VARIABLES: Final = (
    *("LANG", "LC_ALL", "LC_CTYPE", "LC_NUMERIC", "TZ", "SOURCE_DATE_EPOCH"),
    *("MATPLOTLIBRC", "MPLCONFIGDIR", "PYTHONPATH", "PYTHONSTARTUP"),
)
"""Variables of the environment that can show in a chart or a sentence."""

_INSTALLED: Final = ".dist-info"
_SOURCES: Final = frozenset({".py", ".json", ".j2", ".typ", ".css", ".js"})


class Inputs:
    """The state of a project and of its surroundings at one moment.

    Parameters
    ----------
    project : Project
        Whose files.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._digests: dict[str, str | None] = {}
        # Taken before the files are read: one that changes meanwhile counts as changed.
        self._stamps = dict(_stamps(project))
        for name in self._stamps:
            self.file(name)

    def file(self, name: str) -> str | None:
        """Give the digest of a file, named from the root; None if there is none."""
        if name not in self._digests:
            self._digests[name] = _digest_at(self.project.root / name)
        return self._digests[name]

    def changed(self) -> list[str]:
        """Name the files of `data/` and `notebooks/` that are not what they were at that moment."""
        now = dict(_stamps(self.project))
        return sorted(
            name
            for name in self._stamps.keys() | now.keys()
            if self._stamps.get(name) != now.get(name)
            and _digest_at(self.project.root / name) != self._digests.get(name)
        )

    def require_unchanged(self) -> None:
        """Refuse to go on with files that are not what they were at that moment.

        Raises
        ------
        BriefingError
            Naming them.
        """
        if changed := self.changed():
            raise BriefingError(
                f"{', '.join(changed)} changed while the build ran, so that parts of the briefing "
                "would not agree; build again"
            )

    def folder(self, name: str) -> str | None:
        """Give the digest of the names in a folder; None if there is none."""
        try:
            names = sorted(os.listdir(self.project.root / name))
        except OSError:
            return None
        return digest_of([each for each in names if not each.startswith((".", "__pycache__"))])

    @cached_property
    def surroundings(self) -> Mapping[str, str]:
        """What is outside of the project: interpreter, system, packages and variables."""
        return {
            "Python": f"{platform.python_implementation()} {platform.python_version()}",
            "system": f"{sys.platform} {platform.machine()}",
            LOCK: self.file(LOCK) or "",
            **installed_packages(),
            **{f"variable {name}": os.environ[name] for name in _VARIABLES if name in os.environ},
        }

    @cached_property
    def package(self) -> Mapping[str, str]:
        """Digests of this package's sources, by path within it."""
        return {name: digest(path.read_bytes()) for name, path in _package_files()}

    @cached_property
    def code(self) -> Mapping[str, str]:
        """Of the package's sources, those that have a part in executing a chapter."""
        return {
            f"briefing/{name}": value
            for name, value in self.package.items()
            if name.partition("/")[0] not in AFTER and name not in _AFTER_FILES
        }

    def for_documents(self, *more: Any) -> str:
        """Give one digest of all that the documents can depend on, and of what else is named."""
        return digest_of([self._digests, self.surroundings, self.package, *more])


def installed_packages() -> dict[str, str]:
    """Give the version of every installed package, by a name that says so.

    Read off the names of folders, since opening what lies in them would take longer than all else
    in a build that has nothing to do.
    """
    found: dict[str, str] = {}
    for folder in sys.path:
        with contextlib.suppress(OSError):
            for name in os.listdir(folder or os.curdir):
                if name.endswith(_INSTALLED):
                    package, _, version = name.removesuffix(_INSTALLED).partition("-")
                    found.setdefault(f"package {package}", version)
    return found


def digest_folder(folder: Path) -> dict[str, str]:
    """Give the digest of every file in a folder and below, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): digest(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def is_current(folder: Path, contents: object) -> bool:
    """Whether a folder holds just what was noted of it."""
    return isinstance(contents, dict) and folder.is_dir() and digest_folder(folder) == contents


def digest(content: bytes) -> str:
    """Give the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def digest_of(content: Any) -> str:
    """Give the SHA-256 of anything that JSON can hold, whatever the order of its keys."""
    return digest(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode())


def _digest_at(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except OSError:
        return None


def _stamps(project: Project) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Give every file that people write, with what the system changes whenever it is written."""
    for folder in (project.data, project.notebooks):
        for path in folder.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.is_file() and not _is_hidden(path.relative_to(project.root)):
                    seen = path.stat()
                    stamp = (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
                    yield path.relative_to(project.root).as_posix(), stamp


def _package_files() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in _SOURCES and path.is_file():
            yield path.relative_to(PACKAGE).as_posix(), path


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
