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


SCHEMES = ({colour: colour for colour in tokens.NIGHT}, tokens.NIGHT)
GROUNDS = (tokens.PAPER, tokens.STRIPE, tokens.ACCENT_SOFT, tokens.LAND, tokens.WASH)


@pytest.mark.parametrize("scheme", SCHEMES, ids=["day", "night"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", [tokens.INK, tokens.MUTED, tokens.ACCENT])
def test_text_colours_are_readable_on_every_ground(
    text: str, ground: str, scheme: dict[str, str]
) -> None:
    """Text keeps 4.5:1 on paper, stripes and asides, and on the land and fields of charts."""
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES, ids=["day", "night"])
@pytest.mark.parametrize("name", tokens.VERDICT)
def test_pills_are_readable(name: str, scheme: dict[str, str]) -> None:
    """A verdict's word keeps 4.5:1 on its pill and on paper, and its mark 3:1 on a stripe."""
    bg, fg = scheme[tokens.VERDICT[name].bg], scheme[tokens.VERDICT[name].fg]
    assert contrast(bg, fg) >= 4.5
    assert contrast(fg, scheme[tokens.PAPER]) >= 4.5
    assert contrast(fg, scheme[tokens.STRIPE]) >= 3


def test_verdicts_differ_by_mark() -> None:
    """No two verdicts share a mark, so colour is never the only carrier."""
    marks = [tone.mark for tone in tokens.VERDICT.values()]
    assert len(set(marks)) == len(marks)
    assert set(marks) <= tokens.MARKS.keys()


@pytest.mark.parametrize("scheme", SCHEMES, ids=["day", "night"])
def test_series_stand_out_from_paper_and_in_greyscale(scheme: dict[str, str]) -> None:
    """Each series colour keeps 3:1 on paper, and no two come within four steps of lightness."""
    series = [scheme[colour] for colour in tokens.SERIES]
    shown = [*series, scheme[tokens.QUIET]]
    assert all(contrast(colour, scheme[tokens.PAPER]) >= 3 for colour in shown)
    pairs = itertools.combinations(series, 2)
    assert min(abs(lightness(a) - lightness(b)) for a, b in pairs) >= 4


def test_every_colour_has_its_night() -> None:
    """No colour of the tokens is left without a counterpart for dark screens."""
    named = {
        value
        for name, value in vars(tokens).items()
        if name.isupper() and isinstance(value, str) and value.startswith("#")
    }
    toned = {colour for tone in tokens.VERDICT.values() for colour in (tone.bg, tone.fg)}
    assert tokens.NIGHT.keys() == named | toned | set(tokens.SERIES)


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
