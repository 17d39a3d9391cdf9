"""A range or a date of a text in words and figures, for a reader."""

from __future__ import annotations

from typing import Final

from briefing.audit.quantities import Kind, Quantity

_PLURALS: Final = {"person": "people", "ratio": "times", "inch": "inches", "century": "centuries"}
_SIGNS: Final = frozenset({"mm", "cm", "m", "km", "ft", "g", "kg", "t", "ha"})
_LARGEST: Final = 1e21


def describe_quantity(quantity: Quantity) -> str:
    """Write what a quantity says."""
    if quantity.days is not None:
        return str(quantity.days)
    return describe_range(quantity.low, quantity.high, quantity.unit, quantity.kind)


def describe_range(low: float | None, high: float | None, unit: str | None, kind: Kind) -> str:
    """Write a range as in ``at least 40 tugs`` or ``no. 3 (largest)``."""
    if kind is Kind.RANK:
        return f"no. {_figure(low)}{f' ({unit})' if unit else ''}"
    if kind is Kind.CLOCK and low is not None:
        minutes = round(low * 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if low is None and high is None:
        return "no number"
    if low is None:
        figures = f"at most {_figure(high)}"
    elif high is None:
        figures = f"at least {_figure(low)}"
    else:
        figures = _figure(low) if low == high else f"{_figure(low)} to {_figure(high)}"
    return f"{figures} {_noun(unit, is_one=low == high == 1)}" if unit else figures


def _figure(value: float | None) -> str:
    if value is None:
        return "?"
    is_whole = abs(value) < _LARGEST and value == round(value)
    return f"{value:,.0f}" if is_whole else f"{value:,.4g}"


def _noun(unit: str, *, is_one: bool) -> str:
    """Give the plural of a unit that is a word; signs and codes have none."""
    if is_one and unit != "ratio":
        return unit
    if unit in _PLURALS:
        return _PLURALS[unit]
    if unit in _SIGNS or not unit.isalpha() or not unit.islower():
        return unit
    if unit.endswith(("x", "ch", "sh", "s")):
        return f"{unit}es"
    if unit.endswith("y") and unit[-2] not in "aeou":
        return f"{unit[:-1]}ies"
    return f"{unit}s"
