"""A chapter at work in a real shell; what its cells show is captured as Jupyter would get it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from tests.builders import Files, boats
from traitlets.config import Config

from briefing.notebook import Chapter, use_chapter
from briefing.notebook import session as sessions
from briefing.notebook.cells import Cells
from briefing.notebook.chapter import make_chapter
from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE

PARAMETERS = """\
cutoff: str = "2023-12-31"  # -; 2022-01-01..2023-12-31; last day whose publications count
scenario: str = "central"  # -; central | high; set of assumptions
seed: int = 7  # -; 0..999; seed of every simulation
crew: float = 4.0  # persons/boat; 2..6; sailors on a boat, an assumption
"""

LEXICON = 'lexicon: str = "icd203"  # -; icd203 | phia; whose words of likelihood\n'

Bundles = Callable[..., list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take away what a runner or an earlier test would leave behind."""
    monkeypatch.delenv(RUN_VARIABLE, raising=False)
    monkeypatch.delenv(PROJECT_VARIABLE, raising=False)
    yield
    sessions._open.clear()


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InteractiveShell]:
    """Give a real shell that writes nothing to the user's folders."""
    config = Config()
    config.HistoryManager.enabled = False
    folder = str(tmp_path_factory.mktemp("ipython"))
    made = InteractiveShell.instance(config=config, ipython_dir=folder)
    yield made
    InteractiveShell.clear_instance()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give a project on boats: one count in June 2022, a second one in 2023, a finding in words."""
    files = boats(tmp_path).words()
    files.seen(
        "E2", "boats:measure", "survey", low=118, central=125, high=130,
        as_of="2023-02", published="2023-03",
    )  # fmt: skip
    files.seen("E3", "beauty:supports", "club", as_of="")
    files.source("almanac", "2023-05-01")
    files.add(
        "events.csv",
        id="regatta",
        date="2022-04",
        lane="sport",
        title="The first regatta",
        source="almanac",
    )
    for vintage in ("then", "now"):
        files.ruling("boats", vintage, "supported", evidence="E1")
    files.text(
        "series/flow.csv",
        "month,boats_count,source\n2022-05,3,paper-e1\n2022-06,4,paper-e2\n2023-12,9,paper-e1\n",
    )
    return files


Opener = Callable[..., Chapter]


@pytest.fixture
def opened(files: Files, shell: InteractiveShell) -> Opener:
    """Give a function that opens the chapter with some parameters at other values."""

    def open_with(name: str = "01-boats", *, declaring: str = "", **values: Any) -> Chapter:
        given = (f"{key} = {value!r}" for key, value in values.items())
        cells = Cells((PARAMETERS + declaring, *given), values)
        chapter = make_chapter(name, cells, files.write())
        use_chapter(chapter)
        return chapter

    return open_with


@pytest.fixture
def chapter(opened: Opener) -> Chapter:
    """Give the chapter opened with its defaults."""
    return opened()


@pytest.fixture
def shown(shell: InteractiveShell) -> Bundles:
    """Give a function that calls another and returns the bundles it displays."""

    def call(function: Callable[..., Any], *args: Any, **more: Any) -> list[dict[str, Any]]:
        with capture_output() as captured:
            function(*args, **more)
        assert (captured.stdout, captured.stderr) == ("", "")
        return [output.data for output in captured.outputs]

    return call
