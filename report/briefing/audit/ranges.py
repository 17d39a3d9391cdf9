"""Numbers with what they count: single, as ranges, open to one side, or left vague."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from briefing.audit.amounts import Amount, read_amount, read_vague
from briefing.audit.quantities import Kind
from briefing.audit.readings import Reading
from briefing.audit.tokens import DASHES, NUMBER, WORD, Token, listed
from briefing.audit.units import Noun, read_noun, read_sign

# “One” is a pronoun behind or before these.
_NOT_AFTER: Final = listed("no this that the each any every another which other")
_NOT_BEFORE: Final = listed(
    "another by who whom that which can could may might must should would will has had is "
    "was wants needs of thing"
)
# Words before a number that leave one side of it open.
_AT_LEAST: Final = (
    ("more", "than"), ("at", "least"), ("no", "fewer", "than"), ("no", "less", "than"),
    ("not", "less", "than"), ("over",), ("above",), ("exceeding",), ("upwards", "of"),
    ("in", "excess", "of"), ("greater", "than"), ("higher", "than"),
)  # fmt: skip
_AT_MOST: Final = (
    ("no", "more", "than"), ("not", "more", "than"), ("up", "to"), ("at", "most"), ("under",),
    ("fewer", "than"), ("less", "than"), ("lower", "than"), ("below",), ("as", "many", "as"),
    ("as", "much", "as"),
)  # fmt: skip


def _by_last_word() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Sort the phrases by their last word, the longest first: “no fewer than”, “fewer than”."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    sides = [*((phrase, "high") for phrase in _AT_LEAST), *((phrase, "low") for phrase in _AT_MOST)]
    for phrase, side in sorted(sides, key=lambda pair: -len(pair[0])):
        found.setdefault(phrase[-1], []).append((phrase, side))
    return found


_PHRASES: Final = _by_last_word()
_OPENABLE: Final = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.SHARE, Kind.DURATION, Kind.MULTIPLE)
_ALTERNATIVES: Final = 3
"""“Eight or nine” is a range, “one or ten” are two numbers."""
_ARTICLE_NOUNS: Final = ("decade", "century", "fortnight")
_SPAN_NOUNS: Final = ("year", "month", "week", "day", "hour")
_BEFORE_SPAN: Final = listed(
    "for within after nearly almost about around over under than in roughly only just"
)
_BEHIND_SPAN: Final = listed("ago earlier later before hence")


@dataclass(frozen=True, slots=True)
class _Single:
    """One number with its unit."""

    begin: int
    amount: Amount
    noun: Noun
    sign: str | None

    @property
    def kind(self) -> Kind:
        return Kind.MONEY if self.sign else self.noun.kind

    @property
    def unit(self) -> str | None:
        return self.sign or self.noun.unit

    @property
    def end(self) -> int:
        """Index behind the number and a unit that belongs to its words."""
        return self.noun.end if not self.sign or self.noun.kind is Kind.MONEY else self.amount.end

    def reading(self, low: float, high: float, end: int, step: float) -> Reading:
        size = 1.0 if self.sign else self.noun.size
        return Reading(self.kind, self.begin, end, low * size, high * size, self.unit, step * size)


def read_numbers(
    tokens: list[Token], index: int, joints: tuple[str, ...], *, falls: bool = False
) -> Reading | None:
    """Read a number with its unit, or a range of two.

    Parameters
    ----------
    tokens : list of Token
        The text.
    index : int
        Where to begin.
    joints : tuple of str
        Words that may stand between the two ends of a range; a dash may in any case.
    falls : bool
        Whether the first end may be the higher one, as behind “from”.
    """
    first = _read_single(tokens, index)
    if first is None:
        return None
    for joint in dict.fromkeys((first.amount.end, first.end)):
        if not _is_joint(tokens, joint, joints):
            continue
        second = _read_single(tokens, joint + 1)
        joined = None if second is None else _join(first, second, tokens[joint].lower, falls)
        if joined is not None:
            return joined
    if _is_pronoun(tokens, first):
        return None
    value = first.amount.value
    return first.reading(value, value, first.end, first.amount.step)


def _read_single(tokens: list[Token], index: int) -> _Single | None:
    sign = read_sign(tokens, index)
    start = sign[1] if sign else index
    is_minus = tokens[start].text in ("-", "−") and tokens[start].has_gap
    if is_minus:
        if tokens[start + 1].form != NUMBER or tokens[start + 1].has_gap:
            return None
        start += 1
    amount = read_amount(tokens, start, is_money=sign is not None)
    if amount is None:
        return None
    if is_minus:
        amount = replace(amount, value=-amount.value)
    return _Single(index, amount, read_noun(tokens, amount.end), sign[0] if sign else None)


def _is_joint(tokens: list[Token], index: int, joints: tuple[str, ...]) -> bool:
    token = tokens[index]
    if token.form == WORD:
        return token.lower in joints
    # With spaces around it a long dash parts clauses.
    is_spaced = token.has_gap or tokens[index + 1].has_gap
    return token.text in DASHES and (not is_spaced or token.text == "–")


def _join(first: _Single, second: _Single, joint: str, falls: bool) -> Reading | None:
    """Make a range of two numbers; the first takes unit and scale of the second if it has none."""
    low, high = first.amount, second.amount
    if low.scale == 1 and high.scale > 1 and low.value <= high.value / high.scale:
        low = low.scaled(high.scale)
    has_own = first.end > first.amount.end or first.sign is not None
    if has_own and second.unit is not None and first.unit != second.unit:
        return None
    if low.value >= high.value and not (falls and low.value > high.value):
        return None
    if joint == "or" and high.value > _ALTERNATIVES * low.value:
        return None
    whole = second
    if second.unit is None or (first.sign and second.kind is Kind.COUNT):
        whole = replace(second, noun=first.noun, sign=first.sign)
    bounds = sorted((low.value, high.value))
    end = max(second.end, second.amount.end)
    reading = whole.reading(bounds[0], bounds[1], end, min(low.step, high.step))
    return replace(reading, begin=first.begin)


def _is_pronoun(tokens: list[Token], single: _Single) -> bool:
    """Whether “one” stands for a thing or anybody instead of counting."""
    token = tokens[single.begin]
    if token.lower != "one" or single.amount.end != single.begin + 1:
        return False
    before = tokens[single.begin - 1].lower if single.begin else ""
    following = tokens[single.amount.end]
    is_compound = following.is_hyphen and single.noun.kind is Kind.COUNT
    return is_compound or before in _NOT_AFTER or following.lower in _NOT_BEFORE


def read_open(tokens: list[Token], index: int) -> Reading | None:
    """Read a vague count, or a length of time that goes without a number, as “a decade”."""
    word = tokens[index].lower
    if word in ("decades", "centuries"):
        size = 10 if word == "decades" else 100
        return Reading(Kind.VAGUE, index, index + 1, 2.0 * size, 10.0 * size, "year")
    span = _read_span(tokens, index)
    if span is not None:
        return span
    vague = read_vague(tokens, index)
    if vague is None:
        return None
    low, high, end = vague
    noun = read_noun(tokens, end)
    return Reading(
        Kind.VAGUE, index, max(end, noun.end), low * noun.size, high * noun.size, noun.unit
    )


def _read_span(tokens: list[Token], index: int) -> Reading | None:
    """Read “a decade”, “a year and a half”, “nearly a year”, “a month ago”."""
    if tokens[index].lower not in ("a", "an"):
        return None
    word = tokens[index + 1].lower
    if word not in _ARTICLE_NOUNS and word not in _SPAN_NOUNS:
        return None
    noun = read_noun(tokens, index + 1)
    value, end = noun.size, index + 2
    if [token.lower for token in tokens[end : end + 3]] == ["and", "a", "half"]:
        value, end = value * 1.5, end + 3
    elif word in _SPAN_NOUNS:
        before = tokens[index - 1].lower if index else ""
        if before not in _BEFORE_SPAN and tokens[end].lower not in _BEHIND_SPAN:
            return None
    return Reading(Kind.DURATION, index, end, value, value, noun.unit)


def read_clock(tokens: list[Token], index: int) -> Reading | None:
    """Read a time of day, ``10:30`` or “3 pm”, as hours."""
    token, colon, minutes = tokens[index : index + 3]
    if token.form != NUMBER or not token.text.replace(".", "", 1).isdecimal():
        return None
    end, value = index + 1, None
    is_time = colon.text == ":" and not (colon.has_gap or minutes.has_gap)
    if is_time and len(minutes.text) == 2 and minutes.text.isdecimal() and len(token.text) <= 2:
        end, value = index + 3, int(token.text) + int(minutes.text) / 60
    half_of_day = tokens[end].lower
    if half_of_day in ("a", "p") and tokens[end + 1].text == "." and tokens[end + 2].lower == "m":
        half_of_day, end = f"{half_of_day}m", end + 2
    if half_of_day in ("am", "pm") and len(token.text) <= 5:
        whole, _, part = token.text.partition(".")
        value = int(whole or 0) + int(part or 0) / 60 if value is None else value
        value = value % 12 + (12 if half_of_day == "pm" else 0)
        end += 1
    if value is None or value >= 25:
        return None
    return Reading(Kind.CLOCK, index, end, value, value, "o'clock")


def open_side(tokens: list[Token], reading: Reading, behind: int) -> Reading:
    """Open one side of a number for “more than”, “up to”, “300+”, “five or more”.

    Parameters
    ----------
    tokens : list of Token
        The text.
    reading : Reading
        What was read.
    behind : int
        Index before which the words belong to something else.
    """
    if reading.kind not in _OPENABLE or reading.low != reading.high:
        return reading
    after = [token.lower for token in tokens[reading.end : reading.end + 2]]
    if after[0] == "+":
        return _opened(reading, "high", end=reading.end + 1)
    if after[0] == "or" and after[1] in ("more", "fewer", "less"):
        return _opened(reading, "high" if after[1] == "more" else "low", end=reading.end + 2)
    last = tokens[reading.begin - 1].lower if reading.begin > behind else ""
    for phrase, side in _PHRASES.get(last, ()):
        begin = reading.begin - len(phrase)
        words = tuple(token.lower for token in tokens[max(begin, 0) : reading.begin])
        # “Over ten years” may as well mean during ten years.
        is_during = reading.kind is Kind.DURATION and phrase in (("over",), ("under",))
        if begin >= behind and words == phrase and not is_during:
            return _opened(reading, side, begin=begin)
    return reading


def _opened(
    reading: Reading, side: str, *, begin: int | None = None, end: int | None = None
) -> Reading:
    """Leave one side open, and take in the words that say so."""
    return replace(
        reading,
        begin=reading.begin if begin is None else begin,
        end=reading.end if end is None else end,
        low=None if side == "low" else reading.low,
        high=None if side == "high" else reading.high,
    )
