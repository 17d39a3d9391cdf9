"""Changes in the order and number in which a reviewer reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from briefing.diff.changes import Cause, Change, Difference

MOST: Final = 12
"""Changes told in one section; who wants the rest asks for JSON."""


@dataclass(frozen=True, slots=True)
class Section:
    """What is told of one claim.

    Attributes
    ----------
    claim : str
        Its id; empty for what bears on no claim.
    statement : str
        What it asserts.
    changes : tuple of Change
        Those that no earlier section tells.
    shared : mapping of str to int
        How many more are told under which earlier claim.
    has_new_verdict : bool
        Whether a ruling on it changed.
    """

    claim: str
    statement: str
    changes: tuple[Change, ...]
    shared: Mapping[str, int] = field(default_factory=dict)
    has_new_verdict: bool = False

    @property
    def groups(self) -> list[tuple[tuple[Cause, ...], list[Change]]]:
        """The first `MOST` changes, those of one cause together where the first of them stood."""
        groups: dict[tuple[Cause, ...], list[Change]] = {}
        for change in self.changes[:MOST]:
            groups.setdefault(change.causes, []).append(change)
        return list(groups.items())

    @property
    def left_out(self) -> int:
        """How many changes are beyond `MOST`."""
        return max(0, len(self.changes) - MOST)


def make_sections(difference: Difference) -> list[Section]:
    """Tell each change once: under the first claim that it bears on, or elsewhere."""
    told_under: dict[tuple[str, str], str] = {}
    sections = []
    for group in difference.claims:
        own = tuple(change for change in group.changes if _key(change) not in told_under)
        shared = Counter(told_under[key] for key in _keys(group.changes) if key in told_under)
        told_under |= dict.fromkeys(_keys(own), group.claim)
        sections.append(
            Section(group.claim, group.statement, own, dict(shared), group.has_new_verdict)
        )
    if difference.elsewhere:
        sections.append(Section("", "", difference.elsewhere))
    return sections


def summarise(difference: Difference) -> str:
    """Say in a line how much changed."""
    if difference.is_empty:
        return "nothing changed"
    verdicts = sum(change.is_new_verdict for change in difference.changes)
    places = [count(len(difference.claims), "claim")] if difference.claims else []
    places += ["elsewhere"] if difference.elsewhere else []
    ruled = f"{count(verdicts, 'verdict')} changed" if verdicts else "no verdict changed"
    return f"{ruled}; {count(len(difference.changes), 'change')}, in {' and '.join(places)}"


def count(number: int, noun: str) -> str:
    """Put a number before a noun: ``1 claim``, ``2 claims``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _keys(changes: Iterable[Change]) -> list[tuple[str, str]]:
    return [_key(change) for change in changes]


def _key(change: Change) -> tuple[str, str]:
    # What is gone may have had the number of a sentence that is there now.
    return (change.id, change.state)
