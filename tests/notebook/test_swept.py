"""A kept sweep in a chapter: counted and drawn, or refused because it is stale."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.builders import Files, estimate
from tests.notebook.conftest import Opener

from briefing.errors import DataError
from briefing.ledger.terms import Verdict

SETTINGS = """\
[size]
chapter = "01-boats"
finding = "boats.afloat"
claim = "boats"
x = { parameter = "crew", label = "Crew", unit = "persons/boat", values = [2, 4] }
y = { parameter = "piers", label = "Piers", unit = "piers", values = [1, 3] }
"""
TABLE = """\
piers,crew,low,central,high,unit,verdict
1,2,90,,95,boats,supported
3,2,,150,,boats,imprecise
1,4,,110,,boats,supported
3,4,200,,,boats,disputed
"""


@pytest.fixture
def files(files: Files) -> Files:
    """Add a kept sweep to the project on boats, of which the article has 100 to 120."""
    return files.text("sweeps.toml", SETTINGS).text("sweeps/size.csv", TABLE)


def known(
    crew: float = 4,
    piers: float = 1,
    low: float = 110,
    high: float | None = 110,
    unit: str = "boats",
) -> Any:
    """Give a value that this run came to."""
    at = (estimate(crew, crew, "persons/boat"), estimate(piers, piers, "piers"))
    return (*at, estimate(low, high, unit))


def test_pairs_are_counted_by_verdict(opened: Opener) -> None:
    """Counts rest on the finding and on both parameters."""
    swept = opened().swept("size", [known()])
    assert swept.count().low == 4
    assert swept.count(Verdict.SUPPORTED).low == 2
    assert swept.count(Verdict.IMPRECISE, Verdict.DISPUTED).low == 2
    assert {str(origin) for origin in swept.count(Verdict.DISPUTED).origins} == {
        "finding:boats.afloat",
        "parameter:01-boats/crew",
        "parameter:01-boats/piers",
    }


def test_the_frame_sets_apart_what_this_run_found(opened: Opener) -> None:
    """A row for each pair, open bounds as they are, and what was compared is framed."""
    frame = opened().swept("size", [known()]).frame()
    assert list(frame["framed"]) == [False, False, True, False]
    assert list(frame["verdict"]) == ["supported", "imprecise", "supported", "disputed"]
    assert list(frame["low"]) == [90, 150, 110, 200]
    assert list(frame["high"]) == [95, 150, 110, float("inf")]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([known(low=111, high=111)], "has 110 to 110 boat, but the chapter finds 111 to 111 boat"),
        ([known(high=120)], "has 110 to 110 boat, but the chapter finds 110 to 120 boat"),
        ([known(), known(piers=3, low=201, high=None)], "has 200 to inf boat, but"),
    ],
)
def test_a_stale_table_is_refused(opened: Opener, given: Any, words: str) -> None:
    """A value that this run has otherwise is named, with the command that makes the table anew."""
    with pytest.raises(DataError, match=re.escape(words)) as refusal:
        opened().swept("size", given)
    assert "data/sweeps/size.csv (crew=4, piers=" in str(refusal.value)
    assert "run `briefing sweep --refresh`" in str(refusal.value)


@pytest.mark.parametrize("given", [[], [known(crew=3)]])
def test_a_table_that_nothing_vouches_for_is_refused(opened: Opener, given: Any) -> None:
    """Without a pair in common nobody would see that the table is stale."""
    with pytest.raises(DataError, match="has no pair of values that the chapters ran with"):
        opened().swept("size", given)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "3,4,200,,,boats,disputed\n",
            "",
            "(crew=4, piers=3) is missing, by data/sweeps.toml; run",
        ),
        ("3,4,", "3,5,", "(crew=5, piers=3) is not asked for"),
        (
            "1,4,,110,,boats,supported",
            "3,2,,150,,boats,imprecise",
            "(crew=2, piers=3) is not asked",
        ),
        ("piers,crew", "crew,pier", "column piers is missing"),
        (",boats,disputed", ",boats,wrong", "verdict: 'wrong' is not allowed"),
        (
            "150,,boats,imprecise",
            "150,,boats,disputed",
            "has disputed, but the rule gives imprecise",
        ),
        ("90,,95", "95,,90", "low 95 is above high 90"),
        ("1,4,,110", "1,four,,110", "'four' is not a number"),
    ],
)
def test_a_faulty_table_is_refused(
    files: Files, opened: Opener, old: str, new: str, words: str
) -> None:
    """Missing and doubled pairs, other columns, and verdicts that do not follow are named."""
    assert old in TABLE
    files.text("sweeps/size.csv", TABLE.replace(old, new))
    with pytest.raises(DataError, match=re.escape(words)):
        opened().swept("size", [known()])


def test_a_missing_table_is_named(files: Files, opened: Opener) -> None:
    """Settings without a table ask for the table."""
    chapter = opened()
    (chapter.project.data / "sweeps" / "size.csv").unlink()
    with pytest.raises(DataError, match=r"data/sweeps/size\.csv is missing"):
        chapter.swept("size", [known()])


def test_an_unknown_sweep_is_answered_with_the_nearest(opened: Opener) -> None:
    """A misspelt name finds what was meant."""
    with pytest.raises(DataError, match=r"there is no sweep sise; did you mean size\?"):
        opened().swept("sise", [known()])
