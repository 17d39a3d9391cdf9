"""A project to sweep, which notes each execution of a chapter in a file of the test."""

from __future__ import annotations

import socket
from pathlib import Path

import pandas as pd
import pytest
from tests.sweep import forking

from briefing.sweep.runner import Runner
from briefing.sweep.sweeping import SweepRequest, sweep

WHEELS = "\nwheels: int = 4  # ratio; 2..8; wheels of a cart"

NOTE = "open({path!r}, 'a').write('{name}\\n')"

BARGES = """\
from briefing.notebook import open_chapter, record
chapter = open_chapter("01-barges")
carried = chapter.claimed("barges-counted") * chapter.parameter("load")
_ = record("barges.carried", carried, claims=["barges-counted"], how="barges × load")"""

CARTS = """\
from briefing.notebook import open_chapter, record
chapter = open_chapter("02-carts")
carried = chapter.finding("barges.carried")
_ = record("carts.wheels", carried * chapter.parameter("wheels"), how="carried × wheels")
print("not an answer")"""


@pytest.fixture
def executed(tmp_path):
    """Give a function that tells which chapters have been executed so far, in order."""
    path = tmp_path / "executed"
    path.touch()
    return lambda: path.read_text().split()


@pytest.fixture
def river(tiny, tmp_path):
    """Give a project with a chapter and one that needs it."""
    note = {
        name: NOTE.format(path=str(tmp_path / "executed"), name=name)
        for name in ("barges", "carts")
    }
    tiny.chapter("01-barges", note["barges"], BARGES, parameters=tiny.common + tiny.load)
    tiny.chapter(
        "02-carts", note["carts"], CARTS, parameters=tiny.common + WHEELS, needs=["01-barges"]
    )
    return tiny


@pytest.fixture
def forked_runners(monkeypatch):
    """Fork the processes of runners that this test starts, in place of warming up each."""
    monkeypatch.setattr(Runner, "_launch", forking.launcher())


@pytest.fixture
def swept(river, tmp_path, forked_runners):
    """Give a function that sweeps that project and reads the table."""

    def swept(*grid: str, name: str = "table.parquet", **options):
        path: Path = tmp_path / name
        request = {"only": ("carts",), "output": path, "grid": grid, "jobs": 1, **options}
        sweep(river, SweepRequest(**request))
        return pd.read_parquet(path)

    return swept


@pytest.fixture
def unused_port():
    """Give a port of this machine where nothing listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return server.getsockname()[1]
