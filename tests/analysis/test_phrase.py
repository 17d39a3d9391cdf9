"""Sentences in pieces."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import estimate

from briefing.analysis.likelihood import likelihood
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.phrase import Phrase, Words, compose
from briefing.analysis.unknown import Unknown
from briefing.errors import OriginError
from briefing.ledger.dates import PartialDate

CLUB = Words("the club", frozenset({Origin("evidence", "E2")}))
RAIN = likelihood(estimate(70, 70, "%"))
JUNE = Moment(PartialDate.parse("2022-06-04"), frozenset({Origin("event", "launch")}))


def composed(template: str, **values: Any) -> Phrase:
    """Compose a phrase of which everything is known."""
    phrase = compose(template, values)
    assert isinstance(phrase, Phrase)
    return phrase


def test_text_and_values_alternate() -> None:
    """Each value is a piece with its field, wording and origins; the rest is text."""
    phrase = composed("By {day:month}, {who} saw {n:bare}.", day=JUNE, who=CLUB, n=estimate(3, 5))
    assert phrase.text == str(phrase) == "By June 2022, the club saw 3 to 5."
    assert [part if isinstance(part, str) else part.field for part in phrase.parts] == [
        "By ", "day", ", ", "who", " saw ", "n", ".",
    ]  # fmt: skip
    assert [str(origin) for piece in phrase.pieces for origin in piece.origins] == [
        "event:launch",
        "evidence:E2",
        "evidence:E1",
    ]
    assert len(phrase.origins) == 3


def test_a_likelihood_stands_in_a_sentence() -> None:
    """Its word and number are one piece; the words that lead up to it are text."""
    phrase = composed("By dusk {rain:was} that it rained.", rain=RAIN)
    assert phrase.parts[0] == "By dusk "
    assert phrase.text == "By dusk it was likely (about 70%) that it rained."
    assert [piece.text for piece in phrase.pieces] == ["likely (about 70%)"]


@pytest.mark.parametrize("before", ["", "- ", "> **", "Clouds came. ", "Rain?\n\n"])
def test_a_likelihood_may_begin_a_sentence(before: str) -> None:
    """There the words that lead up to it begin with a capital letter."""
    text = composed(before + "{rain:is} that it rains.", rain=RAIN).text
    assert text == before + "It is likely (about 70%) that it rains."


def test_a_likelihood_is_led_up_to() -> None:
    """A sentence that suits one term would not suit the next, or none."""
    with pytest.raises(ValueError, match=r"write \{rain:is\} that … or \{rain:was\} that …"):
        composed("Rain is {rain}.", rain=RAIN)


def test_only_a_likelihood_has_words_that_lead_up_to_it() -> None:
    """A range of boats is no chance that something happens."""
    with pytest.raises(ValueError, match=r"field \{n:is\} holds .* which is no likelihood"):
        composed("{n:is} that it rains", n=estimate(3, 5))


def test_a_field_may_stand_twice() -> None:
    """The same value can be printed in two ways."""
    phrase = composed("{n:low,bare} or {n:high,bare}", n=estimate(3, 5))
    assert phrase.text == "3 or 5"


def test_doubled_braces_are_text() -> None:
    """Braces that are meant as such are doubled."""
    assert composed("## Boats {{#sec-boats}}").text == "## Boats {#sec-boats}"


@pytest.mark.parametrize("bare", [5, 2.5, "five", None, [1]])
def test_a_bare_value_names_its_field(bare: object) -> None:
    """A value from nowhere does not reach the page, and its field is told."""
    with pytest.raises(OriginError, match=r"field \{boats\} holds .* which has no origin"):
        composed("{boats} came", boats=bare)


def test_what_is_unknown_makes_the_sentence_unknown() -> None:
    """A sentence cannot be half known."""
    unknown = Unknown("E9")
    assert compose("{a} and {b}", {"a": CLUB, "b": unknown}) is unknown


@pytest.mark.parametrize(
    ("template", "values", "message"),
    [
        ("{a} and {b}", {"a": CLUB}, "no value for b in"),
        ("{a}", {"a": CLUB, "c": CLUB}, "no field for c in"),
        ("{b}", {"a": CLUB}, "no value for b; no field for a in"),
        ("{}", {}, "no value for  in"),
    ],
)
def test_fields_and_values_match(template: str, values: dict[str, Any], message: str) -> None:
    """A misspelt name is told on both sides."""
    with pytest.raises(KeyError, match=message):
        compose(template, values)


def test_words_need_an_origin() -> None:
    """A name from nowhere is refused."""
    with pytest.raises(OriginError, match="the words 'the club' have no origin"):
        Words("the club", frozenset())
