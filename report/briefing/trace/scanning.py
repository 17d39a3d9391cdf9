"""Numbers in running text: digits, number words and dates, with what they say.

The lint needs to find them all and to know what a numeral in a chart claims, no more; reading a
whole article, with its ranges and vague counts, is the business of `briefing.audit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# "One" is left out: in English it is a pronoun far more often than a count, and a ratio or a
# fraction with it holds another number.
_SMALL: Final = (
    *("zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
)
_LARGE: Final = ("dozen", "hundred", "thousand", "million", "billion", "trillion")
_ORDINALS: Final = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "twentieth", "hundredth", "thousandth"),
)
_PARTS: Final = ("half", "halves", "quarter", "twice", "thrice", "double", "triple", "threefold")
_BENT: Final = ("doubled", "doubles", "doubling", "tripled", "halved", "tenfold", "twofold")

WORDS: Final = frozenset((*_SMALL, *_LARGE, *_ORDINALS, *_PARTS, *_BENT))
"""Words that state a number; their plurals do too."""

SCALES: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)

_SPACE: Final = "[ \u00a0\u2009\u202f]"
_NUMERAL: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u2009\u202f]\d{3})+|\d+(?:\.\d+)?"
_SHORT: Final = tuple(month[:3] for month in _MONTHS)
_DATE: Final = (
    rf"(?:\d{{1,2}}{_SPACE})?(?:{'|'.join(_MONTHS)}){_SPACE}\d{{4}}\b"
    rf"|\b\d{{1,2}}{_SPACE}(?:{'|'.join(_SHORT)})\b"
    r"|\b\d{4}-\d{2}(?:-\d{2})?\b"
)
_TOKEN: Final = re.compile(
    rf"(?P<date>{_DATE})"
    rf"|(?P<numeral>{_NUMERAL})(?:{_SPACE}(?P<scale>{'|'.join(SCALES)})s?\b)?(?P<percent>{_SPACE}?%)?"
    rf"|(?P<word>\b[A-Za-z]+\b)"
)
_ISO: Final = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


@dataclass(frozen=True, slots=True)
class Token:
    """A number in a text.

    Attributes
    ----------
    text : str
        As it stands there.
    start, end : int
        Where.
    value : float or None
        What a numeral says, its scale included; None for words and dates.
    step : float
        What its last printed digit is worth: half of it is how far it may be off.
    date : str
        ISO form of a date, as precise as it is, ``--11-18`` without a year; else empty.
    """

    text: str
    start: int
    end: int
    value: float | None = None
    step: float = 0.0
    date: str = ""


@lru_cache(maxsize=2**15)  # the same labels and names come up under one node after another
def scan_numbers(text: str) -> tuple[Token, ...]:
    """Find digits, number words and dates in a text, in order."""
    return tuple(_scan(text))


def _scan(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        if found["date"]:
            yield Token(found[0], found.start(), found.end(), date=_iso(found[0]))
        elif found["numeral"]:
            yield _numeral(found)
        elif _is_number_word(found["word"]):
            yield Token(found[0], found.start(), found.end())


def _is_number_word(word: str) -> bool:
    lower = word.lower()
    return lower in WORDS or (lower.endswith("s") and lower[:-1] in WORDS)


def _numeral(found: re.Match[str]) -> Token:
    digits = re.sub(r"[,\u2009\u202f]", "", found["numeral"])
    whole, _, decimals = digits.partition(".")
    scale = SCALES.get(found["scale"] or "", 1.0)
    # Trailing zeros may be rounding: 11,000 may stand for 11,123.
    zeros = 0 if decimals else len(whole) - len(whole.rstrip("0"))
    step = 10.0 ** (zeros if not decimals else -len(decimals)) * scale
    return Token(found[0], found.start(), found.end(), float(digits) * scale, step)


def _iso(text: str) -> str:
    if _ISO.fullmatch(text):
        return text
    parts = re.split(_SPACE, text)
    if parts[-1] in _SHORT:
        return f"--{_SHORT.index(parts[-1]) + 1:02d}-{int(parts[0]):02d}"
    month = _MONTHS.index(parts[-2]) + 1
    day = f"-{int(parts[0]):02d}" if len(parts) == 3 else ""
    return f"{parts[-1]}-{month:02d}{day}"
