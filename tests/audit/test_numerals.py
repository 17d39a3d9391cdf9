"""Numerals: what digits and separators are worth, and to what they seem rounded."""

from __future__ import annotations

import pytest

from briefing.audit.numerals import read_numeral


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("7", 7, 1), ("1500", 1500, 100), ("0", 0, 1), ("1,300,000", 1_300_000, 100_000),
        ("1.300.000", 1_300_000, 100_000), ("1'300'000", 1_300_000, 100_000), ("1,300", 1300, 100),
        ("1.300", 1.3, 0.001), ("1,6", 1.6, 0.1), ("1.6", 1.6, 0.1), ("1,300.25", 1300.25, 0.01),
        ("1.300,25", 1300.25, 0.01), ("12,34,567", 1_234_567, 1), (".5", 0.5, 0.1),
        ("١٬٣٠٠", 1300, 100), ("١٫٥", 1.5, 0.1),
    ],
)  # fmt: skip
def test_value(text, value, step):
    """Separators are read as a printer of any country would set them."""
    assert read_numeral(text) == pytest.approx((value, step))


@pytest.mark.parametrize("text", ["1.2.3", "19.06.2019", "1,2,3", "9" * 25, "1'5", "1,30,00"])
def test_no_number(text):
    """A text of digits that is no number has no value."""
    assert read_numeral(text) is None
