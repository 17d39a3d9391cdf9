"""Settling values before anything runs."""

from __future__ import annotations

import pytest

from briefing.errors import ParameterError
from briefing.ledger.loading import load_ledger
from briefing.run.chapters import find_chapters
from briefing.run.parameters import Given, read_given, resolve_values, settled_values


@pytest.fixture
def chapters(tiny):
    tiny.chapter("01-barges", parameters=tiny.common + tiny.load)
    tiny.chapter("02-carts")
    return find_chapters(tiny)


def test_nothing_given_passes_nothing(chapters):
    """Without given values a chapter runs as stored."""
    assert resolve_values(chapters) == {"01-barges": {}, "02-carts": {}}


def test_value_reaches_all_that_declare_it(chapters):
    """A value goes to each chapter that declares its name, in the declared type."""
    values = resolve_values(chapters, read_given(["seed=7", "load=250"]))
    assert values == {"01-barges": {"seed": 7, "load": 250.0}, "02-carts": {"seed": 7}}
    assert isinstance(values["01-barges"]["load"], float)


def test_value_for_one_chapter(chapters):
    """chapter:name=value goes to that chapter only, and wins over name=value."""
    values = resolve_values(chapters, read_given(["carts:seed=7", "seed=3"]))
    assert values == {"01-barges": {"seed": 3}, "02-carts": {"seed": 7}}


def test_scenario_under_given(chapters, tiny):
    """A scenario sets its values and its name; a given value wins over it."""
    scenarios = load_ledger(tiny).scenarios
    low = resolve_values(chapters, (), "low", scenarios)
    assert low == {"01-barges": {"scenario": "low", "load": 150.0}, "02-carts": {"scenario": "low"}}
    both = resolve_values(chapters, read_given(["load=200", "scenario=low"]), None, scenarios)
    assert both["01-barges"] == {"scenario": "low", "load": 200.0}


def test_settled_values_show_defaults(chapters):
    """What a chapter runs with is its defaults under what is passed."""
    settled = settled_values(chapters[0], {"seed": 5})
    assert settled == {"cutoff": "2022-09-30", "scenario": "central", "seed": 5, "load": 300.0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("laod=200", "no parameter `laod`; did you mean load"),
        ("carts:load=200", "no parameter `load` in chapter `carts`"),
        ("cart:seed=2", "no chapter `cart`; did you mean carts"),
        ("load=600", "01-barges.ipynb: parameter load is 600.0, but must be 100 to 500 ratio"),
        ("load=heavy", "takes a float, not 'heavy'"),
        ("load=nan", "takes a float"),
        ("seed=1.5", "takes a int, not '1.5'"),
        ("cutoff=2021-13-01", "date as YYYY-MM-DD"),
        ("cutoff=2019-01-01", "2021-01-01 to 2022-12-31"),
    ],
)
def test_refusals(chapters, text, words):
    """An unknown name, a wrong type or a value out of range is refused, naming the remedy."""
    with pytest.raises(ParameterError) as refusal:
        resolve_values(chapters, read_given([text]))
    assert words in str(refusal.value)


def test_unknown_scenario(chapters, tiny):
    """An unknown scenario is refused with the known ones."""
    with pytest.raises(ParameterError, match=r"no scenario `hihg`.*central, low"):
        resolve_values(chapters, (), "hihg", load_ledger(tiny).scenarios)


def test_two_scenarios(chapters, tiny):
    """Two different scenarios at once are refused."""
    with pytest.raises(ParameterError, match="given twice, as low and as central"):
        resolve_values(chapters, [Given("scenario", "central")], "low", load_ledger(tiny).scenarios)


@pytest.mark.parametrize("text", ["load", "=3", ":load=3", ""])
def test_unreadable(text):
    """A text without name or equals sign is refused with the right form."""
    with pytest.raises(ParameterError, match="write name=value"):
        read_given([text])


def test_given_twice():
    """The same parameter twice is refused rather than the last one taken."""
    with pytest.raises(ParameterError, match="given twice"):
        read_given(["seed=1", "seed=2"])


def test_value_with_equals_sign():
    """Only the first equals sign separates."""
    assert read_given(["title=a=b"]) == (Given("title", "a=b"),)
