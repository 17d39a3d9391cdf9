"""What the measuring of speed is built from; nothing is measured here."""

from __future__ import annotations

from tests.bench.results import Amount, Row, as_json, table
from tests.bench.synthetic import write_chapters

from briefing.checking import load_checked


def test_synthetic_chapters_are_sound(tmp_path):
    """A generated project passes the checks of a build, also where numbers of files repeat."""
    project = write_chapters(tmp_path / "many", 120)
    _, chapters = load_checked(project)
    assert len(chapters) == 120
    assert len({chapter.slug for chapter in chapters}) == 120


def test_table_says_what_is_compared():
    """A row shows ours, theirs, how they relate and how often each was run."""
    row = Row("build", Amount(12.34, "s", 5), Amount(95.0, "s", 3), 7.699, "at least 10")
    alone = Row("nothing", Amount(0.5, "s", 5), remark="ran: no kernel")
    *_, first, second = table([row, alone]).splitlines()
    assert first == "| build | 12.3 s | 95.0 s | 7.70 | at least 10 | 5, 3 |"
    assert second == "| nothing | 0.50 s | ran: no kernel |  |  | 5 |"
    assert as_json([row], {})["rows"][0]["against"]["value"] == 95.0
