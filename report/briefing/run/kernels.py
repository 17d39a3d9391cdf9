"""Start the kernels of one run, alike on every machine, and leave none behind.

A kernel gets its own clean surroundings: this interpreter whatever kernels are registered on the
machine, no profile of the user, one thread for linear algebra (so that sums come out the same on
any number of cores), and a fixed hash seed. Talk goes over sockets in a private folder; where
those are not to be had, over local ports with encryption, since any user of the machine may reach
a port.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE, Project

_SOCKET_PATH_LIMIT: Final = 90
"""Longest path for a socket [bytes]: the system's limit is 104 to 108, and a kernel adds a few."""

_SURROUNDINGS: Final[Mapping[str, str]] = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # The debugger that ipykernel brings warns about frozen modules on every start.
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


class ThisInterpreter(KernelSpecManager):
    """Finds the interpreter that runs the build, and no other kernel."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Describe the kernel; its language and name are those of a stored chapter."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
            metadata={"supported_encryption": ["curve"]},
        )


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

    Notes
    -----
    Safe to share between threads. As a context manager it stops whatever still runs at its end.
    """

    def __init__(self, project: Project, run_folder: Path) -> None:
        self.project = project
        self._private = Path(tempfile.mkdtemp(prefix="briefing-"))
        self._logs = run_folder / "kernels"
        self._logs.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._running: dict[int, AsyncKernelManager] = {}
        self._started = 0
        self._stopped = False
        self.environment = (
            os.environ
            | _SURROUNDINGS
            | {
                PROJECT_VARIABLE: str(project.root),
                RUN_VARIABLE: str(run_folder),
                "IPYTHONDIR": str(self._private / "ipython"),
            }
        )

    def __enter__(self) -> Kernels:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self._private, ignore_errors=True)

    def prepare(self, log: Any) -> AsyncKernelManager:
        """Make a manager for one more kernel; it starts nothing yet.

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
            manager = AsyncKernelManager(
                kernel_spec_manager=ThisInterpreter(),
                connection_file=str(connection_file),
                log=log,
                **safe,
            )
            self._running[id(manager)] = manager
            return manager

    @contextmanager
    def launch_options(self, name: str) -> Iterator[dict[str, Any]]:
        """Give what a kernel's process is started with; its own noise goes to a log."""
        with open(self._logs / f"{name}.log", "ab") as log:
            surroundings = dict(self.environment)
            yield {
                "env": surroundings,
                "cwd": str(self.project.notebooks),
                "stdout": log,
                "stderr": log,
            }

    def release(self, manager: AsyncKernelManager) -> None:
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


def exit_words(manager: AsyncKernelManager | None) -> str:
    """Say how a kernel's process ended, as far as is known."""
    process = getattr(getattr(manager, "provisioner", None), "process", None)
    code = process.poll() if process is not None else None
    if code is None:
        return "its kernel stopped answering"
    if code < 0:
        name = signal.Signals(-code).name
        hint = ", as the system does when memory runs out" if name == "SIGKILL" else ""
        return f"its kernel was killed by {name}{hint}"
    return f"its kernel exited with code {code}"


def _has_sockets(connection_file: Path) -> bool:
    return os.name == "posix" and len(os.fsencode(connection_file)) < _SOCKET_PATH_LIMIT
