"""Made-up values for the properties of this room."""

from __future__ import annotations

from hypothesis import strategies as st

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.origins import Origin, Origins
from briefing.analysis.units import Unit, parse_unit

# Single precision, so that two that differ still do in another unit; and one zero, not two.
NUMBERS = st.floats(-1e9, 1e9, width=32).map(lambda number: number + 0.0)
ABOVE_ZERO = st.floats(1e-3, 1e9, allow_nan=False)
UNITS = st.sampled_from(["boats", "boats/day", "USD/boat", "km2", "%", "ratio", "persons*days"])
ORIGINS = st.frozensets(
    st.builds(Origin, st.sampled_from(["evidence", "claim"]), st.sampled_from("ABCDEF")),
    min_size=1,
    max_size=3,
)


@st.composite
def estimates(
    draw: st.DrawFn,
    numbers: st.SearchStrategy[float] = NUMBERS,
    unit: str | st.SearchStrategy[str] = "boats",
) -> Estimate:
    """Give ranges, exact values and ranges with a centre."""
    low, central, high = sorted(draw(st.lists(numbers, min_size=3, max_size=3)))
    name = unit if isinstance(unit, str) else draw(unit)
    if draw(st.booleans()):
        high = low
    has_centre = low < high and draw(st.booleans())
    return Estimate(
        low,
        high,
        parse_unit(name),
        draw(st.sampled_from(Kind)),
        draw(ORIGINS),
        central if has_centre else None,
    )


@st.composite
def points(draw: st.DrawFn, estimate: Estimate) -> float:
    """Give a value inside an estimate."""
    return draw(st.floats(estimate.low, estimate.high, allow_nan=False))


def of(low: float, high: float, unit: Unit, origins: Origins) -> Estimate:
    """Give a reported range."""
    return Estimate(low, high, unit, Kind.REPORTED, origins)
