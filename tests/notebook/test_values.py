"""Values as JSON."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.strategies import ORIGINS, estimates
from tests.analysis.test_units import UNITS as ANY_UNIT
from tests.builders import estimate

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.likelihood import likelihood
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origins
from briefing.analysis.phrase import Phrase, Words, compose
from briefing.analysis.units import parse_unit
from briefing.ledger.dates import PartialDate
from briefing.notebook.values import (
    decode_origins,
    decode_value,
    encode_origins,
    encode_phrase,
    encode_value,
)


def travelled(value: Any, origins: Origins) -> Any:
    """Send a value through a file."""
    text = json.dumps(encode_value(value), allow_nan=False)
    return decode_value(json.loads(text), origins)


@given(estimates(unit=ANY_UNIT.map(str)), st.none() | st.floats(0.01, 0.99))
def test_an_estimate_survives_the_way_through_json(value: Estimate, level: float | None) -> None:
    """Bounds, centre, unit, kind and level come back as they were, in strict JSON."""
    leveled = Estimate(
        value.low, value.high, value.unit, value.kind, value.origins, value.central, level
    )
    assert travelled(leveled, value.origins) == leveled


@pytest.mark.parametrize(("low", "high"), [(3, None), (None, 5)])
def test_an_open_bound_is_null(low: float | None, high: float | None) -> None:
    """JSON has no infinity; an open bound is null and comes back open."""
    value = estimate(low, high)
    content = encode_value(value)
    assert (content["low"], content["high"]) == (low, high)
    assert travelled(value, value.origins) == value


@given(st.dates().filter(lambda day: day.year >= 1000), ORIGINS)
def test_a_date_survives_at_its_precision(day: Any, origins: Origins) -> None:
    """A month comes back as a month."""
    for text in (day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}"):
        moment = Moment(PartialDate.parse(text), origins)
        assert travelled(moment, origins) == moment


@given(st.text(), ORIGINS)
def test_words_survive(text: str, origins: Origins) -> None:
    """Text comes back letter by letter."""
    assert travelled(Words(text, origins), origins) == Words(text, origins)


def test_a_likelihood_is_written_but_not_read() -> None:
    """A finding is the probability; its word is for the page alone."""
    content = encode_value(likelihood(estimate(70, 70, "%")))  # type: ignore[arg-type]
    names = ("type", "term", "lexicon", "version")
    assert tuple(content[name] for name in names) == (
        "likelihood", "likely", "icd203", "January 2015",
    )  # fmt: skip
    assert content["probability"]["low"] == 70
    with pytest.raises(ValueError, match="a finding cannot hold a value of type 'likelihood'"):
        decode_value(content, estimate(1, 1).origins)
    unnamed = likelihood(estimate(7, 7, "%"), "phia")
    assert encode_value(unnamed)["term"] is None  # type: ignore[arg-type]


@given(ORIGINS)
def test_origins_are_written_in_a_fixed_order(origins: Origins) -> None:
    """The same origins give the same text, and come back as they were."""
    texts = encode_origins(origins)
    assert texts == sorted(texts)
    assert decode_origins(texts) == origins


def test_a_phrase_is_text_and_values() -> None:
    """Text stays text; a value brings its field, wording, origins and itself."""
    phrase = compose("Some {n:bare} boats.", {"n": estimate(3, 5)})
    assert isinstance(phrase, Phrase)
    before, value, after = encode_phrase(phrase)
    assert (before, after) == ("Some ", " boats.")
    assert isinstance(value, dict)
    assert set(value) == {"field", "text", "origins", "estimate"}
    assert (value["field"], value["text"], value["origins"]) == ("n", "3 to 5", ["evidence:E1"])


def test_the_wording_of_a_filed_value_shows_its_range() -> None:
    """A finding with a best value is told with the range behind it."""
    value = Estimate(
        3, 5, parse_unit("boats"), Kind.INTERVAL, estimate(1, 1).origins, central=4, level=0.9
    )
    text = encode_value(value)["text"].replace("\u00a0", " ")
    assert text == "4 boats (90% interval 3 to 5)"
    assert math.isclose(encode_value(value)["level"], 0.9)
