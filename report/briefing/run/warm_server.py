"""A process that has imported what chapters import, and forks a kernel when asked.

Started by `briefing.run.warm` with one end of a socket. It imports first and listens then, so a
request simply waits until the process is warm. Messages are JSON, one on a line:

=============================================  ======================================
asked                                          answered
=============================================  ======================================
``{"ticket", "argv", "env", "cwd", "log"}``    ``{"ticket", "pid"}``
..                                             ``{"pid", "code"}`` when a kernel ends
..                                             ``{"unfit": reason}`` if it cannot fork
=============================================  ======================================

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
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

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
            pending = b""
            while True:
                for key, _ in selector.select():
                    received = key.fileobj.recv(65536)  # type: ignore[union-attr]
                    if key.fileobj is self._woken:
                        self._report_ends()
                        continue
                    if not received:
                        self._kill_all()
                        return
                    *lines, pending = (pending + received).split(b"\n")
                    for line in lines:
                        self._fork(json.loads(line))

    def _fork(self, request: Mapping[str, Any]) -> None:
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for end in (self._control, self._woken, self._wake):
                end.close()
            become_kernel(request)
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

    def _send(self, message: Mapping[str, Any]) -> None:
        with contextlib.suppress(OSError):
            self._control.sendall(json.dumps(message).encode() + b"\n")


def become_kernel(request: Mapping[str, Any]) -> NoReturn:
    """Turn this freshly forked process into a kernel, as if it had been started as one."""
    code = 1
    try:
        os.setsid()
        _redirect(request["log"])
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        _reseed()
        from ipykernel.kernelapp import IPKernelApp

        # ipykernel read its parent's number from the environment when it was imported.
        parent = f"--IPKernelApp.parent_handle={os.getppid()}"
        sys.argv = ["ipykernel_launcher", *request["argv"], parent]
        IPKernelApp.launch_instance(sys.argv[1:])
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        os._exit(code)


def _redirect(log: str) -> None:
    null = os.open(os.devnull, os.O_RDONLY)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, target in ((null, 0), (out, 1), (out, 2)):
        os.dup2(source, target)
    os.close(null)
    os.close(out)


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
        control.sendall(json.dumps({"unfit": "an import started threads"}).encode() + b"\n")
        return
    # Keep the collector off the shared pages, or touching its counters would copy them all.
    gc.collect()
    gc.freeze()
    Server(control).serve()


if __name__ == "__main__":
    main()
