"""Matching: a quantity is covered by the claim that says the same, and by no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.audit.claiming import audited, claim, covering, number

TUGS = number("tugs", 40, 60, "tugs")


@pytest.mark.parametrize(
    ("text", "is_covered"),
    [
        ("40 to 60 tugs", True), ("50 tugs", True), ("some 60 tugs", True), ("61 tugs", False),
        ("70 tugs", False), ("50", True), ("50 percent", False), ("50 years", False),
        ("$50", False), ("30 to 41 tugs", True), ("more than 50 tugs", True), ("50 ships", True),
        ("50 soldiers", False), ("the 50th tug", False), ("50 times", False),
    ],
)  # fmt: skip
def test_value_and_unit(text, is_covered):
    """Ranges must overlap and units agree; a number without a unit fits any count."""
    assert list(covering(f"They saw {text}.", TUGS).values()) == [["tugs"] if is_covered else []]


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (2, 2, "years", "24 months"), (24, 24, "months", "two years"),
        (20, 20, "years", "two decades"), (50, 50, "%", "half of them"),
        (33, 33, "%", "a third of them"), (0.25, 0.25, "ratio", "25%"),
        (20, 20, "%", "one in five"),
        (2, 2, "ratio", "twice as many"), (3, "", "km", "3,000 metres"),
        (2e9, "", "USD", "several billion dollars"), (2000, "", "drones", "thousands of drones"),
        (1.3e6, "", "persons", "more than 1.3 million troops"), ("", 9, "tugs", "up to nine tugs"),
        (500_000, 500_000, "persons", "half a million men"),
    ],
)  # fmt: skip
def test_units_are_converted(low, high, unit, text):
    """The same value in another unit, or in words, is the same figure."""
    assert list(covering(f"It was {text}.", number("it", low, high, unit)).values()) == [["it"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [(37, "36 percent"), (11_000, "10,000"), (1.4e6, "1.3 million"), (1.4e6, "over 1.3 million")],
)
def test_neighbours_are_other_figures(value, text):
    """The next figure that might be printed is not the same, nor is what lies above a bound."""
    unit = "%" if value < 100 else "persons"
    assert list(covering(f"It was {text}.", number("it", value, value, unit)).values()) == [[]]


@pytest.mark.parametrize(
    ("as_of", "text", "is_covered"),
    [
        ("2019-06-19", "on 19 June 2019", True), ("2019-06-19", "on June 19", True),
        ("2019-06-19", "in June 2019", False), ("2019-06", "in June", True),
        ("2019-06", "on 19 June 2019", True), ("2019-06", "in summer 2019", True),
        ("2019-06", "in 2019", False), ("2019", "in spring 2019", True), ("2019", "in 2018", False),
        ("2019-06", "in July", False), ("2019-06", "in June 2018", False),
    ],
)  # fmt: skip
def test_dates(as_of, text, is_covered):
    """A date stands for one that it overlaps, unless it is much the coarser."""
    opened = claim("opened", kind="date", as_of=as_of)
    assert list(covering(f"It opened {text}.", opened).values()) == [["opened"] * is_covered]


def test_figure_as_written():
    """The figure as printed counts too, also for a claim that has no other."""
    lines = (
        claim("rank", as_written="third-largest"),
        claim("who", as_written="several"),
        claim("moved", kind="event", as_written="August 2020"),
        claim("soon", as_written="never before"),
    )
    text = "The third-largest port moved in August 2020, several pilots say."
    assert covering(text, *lines) == {
        "third-largest": ["rank"], "August 2020": ["moved"], "several": ["who"],
    }  # fmt: skip
    assert audited(text, *lines)[1].without_figure == ("soon",)


def test_date_spoken_of():
    """The date that a claim speaks of covers a date beside it, but does not make it found."""
    of_june = number("tugs", 40, 40, "tugs", as_of="2019-06-15")
    _, audit = audited("On 15 June there were 30 tugs.", of_june)
    assert [match.target.role for match in audit.covered[0]] == ["as of"]
    assert audit.missing == ("tugs",)


def test_paragraphs():
    """A claim of the same paragraph is preferred; one of another counts and is marked."""
    here, there = number("here", 40, 40, "tugs", 1), number("there", 40, 40, "tugs", 2)
    _, audit = audited("Title\n\nThere are 40 tugs.\n\nThere are none.", here, there)
    assert [match.target.claim for match in audit.covered[0]] == ["here"]
    assert audit.missing == ("there",)
    _, audit = audited("Title\n\nThere are none.\n\nThere are 40 tugs.", here)
    assert [match.same_paragraph for match in audit.covered[0]] == [False]
    assert audit.is_complete


def test_far_off():
    """In another paragraph a vague count or a noun of another name is no match."""
    claims = (claim("who", 2, as_written="several"), number("tugs", 40, 40, "tugs", 2))
    text = "Title\n\nHere are several eels and 40 ships.\n\nNothing."
    assert covering(text, *claims) == {"several": [], "40": []}


def test_no_paragraphs():
    """Without paragraphs the place plays no part."""
    _, audit = audited("There are 40 tugs.", number("tugs", 40, 40, "tugs", 9))
    assert [match.same_paragraph for match in audit.covered[0]] == [None]


def test_complete():
    """An audit is complete if every quantity is covered and every figure found."""
    assert audited("There are 40 tugs.", TUGS)[1].is_complete
    assert not audited("There are 40 tugs and nine barges.", TUGS)[1].is_complete
    assert not audited("There are tugs.", TUGS)[1].is_complete
    assert audited("", claim("soon"))[1].is_complete


def test_only_numbers():
    """A text of nothing but numbers is matched by value."""
    assert covering("40\n\n17\n", TUGS) == {"40": ["tugs"], "17": []}


@given(
    low=st.integers(1, 10**9), more=st.integers(0, 10**6), unit=st.sampled_from(["tugs", "persons"])
)
def test_own_figure_is_found(low, more, unit):
    """A claim is found in a sentence that prints its own range, whatever the range."""
    noun = "sailors" if unit == "persons" else unit
    figure = f"{low:,} to {low + more:,}" if more else f"{low:,}"
    _, audit = audited(f"They counted {figure} {noun}.", number("it", low, low + more, unit))
    assert audit.is_complete
    assert audit.found["it"][0].is_equal
