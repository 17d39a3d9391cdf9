"""Executed notebooks are joined only if they ran from top to bottom without an error."""

from __future__ import annotations

import json
from types import ModuleType

import nbformat
import pytest
from nbformat.v4 import new_output

from briefing.document import merge_notebooks
from briefing.document.merge import chapter_id
from briefing.errors import DocumentError


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("01-troops.ipynb", "troops"),
        ("notebooks/00-summary.ipynb", "summary"),
        ("90-ledger", "ledger"),
        ("My Analysis 2.ipynb", "my-analysis-2"),
        ("2024.ipynb", "2024"),
        ("한국.ipynb", "notebook"),
    ],
)
def test_chapter_ids_come_from_file_names(name: str, expected: str) -> None:
    """A chapter is called by its file name without folder, number and ending."""
    assert chapter_id(name) == expected


def test_merged_notebook_is_an_ordinary_one(sample: ModuleType) -> None:
    """The merged notebook is valid, and each cell knows its chapter and place."""
    merged = merge_notebooks(sample.notebooks(), sample.META)
    nbformat.validate(merged)
    assert [c["id"] for c in merged.metadata.briefing.chapters] == [
        "summary",
        "upper",
        "lower",
        "ledger",
    ]
    assert merged.cells[0].metadata.briefing == {
        "chapter": "summary",
        "place": "00-summary.ipynb, cell 1",
        "cell": "c0",
    }
    assert merged.cells[0].id == "summary-001"


def test_what_differs_between_runs_stays_behind(sample: ModuleType) -> None:
    """Papermill's paths and times do not reach the merged notebook."""

    def executed(stamp: str) -> nbformat.NotebookNode:
        nb = sample.notebook("# T", [sample.prose("x")], [sample.prose("y")])
        nb.metadata["papermill"] = {"input_path": f"/tmp/{stamp}", "start_time": stamp}
        for cell in nb.cells:
            cell.metadata["papermill"] = {"duration": stamp}
            cell.metadata["execution"] = {"iopub.execute_input": stamp}
        return nb

    one, other = (merge_notebooks([("01-a.ipynb", executed(s))], {"title": "T"}) for s in "ab")
    assert json.dumps(one) == json.dumps(other)
    assert "/tmp/" not in json.dumps(one)


def test_injected_cell_takes_no_number(sample: ModuleType) -> None:
    """Cells are counted as in the stored notebook, where the injected cell does not exist."""
    nb = sample.notebook("# T", [], [], "text")
    nb.cells[2].metadata["tags"] = ["injected-parameters"]
    merged = merge_notebooks([("01-a.ipynb", nb)], {"title": "T"})
    assert [cell.metadata.briefing.place.split(", ")[1] for cell in merged.cells] == [
        "cell 1",
        "cell 2",
        "injected parameters",
        "cell 3",
    ]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((1, None, 3), "01-a.ipynb, cell 3 was not run, expected number 2"),
        ((1, 3, 4), "cell 3 ran as number 3, expected number 2"),
        ((2, 3, 4), "cell 2 ran as number 2, expected number 1"),
        ((1, 1, 2), "cell 3 ran as number 1, expected number 2"),
    ],
)
def test_cells_must_have_run_in_order(
    sample: ModuleType, counts: tuple[int | None, ...], words: str
) -> None:
    """Execution counts run 1, 2, 3 without a gap, or the notebook is refused."""
    nb = sample.notebook("# T", [], [], [])
    for cell, count in zip(nb.cells[1:], counts, strict=True):
        cell.execution_count = count
    with pytest.raises(DocumentError, match=words):
        merge_notebooks([("01-a.ipynb", nb)], {"title": "T"})


def test_empty_code_cells_do_not_count(sample: ModuleType) -> None:
    """A code cell without code is never run and breaks no sequence."""
    nb = sample.notebook("# T", [], [], [])
    nb.cells[2].source, nb.cells[2].execution_count = " \n", None
    nb.cells[3].execution_count = 2
    merge_notebooks([("01-a.ipynb", nb)], {"title": "T"})


def test_an_error_output_is_refused(sample: ModuleType) -> None:
    """A notebook that holds an error is refused, naming notebook and cell."""
    error = new_output("error", ename="ZeroDivisionError", evalue="by zero", traceback=[])
    nb = sample.notebook("# T", [], [error])
    words = "01-a.ipynb, cell 3 ended in an error: ZeroDivisionError: by zero"
    with pytest.raises(DocumentError, match=words):
        merge_notebooks([("01-a.ipynb", nb)], {"title": "T"})


def test_chapters_are_told_apart(sample: ModuleType) -> None:
    """Two files that make the same chapter, an unknown role and no file at all are refused."""
    nb = sample.notebook("# T")
    with pytest.raises(DocumentError, match=r"2-a.ipynb and 1-a.ipynb both make the chapter 'a'"):
        merge_notebooks([("1-a.ipynb", nb), ("2-a.ipynb", nb)], {"title": "T"})
    with pytest.raises(DocumentError, match="role is 'intro'; choose from summary, chapter"):
        merge_notebooks([("1-a.ipynb", sample.notebook("# T", role="intro"))], {"title": "T"})
    with pytest.raises(DocumentError, match="there is no notebook"):
        merge_notebooks([], {"title": "T"})
