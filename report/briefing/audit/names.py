"""Digits that count nothing: F-16, G7, COVID-19, addresses of pages, numbers of list items."""

from __future__ import annotations

from typing import Final

from briefing.audit.dates import MONTHS
from briefing.audit.numerals import read_numeral
from briefing.audit.tokens import HYPHENS, NUMBER, WORD, Token, listed
from briefing.audit.units import SIGNS, is_unit
from briefing.audit.words import MULTIPLIERS, ORDINALS, SHORT_SCALES, SMALL

# Before a hyphen and a number these do not make a name: mid-2021, top-10, June-2021.
_PREFIXES: Final = frozenset(
    {
        *listed("mid pre post early late non top under over sub since until about nearly almost"),
        *MONTHS, *SMALL, *MULTIPLIERS, *ORDINALS,
    }
)  # fmt: skip
_SUFFIXES: Final = frozenset({*listed("st nd rd th s am pm x fold b"), *SHORT_SCALES})
# A numeral behind one of these is a label.
_LABELLED: Final = listed(
    "resolution article section chapter paragraph page line room route flight figure table "
    "no number nos volume annex rule form"
)
_TURNS_OF_SPEECH: Final = (("9", "/", "11"), ("24", "/", "7"))


def read_name(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """Find the name that a numeral is part of: the indices where it begins and behind its end."""
    token = tokens[index]
    if tuple(piece.text for piece in tokens[index : index + 3]) in _TURNS_OF_SPEECH:
        return index, index + 3
    if index == 0 and tokens[1].text in (".", ")") and tokens[2].has_gap and tokens[2].form:
        return index, index + 2
    if _is_labelled(tokens, index):
        return index, index + 1
    if _is_tied_before(tokens, index) or _is_tied_behind(tokens, index):
        return _extent(tokens, index)
    is_date = token.text.count(".") == 2 and len(token.text) <= 10
    return None if is_date or read_numeral(token.text) is not None else _extent(tokens, index)


def read_address(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """Find the address of a page at the colon of its ``://``."""
    if [piece.text for piece in tokens[index : index + 3]] != [":", "/", "/"]:
        return None
    end = index + 3
    while tokens[end].form and not tokens[end].has_gap:
        end += 1
    return max(index - 1, 0), end


def _is_labelled(tokens: list[Token], index: int) -> bool:
    """Whether a word such as Resolution, or ``No.`` or ``#``, stands before a numeral."""
    before = tokens[index - 1] if index else None
    if before is not None and before.text == "." and not before.has_gap and index > 1:
        before = tokens[index - 2]
        return before.text in ("No", "Nos", "Art", "Sec", "Fig", "p", "pp")
    if before is None or not tokens[index].text.isdecimal():
        return False
    return before.text in ("#", "§") or (before.lower in _LABELLED and before.lower != "no")


def _is_tied_before(tokens: list[Token], index: int) -> bool:
    """Whether a word with a capital, or letters without a gap, stand right before a numeral."""
    if index == 0 or tokens[index].has_gap:
        return False
    before = tokens[index - 1]
    if before.form == WORD:
        return before.text.isascii() and before.text not in SIGNS
    if before.text not in HYPHENS or before.has_gap or index < 2:
        return False
    word = tokens[index - 2]
    is_plain = word.lower in _PREFIXES or word.text.islower()
    return word.form == WORD and word.text.isascii() and not is_plain


def _is_tied_behind(tokens: list[Token], index: int) -> bool:
    """Whether letters follow without a gap that are neither a unit nor a scale."""
    following = tokens[index + 1]
    if following.has_gap or following.form != WORD or not following.text.isascii():
        return False
    return following.lower not in _SUFFIXES and not is_unit(following)


def _extent(tokens: list[Token], index: int) -> tuple[int, int]:
    """Take in what is tied to a numeral on both sides."""
    begin, end = index, index + 1
    while begin > 0 and not tokens[begin].has_gap and _ties(tokens[begin - 1]):
        begin -= 1
    while tokens[end].form and not tokens[end].has_gap and _ties(tokens[end]):
        end += 1
    if tokens[end - 1].text in HYPHENS:
        end -= 1
    return begin, end


def _ties(token: Token) -> bool:
    return token.form in (WORD, NUMBER) or token.text in HYPHENS
