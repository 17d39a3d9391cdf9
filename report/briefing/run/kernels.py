"""Start the kernels of one run, alike on every machine, and leave none behind.

A kernel gets its own clean surroundings: this interpreter whatever kernels are registered on the
machine, no profile of the user, and the variables of `briefing.run.surroundings`. Talk goes over
sockets in a private folder; where those are not to be had, over local ports with encryption, since
any user of the machine may reach a port.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from briefing.paths import Project
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import WarmKernels

_SOCKET_PATH_LIMIT: Final = 90
"""Longest path for a socket [bytes]: the system's limit is 104 to 108, and a kernel adds a few."""


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


class WarmProvisioner(LocalProvisioner):
    """Has a kernel forked from the warm process, or else started in the ordinary way."""

    def use(self, warm: WarmKernels, log: Path) -> None:
        """Say which process forks, and where the kernel's own noise goes."""
        self._warm, self._log = warm, log

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork; the rest of this class handles the result as it handles a process."""
        argv = cmd[cmd.index("-f") :]
        forked = self._warm.fork(argv, kwargs["env"], Path(kwargs["cwd"]), self._log)
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        # Not a Popen, but it answers to all that the base class asks of one.
        self.process = forked  # type: ignore[assignment]
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info


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

    Notes
    -----
    Safe to share between threads. As a context manager it stops whatever still runs at its end.
    """

    def __init__(self, project: Project, run_folder: Path, warm: WarmKernels | None = None) -> None:
        self.project = project
        self._warm = warm
        self._private = Path(tempfile.mkdtemp(prefix="briefing-"))
        self._logs = run_folder / "kernels"
        self._logs.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._running: dict[int, AsyncKernelManager] = {}
        self._started = 0
        self._stopped = False
        self._environment = kernel_environment(project, run_folder)
        self._environment["IPYTHONDIR"] = str(self._private / "ipython")

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

    def prepare(self, name: str, log: Any) -> AsyncKernelManager:
        """Make a manager for one more kernel; it starts nothing yet.

        Parameters
        ----------
        name : str
            Of the chapter; names the file that takes the kernel's own noise.
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
            manager = AsyncKernelManager(
                kernel_spec_manager=ThisInterpreter(),
                connection_file=str(connection_file),
                log=log,
                **safe,
            )
            if self._warm is not None:
                manager.kernel_id = str(self._started)
                manager.provisioner = WarmProvisioner(
                    kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager
                )
                manager.provisioner.use(self._warm, self.log_of(name))
            self._running[id(manager)] = manager
            return manager

    @contextmanager
    def launch_options(self, name: str) -> Iterator[dict[str, Any]]:
        """Give what a kernel's process is started with."""
        with open(self.log_of(name), "ab") as log:
            yield {
                "env": dict(self._environment),
                "cwd": str(self.project.notebooks),
                "stdout": log,
                "stderr": log,
            }

    def log_of(self, name: str) -> Path:
        """Where the kernel of a chapter writes what it prints outside of cells."""
        return self._logs / f"{name}.log"

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
