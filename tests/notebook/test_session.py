"""A chapter opened by the cells of a real shell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from tests.builders import Files
from tests.notebook.conftest import PARAMETERS

from briefing import media
from briefing.errors import BriefingError, DataError, NotebookError, ParameterError
from briefing.notebook import Chapter, current_chapter, use_chapter
from briefing.paths import PROJECT_VARIABLE

OPEN = "from briefing.notebook import open_chapter, say\nchapter = open_chapter('01-boats')"


class Notebook:
    """Runs cells one after the other, as a kernel does."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell

    def run(self, *cells: str) -> list[dict[str, Any]]:
        """Run cells and give what they display; an error in a cell is raised here."""
        with capture_output() as captured:
            for cell in cells:
                self.shell.run_cell(cell, store_history=True).raise_error()
        return [output.data for output in captured.outputs]


@pytest.fixture
def notebook(files: Files, shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    """Give a fresh notebook of the made-up project."""
    monkeypatch.setenv(PROJECT_VARIABLE, str(files.write().root))
    # A failed cell would print its traceback into the report of the tests.
    monkeypatch.setattr(shell, "showtraceback", lambda *_, **__: None)
    shell.reset()
    return Notebook(shell)


def test_cells_declare_open_and_say(notebook: Notebook) -> None:
    """The parameters cell, the opening and a sentence work as in a kernel."""
    record, sentence = notebook.run(
        PARAMETERS, OPEN, "say('The club saw {n:bare}.', n=chapter.value('E1'))"
    )
    assert record[media.CHAPTER] == {
        "chapter": "01-boats",
        "parameters": {
            "cutoff": {
                "value": "2023-12-31", "unit": "", "default": "2023-12-31",
                "help": "last day whose publications count",
            },
            "scenario": {
                "value": "central", "unit": "", "default": "central", "help": "set of assumptions",
            },
            "seed": {"value": 7, "unit": "", "default": 7, "help": "seed of every simulation"},
            "crew": {
                "value": 4.0, "unit": "persons/boat", "default": 4.0,
                "help": "sailors on a boat, an assumption",
            },
        },
        "cutoff": "2023-12-31",
        "scenario": "central",
        "seed": 7,
    }  # fmt: skip
    assert set(record) == {"text/plain", media.CHAPTER}
    assert record["text/plain"] == "01-boats opened with defaults"
    assert sentence["text/markdown"] == "The club saw 110."


def test_an_injected_cell_counts(notebook: Notebook) -> None:
    """The cell that papermill puts after the parameters sets them."""
    record, *rest = notebook.run(
        PARAMETERS,
        "# Parameters\ncutoff = '2022-12-31'\ncrew = 5\n",
        OPEN,
        "say('{n}', n=chapter.value('E2'))",
    )
    assert record[media.CHAPTER]["cutoff"] == "2022-12-31"
    assert record[media.CHAPTER]["parameters"]["crew"]["value"] == 5.0
    assert record["text/plain"] == "01-boats opened with cutoff = 2022-12-31, crew = 5.0"
    assert rest == []


def test_a_corrected_cell_can_be_run_again(notebook: Notebook) -> None:
    """An analyst who mends the parameters need not restart the kernel."""
    faulty = PARAMETERS.replace("crew: float = 4.0", "crew: float = 40.0")
    with pytest.raises(ParameterError, match=r"parameter crew is 40\.0, but must be 2 to 6"):
        notebook.run(faulty, OPEN)
    (record,) = notebook.run(PARAMETERS, OPEN)
    assert record[media.CHAPTER]["parameters"]["crew"]["value"] == 4.0


def test_a_chapter_opened_again_starts_anew(notebook: Notebook) -> None:
    """What was recorded before does not stand in the way of a rerun."""
    filing = (
        "from briefing.notebook import record\n"
        "_ = record('boats.count', chapter.value('E1'), how='read')"
    )
    notebook.run(PARAMETERS, OPEN, filing)
    with pytest.raises(NotebookError, match=r"boats\.count is recorded already"):
        notebook.run(filing)
    notebook.run(OPEN, filing)


def test_a_chapter_without_parameters_is_refused(notebook: Notebook) -> None:
    """Without the parameters cell there is no cut-off to look from."""
    with pytest.raises(
        ParameterError, match=r"^01-boats: the parameters cell does not declare cut"
    ):
        notebook.run(OPEN)


def test_a_cell_with_a_bare_number_fails(notebook: Notebook) -> None:
    """The error of a cell is one that names the field."""
    with pytest.raises(BriefingError, match=r"field \{n\} holds 110, which has no origin"):
        notebook.run(PARAMETERS, OPEN, "say('The club saw {n}.', n=110)")


def test_faulty_data_is_told_in_the_cell(files: Files, notebook: Notebook) -> None:
    """Opening a chapter checks the data first."""
    files.change("evidence.csv", credibility=9).write()
    with pytest.raises(DataError, match=r"data/evidence\.csv:2 \(E1\) credibility"):
        notebook.run(PARAMETERS, OPEN)


def test_one_chapter_is_open_at_a_time(notebook: Notebook, chapter: Chapter) -> None:
    """The chapter opened last is the one that cells speak for."""
    assert current_chapter() is chapter
    notebook.run(PARAMETERS, OPEN)
    assert current_chapter() is not chapter
    use_chapter(chapter)
    assert current_chapter() is chapter


def test_no_project_is_told(
    notebook: Notebook, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Outside a project the message says what was looked for."""
    elsewhere: Path = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.setenv(PROJECT_VARIABLE, str(elsewhere))
    with pytest.raises(BriefingError, match=r"no project found in .*: expected a folder with"):
        notebook.run(PARAMETERS, OPEN)
