"""Measure both ways on the same chapters in turn, and print a Markdown table."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.memory import peak_memory

from briefing.paths import RUN_VARIABLE, Project, find_project
from briefing.run.chapters import find_chapters

ROUNDS = 5
"""Timed runs of each way; the table has their median."""

MEMORY_ROUNDS = 3
"""Runs watched for memory, apart from the timed ones because watching costs time."""


@dataclass(frozen=True)
class Way:
    """One way to get from notebooks to documents.

    Attributes
    ----------
    name : str
        Head of its column.
    command : tuple of str
        Runs it.
    environment : mapping of str to str
        For the command.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]

    def time(self) -> float:
        """Run once and give the time it took [seconds]."""
        started = time.perf_counter()
        subprocess.run(self.command, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started

    def memory(self) -> int:
        """Run once and give the highest memory of all its processes [bytes]."""
        return peak_memory(self.command, env=self.environment, stdout=subprocess.DEVNULL)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    project = find_project()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        plain, ours = _ways(project, folder)
        for way in (plain, ours):
            print(f"warming up: {way.name}", file=sys.stderr)
            way.time()
        times: dict[str, list[float]] = {plain.name: [], ours.name: []}
        for number in range(rounds):
            for way in (plain, ours):
                times[way.name].append(way.time())
                seconds = times[way.name][-1]
                print(f"round {number + 1}: {way.name} {seconds:.2f} s", file=sys.stderr)
        memory = {
            way.name: statistics.median(way.memory() for _ in range(min(MEMORY_ROUNDS, rounds)))
            for way in (plain, ours)
        }
    seconds = {name: statistics.median(values) for name, values in times.items()}
    print(_table(plain.name, ours.name, seconds, memory))
    print()
    print(_description(project, rounds))


def _ways(project: Project, folder: Path) -> tuple[Way, Way]:
    python = sys.executable
    findings = folder / "findings.json"
    subprocess.run(
        [python, "-m", "briefing", "run", "--findings", str(findings)],
        cwd=project.root,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    upstream = folder / "run" / "upstream"
    upstream.mkdir(parents=True)
    for chapter in find_chapters(project):
        if chapter.needs:
            shutil.copy(findings, upstream / f"{chapter.id}.json")
    root = {"BRIEFING_PROJECT": str(project.root)}
    plain = Way(
        "plain tools",
        (python, "-m", "tests.bench.plain", str(project.notebooks), str(folder / "plain")),
        os.environ | root | {RUN_VARIABLE: str(folder / "run")},
    )
    ours = Way(
        "`briefing build`",
        (python, "-m", "briefing", "build", "--no-cache", "--output", str(folder / "output")),
        os.environ | root,
    )
    return plain, ours


def _table(plain: str, ours: str, seconds: Mapping[str, float], memory: Mapping[str, float]) -> str:
    rows = [
        ("", plain, ours, "plain ÷ ours"),
        ("---", "--:", "--:", "--:"),
        (
            "wall time, median",
            f"{seconds[plain]:.1f} s",
            f"{seconds[ours]:.1f} s",
            f"{seconds[plain] / seconds[ours]:.1f}",
        ),
        (
            "peak memory, median",
            f"{memory[plain] / 1e6:.0f} MB",
            f"{memory[ours] / 1e6:.0f} MB",
            f"{memory[plain] / memory[ours]:.1f}",
        ),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _description(project: Project, rounds: int) -> str:
    chapters = len(find_chapters(project))
    browser = "printed to PDF by Chromium" if shutil.which("chromium") else "without a PDF"
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{chapters} chapters; {rounds} rounds in turn. Plain: `papermill`, then `jupyter "
        f"nbconvert --to html`, {browser}, one notebook after the other. Memory: sum over all "
        f"processes, shared pages counted once. Machine: {_processor()}, {os.cpu_count()} cores, "
        f"{total:.0f} GiB, {platform.system()} {'.'.join(platform.release().split('.')[:2])}, "
        f"Python {platform.python_version()}."
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
