"""Words of likelihood and the bands they stand for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import estimate

from briefing.analysis.likelihood import (
    ICD203,
    LEXICONS,
    PHIA,
    Lexicon,
    Likelihood,
    Term,
    likelihood,
)
from briefing.analysis.unknown import Unknown
from briefing.errors import UnitError


def word(percent: float, lexicon: str = "icd203") -> str | None:
    """Give the word for a probability."""
    found = likelihood(estimate(percent, percent, "%"), lexicon)
    assert isinstance(found, Likelihood)
    return found.term.word if found.term else None


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (0, None),
        (0.9, None),
        (1, "almost no chance"),
        (4.9, "almost no chance"),
        (5, "very unlikely"),
        (19.9, "very unlikely"),
        (20, "unlikely"),
        (44.9, "unlikely"),
        (45, "roughly even chance"),
        (50, "roughly even chance"),
        (55, "roughly even chance"),
        (55.1, "likely"),
        (80, "likely"),
        (80.1, "very likely"),
        (95, "very likely"),
        (95.1, "almost certain"),
        (99, "almost certain"),
        (99.1, None),
        (100, None),
    ],
)
def test_icd203_bands_touch_and_ties_lean_towards_one_half(
    percent: float, expected: str | None
) -> None:
    """On a boundary the weaker word is taken; beyond 1 and 99 percent there is none."""
    assert word(percent) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.2 - 1e-12, "unlikely"), (0.45 - 1e-12, "roughly even chance"),
     (0.55 + 1e-12, "roughly even chance"), (0.8 + 1e-12, "likely")],
)  # fmt: skip
def test_a_share_on_a_boundary_is_on_it(share: float, expected: str) -> None:
    """The last digits of a float do not push a probability over its boundary."""
    found = likelihood(estimate(share, share, "ratio"))
    assert isinstance(found, Likelihood)
    assert found.term is not None
    assert found.term.word == expected


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (0, None),
        (0.1, "remote chance"),
        (5, "remote chance"),
        (10, "highly unlikely"),
        (20, "highly unlikely"),
        (25, "unlikely"),
        (35, "unlikely"),
        (40, "realistic possibility"),
        (49.9, "realistic possibility"),
        (50, None),
        (55, "likely"),
        (75, "likely"),
        (80, "highly likely"),
        (90, "highly likely"),
        (95, "almost certain"),
        (99.9, "almost certain"),
        (100, None),
    ],
)
def test_the_yardstick_has_a_word_for_each_of_its_bands(
    percent: float, expected: str | None
) -> None:
    """Both ends of a band belong to it, but not never, always, or an even chance."""
    assert word(percent, "phia") == expected


@pytest.mark.parametrize("percent", [5.1, 7, 9.9, 20.1, 24, 35.1, 39.9, 52, 54.9, 77, 92])
def test_the_gaps_of_the_yardstick_have_no_word(percent: float) -> None:
    """A probability between two bands is printed as a number only."""
    assert word(percent, "phia") is None
    assert str(likelihood(estimate(percent, percent, "%"), "phia")) == f"about {percent:.0f}%"


@given(st.sampled_from(sorted(LEXICONS)), st.floats(0, 1))
def test_a_word_holds_its_probability(lexicon: str, share: float) -> None:
    """The band of a word always holds the probability that is printed with it."""
    found = likelihood(estimate(share, share, "ratio"), lexicon)
    assert isinstance(found, Likelihood)
    if found.term is not None:
        assert found.term.low - 1e-6 <= share <= found.term.high + 1e-6


@pytest.mark.parametrize("lexicon", [ICD203, PHIA])
def test_the_bands_of_a_lexicon_are_in_order(lexicon: Lexicon) -> None:
    """Bands rise and do not overlap."""
    ends = [(term.low, term.high) for term in lexicon.terms]
    assert all(low < high for low, high in ends)
    assert all(one[1] <= other[0] for one, other in pairwise(ends))


def test_a_word_is_printed_with_its_number() -> None:
    """Readers pull bare words towards one half, so the number stands beside it."""
    assert str(likelihood(estimate(0.7, 0.7, "ratio"))) == "likely (about 70%)"


@pytest.mark.parametrize(
    ("percent", "lexicon", "expected"),
    [
        (70, "icd203", "it is likely (about 70%) that"),
        (3, "icd203", "there is almost no chance (about 3%) that"),
        (50, "icd203", "there is a roughly even chance (about 50%) that"),
        (0.7, "icd203", "there is a chance of about 1% that"),
        (0.1, "icd203", "there is a chance of less than 1% that"),
        (99.9, "icd203", "there is a chance of more than 99% that"),
        (3, "phia", "there is a remote chance (about 3%) that"),
        (0.1, "phia", "there is a remote chance (less than 1%) that"),
        (45, "phia", "there is a realistic possibility (about 45%) that"),
        (76, "phia", "there is a chance of about 76% that"),
        (99.9, "phia", "it is almost certain (more than 99%) that"),
    ],
)
def test_a_sentence_reads_well_with_every_term(percent: float, lexicon: str, expected: str) -> None:
    """Adjectives, nouns and bare numbers each have their own words before them."""
    found = likelihood(estimate(percent, percent, "%"), lexicon)
    assert isinstance(found, Likelihood)
    assert f"{found.lead('is')}{found} that" == expected
    assert f"{found.lead('was')}{found} that" == expected.replace(" is ", " was ", 1)


@pytest.mark.parametrize(
    ("term", "band"),
    [(PHIA.terms[0], "above 0% to 5%"), (PHIA.terms[1], "10% to 20%"),
     (PHIA.terms[3], "40% to below 50%"), (ICD203.terms[0], "1% to 5%")],
)  # fmt: skip
def test_a_band_says_which_ends_belong_to_it(term: Term, band: str) -> None:
    """An end that is left out is said to be."""
    assert term.band == band


def test_a_word_rests_on_its_probability() -> None:
    """The origins are those of the number."""
    found = likelihood(estimate(70, 70, "%"))
    assert isinstance(found, Likelihood)
    assert {str(origin) for origin in found.origins} == {"evidence:E1"}


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [(60, 70, "needs one probability, not 60 to 70 %"), (120, 120, "120 to 120 % is not a prob")],
)
def test_a_word_needs_one_probability(low: float, high: float, message: str) -> None:
    """A range, or a share beyond one, has no word."""
    with pytest.raises(ValueError, match=message):
        likelihood(estimate(low, high, "%"))


def test_boats_are_no_probability() -> None:
    """Only shares and ratios can be put into words."""
    with pytest.raises(UnitError, match="boat cannot be expressed in %"):
        likelihood(estimate(1, 1))


def test_the_unknown_has_no_word() -> None:
    """What was not public has no likelihood either."""
    unknown = Unknown("E9")
    assert likelihood(unknown) is unknown
