"""A process that has imported what chapters import, and forks a kernel when asked.

Started by `briefing.run.warm` with one end of a socket. It imports first and listens then, so a
request simply waits until the process is warm. Messages are JSON; one that asks for a kernel brings
along the two open files that take what it prints:

=====================================  ======================================
asked                                  answered
=====================================  ======================================
``{"ticket", "argv", "env", "cwd"}``   ``{"ticket", "pid"}``
..                                     ``{"ticket", "refused": reason}``
..                                     ``{"pid", "code"}`` when a kernel ends
..                                     ``{"unfit": reason}`` if it cannot fork
=====================================  ======================================

When the other end of the socket closes, for whatever reason, the kernels are killed and the
process ends: nothing outlives the build that started it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from briefing.paths import RUN_VARIABLE
from briefing.run.strays import end_strays

MODULES: Final = (
    "ipykernel.kernelapp",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.font_manager",
    "matplotlib.backends.backend_svg",
    "seaborn",
    "briefing.notebook",
    "briefing.charts",
)
"""Imported ahead; whatever else a chapter needs, it imports itself."""

_LARGEST: Final = 1 << 20


class Server:
    """Forks kernels on request and reports their ends.

    Parameters
    ----------
    control : socket
        Connected to the build.
    """

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._children: set[int] = set()
        self._woken, self._wake = socket.socketpair()
        self._wake.setblocking(False)

    def serve(self) -> None:
        """Answer until the build closes its end."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while True:
                for key, _ in selector.select():
                    if key.fileobj is self._woken:
                        self._woken.recv(_LARGEST)
                        self._report_ends()
                        continue
                    received, streams, _, _ = socket.recv_fds(self._control, _LARGEST, 2)
                    if not received:
                        self._kill_all()
                        return
                    self._fork(json.loads(received), streams)
                    for number in streams:
                        os.close(number)

    def _fork(self, request: Mapping[str, Any], streams: Sequence[int]) -> None:
        try:
            pid = os.fork()
        except OSError as error:
            self._send({"ticket": request["ticket"], "refused": str(error)})
            return
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end in (self._control, self._woken, self._wake):
                end.close()
            become_kernel(request, streams)
        self._children.add(pid)
        self._send({"ticket": request["ticket"], "pid": pid})

    def _report_ends(self) -> None:
        for pid in sorted(self._children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self._children.discard(pid)
                self._send({"pid": pid, "code": os.waitstatus_to_exitcode(status)})

    def _kill_all(self) -> None:
        for pid in self._children:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        # Those that left their kernel's group; the build, if it still lives, ends them itself.
        if RUN_VARIABLE in os.environ:
            end_strays(Path(os.environ[RUN_VARIABLE]))

    def _send(self, message: Mapping[str, Any]) -> None:
        with contextlib.suppress(OSError):
            self._control.sendall(json.dumps(message).encode())


def become_kernel(request: Mapping[str, Any], streams: Sequence[int]) -> NoReturn:
    """Turn this freshly forked process into a kernel, as if it had been started as one."""
    os.setsid()
    _redirect(streams)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    tempfile.tempdir = None  # an import may have asked for the place before it was named
    _reseed()
    from ipykernel.kernelapp import IPKernelApp

    # ipykernel read its parent's number from the environment when it was imported.
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"
    sys.argv = ["ipykernel_launcher", *request["argv"], parent]
    try:
        IPKernelApp.launch_instance(sys.argv[1:])
    except Exception:
        sys.excepthook(*sys.exc_info())
        sys.exit(1)
    # Leaves the server's loop as well, so that this process ends as an interpreter does: exit
    # handlers run, and threads are waited for.
    sys.exit(0)


def _redirect(streams: Sequence[int]) -> None:
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in zip((null, *streams), (0, 1, 2), strict=True):
        os.dup2(source, target)
        os.close(source)


def _reseed() -> None:
    # Two kernels must not draw the same "random" numbers because they share an ancestor; the
    # standard library sees to its own generator.
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def main() -> None:
    """Import, then serve."""
    control = socket.socket(fileno=int(sys.argv[1]))
    for name in MODULES:
        # A module that is missing or broken is the chapter's to report, with its cell.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    if _threads() != 1:
        control.sendall(json.dumps({"unfit": "an import started threads"}).encode())
        return
    # Keep the collector off the shared pages, or touching its counters would copy them all.
    gc.collect()
    gc.freeze()
    Server(control).serve()
