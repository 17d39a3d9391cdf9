"""The simulated shells, held against the exact distribution and against other random numbers."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from tests.chapters.facts import Facts, days_between

DRAWS = 20_000
Triangle = tuple[float, float, float]

NAMES = ("central", "early", "high", "varied")
SCENARIOS = {"early": "low", "high": "high"}
EARLY, LATE = date(2024, 11, 30), date(2026, 10, 10)
YEAR = 365.25


def triangles(facts: Facts, name: str) -> list[Triangle]:
    """Give low, peak and high of the three factors in an edition."""
    chosen = facts.scenarios[SCENARIOS.get(name, "central")]
    found = []
    for key in ("containers_known", "share_with_shells", "rounds_per_container"):
        low, usual, high = facts.reach(key)
        found.append((low, float(chosen.get(key, usual)), high))
    return found


def below(triangle: Triangle, x: np.ndarray) -> np.ndarray:
    """Give the probability that a triangular variable is at most x."""
    low, peak, high = triangle
    # A peak at an end leaves one of the two sides empty.
    rise, fall = (high - low) * max(peak - low, 1e-12), (high - low) * max(high - peak, 1e-12)
    x = np.clip(x, low, high)
    return np.where(x < peak, (x - low) ** 2 / rise, 1 - (high - x) ** 2 / fall)


def strips(triangle: Triangle, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Cut a triangular variable into strips: their middles and probabilities."""
    edges = np.linspace(triangle[0], triangle[2], count + 1)
    return (edges[1:] + edges[:-1]) / 2, np.diff(below(triangle, edges))


def product_below(first: Triangle, others: list[Triangle]) -> Callable[[float], float]:
    """Give the distribution of a product by summing over strips of all factors but the first."""
    middles, weights = np.ones(1), np.ones(1)
    for triangle in others:
        x, p = strips(triangle, 300)
        middles, weights = np.outer(middles, x).ravel(), np.outer(weights, p).ravel()
    return lambda t: float(np.sum(weights * below(first, t / middles)))


def quantile(distribution: Callable[[float], float], share: float) -> float:
    """Find where a distribution reaches a share, by halving."""
    low, high = 0.0, 2e7
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if distribution(middle) < share else (low, middle)
    return low


def sampling_error(distribution: Callable[[float], float], share: float, at: float) -> float:
    """Give the standard error of a quantile of as many draws as the chapter makes."""
    step = at * 0.01
    density = (distribution(at + step) - distribution(at - step)) / (2 * step)
    return math.sqrt(share * (1 - share) / DRAWS) / density


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("finding", ["shells.implied", "shells.implied-article"])
def test_interval_is_that_of_the_exact_distribution(editions, facts, name, finding):
    """Median and 90% interval lie within four sampling errors of the exact distribution's."""
    containers, *factors = triangles(facts, name)
    if finding == "shells.implied-article":
        (fixed, _) = facts.claimed("containers")
        first, *rest = factors
        exact = product_below(tuple(fixed * end for end in first), rest)
    else:
        exact = product_below(containers, factors)
    value = editions(name).findings[finding]["value"]
    assert value["level"] == 0.9
    for part, share in (("low", 0.05), ("central", 0.5), ("high", 0.95)):
        at = quantile(exact, share)
        assert value[part] == pytest.approx(at, abs=4 * sampling_error(exact, share, at)), part


@pytest.mark.parametrize("name", NAMES)
def test_chance_is_the_exact_tail(editions, facts, name):
    """The share of draws above the article's upper end is the exact probability, but for chance."""
    containers, *factors = triangles(facts, name)
    tail = 1 - product_below(containers, factors)(facts.claimed("shells-delivered")[1])
    error = math.sqrt(tail * (1 - tail) / DRAWS)
    low, high = editions(name).range_of("shells.chance-above-upper-end")
    assert low == high
    assert low / 100 == pytest.approx(tail, abs=4 * error)


@pytest.mark.parametrize("name", NAMES)
def test_chance_of_half_is_the_exact_one(editions, facts, name):
    """The chance that half was reached is that of an even flow over rates even on either scale."""
    cutoff = EARLY if name == "early" else LATE
    yearly = [facts.low("A169"), facts.low("A326")]
    if facts.is_known("A316", cutoff):
        start, end = facts.events["first-container-ship"]["date"], facts.evidence["A316"]["as_of"]
        fewest, most = days_between(start, end)
        yearly += [facts.low("A316") / most * YEAR, facts.high("A316") / fewest * YEAR]
    rows = [r for r in ("A185", "A186", "A187", "A188") if facts.is_known(r, cutoff)]
    slowest, fastest = min(map(facts.low, rows)), max(map(facts.high, rows))
    # Half is reached where the rate is at most twice the flow: the part of the logarithmic scale
    # of rates below that, averaged over the flows.
    (half, _) = facts.claimed("shell-share")
    edges = np.linspace(min(yearly), max(yearly), 1001) / YEAR
    limits = np.clip((edges[1:] + edges[:-1]) / 2 * 100 / half, slowest, fastest)
    chances = {
        "": float(np.mean(np.log(limits / slowest))) / math.log(fastest / slowest),
        "-plain": float(np.mean(limits - slowest)) / (fastest - slowest),
    }
    for suffix, chance in chances.items():
        error = math.sqrt(chance * (1 - chance) / DRAWS)
        low, high = editions(name).range_of(f"shells.chance-of-half{suffix}")
        assert low == high
        assert low / 100 == pytest.approx(chance, abs=4 * error)


def test_other_random_numbers_agree(central, facts):
    """Draws by another generator and seed give the analytic mean and the same interval."""
    source = random.Random(1)
    factors = triangles(facts, "central")
    draws = np.prod(
        [[source.triangular(lo, hi, peak) for _ in range(DRAWS)] for lo, peak, hi in factors],
        axis=0,
    )
    mean = math.prod(sum(triangle) / 3 for triangle in factors)
    assert np.mean(draws) == pytest.approx(mean, abs=4 * np.std(draws) / math.sqrt(DRAWS))
    value = central.findings["shells.implied"]["value"]
    exact = product_below(factors[0], factors[1:])
    for part, share in (("low", 0.05), ("central", 0.5), ("high", 0.95)):
        at = float(np.quantile(draws, share))
        error = math.sqrt(2) * sampling_error(exact, share, at)
        assert value[part] == pytest.approx(at, abs=4 * error), part


@pytest.mark.parametrize("name", ["central", "early"])
def test_chart_shows_the_recorded_interval(editions, name):
    """The simulated rows of the chart are the bounds and the median of the finding."""
    edition = editions(name)
    value = edition.findings["shells.implied"]["value"]
    drawn = [row["central"] for row in edition.rows("fig-implied") if row["group"] == "Simulated"]
    assert drawn == pytest.approx([value["low"], value["central"], value["high"]])
