"""Run commands for their time and their memory, several ways in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil
from tests.bench.results import Amount

INTERVAL: Final = 0.05
"""Between two looks at a tree of processes [seconds]; one at a dozen of them takes 10 ms."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get from notebooks to documents.

    Attributes
    ----------
    name : str
        What it is called.
    command : tuple of str
        Runs it.
    environment : mapping of str to str
        For the command.
    folder : Path
        Where it runs.
    rounds : int or None
        At most so many, because it is dear; None for as many as all.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    rounds: int | None = None

    def time(self) -> float:
        """Run once and give the time it took [seconds]."""
        return timed(lambda: self._wait(self._start()))

    def peak_memory(self, interval: float = INTERVAL) -> float:
        """Run once and give the highest memory of all its processes [MB].

        The sum of the proportional set sizes: of a page that n processes share, each counts one
        n-th, so the sum counts it once.
        """
        return self.time_and_memory(interval)[1]

    def time_and_memory(self, interval: float = INTERVAL) -> tuple[float, float]:
        """Run once under watch, which costs a little time, and give both [seconds, MB]."""
        peak = 0
        done = threading.Event()
        started = time.perf_counter()
        process = self._start()

        def watch() -> None:
            nonlocal peak
            while not done.wait(interval):
                peak = max(peak, sum(map(_share, _tree(process.pid))))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            self._wait(process)
            seconds = time.perf_counter() - started
        finally:
            done.set()
            watcher.join()
        return seconds, peak / 1e6

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command,
            cwd=self.folder,
            env=dict(self.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        with process:
            _, complaint = process.communicate()
        if process.returncode != 0:
            told = complaint.decode(errors="replace").strip()
            raise RuntimeError(f"{self.name} ended with {process.returncode}: {told[-2000:]}")


def in_turn(ways: Sequence[Way], rounds: int) -> dict[str, Amount]:
    """Time several ways, each once in every round, so that what disturbs the machine hits all."""
    times: dict[str, list[float]] = {way.name: [] for way in ways}
    for number in range(rounds):
        for way in ways:
            if number < (way.rounds or rounds):
                times[way.name].append(way.time())
                report(f"round {number + 1}: {way.name} {times[way.name][-1]:.2f} s")
    return {name: median(values, "s") for name, values in times.items()}


def repeatedly(rounds: int, work: Callable[[], Any]) -> Amount:
    """Time some work, once more than asked: the first time, which warms up, does not count."""
    return median([timed(work) for _ in range(rounds + 1)][1:], "s")


def timed(work: Callable[[], Any]) -> float:
    """Time some work [seconds]."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def median(values: Sequence[float], unit: str) -> Amount:
    """Give the median of some rounds."""
    return Amount(statistics.median(values), unit, len(values))


def report(words: str) -> None:
    """Say how far the measuring is."""
    print(words, file=sys.stderr, flush=True)


def _tree(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _share(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
