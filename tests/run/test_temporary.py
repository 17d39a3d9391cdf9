"""Temporary folders go with their process, and those of dead ones with the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from briefing.paths import RUN_VARIABLE
from briefing.run.strays import end_strays
from briefing.run.temporary import TemporaryFolder, clear_abandoned

DIE = """
import os, signal
from briefing.run.temporary import TemporaryFolder
folder = TemporaryFolder("test")
(folder.path / "kept").touch()
print(folder.path, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a place for temporary files of the test's own."""
    folder = tmp_path / "t"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_folder_goes_with_its_block(place: Path) -> None:
    """A folder is there in the block and gone after it."""
    with TemporaryFolder("test") as folder:
        assert folder.is_relative_to(place)
        (folder / "file").touch()
    assert not list(place.iterdir())


def test_dead_and_living(place: Path) -> None:
    """The folder of a killed process is cleared; one that is held is not."""
    with TemporaryFolder("living") as living:
        died = subprocess.run([sys.executable, "-c", DIE], stdout=subprocess.PIPE, check=False)
        assert died.returncode == -signal.SIGKILL
        dead = Path(died.stdout.decode().strip())
        assert (dead / "kept").is_file()
        clear_abandoned()
        assert list(place.iterdir()) == [living]


def test_folder_of_others_stays(place: Path) -> None:
    """What only looks like such a folder is left alone."""
    (place / "briefing-notes").mkdir()
    (place / "briefing-notes" / "draft.txt").write_text("mine")
    (place / "briefing-file").touch()
    clear_abandoned()
    assert (place / "briefing-notes" / "draft.txt").read_text() == "mine"
    assert (place / "briefing-file").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="processes show their variables on Linux only")
def test_strays_of_a_run(tmp_path: Path) -> None:
    """Processes of a run end, also in sessions of their own; those of another run do not."""
    sleepers = {
        name: subprocess.Popen(
            ["sleep", "600"],
            env=os.environ | {RUN_VARIABLE: str(tmp_path / name)},
            start_new_session=True,
        )
        for name in ("run", "run/below", "run2")
    }
    try:
        end_strays(tmp_path / "run")
        assert sleepers["run"].wait(30) == -signal.SIGKILL
        assert sleepers["run/below"].wait(30) == -signal.SIGKILL
        assert sleepers["run2"].poll() is None
    finally:
        sleepers["run2"].kill()
        sleepers["run2"].wait()
