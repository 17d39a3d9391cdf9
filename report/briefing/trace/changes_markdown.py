"""Changes as Markdown, for a pull request or the summary of a job."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from briefing.trace.changes import Change, Difference
from briefing.trace.telling import MOST, group_by_cause, summarise, tell_causes, tell_change

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
    summary = summarise(difference)
    head = f"## Briefing: {summary}\n\n{style.name(old)} → {style.name(new)}"
    blocks = [head]
    for group in difference.claims:
        sign = "⚖ " if group.has_new_verdict else ""
        title = f"### {sign}{style.name(group.claim)} {style.plain(group.statement)}".rstrip()
        blocks.append(_table(title, group.changes, style))
    if difference.elsewhere:
        blocks.append(_table("### Elsewhere", difference.elsewhere, style))
    return "\n\n".join(blocks)


def _table(title: str, changes: Sequence[Change], style: _Markdown) -> str:
    return "\n".join(
        [title, "", "| what changed | because of |", "|---|---|", *_rows(changes, style)]
    )


def _rows(changes: Sequence[Change], style: _Markdown) -> Iterator[str]:
    for causes, members in group_by_cause(changes[:MOST]):
        what = "<br>".join(tell_change(change, style) for change in members)
        yield f"| {what} | {tell_causes(causes, members, style)} |"
    if len(changes) > MOST:
        yield f"| and {len(changes) - MOST} more | |"
