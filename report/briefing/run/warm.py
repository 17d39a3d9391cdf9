"""Kernels forked from a warm process, where the system can fork safely.

Most of what a kernel does when it starts is importing. A process that has done that once forks a
kernel in milliseconds, and kernels share the memory of what was imported. They remain processes of
their own, each with a clean state. Where there is no such process, because the system is not
Linux or it did not come up, a kernel is started in the ordinary way, with the same result.
"""

from __future__ import annotations

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

START_TIMEOUT: Final = 60.0
"""How long the process may take to import everything [seconds]."""


class WarmProcess:
    """A forked kernel, to be handled like a `subprocess.Popen`.

    Attributes
    ----------
    pid : int
        Its number, also of its process group.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
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
        ours, theirs = socket.socketpair()
        self._socket = ours
        self._lock = threading.Lock()
        self._tickets = itertools.count()
        self._answers: dict[int, WarmProcess] = {}
        self._arrived = threading.Condition(self._lock)
        self._processes: dict[int, WarmProcess] = {}
        self._fit = True
        with theirs:
            # -P keeps the folder the build was called in off the path, as ipykernel does.
            self._server = subprocess.Popen(
                [sys.executable, "-P", "-m", "briefing.run.warm_server", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._reader = threading.Thread(target=self._read, name="warm kernels", daemon=True)
        self._reader.start()

    def fork(
        self, argv: Sequence[str], environment: Mapping[str, str], folder: Path, log: Path
    ) -> WarmProcess | None:
        """Fork a kernel; None if that is not to be had.

        Parameters
        ----------
        argv : sequence of str
            Arguments of the kernel application.
        environment : mapping of str to str
            Its variables, in full.
        folder : Path
            Where it works.
        log : Path
            Takes what it prints outside of cells.
        """
        with self._lock:
            ticket = next(self._tickets)
        request = {
            "ticket": ticket,
            "argv": list(argv),
            "env": dict(environment),
            "cwd": str(folder),
            "log": str(log),
        }
        with self._lock:
            if not self._fit:
                return None
            try:
                self._socket.sendall(json.dumps(request).encode() + b"\n")
            except OSError:
                return None
            self._arrived.wait_for(
                lambda: ticket in self._answers or not self._fit, timeout=START_TIMEOUT
            )
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
        pending = b""
        with contextlib.suppress(OSError):
            while received := self._socket.recv(65536):
                *lines, pending = (pending + received).split(b"\n")
                for line in lines:
                    self._take(json.loads(line))
        with self._lock:
            self._fit = False
            for process in self._processes.values():
                # Without its parent a kernel ends by itself; how, nobody is left to say.
                process.end(-signal.SIGKILL)
            self._arrived.notify_all()

    def _take(self, message: Mapping[str, Any]) -> None:
        with self._lock:
            if "unfit" in message:
                self._fit = False
            elif "ticket" in message:
                process = WarmProcess(message["pid"])
                self._processes[process.pid] = self._answers[message["ticket"]] = process
            else:
                ended = self._processes.pop(message["pid"], None)
                if ended is not None:
                    ended.end(message["code"])
            self._arrived.notify_all()


@contextmanager
def warm_kernels(environment: Mapping[str, str]) -> Iterator[WarmKernels | None]:
    """Keep a warm process while the block runs, on systems where forking one is safe.

    Elsewhere than on Linux, system libraries below numpy and matplotlib may keep threads or locks
    that a fork breaks; there the block gets None, and kernels start in the ordinary way.
    """
    if sys.platform != "linux":
        yield None
        return
    warm = WarmKernels(environment)
    try:
        yield warm
    finally:
        warm.close()
