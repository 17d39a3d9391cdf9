"""Told to end, a build says so in one line, ends with the signal's code and leaves nothing."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from tests.faults.scene import PATIENCE, Scene
from tests.faults.test_kills import ASLEEP, WAIT, wait_for

SAID = {signal.SIGINT: ("interrupted", 130), signal.SIGTERM: ("terminated", 143)}
MOMENTS = ("checking data", "running chapters", "done in", "writing the page")

both = pytest.mark.parametrize("number", SAID)


def ended_well(process, number):
    _, complained = process.communicate(timeout=PATIENCE)
    word, code = SAID[number]
    assert complained.strip() == f"error: {word}; the last output is as it was"
    assert process.returncode == code


@pytest.mark.fault("SIGINT or SIGTERM to the build")
@both
def test_told_to_end(scene: Scene, number: signal.Signals) -> None:
    """In whatever part of a build the signal comes, it is answered alike."""
    for count, moment in enumerate(MOMENTS):
        with scene.case(edit=moment == MOMENTS[-1]):
            process = scene.start("build", "-p", f"seed={40 + count}")
            assert any(moment in line for line in process.stdout), process.stderr.read()
            process.send_signal(number)
            ended_well(process, number)


@pytest.mark.fault("SIGINT or SIGTERM while a cell runs")
@both
def test_told_to_end_in_a_cell(scene: Scene, tmp_path: Path, number: signal.Signals) -> None:
    """A running cell does not hold up the end, also if the terminal tells the whole group."""
    with scene.case():
        scene.chapter(WAIT.format(path=str(tmp_path / "pid"), then=ASLEEP))
        process = scene.start("build")
        wait_for(tmp_path / "pid")
        os.killpg(process.pid, number)
        ended_well(process, number)


@pytest.mark.fault("a second Ctrl-C")
def test_impatience(scene: Scene, tmp_path: Path) -> None:
    """Who cannot wait and interrupts again gets the same answer."""
    with scene.case():
        scene.chapter(WAIT.format(path=str(tmp_path / "pid"), then=ASLEEP))
        process = scene.start("build")
        wait_for(tmp_path / "pid")
        for _ in range(2):
            process.send_signal(signal.SIGINT)
            time.sleep(0.05)
        ended_well(process, signal.SIGINT)
