"""Number words: cardinals, ordinals, fractions, and words that leave the number open."""

from __future__ import annotations

from typing import Final

from briefing.audit.numerals import read_numeral
from briefing.audit.tokens import NUMBER, WORD, Token

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
_ONES += "fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL: Final[dict[str, int]] = {
    **{word: value for value, word in enumerate(_ONES.split())},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), start=2)},
    "fourty": 40,
}
SCALES: Final[dict[str, int]] = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "quadrillion": 10**15,
}  # fmt: skip
MULTIPLIERS: Final[dict[str, int]] = {"hundred": 100, "dozen": 12, **SCALES}
SHORT_SCALES: Final[dict[str, int]] = {
    "k": 10**3, "mn": 10**6, "mln": 10**6, "mio": 10**6, "bn": 10**9, "bln": 10**9, "tn": 10**12,
    "trn": 10**12,
}  # fmt: skip
PLURALS: Final[dict[str, int]] = {
    "tens": 10, "dozens": 12, "scores": 20,
    **{f"{word}s": value for word, value in MULTIPLIERS.items() if word != "dozen"},
}  # fmt: skip

_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh "
_ORDINALS += "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
ORDINALS: Final[dict[str, int]] = {
    **{word: value for value, word in enumerate(_ORDINALS.split())},
    **{f"{word[:-1]}ieth": 10 * value for value, word in enumerate(_TENS.split(), start=2)},
    "hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9,
}  # fmt: skip
DENOMINATORS: Final[dict[str, int]] = {
    "half": 2, "halve": 2, "quarter": 4,
    **{word: value for word, value in ORDINALS.items() if value > 2},
}  # fmt: skip
VULGAR: Final[dict[str, float]] = {
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5,
    "⅗": 3 / 5, "⅘": 4 / 5, "⅙": 1 / 6, "⅚": 5 / 6, "⅐": 1 / 7, "⅛": 1 / 8, "⅜": 3 / 8,
    "⅝": 5 / 8, "⅞": 7 / 8, "⅑": 1 / 9, "⅒": 1 / 10,
}  # fmt: skip
_NO_LIMIT: Final = 10**18


def read_cardinal(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """Read a whole number in words: its value and the index behind it.

    Words are taken as long as they can continue one number, so that “two three” is two numbers
    and “two hundred and three” is one.
    """
    end = index
    if tokens[end].lower in ("a", "an"):
        if tokens[end + 1].lower not in MULTIPLIERS:
            return None
        end += 1
    total, group, room, limit = 0, None, 1000, _NO_LIMIT
    while True:
        step = _joint(tokens, end, total or group, room, limit)
        word = tokens[end + step].lower
        if word in SMALL and (SMALL[word] < room or group is None):
            if SMALL[word] == 0 and end > index:
                break
            group = (group or 0) + SMALL[word]
            room = 10 if SMALL[word] >= 20 else 1
        elif word == "hundred" and 1 <= (1 if group is None else group) < 100:
            group, room = 100 * (group or 1), 100
        elif word in SCALES and SCALES[word] < limit and group != 0 and (group or end <= index + 1):
            limit = SCALES[word]
            total, group, room = total + (group or 1) * limit, None, 1000
        elif word == "dozen" and not total and group != 0:
            return 12 * (group or 1), end + step + 1
        else:
            break
        end += step + 1
        if SMALL.get(word) == 0:
            break
    return None if end == index or (total == 0 and group is None) else (total + (group or 0), end)


def _joint(tokens: list[Token], end: int, begun: int | None, room: int, limit: int) -> int:
    """Count the tokens that may stand between two words of one number: hyphen, “and”, comma."""
    token = tokens[end]
    if not begun:
        return 0
    following = tokens[end + 1].lower
    if token.is_hyphen and not tokens[end + 1].has_gap:
        fits = following in MULTIPLIERS or SMALL.get(following, 0) > 0 < min(room, 100)
        return int(fits)
    after_hundreds = room == 100 or (room == 1000 and limit < _NO_LIMIT)
    if token.lower == "and" and after_hundreds and SMALL.get(following, 0) > 0:
        return 1
    if token.text == "," and room == 1000 and limit < _NO_LIMIT and following in SMALL:
        ahead = (tokens[end + offset].lower for offset in (2, 3, 4))
        for word in ahead:
            if word in MULTIPLIERS and word != "dozen":
                return 1
            if word not in SMALL and word != "-":
                return 0
    return 0


def read_decimals(tokens: list[Token], index: int) -> tuple[float, int, int] | None:
    """Read “point five” behind a number: what it adds, how many places, index behind it."""
    if tokens[index].lower != "point":
        return None
    digits = ""
    end = index + 1
    while len(digits) < 10 and SMALL.get(tokens[end].lower, 10) < 10:
        digits += str(SMALL[tokens[end].lower])
        end += 1
    return (int(digits) / 10 ** len(digits), len(digits), end) if digits else None


def read_ordinal(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """Read “third”, “twenty-first”, “two hundredth” or “38th”: its rank and the index behind."""
    token = tokens[index]
    if token.lower in ORDINALS:
        return ORDINALS[token.lower], index + 1
    if token.form == NUMBER:
        is_suffix = tokens[index + 1].lower in ("st", "nd", "rd", "th")
        number = read_numeral(token.text) if is_suffix and not tokens[index + 1].has_gap else None
        if number is None or number[0] != round(number[0]):
            return None
        return int(number[0]), index + 2
    if token.form != WORD or token.lower not in SMALL:
        return None
    cardinal = read_cardinal(tokens, index)
    if cardinal is None:
        return None
    value, end = cardinal
    if tokens[end].is_hyphen or (tokens[end].lower == "and" and value % 100 == 0):
        end += 1
    last = ORDINALS.get(tokens[end].lower, 0)
    tens = value % 100
    if last >= 100 and value < 1000:
        return value * last, end + 1
    fits = 0 < last < 10 if tens >= 20 and tens % 10 == 0 else tens == 0 and 0 < last < 100
    return (value + last, end + 1) if fits and value else None
