"""What a build says of itself, and what it must not say."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, date, datetime

import pytest

from briefing.errors import ParameterError
from briefing.run.provenance import describe_build, digest_files, identify_edition

DAY = date(2022, 9, 30)


def git(folder, *arguments):
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def versioned(tiny, monkeypatch):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2022-01-02T03:04:05Z")
    git(tiny.root, "init", "-q")
    git(tiny.root, "add", ".")
    git(tiny.root, "commit", "-q", "-m", "start")
    return tiny


def test_outside_version_control(tiny):
    """Without git there is no commit, and the date is the day the briefing looks back from."""
    edition = identify_edition(tiny, DAY)
    assert (edition.commit, edition.dirty) == (None, False)
    assert edition.moment == datetime(2022, 9, 30, tzinfo=UTC)


def test_commit_and_its_time(versioned):
    """Under git the commit and its time count."""
    edition = identify_edition(versioned, DAY)
    assert len(edition.commit) == 40
    assert not edition.dirty
    assert edition.moment == datetime(2022, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_changed_data_is_dirty(versioned):
    """A changed table is told; a changed output is not."""
    (versioned.root / "report").mkdir()
    (versioned.root / "report" / "output.txt").write_text("")
    assert not identify_edition(versioned, DAY).dirty
    (versioned.data / "claims.csv").write_text("id\n")
    assert identify_edition(versioned, DAY).dirty


def test_project_inside_another_repository(versioned, tiny):
    """The commit of a repository around the project is not the project's."""
    inner = type(tiny)(tiny.root / "inner")
    (inner.root / "data").mkdir(parents=True)
    assert identify_edition(inner, DAY).commit is None


def test_source_date_epoch(versioned, monkeypatch):
    """SOURCE_DATE_EPOCH wins over the commit's time."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert identify_edition(versioned, DAY).moment == datetime(1970, 1, 2, tzinfo=UTC)


def test_faulty_epoch(tiny, monkeypatch):
    """A SOURCE_DATE_EPOCH that is no number is refused."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ParameterError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        identify_edition(tiny, DAY)


def test_digests_cover_data_and_chapters(tiny):
    """Every table and chapter is in the digests, and a changed byte changes one."""
    tiny.chapter("01-barges")
    before = digest_files(tiny)
    assert {"data/claims.csv", "data/scenarios.toml", "notebooks/01-barges.ipynb"} <= set(before)
    (tiny.data / "claims.csv").write_text("id\n")
    after = digest_files(tiny)
    assert {name for name in after if after[name] != before[name]} == {"data/claims.csv"}


def test_provenance_has_no_place(tiny):
    """Provenance names no folder of the machine and no user."""
    content = describe_build(
        tiny,
        identify_edition(tiny, DAY),
        scenario=None,
        only=["01-barges"],
        parameters={"01-barges": {"seed": 1}},
        given={"01-barges": {}},
    )
    text = json.dumps(content)
    assert str(tiny.root) not in text
    assert "/home" not in text
    assert content["versions"]["papermill"]
    assert content["given"] == {}
