"""Numbers as a text writes them: digits or words, with scale words and halves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from briefing.audit.numerals import read_spaced, round_step
from briefing.audit.tokens import NUMBER, WORD, Token, listed
from briefing.audit.units import is_counted, singular
from briefing.audit.words import (
    DENOMINATORS,
    MULTIPLIERS,
    PLURALS,
    SCALES,
    SHORT_SCALES,
    VULGAR,
    read_cardinal,
    read_decimals,
)

_MOST_SCALES: Final = 3
_LOWEST_OF_MANY: Final = 2
"""“Several” and a bare plural are read as two of them at least, as `data/README.md` does."""
_TOP_OF_MANY: Final = 10
"""With ten of them the next number word would have been used."""
_MANY_OF: Final = listed("several few many couple some")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that was read.

    Attributes
    ----------
    value, step : float
        The number, and what one more in its last digit would add.
    scale : float
        What the scale words behind it come to; 1 without any.
    end : int
        Index behind it.
    in_words : bool
        Whether it begins with a word.
    """

    value: float
    step: float
    scale: float
    end: int
    in_words: bool

    def scaled(self, factor: float) -> Amount:
        """The same number under a scale word that stands further on."""
        return Amount(self.value * factor, self.step * factor, factor, self.end, self.in_words)


def read_amount(tokens: list[Token], index: int, *, is_money: bool = False) -> Amount | None:
    """Read a number at an index; None if there is none.

    Parameters
    ----------
    tokens : list of Token
        The text.
    index : int
        Where to begin.
    is_money : bool
        Whether a currency sign stands before it, after which ``m`` means million.
    """
    token = tokens[index]
    base = _read_base(tokens, index)
    if base is None:
        return None
    value, step, end = base
    value, step, end = _add_part(tokens, value, step, end)
    scale = 1.0
    # A whole number in words has taken the scale words that belong to it.
    is_complete = token.form == WORD and value == round(value)
    for _ in range(_MOST_SCALES):
        if is_complete and tokens[end].lower in MULTIPLIERS:
            break
        found = _read_scale(tokens, end, is_money)
        if found is None:
            break
        factor, end = found
        scale *= factor
    return Amount(value * scale, step * scale, scale, end, token.form == WORD)


def _read_base(tokens: list[Token], index: int) -> tuple[float, float, int] | None:
    token = tokens[index]
    if token.form == NUMBER:
        return read_spaced(tokens, index)
    if token.text in VULGAR:
        return VULGAR[token.text], 0.0, index + 1
    half = _read_half(tokens, index)
    if half is not None:
        return half
    cardinal = read_cardinal(tokens, index) if token.form == WORD else None
    if cardinal is None:
        return None
    number, end = cardinal
    decimals = read_decimals(tokens, end)
    if decimals is None:
        return float(number), round_step(number), end
    part, places, end = decimals
    return number + part, 10.0**-places, end


def _read_half(tokens: list[Token], index: int) -> tuple[float, float, int] | None:
    """Read “half a million”, “half-dozen” or “a quarter of a million”."""
    start = index + 1 if tokens[index].lower == "a" else index
    part = {"half": 0.5, "quarter": 0.25}.get(tokens[start].lower)
    if part is None:
        return None
    end = start + 1
    if tokens[end].is_hyphen or tokens[end].lower == "of":
        end += 1
    if tokens[end].lower == "a":
        end += 1
    factor = MULTIPLIERS.get(tokens[end].lower)
    return None if factor is None else (part * factor, 0.1 * part * factor, end + 1)


def _add_part(tokens: list[Token], value: float, step: float, end: int) -> tuple[float, float, int]:
    """Read what may follow a whole number: ``½``, “and a half”, “and three quarters”."""
    token = tokens[end]
    if token.text in VULGAR and value == round(value):
        return value + VULGAR[token.text], 0.1, end + 1
    if token.form != NUMBER and token.lower != "and" and not token.is_hyphen:
        return value, step, end
    over, slash, under = tokens[end : end + 3]
    is_fraction = slash.text == "/" and over.text.isdecimal() and under.text.isdecimal()
    is_short = len(over.text) <= 2 and len(under.text) <= 2
    if is_fraction and is_short and over.has_gap and 0 < int(over.text) < int(under.text):
        return value + int(over.text) / int(under.text), 0.1, end + 3
    # The words of “two-and-a-half” are tied by hyphens, those of “two and a half” are not.
    tied = int(token.is_hyphen)
    places = [end + tied + offset * (1 + tied) for offset in range(3)]
    joint, article, part = (tokens[place].lower for place in places)
    parts = {"a": 1, "one": 1, "two": 2, "three": 3}.get(article)
    size = DENOMINATORS.get(singular(part), 5)
    if joint == "and" and parts is not None and size <= 4:
        return value + parts / size, 0.1, places[2] + 1
    return value, step, end


def _read_scale(tokens: list[Token], index: int, is_money: bool) -> tuple[int, int] | None:
    """Read a scale word, or one of the letters that stand for it."""
    start = index + 1 if tokens[index].is_hyphen and not tokens[index + 1].has_gap else index
    token = tokens[start]
    if token.lower in MULTIPLIERS:
        return MULTIPLIERS[token.lower], start + 1
    if token.lower in PLURALS and singular(token.lower) in SCALES:
        return PLURALS[token.lower], start + 1
    if token.lower in SHORT_SCALES and (token.text.islower() or not token.has_gap):
        return SHORT_SCALES[token.lower], start + 1
    if token.has_gap or start != index:
        return None
    # A lone m is a million before what is counted, and a metre otherwise.
    if token.text == "M" or (token.text == "m" and (is_money or is_counted(tokens[start + 1]))):
        return 10**6, start + 1
    return (10**9, start + 1) if is_money and token.text in ("b", "B") else None


def read_vague(tokens: list[Token], index: int) -> tuple[float, float, int] | None:
    """Read “several”, “a few hundred”, “tens of thousands”: range and index behind it.

    Returns
    -------
    (float, float, int) or None
        From two to ten of the last thing named; None if the words leave nothing open.
    """
    start = index + 1 if tokens[index].lower in ("a", "the") else index
    word = tokens[start].lower
    if word in PLURALS:
        return _read_plural(tokens, start) if start == index else None
    if word == "handful" and start > index:
        return 2.0, 10.0, start + 1
    if word not in _MANY_OF:
        return None
    if word == "couple" and start == index:
        return None
    end = start + 1
    if word == "couple" and tokens[end].lower == "of" and tokens[end + 1].lower in MULTIPLIERS:
        end += 1
    factor, end = _read_factors(tokens, end)
    if word == "some" and tokens[start + 1].lower not in PLURALS:
        return None
    if factor == 1 and (word == "many" or (word == "few" and start == index)):
        return None
    top = 2 if word == "couple" and factor == 1 else _TOP_OF_MANY
    return float(_LOWEST_OF_MANY * factor), float(top * factor), end


def _read_factors(tokens: list[Token], index: int) -> tuple[int, int]:
    """Multiply the number words from an index on, “of” between them left out."""
    factor, end = 1, index
    for _ in range(_MOST_SCALES):
        word = tokens[end].lower
        size = MULTIPLIERS.get(word) or PLURALS.get(word)
        if size is None:
            break
        factor, end = factor * size, end + 1
        if tokens[end].lower == "of" and tokens[end + 1].lower in PLURALS:
            end += 1
    return factor, end


def _read_plural(tokens: list[Token], index: int) -> tuple[float, float, int] | None:
    if tokens[index].lower in ("tens", "scores") and tokens[index + 1].lower != "of":
        return None
    factor, end = _read_factors(tokens, index)
    return float(_LOWEST_OF_MANY * factor), float(_TOP_OF_MANY * factor), end
