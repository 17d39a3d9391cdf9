"""Units: products of powers, and what can be expressed in what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.units import Unit, parse_unit
from briefing.errors import UnitError

SYMBOLS = st.sampled_from(["boat", "person", "day", "week", "year", "kg", "t", "km2", "%", "USD"])
UNITS = st.dictionaries(SYMBOLS, st.integers(-3, 3).filter(bool), max_size=4).map(
    lambda powers: Unit(tuple(sorted(powers.items())))
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("boats", "boat"),
        ("persons", "people"),
        ("countries", "country"),
        ("boats/day", "boat/days"),
        ("persons*days", "day*person"),
        ("boats/crew/day", "boats/crew*day"),
        ("km^2", "km*km"),
        ("ratio", "1"),
        (" USD / boat ", "USD/boat"),
        ("boats/boat", "ratio"),
    ],
)
def test_spellings_of_one_unit_are_equal(one: str, other: str) -> None:
    """Plural, order and spelling do not make a unit another."""
    assert parse_unit(one) == parse_unit(other)


@pytest.mark.parametrize(
    "text", ["", "boats per day", "boats//day", "5", "km^", "km^0", "a-b", "/day"]
)
def test_what_is_no_unit_is_refused(text: str) -> None:
    """A unit is names joined by * and /."""
    with pytest.raises(UnitError, match=f"'{text.replace('^', '.')}' is not a unit; write for"):
        parse_unit(text)


@given(UNITS)
def test_unit_to_text_to_unit(unit: Unit) -> None:
    """A unit written and read again is the same unit."""
    assert parse_unit(str(unit)) == unit


@given(UNITS, UNITS)
def test_units_multiply_in_any_order(one: Unit, other: Unit) -> None:
    """Products commute, and dividing undoes multiplying."""
    assert one * other == other * one
    assert one * other / other == one


@given(UNITS)
def test_the_simpler_unit_measures_the_same(unit: Unit) -> None:
    """The factor of a simplification is the factor between the two units."""
    plain, factor = unit.simplified()
    assert unit.factor_to(plain) == pytest.approx(factor)
    assert plain.simplified() == (plain, 1.0)


@pytest.mark.parametrize(
    ("unit", "plain", "factor"),
    [
        ("persons*days/year", "persons", 1 / 365.2425),
        ("%*boats", "boats", 0.01),
        ("%", "%", 1),
        ("%*%", "ratio", 0.0001),
        ("1/%", "ratio", 100),
        ("t/kg", "ratio", 1000),
        ("t*days/week/kg", "ratio", 1000 / 7),
    ],
)
def test_families_merge_and_percentages_dissolve(unit: str, plain: str, factor: float) -> None:
    """What measures one thing is merged; a percentage stays only where it stands alone."""
    found = parse_unit(unit).simplified()
    assert found[0] == parse_unit(plain)
    assert found[1] == pytest.approx(factor)


@pytest.mark.parametrize(
    ("unit", "other", "factor"),
    [
        ("weeks", "days", 7),
        ("years", "months", 12),
        ("boats/day", "boats/year", 365.2425),
        ("ratio", "%", 100),
        ("t/boat", "kg/boat", 1000),
        ("km", "m", 1000),
    ],
)
def test_a_unit_converts_within_its_family(unit: str, other: str, factor: float) -> None:
    """Times, masses, lengths and shares convert, also within a compound."""
    assert parse_unit(unit).factor_to(parse_unit(other)) == pytest.approx(factor)
    assert parse_unit(other).factor_to(parse_unit(unit)) == pytest.approx(1 / factor)


@pytest.mark.parametrize(
    ("unit", "other"), [("boats", "persons"), ("boats", "boats/day"), ("USD", "EUR"), ("km2", "km")]
)
def test_unlike_units_do_not_convert(unit: str, other: str) -> None:
    """Units that measure different things have no factor; the message names both."""
    one = parse_unit(unit)
    with pytest.raises(UnitError, match=f"{one} cannot be expressed in {parse_unit(other)}"):
        one.factor_to(parse_unit(other))


def test_a_pure_unit_has_no_dimension() -> None:
    """Shares and ratios are pure, everything else is not."""
    assert parse_unit("%").is_pure
    assert parse_unit("ratio").is_pure
    assert not parse_unit("boats/%").is_pure
