"""Colours keep their contrast and marks their shape."""

from __future__ import annotations

import itertools
import json

import pytest

from briefing import tokens


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    return 116 * luminance(colour) ** (1 / 3) - 16


@pytest.mark.parametrize("ground", [tokens.PAPER, tokens.STRIPE, tokens.ACCENT_SOFT])
@pytest.mark.parametrize("text", [tokens.INK, tokens.MUTED, tokens.ACCENT])
def test_text_colours_are_readable_on_every_ground(text: str, ground: str) -> None:
    """Text keeps 4.5:1 on paper, on a striped row and on a soft aside."""
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("name", tokens.VERDICT)
def test_pills_are_readable(name: str) -> None:
    """A verdict's word keeps 4.5:1 on its pill, and its mark 3:1 on paper and on a stripe."""
    tone = tokens.VERDICT[name]
    assert contrast(tone.bg, tone.fg) >= 4.5
    assert min(contrast(tone.fg, g) for g in (tokens.PAPER, tokens.STRIPE)) >= 3


def test_verdicts_differ_by_mark() -> None:
    """No two verdicts share a mark, so colour is never the only carrier."""
    marks = [tone.mark for tone in tokens.VERDICT.values()]
    assert len(set(marks)) == len(marks)
    assert set(marks) <= tokens.MARKS.keys()


def test_series_stand_out_from_paper_and_in_greyscale() -> None:
    """Each series colour keeps 3:1 on white, and no two come within four steps of lightness."""
    assert all(contrast(colour, tokens.PAPER) >= 3 for colour in tokens.SERIES)
    pairs = itertools.combinations(tokens.SERIES, 2)
    assert min(abs(lightness(a) - lightness(b)) for a, b in pairs) >= 4


@pytest.mark.parametrize("name", tokens.MARKS)
def test_marks_stay_in_their_box(name: str) -> None:
    """A mark's points lie within -1 and 1, so that it scales to any size."""
    points = [point for outline in tokens.MARKS[name] for point in outline]
    assert all(-1 <= x <= 1 and -1 <= y <= 1 for x, y in points)
    assert tokens.mark_path(name).count("Z") == len(tokens.MARKS[name])


def test_values_are_json() -> None:
    """Templates get every token as plain JSON."""
    values = json.loads(json.dumps(tokens.values()))
    assert values["accent"] == tokens.ACCENT
    assert values["verdict"]["supported"]["mark"] == "disc"
    assert len(values["series"]) == 6
