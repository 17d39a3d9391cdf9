"""Findings of the appendix on assumptions, computed another way from data and declarations."""

from __future__ import annotations

import itertools

import pytest
from tests.chapters.facts import ROOT

from briefing import media
from briefing.paths import Project
from briefing.run.chapters import find_chapter, find_chapters

FINDINGS = {"assumptions.pairs-within", "assumptions.rounds-at-upper-end"}
SHARES, ROUNDS = 7, 5


def setting(edition, name):
    """Give the value that the appendix ran with, and its bounds."""
    declared = find_chapter(find_chapters(Project(ROOT)), "assumptions").parameters[name]
    (ran,) = [
        output["data"][media.CHAPTER]
        for cell in edition.notebooks["91-assumptions"]["cells"]
        for output in cell.get("outputs", ())
        if media.CHAPTER in output.get("data", {})
    ]
    return ran["parameters"][name]["value"], declared.low, declared.high


@pytest.mark.parametrize("name", ["central", "early"])
def test_pairs_are_those_that_a_loop_finds(editions, facts, name):
    """As many pairs lie in the article's range as multiplying them out one by one gives."""
    edition = editions(name)
    known, *_ = setting(edition, "containers_known")
    low, high = facts.claimed("shells-delivered")
    grid = []
    for parameter, number in (("share_with_shells", SHARES), ("rounds_per_container", ROUNDS)):
        _, least, most = setting(edition, parameter)
        grid.append([least + (most - least) * step / (number - 1) for step in range(number)])
    inside = sum(
        low <= known * share * rounds <= high for share, rounds in itertools.product(*grid)
    )
    assert 0 < inside < SHARES * ROUNDS
    assert edition.range_of("assumptions.pairs-within") == (inside, inside)


@pytest.mark.parametrize("name", ["central", "early"])
def test_the_boundary_is_a_quotient(editions, facts, name):
    """The upper end is reached at its shells over the containers known."""
    edition = editions(name)
    known, *_ = setting(edition, "containers_known")
    _, high = facts.claimed("shells-delivered")
    low, top = edition.range_of("assumptions.rounds-at-upper-end")
    assert low == top == pytest.approx(high / known)


def test_each_cell_of_the_chart_is_a_product(central):
    """The value in every cell is what containers, share and rounds of that cell multiply to."""
    known, *_ = setting(central, "containers_known")
    data = central.figures["fig-assumptions"]["data"]
    rows = [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]
    assert len(rows) == SHARES * ROUNDS
    for row in rows:
        assert row["central"] == pytest.approx(known * row["x"] * row["y"])
