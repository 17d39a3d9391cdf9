"""What can be wrong with settings, scenarios, explorations and outlines, and what must be said."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any, Final

from hypothesis import strategies as st
from tests.ledger.faulty import Case, Contents, Flaw

_DEEP: Final = "[" * 2000
_HUGE: Final = "9" * 5000

EDITS: Final[Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    "briefing.toml": (
        ('title = "How many boats?"', "", "document.title: is missing"),
        ('title = "How many boats?"', 'title = ""', "document.title: is empty"),
        ('title = "How many boats?"', "title = 5", "document.title: is no text"),
        ('authors = ["The contributors"]', 'authors = "all"', "document.authors: is no list"),
        ('authors = ["The contributors"]', "authors = [1]", "document.authors.0: is no text"),
        ('licence = "CC BY 4.0"', 'license = "CC"', "document.license: is not a known setting"),
        ('then = "2022-06-30"', "then = 5", "vintages.then: 5 is no date"),
        ('then = "2022-06-30"', "then = nan", "vintages.then: nan is no date"),
        ('then = "2022-06-30"', "then = true", "vintages.then: True is no date"),
        ('then = "2022-06-30"', 'then = "2022-02-30"', "vintages.then: "),
        ('then = "2022-06-30"', "then = 2022-02-30", "is not TOML"),
        ('then = "2022-06-30"', "then = 2022-06-30T10:00:00", "vintages.then: "),
        ('then = "2022-06-30"', "then = 10:00:00", "vintages.then: "),
        ('then = "2022-06-30"', "then = 2024-06-30", "then is after now"),
        ("labels = {", "labels = { soon = 'x',", "vintages.labels.soon"),
        ("[article]", "[article", "is not TOML"),
        ("[article]", "[document]", "is not TOML"),
        ("[article]", "[[article]]", "article: is no table"),
        ("[article]", "article = 3\n[other]", "document.article: is not a known setting"),
        ("[article]", f"deep = {_DEEP}", "is n"),
        ("[article]", f"huge = {_HUGE}\n[article]", "is not TOML"),
        ("[article]", 'bad = "\\q"\n[article]', "is not TOML"),
        ("[article]", 'bad = "\x01"\n[article]', "is not TOML"),
        ("[article]", "[article]\nÜ = 1", "is not TOML"),
    ),
    "scenarios.toml": (
        ("crew = 6.0", "crew = nan", "nan is no number to compute with"),
        ("crew = 6.0", "crew = -inf", "-inf is no number to compute with"),
        ("crew = 6.0", "crew = 1e400", "inf is no number to compute with"),
        ("crew = 6.0", f"crew = {_HUGE}", "is not TOML"),
        ("crew = 6.0", f"crew = {'9' * 400}", "is no number to compute with"),
        ("crew = 6.0", "crew = [6.0]", "is no number, text or true/false"),
        ("crew = 6.0", "crew = { low = 6.0 }", "is no number, text or true/false"),
        ("crew = 6.0", "crew = 2022-01-01", "put dates in quotes"),
        ("crew = 6.0", "crew = 6.0, crew = 6.0", "is not TOML"),
        ("[high]", "[central]", "is not TOML"),
        ("[high]", "[high]\nspeed = 3", "speed: is not a known setting"),
        ('title = "Full crews"', "", "title: is missing"),
        ("parameters = { crew = 6.0 }", "", "parameters: is missing"),
        ("parameters = { crew = 6.0 }", "parameters = 6", "parameters: is no table"),
    ),
    "explore.toml": (
        ("steps = [2, 4.0, 6]", "steps = [4.0]", "steps: "),
        ("steps = [2, 4.0, 6]", "steps = []", "steps: "),
        ("steps = [2, 4.0, 6]", "steps = [1, 2, 3, 4, 5, 6]", "steps: "),
        ("steps = [2, 4.0, 6]", "steps = [2, 2]", "do not rise"),
        ("steps = [2, 4.0, 6]", "steps = [6, 2]", "do not rise"),
        ("steps = [2, 4.0, 6]", "steps = [2, nan]", "nan is no number to compute with"),
        ("steps = [2, 4.0, 6]", "steps = [2, inf]", "inf is no number to compute with"),
        ("steps = [2, 4.0, 6]", 'steps = ["2", "4"]', "'2' is no number"),
        ("steps = [2, 4.0, 6]", "steps = [false, true]", "False is no number"),
        ("steps = [2, 4.0, 6]", "steps = 4", "steps: is no list"),
        ('parameter = "crew"', "", "parameter: is missing"),
        ('parameter = "crew"', "parameter = 4", "parameter: is no text"),
        ('label = "Men in a boat"', "", "label: is missing"),
        ('stated = ["river.days"]', "stated = []", "stated: "),
        ('drawn = ["river.days"]', "drawn = [1]", "drawn.0: is no text"),
        ('drawn = ["river.days"]', "", "drawn: is missing"),
        ("[[01-river.assumptions]]", "[01-river.assumptions]", "assumptions: is no list"),
    ),
}
"""By file: what to replace, by what, and what the report must then say."""

BEYOND: Final = (
    ("scenarios.toml", "crew = 6.0", "crew = 60", "must be 1 to 9 persons/boat"),
    ("scenarios.toml", "crew = 6.0", 'crew = "many"', "takes a float"),
    ("scenarios.toml", "crew = 6.0", "crew = true", "takes a float"),
    ("scenarios.toml", "crew = 6.0", "crow = 6.0", "which no chapter declares; did you mean crew"),
    ("scenarios.toml", "crew = 4.0", "crew = 5.0", "but 01-river defaults to 4.0"),
    ("explore.toml", "steps = [2, 4.0, 6]", "steps = [2, 99]", "must be 1 to 9 persons/boat"),
    ("explore.toml", 'parameter = "crew"', 'parameter = "crow"', "declares no parameter crow"),
    ("explore.toml", 'parameter = "crew"', 'parameter = "x:crew"', "there is no chapter `x`"),
    ("explore.toml", 'parameter = "crew"', 'parameter = "scenario"', "is no number"),
    ("explore.toml", "[01-river]", "[rivers]\n[01-river]", "is missing"),
)
"""Settings that are sound in themselves but do not fit the chapters."""


@st.composite
def wrong_settings(draw: st.DrawFn, sound: Contents) -> Case:
    """Spoil one to three of the settings files, each written as some editor would."""
    spoilt: dict[str, bytes | None] = {}
    flaws = []
    for file in draw(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, unique=True)):
        old, new, word = draw(st.sampled_from(EDITS[file]))
        spoilt[file] = _saved(draw, sound[file], old, new)
        flaws.append(Flaw(file, None, word))
    return Case(spoilt, tuple(flaws))


@st.composite
def unfit_settings(draw: st.DrawFn, sound: Contents) -> Case:
    """Set what no chapter takes."""
    file, old, new, word = draw(st.sampled_from(BEYOND))
    return Case({file: _saved(draw, sound[file], old, new)}, (Flaw(file, None, word),))


def _saved(draw: st.DrawFn, content: bytes, old: str, new: str) -> bytes:
    text = content.decode()
    assert old in text
    text = text.replace(old, new, 1)
    comment = draw(st.sampled_from(["", "# ä –\n", "\n\n"]))
    mark, end = draw(st.sampled_from(["", "\ufeff"])), draw(st.sampled_from(["\n", "\r\n"]))
    return (mark + (comment + text).replace("\n", end)).encode()


_NODES: Final[tuple[Any, ...]] = (
    None, "x", "", True, [], {}, 0, -1, 181, -90.5, 1e300, float("nan"), float("inf"), 10**400,
    [[]], [[[]]], ["20", "50"], "Point", "Polygon", [20], {"name": None},
)  # fmt: skip


@st.composite
def odd_outlines(draw: st.DrawFn, sound: Contents) -> Case:
    """Put something else in the place of any node of the outlines, or take it out."""
    outlines = json.loads(sound["land_eurasia.geojson"])
    for _ in range(draw(st.integers(1, 2))):
        node, keys = outlines, _keys(outlines)
        while keys:
            key = draw(st.sampled_from(keys))
            below = _keys(node[key])
            if not below or draw(st.integers(0, 3)) == 0:
                if draw(st.booleans()):
                    node[key] = copy.deepcopy(draw(st.sampled_from(_NODES)))
                else:
                    del node[key]
                break
            node, keys = node[key], below
    return Case({"land_eurasia.geojson": json.dumps(outlines).encode()})


def _keys(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return sorted(node)
    return list(range(len(node))) if isinstance(node, list) else []
