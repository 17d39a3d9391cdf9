"""Changes as Markdown, for a pull request or the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from briefing.diff.changes import Difference
from briefing.diff.sections import Section, make_sections, summarise
from briefing.diff.telling import tell_causes, tell_change, tell_rest

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|~#@&!])")


class _Markdown:
    """GitHub's dialect, within a cell of a table."""

    def plain(self, words: str) -> str:
        return _SPECIAL.sub(r"\\\1", " ".join(words.split()))

    def name(self, name: str) -> str:
        return f"`{name.replace('`', '').replace('|', '')}`"

    def strong(self, words: str) -> str:
        return f"**{self.plain(words)}**"

    def move(self, old: str, new: str) -> str:
        return f"{self._was(old) or 'none'} → {self._is(new) or 'none'}"

    def mark(self, old: str, new: str) -> str:
        return " ".join(part for part in (self._was(old), self._is(new)) if part)

    def _was(self, words: str) -> str:
        return f"~~{self.plain(words)}~~" if words else ""

    def _is(self, words: str) -> str:
        return f"**{self.plain(words)}**" if words else ""


def write_markdown(difference: Difference, old: str, new: str) -> str:
    """Write all changes, one table for each claim, with their causes.

    Parameters
    ----------
    difference : Difference
        What changed.
    old, new : str
        What the two builds are called.
    """
    style = _Markdown()
    blocks = [f"## Briefing: {summarise(difference)}", f"{style.name(old)} → {style.name(new)}"]
    blocks += ["\n".join(_lines(section, style)) for section in make_sections(difference)]
    return "\n\n".join(blocks)


def _lines(section: Section, style: _Markdown) -> Iterator[str]:
    sign = "⚖ " if section.has_new_verdict else ""
    yield f"### {sign}{_title(section, style)}\n"
    if section.groups:
        yield "| what changed | because |\n|---|---|"
    for causes, members in section.groups:
        what = "<br>".join(tell_change(change, style) for change in members)
        yield f"| {what} | {tell_causes(causes, members, style)} |"
    rest = tell_rest(section, style)
    if rest:
        yield f"\nAnd {', '.join(rest)}."


def _title(section: Section, style: _Markdown) -> str:
    if not section.claim:
        return "Elsewhere"
    return f"{style.name(section.claim)} {style.plain(section.statement)}".rstrip()
