"""Start the kernels of one run, alike on every machine, and leave none behind.

A kernel gets its own clean surroundings: this interpreter whatever kernels are registered on the
machine, no profile of the user, and the variables of `briefing.run.surroundings`. Talk goes over
sockets in a private folder; where those are not to be had, over local ports with encryption, since
any user of the machine may reach a port.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from jupyter_client.manager import AsyncKernelManager

from briefing.paths import Project
from briefing.run.kernelspec import FORKED, ORDINARY, PackagedKernels
from briefing.run.limits import Limits, limit_memory
from briefing.run.surroundings import kernel_environment
from briefing.run.temporary import TemporaryFolder
from briefing.run.warm import CANNOT_FORK, WarmKernels, WarmProcess, can_fork

_SOCKET_PATH_LIMIT: Final = 90
"""Longest path for a socket [bytes]: the system's limit is 104 to 108, and a kernel adds a few."""


class ChapterKernelManager(AsyncKernelManager):
    """A manager that knows the warm process of its run, for the provisioner to ask.

    Attributes
    ----------
    warm : WarmKernels or None
        Process to fork from.
    """

    warm: WarmKernels | None = None


class StoppedError(Exception):
    """The run was called off while a kernel was about to start."""


class Kernels:
    """All kernels of one run.

    Parameters
    ----------
    project : Project
        Kernels start in its folder of notebooks, as in JupyterLab.
    run_folder : Path
        Folder of this run, where a chapter finds the findings it needs.
    warm : WarmKernels, optional
        Process to fork kernels from.
    note : callable, optional
        Told once, if kernels have to be started in the ordinary way.

    Notes
    -----
    Safe to share between threads. As a context manager it stops whatever still runs at its end.
    """

    def __init__(
        self,
        project: Project,
        run_folder: Path,
        warm: WarmKernels | None = None,
        note: Callable[[str], None] = lambda words: None,
    ) -> None:
        self.project = project
        self._note = note
        self._noted = False
        self._warm = warm
        self._holder = TemporaryFolder()
        self._private = self._holder.path
        self._logs = run_folder / "kernels"
        self._logs.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._running: dict[int, ChapterKernelManager] = {}
        self._started = 0
        self._stopped = False
        self._environment = kernel_environment(project, run_folder)
        self._environment["IPYTHONDIR"] = str(self._private / "ipython")
        # What cells leave in the place for temporary files goes with the run.
        self._environment["TMPDIR"] = str(self._private / "tmp")
        (self._private / "tmp").mkdir()

    def __enter__(self) -> Kernels:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self._holder.remove()

    def prepare(self, log: Any) -> ChapterKernelManager:
        """Make a manager for one more kernel; it starts nothing yet.

        Parameters
        ----------
        log : Logger
            For the manager.

        Raises
        ------
        StoppedError
            If the run was called off.
        """
        with self._lock:
            if self._stopped:
                raise StoppedError
            self._started += 1
            connection_file = self._private / f"{self._started}.json"
            # Plain TCP is open to every user of the machine; ipykernel 7 warns of it, rightly.
            safe = (
                {"transport": "ipc", "ip": str(connection_file.with_suffix(""))}
                if _has_sockets(connection_file)
                else {"transport_encryption": "auto"}
            )
            manager = ChapterKernelManager(
                kernel_name=ORDINARY if self._warm is None else FORKED,
                kernel_spec_manager=PackagedKernels(),
                connection_file=str(connection_file),
                log=log,
                **safe,
            )
            manager.warm = self._warm
            self._running[id(manager)] = manager
            return manager

    @contextmanager
    def launch_options(self, name: str) -> Iterator[dict[str, Any]]:
        """Give what the process of a chapter's kernel is started with."""
        with open(self.log_of(name), "ab") as log:
            yield {
                "env": dict(self._environment),
                "cwd": str(self.project.notebooks),
                "stdout": log,
                "stderr": log,
            }

    def started(self, manager: AsyncKernelManager, limits: Limits) -> None:
        """Take notice of a kernel that has started, and set its limits."""
        process = getattr(manager.provisioner, "process", None)
        if process is not None:
            limit_memory(process.pid, limits)
        if can_fork() and (self._warm is None or _is_forked(manager)):
            return  # as planned
        with self._lock:
            noted, self._noted = self._noted, True
        if not noted:
            self._note(f"kernels are started anew: {getattr(self._warm, 'trouble', CANNOT_FORK)}")

    def log_of(self, name: str) -> Path:
        """Where the kernel of a chapter writes what it prints outside of cells."""
        return self._logs / f"{name}.log"

    def release(self, manager: ChapterKernelManager) -> None:
        """Forget a kernel that has ended."""
        with self._lock:
            self._running.pop(id(manager), None)

    def check(self) -> None:
        """Raise `StoppedError` if the run was called off."""
        if self._stopped:
            raise StoppedError

    def stop(self) -> None:
        """Kill every kernel that still runs and let no other start."""
        with self._lock:
            self._stopped = True
            running = list(self._running.values())
        for manager in running:
            kill_kernel(manager)


def kill_kernel(manager: AsyncKernelManager) -> None:
    """Kill a kernel and the processes it started, from any thread."""
    process = getattr(manager.provisioner, "process", None)
    if process is None or process.poll() is not None:
        return
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            # A kernel leads a session of its own, so its number is also its group's.
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _is_forked(manager: AsyncKernelManager) -> bool:
    return isinstance(getattr(manager.provisioner, "process", None), WarmProcess)


def exit_words(manager: AsyncKernelManager | None) -> str:
    """Say how a kernel's process ended, as far as is known."""
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    code = process.poll() if process is not None else None
    if isinstance(process, WarmProcess) and process.is_orphan:
        return "the process that its kernel was forked from has ended, and its kernel with it"
    if code is None:
        return "its kernel stopped answering"
    if code < 0:
        name = signal.Signals(-code).name
        hint = ", as the system does when memory runs out" if name == "SIGKILL" else ""
        return f"its kernel was killed by {name}{hint}"
    return f"its kernel exited with code {code}"


def _has_sockets(connection_file: Path) -> bool:
    return os.name == "posix" and len(os.fsencode(connection_file)) < _SOCKET_PATH_LIMIT
