"""The chapters, executed a few times each session through the project's own runner."""

from __future__ import annotations

import csv
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.chapters.facts import ROOT, Facts
from tests.chapters.reading import Edition

EDITIONS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # Name: values given, chapters asked for (none: all).
    "central": ((), ()),
    "early": (("cutoff=2024-11-30", "scenario=low", "rotation_per_month=2000"), ()),
    "high": (("scenario=high",), ("shells",)),
    "varied": (("rotation_per_month=2000", "seed=7"), ("troops", "shells")),
    "between": (("cutoff=2025-04-30",), ("summary",)),
    "edited": ((), ("summary",)),
}

# Rows changed in the copy that the edition "edited" is made from.
EDITS = {"A085": {"low": "26500"}, "A210b": {"central": "2542"}}

_PATIENCE = 900.0


def copy_project(target: Path, edits: Mapping[str, Mapping[str, str]] | None = None) -> Path:
    """Copy data and chapters, with some rows of evidence changed."""
    for folder in ("data", "notebooks"):
        shutil.copytree(
            ROOT / folder, target / folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
        )
    if edits:
        path = target / "data" / "evidence.csv"
        rows = Facts(target).table("evidence")
        for row in rows:
            row.update(edits.get(row["id"], {}))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return target


def run_editions(folder: Path) -> None:
    """Execute every edition, two at a time, and write the notebooks to the folder."""
    from briefing.paths import Project
    from briefing.planning import Request, plan_build
    from briefing.run.observer import Observer
    from briefing.run.parameters import read_given
    from briefing.run.session import run_chapters
    from briefing.run.surroundings import kernel_environment
    from briefing.run.warm import WarmKernels, warm_kernels

    edited = copy_project(folder / "project", EDITS)

    def run(name: str, warm: WarmKernels | None) -> None:
        given, only = EDITIONS[name]
        project = Project(edited if name == "edited" else ROOT)
        plan = plan_build(project, Request(read_given(given), only=only))
        executed = run_chapters(
            project,
            plan.chapters,
            plan.values,
            run_folder=folder / name,
            half_run=folder / name / "failed",
            jobs=2,
            observer=Observer(),
            warm=warm,
        )
        (folder / f"{name}.json").write_text(json.dumps(executed), encoding="utf-8")

    with (
        warm_kernels(kernel_environment(Project(ROOT), folder)) as warm,
        ThreadPoolExecutor(2) as executor,
    ):
        for done in [executor.submit(run, name, warm) for name in EDITIONS]:
            done.result()


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Make a folder once, however many workers ask for it; the others wait.

    Parameters
    ----------
    folder : Path
        What is made.
    make : callable
        Fills it.
    """
    done, failed = folder.with_suffix(".done"), folder.with_suffix(".failed")
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + _PATIENCE
        while not done.exists():
            if failed.exists() or time.monotonic() > deadline:
                reason = failed.read_text(encoding="utf-8") if failed.exists() else "time is up"
                pytest.fail(f"another worker could not run the chapters: {reason}")
            time.sleep(0.1)
        return folder
    try:
        make(folder)
    except BaseException as error:
        failed.write_text(f"{type(error).__name__}: {error}", encoding="utf-8")
        raise
    done.touch()
    return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that all workers of this session share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def editions(shared: Path) -> Callable[[str], Edition]:
    """Give a function from the name of an edition to what its chapters tell."""
    folder = once(shared / "chapters", run_editions)
    read: dict[str, Edition] = {}

    def edition(name: str) -> Edition:
        if name not in read:
            notebooks: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
            read[name] = Edition(notebooks)
        return read[name]

    return edition


@pytest.fixture(scope="session")
def central(editions: Callable[[str], Edition]) -> Edition:
    """All chapters on their defaults."""
    return editions("central")


@pytest.fixture(scope="session")
def early(editions: Callable[[str], Edition]) -> Edition:
    """All chapters as known when the article was written, in the scenario `low`."""
    return editions("early")


@pytest.fixture(scope="session", params=["central", "early"])
def edition(request: pytest.FixtureRequest, editions: Callable[[str], Edition]) -> Edition:
    """Either of the two full editions."""
    return editions(request.param)


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The tables of the project."""
    return Facts(ROOT)
