"""The output is swapped in whole, or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from briefing.errors import BriefingError
from briefing.run import staging
from briefing.run.staging import MARK, staged_output

HANG = """
import sys, time
from pathlib import Path
from briefing.run.staging import staged_output
with staged_output(Path(sys.argv[1])) as (fresh, scratch):
    (fresh / "page.html").write_text("half")
    print("building", flush=True)
    time.sleep(60)
"""


def build(output, words):
    with staged_output(output) as (fresh, scratch):
        (scratch / "note").write_text("gone afterwards")
        (fresh / MARK).write_text("{}")
        (fresh / "page.html").write_text(words)


def hang(output):
    process = subprocess.Popen(
        [sys.executable, "-c", HANG, str(output)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "building\n"
    return process


def end(process, number):
    process.send_signal(number)
    process.wait(10)
    process.stdout.close()


def test_first_and_second_build(tmp_path):
    """A build makes the folder, the next replaces it, and nothing else stays behind."""
    output = tmp_path / "output"
    build(output, "one")
    (output / "old.txt").write_text("of the first build only")
    build(output, "two")
    assert (output / "page.html").read_text() == "two"
    assert not (output / "old.txt").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]


def test_swap_without_exchange(tmp_path, monkeypatch):
    """Where the system cannot exchange two names at once, two renames do."""
    monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    test_first_and_second_build(tmp_path)


def test_failed_build_changes_nothing(tmp_path):
    """A build that raises leaves the last output as it was."""
    output = tmp_path / "output"
    build(output, "one")
    with pytest.raises(TypeError), staged_output(output) as (fresh, _):
        (fresh / "page.html").write_text(None)
    assert (output / "page.html").read_text() == "one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["output"]


def test_failed_swap_is_undone(tmp_path, monkeypatch):
    """If the second of two renames fails, the first is taken back."""
    output = tmp_path / "output"
    build(output, "one")
    monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    with pytest.raises(FileNotFoundError), staged_output(output) as (fresh, _):
        fresh.rmdir()
    assert (output / "page.html").read_text() == "one"


def test_killed_build_changes_nothing(tmp_path):
    """A build killed outright leaves the last output, and the next clears its remains."""
    output = tmp_path / "output"
    build(output, "one")
    end(hang(output), signal.SIGKILL)
    assert (output / "page.html").read_text() == "one"
    assert len(list(tmp_path.glob(".output-*"))) == 1
    build(output, "two")
    assert (output / "page.html").read_text() == "two"
    assert not list(tmp_path.glob(".output-*"))


def test_death_between_two_renames(tmp_path):
    """An output that a dead build had moved aside is put back by the next, even if that fails."""
    output = tmp_path / "output"
    build(output, "one")
    left = tmp_path / ".output-dead"
    left.mkdir()
    output.rename(left / "previous")
    with pytest.raises(RuntimeError), staged_output(output):
        raise RuntimeError
    assert (output / "page.html").read_text() == "one"
    assert not left.exists()


def test_two_builds_at_once(tmp_path):
    """A second build into the same folder is refused, and names the first."""
    output = tmp_path / "output"
    process = hang(output)
    try:
        with (
            pytest.raises(BriefingError, match=rf"another build \(process {process.pid}\)"),
            staged_output(output),
        ):
            pass
        build(tmp_path / "other", "elsewhere")
    finally:
        end(process, signal.SIGKILL)
    build(output, "free again")


def test_name_that_begins_alike(tmp_path):
    """A build leaves the work of another alone whose folder's name begins like its own."""
    process = hang(tmp_path / "output-2")
    try:
        build(tmp_path / "output", "one")
        (working,) = tmp_path.glob(".output-2-*")
        assert (working / "fresh" / "page.html").read_text() == "half"
    finally:
        end(process, signal.SIGKILL)


def test_foreign_folder_is_refused(tmp_path):
    """A folder that no build made is never replaced."""
    output = tmp_path / "documents"
    output.mkdir()
    (output / "letter.txt").write_text("dear")
    with (
        pytest.raises(BriefingError, match="holds files that no build made"),
        staged_output(output),
    ):
        pass
    assert (output / "letter.txt").read_text() == "dear"


def test_empty_folder_is_taken(tmp_path):
    """An empty folder may become the output."""
    output = tmp_path / "output"
    output.mkdir()
    build(output, "one")
    assert (output / "page.html").read_text() == "one"


def test_file_is_refused(tmp_path):
    """A file in the place of the output is refused."""
    output = tmp_path / "output"
    output.write_text("")
    with pytest.raises(BriefingError, match="is a file"), staged_output(output):
        pass
