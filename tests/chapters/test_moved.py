"""A parameter that moves nothing would be a promise not kept: every declared one is moved."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.chapters.conftest import copy_project, once
from tests.chapters.facts import ROOT
from tests.chapters.reading import Edition, plain

from briefing import media
from briefing.notebook.parameters import COMMON
from briefing.paths import Project
from briefing.planning import Request, plan_build
from briefing.run.cache import Cache
from briefing.run.chapters import find_chapter, find_chapters, select_chapters
from briefing.run.inputs import Inputs
from briefing.run.observer import Observer
from briefing.run.parameters import read_given
from briefing.run.reuse import Reuse
from briefing.run.session import run_chapters
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import WarmKernels, warm_kernels

OUTLOOK = "09-outlook"
CHAPTERS = find_chapters(Project(ROOT))

# At the ends of what is declared, where a formula that divides or a word that is chosen may fail.
MOVED: Mapping[str, str] = {
    "cutoff": "2024-11-30",
    "scenario": "low",
    "seed": "7",
    "lexicon": "phia",
    "horizon": "3",
    "rotation_per_month": "5000",
    "losses_per_month": "0",
    "deliveries_per_month": "0",
    "russian_output": "6000000",
}

# Two of which one moves troops and the other shells share a run; their findings are apart.
SHARED: Mapping[str, str] = {
    "deliveries_per_month": "rotation_per_month",
    "russian_output": "losses_per_month",
}


def run_moved(folder: Path) -> None:
    """Execute the outlook once with each parameter moved, and what it needs once for all."""
    project = Project(copy_project(folder / "project"))
    cache, inputs = Cache(project), Inputs(project)

    def run(name: str, given: Mapping[str, str], warm: WarmKernels | None) -> None:
        # In this chapter alone: what the others would find with it is another matter.
        texts = [f"{OUTLOOK}:{key}={value}" for key, value in given.items()]
        plan = plan_build(project, Request(read_given(texts), only=("outlook",)))
        executed = run_chapters(
            project,
            plan.chapters,
            plan.values,
            run_folder=folder / name,
            half_run=folder / name / "failed",
            jobs=1,
            observer=Observer(),
            warm=warm,
            reuse=Reuse(cache, inputs, plan.chapters, plan.values),
        )
        (folder / f"{name}.json").write_text(json.dumps({OUTLOOK: executed[OUTLOOK]}), "utf-8")

    cases: dict[str, dict[str, str]] = {"chosen": {"scenario": "high", "rotation_per_month": "600"}}
    for name, value in MOVED.items():
        cases.setdefault(SHARED.get(name, name), {})[name] = value
    with (
        warm_kernels(kernel_environment(project, folder)) as warm,
        ThreadPoolExecutor(2) as executor,
    ):
        # The first leaves what the others need in the cache.
        run("chosen", cases.pop("chosen"), warm)
        for done in [executor.submit(run, *case, warm) for case in cases.items()]:
            done.result()


@pytest.fixture(scope="session")
def moved(shared: Path, central: Edition) -> Callable[[str], Edition]:
    """Give a function from what was moved to what the outlook then tells."""
    folder = once(shared / "moved", run_moved)

    def edition(name: str) -> Edition:
        if name == "nothing":
            return Edition({OUTLOOK: central.notebooks[OUTLOOK]})
        path = folder / f"{SHARED.get(name, name)}.json"
        return Edition(json.loads(path.read_text("utf-8")))

    return edition


def told(edition: Edition) -> list[Any]:
    """Give findings by value, and sentences as the reader sees them."""
    return [
        item.content["value"] if item.kind == media.FINDING else plain(item.content["pieces"])
        for item in edition.told
        if item.kind in (media.FINDING, media.PROSE)
    ]


def test_every_parameter_is_moved() -> None:
    """The list above has each parameter that the outlook declares, and no other."""
    assert set(MOVED) == set(find_chapter(CHAPTERS, OUTLOOK).parameters)


@pytest.mark.parametrize("name", MOVED)
def test_a_moved_parameter_changes_what_the_outlook_says(
    moved: Callable[[str], Edition], name: str
) -> None:
    """Each parameter of the outlook changes a finding or a sentence of it."""
    assert told(moved(name)) != told(moved("nothing"))


@pytest.mark.parametrize(
    ("name", "finding", "value"),
    [
        ("rotation_per_month", "troops-central", (59_000, 60_000)),
        ("losses_per_month", "troops-central", (23_000, 24_000)),
        ("deliveries_per_month", "share-central", (0, 0)),
        ("russian_output", "share-central", (100 / 3, 100 / 3)),
        ("horizon", "troops-high", (14_000, 15_000)),
    ],
)
def test_the_chosen_scenario_follows(
    moved: Callable[[str], Edition], name: str, finding: str, value: tuple[float, float]
) -> None:
    """A value that was passed stands in the scenario that is chosen."""
    assert moved(name).range_of(f"outlook.{finding}") == pytest.approx(value)


@pytest.mark.parametrize("name", ["rotation_per_month", "deliveries_per_month"])
def test_the_other_scenarios_stay(moved: Callable[[str], Edition], name: str) -> None:
    """What was not chosen is what the file says, whatever was passed."""
    for finding, entry in moved("nothing").findings.items():
        if finding.endswith(("-low", "-high")):
            assert moved(name).findings[finding]["value"] == entry["value"], finding


def test_a_passed_value_wins_over_the_scenarios(moved: Callable[[str], Edition]) -> None:
    """What was passed stands beside the other values of its scenario, and the table says so."""
    edition = moved("chosen")
    # The high scenario loses 2,000 a month.
    assert edition.range_of("outlook.troops-high") == (0, 0)
    assert edition.range_of("outlook.troops-central") == (11_000, 12_000)
    heads = [column["name"] for column in edition.tables["tbl-outlook-scenarios"]["columns"]]
    assert heads == ["", "Low", "Central", "High, changed"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing", "stays at 11,000 to 12,000 in the central"),
        ("rotation_per_month", "grows to 59,000 to 60,000 in the central"),
        ("chosen", "shrinks to 0 in the high"),
        ("nothing", "nearest to the central scenario"),
        ("rotation_per_month", "nearest to the low scenario"),
    ],
)
def test_words_follow_the_rates(moved: Callable[[str], Edition], name: str, words: str) -> None:
    """Which way the contingent goes, and which scenario is nearest, is said as it was computed."""
    assert any(words in text for text in told(moved(name)) if isinstance(text, str))


@pytest.mark.parametrize(
    ("chapter", "name"),
    [(c.id, name) for c in CHAPTERS for name in c.parameters if name not in (*COMMON, "lexicon")],
)
def test_every_number_of_a_chapter_is_used(central: Edition, chapter: str, name: str) -> None:
    """A number that a chapter declares is what some finding, sentence, chart or table rests on."""
    needing = {c.id for c in CHAPTERS if chapter in select_ids(c.id)}
    resting = [item for item in central.told if item.chapter in needing]
    assert any(f"parameter:{chapter}/{name}" in central.roots(item.origins) for item in resting)


def select_ids(chapter: str) -> set[str]:
    """Give a chapter and those that it needs."""
    return {each.id for each in select_chapters(CHAPTERS, [chapter])}
