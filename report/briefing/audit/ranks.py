"""Places in an order: first, third-largest, 38th, largest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from briefing.audit.tokens import WORD, Token, listed
from briefing.audit.words import read_ordinal

SUPERLATIVES: Final = listed(
    "largest biggest smallest highest lowest longest shortest oldest youngest heaviest "
    "fastest richest poorest deepest tallest"
)
"""What can be ranked by measuring; “best” and “worst” are judgements."""


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in an order, by what it is ordered if the text says so."""

    place: int
    superlative: str | None
    end: int


def read_rank(tokens: list[Token], index: int) -> Rank | None:
    """Read a rank at an index; None if there is none."""
    token = tokens[index]
    if token.lower in SUPERLATIVES:
        return Rank(1, token.lower, index + 1)
    ordinal = read_ordinal(tokens, index)
    if ordinal is None:
        return None
    place, end = ordinal
    if token.form == WORD and _is_turn_of_speech(tokens, index, end):
        return None
    start = end + 1 if tokens[end].is_hyphen else end
    if tokens[start].lower in SUPERLATIVES:
        return Rank(place, tokens[start].lower, start + 1)
    return Rank(place, None, end)


def _is_turn_of_speech(tokens: list[Token], index: int, end: int) -> bool:
    """Whether the word counts nothing: “at first”, “wait a second”, “First, …”."""
    word, following = tokens[index].lower, tokens[end]
    before = tokens[index - 1].lower if index else ""
    if word == "first" and (
        before == "at" or [t.lower for t in tokens[end : end + 2]] == ["of", "all"]
    ):
        return True
    if (
        following.text == ","
        and tokens[index].text[0].isupper()
        and word in ("first", "second", "third")
    ):
        return True
    if word == "second" and before in ("a", "per", "every", "split"):
        return following.form != WORD or following.lower in (
            "and",
            "or",
            "at",
            "in",
            "of",
            "before",
        )
    # The world wars are names.
    return following.text == "World" and tokens[index].text[0].isupper()
