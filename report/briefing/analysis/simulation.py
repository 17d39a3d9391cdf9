"""Seeded simulation: samples that keep unit, origins, seed and stated shapes."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.origins import Origins
from briefing.analysis.units import Unit
from briefing.analysis.unknown import Unknown
from briefing.errors import OriginError

Condition = Callable[[NDArray[np.float64]], NDArray[np.bool_]]
Shape = Literal["uniform", "loguniform", "triangular"]
DEFAULT_SIZE: Final = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Draws of one quantity.

    Attributes
    ----------
    values : ndarray, shape (size,)
        The draws, in `unit`.
    unit : Unit
        Their unit.
    origins : frozenset of Origin
        What the inputs rest on.
    shapes : mapping of str to str
        Name of each input to the shape it was drawn from.
    seed : int
        Seed of the whole simulation.
    """

    values: NDArray[np.float64]
    unit: Unit
    origins: Origins
    shapes: Mapping[str, str]
    seed: int

    @property
    def size(self) -> int:
        """Number of draws."""
        return int(self.values.size)

    def __mul__(self, other: Sample | Unknown) -> Sample | Unknown:
        if isinstance(other, Unknown):
            return other
        self._check(other)
        return self._combined(other, self.values * other.values, self.unit * other.unit)

    def __truediv__(self, other: Sample | Unknown) -> Sample | Unknown:
        if isinstance(other, Unknown):
            return other
        self._check(other)
        if other.values.min() <= 0 <= other.values.max():
            raise ZeroDivisionError("cannot divide by a sample with draws on both sides of zero")
        return self._combined(other, self.values / other.values, self.unit / other.unit)

    def interval(self, level: float = 0.9) -> Estimate:
        """Give the central interval that holds a share of the draws.

        Parameters
        ----------
        level : float
            Share, between 0 and 1.

        Returns
        -------
        Estimate
            Kind `INTERVAL`, with the median as its centre.
        """
        tail = (1 - level) / 2
        low, middle, high = np.quantile(self.values, [tail, 0.5, 1 - tail])
        return Estimate(
            float(low), float(high), self.unit, Kind.INTERVAL, self.origins, float(middle), level
        )

    def probability(
        self, condition: Callable[[NDArray[np.float64]], NDArray[np.bool_]]
    ) -> Estimate:
        """Give the share of draws for which a condition holds [%]."""
        share = 100 * float(np.mean(condition(self.values)))
        return Estimate(share, share, Unit((("%", 1),)), Kind.MODELLED, self.origins)

    def _check(self, other: Sample) -> None:
        if not isinstance(other, Sample):
            raise OriginError(f"{other!r} is no sample; draw it from an estimate first")
        if (other.seed, other.size) != (self.seed, self.size):
            raise ValueError("samples of different simulations cannot be combined")

    def _combined(self, other: Sample, values: NDArray[np.float64], unit: Unit) -> Sample:
        plain, factor = unit.simplified()
        return Sample(
            values * factor,
            plain,
            self.origins | other.origins,
            MappingProxyType({**self.shapes, **other.shapes}),
            self.seed,
        )


@dataclass(frozen=True, slots=True)
class Simulation:
    """A seeded source of samples.

    Each input draws from a stream of its own, named after it, so adding or reordering inputs does
    not disturb the others.

    Attributes
    ----------
    seed : int
        Not negative.
    size : int
        Draws per input.
    """

    seed: int
    size: int = DEFAULT_SIZE

    def draw(
        self, name: str, estimate: Estimate | Unknown, shape: Shape = "uniform"
    ) -> Sample | Unknown:
        """Draw one input.

        Parameters
        ----------
        name : str
            Name of the input; the same name gives the same draws.
        estimate : Estimate or Unknown
            Bounded on both sides.
        shape : {"uniform", "loguniform", "triangular"}
            Uniform between the bounds; uniform in the logarithm, so that every doubling is equally
            likely; or triangular with its peak at the central value.

        Raises
        ------
        ValueError
            If a bound is open, a triangle has no central value, or a logarithm no positive bound.
        """
        if isinstance(estimate, Unknown):
            return estimate
        if math.isinf(estimate.low) or math.isinf(estimate.high):
            raise ValueError(f"{name} has an open bound; state a range before drawing from it")
        stream = np.random.default_rng([self.seed, zlib.crc32(name.encode())])
        values, described = _spread(stream, name, estimate, shape, self.size)
        shapes = MappingProxyType({name: described})
        return Sample(values, estimate.unit, estimate.origins, shapes, self.seed)


def _spread(
    stream: np.random.Generator, name: str, estimate: Estimate, shape: Shape, size: int
) -> tuple[NDArray[np.float64], str]:
    """Spread draws over a bounded range, and say how."""
    low, high = estimate.low, estimate.high
    if estimate.is_exact:
        return np.full(size, low), f"fixed at {low:g}"
    if shape == "triangular":
        peak = estimate.point
        if peak is None:
            raise ValueError(f"{name} has no central value for a triangle; draw it uniform")
        return stream.triangular(low, peak, high, size), f"triangular {low:g}, {peak:g}, {high:g}"
    if shape == "loguniform":
        if low <= 0:
            raise ValueError(f"{name} is not above zero throughout; draw it uniform")
        values = np.exp(stream.uniform(math.log(low), math.log(high), size))
        # A logarithm and back may miss the bound by a rounding error.
        return np.clip(values, low, high), f"log-uniform {low:g} to {high:g}"
    return stream.uniform(low, high, size), f"uniform {low:g} to {high:g}"
