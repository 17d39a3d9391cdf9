"""Runners' processes, forked from one that has imported what they import.

A sweep starts a process for each line of work, which imports for two seconds what chapters may
need; a test's chapters run for a hundredth of one. But for the start these are the processes that
a sweep has by itself. `test_runner.py`, clusters and the sweeps that are killed start real ones.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from multiprocessing import forkserver
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd
from pathlib import Path
from typing import Any
from unittest.mock import patch

from briefing.run.surroundings import FIXED, kernel_environment
from briefing.sweep import runner_server
from briefing.sweep.runner import Runner

_context = multiprocessing.get_context("forkserver")


class ForkedServer:
    """A runner's process, to be handled like the `subprocess.Popen` that it stands for."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self.stdin, self.stdout = os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")
        arguments = (DupFd(theirs_in), DupFd(theirs_out), str(log), dict(environment))
        self._process: BaseProcess = _context.Process(target=_serve, args=arguments)
        self._process.start()
        os.close(theirs_in)
        os.close(theirs_out)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("runner", timeout or 0.0)
        return self._process.exitcode

    def kill(self) -> None:
        """Make it end."""
        self._process.kill()


def launcher() -> Callable[[Runner], Any]:
    """Give what stands for `Runner._launch` on systems where forking is safe.

    The process that forks starts when first asked, under the variables that runners are to have.
    """
    if sys.platform != "linux":
        return Runner._launch
    _context.set_forkserver_preload(list(runner_server.MODULES))
    with patch.dict(os.environ, FIXED):
        forkserver.ensure_running()
    return _launch


def _launch(runner: Runner) -> ForkedServer:
    runner._log.write_bytes(b"")
    return ForkedServer(kernel_environment(runner._project, runner._folder), runner._log)


def _serve(asked: DupFd, answered: DupFd, log: str, environment: Mapping[str, str]) -> None:
    os.setsid()
    errors = os.open(log, os.O_WRONLY | os.O_APPEND)
    for source, target in ((asked.detach(), 0), (answered.detach(), 1), (errors, 2)):
        os.dup2(source, target)
        os.close(source)
    os.environ.clear()
    os.environ.update(environment)
    runner_server.main()
