"""Characters are stripped, replaced or refused by rule."""

from __future__ import annotations

import pytest

from briefing.export.characters import clean, missing_glyphs, printable
from briefing.export.fonts import coverage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x1bc\x7fd\x85e", "abcde"),
        ("left\u202eright\u2066x\u2069\u200f", "leftrightx"),
        ("\ufeffa\uffffb\ud800c", "abc"),
        ("a\tb\nc", "a    b\nc"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("naïve – “x” ½", "naïve – “x” ½"),
    ],
)
def test_control_characters_are_stripped(text: str, expected: str) -> None:
    """Controls, direction overrides and non-characters go; ordinary text stays."""
    assert clean(text) == expected


def test_common_lacks_have_stand_ins() -> None:
    """A non-breaking hyphen and rare spaces are printed by their likes."""
    assert printable("a\u2011b\u2007c") == "a-b\u00a0c"


def test_missing_glyphs_are_named_once() -> None:
    """What no face can show is listed once, in order; joiners and spaces need no glyph."""
    assert missing_glyphs("a漢b字漢\u200b\u2060\u00ad\u202f", coverage()) == ["漢", "字"]


@pytest.mark.parametrize("text", ["ŏ ŭ Ł ě", "Курск Київ", "αβγΩ", "≈ ≤ ± × − € ₩", "↑ → ● ■ ✓"])
def test_what_a_briefing_needs_is_covered(text: str) -> None:
    """Romanised Korean, Cyrillic, Greek and common signs can be printed."""
    assert missing_glyphs(text, coverage()) == []
