"""Colours have a day and a night, on the page and in its charts."""

from __future__ import annotations

import re

from briefing import tokens
from briefing.export.schemes import colour_properties, drawing_rules, follows_scheme
from briefing.export.style import style_sheet


def test_each_colour_in_a_drawing_gets_a_rule() -> None:
    """A colour of ours is overruled by its pair, apart for fill and stroke; others are let be."""
    body = f'<path fill="{tokens.INK}" stroke="{tokens.RULE}"/><path fill="none" stroke="#123456"/>'
    rules = drawing_rules(body)
    assert f'[fill="{tokens.INK}"]{{fill:light-dark({tokens.INK},' in rules
    assert f'[stroke="{tokens.RULE}"]{{stroke:light-dark(' in rules
    assert f'[stroke="{tokens.INK}"]' not in rules
    assert "123456" not in rules
    assert drawing_rules("<p>none</p>") == ""


def test_a_foreign_drawing_keeps_its_ground() -> None:
    """A drawing with a colour that is not ours stays as it was drawn."""
    assert follows_scheme(f'<path fill="{tokens.INK}"/><path fill="none"/>')
    assert not follows_scheme(f'<path fill="{tokens.INK}"/><path stroke="#1f77b4"/>')


def test_both_values_stand_behind_a_guard() -> None:
    """Browsers without ``light-dark()`` see the day, since the pair replaces plain values only."""
    rules = colour_properties()
    plain, _, paired = rules.partition("@supports (color:light-dark(#000,#fff))")
    assert f"--ink:{tokens.INK};" in plain
    assert "light-dark" not in plain
    assert f"--ink:light-dark({tokens.INK},{tokens.NIGHT[tokens.INK]});" in paired


def test_the_sheet_names_no_colour_of_its_own() -> None:
    """Colours come from the tokens; white under foreign drawings is the one exception."""
    sheet = re.sub(r"@font-face\{.*?\}", "", style_sheet("", ()))
    rules = sheet[sheet.index("*, *::before") :]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b(?![-:])", rules)) <= {"#000", "#fff"}


def test_nothing_moves() -> None:
    """There is no animation, so there is nothing to reduce."""
    sheet = re.sub(r"@font-face\{.*?\}", "", style_sheet("", ()))
    assert not re.search(r"transition|animation|(?<!over)scroll-behavior", sheet)
