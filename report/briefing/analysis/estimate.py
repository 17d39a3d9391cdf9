"""Estimates: ranges with a unit and with the origins they rest on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, NoReturn

from briefing.analysis.origins import Origin, Origins, join_origins
from briefing.analysis.units import Unit, parse_unit
from briefing.analysis.unknown import Unknown
from briefing.errors import OriginError, UnitError


class Kind(StrEnum):
    """What sort of statement a range is."""

    REPORTED = "reported"
    """Published by a source, as a point, a range, a floor or a ceiling."""
    INTERVAL = "interval"
    """A statistical interval with a level."""
    CHOSEN = "chosen"
    """A parameter or an assumption that somebody set."""
    COUNTED = "counted"
    """Counted in the ledger, and exact."""
    MODELLED = "modelled"
    """Computed here from other estimates."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A range of values with a unit, and the origins it rests on.

    Attributes
    ----------
    low, high : float
        Bounds, in `unit`; ``-inf`` or ``inf`` where the source leaves one open ("at least").
    unit : Unit
        What is measured.
    kind : Kind
        Whether the range was reported, is statistical, chosen or computed.
    origins : frozenset of Origin
        Never empty: a number that cannot say where it comes from cannot be made.
    central : float or None
        Best value, only where the source or the method gives one. A midpoint nobody published
        would be an invention.
    level : float or None
        Probability that an `INTERVAL` covers, between 0 and 1.

    Raises
    ------
    OriginError
        If `origins` is empty.
    ValueError
        If the bounds are in the wrong order or not numbers, or `central` lies outside them.
    """

    low: float
    high: float
    unit: Unit
    kind: Kind
    origins: Origins
    central: float | None = None
    level: float | None = None

    def __post_init__(self) -> None:
        if not self.origins:
            raise OriginError(
                f"an estimate of {self.low:g} to {self.high:g} {self.unit} has no origin; "
                "load it from a claim, an observation or a parameter"
            )
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"bounds {self.low} to {self.high} are not in order")
        if self.central is not None and not self.low <= self.central <= self.high:
            raise ValueError(f"central {self.central} is outside {self.low} to {self.high}")

    # -- shape -----------------------------------------------------------------------------------

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are the same."""
        return self.low == self.high

    @property
    def is_floor(self) -> bool:
        """Whether only the lower bound is known: "at least"."""
        return math.isinf(self.high) and not math.isinf(self.low)

    @property
    def is_ceiling(self) -> bool:
        """Whether only the upper bound is known: "up to"."""
        return math.isinf(self.low) and not math.isinf(self.high)

    @property
    def point(self) -> float | None:
        """The single value to plot or compare: the centre, or the value of an exact estimate."""
        return self.low if self.is_exact else self.central

    # -- change ----------------------------------------------------------------------------------

    def to(self, unit: str | Unit) -> Estimate:
        """Express the same estimate in another unit.

        A value that only moves its decimal point is still the one that was reported; any other,
        such as a rate a month turned into a rate a day, counts as computed.

        Raises
        ------
        UnitError
            If the two units measure different things.
        """
        target = parse_unit(unit) if isinstance(unit, str) else unit
        factor = self.unit.factor_to(target)
        is_shift = math.log10(factor).is_integer()
        kind = self.kind if is_shift or self.kind is Kind.INTERVAL else Kind.MODELLED
        return replace(self._scaled(factor, target), kind=kind)

    def lower(self) -> Estimate:
        """The lower bound alone, as an exact estimate.

        Raises
        ------
        ValueError
            If it is open.
        """
        if math.isinf(self.low):
            raise ValueError(f"{self} has no lower bound; show the range instead")
        return replace(self, high=self.low, central=None, level=None)

    def upper(self) -> Estimate:
        """The upper bound alone, as an exact estimate.

        Raises
        ------
        ValueError
            If it is open.
        """
        if math.isinf(self.high):
            raise ValueError(f"{self} has no upper bound; show the range instead")
        return replace(self, low=self.high, central=None, level=None)

    def middle(self) -> Estimate:
        """The central value alone, as an exact estimate.

        Raises
        ------
        ValueError
            If there is none.
        """
        point = self.point
        if point is None:
            raise ValueError(f"{self} has no central value; show the range instead")
        return replace(self, low=point, high=point, central=None, level=None)

    def resting_on(self, extra: Iterable[Origin]) -> Estimate:
        """The same estimate with further origins."""
        return replace(self, origins=self.origins | frozenset(extra))

    # -- arithmetic ------------------------------------------------------------------------------

    def __add__(self, other: Estimate | Unknown) -> Estimate | Unknown:
        if isinstance(other, Unknown):
            return other
        return self._like(other, "add", lambda a, b: a + b)

    def __sub__(self, other: Estimate | Unknown) -> Estimate | Unknown:
        if isinstance(other, Unknown):
            return other
        return self._like(other, "subtract", lambda a, b: a - b)

    def __mul__(self, other: Estimate | Unknown) -> Estimate | Unknown:
        if isinstance(other, Unknown):
            return other
        return self._combined(_operand(other), lambda a, b: a * b, self.unit * other.unit)

    def __truediv__(self, other: Estimate | Unknown) -> Estimate | Unknown:
        if isinstance(other, Unknown):
            return other
        divisor = _operand(other)
        if divisor.low <= 0 <= divisor.high:
            raise ZeroDivisionError(f"cannot divide by {divisor}: the range holds zero")
        return self._combined(divisor, lambda a, b: a / b, self.unit / divisor.unit)

    def _refuse(self, other: object) -> NoReturn:
        # Python asks the right operand only where the left is no estimate.
        raise _no_origin(other)

    __radd__ = __rsub__ = __rmul__ = __rtruediv__ = _refuse

    def _like(
        self, other: Estimate, verb: str, operation: Callable[[float, float], float]
    ) -> Estimate:
        if _operand(other).unit != self.unit:
            raise UnitError(
                f"cannot {verb} {other.unit} and {self.unit}; convert one with .to('{self.unit}')"
            )
        return self._combined(other, operation, self.unit)

    def _combined(
        self, other: Estimate, operation: Callable[[float, float], float], unit: Unit
    ) -> Estimate:
        corners = [
            _defined(operation, a, b)
            for a in (self.low, self.high)
            for b in (other.low, other.high)
        ]
        ours, theirs = self.point, other.point
        both = None if ours is None or theirs is None else operation(ours, theirs)
        low, high = min(corners), max(corners)
        plain, factor = unit.simplified()
        result = Estimate(
            low,
            high,
            unit,
            Kind.MODELLED,
            self.origins | other.origins,
            # Rounding in the last digit may put the point a hair outside its own bounds.
            None if both is None or low == high else min(max(both, low), high),
        )
        return result._scaled(factor, plain)

    def _scaled(self, factor: float, unit: Unit) -> Estimate:
        central = None if self.central is None else self.central * factor
        return replace(
            self, low=self.low * factor, high=self.high * factor, central=central, unit=unit
        )

    # -- comparison ------------------------------------------------------------------------------

    def overlaps(self, other: Estimate, slack: float = 0.0) -> bool:
        """Whether two ranges share a value, each widened by a share of its own bounds.

        Parameters
        ----------
        other : Estimate
            Of the same unit.
        slack : float
            Share by which bounds are widened outwards, for instance 0.1.
        """
        ours, theirs = _widened(self, slack), _widened(_same_unit(self, other), slack)
        return ours[0] <= theirs[1] and theirs[0] <= ours[1]

    def gap(self, other: Estimate) -> float:
        """How far apart two disjoint ranges are, as the ratio of their nearest bounds.

        Returns
        -------
        float
            1 where they touch or overlap, else above 1; ``inf`` where the ratio has no meaning.
        """
        other = _same_unit(self, other)
        if self.overlaps(other):
            return 1.0
        near, far = (self.high, other.low) if self.high < other.low else (other.high, self.low)
        return far / near if near > 0 else math.inf

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g} {self.unit}"


OPEN: Final = math.inf
"""An open bound."""


def reported(
    low: float | None,
    central: float | None,
    high: float | None,
    unit: str,
    origins: Iterable[Origin],
    kind: Kind = Kind.REPORTED,
) -> Estimate:
    """Make an estimate from a row's three columns.

    Parameters
    ----------
    low, central, high : float or None
        As the table has them. A lone `low` is a floor, a lone `high` a ceiling, a lone `central`
        an exact value.
    unit : str
        Unit of all three.
    origins : iterable of Origin
        What the row is.
    kind : Kind
        `REPORTED` unless the value is a parameter.

    Raises
    ------
    ValueError
        If all three are missing.
    """
    if low is None and high is None:
        if central is None:
            raise ValueError("a row without low, central and high holds no estimate")
        low = high = central
    lower = -OPEN if low is None else low
    upper = OPEN if high is None else high
    centre = None if lower == upper else central
    return Estimate(lower, upper, parse_unit(unit), kind, frozenset(origins), centre)


def span(estimates: Iterable[Estimate | Unknown]) -> Estimate | Unknown:
    """The range from the lowest to the highest of several estimates, with all their origins.

    Raises
    ------
    ValueError
        If there is none.
    UnitError
        If their units differ.
    """
    rows: list[Estimate] = []
    for estimate in estimates:
        if isinstance(estimate, Unknown):
            return estimate
        rows.append(_same_unit(rows[0], estimate) if rows else estimate)
    if not rows:
        raise ValueError("the span of no estimates is undefined")
    return Estimate(
        min(row.low for row in rows),
        max(row.high for row in rows),
        rows[0].unit,
        Kind.MODELLED if len(rows) > 1 else rows[0].kind,
        join_origins(row.origins for row in rows),
    )


def counted(
    chosen: Sequence[Estimate], unit: str, among: Sequence[Estimate] | None = None
) -> Estimate:
    """Count estimates, resting on all that were looked at.

    Parameters
    ----------
    chosen : sequence of Estimate
        What is counted.
    unit : str
        What they are.
    among : sequence of Estimate, optional
        All from which they were chosen; by default they themselves.
    """
    looked_at = chosen if among is None else among
    return count(len(chosen), unit, join_origins(row.origins for row in looked_at))


def count(number: int, unit: str, origins: Iterable[Origin]) -> Estimate:
    """A count of things in the ledger, resting on the things counted."""
    return Estimate(number, number, parse_unit(unit), Kind.COUNTED, frozenset(origins))


def _operand(other: Any) -> Estimate:
    if not isinstance(other, Estimate):
        raise _no_origin(other)
    return other


def _no_origin(other: object) -> OriginError:
    return OriginError(
        f"{other!r} has no origin and cannot be combined with an estimate; "
        "declare it as a parameter or take it from the evidence"
    )


def _same_unit(first: Estimate, second: Estimate) -> Estimate:
    if first.unit != second.unit:
        raise UnitError(f"cannot compare {second.unit} with {first.unit}; convert one with .to()")
    return second


def _widened(estimate: Estimate, slack: float) -> tuple[float, float]:
    low, high = estimate.low, estimate.high
    # An open bound stays open; inf * 0 would be no number.
    return (
        low if math.isinf(low) else low - abs(low) * slack,
        high if math.isinf(high) else high + abs(high) * slack,
    )


def _defined(operation: Callable[[float, float], float], a: float, b: float) -> float:
    value = operation(a, b)
    # 0 × ∞ and ∞ / ∞ stand for "could be anything from nothing up": the finite corner decides.
    return 0.0 if math.isnan(value) else value
