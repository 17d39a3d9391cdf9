"""A project in a home with names that occur nowhere else, and builds of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import COMMON, DATA, LOAD, TinyProject
from tests.safety.isolation import isolated
from tests.safety.markers import HARMLESS, PROJECT, SECRETS, USER

from briefing.export.fonts import CACHE_VARIABLE, cache_folder

COUNT = (
    "import os\n"
    "import pandas as pd\n"
    "from briefing.charts import draw_series\n"
    "from briefing.notebook import open_chapter, record, say, show\n"
    'chapter = open_chapter("01-barges")',
    'claimed, load = chapter.claimed("barges-counted"), chapter.parameter("load")\n'
    'say("The office counted {claimed}; the lock keeper {seen}. A barge carries {load}.",\n'
    '    claimed=claimed, seen=chapter.value("E1"), load=load)\n'
    'record("barges.claimed", claimed, how="as claimed", claims=["barges-counted"]);',
    "# What chapters print in passing names files, here and in the home\n"
    "print(os.getcwd(), os.path.expanduser('~/notes.txt'))\n"
    "os.path.abspath('boats.csv')",
)
CHART = (
    'frame = pd.DataFrame({"date": ["2021-07-01", "2021-08-01"], "value": [41.0, 41.0],\n'
    '                      "series": "Barges", "publisher": "Lock keeper"})\n'
    'show(draw_series(frame, label="fig-barges", headline="Barges passed the lock",\n'
    '                 subtitle="Persons", quantity="Passed", unit="persons",\n'
    '                 origins=["evidence:E1"]))'
)

# ipykernel asks for an event loop in a way that Python deprecates and tornado provides for.
STRICT = "error,ignore:There is no current event loop:DeprecationWarning"

WATCHING = """\
import os, sys

def note(*words):
    with open(os.environ["ZQ_WATCH"], "a") as log:
        print(*words, file=log)

def hook(event, arguments):
    if event == "socket.connect":
        note("connect", arguments[0].family.name, repr(arguments[1]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        note("name", repr(arguments[0]))

note("watching", os.getpid())
sys.addaudithook(hook)
"""


@dataclass(frozen=True)
class Home:
    """A home folder with a project in it.

    Attributes
    ----------
    folder : Path
        The home.
    project : TinyProject
        In it.
    """

    folder: Path
    project: TinyProject

    def environment(self, **more: str) -> dict[str, str]:
        """Give the variables of a process of this user, with something to give away."""
        # Cutting fonts takes seconds, and a new home has none that are cut already.
        cache = {CACHE_VARIABLE: str(cache_folder().parent)}
        return {**os.environ, **cache, "HOME": str(self.folder), **HARMLESS, **SECRETS, **more}

    def build(
        self, *options: str, apart: bool = False, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run ``briefing build`` in the project; `apart` from every network."""
        command = [sys.executable, "-m", "briefing", "build", *options]
        return subprocess.run(
            isolated(*command) if apart else command,
            cwd=self.project.root,
            env=dict(environment or self.environment()),
            capture_output=True,
            text=True,
            check=False,
        )


def make_home(folder: Path) -> Home:
    """Make a home, with a project that has no chapter yet."""
    home = folder / USER
    project = TinyProject(home / "briefings" / PROJECT)
    (project.data / "series").mkdir(parents=True)
    project.notebooks.mkdir()
    for name, content in DATA.items():
        (project.data / name).write_text(content, encoding="utf-8")
    return Home(home, project)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Give a home whose project was built; it is not to be changed."""
    made = make_home(tmp_path_factory.mktemp("homes"))
    made.project.chapter(
        "01-barges", *COUNT, CHART, parameters=COMMON + LOAD, claims=["barges-counted"]
    )
    done = made.build()
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def empty_home(tmp_path: Path) -> Home:
    """Give a home for chapters of the test's own."""
    return make_home(tmp_path)


@dataclass(frozen=True)
class Apart:
    """A build without a network, of a copy in another home, and under a strict interpreter.

    Attributes
    ----------
    home : Home
        Where it was made.
    output : Path
        What it made.
    log : str
        What the interpreters noted: that they watch, and each address that was sought.
    """

    home: Home
    output: Path
    log: str


@pytest.fixture(scope="session")
def apart(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Apart:
    """Give a build of the same project, made elsewhere and without a network."""
    folder = tmp_path_factory.mktemp("apart")
    project = TinyProject(folder / "elsewhere" / "work")
    for name in ("data", "notebooks"):
        shutil.copytree(home.project.root / name, project.root / name)
    (folder / "sitecustomize.py").write_text(WATCHING)
    log = folder / "log.txt"
    other = Home(folder / "elsewhere", project)
    done = other.build(
        apart=True,
        environment=other.environment(
            PYTHONPATH=str(folder), PYTHONWARNINGS=STRICT, ZQ_WATCH=str(log)
        ),
    )
    assert done.returncode == 0, done.stderr
    return Apart(other, project.output, log.read_text())
