"""Whether a quantity of a text says what a figure of the ledger says.

Two numbers are the same if they overlap within the precision in which the text prints: half a unit
of its last digit that is not zero, and 2.5% at most, so that 10,000 is not taken for 11,000. Of an
open range, as in “more than 1.3 million”, the printed number is compared: 1.4 million is more than
1.3 million but another figure. Units are converted; a number without a unit fits any count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from briefing.audit.quantities import Days, Kind, Quantity
from briefing.audit.targets import Target
from briefing.audit.units import convert, is_known

_WIDEST: Final = 0.025
"""No number is taken to be rounded more coarsely, as a share of its value."""
_NOISE: Final = 1e-9
"""Differences below this share of a value come from arithmetic."""
_COARSEST: Final = 4
"""A date may be so many times as long as the one it stands for: “summer” for a month in it."""
_COUNTED: Final = (Kind.COUNT, Kind.MONEY, Kind.VAGUE)


@dataclass(frozen=True, slots=True)
class Match:
    """A quantity that says what a figure of a claim says.

    Attributes
    ----------
    quantity : int
        Its place among the quantities of the text.
    target : Target
        The figure.
    is_equal : bool
        Whether both ends agree, not only some value between.
    same_paragraph : bool or None
        None if the text has no paragraphs.
    other_noun : str or None
        What the text counts, if the ledger names it otherwise and neither is known to differ.
    """

    quantity: int
    target: Target
    is_equal: bool
    same_paragraph: bool | None
    other_noun: str | None

    @property
    def rank(self) -> tuple[bool, bool, bool, bool]:
        """The better of two matches has the greater one."""
        own = self.target.role.is_own
        return self.same_paragraph is not False, own, self.is_equal, self.other_noun is None


@dataclass(frozen=True, slots=True)
class _Fit:
    """A figure that a sort of quantity can be compared with, in that quantity's own unit."""

    target: Target
    least: float
    most: float
    other_noun: str | None


class Figures:
    """The figures of a ledger, sorted by what they can be compared with.

    Parameters
    ----------
    targets : iterable of Target
        All figures of all claims.
    """

    def __init__(self, targets: Iterable[Target]) -> None:
        every = tuple(targets)
        self._dated = tuple(target for target in every if target.days is not None)
        self._numbers = tuple(target for target in every if target.days is None)
        self._fits: dict[tuple[Kind, str | None], tuple[_Fit, ...]] = {}

    def matching(self, place: int, quantity: Quantity) -> list[Match]:
        """List the figures that a quantity agrees with.

        Parameters
        ----------
        place : int
            The quantity's place among those of its text.
        quantity : Quantity
            What the text says.
        """
        agreeing = self._agreeing_dates if quantity.days is not None else self._agreeing_numbers
        matches = []
        for target, is_equal, other_noun in agreeing(quantity):
            same = None if quantity.paragraph is None else quantity.paragraph == target.paragraph
            if same is not False or _may_be_far(quantity, target, is_equal, other_noun):
                matches.append(Match(place, target, is_equal, same, other_noun))
        return matches

    def _agreeing_dates(self, quantity: Quantity) -> list[tuple[Target, bool, str | None]]:
        assert quantity.days is not None  # asked for of dates only
        agreeing: list[tuple[Target, bool, str | None]] = []
        for target in self._dated:
            assert target.days is not None  # sorted so at the beginning
            is_equal = compare_days(quantity.days, target.days)
            if is_equal is not None:
                agreeing.append((target, is_equal, None))
        return agreeing

    def _agreeing_numbers(self, quantity: Quantity) -> list[tuple[Target, bool, str | None]]:
        key = (quantity.kind, quantity.unit)
        if key not in self._fits:
            fits = (_fit(target, *key) for target in self._numbers)
            self._fits[key] = tuple(fit for fit in fits if fit is not None)
        first, last = printed_ends(quantity.low, quantity.high)
        size = max(abs(first), abs(last))
        slack = max(min(quantity.step / 2, _WIDEST * size), _NOISE * size)
        return [
            (
                fit.target,
                abs(first - fit.least) <= slack and abs(last - fit.most) <= slack,
                fit.other_noun,
            )
            for fit in self._fits[key]
            if first - slack <= fit.most and last + slack >= fit.least
        ]


def _may_be_far(quantity: Quantity, target: Target, is_equal: bool, other_noun: str | None) -> bool:
    """Whether a figure may be met in another paragraph than the ledger's."""
    if not target.role.is_own or other_noun is not None:
        return False
    is_vague = Kind.VAGUE in (quantity.kind, target.kind)
    # “Several” and “2014” turn up anywhere; they must at least be the same, and of the same thing.
    if is_vague or quantity.days is not None or quantity.kind is Kind.RANK:
        return is_equal and (quantity.days is not None or target.unit is not None)
    return True


def compare_days(said: Days, meant: Days) -> bool | None:
    """Say whether two dates are equal; None if they are apart or the first is much coarser."""
    if not said.has_year or not meant.has_year:
        said, meant = said.without_year(), meant.without_year()
    if said.last < meant.first or meant.last < said.first:
        return None
    return said == meant if said.length <= _COARSEST * meant.length else None


def printed_ends(low: float | None, high: float | None) -> tuple[float, float]:
    """Give the ends that are printed; an open side repeats the other."""
    ends = [end for end in (low, high) if end is not None] or [0.0]
    return min(ends), max(ends)


def _fit(target: Target, kind: Kind, unit: str | None) -> _Fit | None:
    """Say how a figure compares with quantities of a kind and unit; None if it does not."""
    if (kind is Kind.RANK) != (target.kind is Kind.RANK) or Kind.CLOCK in (kind, target.kind):
        return None
    factor: float | None
    other_noun = None
    if kind is Kind.RANK:
        factor = 1.0 if unit == target.unit else None
    elif unit is None or target.unit is None:
        factor = 1.0 if kind in _COUNTED and target.kind in _COUNTED else None
    else:
        factor = convert(unit, target.unit)
        are_things = {kind, target.kind} <= {Kind.COUNT, Kind.VAGUE} and not is_known(unit)
        if factor is None and are_things:
            factor, other_noun = 1.0, unit
    if factor is None:
        return None
    least, most = printed_ends(target.low, target.high)
    return _Fit(target, least / factor, most / factor, other_noun)
