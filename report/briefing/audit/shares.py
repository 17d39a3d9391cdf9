"""Parts and multiples: half, two thirds, one in five, 3/4; twice, tenfold, three times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from briefing.audit.amounts import Amount, read_amount
from briefing.audit.quantities import Kind
from briefing.audit.tokens import NUMBER, WORD, Token, listed
from briefing.audit.units import is_counted, read_noun, singular
from briefing.audit.words import DENOMINATORS, MULTIPLIERS, ORDINALS, VULGAR, read_cardinal

MULTIPLES: Final[dict[str, float]] = {
    "twice": 2, "thrice": 3,
    "double": 2, "doubled": 2, "doubles": 2, "doubling": 2,
    "triple": 3, "tripled": 3, "triples": 3, "tripling": 3, "treble": 3, "trebled": 3,
    "quadruple": 4, "quadrupled": 4, "quadrupling": 4, "quintupled": 5,
    "halve": 0.5, "halved": 0.5, "halving": 0.5,
}  # fmt: skip
_HALF_OF: Final = {"hour": "hour", "year": "year", "day": "day", "month": "month", "week": "week"}
# Behind “a third” these show that a part is meant and not a rank.
_AFTER_PART: Final = listed(
    "of more less fewer larger smaller higher lower longer as to in by from since and or "
    "but were was are is have had has came went left remain remained than while when"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part, a multiple, or a duration of half a unit."""

    kind: Kind
    value: float
    unit: str
    step: float
    end: int


def read_part(tokens: list[Token], index: int) -> Part | None:
    """Read a part or a multiple at an index; None if there is none."""
    token = tokens[index]
    if token.lower in MULTIPLES:
        return Part(Kind.MULTIPLE, MULTIPLES[token.lower], "ratio", 0.0, index + 1)
    if token.lower in ("half", "quarter") or (
        token.lower == "a" and tokens[index + 1].lower in ("half", "quarter")
    ):
        return _read_half(tokens, index)
    if token.text in VULGAR and not is_counted(tokens[index + 1]):
        return _share(VULGAR[token.text], 1.0, index + 1)
    if token.form == WORD and token.lower.endswith("fold") and len(token.text) > 5:
        stem = read_cardinal([token._replace(lower=token.lower[:-4]), *tokens[-2:]], 0)
        return None if stem is None else _multiple(stem[0], index + 1)
    if token.form not in (WORD, NUMBER):
        return None
    return _read_slashed(tokens, index) or _read_ratio(tokens, index)


def _read_half(tokens: list[Token], index: int) -> Part | None:
    """Read “half” with what follows: an hour, of the whole; numbers such as half a million not."""
    end = index + 2 if tokens[index].lower == "a" else index + 1
    is_quarter = tokens[end - 1].lower == "quarter"
    value = 0.25 if is_quarter else 0.5
    ahead = end + 1 if tokens[end].is_hyphen or tokens[end].lower == "of" else end
    ahead = ahead + 1 if tokens[ahead].lower in ("a", "an") else ahead
    noun = tokens[ahead].lower
    before = tokens[index - 1].lower if index else ""
    if noun in MULTIPLIERS or noun in ("way", "past") or before in (*ORDINALS, "last"):
        return None
    if noun == "century":
        return Part(Kind.DURATION, 100 * value, "year", 0.0, ahead + 1)
    if noun in _HALF_OF and tokens[end].lower != "of":
        return Part(Kind.DURATION, value, _HALF_OF[noun], 0.0, ahead + 1)
    if tokens[end].is_hyphen and not tokens[end + 1].has_gap:
        return None
    if is_quarter and (end == index + 1 or tokens[end].lower in ("final", "page")):
        return None
    return _share(value, 0.0, end)


def _read_slashed(tokens: list[Token], index: int) -> Part | None:
    """Read ``3/4``; the day called ``9/11`` is none."""
    over, slash, under = tokens[index : index + 3]
    if slash.text not in ("/", "⁄") or slash.has_gap or under.has_gap:
        return None
    if not (over.text.isdecimal() and under.text.isdecimal() and len(over.text + under.text) <= 5):
        return None
    if int(over.text) >= int(under.text) or (over.text, under.text) == ("9", "11"):
        return None
    return _share(int(over.text) / int(under.text), 0.0, index + 3)


def _read_ratio(tokens: list[Token], index: int) -> Part | None:
    """Read “two thirds”, “a third”, “one in five”, “two out of three”, “three times”."""
    if tokens[index].lower == "a":
        return _read_denominator(tokens, 1, index + 1, has_article=True)
    amount = read_amount(tokens, index)
    if amount is None or amount.value <= 0:
        return None
    end = amount.end
    following = tokens[end].lower
    if (
        following in ("times", "fold")
        or (following in ("x", "×") and not tokens[end].has_gap)
        or (tokens[end].is_hyphen and tokens[end + 1].lower in ("fold", "times"))
    ):
        return _multiple(amount.value, end + (2 if tokens[end].is_hyphen else 1), amount.step)
    if amount.value != round(amount.value) or amount.value > 1000:
        return None
    if following in ("in", "out", "of"):
        return _read_one_in(tokens, amount)
    return _read_denominator(tokens, int(amount.value), end, has_article=False)


def _read_denominator(
    tokens: list[Token], over: int, index: int, *, has_article: bool
) -> Part | None:
    tied = tokens[index].is_hyphen
    start = index + 1 if tied else index
    word = tokens[start].lower
    under = DENOMINATORS.get(singular(word))
    # “Two third” and “one thirds” are no fractions; “21 quarters” may be a number of quarters.
    if under is None or under <= over or ((word == singular(word)) != (over == 1) and not tied):
        return None
    after = tokens[start + 1]
    if has_article and after.form == WORD and after.lower not in _AFTER_PART:
        return None
    if after.is_hyphen and tokens[start + 2].form == WORD and not tokens[start + 2].has_gap:
        return None
    return _share(over / under, 1.0, start + 1)


def _read_one_in(tokens: list[Token], amount: Amount) -> Part | None:
    """Read the rest of “one in five”, “one out of every five”, “two of every three”."""
    words = [tokens[amount.end + offset].lower for offset in range(3)]
    skipped = 1
    if words[:2] == ["out", "of"]:
        skipped = 2
    elif words[0] != "in" and words[1] != "every":
        return None
    if words[skipped] == "every":
        skipped += 1
    index = amount.end + skipped
    whole = read_amount(tokens, index)
    is_year = tokens[index].form == NUMBER and len(tokens[index].text) == 4
    if whole is None or whole.value <= amount.value or whole.value > 1e6 or is_year:
        return None
    if read_noun(tokens, whole.end).kind not in (Kind.COUNT,):
        return None
    return _share(amount.value / whole.value, 0.0, whole.end)


def _share(part: float, step: float, end: int) -> Part:
    return Part(Kind.SHARE, 100 * part, "%", step, end)


def _multiple(value: float, end: int, step: float = 0.0) -> Part:
    return Part(Kind.MULTIPLE, float(value), "ratio", step, end)
