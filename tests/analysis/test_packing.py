"""What fits in a box, whatever units its parts are given in."""

from __future__ import annotations

import pytest
from tests.builders import estimate

from briefing.analysis.packing import mass_left_per_round, rounds_by_mass


def test_rounds_are_counted_per_container() -> None:
    """Tonnes over kilograms make rounds: the least from the lightest load of the heaviest."""
    rounds = rounds_by_mass(estimate(20, 30, "t/container"), estimate(40, 50, "kg/shell"))
    assert (rounds.low, rounds.high) == (pytest.approx(400), pytest.approx(750))
    assert rounds.unit == estimate(1, 1, "shells/container").unit


def test_mass_is_left_in_kilograms() -> None:
    """Tonnes over rounds make kilograms to each."""
    mass = mass_left_per_round(
        estimate(20, 30, "t/container"), estimate(200, 400, "shells/container")
    )
    assert (mass.low, mass.high) == (pytest.approx(50), pytest.approx(150))
    assert mass.unit == estimate(1, 1, "kg/shell").unit
