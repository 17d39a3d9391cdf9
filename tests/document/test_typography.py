"""Plain text gets the quotation marks that prose gets."""

from __future__ import annotations

import pytest

from briefing.document.typography import curl


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ("Ukraine's army", "Ukraine’s army"),
        ("the sources' list", "the sources’ list"),
        ("the \"half\" (the 'best')", "the “half” (the ‘best’)"),
        ('"Half"', "“Half”"),
        ('it said "no".', "it said “no”."),
        ('a–"b"', "a–“b”"),
        ("already “curly”", "already “curly”"),
        ("none", "none"),
    ],
)
def test_marks_are_turned(straight: str, curly: str) -> None:
    """A mark before a word opens, one after a letter closes or is an apostrophe."""
    assert curl(straight) == curly
