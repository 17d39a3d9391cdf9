"""How fast a sweep goes: beside its cells' own computing, with two cores, and on a cluster."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from distributed import LocalCluster
from tests.bench.cold import DEAR
from tests.bench.results import Amount, Row
from tests.bench.timing import median, report
from tests.bench.workplace import Workplace

from briefing.paths import Project
from briefing.planning import available_cores
from briefing.sweep.jobs import Job, Result
from briefing.sweep.running import SweepObserver
from briefing.sweep.sweeping import SweepRequest, sweep

CHAPTER: Final = "shells"
"""A chapter that draws several charts and simulates; what varies is its seed."""

RUNS: Final = 200


@dataclass
class Stopwatch(SweepObserver):
    """Times a sweep from its first result to its last, so without the start of its processes."""

    first: float = 0.0
    last: float = 0.0
    jobs: int = -1
    inside: float = 0.0

    def ended(self, job: Job, result: Result) -> None:
        """Take the time."""
        if result.failure is not None:
            raise RuntimeError(f"{job.chapter}: {result.failure.error}")
        self.last = time.perf_counter()
        self.first = self.first or self.last
        self.jobs += 1
        self.inside += result.seconds if self.jobs else 0.0

    @property
    def seconds(self) -> float:
        """Wall time of all its runs but the first [seconds]."""
        return self.last - self.first

    @property
    def each(self) -> float:
        """Wall time of a run [seconds]."""
        return self.seconds / self.jobs

    @property
    def beyond(self) -> float:
        """Wall time of a run beside its cells [seconds], if it is one of one core."""
        return (self.seconds - self.inside) / self.jobs


def measure(workplace: Workplace) -> list[Row]:
    """Sweep on one core, on all and on a cluster of this machine, in turn."""
    runs = 12 if workplace.small else RUNS
    cores = available_cores()
    found: dict[str, list[Stopwatch]] = {"one": [], "all": [], "cluster": []}
    with LocalCluster(
        n_workers=cores,
        threads_per_worker=1,
        processes=True,
        protocol="tcp",
        host="127.0.0.1",
        dashboard_address=None,
    ) as cluster:
        ways: dict[str, tuple[int, dict[str, Any]]] = {
            # Fewer, as each takes longer; what counts is the time of each.
            "one": (runs // 4, {"jobs": 1}),
            "all": (runs, {"jobs": cores}),
            "cluster": (runs, {"scheduler": cluster.scheduler_address}),
        }
        for number in range(min(DEAR, workplace.rounds)):
            for way, (count, options) in ways.items():
                watch = _sweep_once(workplace.project, count, workplace.folder, options)
                found[way].append(watch)
                report(f"round {number + 1}: {way}, {watch.each:.3f} s a run")
    return _rows(found, cores, runs)


def _rows(found: Mapping[str, list[Stopwatch]], cores: int, runs: int) -> list[Row]:
    each = {way: median([watch.each for watch in found[way]], "s") for way in found}
    inside = median([watch.inside / watch.jobs for watch in found["one"]], "s").value
    return [
        Row(
            "a sweep's run beyond its cells, per core",
            median([watch.beyond for watch in found["one"]], "s"),
            target="under 0.25 s",
            remark=f"{inside:.2f} s inside its cells",
        ),
        _compared(
            f"a sweep's run with {cores} processes, against one",
            each["all"],
            each["one"],
            each["one"].value / each["all"].value,
            f"at least {0.9 * cores:g}",
        ),
        _compared(
            f"{runs} runs in local processes, against a Dask cluster here",
            each["all"],
            each["cluster"],
            each["cluster"].value / each["all"].value,
            "at most 1.15",
        ),
    ]


def _compared(measure: str, ours: Amount, against: Amount, ratio: float, target: str) -> Row:
    return Row(measure, ours, against, ratio, target, "a run")


def _sweep_once(project: Project, runs: int, folder: Path, options: Mapping[str, Any]) -> Stopwatch:
    """Sweep once into a fresh table."""
    watch = Stopwatch()
    with tempfile.TemporaryDirectory(dir=folder) as name:
        path = Path(name) / "table.parquet"
        seeds = ",".join(map(str, range(1, runs + 1)))
        request = SweepRequest((CHAPTER,), path, (f"seed={seeds}",), **options)
        sweep(project, request, watch)
    return watch
