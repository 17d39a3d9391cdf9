"""What a chapter may take: time, memory and room for its outputs.

Every chapter has limits, far above what one that works takes, so that a cell without end fails by
itself, with its name, instead of filling the machine. A chapter that needs more says so in its
metadata::

    "briefing": {"timeout": 1200, "cell_timeout": 900, "memory": 8000, "output": 64}
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from briefing.errors import NotebookError

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one chapter.

    Attributes
    ----------
    timeout : float
        How long it may run [seconds]; low enough for an endless loop to fail before a
        continuous-integration job is cut off.
    cell_timeout : float
        How long each of its cells may run [seconds].
    memory : float
        What each of its processes may allocate [megabytes], where the system can tell (Linux).
    output : float
        What its cells may print and display, together [megabytes]; the page is to hold it.
    """

    timeout: float = 600.0
    cell_timeout: float = 300.0
    memory: float = 4_000.0
    output: float = 32.0


def read_limits(settings: Mapping[str, Any], file: str) -> Limits:
    """Read the limits from a chapter's metadata.

    Raises
    ------
    NotebookError
        If one is no number above 0.
    """
    given = {name: settings[name] for name in Limits.__slots__ if name in settings}
    for name, value in given.items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 0 < value < math.inf:
            raise NotebookError(
                f"{file}: metadata.briefing.{name} is {value!r}; use a number above 0"
            )
    return Limits(**{name: float(value) for name, value in given.items()})


def limit_memory(pid: int, limits: Limits) -> None:
    """Let a process, and those that it starts from now on, allocate no more than this.

    What it allocates beyond fails in the process itself, so that Python names the line. Does
    nothing where the system cannot set limits from outside, or the process has ended.
    """
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        most = int(limits.memory * MEGABYTE)
        # Memory of its own, written or not. The address space would count what libraries reserve
        # and never use, and the system keeps no limit on what is resident.
        resource.prlimit(pid, resource.RLIMIT_DATA, (most, most))
