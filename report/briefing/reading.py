"""What a kernel reads while a chapter runs: files of the project, and findings of other chapters.

The runner has `watch` called in a chapter's kernel before its first cell and `told` after its
last. Files are seen wherever they are opened, by the ledger, by pandas or by a cell itself, since
Python tells of every one; so an input cannot be forgotten by whoever writes the code that reads it.
Only the standard library is imported here, because every kernel imports this.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE

ALL: Final = "*"
"""Stands for every finding delivered: a chapter that lists them depends on each, and on there being
no more."""

_CACHES: Final = "__pycache__"
_OURS: Final = os.path.dirname(os.path.abspath(__file__)) + os.sep


class _Watcher:
    """Notes what is opened and listed below one folder."""

    def __init__(self, root: str, run: str) -> None:
        self.root = root.rstrip(os.sep) + os.sep
        self.run = run.rstrip(os.sep) + os.sep if run else ""
        self.files: dict[str, None] = {}
        self.folders: dict[str, None] = {}
        self.findings: dict[str, None] = {}
        self.quiet = False

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Take notice of one event of the interpreter."""
        if event == "open":
            path, mode, flags = arguments
            if not _is_writing(mode, flags):
                self._note(path, self.files)
        elif event in ("os.listdir", "os.scandir"):
            self._note(arguments[0] or os.curdir, self.folders)

    def _note(self, path: object, into: dict[str, None]) -> None:
        if self.quiet or not isinstance(path, str | bytes | os.PathLike):
            return
        place = os.path.abspath(os.fsdecode(path))
        if self.run and place.startswith(self.run):
            if f"{os.sep}upstream{os.sep}" in place:
                self.findings[ALL] = None
            return
        if not (place + os.sep).startswith(self.root) or place.startswith(_OURS):
            return
        if _CACHES in place:
            try:
                place = importlib.util.source_from_cache(place)
            except ValueError:
                return
        into[Path(place).relative_to(self.root).as_posix()] = None


class DeliveredFindings(dict[str, dict[str, Any]]):
    """Findings of other chapters, which note what of them is used."""

    def __getitem__(self, key: str) -> dict[str, Any]:
        _note_finding(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """Give a finding, or the default; also its absence is noted."""
        _note_finding(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        _note_finding(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        _note_finding(ALL)
        return super().__iter__()

    def keys(self) -> Any:
        """Give the ids; whoever asks depends on all of them."""
        _note_finding(ALL)
        return super().keys()

    def values(self) -> Any:
        """Give the findings; whoever asks depends on all of them."""
        _note_finding(ALL)
        return super().values()

    def items(self) -> Any:
        """Give ids and findings; whoever asks depends on all of them."""
        _note_finding(ALL)
        return super().items()


_watcher: _Watcher | None = None


def watch() -> None:
    """Begin to note what this process reads; in a kernel without a project, do nothing."""
    global _watcher
    root = os.environ.get(PROJECT_VARIABLE)
    if root and _watcher is None:
        _watcher = _Watcher(os.path.abspath(root), os.environ.get(RUN_VARIABLE, ""))
        sys.addaudithook(_watcher.hear)


def told() -> str:
    """Give what was read so far, as JSON: files, folders and findings, each sorted."""
    names: tuple[Iterable[str], ...] = ((), (), ())
    if _watcher is not None:
        names = (_watcher.files, _watcher.folders, _watcher.findings)
    kinds = ("files", "folders", "findings")
    return json.dumps({kind: sorted(read) for kind, read in zip(kinds, names, strict=True)})


def read_delivered(path: Path) -> DeliveredFindings:
    """Read the findings that the runner delivered; which of them are used is noted later."""
    if _watcher is not None:
        _watcher.quiet = True
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    finally:
        if _watcher is not None:
            _watcher.quiet = False
    return DeliveredFindings(content["findings"])


def _note_finding(name: str) -> None:
    if _watcher is not None:
        _watcher.findings[name] = None


def _is_writing(mode: object, flags: object) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
