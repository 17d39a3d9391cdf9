"""How fast a sweep goes: beside its cells' own computing, with two cores, and on a cluster.

``python -m tests.bench.sweep [runs] [rounds]`` prints a Markdown table.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from distributed import LocalCluster

from briefing.paths import find_project
from briefing.planning import available_cores
from briefing.sweep.jobs import Job, Result
from briefing.sweep.running import SweepObserver
from briefing.sweep.sweeping import SweepRequest, sweep

CHAPTER = "shells"
"""A chapter that draws several charts and simulates; what varies is its seed."""


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
        """Wall time."""
        return self.last - self.first


def measure(runs: int, folder: Path, **options: object) -> Stopwatch:
    """Sweep once into a fresh table."""
    watch = Stopwatch()
    with tempfile.TemporaryDirectory(dir=folder) as name:
        path = Path(name) / "table.parquet"
        seeds = ",".join(map(str, range(1, runs + 1)))
        request = SweepRequest((CHAPTER,), path, (f"seed={seeds}",), **options)  # type: ignore[arg-type]
        sweep(find_project(), request, watch)
    return watch


def main() -> None:
    """Measure in turn, and print."""
    runs, rounds = (int(word) for word in (*sys.argv[1:], "200", "3")[:2])
    cores = available_cores()
    found: dict[str, list[Stopwatch]] = {"one": [], "all": [], "cluster": []}
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        LocalCluster(
            n_workers=cores,
            threads_per_worker=1,
            processes=True,
            protocol="tcp",
            host="127.0.0.1",
            dashboard_address=None,
        ) as cluster,
    ):
        ways: dict[str, dict[str, object]] = {
            "one": {"jobs": 1},
            "all": {"jobs": cores},
            "cluster": {"scheduler": cluster.scheduler_address},
        }
        for number in range(rounds):
            for way, options in ways.items():
                found[way].append(measure(runs, Path(name), **options))
                seconds = found[way][-1].seconds
                print(f"round {number + 1}: {way} {seconds:.1f} s", file=sys.stderr)
    one, all_cores, cluster_time = (
        statistics.median(watch.seconds for watch in found[way]) for way in found
    )
    beyond = statistics.median(
        (watch.seconds - watch.inside) / watch.jobs for watch in found["one"]
    )
    inside = statistics.median(watch.inside / watch.jobs for watch in found["one"])
    print("| sweep | measured |")
    print("| --- | --: |")
    print(f"| time inside cells, per run | {inside:.2f} s |")
    print(f"| beyond that, per run and core | {beyond:.3f} s |")
    print(f"| {cores} processes against one | {one / all_cores:.2f} times |")
    print(f"| Dask LocalCluster against local processes | {cluster_time / all_cores:.2f} times |")
    print(f"\n{runs} runs of `{CHAPTER}`, {rounds} rounds in turn, medians.")


if __name__ == "__main__":
    main()
