"""Kernels forked from a warm process, where the system can fork safely.

Most of what a kernel does when it starts is importing. A process that has done that once forks a
kernel in milliseconds, and kernels share the memory of what was imported. They remain processes of
their own, each with a clean state. Where there is no such process, because the system is not
Linux or it did not come up, a kernel is started in the ordinary way, with the same result.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from briefing.paths import RUN_VARIABLE

CANNOT_FORK: Final = "this system cannot fork a process that has imported as much"

START_TIMEOUT: Final = 60.0
"""How long the process may take to import everything [seconds]."""

_FREE: Final = ("BRIEFING_", "IPYTHONDIR", "JPY_", "OLDPWD", "PWD", "SHLVL", "TMPDIR", "_")
"""Beginnings of variables that may differ between kernels; all others may have had an effect on
what was imported."""

_SERVE: Final = (
    "import sys\n"
    "sys.path[:1] = sys.path[:1] if sys.path[0] else []\n"
    "from briefing.run.warm_server import main\n"
    "main()"
)
"""Keeps the folder the build was called in off the path while it imports, as ipykernel does. The
option -P would keep off the folder of the notebooks as well, in which kernels look first."""

_LARGEST: Final = 1 << 20
"""Most that one message holds [bytes]; the arguments and variables of a process are fewer."""


class WarmProcess:
    """A forked kernel, to be handled like a `subprocess.Popen`.

    Attributes
    ----------
    pid : int
        Its number, also of its process group.
    is_orphan : bool
        Whether it ended because the process did that it was forked from.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.is_orphan = False
        self._ended = threading.Event()
        self._code: int | None = None

    @property
    def returncode(self) -> int | None:
        """Exit code, negative for a signal; None while it runs."""
        return self._code

    def poll(self) -> int | None:
        """Give the exit code, or None while it runs."""
        return self._code

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end."""
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired("kernel", timeout or 0.0)
        return self._code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Make it end."""
        self.send_signal(signal.SIGKILL)

    def end(self, code: int) -> None:
        """Note that it ended."""
        self._code = code
        self._ended.set()


class WarmKernels:
    """The warm process, seen from the build.

    Parameters
    ----------
    environment : mapping of str to str
        Variables that it imports under; those of the kernels to come.

    Notes
    -----
    Safe to share between threads. Starting it returns at once; it warms up by itself.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        self._lock = threading.Lock()
        self._tickets = itertools.count()
        self._answers: dict[int, WarmProcess | None] = {}
        self._arrived = threading.Condition(self._lock)
        self._processes: dict[int, WarmProcess] = {}
        self._bound = _bound(environment)
        self._trouble = ""
        self._is_over = False
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-c", _SERVE, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, name="warm kernels", daemon=True)
        self._reader.start()

    @property
    def trouble(self) -> str:
        """Why a kernel was not forked, in words; empty if none was refused."""
        return self._trouble

    def fork(
        self,
        argv: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        streams: tuple[int, int],
    ) -> WarmProcess | None:
        """Fork a kernel; None if that is not to be had, and `trouble` says why.

        Parameters
        ----------
        argv : sequence of str
            Arguments of the kernel application.
        environment : mapping of str to str
            Its variables, in full.
        folder : Path
            Where it works.
        streams : (int, int)
            Numbers of the open files that take what it prints outside of cells, and its errors.
        """
        differing = sorted(name for name, _ in _bound(environment) ^ self._bound)
        with self._lock:
            if differing:
                self._trouble = f"{differing[0]} is not what it was when the warm process started"
                return None
            ticket = next(self._tickets)
            request = {
                "ticket": ticket,
                "argv": list(argv),
                "env": dict(environment),
                "cwd": str(folder),
            }
            try:
                socket.send_fds(self._socket, [json.dumps(request).encode()], list(streams))
            except OSError as error:
                self._trouble = self._trouble or f"the warm process cannot be asked ({error})"
                return None
            answered = self._arrived.wait_for(
                lambda: ticket in self._answers or self._is_over, timeout=START_TIMEOUT
            )
            if not answered:
                self._trouble = f"the warm process did not answer within {START_TIMEOUT:g} s"
            return self._answers.pop(ticket, None)

    def close(self) -> None:
        """End the process, and with it every kernel that still runs."""
        with self._lock:
            running = list(self._processes.values())
        for process in running:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        # It may still be importing and holds nothing worth a farewell.
        self._server.kill()
        self._server.wait()
        self._reader.join()
        self._socket.close()

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while received := self._socket.recv(_LARGEST):
                self._take(json.loads(received))
        with self._lock:
            self._trouble = self._trouble or "the warm process has ended"
            self._is_over = True
            for process in self._processes.values():
                # It would notice within a second; how it ended, nobody is left to say.
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.is_orphan = True
                process.end(-signal.SIGKILL)
            self._arrived.notify_all()

    def _take(self, message: Mapping[str, Any]) -> None:
        with self._lock:
            if "unfit" in message:
                self._trouble, self._is_over = message["unfit"], True
            elif "refused" in message:
                self._trouble = message["refused"]
                self._answers[message["ticket"]] = None
            elif "ticket" in message:
                process = WarmProcess(message["pid"])
                self._processes[process.pid] = process
                self._answers[message["ticket"]] = process
            else:
                ended = self._processes.pop(message["pid"], None)
                if ended is not None:
                    ended.end(message["code"])
            self._arrived.notify_all()


def can_fork() -> bool:
    """Whether forking a process that has imported much is safe on this system.

    Elsewhere than on Linux, system libraries below numpy and matplotlib may keep threads or locks
    that a fork breaks.
    """
    return sys.platform == "linux"


_own: WarmKernels | None = None
_starting = threading.Lock()


def warm_of_process(environment: Mapping[str, str]) -> WarmKernels | None:
    """Give the warm process that all kernels of this program share; start it when first asked.

    For programs that know nothing of it, JupyterLab or papermill by itself. It ends with them.
    """
    global _own
    with _starting:
        if _own is None and can_fork():
            # Of no run: where this program is itself a cell's, its processes end with that run.
            ours = {name: v for name, v in environment.items() if name != RUN_VARIABLE}
            _own = WarmKernels(ours)
            atexit.register(_own.close)
        return _own


class Starting:
    """Starts a warm process at most once, and ends it with the block."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._warm: WarmKernels | None = None

    def __enter__(self) -> Starting:
        return self

    def __exit__(self, *_: object) -> None:
        if self._warm is not None:
            self._warm.close()

    def start(self) -> WarmKernels | None:
        """Start the process, unless it is; None where it cannot be had, as `can_fork` says."""
        if self._warm is None and can_fork():
            self._warm = WarmKernels(self._environment)
        return self._warm


@contextmanager
def warm_kernels(environment: Mapping[str, str]) -> Iterator[WarmKernels | None]:
    """Keep a warm process while the block runs, on systems where forking one is safe.

    Elsewhere the block gets None, and kernels start in the ordinary way.
    """
    with Starting(environment) as starting:
        yield starting.start()


def _bound(environment: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(item for item in environment.items() if not item[0].startswith(_FREE))
