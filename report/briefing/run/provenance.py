"""Say what a build was made of: code, data, values, versions.

Nothing here depends on when, where or by whom a build was made, so two builds of the same commit
give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import briefing
from briefing.errors import ParameterError
from briefing.paths import Project

PACKAGES: Final = (
    "briefing",
    "fonttools",
    "ipykernel",
    "jupyter-client",
    "markdown-it-py",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pydantic",
    "seaborn",
    "typst",
)
"""Packages whose version can show in the result."""

PACKAGE: Final = "report/briefing"
"""Name under which the package is digested."""

_SOURCES: Final = ("data", "notebooks", "report/briefing", "pyproject.toml", "requirements.lock")
_WATCHED: Final = ("data", "notebooks")


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of the project a build shows.

    Attributes
    ----------
    commit : str or None
        Full hash; None outside version control.
    dirty : bool
        Whether files that matter differ from that commit.
    moment : datetime
        ``SOURCE_DATE_EPOCH`` where set, else the time of the commit, else the start of the day
        from which the briefing looks back. Never the clock.
    """

    commit: str | None
    dirty: bool
    moment: datetime


def identify_edition(project: Project, fallback: date) -> Edition:
    """Find commit and moment of a project.

    Parameters
    ----------
    project : Project
        Asked of git, where there is git and the project is the root of a repository.
    fallback : date
        Day of the edition outside version control.
    """
    top = _git(project.root, "rev-parse", "--show-toplevel")
    commit = None
    if top is not None and Path(top).resolve() == project.root.resolve():
        commit = _git(project.root, "rev-parse", "HEAD") or None
    if commit is None:
        return Edition(None, False, _epoch() or datetime.combine(fallback, time(), UTC))
    changed = _git(project.root, "status", "--porcelain", "--", *_SOURCES)
    seconds = _git(project.root, "show", "-s", "--format=%ct", "HEAD") or "0"
    return Edition(commit, bool(changed), _epoch() or datetime.fromtimestamp(int(seconds), UTC))


def describe_build(
    project: Project,
    edition: Edition,
    *,
    scenario: str | None,
    only: Iterable[str],
    parameters: Mapping[str, Mapping[str, Any]],
    given: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Put together the content of ``provenance.json``.

    Parameters
    ----------
    project : Project
        For the digests of its files.
    edition : Edition
        Commit and moment.
    scenario : str or None
        Named scenario, if any.
    only : iterable of str
        Chapters in the document.
    parameters, given : mapping of str to mapping
        For each chapter, all values it ran with; and those that were passed to it.
    """
    return {
        "commit": edition.commit,
        "dirty": edition.dirty,
        "date": edition.moment.isoformat(),
        "scenario": scenario,
        "chapters": list(only),
        "parameters": {chapter: dict(values) for chapter, values in parameters.items()},
        "given": {chapter: dict(values) for chapter, values in given.items() if values},
        "versions": {"python": platform.python_version()} | package_versions(),
        "digests": digest_files(project) | {PACKAGE: digest_package()},
    }


def package_versions() -> dict[str, str]:
    """Versions of `PACKAGES`, of those that are installed."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def digest_files(project: Project) -> dict[str, str]:
    """SHA-256 of every file of data and every chapter, by path from the root."""
    return {
        project.relative(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in _WATCHED
        for path in sorted((project.root / folder).rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.parts[-3:])
    }


def digest_package() -> str:
    """SHA-256 over the names and contents of all files of the package."""
    root = Path(briefing.__file__).parent
    total = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(f"{path.relative_to(root).as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _epoch() -> datetime | None:
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ParameterError(
            f"SOURCE_DATE_EPOCH is {text!r}; expected whole seconds since 1970"
        ) from error


def _git(folder: Path, *arguments: str) -> str | None:
    command = ["git", "--no-optional-locks", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
