"""Seeded simulation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.strategies import ABOVE_ZERO, estimates
from tests.builders import estimate

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.simulation import Sample, Simulation
from briefing.analysis.unknown import Unknown
from briefing.errors import OriginError

SEEDS = st.integers(0, 2**32)
NAMES = st.text(min_size=1, max_size=8)


def draw(name: str, value: Estimate, *, seed: int = 7, size: int = 200, **more: Any) -> Sample:
    """Draw a few values."""
    sample = Simulation(seed, size).draw(name, value, **more)
    assert isinstance(sample, Sample)
    return sample


@given(SEEDS, NAMES, estimates())
def test_the_same_seed_gives_the_same_draws(seed: int, name: str, value: Estimate) -> None:
    """A simulation run again is the same simulation."""
    one, other = draw(name, value, seed=seed), draw(name, value, seed=seed)
    assert np.array_equal(one.values, other.values)


def test_another_seed_or_name_gives_other_draws() -> None:
    """Each input has a stream of its own."""
    base = draw("crew", estimate(1, 9))
    for other in (draw("crew", estimate(1, 9), seed=8), draw("boats", estimate(1, 9))):
        assert not np.array_equal(base.values, other.values)


@given(SEEDS, st.lists(NAMES, min_size=2, max_size=4, unique=True), st.randoms())
def test_the_order_of_inputs_does_not_matter(seed: int, names: list[str], random: Any) -> None:
    """Adding or reordering inputs leaves the draws of the others as they are."""
    simulation = Simulation(seed, 20)
    first = {name: simulation.draw(name, estimate(1, 9)) for name in names}
    shuffled = list(names)
    random.shuffle(shuffled)
    for name in shuffled:
        again = simulation.draw(name, estimate(1, 9))
        assert isinstance(again, Sample)
        before = first[name]
        assert isinstance(before, Sample)
        assert np.array_equal(again.values, before.values)


@given(estimates(), st.floats(0.01, 0.99), st.booleans())
def test_draws_and_intervals_lie_within_the_bounds(
    value: Estimate, level: float, triangular: bool
) -> None:
    """Nothing is drawn outside the stated range, so no interval reaches beyond it."""
    shape = "triangular" if triangular and value.point is not None else "uniform"
    sample = draw("crew", value, shape=shape)
    interval = sample.interval(level)
    assert value.low <= sample.values.min() <= interval.low
    assert interval.high <= sample.values.max() <= value.high
    assert interval.low <= (interval.point or interval.low) <= interval.high
    assert (interval.kind, interval.origins) == (Kind.INTERVAL, value.origins)
    assert interval.level == level


@given(estimates(ABOVE_ZERO), estimates(ABOVE_ZERO, unit="persons/boat"))
def test_the_draws_of_a_product_lie_within_the_product_of_bounds(
    one: Estimate, other: Estimate
) -> None:
    """Sampling never finds what the arithmetic of ranges excludes."""
    for sampled, ranged in (
        (draw("a", one) * draw("b", other), one * other),
        (draw("a", one) / draw("b", other), one / other),
    ):
        assert isinstance(sampled, Sample)
        assert isinstance(ranged, Estimate)
        assert ranged.low <= sampled.values.min() * (1 + 1e-12)
        assert sampled.values.max() <= ranged.high * (1 + 1e-12)
        assert (sampled.unit, sampled.origins) == (ranged.unit, ranged.origins)


def test_a_sample_tells_its_shapes_and_seed() -> None:
    """Whoever reads the result learns how each input was drawn."""
    product = draw("boats", estimate(1, 9)) * draw(
        "crew", estimate(2, 6, "persons/boat", central=4), shape="triangular"
    )
    assert isinstance(product, Sample)
    assert (product.size, product.seed) == (200, 7)
    assert product.shapes == {"boats": "uniform 1 to 9", "crew": "triangular 2, 4, 6"}
    assert draw("pier", estimate(3, 3)).shapes == {"pier": "fixed at 3"}


@given(SEEDS, estimates(ABOVE_ZERO))
def test_log_uniform_draws_stay_within_the_bounds(seed: int, value: Estimate) -> None:
    """A range drawn by its logarithm is not left, not even by rounding."""
    sample = draw("crew", value, seed=seed, shape="loguniform")
    assert value.low <= sample.values.min()
    assert sample.values.max() <= value.high


def test_log_uniform_draws_make_every_doubling_equally_likely() -> None:
    """From one to eight, a third of the draws lies in each of the three doublings."""
    sample = draw("boats", estimate(1, 8), size=30_000, shape="loguniform")
    counts, _ = np.histogram(sample.values, [1, 2, 4, 8])
    assert counts / sample.size == pytest.approx([1 / 3] * 3, abs=0.02)
    assert sample.shapes == {"boats": "log-uniform 1 to 8"}


def test_percentages_dissolve_in_a_product() -> None:
    """A share of boats is boats, in samples as in ranges."""
    part = draw("boats", estimate(200, 200)) * draw("share", estimate(50, 50, "%"))
    assert isinstance(part, Sample)
    assert (str(part.unit), set(part.values)) == ("boat", {100.0})


def test_a_probability_is_the_share_of_draws() -> None:
    """How often a condition holds is a percentage that rests on the inputs."""
    sample = draw("boats", estimate(0, 10), size=20_000)
    share = sample.probability(lambda values: values > 7.5)
    assert share.low == pytest.approx(25, abs=1)
    assert (str(share.unit), share.is_exact, share.origins) == ("%", True, sample.origins)


@pytest.mark.parametrize(
    ("value", "shape", "message"),
    [
        (estimate(3, None), "uniform", "crew has an open bound; state a range"),
        (estimate(None, 3), "triangular", "crew has an open bound; state a range"),
        (estimate(3, 5), "triangular", "crew has no central value for a triangle; draw it uniform"),
        (estimate(0, 5), "loguniform", "crew is not above zero throughout; draw it uniform"),
    ],
)
def test_what_cannot_be_drawn_is_named(value: Estimate, shape: Any, message: str) -> None:
    """An open range, or a triangle without a peak, is refused by the input's name."""
    with pytest.raises(ValueError, match=message):
        Simulation(7).draw("crew", value, shape)


@pytest.mark.parametrize("bare", [5, 2.5, estimate(1, 2)])
def test_a_sample_meets_samples_only(bare: Any) -> None:
    """A bare number or a range is drawn first."""
    sample = draw("boats", estimate(1, 9))
    with pytest.raises(OriginError, match="is no sample; draw it from an estimate first"):
        sample * bare
    with pytest.raises(OriginError, match="is no sample; draw it from an estimate first"):
        sample / bare


@pytest.mark.parametrize("other", [{"seed": 8}, {"size": 100}])
def test_samples_of_different_simulations_do_not_mix(other: dict[str, int]) -> None:
    """Draws belong together only within one simulation."""
    one, two = draw("boats", estimate(1, 9)), draw("crew", estimate(1, 9), **other)
    with pytest.raises(ValueError, match="samples of different simulations"):
        one * two


def test_a_sample_that_may_be_zero_divides_nothing() -> None:
    """A quotient by what may be nothing is refused, as for ranges."""
    with pytest.raises(ZeroDivisionError, match="draws on both sides of zero"):
        draw("boats", estimate(1, 9)) / draw("crew", estimate(-1, 1))


def test_the_unknown_is_not_drawn() -> None:
    """A sample of the unknown, or with it, is that unknown."""
    unknown = Unknown("E9")
    assert Simulation(7).draw("crew", unknown) is unknown
    assert draw("boats", estimate(1, 9)) * unknown is unknown
    assert draw("boats", estimate(1, 9)) / unknown is unknown
    assert unknown * draw("boats", estimate(1, 9)) is unknown
