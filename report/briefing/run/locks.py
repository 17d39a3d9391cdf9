"""Locks that the system drops with the process that holds them."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import IO, Any


def take_lock(handle: IO[Any]) -> bool:
    """Lock an open file for this process alone; False if another holds it.

    The system drops the lock with the handle, or with the process that holds it.
    """
    with contextlib.suppress(ImportError):
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
    import msvcrt

    handle.seek(0)
    try:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


def is_at(handle: IO[Any], path: Path) -> bool:
    """Whether an open file is still the one of that name.

    Who takes a lock on a file that others may remove has to ask: between opening and locking, the
    last holder may have ended and removed it.
    """
    try:
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except FileNotFoundError:
        return False
