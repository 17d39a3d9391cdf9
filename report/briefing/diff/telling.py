"""Changes in words, for whatever style they are written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from briefing.diff.aspects import ALT, DATA, RESTS_ON, WORDING, Aspect
from briefing.diff.changes import Cause, Change
from briefing.diff.marking import mark_changes
from briefing.diff.sections import Section, count
from briefing.trace.graph import NodeKind

_FEW: Final = 3
"""Cells of data, origins or causes told of one change."""
_LONG: Final = 48
"""Letters from which a text is told by what differs in it, not as old and new."""
_LONGEST: Final = 160

_STATES: Final = ("added", "removed")
_READ: Final = frozenset({WORDING, "headline", "caption"})
_MANY: Final = (DATA, RESTS_ON)
_PASSAGES: Final = frozenset({NodeKind.SENTENCE, NodeKind.CHART, NodeKind.TABLE})


class Style(Protocol):
    """How words, names and changes are written."""

    def plain(self, words: str) -> str:
        """Write words that are no markup."""

    def name(self, name: str) -> str:
        """Write the id of a node."""

    def strong(self, words: str) -> str:
        """Write what the eye should find first."""

    def move(self, old: str, new: str) -> str:
        """Write a value before and after; either may be empty."""

    def mark(self, old: str, new: str) -> str:
        """Write words that were replaced within a passage; either may be empty."""


def tell_change(change: Change, style: Style) -> str:
    """Say what changed of one node."""
    head = style.strong(_headed(change))
    note = f" ({change.note})" if change.note else ""
    if change.state != "changed":
        aspect = change.aspects[0]
        text = style.plain(shorten(aspect.new or aspect.old or ""))
        return f"{head} {change.state}: {text}{note}"
    return f"{head}: {'; '.join(_aspects(change, style))}{note}"


def tell_rest(section: Section, style: Style) -> list[str]:
    """Say what a section leaves out: beyond its length, or told under another claim."""
    told = [f"{section.left_out} more, in the JSON"] if section.left_out else []
    for claim, number in section.shared.items():
        told.append(f"{count(number, 'change')} told under {style.name(claim)}")
    return told


def tell_causes(causes: Sequence[Cause], about: Iterable[Change], style: Style) -> str:
    """Say why; empty where what changed is itself an input and nothing lies behind it."""
    kinds = {change.id: change.kind for change in about}  # an input needs no naming again
    told = [
        "the ruling itself" if cause.id in kinds else _cause(cause, style)
        for cause in causes
        if kinds.get(cause.id, NodeKind.VERDICT) is NodeKind.VERDICT
    ]
    more = len(told) - _FEW
    return "; ".join([*told[:_FEW], *([f"and {more} more"] if more > 0 else [])])


def shorten(text: str, length: int = _LONGEST) -> str:
    """Cut a text that is long; an ellipsis stands for the rest."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _headed(change: Change) -> str:
    kind, _, name = change.id.partition(":")
    match change.kind:
        case NodeKind.VERDICT:
            return f"verdict, {name.rpartition('/')[2]}"
        case NodeKind.SENTENCE if change.place:
            return f"sentence in {change.place.notebook}, {change.place.cell}"
        case NodeKind.CLAIM:
            return "claim"
        case _:
            return f"{kind} {name}"


def _aspects(change: Change, style: Style) -> Iterator[str]:
    is_passage = change.kind in _PASSAGES
    plain = [a for a in change.aspects if a.name not in _MANY]
    # The numbers of a passage stand in it; what sort of change it is, the reader sees there.
    sorts = ", ".join(dict.fromkeys(a.name for a in plain if is_passage and a.at))
    told = [a for a in plain if not (is_passage and a.at)]
    for at, aspect in enumerate(told):
        named = "" if aspect.name in (change.kind, WORDING) else f"{aspect.name} "
        if aspect.name == ALT and len(change.aspects) > 1:
            yield ALT
        else:
            yield f"{f'{sorts} — ' if sorts and at == 0 else ''}{named}{_move(aspect, style)}"
    for name in _MANY:
        found = [aspect for aspect in change.aspects if aspect.name == name]
        if found:
            parts = [_part(aspect, style) for aspect in found[:_FEW]]
            more = f", and {len(found) - _FEW} more" if len(found) > _FEW else ""
            yield f"{name} {', '.join(parts)}{more}"


def _part(aspect: Aspect, style: Style) -> str:
    if aspect.name == RESTS_ON:
        gone = aspect.new is None
        return f"{'no longer' if gone else 'also'} {style.name(aspect.old or aspect.new or '')}"
    at = f"{style.plain(shorten(aspect.at, _LONG))} " if aspect.at else ""
    return at + style.move(shorten(aspect.old or "", _LONG), shorten(aspect.new or "", _LONG))


def _move(aspect: Aspect, style: Style) -> str:
    old, new = aspect.old or "", aspect.new or ""
    if aspect.name in _READ and old and new:
        return mark_changes(old, new, style.mark, style.plain)
    if min(len(old), len(new)) < _LONG and max(len(old), len(new)) < 2 * _LONG:
        return style.move(old, new)
    if old and new:
        return mark_changes(old, new, style.mark, style.plain)
    return style.move(shorten(old), shorten(new))


def _cause(cause: Cause, style: Style) -> str:
    head = f"{style.name(cause.id)} " if cause.id else ""
    if cause.old is None and cause.new is None:
        return f"{head}{style.plain(cause.text)}"
    if cause.text in _STATES:
        text = shorten(cause.old or cause.new or "", _LONG)
        return f"{head}{cause.text}: {style.plain(text)}"
    return f"{head}{cause.text} {_move(Aspect(cause.text, cause.old, cause.new), style)}"
