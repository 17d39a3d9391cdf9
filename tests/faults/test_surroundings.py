"""What happens around a build, by others or by the clock, is seen or does no harm."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from tests.faults.scene import PATIENCE, Scene, digests

GATE = """\
import os, time
from pathlib import Path
place = Path(os.environ['BRIEFING_PROJECT'])
(place / 'begun').touch()
while not (place / 'go').exists(): time.sleep(0.02)"""

YEARS = 10 * 365 * 24 * 3600


def wait_for(path: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.fault("a data file that vanishes during a build")
@pytest.mark.parametrize("name", ["evidence.csv", "briefing.toml", "events.csv"])
def test_vanished_data(scene: Scene, name: str) -> None:
    """A build whose data goes away is refused with the file's name, whoever needs it first."""
    with scene.case():
        scene.chapter(GATE)
        process = scene.start("build")
        wait_for(scene.root / "begun")
        (scene.root / "data" / name).unlink()
        (scene.root / "go").touch()
        _, complained = process.communicate(timeout=PATIENCE)
        assert process.returncode in (1, 3, 5)
        assert name in complained
        assert "Traceback" not in complained


@pytest.mark.fault("a notebook that is saved during a build")
def test_saved_notebook(scene: Scene) -> None:
    """What was built from two states of a notebook is not put in place."""
    with scene.case():
        scene.chapter(GATE)
        process = scene.start("build")
        wait_for(scene.root / "begun")
        path = scene.root / "notebooks" / "00-summary.ipynb"
        path.write_text(path.read_text().replace("In short", "In brief"))
        (scene.root / "go").touch()
        _, complained = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1
        assert "notebooks/00-summary.ipynb changed while the build ran" in complained


@pytest.mark.fault("clock set back")
@pytest.mark.parametrize("years", [10, -10])
def test_clock_set_back(scene: Scene, years: int) -> None:
    """Whatever the times of files say, what changed is built and what did not is not.

    After the clock was set back, all that was written before lies in the future; and what is
    edited then looks older than what was made from it.
    """
    when = time.time() + years * YEARS / 10
    for path in [*scene.root.rglob("*"), scene.root]:
        os.utime(path, (when, when))
    with scene.case():
        assert "nothing has changed" in scene.run("build").said
    output = scene.root / "elsewhere"
    scene.chapter('say("The day is new.")')
    for path in (scene.root / "notebooks").iterdir():
        os.utime(path, (when - YEARS, when - YEARS))
    ended = scene.run("build", "--output", str(output))
    assert ended.code == 0, ended.complained
    assert "The day is new." in (output / "briefing.html").read_text()
    assert list((scene.root / "report" / ".cache" / "chapters" / "01-barges").iterdir())
    shutil.rmtree(output)


@pytest.mark.fault("two builds at once in one folder")
def test_two_builds(scene: Scene) -> None:
    """The second is refused and names the first, which goes on undisturbed."""
    with scene.case():
        scene.chapter(GATE)
        first = scene.start("build", "--output", "elsewhere")
        wait_for(scene.root / "begun")
        second = scene.run("build", "--output", "elsewhere")
        assert second.code == 1
        assert f"another build (process {first.pid}) is writing to" in second.message
        (scene.root / "go").touch()
        _, complained = first.communicate(timeout=PATIENCE)
        assert first.returncode == 0, complained
        assert "briefing.pdf" in digests(scene.root / "elsewhere")


@pytest.mark.fault("two builds at once beside each other")
def test_builds_beside_each_other(scene: Scene) -> None:
    """A build into a folder whose name begins like another's leaves that one's work alone."""
    with scene.case():
        scene.chapter(GATE)
        first = scene.start("build", "--output", "out-2")
        wait_for(scene.root / "begun")
        (scene.root / "go").touch()
        second = scene.run("build", "--output", "out")
        assert second.code == 0, second.complained
        _, complained = first.communicate(timeout=PATIENCE)
        assert first.returncode == 0, complained
