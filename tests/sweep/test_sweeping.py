"""A sweep from the request to the table, and again after it was stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.commanding import briefing

from briefing.errors import BriefingError, ParameterError
from briefing.exitcodes import ExitCode
from briefing.run.parameters import read_given
from briefing.sweep import workers
from briefing.sweep.journal import open_journal
from briefing.sweep.sweeping import journal_path

COMMAND = [sys.executable, "-m", "briefing", "sweep", "--chapter", "carts", "--jobs", "2"]

FAIL = "assert chapter.settings['wheels'] != 3, 'three wheels fall over'"


def test_one_row_a_run(swept, executed):
    """The table has a row for each run: values, findings as range and unit, and how it ended.

    A chapter that sees the same values in several runs is executed once for all of them.
    """
    table = swept("load=100,200", "wheels=2,4", jobs=2)
    assert table["load"].tolist() == [100.0, 100.0, 200.0, 200.0]
    assert table["wheels"].tolist() == [2, 4, 2, 4]
    assert table["carts.wheels.low"].tolist() == [7600.0, 15200.0, 15200.0, 30400.0]
    assert table["carts.wheels.high"].tolist() == [8400.0, 16800.0, 16800.0, 33600.0]
    assert table["carts.wheels.central"].isna().all()
    assert set(table["barges.carried.unit"]) == {"person"}
    assert table["run"].tolist() == [1, 2, 3, 4]
    assert set(table["status"]) == {"done"}
    assert table[["failed_chapter", "failed_cell", "error"]].isna().all(axis=None)
    assert sorted(executed()) == ["barges"] * 2 + ["carts"] * 4


def test_metadata_say_what_was_swept(swept, tmp_path):
    """The file itself says what varied, what was set, and what each finding is."""
    swept("load=100,200", given=read_given(["wheels=6"]), scenario="low")
    told = json.loads(pq.read_schema(tmp_path / "table.parquet").metadata[b"briefing"])
    assert told["varied"]["load"]["help"] == "what a barge carries"
    assert told["given"] == {"wheels": "6"}
    assert told["scenario"] == "low"
    assert told["chapters"] == ["01-barges", "02-carts"]
    assert told["findings"]["carts.wheels"]["how"] == "carried × wheels"


def test_only_what_is_new(swept, executed, tmp_path):
    """A finished sweep executes nothing and gives the same bytes; with more values, those alone."""
    swept("load=100,200")
    before, table = executed(), (tmp_path / "table.parquet").read_bytes()
    swept("load=100,200")
    assert executed() == before
    assert (tmp_path / "table.parquet").read_bytes() == table
    table = swept("load=100,200,300")
    assert sorted(executed()) == ["barges"] * 3 + ["carts"] * 3
    assert table["load"].tolist() == [100.0, 200.0, 300.0]


@pytest.mark.parametrize("what", ["data", "notebook"])
def test_changed_project_runs_again(swept, executed, river, what):
    """Results of another state of data or chapters are not reused."""
    swept("load=100")
    if what == "data":
        path = river.data / "claims.csv"
        path.write_text(path.read_text().replace("38,42", "38,44"))
    else:
        path = river.notebooks / "02-carts.ipynb"
        path.write_text(path.read_text().replace("not an answer", "still not an answer"))
    swept("load=100")
    assert sorted(executed()) == ["barges"] * 2 + ["carts"] * 2


def add_failure(project):
    path = project.notebooks / "02-carts.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][-1]["source"] += f"\n{FAIL}"
    path.write_text(json.dumps(notebook))


def test_failures_stand_beside_results(swept, river):
    """A run that fails has a row with chapter, cell and error, and the others are as ever."""
    add_failure(river)
    table = swept("wheels=2,3,4")
    assert table["status"].tolist() == ["done", "failed", "done"]
    row = table.iloc[1]
    assert (row["failed_chapter"], row["failed_cell"]) == ("02-carts", 4)
    assert row["error"] == "AssertionError: three wheels fall over"
    assert row["barges.carried.low"] == 11400.0
    assert pd.isna(row["carts.wheels.low"])
    assert table["carts.wheels.low"].notna().tolist() == [True, False, True]


def test_failure_upstream(swept, river, executed):
    """A chapter whose needs failed is not executed; its run tells of what failed."""
    river.chapter("01-barges", "assert load > 150", parameters=river.common + river.load)
    table = swept("load=100,200", given=read_given(["seed=3"]))
    assert table["status"].tolist() == ["failed", "failed"]
    assert table["failed_chapter"].tolist() == ["01-barges", "02-carts"]
    assert executed() == ["carts"]


def test_failures_again_on_request(swept, river, executed):
    """What failed stays as it is, and is executed again only on request."""
    add_failure(river)
    swept("wheels=2,3")
    before = len(executed())
    swept("wheels=2,3")
    assert len(executed()) == before
    swept("wheels=2,3", retry_failed=True)
    assert len(executed()) == before + 1


# SIGTERM interrupts every command as SIGINT does; tests/test_cli.py has both.
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_and_resumed(swept, river, executed, tmp_path, how):
    """Stopped midway in whatever way and started again, a sweep redoes no finished job.

    The table is then that of a sweep that was never stopped, byte for byte.
    """
    path = tmp_path / "stopped.parquet"
    grid = ["--grid", "load=100:500:9", "--grid", "wheels=2,4"]
    command = [*COMMAND, *grid, "--output", str(path)]
    process = subprocess.Popen(
        command, cwd=river.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    # Of twenty jobs begun at most nine are those that runs share, so some runs are complete.
    while len(executed()) < 20:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    process.send_signal(how)
    process.stderr.read()
    process.stderr.close()
    code = {signal.SIGKILL: -how, signal.SIGINT: 130, signal.SIGTERM: 143}[how]
    assert process.wait() == code
    with open_journal(journal_path(path)) as journal:
        finished = len(journal)
    started = settled(executed)
    # At the moment of the kill each of two processes had at most one job under way, and one whose
    # result was on its way to the journal.
    assert started - 4 <= finished < 27
    if how == signal.SIGKILL:
        assert not path.exists()
    else:
        assert set(pd.read_parquet(path)["status"]) == {"done"}
    swept("load=100:500:9", "wheels=2,4", name=path.name, jobs=2)
    assert len(executed()) == started + 27 - finished
    swept("load=100:500:9", "wheels=2,4", name="straight.parquet")
    assert path.read_bytes() == (tmp_path / "straight.parquet").read_bytes()


def settled(executed):
    """Count executions once the processes of a killed sweep have had the time to end."""
    count = -1
    while count != (count := len(executed())):
        time.sleep(0.5)
    return count


def test_nothing_outlives_a_killed_sweep(river, tmp_path):
    """Killed, a sweep leaves no process behind."""
    note = f"open({str(tmp_path / 'pids')!r}, 'a').write(f'{{os.getpid()}} {{os.getppid()}} ')"
    river.chapter("02-carts", f"import os, time\n{note}\ntime.sleep(600)")
    command = [*COMMAND, "--grid", "seed=1,2", "--output", str(tmp_path / "t.parquet")]
    process = subprocess.Popen(command, cwd=river.root, stdout=subprocess.DEVNULL)
    pids = tmp_path / "pids"
    while not pids.is_file() or len(pids.read_text().split()) < 4:
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.wait()
    end = time.monotonic() + 20
    while (left := [pid for pid in pids.read_text().split() if _runs(pid)]) and (
        time.monotonic() < end
    ):
        time.sleep(0.05)
    assert left == []


def _runs(pid):
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("grid", "options", "words"),
    [
        (["laod=100"], {}, "did you mean load?"),
        (["load=50"], {}, "100 to 500"),
        (["load=100"], {"given": read_given(["load=200"])}, "both set and varied"),
        (["load=100"], {"given": read_given(["whels=2"])}, "did you mean wheels?"),
        (["wheels=2"], {"only": ("barges",)}, "none of the chapters that would run"),
    ],
)
def test_refused_before_anything_runs(swept, executed, tmp_path, grid, options, words):
    """A name or value that cannot be is refused before anything runs or is written."""
    with pytest.raises(ParameterError) as caught:
        swept(*grid, **options)
    assert words in str(caught.value)
    assert executed() == []
    assert not list(tmp_path.glob("*.parquet*"))


def test_scenario_can_vary(swept):
    """A scenario may be varied like any parameter, and its values come with it."""
    table = swept("scenario=central,low")
    assert table["barges.carried.low"].tolist() == [11400.0, 5700.0]


def test_sample(swept):
    """A sample runs as a grid does."""
    table = swept(over=("load", "wheels=2:4"), number=4, seed=9)
    assert table["load"].between(100, 500).all()
    assert table["wheels"].between(2, 4).all()
    exact = (38 * table["load"] * table["wheels"]).tolist()
    assert table["carts.wheels.low"].tolist() == pytest.approx(exact)


def test_no_scheduler(swept, unused_port, monkeypatch):
    """An address where no scheduler listens is refused with a message that names it."""
    monkeypatch.setattr(workers, "CONNECT_TIMEOUT", 1)
    with pytest.raises(
        BriefingError, match=f"no Dask scheduler answers at tcp://127.0.0.1:{unused_port}"
    ):
        swept("load=100", scheduler=f"tcp://127.0.0.1:{unused_port}", jobs=None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give either"),
        (["--grid", "load=1", "--sample", "3"], "Give either"),
        (["--sample", "3"], "--over"),
        (["--grid", "load=100", "--seed", "3"], "--over and --seed"),
        (["--grid", "load=100", "--scheduler", "tcp://x:1"], "--jobs"),
    ],
)
def test_usage(river, arguments, words):
    """Options that do not go together are a mistake in usage."""
    done = briefing(river.root, "sweep", "--chapter", "carts", "--jobs", "2", *arguments)
    assert done.returncode == ExitCode.USAGE
    assert words in done.stderr


def test_command(river, forked_runners):
    """The command tells how far it is, what failed, and where the table is."""
    add_failure(river)
    arguments = ("--chapter", "carts", "--grid", "wheels=2,3,4", "--output", "out/t.parquet")
    done = briefing(river.root, "sweep", *arguments)
    assert done.returncode == ExitCode.DONE
    lines = done.stdout.splitlines()
    assert lines[0] == "3 runs, 4 executions of chapters"
    assert "  02-carts cell 4 FAILED: AssertionError: three wheels fall over" in lines
    assert lines[-1] == "out/t.parquet: 3 runs, 1 of them failed"
    assert done.stderr == ""
