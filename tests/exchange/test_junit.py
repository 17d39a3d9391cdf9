"""All checks as JUnit XML."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from briefing.checking import load_checked
from briefing.errors import BriefingError, NotebookError
from briefing.exchange.junit import Case, Suite, junit_report
from briefing.paths import Project


@pytest.fixture
def small(files):
    """Give the made-up project, with one chapter."""
    files.change("verdicts.csv", 0, verdict="supported").text("scenarios.toml", "")
    project = files.write()
    notebook(project, "01-river.ipynb", "{}")
    return files, project


def notebook(project: Project, name: str, text: str) -> None:
    project.notebooks.mkdir(exist_ok=True)
    (project.notebooks / name).write_text(text, encoding="utf-8")


def report(project, error=None, more=()):
    """Read a report back as another program would."""
    return etree.fromstring(junit_report(project, error, more))


def failing(root):
    return {
        case.get("name"): [failure.text for failure in case.iter("failure")]
        for case in root.iter("testcase")
        if case.find("failure") is not None
    }


def checked(project) -> BriefingError | None:
    try:
        load_checked(project)
    except BriefingError as error:
        return error
    return None


def test_own_project_has_a_case_for_each_claim_and_vintage(project, ledger):
    """Each claim is a case at each vintage, each file of data and each chapter one; all pass."""
    root = report(project)
    names = [case.get("name") for case in root.iter("testcase")]
    assert len(names) == len(set(names))
    assert {f"{claim} ({vintage})" for claim, vintage in ledger.rulings} <= set(names)
    assert {"data/claims.csv", "data/series/places.csv"} <= set(names)
    assert sum(name.endswith(".ipynb") for name in names) == len(list(project.notebooks.iterdir()))
    assert failing(root) == {}
    assert (root.get("tests"), root.get("failures")) == (str(len(names)), "0")


def test_fault_of_an_observation_fails_its_claims(small):
    """A fault fails the file it stands in and each claim that the row bears on."""
    files, _ = small
    files.change("evidence.csv", 0, credibility=9)
    project = files.write()
    found = failing(report(project, checked(project)))
    assert set(found) == {"boats (then)", "boats (now)", "data/evidence.csv"}
    assert "data/evidence.csv:2 (E1) credibility" in found["boats (now)"][0]


def test_fault_of_a_ruling_fails_its_vintage(small):
    """A ruling that the evidence does not bear out fails at its own vintage only."""
    files, _ = small
    files.change("verdicts.csv", 0, verdict="disputed")
    project = files.write()
    notebook(project, "01-river.ipynb", "{}")
    root = report(project, NotebookError("notebooks/01-river.ipynb holds no cells; restore it"))
    found = failing(root)
    assert set(found) == {"boats (then)", "data/verdicts.csv", "notebooks/01-river.ipynb"}
    assert root.find(".//skipped") is None


def test_what_was_not_reached_is_skipped(small):
    """With faulty tables the rulings could not be checked: their cases do not pass."""
    files, _ = small
    files.change("claims.csv", 0, low=500)
    project = files.write()
    root = report(project, checked(project))
    assert {"boats (then)", "boats (now)", "data/claims.csv"} == set(failing(root))
    skipped = {
        case.get("name") for case in root.iter("testcase") if case.find("skipped") is not None
    }
    assert {"beauty (then)", "beauty (now)", "notebooks/01-river.ipynb"} == skipped
    assert root.get("skipped") == "3"


def test_table_that_cannot_be_read(small):
    """A missing or unreadable table is a failure, and the report is written all the same."""
    files, _ = small
    (files.root / "data" / "claims.csv").write_bytes(b"\xff\xfe\x00")
    (files.root / "data" / "origins.csv").unlink()
    project = Project(files.root)
    found = failing(report(project, checked(project)))
    assert {"data/claims.csv", "data/origins.csv"} <= set(found)


def test_error_that_names_no_file_fails_all_chapters(small):
    """An error in chapters that cannot be placed is not lost."""
    _, project = small
    assert set(failing(report(project, NotebookError("two chapters wait for each other")))) == {
        "notebooks/01-river.ipynb"
    }
    (project.notebooks / "01-river.ipynb").unlink()
    assert set(failing(report(project, NotebookError("there is no chapter")))) == {"notebooks/"}


def test_further_checks_can_be_added(small):
    """Checks on a document stand in suites of their own and count."""
    _, project = small
    suite = Suite("lint", (Case("01-river.ipynb", "lint", ("cell 3: 17 has no origin",)),))
    root = report(project, more=[suite])
    assert failing(root) == {"01-river.ipynb": ["cell 3: 17 has no origin"]}
    assert [entry.get("name") for entry in root] == ["claims", "data files", "chapters", "lint"]


@given(st.text())
def test_any_text_is_valid_xml(text):
    """Whatever a table holds, the report can be read, and markup in it is text."""
    suite = Suite(text, (Case(text, text, (text, f"</failure>{text}<b>")),))
    root = report(Project(Path("/nowhere")), more=[suite])
    case = root.find(".//testcase")
    assert len(case) == 2
    assert case[1].text.startswith("</failure>")


def test_hostile_cells(small):
    """Control characters, markup and entities in a cell do no harm."""
    files, _ = small
    files.change("claims.csv", 0, kind="]]>&lol;<x a='\x07\x1b[31m\ufffe'>")
    project = files.write()
    (text, *_) = failing(report(project, checked(project)))["boats (now)"]
    assert "]]>&lol;<x a=" in text
    assert "\x07" not in text
