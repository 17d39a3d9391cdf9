"""Sensitivity: one input moved at a time."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from tests.analysis.strategies import ABOVE_ZERO, estimates
from tests.builders import estimate

from briefing.analysis.estimate import Estimate
from briefing.analysis.sensitivity import product, swings

INPUTS = {
    "boats": estimate(90, 110, central=100, origin="E1"),
    "crew": estimate(2, 6, "persons/boat", central=4, origin="E2"),
    "fixed": estimate(3, 3, "ratio", origin="E3"),
}


def test_each_input_moves_alone() -> None:
    """A swing is the result at both ends of one input, all others at their centre."""
    centre, found = swings(product, INPUTS)
    assert centre.low == 100 * 4 * 3
    assert [(s.name, s.low_result.low, s.high_result.low, s.width) for s in found] == [
        ("crew", 600, 1800, 1200),
        ("boats", 1080, 1320, 240),
        ("fixed", 1200, 1200, 0),
    ]


def test_a_swing_is_named_with_what_it_rests_on() -> None:
    """In a sentence an input stands by its name, with the origins of the results at its ends."""
    _, found = swings(product, INPUTS)
    words = found[0].words()
    assert words.text == "crew"
    assert words.origins == found[0].low_result.origins
    assert {str(origin) for origin in words.origins} == {
        "evidence:E1",
        "evidence:E2",
        "evidence:E3",
    }


def test_a_swing_shows_its_inputs() -> None:
    """The ends of the input stand beside the results."""
    _, found = swings(product, INPUTS)
    assert (found[0].low_input, found[0].high_input) == (
        INPUTS["crew"].lower(),
        INPUTS["crew"].upper(),
    )


def test_a_result_rests_on_every_input() -> None:
    """Varying one input does not forget the others."""
    centre, found = swings(product, INPUTS)
    for value in (centre, found[0].low_result, found[-1].high_result):
        assert {origin.id for origin in value.origins} == {"E1", "E2", "E3"}


@given(estimates(ABOVE_ZERO))
def test_the_widest_comes_first(value: Estimate) -> None:
    """Swings are sorted by how far they move the result."""
    if value.point is None:
        return
    inputs: Mapping[str, Estimate] = {"crew": INPUTS["crew"], "boats": value}
    _, found = swings(product, inputs)
    assert found[0].width >= found[1].width


@pytest.mark.parametrize(
    "open_one", [estimate(3, 5), estimate(3, None, central=4), estimate(None, 5)]
)
def test_an_input_needs_a_centre_and_two_bounds(open_one: Estimate) -> None:
    """An input that cannot be moved both ways from a centre is named."""
    with pytest.raises(ValueError, match="crew needs a central value and two bounds, not"):
        swings(product, {**INPUTS, "crew": open_one})
