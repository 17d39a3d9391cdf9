"""Run jobs one after the other, each in a process forked from one that is warm."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final

from briefing.paths import Project
from briefing.run.chapters import Chapter
from briefing.run.limits import limit_memory
from briefing.run.surroundings import kernel_environment
from briefing.sweep.jobs import Failure, Job, Result

_ATTEMPTS: Final = 2

Needed = tuple[Sequence[str], Mapping[str, Any]]
"""Ids of the chapters that a chapter needs, and their findings."""


class Runner:
    """One line of work: a warm process, and at any time at most one run.

    Parameters
    ----------
    project : Project
        Whose chapters.
    folder : Path
        Its own, for what runs leave.
    """

    def __init__(self, project: Project, folder: Path) -> None:
        self._project = project
        self._folder = folder
        self._log = folder / "printed.log"
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._can_fork = False
        self._is_greeted = False
        self._is_closed = False
        self._environment = kernel_environment(project, folder)
        # What cells leave in the place for temporary files goes with the sweep.
        self._environment["TMPDIR"] = str(folder / "tmp")
        (folder / "tmp").mkdir(parents=True)
        self._start()

    def run(self, job: Job, chapter: Chapter, needed: Needed) -> Result:
        """Run a job, and come back when its process has ended."""
        request = {
            "project": str(self._project.root),
            "chapter": job.chapter,
            "values": dict(job.values),
            "run": str(self._folder),
            "needs": needed,
            "log": str(self._log),
        }
        for _ in range(_ATTEMPTS):
            if self._is_closed:
                break
            run = _Run(chapter, self._log)
            if self._serve(request, run):
                return run.result()
            # The warm process itself is gone, which says nothing about the job.
            self._start()
        return Result(failure=Failure(job.chapter, None, "the process that forks runs was killed"))

    def close(self) -> None:
        """End the warm process, and with it a run that is under way."""
        with self._lock:
            self._is_closed = True
            if self._server is not None:
                _end(self._server)

    def _start(self) -> None:
        with self._lock:
            if self._server is not None:
                _end(self._server)
            if not self._is_closed:
                self._server = self._launch()
                self._is_greeted = False

    def _launch(self) -> subprocess.Popen[bytes]:
        self._log.write_bytes(b"")
        with open(self._log, "ab") as log:
            # -P keeps the folder the command was called in off the path, as ipykernel does.
            return subprocess.Popen(
                [sys.executable, "-P", "-m", "briefing.sweep.runner_server"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

    def _serve(self, request: Mapping[str, Any], run: _Run) -> bool:
        """Whether the process answered to the end."""
        server = self._server
        if server is None:
            return False
        asked, answered = _pipes(server)
        if not self._is_greeted:
            greeting = answered.readline()
            if not greeting:
                return False
            self._can_fork, self._is_greeted = json.loads(greeting)["ready"], True
        self._log.write_bytes(b"")
        try:
            asked.write(json.dumps(request).encode() + b"\n")
            asked.flush()
        except OSError:
            return False
        with run.limited(server):
            for line in answered:
                if run.take(json.loads(line)):
                    return True
        if self._can_fork:
            run.end()
            return False
        run.take({"ended": server.wait()})
        self._start()
        return True


class _Run:
    """What is known of a run while it goes on."""

    def __init__(self, chapter: Chapter, log: Path) -> None:
        self._chapter = chapter
        self._log = log
        self._pid: int | None = None
        self._cell: int | None = None
        self._result: Result | None = None
        self._code = 0
        self._is_late = False

    def take(self, message: Mapping[str, Any]) -> bool:
        """Take a message; whether it was the last."""
        if "pid" in message:
            self._pid = int(message["pid"])
            limit_memory(self._pid, self._chapter.limits)
        self._cell = message.get("cell", self._cell)
        if "result" in message:
            content = message["result"]
            failure = content["failure"]
            self._result = Result(
                content["findings"], Failure(**failure) if failure else None, content["seconds"]
            )
        self._code = message.get("ended", self._code)
        return "ended" in message

    def end(self) -> None:
        """Kill what the run has started, itself included, where it has a process of its own."""
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._pid, signal.SIGKILL)

    @contextlib.contextmanager
    def limited(self, server: subprocess.Popen[bytes]) -> Iterator[None]:
        """Kill the run when the chapter's time is up."""

        def end_late() -> None:
            self._is_late = True
            if self._pid is None:
                server.kill()
            self.end()

        timer = threading.Timer(self._chapter.limits.timeout, end_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def result(self) -> Result:
        """What became of it."""
        if self._result is not None:
            return self._result
        if self._is_late:
            words = f"was still running after {self._chapter.limits.timeout:g} s"
        elif self._code < 0:
            words = f"its process was killed by {signal.Signals(-self._code).name}"
        else:
            words = f"its process exited with code {self._code}"
            noise = self._log.read_text(encoding="utf-8", errors="replace").strip()
            words += f"; it said: {noise.splitlines()[-1][:200]}" if noise else ""
        return Result(failure=Failure(self._chapter.id, self._cell, words))


def _pipes(server: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if server.stdin is None or server.stdout is None:
        raise RuntimeError("a runner talks over pipes")
    return server.stdin, server.stdout


def _end(server: subprocess.Popen[bytes]) -> None:
    asked, answered = _pipes(server)
    # The end of its input is the sign to kill its run and to end; still importing, it sees none.
    with contextlib.suppress(OSError):
        asked.close()
    try:
        server.wait(timeout=2.0)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    answered.close()
