"""In what two states of a node differ."""

from __future__ import annotations

import pytest
from tests.diff.small_graphs import Boats, estimate, likelihood

from briefing.diff.aspects import compare_nodes, name_value_change


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (estimate(1, 1), estimate(2, 2), "value"),
        (estimate(1, 1), estimate(1, 2), "range"),
        (estimate(1, 3), estimate(1, 2), "range"),
        (estimate(1, 3), estimate(1, 3, "boats/day"), "value"),
        (estimate(1, 3), {**estimate(1, 3), "low": None}, "range"),
        (likelihood("likely", 0.6, 0.6), likelihood("likely", 0.7, 0.7), "value"),
        (likelihood("likely", 0.7, 0.7), likelihood("unlikely", 0.3, 0.3), "likelihood word"),
        ({"type": "moment", "date": "2022"}, {"type": "moment", "date": "2023"}, "value"),
        (None, estimate(1, 2), "value"),
    ],
)
def test_name_of_a_change(old, new, name):
    """A changed bound is a range, a changed term a likelihood word, the rest a value."""
    assert name_value_change(old, new) == name


def data(old, new):
    nodes = [
        Boats().chart("fig-boats", rows, "finding:river.load").nodes["chart:fig-boats"]
        for rows in (old, new)
    ]
    return [(aspect.at, aspect.old, aspect.new) for aspect in compare_nodes(*nodes)]


def test_data_by_key():
    """Rows are told apart by their words, so one that is put in shifts none."""
    assert data([["May", 1], ["June", 2]], [["April", 9], ["May", 1], ["June", 3]]) == [
        ("June, boats", "2", "3"),
        ("row", None, "April, 9"),
    ]


def test_data_by_position():
    """Rows without words of their own are compared by position if there are as many."""
    assert data([[1, 10_000], [2, 20_000]], [[1, 10_000], [2, 30_000]]) == [
        ("row 2, boats", "20,000", "30,000")
    ]


def test_data_without_order():
    """Else only whole rows can be told to have come and gone."""
    assert data([[1, 1], [1, 2]], [[1, 2]]) == [("row", "1, 1", None)]


def test_data_columns():
    """Other columns are told as such."""
    nodes = [
        Boats().chart("fig-boats", [], "finding:river.load").nodes["chart:fig-boats"]
        for _ in range(2)
    ]
    nodes[1].detail["data"]["columns"] = ["month", "ships"]
    assert [(a.at, a.old, a.new) for a in compare_nodes(*nodes)] == [
        ("columns", "month, boats", "month, ships")
    ]


def test_rounded_alike():
    """Two values that are worded alike are written out, so that the reader sees a difference."""
    nodes = [
        Boats().finding("f", {**estimate(1, high), "text": "1 to 2"}).nodes["finding:f"]
        for high in (2.01, 2.02)
    ]
    (aspect,) = compare_nodes(*nodes)
    assert (aspect.name, "high 2.01" in aspect.old, "high 2.02" in aspect.new) == (
        "range", True, True,
    )  # fmt: skip


def test_reworded_value():
    """A value that is the same but worded otherwise changed in wording only."""
    nodes = [
        Boats().finding("f", {**estimate(1, 2), "text": text}).nodes["finding:f"]
        for text in ("1 to 2", "1–2")
    ]
    assert [a.name for a in compare_nodes(*nodes)] == ["wording"]


def test_bearing():
    """Evidence that bears on a claim in another way says on which."""
    nodes = [
        Boats().seen("E1", {"boats": way}, 41).nodes["evidence:E1"]
        for way in ("measure", "context")
    ]
    assert [(a.name, a.old, a.new) for a in compare_nodes(*nodes)] == [
        ("bearing on boats", "measure", "context")
    ]
