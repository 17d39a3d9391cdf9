"""What a sweep tells whoever watches it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from briefing.sweep.jobs import Failure, Job, Result
from briefing.sweep.progress import LiveSweep, PlainSweep, duration

JOB = Job("key", "01-barges", {}, ())


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (200, "3 min 20 s"),
        (3599.6, "1 h 00 min"),
        (7500, "2 h 05 min"),
    ],
)
def test_duration(seconds, words):
    """A time is written as people say it."""
    assert duration(seconds) == words


def test_plain_lines():
    """Without a terminal: the plan, each failure, and a line with rate and time left at the end."""
    stream = io.StringIO()
    watcher = PlainSweep(stream)
    watcher.planned(4, 1, 2)
    watcher.ended(JOB, Result())
    watcher.left_out(JOB)
    watcher.ended(JOB, Result(failure=Failure("01-barges", 3, "ValueError: no\nmore")))
    lines = stream.getvalue().splitlines()
    assert lines[0] == "2 runs, 4 executions of chapters, 1 of them done before"
    assert lines[1] == "  01-barges cell 3 FAILED: ValueError: no"
    assert lines[2].startswith("  4 of 4, ")
    assert lines[2].endswith("/s, 0 s left, 1 failed")


def test_live_bar():
    """On a terminal: one bar that starts where an earlier sweep ended."""
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    columns = (BarColumn(), TextColumn("{task.fields[words]}"))
    with Progress(*columns, console=console) as progress:
        watcher = LiveSweep(progress)
        watcher.planned(10, 4, 10)
        assert progress.tasks[0].completed == 4
        watcher.ended(JOB, Result())
        assert progress.tasks[0].completed == 5
        assert "5 of 10, " in progress.tasks[0].fields["words"]
        assert " left" in progress.tasks[0].fields["words"]
