"""Finding quantities: each with its words, range, unit and kind, and nothing else."""

from __future__ import annotations

import pytest
from tests.audit.sentences import SENTENCES, SILENT

from briefing.audit.finding import find_quantities
from briefing.audit.quantities import Quantity


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
