"""What the journal keeps, whatever happens to it."""

from __future__ import annotations

import pytest

from briefing.errors import BriefingError
from briefing.sweep.jobs import Failure, Result
from briefing.sweep.journal import open_journal

GOOD = Result({"a.b": {"value": {"low": 1.0}}}, None, 0.5)
BAD = Result({}, Failure("01-a", 3, "ValueError: no"), 0.1)


@pytest.fixture
def path(tmp_path):
    """Give a journal with three results."""
    path = tmp_path / "folder" / "journal"
    with open_journal(path) as journal:
        for key, result in (("one", GOOD), ("two", BAD), ("three", GOOD)):
            journal.add(key, result)
    return path


def known(path):
    with open_journal(path) as journal:
        return [key for key in ("one", "two", "three", "four") if key in journal]


def test_results_come_back(path):
    """What was added is there again when the journal is next opened."""
    with open_journal(path) as journal:
        assert journal["one"] == GOOD
        assert journal["two"] == BAD


def test_torn_line(path):
    """A line that a kill cut short is as if never written, and does not spoil the next."""
    path.write_bytes(path.read_bytes()[:-20])
    assert known(path) == ["one", "two"]
    with open_journal(path) as journal:
        journal.add("four", GOOD)
    assert known(path) == ["one", "two", "four"]


@pytest.mark.parametrize("place", [0, 20, 60])
def test_flipped_bit(path, place):
    """A line with a flipped bit is as if never written; the others stay."""
    lines = path.read_bytes().split(b"\n")
    lines[1] = lines[1][:place] + bytes([lines[1][place] ^ 1]) + lines[1][place + 1 :]
    path.write_bytes(b"\n".join(lines))
    assert known(path) == ["one", "three"]


def test_foreign_content(path):
    """Lines that no sweep wrote are passed over."""
    path.write_bytes(b"what\n\n{}\n\xff\xfe\n" + path.read_bytes())
    assert known(path) == ["one", "two", "three"]


def test_failures_forgotten(path):
    """Failed jobs can be taken for jobs that have not run."""
    with open_journal(path) as journal:
        journal.forget_failures()
        assert "one" in journal
        assert "two" not in journal


def test_one_sweep_at_a_time(path):
    """A second sweep into the same table is refused while the first runs."""
    with (
        open_journal(path),
        pytest.raises(BriefingError, match="another sweep"),
        open_journal(path),
    ):
        pass
