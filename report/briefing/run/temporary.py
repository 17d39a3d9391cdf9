"""Folders for temporary files that do not outlive their process, however it ends.

A process that is killed removes nothing. So each folder holds a file that its owner has locked;
the system drops the lock with the process, and whoever next wants such a folder removes those that
nobody holds.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from types import TracebackType
from typing import IO, Final

from briefing.run.locks import is_at, take_lock
from briefing.run.strays import end_strays

_PREFIX: Final = "briefing-"
_OWNER: Final = ".briefing-owner"
"""The file that the owner has locked; a folder without it is none of ours."""


class TemporaryFolder:
    """A folder in the system's place for temporary files, private to this user.

    It goes with `remove`, at the end of a ``with`` block, or when the process ends; if the process
    is killed, with the next one that makes such a folder or calls `clear_abandoned`.

    Parameters
    ----------
    kind : str, optional
        What it is for, to be seen in its name; letters alone.

    Attributes
    ----------
    path : Path
        The folder.
    """

    def __init__(self, kind: str = "") -> None:
        clear_abandoned()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{kind}-" if kind else _PREFIX))
            owner = _own(self.path)
            if owner is not None:
                break
        self._finalizer = weakref.finalize(self, _remove, self.path, owner)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.remove()

    def remove(self) -> None:
        """Remove the folder; once is enough."""
        self._finalizer()


def clear_abandoned() -> None:
    """Remove the folders of processes of this user that ended without doing so."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        # Not to be opened are those of other users, and those that are no folder of this kind.
        with contextlib.suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != _user():
                continue
            with open(folder / _OWNER, "r+b") as owner:
                if take_lock(owner):
                    end_strays(folder)
                    _remove(folder, owner)


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0  # as Windows has it for every file


def _own(folder: Path) -> IO[bytes] | None:
    # Another process may clear this folder between any two of these steps; then it is not ours.
    with contextlib.suppress(OSError):
        owner = open(folder / _OWNER, "ab")  # noqa: SIM115  # open for as long as the folder is
        if take_lock(owner) and is_at(owner, folder / _OWNER):
            return owner
        owner.close()
    return None


def _remove(folder: Path, owner: IO[bytes]) -> None:
    if os.name == "nt":  # where an open file cannot be removed
        owner.close()
    shutil.rmtree(folder, ignore_errors=True)
    owner.close()
