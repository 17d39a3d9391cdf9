"""Changes as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefing.trace.changes import Change, Difference
from briefing.trace.telling import MOST, group_by_cause, summarise, tell_causes, tell_change


class _Text:
    """Nothing but letters."""

    def plain(self, words: str) -> str:
        return words

    def name(self, name: str) -> str:
        return name

    def strong(self, words: str) -> str:
        return words

    def move(self, old: str, new: str) -> str:
        return f"{old or 'none'} → {new or 'none'}"

    def mark(self, old: str, new: str) -> str:
        if old and new:
            return f"[{old} → {new}]"
        return f"[−{old}]" if old else f"[+{new}]"


def write_text(difference: Difference, old: str, new: str) -> str:
    """Write all changes, by claim, with their causes.

    Parameters
    ----------
    difference : Difference
        What changed.
    old, new : str
        What the two builds are called.
    """
    blocks = [f"{old} → {new}: {summarise(difference)}"]
    for group in difference.claims:
        lines = _lines(group.changes)
        blocks.append("\n".join([f"{group.claim}  {group.statement}".rstrip(), *lines]))
    if difference.elsewhere:
        blocks.append("\n".join(["elsewhere", *_lines(difference.elsewhere)]))
    return "\n\n".join(blocks)


def _lines(changes: Sequence[Change]) -> Iterator[str]:
    style = _Text()
    for causes, members in group_by_cause(changes[:MOST]):
        yield from (f"  {tell_change(change, style)}" for change in members)
        why = tell_causes(causes, members, style)
        if why:
            yield f"      because of {why}"
    if len(changes) > MOST:
        yield f"  and {len(changes) - MOST} more; --json lists all"
