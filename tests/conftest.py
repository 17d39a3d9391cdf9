"""A whole project in miniature, for tests that run chapters or build a briefing, and a browser."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.paths import Project
from briefing.run import warm
from briefing.run.surroundings import FIXED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]

DATA = {
    "claims.csv": (
        "id,paragraph,topic,statement,kind,quantity,trend,low,high,unit,as_of,attributed_to,"
        "origin,as_written\n"
        "barges-counted,1,barges,About 40 barges passed,quantity,barges_passed,cumulative,38,42,"
        "persons,2021-09-01,The harbour office,harbour,about 40\n"
    ),
    "origins.csv": "id,name,family,note\nharbour,Harbour office,harbour,\nlock,Lock keeper,lock,\n",
    "sources.csv": (
        "id,publisher,title,url,published,accessed,class,read,reliability,licence\n"
        "lock-book,Lock keeper,Book of the lock,https://example.org/lock,2021-09-02,2022-01-05,"
        "official,direct,A,\n"
    ),
    "evidence.csv": (
        "id,claims,source,origin,finding,quantity,low,central,high,unit,as_of,credibility,note\n"
        "E1,barges-counted:measure,lock-book,lock,The lock keeper counted 41 barges.,"
        "barges_passed,,41,,persons,2021-09-01,1,\n"
    ),
    "verdicts.csv": (
        "claim,vintage,verdict,confidence,grounds,reason,evidence,would_change,override\n"
        "barges-counted,then,supported,high,One count.,The counts agree.,E1,Another count.,\n"
        "barges-counted,now,supported,high,One count.,The counts agree.,E1,Another count.,\n"
    ),
    "events.csv": "id,date,lane,title,source,claims\n",
    "scenarios.toml": (
        '[central]\ntitle = "As counted"\n[central.parameters]\nload = 300.0\n'
        '[low]\ntitle = "Half empty"\n[low.parameters]\nload = 150.0\n'
    ),
    "briefing.toml": (
        '[document]\ntitle = "How many barges?"\nsubtitle = "A count"\nkicker = "Briefing"\n'
        'authors = ["The counters"]\nlicence = "CC BY 4.0"\nlanguage = "en-GB"\n'
        '[article]\ntitle = "Forty barges"\nwritten = "September 2021"\n'
        "[vintages]\nthen = 2021-09-30\nnow = 2022-09-30\n"
        '[vintages.labels]\nthen = "September 2021"\nnow = "September 2022"\n'
    ),
}

COMMON = """\
cutoff: str = "2022-09-30"  # -; 2021-01-01..2022-12-31; last day whose reports count
scenario: str = "central"  # -; central | low; named set of values
seed: int = 1  # -; 0..999; start of the random numbers"""

LOAD = "\nload: float = 300.0  # ratio; 100..500; what a barge carries"


# What a build does by itself, before `one_warm_process` takes its place.
_start_own = warm.Starting.start


@dataclass(frozen=True)
class TinyProject(Project):
    """A project on disk whose chapters a test writes itself."""

    common = COMMON
    load = LOAD

    def chapter(
        self, name: str, *cells: str, parameters: str | None = COMMON, **briefing: Any
    ) -> Path:
        """Write a chapter: a title, a question, the parameters cell, then code cells."""
        title = name.partition("-")[2].capitalize()
        stored = [_markdown(f"# {title}\n\n> What of {title.lower()}?")]
        if parameters is not None:
            stored.append(_code(parameters, "parameters"))
        stored += [_code(source) for source in cells]
        for number, cell in enumerate(stored):
            cell["id"] = f"cell-{number}"
        notebook = {
            "cells": stored,
            "metadata": {
                "briefing": briefing,
                "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                "language_info": {"name": "python"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path = self.notebooks / f"{name}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path


def _code(source: str, *tags: str) -> dict[str, Any]:
    metadata = {"tags": list(tags)} if tags else {}
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def write_tiny(root: Path) -> TinyProject:
    """Write a project with sound data and no chapter; its files, where there is one already."""
    project = TinyProject(root)
    (project.data / "series").mkdir(parents=True, exist_ok=True)
    project.notebooks.mkdir(exist_ok=True)
    for name, content in DATA.items():
        (project.data / name).write_text(content, encoding="utf-8")
    return project


@pytest.fixture
def tiny(tmp_path: Path) -> TinyProject:
    """Give a project with sound data and no chapter."""
    return write_tiny(tmp_path / "project")


@pytest.fixture(scope="session", autouse=True)
def one_warm_process() -> Iterator[None]:
    """Fork the kernels of all builds that run in this process from one warm process.

    A build by itself warms up a process of its own; hundreds of small ones would do little else.
    """
    # As it is before any test changes it: kernels that are to see another start by themselves.
    environment = {**os.environ, **FIXED}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warm.Starting, "start", lambda starting: warm.warm_of_process(environment))
        # pytest writes into its environment which test it is at.
        patch.setattr(warm, "_FREE", (*warm._FREE, "PYTEST_"))
        yield


@pytest.fixture
def own_warm_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each build of this test warm up a process of its own, as a build does by itself."""
    monkeypatch.setattr(warm.Starting, "start", _start_own)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a headless Chromium; without one, skip, or fail where CI must have it."""
    # Imported here, as most tests need no browser.
    from playwright.sync_api import Error, sync_playwright

    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = "no Chromium on this machine; install the package chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        except Error as error:
            pytest.fail(f"Chromium at {found} does not start: {error}")
        yield started
        started.close()
