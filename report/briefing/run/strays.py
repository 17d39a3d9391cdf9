"""Find and end processes that cells started and that left their kernel's session.

A kernel is killed with its whole group. What a cell starts as a daemon, in a session of its own, is
not in that group; but it was given the variables of its kernel, and so says which run it is of.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from briefing.paths import RUN_VARIABLE

_PROCESSES: Final = Path("/proc")
_ROUNDS: Final = 8
"""A process may start another while it is being looked at; one that does so for ever is not ours to
outrun."""


def end_strays(folder: Path) -> None:
    """Kill every process that was started for a run in this folder or below, except this one.

    Does nothing where processes do not show their variables, that is elsewhere than on Linux.

    Parameters
    ----------
    folder : Path
        Folder of a run whose kernels have ended.
    """
    for _ in range(_ROUNDS):
        strays = list(_strays(folder))
        if not strays:
            return
        for pid in strays:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)


def _strays(folder: Path) -> Iterator[int]:
    mark = f"{RUN_VARIABLE}={folder}".encode()
    for place in _PROCESSES.glob("[1-9]*/environ"):
        pid = int(place.parent.name)
        # Those of others cannot be read, and those that have just ended are empty.
        with contextlib.suppress(OSError):
            if pid != os.getpid() and any(
                item == mark or item.startswith(mark + os.sep.encode())
                for item in place.read_bytes().split(b"\0")
            ):
                yield pid
