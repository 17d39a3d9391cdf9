"""The end of a chapter where readers move its assumptions.

Every combination stands in the page as its chapter said it; radio buttons and a few rules of the
style sheet show one of them. No script takes part, and nothing is computed here. A browser that
cannot follow the choice, and paper, show what the chapter itself runs with.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from briefing.analysis.units import parse_unit
from briefing.analysis.wording import format_number, unit_label
from briefing.document.model import Document
from briefing.document.nodes import Block, Citation, Footnote, Reference
from briefing.document.trees import rewrite_run, walk
from briefing.document.typography import curl
from briefing.explore.model import Assumption, Exploration, Outcome, Span
from briefing.export.escaping import escape
from briefing.export.markup import Markup

_SHEET: Final = files("briefing.export") / "templates" / "briefing-html" / "explorer.css"
_KEYS: Final = "ab"
"""Letters that tell the assumptions of a chapter apart."""

_ROW: Final = 22
_TICKS: Final = 22
_MILLION: Final = 1e6


def resolved_references(document: Document) -> dict[str, Reference]:
    """Give the references of a document by their targets, as numbering has resolved them."""
    nodes = walk(tuple(block for chapter in document.chapters for block in chapter.blocks))
    return {node.target: node for node in nodes if isinstance(node, Reference)}


def write_explorer(exploration: Exploration, links: Mapping[str, Reference]) -> str:
    """Write the choices and all that they lead to.

    Parameters
    ----------
    exploration : Exploration
        Of one chapter.
    links : mapping of str to Reference
        Where references in its sentences lead; others are left out.
    """
    name = f"assume-{escape(exploration.chapter)}"
    choices = "".join(
        _choices(f"{name}-{key}", key, assumption)
        for key, assumption in zip(_KEYS, exploration.assumptions, strict=False)
    )
    outcomes = "\n".join(_outcome(exploration, each, links) for each in exploration.outcomes)
    return (
        f'<section class="explorer" aria-labelledby="{escape(exploration.chapter)} {name}">'
        f'<h3 id="{name}">Under other assumptions</h3>'
        '<p class="lead">Choose a value: below stands what this chapter says with it. Each choice '
        "is a run of the chapter with the values named and all else as above.</p>"
        f'<div class="assumptions">{choices}</div>'
        f'<div class="outcomes" aria-live="polite">\n{outcomes}\n</div></section>'
    )


def explorer_rules(explorations: Sequence[Exploration]) -> list[str]:
    """Write the rules by which a choice shows its outcome; none where nothing can be chosen."""
    if not explorations:
        return []
    lines = (line.strip() for line in _SHEET.read_text(encoding="utf-8").splitlines())
    sheet = [line for line in lines if line and not line.startswith("/*")]
    shapes = {tuple(len(a.steps) for a in each.assumptions) for each in explorations}
    chosen = {
        at for shape in shapes for at in itertools.product(*(range(number) for number in shape))
    }
    shown = "".join(_rule(at) for at in sorted(chosen))
    return [*sheet, f"@media screen{{@supports selector(:has(a)){{{shown}}}}}"]


def _rule(at: Sequence[int]) -> str:
    checked = "".join(
        f":has(.{key}{number}:checked)" for key, number in zip(_KEYS, at, strict=False)
    )
    return f".explorer{checked} .at-{_place(at)}{{display:block}}"


def _place(at: Sequence[int]) -> str:
    return "-".join(str(number) for number in at)


def _choices(name: str, key: str, assumption: Assumption) -> str:
    choices = "".join(
        _choice(name, key, number, words, is_own=number == assumption.chosen)
        for number, words in enumerate(assumption.steps)
    )
    return (
        f"<fieldset><legend>{escape(curl(assumption.label))}</legend>"
        f'<div class="choices">{choices}</div></fieldset>'
    )


def _choice(name: str, key: str, number: int, words: str, *, is_own: bool) -> str:
    checked, own = (" checked", '<span class="own"> · as above</span>') if is_own else ("", "")
    return (
        f'<span class="choice"><input type="radio" name="{name}" id="{name}-{number}" '
        f'class="{key}{number}" autocomplete="off"{checked}>'
        f'<label for="{name}-{number}">{escape(words)}{own}</label></span>'
    )


def _outcome(exploration: Exploration, outcome: Outcome, links: Mapping[str, Reference]) -> str:
    named = "; ".join(
        f"{escape(curl(assumption.label))}: {escape(assumption.steps[number])}"
        for assumption, number in zip(exploration.assumptions, outcome.at, strict=True)
    )
    own = " usual" if outcome.at == exploration.usual else ""
    said = Markup().blocks(_alone(outcome.said, links))
    return (
        f'<div class="outcome at-{_place(outcome.at)}{own}">'
        f'<p class="named">{named}</p>{said}{_figure(exploration, outcome)}</div>'
    )


def _alone(blocks: tuple[Block, ...], links: Mapping[str, Reference]) -> tuple[Block, ...]:
    """Make passages fit to stand again: sources and notes are named where they stand first."""

    def change(node: Any) -> Any:
        match node:
            case Citation() | Footnote():
                return ()
            case Reference(target=target):
                return links.get(target, ())
        return node

    return rewrite_run(blocks, change)


def _figure(exploration: Exploration, outcome: Outcome) -> str:
    """Draw findings below each other on the one scale of all outcomes, values as text above.

    Everything drawn is also written, so the drawings themselves need not be read out.
    """
    ticks = exploration.scale()
    scale = _Scale(ticks[0], ticks[-1])
    article = exploration.article
    rows = "".join(
        f"<div><dt>{escape(curl(span.label))}</dt><dd>{escape(span.text)}"
        f"{_drawing(_ROW, _row(span, article, scale))}</dd></div>"
        for span in outcome.found
    )
    key = (
        f'<p class="key"><span class="swatch"></span>{escape(curl(article.label))}: '
        f"{escape(article.text)}</p>"
        if article
        else ""
    )
    # Short words at the ticks, so that they stand apart on a phone.
    divisor = _MILLION if ticks[-1] >= _MILLION else 1.0
    unit = unit_label(parse_unit(exploration.unit))
    unit = f"million {unit}" if divisor > 1 else unit
    axis = _drawing(_TICKS, _axis(ticks, scale, divisor))
    measure = f'<p class="unit" aria-hidden="true">{escape(unit)}</p>'
    return f'<dl class="found">{rows}</dl>{axis}{measure}{key}'


class _Scale:
    """From values to per cent of the width."""

    def __init__(self, low: float, high: float) -> None:
        self._low, self._high = low, high

    def __call__(self, value: float | None, otherwise: float = 0.0) -> float:
        """Give the place of a value, or of an open end."""
        if value is None:
            return otherwise
        return round(100 * (value - self._low) / (self._high - self._low), 2)


def _drawing(height: int, parts: Iterable[str]) -> str:
    return (
        f'<svg class="reach" width="100%" height="{height}" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def _row(span: Span, article: Span | None, scale: _Scale) -> Iterator[str]:
    middle = _ROW / 2
    if article is not None:
        low, high = scale(article.low), scale(article.high, 100.0)
        yield (
            f'<rect class="article" x="{low}%" y="0" width="{max(round(high - low, 2), 0.6)}%" '
            f'height="{_ROW}"/>'
        )
    yield f'<line class="ground" x1="0" x2="100%" y1="{middle}" y2="{middle}"/>'
    low, high = scale(span.low), scale(span.high, 100.0)
    if high > low:
        yield f'<line class="range" x1="{low}%" x2="{high}%" y1="{middle}" y2="{middle}"/>'
    point = span.central if span.central is not None else span.low if high == low else None
    if point is not None:
        yield f'<circle class="point" cx="{scale(point)}%" cy="{middle}" r="5"/>'


def _axis(ticks: Sequence[float], scale: _Scale, divisor: float) -> Iterator[str]:
    for tick in ticks:
        place = scale(tick)
        anchor = "start" if place == 0 else "end" if place == 100 else "middle"
        yield f'<line class="tick" x1="{place}%" x2="{place}%" y1="0" y2="5"/>'
        words = escape(format_number(tick / divisor))
        yield f'<text x="{place}%" y="19" text-anchor="{anchor}">{words}</text>'
