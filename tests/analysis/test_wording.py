"""How values read."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.builders import estimate

from briefing.analysis.estimate import Estimate, Kind, count, reported
from briefing.analysis.origins import Origin
from briefing.analysis.units import parse_unit
from briefing.analysis.wording import (
    NO_BREAK,
    Format,
    format_date,
    format_estimate,
    format_number,
    format_range,
    unit_label,
)
from briefing.ledger.dates import PartialDate

SCALES = {"": 1.0, "million": 1e6, "billion": 1e9, "trillion": 1e12}
VALUES = st.one_of(
    st.floats(-1e13, 1e13, allow_nan=False).map(lambda x: float(f"{x:.10g}")),
    st.decimals(-99999, 99999, places=4, allow_nan=False).map(float),
    st.integers(-(10**12), 10**12).map(float),
    st.integers(-9999, 9999).map(lambda x: x * 1e4),
)


def read_number(text: str) -> float:
    """Read what `format_number` wrote."""
    digits, _, scale = text.partition(NO_BREAK)
    return float(digits.replace(",", "")) * SCALES[scale]


def plain(text: str) -> str:
    """Give a text with ordinary spaces."""
    return text.replace(NO_BREAK, " ")


def modelled(low: float, high: float, unit: str = "boats", **more: float) -> Estimate:
    """Give a value that was computed."""
    origins = frozenset({Origin("evidence", "E1")})
    return Estimate(low, high, parse_unit(unit), Kind.MODELLED, origins, **more)


# -- numbers -------------------------------------------------------------------------------------


@given(VALUES)
@example(0.001)
@example(1234.56)
@example(1e12 + 100)
@example(-0.0)
def test_a_number_reads_back_as_itself(value: float) -> None:
    """Without rounding, nothing is lost: what is printed is the value."""
    assert read_number(format_number(value)) == pytest.approx(value, rel=1e-9, abs=1e-15)


@given(VALUES.filter(bool), st.integers(1, 6))
def test_rounding_keeps_the_digits_asked_for(value: float, digits: int) -> None:
    """A rounded number is off by no more than half of its last significant digit."""
    step = 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1)
    assert abs(read_number(format_number(value, digits)) - value) <= step * 0.5000001


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (11_000, None, "11,000"),
        (1_600_000, None, "1.6 million"),
        (1_283_700, None, "1,283,700"),
        (540_000_000, None, "540 million"),
        (1_250_000_000, None, "1.25 billion"),
        (2e12, None, "2 trillion"),
        (999_999, None, "999,999"),
        (0, None, "0"),
        (-0.0, None, "0"),
        (7.000000000000001, None, "7"),
        (0.004, None, "0.004"),
        (-12.5, None, "-12.5"),
        (1_283_700, 2, "1.3 million"),
        (999_999, 2, "1 million"),
        (0.0000123, 2, "0.000012"),
        (1234.567, 6, "1,234.57"),
        (0.996, 2, "1"),
    ],
)
def test_a_number_is_written_as_readers_know_it(
    value: float, digits: int | None, text: str
) -> None:
    """Thousands are grouped, and millions named where that loses nothing."""
    assert plain(format_number(value, digits)) == text


# -- ranges --------------------------------------------------------------------------------------


@given(st.lists(VALUES, min_size=2, max_size=2, unique=True).map(sorted))
@example([300.0, 2e6])
@example([50_000.0, 1.2e6])
def test_a_range_reads_low_before_high(bounds: list[float]) -> None:
    """Read as people do, the last scale word counting for both, the range is the same."""
    assume(format_number(bounds[0]) != format_number(bounds[1]))
    left, right = format_range(*bounds).split(" to ")
    shared = right.partition(NO_BREAK)[2]
    if shared and NO_BREAK not in left:
        left += NO_BREAK + shared
    assert read_number(left) == pytest.approx(bounds[0], rel=1e-9, abs=1e-9)
    assert read_number(right) == pytest.approx(bounds[1], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("low", "high", "digits", "text"),
    [
        (1.6e6, 6e6, None, "1.6 to 6 million"),
        (9e5, 1.2e6, None, "0.9 to 1.2 million"),
        (540e6, 1.2e9, None, "540 million to 1.2 billion"),
        (300, 2e6, None, "300 to 2,000,000"),
        (0, 2e6, None, "0 to 2 million"),
        (1_283_700, 2e6, None, "1,283,700 to 2,000,000"),
        (11_000, 12_000, None, "11,000 to 12,000"),
        (7, 7, None, "7"),
        (7.01, 7.02, 2, "7"),
        (6, math.inf, None, "at least 6"),
        (-math.inf, 6e6, None, "up to 6 million"),
        (-math.inf, math.inf, None, "unknown"),
    ],
)
def test_a_range_is_written_as_readers_know_it(
    low: float, high: float, digits: int | None, text: str
) -> None:
    """A scale word is shared only where both ends have it; an open end is said in words."""
    assert plain(format_range(low, high, digits)) == text


# -- estimates -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (estimate(11_234, 12_345), "", "11,234 to 12,345 boats"),
        (modelled(11_234, 12_345), "", "11,000 to 12,000 boats"),
        (modelled(11_234, 12_345), "sf=3", "11,200 to 12,300 boats"),
        (estimate(11_234, 12_345), "sf=1", "10,000 boats"),
        (modelled(417, 417), "", "417 boats"),
        (modelled(1417, 1417), "", "1,400 boats"),
        (modelled(0.1234, 0.1234), "", "0.12 boats"),
        (estimate(6, None), "", "at least 6 boats"),
        (estimate(None, 1), "", "up to 1 boat"),
        (estimate(1, 1), "", "1 boat"),
        (estimate(3, 5), "low", "3 boats"),
        (estimate(3, 5), "high,bare", "5"),
        (estimate(3, 5, central=4), "central", "4 boats"),
        (estimate(3, 5, central=4), "", "about 4 boats"),
        (estimate(3, 5, central=4), "full", "4 boats (3 to 5)"),
        (estimate(3, 5, central=4), "range", "3 to 5 boats"),
        (estimate(3, 5, central=4), "noun=small boats", "about 4 small boats"),
        (estimate(3, None, central=4), "full", "4 boats (at least 3)"),
        (modelled(3, 5, central=4, level=0.9), "full", "4 boats (90% interval 3 to 5)"),
        (estimate(3, 3), "words", "three boats"),
        (estimate(0, 0), "words", "no boats"),
        (estimate(12, 12), "words,bare", "twelve"),
        (estimate(13, 13), "words", "13 boats"),
        (estimate(2.5, 2.5), "words", "2.5 boats"),
        (estimate(-1, -1), "words", "-1 boats"),
        (estimate(3, 5), "words", "3 to 5 boats"),
        (estimate(30, 40, "%"), "", "30 to 40%"),
        (estimate(30, 40, "%"), "bare", "30 to 40"),
        (estimate(2, 2, "ratio"), "", "2"),
        (estimate(4, 4, "persons"), "", "4 people"),
        (estimate(1, 1, "persons"), "", "1 person"),
        (estimate(4, 4, "boats/day"), "", "4 boats a day"),
        (estimate(4, 4, "boats/pier"), "", "4 boats per pier"),
        (estimate(4, 4, "1/day"), "", "4 a day"),
        (estimate(1, 1, "t"), "", "1 tonne"),
        (estimate(2, 2, "km2"), "", "2 km²"),
        (estimate(2, 2, "kg/boat"), "", "2 kg per boat"),
        (estimate(2, 2, "port_calls/month"), "", "2 port calls a month"),
        (estimate(2, 2, "EUR"), "", "2 EUR"),
        (estimate(2e9, 5e9, "USD"), "", "$2 to 5 billion"),
        (estimate(2e9, None, "USD"), "", "at least $2 billion"),
        (estimate(None, 5, "USD/boat"), "", "up to $5 per boat"),
        (estimate(3, 5, "USD", central=4), "", "about $4"),
        (estimate(3, 5, "boats/USD"), "", "3 to 5 boats per USD"),
    ],
)
def test_an_estimate_reads_as_a_phrase(value: Estimate, spec: str, text: str) -> None:
    """Published figures are printed as given, computed ones rounded; the unit follows in words."""
    assert plain(format_estimate(value, Format.parse(spec))) == text


def test_a_rate_computed_from_a_published_one_is_rounded() -> None:
    """A conversion adds no digits that nobody published."""
    monthly = reported(None, 1000, None, "boats/month", [Origin("evidence", "E1")])
    assert plain(format_estimate(monthly.to("boats/day"))) == "33 boats a day"
    assert plain(format_estimate(monthly)) == "1,000 boats a month"


@pytest.mark.parametrize(
    ("value", "spec", "message"),
    [
        (estimate(3, 5), "central", "has no central value"),
        (estimate(3, None), "high", "has no upper bound"),
        (estimate(None, 5), "low", "has no lower bound"),
    ],
)
def test_a_part_that_is_not_there_cannot_be_printed(
    value: Estimate, spec: str, message: str
) -> None:
    """A field that asks for a missing bound or centre raises."""
    with pytest.raises(ValueError, match=message):
        format_estimate(value, Format.parse(spec))


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("loud", "unknown format 'loud'; use sf=N"),
        ("sf", "sf= is not a number of digits"),
        ("sf=0", "sf=0 is not a number of digits"),
        ("sf=two", "sf=two is not a number of digits"),
        ("bare, sf=-1", "sf=-1 is not a number of digits"),
    ],
)
def test_an_unknown_format_is_named(spec: str, message: str) -> None:
    """A misspelt option of a field raises and tells which there are."""
    with pytest.raises(ValueError, match=message):
        Format.parse(spec)


def test_options_are_read_together() -> None:
    """Several options stand side by side, in any order."""
    wanted = Format(digits=3, noun="boats", bare=True, part="low")
    assert Format.parse("low, noun=boats ,bare,sf=3") == wanted
    assert Format.parse("") == Format()


# -- dates and units -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "precision", "text"),
    [
        ("2022-06-04", "", "4 June 2022"),
        ("2022-06-04", "day", "4 June 2022"),
        ("2022-06-04", "month", "June 2022"),
        ("2022-06-04", "year", "2022"),
        ("2022-06", "", "June 2022"),
        ("2022-06", "day", "June 2022"),
        ("2022", "", "2022"),
        ("2022", "month", "2022"),
        ("2022", "day", "2022"),
    ],
)
def test_a_date_is_never_more_exact_than_its_source(date: str, precision: str, text: str) -> None:
    """A field may ask for less than the source gives, not for more."""
    assert plain(format_date(PartialDate.parse(date), precision)) == text


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        ("boats", "boats"),
        ("boats/day", "boats a day"),
        ("1/day", "a day"),
        ("USD", "US$"),
        ("USD/boat", "US$ per boat"),
        ("%", "%"),
        ("ratio", "ratio"),
        ("persons*days", "days-people"),
    ],
)
def test_a_unit_labels_an_axis(unit: str, label: str) -> None:
    """A unit alone reads in the plural."""
    assert unit_label(parse_unit(unit)) == label


def test_a_count_is_printed_as_it_is() -> None:
    """What is counted in the ledger is exact, and no digit of it is rounded away."""
    assert format_estimate(count(1234, "rows", [Origin("claim", "boats")])) == "1,234\u00a0rows"
