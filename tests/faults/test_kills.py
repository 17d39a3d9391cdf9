"""Killed outright, whatever of it, a build or sweep loses nothing and leaves nothing."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.faults.scene import PATIENCE, Scene

KILLS = 30
TOGETHER = 5
SEED = 7

WAIT = "import os, time\nopen({path!r}, 'a').write(f'{{os.getpid()}} {{os.getppid()}}\\n')\n{then}"
BUSY = "while True: pass"
ASLEEP = "time.sleep(600)"


def moments(part: int, length: float) -> list[float]:
    """Give random moments, one in each of as many equal stretches of a build."""
    chance = random.Random(SEED)
    all_of_them = [(number + chance.random()) / KILLS * length for number in range(KILLS)]
    return all_of_them[part :: KILLS // TOGETHER]


def wait_for(path: Path, lines: int = 1) -> list[list[int]]:
    """Wait until a cell has noted its process and parent, and give the numbers."""
    end = time.monotonic() + PATIENCE
    while not path.is_file() or path.read_text().count("\n") < lines:
        assert time.monotonic() < end
        time.sleep(0.02)
    return [[int(number) for number in line.split()] for line in path.read_text().splitlines()]


@pytest.mark.fault("kill -9 of the build, at random moments")
@pytest.mark.parametrize("part", range(KILLS // TOGETHER))
def test_build_killed(scene: Scene, length: float, part: int) -> None:
    """At whatever moment a build is killed, the last output stands and the next clears up."""
    seeds = itertools.count(10 + 100 * part)
    for number, moment in enumerate(moments(part, length), start=1):
        killed = False
        while not killed:
            with scene.case(edit=number == TOGETHER):
                seed = next(seeds)
                process = scene.start("build", "-p", f"seed={seed}")
                time.sleep(moment)
                process.kill()
                process.communicate()
                scene.was_hit = process.returncode == -signal.SIGKILL
                told = json.loads((scene.output / "provenance.json").read_text())
                scene.was_swapped = told["command"].endswith(f"seed={seed}")
            killed = scene.was_hit
            moment /= 2  # the build was faster than the one that was measured


@pytest.mark.fault("kill -9 of a kernel")
@pytest.mark.parametrize("then", [ASLEEP, BUSY])
def test_kernel_killed(scene: Scene, tmp_path: Path, then: str) -> None:
    """A kernel that is killed fails its chapter, which is named with the cell."""
    with scene.case():
        scene.chapter(WAIT.format(path=str(tmp_path / "pid"), then=then))
        process = scene.start("build")
        os.kill(wait_for(tmp_path / "pid")[0][0], signal.SIGKILL)
        _, complained = process.communicate(timeout=PATIENCE)
        assert process.returncode == 5
        assert "01-barges.ipynb cell 5 did not end: its kernel was killed by SIGKILL" in complained


@pytest.mark.fault("kill -9 of the fork server")
@pytest.mark.parametrize("then", [ASLEEP, BUSY])
def test_fork_server_killed(scene: Scene, tmp_path: Path, then: str) -> None:
    """Where the process is killed that kernels are forked from, that is what is said."""
    with scene.case():
        scene.chapter(WAIT.format(path=str(tmp_path / "pid"), then=then))
        process = scene.start("build")
        os.kill(wait_for(tmp_path / "pid")[0][1], signal.SIGKILL)
        _, complained = process.communicate(timeout=PATIENCE)
        assert process.returncode == 5
        assert "the process that its kernel was forked from has ended" in complained


@pytest.mark.fault("kill -9 of a sweep worker")
@pytest.mark.parametrize("which", ["run", "worker"])
def test_sweep_worker_killed(scene: Scene, tmp_path: Path, which: str) -> None:
    """A killed run is a failed row; a killed worker is started again, and its run too."""
    table = tmp_path / "t.parquet"
    sweep = ["sweep", "--chapter", "barges", "--grid", "seed=1,2", "--jobs", "1"]
    sweep += ["--output", str(table)]
    with scene.case():
        once = f"if not os.path.exists({str(tmp_path / 'on')!r}): time.sleep(600)"
        scene.chapter(WAIT.format(path=str(tmp_path / "pid"), then=once))
        process = scene.start(*sweep)
        ((run, worker),) = wait_for(tmp_path / "pid")
        (tmp_path / "on").touch()
        os.kill(run if which == "run" else worker, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        status = pq.read_table(table)["status"].to_pylist()
        assert status == (["failed", "done"] if which == "run" else ["done", "done"])
        assert scene.run(*sweep, "--retry-failed").code == 0
        assert pq.read_table(table)["status"].to_pylist() == ["done", "done"]


@pytest.mark.fault("kill -9 of a sweep")
def test_sweep_killed(scene: Scene, tmp_path: Path) -> None:
    """What a killed sweep left in the place for temporary files goes with the next start."""
    with scene.case():
        scene.chapter(WAIT.format(path=str(tmp_path / "pid"), then=ASLEEP))
        process = scene.start(
            "sweep", "--chapter", "barges", "--grid", "seed=1,2", "--jobs", "2",
            "--output", str(tmp_path / "t.parquet"),
        )  # fmt: skip
        wait_for(tmp_path / "pid", lines=2)
        process.kill()
        process.communicate()
