"""Which node of one graph is which of another."""

from __future__ import annotations

from tests.diff.small_graphs import Boats

from briefing.diff.matching import match_nodes


def moved(old, new):
    """Give the sentences that do not stand as they stood, as (old text, new text)."""
    pairs = match_nodes(old.graph(), new.graph())
    texts = [(pair.old and pair.old.text, pair.new and pair.new.text) for pair in pairs]
    return [pair for pair in texts if pair[0] != pair[1]]


def cells(*texts, cell="c9", first=1):
    boats = Boats()
    for number, text in enumerate(texts, start=first):
        boats.sentence(number, text, "evidence:E1", cell=cell)
    return boats


def test_text_changes_under_one_id():
    """A sentence is the same by its place, whatever it says."""
    assert moved(cells("One.", "Two."), cells("One.", "Three.")) == [("Two.", "Three.")]


def test_sentence_put_in():
    """A sentence put before others shifts their numbers and changes none of them."""
    assert moved(cells("One.", "Two."), cells("New.", "One.", "Two.")) == [(None, "New.")]


def test_sentence_taken_out():
    """A sentence taken out is the only one that is gone."""
    many = [f"Number {n}." for n in range(12)]
    assert moved(cells(*many), cells(*many[:3], *many[4:])) == [("Number 3.", None)]


def test_cell_moved():
    """A sentence whose cell has another id is the same if it says the same."""
    assert moved(cells("One.", "Two."), cells("One.", "Two.", cell="c10")) == []


def test_both_put_in_and_reworded():
    """Beside a new sentence, one that is reworded keeps its partner."""
    old, new = cells("One.", "Two.", "Three."), cells("One.", "Two, too.", "Three.", "Four.")
    assert moved(old, new) == [("Two.", "Two, too."), (None, "Four.")]
