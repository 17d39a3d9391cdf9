"""A briefing to break for each test, and the record of what was found after it."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.builders import COUNT, SUMMARY
from tests.conftest import DATA, TinyProject
from tests.faults.scene import Scene
from tests.faults.table import TABLE, write_table

_FAULT = "fault"
_found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the table be written."""
    parser.addoption("--write-table", action="store_true", help=f"write {TABLE.name} of the faults")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Try one case of each fault, unless the table is to be written: all take minutes a core."""
    if config.getoption("write_table", default=False):
        return
    seen: set[str] = set()
    further = []
    for item in items:
        if Path(item.path).parent == TABLE.parent:
            name = item.nodeid.partition("[")[0]
            if name in seen:
                further.append(item)
            seen.add(name)
    items[:] = [item for item in items if item not in further]
    config.hook.pytest_deselected(items=further)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Take what a test found, in whichever process it ran."""
    if report.when == "teardown":
        for name, found in report.user_properties:
            if name == _FAULT:
                fault, *numbers = found
                _found[fault].append(tuple(numbers))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the table from what was found, if asked to, and not in a worker of xdist."""
    asked = session.config.getoption("write_table", default=False)
    if asked and _found and not hasattr(session.config, "workerinput"):
        write_table(
            {fault: tuple(map(sum, zip(*each, strict=True))) for fault, each in _found.items()}
        )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a small briefing once."""
    root = tmp_path_factory.mktemp("built")
    project = TinyProject(root)
    (project.data / "series").mkdir(parents=True)
    project.notebooks.mkdir()
    for name, content in DATA.items():
        (project.data / name).write_text(content, encoding="utf-8")
    project.chapter(
        "01-barges", *COUNT, parameters=project.common + project.load, claims=["barges-counted"]
    )
    project.chapter("00-summary", *SUMMARY, role="summary", needs=["01-barges"])
    done = Scene(root, root / "temporary").run("build")
    assert done.code == 0, done.complained
    return root


@pytest.fixture(scope="session")
def length(built: Path, tmp_path_factory: pytest.TempPathFactory) -> float:
    """Measure how long a build of it takes in which every chapter runs [seconds]."""
    scene = Scene(built, tmp_path_factory.mktemp("t"))
    started = time.monotonic()
    assert scene.run("build", "--no-cache", "--output", str(built / "measured")).code == 0
    return time.monotonic() - started


@pytest.fixture
def scene(built: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """Give a copy of that briefing, and keep what is found about it for the table."""
    root = tmp_path / "project"
    for part in ("data", "notebooks", "report"):
        shutil.copytree(built / part, root / part)
    scene = Scene(root, tmp_path / "t")
    yield scene
    marker = request.node.get_closest_marker(_FAULT)
    tally = scene.tally
    found = (marker.args[0], tally.cases, len(tally.lost), len(tally.left))
    request.node.user_properties.append((_FAULT, found))
    for pid in scene.processes():
        subprocess.run(["kill", "-KILL", str(pid)], check=False)
