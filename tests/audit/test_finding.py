"""Finding quantities: each with its words, range, unit and kind, and nothing else."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.audit.sentences import SENTENCES, SILENT
from tests.audit.spelling import dated, grouped, spell

from briefing.audit.article import Block, part_article
from briefing.audit.finding import find_in_article, find_in_block, find_quantities
from briefing.audit.quantities import Kind, Quantity
from briefing.audit.words import SCALES, SMALL

PIECES = sorted(
    {
        *SMALL, *SCALES, "hundred", "dozen", "half", "a", "and", "of", "in", "to", "or", "from",
        "between", "-", "–", ",", ".", "/", "%", "$", "third", "June", "May", "2014", "4", "1,300",
        "2.5", "s", "th", "m", "bn", "U.S.", "½", "²", "'", "'s", "twice", "first", "several",
        "more", "than", "\n", " ", "tens", "thousands", "year", "percent", "F-16", "://", "٣", "三",
        "point", "fold", "am", "p.m.", ":", "30", "Q", "early", "century", "decade", "+", "°",
    }
)  # fmt: skip


def shape(quantity: Quantity):
    """Give a quantity in the form in which the sentences state it."""
    low, high = quantity.low, quantity.high
    if quantity.days is not None:
        low, high = (
            quantity.days.describe(day) for day in (quantity.days.first, quantity.days.last)
        )
    return quantity.text, low, high, quantity.unit, str(quantity.kind)


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[s for s, _ in SENTENCES])
def test_sentence(sentence, expected):
    """Each quantity of a sentence is found with its words, range, unit and kind, and no other."""
    found = [shape(quantity) for quantity in find_quantities(sentence)]
    assert [(text, unit, kind) for text, _, _, unit, kind in found] == [
        (text, unit, kind) for text, _, _, unit, kind in expected
    ]
    for (_, low, high, _, _), (_, least, most, _, _) in zip(found, expected, strict=True):
        assert (low, high) == (least, most) or [low, high] == pytest.approx([least, most])


@pytest.mark.parametrize("sentence", SILENT)
def test_silence(sentence):
    """Pronouns, turns of speech and designations are no quantities."""
    assert find_quantities(sentence) == ()


def only(text: str) -> Quantity:
    """Find the one quantity that a text has."""
    found = find_quantities(text)
    assert len(found) == 1, [quantity.text for quantity in found]
    return found[0]


@given(
    number=st.one_of(st.integers(2, 10**4), st.integers(2, 10**15 - 1)),
    joint=st.sampled_from([" ", " and "]),
    comma=st.sampled_from(["", ","]),
)
def test_number_in_words(number, joint, comma):
    """A number written out is found whole, with its value."""
    words = spell(number, joint=joint, comma=comma)
    quantity = only(f"The keeper saw {words} eels there.")
    assert (quantity.text, quantity.low, quantity.high) == (words, number, number)
    assert quantity.unit == "eel"


@given(
    number=st.integers(0, 10**15 - 1).filter(lambda n: not 1500 <= n <= 2199),
    separator=st.sampled_from(["", ",", " ", "\u2009", "\u202f", "\u00a0", "'", "’"]),
)
def test_number_in_digits(number, separator):
    """A number in digits is found whole, however its thousands are parted."""
    digits = grouped(number, separator)
    quantity = only(f"The keeper saw {digits} eels there.")
    assert (quantity.text, quantity.low, quantity.high) == (digits, number, number)


@given(number=st.integers(0, 10**12), zero=st.sampled_from([0x660, 0x6F0, 0x966, 0xFF10]))
def test_digits_of_another_script(number, zero):
    """Digits of any script are digits."""
    digits = "".join(chr(zero + int(digit)) for digit in str(number))
    assert only(f"The keeper saw {digits} eels.").low == number


@given(
    tenths=st.integers(1, 9999).filter(lambda n: n % 10),
    scale=st.sampled_from(["thousand", "million", "billion", "trillion"]),
)
def test_scale_word(tenths, scale):
    """A decimal with a scale word has the value of both, and the precision that is printed."""
    quantity = only(f"The keeper saw {tenths / 10} {scale} eels there.")
    assert quantity.low == pytest.approx(tenths / 10 * SCALES[scale])
    assert quantity.step == pytest.approx(SCALES[scale] / 10)


@given(
    low=st.integers(1, 10**6),
    more=st.integers(1, 10**6),
    form=st.sampled_from(["{} to {}", "between {} and {}", "from {} to {}", "{} – {}", "{}–{}"]),
    in_words=st.booleans(),
)
def test_range(low, more, form, in_words):
    """A range is one quantity from its lower to its higher end."""
    # "Nine hundred and five hundred" may well begin with nine hundred and five.
    assume(not (in_words and form.startswith("between") and low % 100 == 0))
    ends = (low, low + more)
    written = [spell(end) if in_words else f"{end:,}" for end in ends]
    joined = form.format(*written)
    quantity = only(f"The keeper saw {joined} eels there.")
    assert (quantity.text, quantity.low, quantity.high) == (joined, *ends)


@given(day=st.dates(date(1500, 1, 1), date(2199, 12, 31)), form=st.integers(0, 6))
def test_day(day, form):
    """A day is found in every common way of writing it."""
    quantity = only(f"It was seen on {dated(day)[form]}, in fog.")
    assert quantity.kind is Kind.DATE
    assert quantity.days is not None
    assert (quantity.days.first, quantity.days.last) == (day, day)


@given(number=st.integers(2, 99), unit=st.sampled_from(["year", "month", "week", "day", "hour"]))
def test_duration(number, unit):
    """A length of time is found in digits and words, as a noun and tied by a hyphen."""
    for text in (f"{number} {unit}s", f"{spell(number)} {unit}s", f"{number}-{unit}"):
        quantity = only(f"There was a pause of {text}.")
        assert (quantity.text, quantity.low, quantity.unit) == (text, number, unit)


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(PIECES)).map("".join),
        st.lists(st.sampled_from(PIECES)).map(" ".join),
    )
)
def test_any_text(text):
    """Of any text the quantities stand in order, apart, and no digit is lost."""
    findings = find_in_block(text, Block(None, 0, len(text)))
    behind = 0
    for quantity in findings.quantities:
        assert behind <= quantity.start < quantity.end <= len(text)
        assert quantity.text == text[quantity.start : quantity.end]
        behind = quantity.end
    taken = [*(quantity.text for quantity in findings.quantities), *findings.names]
    assert sum(map(count_digits, taken)) == count_digits(text)


def count_digits(text: str) -> int:
    """Count the digits of a text, of any script."""
    return sum(character.isdecimal() for character in text)


def test_names():
    """Designations, numbered things and addresses are kept apart from quantities."""
    text = "The F-16 and G7 met over Resolution 1718, see https://a.example/2014/5 of 9/11."
    findings = find_in_block(text, Block(None, 0, len(text)))
    assert findings.quantities == ()
    assert findings.names == ("F-16", "G7", "1718", "https://a.example/2014/5", "9/11")


def test_long_label():
    """A numeral longer than anybody counts is a label, however long."""
    assert find_quantities("The key is " + "7" * 100_000) == ()


def test_paragraphs():
    """Each quantity of an article knows its paragraph, and its place in the whole text."""
    article = part_article("a.txt", "Ten eels\n\nTwo tugs.\n\nThree tugs\nand four barges.")
    found = find_in_article(article).quantities
    assert [(q.text, q.paragraph) for q in found] == [
        ("Ten", 0), ("Two", 1), ("Three", 2), ("four", 2),
    ]  # fmt: skip
    assert all(article.text[q.start : q.end] == q.text for q in found)


@pytest.mark.parametrize(
    "piece", ["The port took 1,300 crates in ten years. ", "1 ", "1-", "of 2 "]
)
def test_time_grows_with_the_text(piece):
    """Eight times the text takes about eight times as long, whatever it consists of."""
    small, large = (_seconds(piece * (size // len(piece))) for size in (2_000, 16_000))
    assert large < 24 * max(small, 0.02)


def _seconds(text: str) -> float:
    begun = time.process_time()
    find_quantities(text)
    return time.process_time() - begun
