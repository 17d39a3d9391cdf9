"""Nothing of the user, of the machine or of its secrets is handed out."""

from __future__ import annotations

import json
import socket

import pytest
from tests.conftest import COMMON, LOAD
from tests.safety.conftest import Apart, Home, make_home
from tests.safety.markers import SECRETS, leaks
from tests.safety.unrolling import unroll_folder

from briefing.preview.failures import describe_failure


def test_nothing_private_is_handed_out(home: Home) -> None:
    """No file of a build, and none of its cache, holds a name, path, variable or token."""
    extra = [str(home.folder), str(home.project.root), f"{socket.gethostname()}:"]
    for folder in (home.project.output, home.project.root / "report" / ".cache"):
        found = list(unroll_folder(folder))
        assert len(found) > 1
        assert leaks(found, extra) == []


def test_nothing_of_another_machine(apart: Apart) -> None:
    """The name of the machine is handed out no more than that of its user."""
    assert leaks(unroll_folder(apart.output), [str(apart.home.folder)]) == []


def test_printed_paths_are_shortened(home: Home) -> None:
    """A path that a cell prints in passing is shown from the project or from the home."""
    notebook = (home.project.output / "notebooks" / "01-barges.ipynb").read_text()
    assert "./notebooks ~/notes.txt" in notebook
    assert "'./notebooks/boats.csv'" in notebook


OPEN = "import os\nfrom briefing.notebook import open_chapter, say\nopen_chapter({!r})"
SHOW = "from IPython.display import HTML, SVG, display\n"
PLANTING = {
    "01-printed": ("print(os.environ['GITHUB_TOKEN'])", "GITHUB_TOKEN"),
    "02-environment": ("print(dict(os.environ))", "the value of the environment variable"),
    "03-result": ("os.environ['SIGNED_TOKEN']", "SIGNED_TOKEN"),
    "04-raised": (
        "raise ValueError(os.environ['SLACK_BOT_TOKEN'] + ' in ' + os.path.expanduser('~/x'))",
        "raised ValueError: [withheld] in ~/x",
    ),
    "05-html": (f"{SHOW}HTML(f'<p>{{os.path.expanduser(\"~\")}}</p>')", "the path of the home"),
    "06-drawn": (
        f"{SHOW}display({{'image/svg+xml': '<svg>' + os.getcwd() + '</svg>'}}, raw=True)",
        "the path of the project",
    ),
    "07-pasted": (f"key = {SECRETS['AWS_ACCESS_KEY_ID']!r}", "AWS_ACCESS_KEY_ID"),
    "08-killed": (
        "print(os.environ['DATABASE_DSN'], flush=True)\nos._exit(3)",
        "exited with code 3",
    ),
}
"""By chapter: a cell that gives something away, and what is said of it."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, str]:
    """Give a project in which every chapter gives something away, and what a build of it says."""
    made = make_home(tmp_path_factory.mktemp("planted"))
    for name, (cell, _) in PLANTING.items():
        made.project.chapter(name, OPEN.format(name), cell, parameters=COMMON + LOAD)
    done = made.build()
    assert done.returncode == 5
    return made, done.stdout + done.stderr


@pytest.mark.parametrize("chapter", PLANTING)
def test_planted_secret_is_caught(chapter: str, planted: tuple[Home, str]) -> None:
    """A chapter that gives something away fails, with its name, its cell and what it was."""
    _, told = planted
    (said,) = [
        part for part in told.split("notebooks/") if part.startswith(f"{chapter}.ipynb cell")
    ]
    assert said.startswith(f"{chapter}.ipynb cell 4 ")
    assert PLANTING[chapter][1] in said


def test_what_is_said_of_it_gives_nothing_away(planted: tuple[Home, str]) -> None:
    """The message names no secret, and neither does what is kept, nor the page of the preview."""
    made, told = planted
    extra = [str(made.folder)]
    failed = made.project.root / "report" / "output-failed"
    assert len(list(failed.glob("*.ipynb"))) == len(PLANTING)
    page = json.dumps(describe_failure(ValueError(), failed))
    places = [("message", told), ("page", page), *unroll_folder(failed)]
    assert leaks(places, extra) == []
    assert not made.project.output.exists()


def test_nothing_planted_is_cached(planted: tuple[Home, str]) -> None:
    """What was refused is not kept for the next build."""
    made, _ = planted
    cached = made.project.root / "report" / ".cache"
    assert leaks(unroll_folder(cached), [str(made.folder)]) == []
