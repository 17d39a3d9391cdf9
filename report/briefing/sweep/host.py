"""What a worker keeps: the unpacked project, and as many runners as it has threads at work."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefing.errors import BriefingError
from briefing.run.chapters import find_chapters
from briefing.run.strays import end_strays
from briefing.run.temporary import TemporaryFolder
from briefing.sweep.jobs import Job, Result
from briefing.sweep.runner import Runner
from briefing.sweep.snapshot import Snapshot


class Host:
    """Runs jobs in this process's threads; each thread gets a runner of its own.

    Parameters
    ----------
    snapshot : Snapshot
        The project.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._holder = TemporaryFolder("sweep")
        self._folder = self._holder.path
        self._lock = threading.Lock()
        self._runners: list[Runner] = []
        self._idle: list[Runner] = []
        self._is_closed = False
        try:
            self._project = snapshot.unpack(self._folder / "project")
        except BaseException:
            self.close()
            raise
        self._chapters = {chapter.id: chapter for chapter in find_chapters(self._project)}

    def run(self, job: Job, findings: Mapping[str, Any]) -> Result:
        """Run a job, given the findings of the chapters it needs."""
        chapter = self._chapters[job.chapter]
        with self._runner() as runner:
            return runner.run(job, chapter, (chapter.needs, findings))

    def warm_up(self, number: int) -> None:
        """Start runners ahead of their first jobs."""
        with self._lock:
            self._idle += [self._start() for _ in range(number - len(self._runners))]

    def close(self) -> None:
        """End all runners and remove what they wrote."""
        with self._lock:
            self._is_closed = True
            runners = list(self._runners)
        for runner in runners:
            runner.close()
        end_strays(self._folder)
        self._holder.remove()

    @contextlib.contextmanager
    def _runner(self) -> Iterator[Runner]:
        with self._lock:
            if self._is_closed:
                raise BriefingError("the sweep was called off")
            runner = self._idle.pop() if self._idle else self._start()
        try:
            yield runner
        finally:
            with self._lock:
                self._idle.append(runner)

    def _start(self) -> Runner:
        runner = Runner(self._project, self._folder / f"runner-{len(self._runners)}")
        self._runners.append(runner)
        return runner


_hosts: dict[str, Host] = {}
"""Those of this process, by name; functions sent to a worker find theirs here."""

_users: Counter[str] = Counter()
"""How many opened each: workers of a cluster may share a process."""


def open_host(name: str, snapshot: Snapshot) -> Host:
    """Set up a host in this process, or share the one of that name."""
    if name not in _hosts:
        _hosts[name] = Host(snapshot)
    _users[name] += 1
    return _hosts[name]


def close_host(name: str) -> None:
    """Close a host that nobody else in this process uses."""
    _users[name] -= 1
    if _users[name] <= 0 and name in _hosts:
        _hosts.pop(name).close()


def run_job(name: str, job: Job, findings: Sequence[Mapping[str, Any]]) -> Result:
    """Run a job on a host of this process: the function that executors are given."""
    merged = {key: value for found in findings for key, value in found.items()}
    return _hosts[name].run(job, merged)
