"""Changes as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.diff.changes import Difference
from briefing.diff.sections import Section, make_sections, summarise
from briefing.diff.telling import tell_causes, tell_change, tell_rest


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
    blocks += ["\n".join(_lines(section)) for section in make_sections(difference)]
    return "\n\n".join(blocks)


def _lines(section: Section) -> Iterator[str]:
    style = _Text()
    yield f"{section.claim}  {section.statement}".rstrip() if section.claim else "elsewhere"
    for causes, members in section.groups:
        yield from (f"  {tell_change(change, style)}" for change in members)
        why = tell_causes(causes, members, style)
        if why:
            yield f"      because: {why}"
    yield from (f"  and {rest}" for rest in tell_rest(section, style))
