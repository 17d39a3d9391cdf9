"""A row changed in the tables changes the finding, the sentence, the chart and the check."""

from __future__ import annotations

import pytest
from tests.chapters.conftest import EDITS, copy_project
from tests.chapters.reading import numbers, plain

from briefing.errors import DataError
from briefing.paths import Project
from briefing.planning import Request, plan_build

CHANGED = {f"evidence:{row}" for row in EDITS}


@pytest.fixture
def edited(editions):
    """The edition of a project in which two rows of evidence differ."""
    return editions("edited")


def test_finding_follows_its_row(central, edited, facts):
    """A finding that rests on a changed row has the value that the new row gives."""
    rate = float(EDITS["A210b"]["central"])
    least, _ = facts.claimed("troops-in-russia")
    low, high = edited.range_of("troops.days-of-losses")
    assert low == pytest.approx(least / rate)
    assert high == central.range_of("troops.days-of-losses")[1]


def test_other_findings_stay(central, edited):
    """A finding changes exactly where it rests on a changed row."""
    changed = {
        name
        for name, found in edited.findings.items()
        if found["value"] != central.findings[name]["value"]
    }
    resting = {n for n in edited.findings if central.roots([f"finding:{n}"]) & CHANGED}
    assert changed == resting == {"troops.days-of-losses"}


def test_sentences_follow_their_rows(edited):
    """Every sentence that states a changed value states the new one, also in the summary."""
    told = {
        (item.chapter, piece["text"])
        for item in edited.passages
        for piece in item.values
        if piece["origins"] == ["evidence:A085"] and piece["estimate"]["type"] == "estimate"
    }
    assert {chapter for chapter, _ in told} == {"00-summary", "02-shells"}
    assert all(26_500 in numbers(text) for _, text in told)
    days = [
        piece["text"]
        for item in edited.passages
        for piece in item.values
        if piece["origins"] == ["finding:troops.days-of-losses"]
    ]
    assert days
    assert {numbers(text)[0] for text in days} == {4.3}


def test_charts_follow_their_rows(edited):
    """The chart draws the new value, and headline and alternative text tell it."""
    (row,) = (r for r in edited.rows("fig-containers") if r["evidence"] == "A085")
    assert row["low"] == 26_500
    (bar,) = (r for r in edited.rows("fig-days-replaced") if "evidence:A210b" in r["evidence"])
    assert bar["low"] == edited.range_of("troops.days-of-losses")[0]
    figure = edited.figures["fig-days-replaced"]
    assert 4.3 in numbers(plain(figure["headline"]))
    assert 4.3 in numbers(figure["alt"])


def test_what_does_not_rest_on_the_rows_stays(central, edited):
    """Nothing else of what the chapters tell has changed by a letter."""
    chapters = set(edited.notebooks)
    before = [item for item in central.told if item.chapter in chapters]
    assert len(before) == len(edited.told)
    touched = 0
    for one, other in zip(before, edited.told, strict=True):
        if central.roots(one.origins) & CHANGED:
            touched += one.content != other.content
        else:
            assert one.content == other.content, str(one)
    assert touched >= 6


@pytest.mark.parametrize(
    ("row", "values", "claim"),
    [
        ("A011", {"low": "1000", "high": "2000"}, "troops-in-russia"),
        ("A281", {"central": "3000"}, "troops-in-russia"),
        ("A125", {"central": "15000000"}, "shells-delivered"),
    ],
)
def test_ruling_no_longer_fits_its_row(tmp_path, row, values, claim):
    """A decisive row changed against the ruling stops the build, naming claim and verdict."""
    project = Project(copy_project(tmp_path, {row: values}))
    with pytest.raises(DataError) as refusal:
        plan_build(project, Request())
    assert "data/verdicts.csv:" in str(refusal.value)
    assert f"({claim}/then) is ruled supported" in str(refusal.value)
    assert "write an override" in str(refusal.value)
