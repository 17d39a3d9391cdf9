"""Estimates: ranges whose arithmetic keeps bounds, units and origins."""

from __future__ import annotations

import math
from operator import add, mul, sub, truediv
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.analysis.strategies import ABOVE_ZERO, NUMBERS, UNITS, estimates, points
from tests.builders import estimate

from briefing.analysis.estimate import Estimate, Kind, count, reported, span
from briefing.analysis.origins import Origin, join_origins
from briefing.analysis.units import parse_unit
from briefing.analysis.unknown import Unknown
from briefing.errors import OriginError, UnitError

OPERATIONS: dict[str, Any] = {"+": add, "-": sub, "*": mul, "/": truediv}
operations = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


def holds(outer: Estimate, value: float) -> bool:
    """Say whether a value lies within, give or take the last digits of a float."""
    slack = 1e-9 * max(1.0, abs(value), abs(outer.low), abs(outer.high))
    return outer.low - slack <= value <= outer.high + slack


# -- arithmetic ----------------------------------------------------------------------------------


@operations
@given(data=st.data())
def test_a_result_holds_the_result_of_any_points_inside(operation: Any, data: Any) -> None:
    """Whatever the true values within two ranges, what is computed of them is within the result."""
    one, other = data.draw(estimates()), data.draw(estimates(ABOVE_ZERO))
    result = operation(one, other)
    exact = operation(data.draw(points(one)), data.draw(points(other)))
    assert holds(result, exact / (0.01 if str(result.unit) == "%" else 1))


@operations
@given(one=estimates(), other=estimates(ABOVE_ZERO))
def test_a_result_is_in_order_and_keeps_all_origins(
    operation: Any, one: Estimate, other: Estimate
) -> None:
    """Low stays below centre and high, and nothing that was rested on is forgotten."""
    result = operation(one, other)
    assert result.low <= (result.point if result.point is not None else result.low) <= result.high
    assert result.origins == one.origins | other.origins
    assert result.kind is Kind.MODELLED


@operations
@given(one=estimates(), other=estimates(ABOVE_ZERO))
def test_a_result_has_a_centre_only_where_both_inputs_have(
    operation: Any, one: Estimate, other: Estimate
) -> None:
    """No midpoint is invented where one input has no best value."""
    result = operation(one, other)
    if one.point is None or other.point is None:
        assert result.point is None or result.is_exact
    else:
        assert result.point == pytest.approx(operation(one.point, other.point), abs=1e-6)


@pytest.mark.parametrize("operation", [add, mul], ids=["+", "*"])
@given(one=estimates(unit="boats"), other=estimates(unit="boats"))
def test_sums_and_products_commute(operation: Any, one: Estimate, other: Estimate) -> None:
    """The order of what is added or multiplied does not matter."""
    assert operation(one, other) == operation(other, one)


@given(estimates(unit=UNITS), estimates(unit=UNITS))
def test_products_of_any_units_commute(one: Estimate, other: Estimate) -> None:
    """A compound unit does not depend on the order either."""
    assert one * other == other * one


@pytest.mark.parametrize(("operation", "verb"), [(add, "add"), (sub, "subtract")])
def test_unlike_units_are_not_added(operation: Any, verb: str) -> None:
    """Boats and persons have no sum; the message says how to convert."""
    with pytest.raises(UnitError, match=rf"cannot {verb} person and boat; .*\.to\('boat'\)"):
        operation(estimate(1, 2), estimate(3, 4, "persons"))


@operations
@pytest.mark.parametrize("bare", [5, 2.5, True, "7", None])
def test_bare_values_are_not_combined(operation: Any, bare: object) -> None:
    """A number from nowhere is refused on either side of the sign, by its value."""
    with pytest.raises(OriginError, match=f"^{bare!r} has no origin and cannot be combined"):
        operation(estimate(1, 2), bare)
    with pytest.raises(OriginError, match=f"^{bare!r} has no origin and cannot be combined"):
        operation(bare, estimate(1, 2))


@pytest.mark.parametrize(("low", "high"), [(0, 5), (-1, 1), (-5, 0), (0, 0), (None, 5)])
def test_a_range_with_zero_divides_nothing(low: float | None, high: float) -> None:
    """A ratio to what may be nothing is undefined."""
    with pytest.raises(ZeroDivisionError, match=f"{high:g} boat: the range holds zero"):
        estimate(1, 2) / estimate(low, high)


@given(estimates(unit=UNITS), estimates(ABOVE_ZERO, unit=UNITS))
def test_units_are_simplified_on_the_way(one: Estimate, other: Estimate) -> None:
    """A result is told in its simplest unit, so that shares and times cancel."""
    for result in (one * other, one / other):
        assert result.unit.simplified() == (result.unit, 1.0)


@pytest.mark.parametrize(
    ("result", "unit", "value"),
    [
        (estimate(200, 200, "boats/year") * estimate(6, 6, "months"), "boats", 100),
        (estimate(25, 25, "%") * estimate(80, 80), "boats", 20),
        (estimate(50, 50, "%") * estimate(50, 50, "%"), "ratio", 0.25),
        (estimate(1, 1, "ratio") / estimate(50, 50, "%"), "ratio", 2),
        (estimate(3, 3) / estimate(12, 12), "ratio", 0.25),
    ],
)
def test_a_product_is_in_the_unit_a_reader_expects(
    result: Estimate, unit: str, value: float
) -> None:
    """Rates times times are totals, and shares of shares are ratios."""
    assert str(result.unit) == str(parse_unit(unit))
    assert result.low == pytest.approx(value)


@pytest.mark.parametrize(
    ("result", "low", "high"),
    [
        (estimate(3, None) + estimate(1, 2), 4, math.inf),
        (estimate(3, None) - estimate(3, None), -math.inf, math.inf),
        (estimate(None, 3) + estimate(None, 2), -math.inf, 5),
        (estimate(0, None) * estimate(0, 0), 0, 0),
        (estimate(2, None) * estimate(3, None), 6, math.inf),
        (estimate(0, None) * estimate(None, -1), -math.inf, 0),
        (estimate(1, None) / estimate(1, None), 0, math.inf),
        (estimate(None, -1) / estimate(1, None), -math.inf, 0),
    ],
)
def test_open_bounds_stay_open(result: Estimate, low: float, high: float) -> None:
    """At least and up to go through arithmetic without turning into no number."""
    assert (result.low, result.high) == (low, high)


# -- shape ---------------------------------------------------------------------------------------


def test_a_number_without_origins_cannot_be_made() -> None:
    """An estimate rests on something, or is refused by its value."""
    with pytest.raises(OriginError, match="an estimate of 3 to 5 boat has no origin"):
        Estimate(3, 5, parse_unit("boats"), Kind.REPORTED, frozenset())


@pytest.mark.parametrize(("low", "high"), [(5, 3), (math.nan, 3), (3, math.nan)])
def test_bounds_are_in_order(low: float, high: float) -> None:
    """Bounds are numbers, the lower first."""
    with pytest.raises(ValueError, match=f"bounds {low} to {high} are not in order"):
        estimate(low, high)


@pytest.mark.parametrize("central", [2, 6, math.nan])
def test_the_centre_lies_within(central: float) -> None:
    """A best value outside its range is refused."""
    with pytest.raises(ValueError, match=f"central {central} is outside 3 to 5"):
        estimate(3, 5, central=central)


@pytest.mark.parametrize(
    ("row", "bounds", "point"),
    [
        ((None, 7, None), (7, 7), 7),
        ((6, None, 8), (6, 8), None),
        ((6, 7, 8), (6, 8), 7),
        ((6, None, None), (6, math.inf), None),
        ((None, None, 8), (-math.inf, 8), None),
        ((6, 7, None), (6, math.inf), 7),
        ((7, 7, 7), (7, 7), 7),
    ],
)
def test_a_row_says_what_it_says(
    row: tuple[float | None, ...], bounds: tuple[float, float], point: float | None
) -> None:
    """A lone low is a floor, a lone high a ceiling, a lone central an exact value."""
    low, central, high = row
    made = reported(low, central, high, "boats", [Origin("evidence", "E1")])
    assert (made.low, made.high) == bounds
    assert made.point == point
    assert made.is_exact == (bounds[0] == bounds[1])
    assert made.is_floor == (bounds[1] == math.inf)
    assert made.is_ceiling == (bounds[0] == -math.inf)


def test_an_empty_row_is_no_estimate() -> None:
    """Three empty cells hold no value."""
    with pytest.raises(ValueError, match="without low, central and high holds no estimate"):
        estimate(None, None)


@given(estimates())
def test_each_end_is_exact_and_keeps_the_origins(whole: Estimate) -> None:
    """One bound alone is an exact value that rests on the same things."""
    for end, value in ((whole.lower(), whole.low), (whole.upper(), whole.high)):
        assert end.is_exact
        assert (end.low, end.origins, end.kind) == (value, whole.origins, whole.kind)


def test_the_middle_is_the_published_centre() -> None:
    """The central value alone, where the source gives one."""
    assert estimate(3, 5, central=4.5).middle() == estimate(4.5, 4.5)
    assert estimate(3, 3).middle() == estimate(3, 3)


@pytest.mark.parametrize(
    ("whole", "part", "message"),
    [
        (estimate(3, 5), "middle", "3 to 5 boat has no central value"),
        (estimate(3, None), "upper", "3 to inf boat has no upper bound"),
        (estimate(None, 5), "lower", "-inf to 5 boat has no lower bound"),
    ],
)
def test_a_part_that_is_not_there_is_refused(whole: Estimate, part: str, message: str) -> None:
    """No midpoint and no end is made up."""
    with pytest.raises(ValueError, match=f"{message}; show the range instead"):
        getattr(whole, part)()


def test_further_origins_are_added() -> None:
    """A value may come to rest on more, not on less."""
    more = estimate(3, 5).resting_on([Origin("finding", "boats.count")])
    assert {str(origin) for origin in more.origins} == {"evidence:E1", "finding:boats.count"}


# -- conversion ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "other"), [("years", "days"), ("%", "ratio"), ("kg/boat", "t/boat"), ("boats", "boat")]
)
@given(data=st.data())
def test_there_and_back_again(unit: str, other: str, data: Any) -> None:
    """A value expressed in another unit and back is the same value."""
    value = data.draw(estimates(unit=unit))
    back = value.to(other).to(parse_unit(unit))
    assert back.unit == value.unit
    for got, wanted in ((back.low, value.low), (back.high, value.high), (back.point, value.point)):
        assert got == (None if wanted is None else pytest.approx(wanted, rel=1e-12, abs=1e-12))


def test_a_unit_of_another_kind_is_refused() -> None:
    """Boats are not persons."""
    with pytest.raises(UnitError, match="boat cannot be expressed in person"):
        estimate(1, 2).to("persons")


@pytest.mark.parametrize(
    ("unit", "other", "kind", "expected"),
    [
        ("ratio", "%", Kind.REPORTED, Kind.REPORTED),
        ("t", "kg", Kind.CHOSEN, Kind.CHOSEN),
        ("boats/month", "boats/day", Kind.REPORTED, Kind.MODELLED),
        ("days", "months", Kind.CHOSEN, Kind.MODELLED),
        ("days", "months", Kind.INTERVAL, Kind.INTERVAL),
    ],
)
def test_a_conversion_beyond_the_decimal_point_is_a_computation(
    unit: str, other: str, kind: Kind, expected: Kind
) -> None:
    """What was published a month was not published a day; a shifted point changes nothing."""
    value = reported(None, 7, None, unit, [Origin("evidence", "E1")], kind)
    assert value.to(other).kind is expected


# -- comparison ----------------------------------------------------------------------------------


@given(estimates(), estimates(), st.floats(0, 0.5))
def test_overlap_is_mutual(one: Estimate, other: Estimate, slack: float) -> None:
    """Two ranges overlap whichever is asked, and slack never parts them."""
    assert one.overlaps(other, slack) == other.overlaps(one, slack)
    assert not one.overlaps(other) or one.overlaps(other, slack)


@pytest.mark.parametrize(
    ("other", "slack", "meets"),
    [
        (estimate(120, 130), 0, True),
        (estimate(121, 130), 0, False),
        (estimate(140, 150), 0.1, True),
        (estimate(147, 150), 0.1, False),
        (estimate(-80, 90), 0.1, True),
        (estimate(500, None), 0.1, False),
        (estimate(None, 90), 0.1, True),
        (estimate(None, None, central=132), 0.1, True),
    ],
)
def test_ranges_overlap_where_they_share_a_value(
    other: Estimate, slack: float, meets: bool
) -> None:
    """Both ranges are widened outwards by a share of their own bounds."""
    assert estimate(100, 120).overlaps(other, slack) is meets


@given(estimates(ABOVE_ZERO), estimates(ABOVE_ZERO))
def test_a_gap_is_mutual_and_at_least_one(one: Estimate, other: Estimate) -> None:
    """The gap is the same seen from either side, and 1 where there is none."""
    assert one.gap(other) == other.gap(one) >= 1
    assert (one.gap(other) == 1) >= one.overlaps(other)


@pytest.mark.parametrize(
    ("other", "gap"),
    [(estimate(180, 200), 1.5), (estimate(40, 50), 2.0), (estimate(-5, 0), math.inf)],
)
def test_a_gap_is_the_ratio_of_the_nearest_bounds(other: Estimate, gap: float) -> None:
    """How far apart two ranges are is told by their nearest ends."""
    assert estimate(100, 120).gap(other) == gap


def test_unlike_units_are_not_compared() -> None:
    """Boats and persons neither overlap nor lie apart."""
    for compare in (estimate(1, 2).overlaps, estimate(1, 2).gap):
        with pytest.raises(UnitError, match="cannot compare person with boat"):
            compare(estimate(1, 2, "persons"))


# -- several -------------------------------------------------------------------------------------


@given(st.lists(estimates(), min_size=1, max_size=5))
def test_a_span_reaches_from_lowest_to_highest(rows: list[Estimate]) -> None:
    """A span covers each of its estimates and rests on all of them."""
    whole = span(rows)
    assert isinstance(whole, Estimate)
    assert whole.low == min(row.low for row in rows)
    assert whole.high == max(row.high for row in rows)
    assert whole.origins == join_origins(row.origins for row in rows)


def test_a_span_needs_like_units_and_at_least_one() -> None:
    """Nothing has no span, and unlike things have none either."""
    with pytest.raises(ValueError, match="the span of no estimates"):
        span([])
    with pytest.raises(UnitError, match="cannot compare person with boat"):
        span([estimate(1, 2), estimate(1, 2, "persons")])


def test_a_count_is_exact() -> None:
    """Things counted in the ledger make an exact number that rests on them."""
    three = count(3, "claims", [Origin("claim", name) for name in "abc"])
    assert (three.low, three.is_exact, len(three.origins)) == (3, True, 3)


# -- unknown -------------------------------------------------------------------------------------


@operations
def test_the_unknown_absorbs_whatever_it_meets(operation: Any) -> None:
    """Anything computed with an unknown is that same unknown, on either side."""
    unknown = Unknown("E9")
    assert operation(unknown, estimate(1, 2)) is unknown
    assert operation(estimate(1, 2), unknown) is unknown
    assert operation(unknown, Unknown("E8")) is unknown


def test_the_unknown_stays_unknown_in_any_form() -> None:
    """No part, unit, sample or origin makes an unknown known."""
    unknown = Unknown("E9")
    parts = (
        unknown.to("persons"), unknown.lower(), unknown.upper(), unknown.middle(),
        unknown.resting_on([]), unknown.interval(0.5), unknown.probability(bool),
        span([estimate(1, 2), unknown]),
    )  # fmt: skip
    assert all(part is unknown for part in parts)
    assert not unknown
    assert repr(unknown) == "Unknown(E9)"


@given(NUMBERS)
def test_every_estimate_is_true(value: float) -> None:
    """Only the unknown is false, so that a cell can ask whether there is a value."""
    assume(math.isfinite(value))
    assert estimate(value, value)
