"""Numbers in texts: found, and understood as far as a chart's text needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.trace.scanning import WORDS, scan_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("between 11,000 and 12,000", ["11,000", "12,000"]),
        ("4.8\u00a0million shells", ["4.8\u00a0million"]),
        ("1\u202f300\u202f000 men", ["1\u202f300\u202f000"]),
        ("34–41\u00a0%", ["34", "41\u00a0%"]),
        ("on 4\u00a0November 2024 and in May 2025", ["4\u00a0November 2024", "May 2025"]),
        ("2024-11-30", ["2024-11-30"]),
        ("18 Nov", ["18 Nov"]),
        ("a 152 mm gun of C4ADS", ["152", "4"]),
        ("Twenty-one of them, twice", ["Twenty", "twice"]),
        ("two thirds, thousands, halves", ["two", "thirds", "thousands", "halves"]),
        ("no one doubted the none of it", []),
        ("tenor, bitten, often, weightless", []),
    ],
)
def test_numbers_are_found(text: str, found: list[str]) -> None:
    """Digits, words and dates are found whole; words that only hold one are not."""
    assert [token.text for token in scan_numbers(text)] == found


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [("11,000", 11_000, 1000), ("4.8 million", 4.8e6, 1e5), ("36.65%", 36.65, 0.01), ("7", 7, 1)],
)
def test_a_numeral_says_its_value_and_its_last_digit(text: str, value: float, step: float) -> None:
    """The last printed digit tells how far a value may have been rounded."""
    (token,) = scan_numbers(text)
    assert token.value == pytest.approx(value)
    assert token.step == pytest.approx(step)


@pytest.mark.parametrize(
    ("text", "date"),
    [("4 November 2024", "2024-11-04"), ("May 2025", "2025-05"), ("9 Feb", "--02-09")],
)
def test_dates_are_read(text: str, date: str) -> None:
    """A date is one number, as precise as it is."""
    (token,) = scan_numbers(text)
    assert token.date == date


@given(st.text(max_size=200))
def test_every_digit_is_in_a_token(text: str) -> None:
    """No ASCII digit of a text is passed over."""
    covered = {i for token in scan_numbers(text) for i in range(token.start, token.end)}
    assert all(i in covered for i, letter in enumerate(text) if letter in "0123456789")


@given(st.sampled_from(sorted(WORDS)), st.sampled_from(["{}", "The {} of it", "{},", "“{}”"]))
def test_every_number_word_is_found(word: str, frame: str) -> None:
    """A number word is found in any place and case."""
    for shape in (word, word.capitalize(), word.upper()):
        assert [token.text for token in scan_numbers(frame.format(shape))] == [shape]
