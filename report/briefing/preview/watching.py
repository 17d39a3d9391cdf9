"""Notice what is saved: chapters, data, the package and its templates."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import ExitStack
from enum import IntEnum
from pathlib import Path, PurePath
from typing import Final

from briefing.errors import BriefingError
from briefing.paths import Project
from briefing.run.inputs import LOCK, PACKAGE

STEP: Final = 40
"""A save is over when nothing happens for so long [milliseconds]."""

LONGEST: Final = 400
"""What goes on for longer than this is told of in parts [milliseconds]."""

_CHECK: Final = 1000
"""How often to look whether folders are still the same ones [milliseconds]."""

_LOADED: Final = frozenset({".py", ".json"})
"""Files of the package that a process reads once; all others are read for every page."""

_SHOWN: Final = frozenset({".css", ".j2", ".js"})
_CHAPTER: Final = ".ipynb"
_DATA: Final = frozenset({".csv", ".toml"})


class Change(IntEnum):
    """How much has to be done over, the more the higher."""

    NOTHING = 0
    PAGE = 1
    """Rebuild."""
    PACKAGE = 2
    """Rebuild in a new process."""


def weigh(paths: Iterable[str], project: Project) -> Change:
    """Say what a change of these files asks for.

    Files that editors put beside the one that is being saved do not count, nor what Python and
    Jupyter keep for themselves.
    """
    return max((_weigh_one(Path(path), project) for path in paths), default=Change.NOTHING)


def _weigh_one(path: Path, project: Project) -> Change:
    for folder, kinds, change in (
        (project.notebooks, {_CHAPTER}, Change.PAGE),
        (project.data, _DATA, Change.PAGE),
        (PACKAGE, _LOADED, Change.PACKAGE),
        (PACKAGE, _SHOWN, Change.PAGE),
    ):
        if path.suffix in kinds and path.is_relative_to(folder):
            inside: PurePath = path.relative_to(folder)
            hidden = any(p.startswith((".", "__pycache__", "~")) for p in inside.parts)
            return Change.NOTHING if hidden else change
    return Change.PACKAGE if path == project.root / LOCK else Change.NOTHING


async def watch(project: Project, stop: asyncio.Event) -> AsyncIterator[Change]:
    """Tell of changes until `stop` is set.

    A folder that is removed and comes back, as when another version is checked out, is followed.

    Raises
    ------
    BriefingError
        If the package `watchfiles` is not installed.
    """
    try:
        from watchfiles import awatch
    except ImportError:
        raise BriefingError(
            "a preview watches files with the package `watchfiles`; install it with "
            "`pip install 'briefing[preview]'`"
        ) from None

    while not stop.is_set():
        with ExitStack() as stack:
            before = _folders(project)
            for folder in before:
                _hold(folder, stack)
            async for changes in awatch(
                *before,
                watch_filter=None,
                step=STEP,
                debounce=LONGEST,
                rust_timeout=_CHECK,
                yield_on_timeout=True,
                stop_event=stop,
                recursive=True,
            ):
                change = weigh((path for _, path in changes), project)
                if change:
                    yield change
                if _folders(project) != before:
                    yield Change.PAGE
                    break


def _hold(folder: Path, stack: ExitStack) -> None:
    """Keep a folder open, so that no other can be given its number while it is watched."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # gone in the meantime; or a system on which folders cannot be opened
        return
    stack.callback(os.close, descriptor)


def _folders(project: Project) -> dict[Path, int]:
    """Give the folders to watch that exist, with the numbers the file system knows them by."""
    found = {}
    for folder in (project.notebooks, project.data, PACKAGE):
        try:
            found[folder] = folder.stat().st_ino
        except OSError:
            continue
    return found
