"""What changed between two builds, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.diff.aspects import VERDICT, Aspect
from briefing.trace.graph import NodeKind, Place


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something changed.

    Attributes
    ----------
    id : str
        The input that changed; empty where none did and the computation must have.
    text : str
        What is to be said of it.
    old, new : str or None
        How it was before and after, as worded.
    """

    id: str
    text: str = ""
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One node that changed.

    Attributes
    ----------
    id : str
        Its id in the newer graph, or in the older if it is gone.
    kind : NodeKind
        What it is.
    label : str
        A few words.
    state : str
        ``added``, ``removed`` or ``changed``.
    aspects : tuple of Aspect
        In what it changed; for what was added or removed, the whole of it as one.
    causes : tuple of Cause
        Why; never empty.
    place : Place or None
        Where it stands.
    note : str
        What else is to be known, such as that an input moved nothing.
    """

    id: str
    kind: NodeKind
    label: str
    state: str
    aspects: tuple[Aspect, ...]
    causes: tuple[Cause, ...]
    place: Place | None = None
    note: str = ""

    @property
    def is_new_verdict(self) -> bool:
        """Whether a ruling came out differently, was added or taken away."""
        return self.kind is NodeKind.VERDICT and any(a.name == VERDICT for a in self.aspects)


@dataclass(frozen=True, slots=True)
class ClaimChanges:
    """What changed for one claim.

    Attributes
    ----------
    claim : str
        Its id.
    statement : str
        What it asserts, in our words.
    changes : tuple of Change
        Rulings first, inputs last.
    """

    claim: str
    statement: str
    changes: tuple[Change, ...]

    @property
    def has_new_verdict(self) -> bool:
        """Whether one of its rulings did."""
        return any(change.is_new_verdict for change in self.changes)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed between two builds.

    Attributes
    ----------
    old, new : mapping
        The editions compared.
    claims : tuple of ClaimChanges
        First those with a changed verdict, then in the order of the article.
    elsewhere : tuple of Change
        What bears on no claim, or on many alike.
    """

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    claims: tuple[ClaimChanges, ...]
    elsewhere: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.claims and not self.elsewhere

    @property
    def has_new_verdict(self) -> bool:
        """Whether a verdict changed."""
        return any(group.has_new_verdict for group in self.claims)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change once, whichever claims it is told under."""
        told = [change for group in self.claims for change in group.changes]
        once = {(change.id, change.state): change for change in (*told, *self.elsewhere)}
        return tuple(once.values())
