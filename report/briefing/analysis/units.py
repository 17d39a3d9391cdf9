"""Units of measure: products of powers, with the few conversions that the analysis needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from briefing.errors import UnitError

# Scale to the first unit of each family. Months and years are mean Gregorian lengths, so that a
# rate a month and a rate a day convert the same way whatever the month.
_FAMILIES: Final[tuple[Mapping[str, float], ...]] = (
    {"day": 1.0, "week": 7.0, "month": 365.2425 / 12, "year": 365.2425},
    {"kg": 1.0, "t": 1000.0},
    {"km": 1.0, "m": 0.001},
)
_SCALE: Final[Mapping[str, tuple[str, float]]] = {
    symbol: (next(iter(family)), scale) for family in _FAMILIES for symbol, scale in family.items()
}
_PURE: Final[Mapping[str, float]] = {"1": 1.0, "ratio": 1.0, "%": 0.01}
_PERCENT: Final = (("%", 1),)
_IRREGULAR: Final[Mapping[str, str]] = {"people": "person", "countries": "country"}
_SYMBOL = re.compile(r"^[A-Za-z%][A-Za-z_%]*\d?$|^1$")
_POWER = re.compile(r"^[1-9]$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of named units.

    Attributes
    ----------
    powers : tuple of (str, int)
        Symbols in the singular with their exponents, sorted, none zero.
    """

    powers: tuple[tuple[str, int], ...]

    def __mul__(self, other: Unit) -> Unit:
        return _unit_of(self._combined(other, 1))

    def __truediv__(self, other: Unit) -> Unit:
        return _unit_of(self._combined(other, -1))

    def _combined(self, other: Unit, sign: int) -> dict[str, int]:
        powers = dict(self.powers)
        for symbol, power in other.powers:
            powers[symbol] = powers.get(symbol, 0) + sign * power
        return powers

    @property
    def is_pure(self) -> bool:
        """Whether the unit has no dimension: a ratio or a percentage."""
        return all(symbol in _PURE for symbol, _ in self.powers)

    def simplified(self) -> tuple[Unit, float]:
        """Merge symbols of one family and take percentages out, unless they stand alone.

        Returns
        -------
        (Unit, float)
            The plainer unit, and the factor that carries a value into it:
            ``shell*day/year`` becomes ``shell`` with 1/365.2425.
        """
        factor = 1.0
        powers: dict[str, int] = {}
        families = [_SCALE[symbol][0] for symbol, _ in self.powers if symbol in _SCALE]
        for symbol, power in self.powers:
            if symbol in _PURE and self.powers != _PERCENT:
                factor *= _PURE[symbol] ** power
                continue
            base, size = _SCALE.get(symbol, (symbol, 1.0))
            if families.count(base) > 1:
                factor *= size**power
                symbol = base
            powers[symbol] = powers.get(symbol, 0) + power
        return _unit_of(powers), factor

    def factor_to(self, other: Unit) -> float:
        """Give the number that turns a value in this unit into one in another.

        Raises
        ------
        UnitError
            If the two measure different things.
        """
        ours, our_scale = _base(self)
        theirs, their_scale = _base(other)
        if ours != theirs:
            raise UnitError(f"{self} cannot be expressed in {other}: they measure different things")
        return our_scale / their_scale

    def __str__(self) -> str:
        over = [_power(symbol, power) for symbol, power in self.powers if power > 0]
        under = [_power(symbol, -power) for symbol, power in self.powers if power < 0]
        return "/".join(["*".join(over) or "1", *under]) if self.powers else "ratio"


@lru_cache(maxsize=512)
def parse_unit(text: str) -> Unit:
    """Read a unit such as ``shells/day``, ``USD/shell``, ``%`` or ``ratio``.

    Parameters
    ----------
    text : str
        Symbols joined by ``*`` and ``/``, with powers as in ``km^2``; plural and singular are the
        same.

    Raises
    ------
    UnitError
        If the text is no such expression.
    """
    powers: dict[str, int] = {}
    for index, part in enumerate(text.strip().split("/")):
        for word in part.split("*"):
            name, caret, power = word.strip().partition("^")
            symbol = _singular(name)
            if not _SYMBOL.match(symbol) or (caret and not _POWER.match(power)):
                raise UnitError(f"{text!r} is not a unit; write for instance persons or shells/day")
            times = int(power) if caret else 1
            powers[symbol] = powers.get(symbol, 0) + (times if index == 0 else -times)
    return _unit_of(powers)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _unit_of(powers: Mapping[str, int]) -> Unit:
    kept = {s: p for s, p in powers.items() if p != 0 and s not in {"1", "ratio"}}
    return Unit(tuple(sorted(kept.items())))


def _base(unit: Unit) -> tuple[Mapping[str, int], float]:
    scale = 1.0
    powers: dict[str, int] = {}
    for symbol, power in unit.powers:
        if symbol in _PURE:
            scale *= _PURE[symbol] ** power
            continue
        base, size = _SCALE.get(symbol, (symbol, 1.0))
        scale *= size**power
        powers[base] = powers.get(base, 0) + power
    kept = {symbol: power for symbol, power in sorted(powers.items()) if power != 0}
    return MappingProxyType(kept), scale


def _power(symbol: str, power: int) -> str:
    return symbol if power == 1 else f"{symbol}^{power}"
