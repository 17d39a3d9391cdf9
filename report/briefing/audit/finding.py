"""Every quantity of a text.

A text is read once, from left to right: at each word or numeral the readings of this room are tried
in a fixed order, and the first that fits takes its words. Each looks a few words ahead at most, so
the time is proportional to the length of the text.

Why these readings are our own. Of the libraries for English that are kept up, measured on the
sentences of `tests/audit/sentences.py` (114 quantities): quantulum3 0.10 finds 54, no ordinal, date
or vague count among them, gives a range as its middle, needs 3 s before the first sentence and time
that grows with the square of a text full of digits (9 s for 16 kB); text2num 3.1 (compiled) and
number-parser 0.3 find 41 and 43 and return a rewritten text without places; dateparser 1.5 finds 5
of 19 dates and takes today's day and year for what a date leaves out; quinex-utils needs spaCy;
recognizers-text does not import any more. The readings here find all 114.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from briefing.audit.article import Article, Block
from briefing.audit.dates import MONTHS, PARTS, read_date, read_date_range
from briefing.audit.names import read_address, read_name
from briefing.audit.quantities import Kind, Quantity
from briefing.audit.ranges import open_side, read_clock, read_numbers, read_open
from briefing.audit.ranks import SUPERLATIVES, read_rank
from briefing.audit.readings import Reading
from briefing.audit.shares import MULTIPLES, read_part
from briefing.audit.tokens import NUMBER, PADDING, WORD, Token, scan
from briefing.audit.units import CODES, SIGNS
from briefing.audit.words import DENOMINATORS, MULTIPLIERS, ORDINALS, PLURALS, SMALL, VULGAR
from briefing.audit.years import SEASONS

_OPENERS: Final = frozenset(
    {
        *SMALL, *MULTIPLIERS, *PLURALS, *ORDINALS, *MONTHS, *SEASONS, *PARTS, *SUPERLATIVES,
        *MULTIPLES, *DENOMINATORS, *VULGAR, "a", "an", "several", "few", "many", "some", "between",
        "from", "decades", "centuries", "q", "h", "us", "c", "hk", "nz", "s",
        *(code.lower() for code in CODES),
    }
)  # fmt: skip
"""Words that a quantity can begin with; all others are passed over at once."""

_MARKS: Final = frozenset({*SIGNS, "-", "−", "'", "’", ":"})
_WINDOW: Final = 24
"""No range in words takes more tokens."""
_RANGE_WORDS: Final = ("to", "until", "till", "through")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a text.

    Attributes
    ----------
    quantities : tuple of Quantity
        In the order of the text, none overlapping another.
    names : tuple of str
        Words with digits that are no quantities, as F-16, in the order of the text.
    """

    quantities: tuple[Quantity, ...]
    names: tuple[str, ...]


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Find every quantity of a text without paragraphs."""
    return find_in_block(text, Block(None, 0, len(text))).quantities


def find_in_article(article: Article) -> Findings:
    """Find every quantity of an article, each with its paragraph."""
    found = [find_in_block(article.text, block) for block in article.blocks]
    return Findings(
        tuple(quantity for findings in found for quantity in findings.quantities),
        tuple(name for findings in found for name in findings.names),
    )


def find_in_block(text: str, block: Block) -> Findings:
    """Find every quantity of one paragraph."""
    tokens = scan(text, block.start, block.end)
    quantities: list[Quantity] = []
    names: list[str] = []
    index = behind = 0
    while tokens[index].form:
        if not _may_open(tokens[index]):
            index += 1
            continue
        name = _read_name(tokens, index)
        reading = None if name else _read_any(tokens, index)
        if name is None and reading is None and tokens[index].form == NUMBER:
            name = index, index + 1
        if name is not None:
            begin, index = name
            names.append(text[tokens[max(begin, behind)].start : tokens[index - 1].end])
            behind = index
            continue
        if reading is None:
            index += 1
            continue
        reading = open_side(tokens, reading, behind)
        quantities.append(reading.placed(text, tokens, block.paragraph))
        index = behind = reading.end
    return Findings(tuple(quantities), tuple(names))


def _may_open(token: Token) -> bool:
    if token.form == WORD:
        return token.lower in _OPENERS or token.lower.endswith("fold")
    return token.form == NUMBER or token.text in _MARKS


def _read_name(tokens: list[Token], index: int) -> tuple[int, int] | None:
    if tokens[index].form == NUMBER:
        return read_name(tokens, index)
    return read_address(tokens, index) if tokens[index].text == ":" else None


def _read_any(tokens: list[Token], index: int) -> Reading | None:
    """Try the readings in order; what is more particular comes first."""
    word = tokens[index].lower
    if word == "between":
        return _read_prefixed(tokens, index, ("and", "to"))
    if word == "from":
        return _read_prefixed(tokens, index, _RANGE_WORDS)
    dated = read_date_range(tokens, index, _RANGE_WORDS)
    if dated is not None:
        return Reading(Kind.DATE, index, dated.end, days=dated.days)
    clock = read_clock(tokens, index)
    if clock is not None:
        return clock
    part = read_part(tokens, index)
    if part is not None:
        return Reading(part.kind, index, part.end, part.value, part.value, part.unit, part.step)
    rank = read_rank(tokens, index)
    if rank is not None:
        return Reading(Kind.RANK, index, rank.end, rank.place, rank.place, rank.superlative)
    return read_open(tokens, index) or read_numbers(tokens, index, ("to", "or"))


def _read_prefixed(tokens: list[Token], index: int, joints: tuple[str, ...]) -> Reading | None:
    """Read a range that is announced, as in “between 40 and 60” or “from 2012 to 2014”."""
    dated, first = (
        read_date_range(tokens, index + 1, joints),
        read_date(tokens, index + 1),
    )
    if dated is not None and (first is None or dated.end > first.end):
        return Reading(Kind.DATE, index, dated.end, days=dated.days)
    if dated is not None:
        return None
    numbers = read_numbers(tokens, index + 1, joints, falls=True)
    if numbers is None or numbers.low == numbers.high:
        numbers = _read_parted(tokens, index + 1) if "and" in joints else None
    return None if numbers is None else replace(numbers, begin=index)


def _read_parted(tokens: list[Token], index: int) -> Reading | None:
    """Read “one hundred and one thousand” as two numbers, where a range was announced."""
    window = tokens[index : index + _WINDOW] + tokens[-PADDING:]
    for place, token in enumerate(window[:_WINDOW]):
        if token.lower == "and":
            parted = [*window[:place], token._replace(lower="to"), *window[place + 1 :]]
            numbers = read_numbers(parted, 0, ("to",), falls=True)
            if numbers is not None and numbers.low != numbers.high:
                return replace(numbers, end=index + numbers.end)
    return None
