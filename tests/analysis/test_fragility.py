"""Fragility: what a verdict hangs on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.builders import Files

from briefing.analysis.fragility import REACH, Fragility, deciding_rows, probe
from briefing.analysis.rules import assess
from briefing.ledger.terms import Verdict

NOW = date(2023, 12, 31)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give a project in which somebody claims 100 to 120 boats."""
    return made(tmp_path)


def made(folder: Path) -> Files:
    """Make a project without evidence on the boats."""
    return Files(folder).claim()


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder


def counted(files: Files, by: str, number: float, **more: object) -> Files:
    """Add somebody's count of boats."""
    row_id = f"E{len(files.tables['evidence.csv']) + 1}"
    return files.seen(row_id, "boats:measure", by, central=number, as_of="2022-06-15", **more)


def probed(files: Files) -> Fragility:
    """Try the verdict on the boats, which are claimed to be 100 to 120."""
    return probe(files.load(), "boats", NOW)


def test_a_verdict_on_one_family_hangs_on_it(files: Files) -> None:
    """Without the only family that supports it, a verdict is another."""
    counted(files, "club", 110)
    found = probed(files)
    assert found.without == (("club", Verdict.NOT_CHECKABLE),)
    assert found.hangs_on_one


def test_a_verdict_on_two_families_hangs_on_neither(files: Files) -> None:
    """Where two families agree, leaving out either changes nothing."""
    counted(counted(files, "club", 110), "survey", 112)
    assert probed(files).without == ()


def test_the_smallest_move_is_found_to_either_side(files: Files) -> None:
    """With a tenth of slack on both, 110 leaves 100 to 120 below 81.8 and above 146.7."""
    counted(files, "club", 110)
    found = probed(files)
    assert found.up is not None
    assert found.down is not None
    assert found.up.factor == pytest.approx(132 / 0.9 / 110, rel=1e-5)
    assert found.down.factor == pytest.approx(90 / 1.1 / 110, rel=1e-5)
    assert found.up.verdict is not Verdict.SUPPORTED
    assert found.down.distance == pytest.approx(1 / found.down.factor)


@pytest.mark.parametrize("factor", [1.3, 1.34, 0.75, 0.74])
def test_a_flip_is_where_the_rule_says(tmp_path: Path, factor: float) -> None:
    """Inside the two factors the rule gives the same verdict, outside another."""
    found = probed(counted(made(_folder(tmp_path, "a")), "club", 110))
    assert found.up is not None
    assert found.down is not None
    moved = counted(made(_folder(tmp_path, "b")), "club", 110 * factor).load()
    same = found.down.factor < factor < found.up.factor
    assert (assess(moved, "boats", NOW).verdict is Verdict.SUPPORTED) is same


def test_words_cannot_be_moved(files: Files) -> None:
    """A verdict that rests on words has no figure that could flip it."""
    files.seen("E1", "boats:supports", "club")
    found = probed(files)
    assert (found.up, found.down) == (None, None)


def test_what_flips_only_out_of_reach_is_firm(files: Files) -> None:
    """Three counts far away on one side outvote any move of a single figure within reach."""
    for name in ("club", "school", "survey"):
        counted(files, name, 110 * REACH**3)
    assert probed(files).down is None


def test_the_rule_decides_by_a_measure_near_the_claim(files: Files) -> None:
    """Of one maker's counts that nearest in time decides; words decide without their value."""
    files.seen("E1", "boats:measure", "club", central=110, as_of="2019-06-15")
    counted(files, "club", 110)
    files.seen("E3", "boats:supports", "survey", central=110)
    assert deciding_rows(files.load(), "boats", NOW) == {"E2"}
