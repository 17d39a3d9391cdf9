"""A process that has imported what chapters import, and forks a process for each run.

Started by `briefing.sweep.runner`. It reads requests from its standard input and answers on its
standard output, as JSON, one message on a line:

===============================================  ==============================================
asked                                            answered
===============================================  ==============================================
..                                               ``{"ready": bool}``, whether it can fork
``{"project", "chapter", "values", "run",        ``{"pid"}`` of the process for the run, then
"needs", "log"}``                                from that ``{"cell"}`` as each starts and
                                                 ``{"result"}``, then ``{"ended": exit code}``
===============================================  ==============================================

When its input closes, for whatever reason, a run still under way is killed and the process ends:
nothing outlives whoever started the sweep. Where forking is not safe, it serves one request itself
and ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, NoReturn

from briefing.paths import RUN_VARIABLE, Project
from briefing.run.chapters import read_chapter
from briefing.run.findings import upstream_path, write_findings

MODULES: Final = (
    "matplotlib.pyplot",
    "matplotlib.font_manager",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
    "pandas",
    "seaborn",
    "briefing.notebook",
    "briefing.charts",
    "briefing.sweep.engine",
)
"""Imported ahead; whatever else a chapter needs, it imports itself."""

_DEATH_SIGNAL: Final = 1  # PR_SET_PDEATHSIG

Request = Mapping[str, Any]


def main() -> None:
    """Import, then serve."""
    answers = _take_output()
    for name in MODULES:
        # A module that is missing or broken is the chapter's to report, with its cell.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    can_fork = _can_fork()
    _send(answers, {"ready": can_fork})
    if not can_fork:
        _serve_once(answers)
    # Keep the collector off the shared pages, or touching its counters would copy them all.
    gc.collect()
    gc.freeze()
    pending = b""
    while received := os.read(0, 65536):
        *lines, pending = (pending + received).split(b"\n")
        for line in lines:
            _fork(answers, json.loads(line))


def _fork(answers: int, request: Request) -> None:
    here = os.getpid()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        _die_with(here)
        _run(answers, request)
    _send(answers, {"pid": pid})
    watched = os.pidfd_open(pid)
    try:
        # Requests come one at a time, so all that can arrive meanwhile is the end of the input.
        ready, _, _ = select.select([watched, 0], [], [])
        if watched not in ready:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    finally:
        os.close(watched)
    # What the chapter itself has started ends with it.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    _send(answers, {"ended": os.waitstatus_to_exitcode(status)})


def _serve_once(answers: int) -> NoReturn:
    line = sys.stdin.readline()
    if not line:
        os._exit(0)

    asked = os.dup(0)  # the run gets another standard input

    def end_with_input() -> None:
        while os.read(asked, 1):
            pass
        os._exit(1)

    threading.Thread(target=end_with_input, daemon=True).start()
    _run(answers, json.loads(line))


def _run(answers: int, request: Request) -> NoReturn:
    """Be the process of one run."""
    code = 1
    try:
        _redirect(request["log"])
        project = Project(Path(request["project"]))
        chapter = read_chapter(project.notebooks / f"{request['chapter']}.ipynb", project)
        if chapter.needs:
            write_findings(upstream_path(Path(request["run"]), chapter), *request["needs"])
        os.environ[RUN_VARIABLE] = request["run"]
        os.chdir(project.notebooks)
        _reseed()
        from briefing.sweep.engine import run_here

        result = run_here(
            chapter, request["values"], lambda number: _send(answers, {"cell": number})
        )
        _send(answers, {"result": asdict(result)})
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(Exception):
            sys.stderr.flush()
        os._exit(code)


def _take_output() -> int:
    # Cells print; the answers must stay apart from that.
    answers = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)
    return answers


def _die_with(parent: int) -> None:
    # Or a run would outlive the process that was to end it, and hold its answers open for ever.
    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _redirect(log: str) -> None:
    null = os.open(os.devnull, os.O_RDONLY)
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, target in ((null, 0), (out, 1), (out, 2)):
        os.dup2(source, target)
    os.close(null)
    os.close(out)


def _reseed() -> None:
    # Two runs must not draw the same "random" numbers because they share an ancestor; the
    # standard library sees to its own generator.
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _can_fork() -> bool:
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    return len(list(Path("/proc/self/task").iterdir())) == 1


def _send(answers: int, message: Mapping[str, Any]) -> None:
    data = json.dumps(message).encode() + b"\n"
    with contextlib.suppress(OSError):
        while data:
            data = data[os.write(answers, data) :]


if __name__ == "__main__":
    main()
