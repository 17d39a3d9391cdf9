"""Changes in words, for whatever style they are written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Protocol

from briefing.trace.aspects import DATA, RESTS_ON, WORDING, Aspect
from briefing.trace.changes import Cause, Change, Difference
from briefing.trace.graph import NodeKind
from briefing.trace.marking import mark_changes

MOST: Final = 12
"""Changes told for one claim; a reviewer asks for the rest if these call for it."""

_FEW: Final = 3
"""Cells of data, origins or causes told of one change."""
_LONG: Final = 48
"""Letters from which a text is told by what differs in it, not as old and new."""
_LONGEST: Final = 160

_STATES: Final = ("added", "removed")


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


def summarise(difference: Difference) -> str:
    """Say in a line how much changed."""
    if difference.is_empty:
        return "nothing changed"
    verdicts = sum(change.is_new_verdict for change in difference.changes)
    places = [_count(len(difference.claims), "claim")] if difference.claims else []
    places += ["elsewhere"] if difference.elsewhere else []
    ruled = f"{_count(verdicts, 'verdict')} changed" if verdicts else "no verdict changed"
    return f"{ruled}; {_count(len(difference.changes), 'change')}, in {' and '.join(places)}"


def group_by_cause(changes: Iterable[Change]) -> list[tuple[tuple[Cause, ...], list[Change]]]:
    """Put changes of one cause together, each group where its first member stood."""
    groups: dict[tuple[Cause, ...], list[Change]] = {}
    for change in changes:
        groups.setdefault(change.causes, []).append(change)
    return list(groups.items())


def tell_change(change: Change, style: Style) -> str:
    """Say what changed of one node."""
    head = style.strong(_headed(change))
    note = f" ({change.note})" if change.note else ""
    if change.state != "changed":
        aspect = change.aspects[0]
        text = style.plain(shorten(aspect.new or aspect.old or ""))
        return f"{head} {change.state}: {text}{note}"
    return f"{head}: {'; '.join(_aspects(change, style))}{note}"


def tell_causes(causes: Sequence[Cause], about: Iterable[Change], style: Style) -> str:
    """Say why; empty where what changed is itself an input and nothing lies behind it."""
    kinds = {change.id: change.kind for change in about}
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
    passage = [a for a in change.aspects if a.name == WORDING]
    if change.kind is NodeKind.SENTENCE and passage:
        # Its numbers are in the passage; what sort of change it is, the reader sees there.
        sorts = dict.fromkeys(a.name for a in change.aspects if a.name not in (WORDING, RESTS_ON))
        words = _move(passage[0], style)
        yield f"{', '.join(sorts)} — {words}" if sorts else words
    else:
        many = (DATA, RESTS_ON)
        yield from (
            f"{'' if aspect.name == change.kind else f'{aspect.name} '}{_move(aspect, style)}"
            for aspect in change.aspects
            if aspect.name not in many
        )
    for name in (DATA, RESTS_ON):
        found = [aspect for aspect in change.aspects if aspect.name == name]
        if found:
            told = [_part(aspect, style) for aspect in found[:_FEW]]
            more = f", and {len(found) - _FEW} more" if len(found) > _FEW else ""
            yield f"{name} {', '.join(told)}{more}"


def _part(aspect: Aspect, style: Style) -> str:
    if aspect.name == RESTS_ON:
        gone = aspect.new is None
        return f"{'no longer' if gone else 'also'} {style.name(aspect.old or aspect.new or '')}"
    at = f"{style.plain(shorten(aspect.at, _LONG))} " if aspect.at else ""
    return at + style.move(shorten(aspect.old or "", _LONG), shorten(aspect.new or "", _LONG))


def _move(aspect: Aspect, style: Style) -> str:
    old, new = aspect.old or "", aspect.new or ""
    if aspect.name == WORDING and old and new:
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


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
