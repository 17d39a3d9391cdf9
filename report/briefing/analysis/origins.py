"""Origins: the nodes of the graph on which a value rests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

KINDS: Final = frozenset(
    {
        "claim",
        "evidence",
        "event",
        "series",
        "parameter",
        "finding",
        "scenario",
        "setting",
        "verdict",
    }
)


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """One thing that a value rests on.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    id : str
        Id within its kind: an evidence id, ``<chapter>/<parameter>``, a finding's id …
    """

    kind: str
    id: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not self.id:
            raise ValueError(f"not an origin: {self.kind}:{self.id}; kinds are {sorted(KINDS)}")

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str) -> Origin:
        """Read the form that `str` writes."""
        kind, _, identifier = text.partition(":")
        return cls(kind, identifier)


Origins = frozenset[Origin]


def join_origins(groups: Iterable[Iterable[Origin]]) -> Origins:
    """Unite the origins of several values."""
    return frozenset(origin for group in groups for origin in group)
