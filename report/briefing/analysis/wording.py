"""How values read: rounding, ranges, units and dates. No other module rounds for display.

Reported figures are printed as the source gave them; figures computed here are rounded to two
significant digits, since their inputs carry no more. A field of a sentence may change that::

    {shells}            1.6 to 6 million shells
    {shells:bare}       1.6 to 6 million
    {rate:sf=3}         three significant digits
    {troops:noun=troops}    another noun for the unit
    {troops:low}        one bound only; also `high`, `central`
    {share:full}        with the range behind a central value
    {share:range}       the range alone, though there is a central value
    {claims:words}      small counts in words
    {chance:is}         a likelihood, with the words that lead up to it: it is likely (about 70%),
                        there is a remote chance (about 3%); goes on with "that"; also `was`
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.units import Unit
from briefing.ledger.dates import PartialDate, Precision

NO_BREAK: Final = "\u00a0"
COMPUTED_DIGITS: Final = 2

_FULL_DIGITS: Final = 12
_NOISE: Final = 1e-12
_SCALES: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                 "ten", "eleven", "twelve")  # fmt: skip
_PLURALS: Final[Mapping[str, str]] = {
    "person": "people", "km2": "km²", "kg": "kg", "t": "tonnes", "km": "km", "m": "m",
    "country": "countries", "family": "families",
}  # fmt: skip
_SINGULARS: Final[Mapping[str, str]] = {"km2": "km²", "t": "tonne"}


@dataclass(frozen=True, slots=True)
class Format:
    """How one field of a sentence is to be printed.

    Attributes
    ----------
    digits : int or None
        Significant digits; None leaves the choice to the kind of estimate.
    noun : str or None
        Noun in place of the unit's own, in the plural.
    bare, words, full, range : bool
        Without unit; small counts in words; range shown behind a central value, or instead of it.
    part : str
        ``all``, ``low``, ``high`` or ``central``.
    precision : str
        For dates: ``day``, ``month``, ``year``; empty keeps the source's.
    verb : str
        For likelihoods: ``is`` or ``was``.
    """

    digits: int | None = None
    noun: str | None = None
    bare: bool = False
    words: bool = False
    full: bool = False
    range: bool = False
    part: str = "all"
    precision: str = ""
    verb: str = ""

    @classmethod
    def parse(cls, spec: str) -> Format:
        """Read the part of a field behind the colon.

        Raises
        ------
        ValueError
            If an option is unknown.
        """
        chosen: dict[str, object] = {}
        for option in filter(None, (word.strip() for word in spec.split(","))):
            key, _, value = option.partition("=")
            if key == "sf":
                chosen["digits"] = _significant(value)
            elif key == "noun":
                chosen["noun"] = value
            elif key in {"bare", "words", "full", "range"}:
                chosen[key] = True
            elif key in {"low", "high", "central"}:
                chosen["part"] = key
            elif key in {"day", "month", "year"}:
                chosen["precision"] = key
            elif key in {"is", "was"}:
                chosen["verb"] = key
            else:
                raise ValueError(
                    f"unknown format {option!r}; use sf=N, noun=WORD, bare, words, full, "
                    "range, low, high, central, day, month, year, is or was"
                )
        return cls(**chosen)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Written:
    """A number in two parts, so that a range can share its scale word."""

    digits: str
    scale: str = ""

    def __str__(self) -> str:
        return f"{self.digits}{NO_BREAK}{self.scale}" if self.scale else self.digits


def format_number(value: float, sig: int | None = None) -> str:
    """Write one number: grouped by commas, in millions and billions where that is exact enough.

    Parameters
    ----------
    value : float
        Finite.
    sig : int, optional
        Significant digits to round to; without it the value is written as it is.

    Returns
    -------
    str
        For instance ``11,000``, ``1.6 million``, ``0.004`` or ``1,283,700``.
    """
    return str(_written(value, sig))


def format_range(low: float, high: float, sig: int | None = None) -> str:
    """Write a range; equal bounds give one number, an open bound "at least" or "up to"."""
    if math.isinf(low) and math.isinf(high):
        return "unknown"
    if math.isinf(high):
        return f"at least {format_number(low, sig)}"
    if math.isinf(low):
        return f"up to {format_number(high, sig)}"
    if sig is not None:
        low, high = _rounded(low, sig), _rounded(high, sig)
    first, last = _written(low, sig), _written(high, sig)
    if str(first) == str(last):
        return str(first)
    if not first.scale and last.scale == "million" and abs(low) >= 1e5 and low / 1e4 % 1 == 0:
        first = _Written(_trimmed(low / 1e6, 2), "million")  # 0.9 to 1.2 million
    elif low and high and bool(first.scale) != bool(last.scale):
        # "300 to 2 million" would read as 300 million.
        first, last = _Written(_in_full(low)), _Written(_in_full(high))
    # "1.6 to 6 million" shares the scale; "0.9 million to 1.2 billion" cannot.
    left = first.digits if first.scale == last.scale else str(first)
    return f"{left} to {last}"


def format_date(date: PartialDate, precision: str = "") -> str:
    """Write a date as ``4 November 2024``, ``November 2024`` or ``2024``."""
    shown = Precision(precision) if precision else date.precision
    if shown is Precision.DAY and date.precision is Precision.DAY:
        return f"{date.first.day}{NO_BREAK}{date.first:%B} {date.first.year}"
    if shown is Precision.YEAR or date.precision is Precision.YEAR:
        return f"{date.first.year}"
    return f"{date.first:%B} {date.first.year}"


def format_estimate(estimate: Estimate, form: Format = Format()) -> str:
    """Write an estimate with its unit.

    Parameters
    ----------
    estimate : Estimate
        What to write.
    form : Format
        Options of the field.

    Returns
    -------
    str
        For instance ``at least 6 million shells`` or ``49%``.

    Raises
    ------
    ValueError
        If `form` asks for a central value that the estimate does not have.
    """
    chosen = {"low": Estimate.lower, "high": Estimate.upper, "central": Estimate.middle}
    part = chosen[form.part](estimate) if form.part in chosen else estimate
    sig = form.digits if form.digits is not None else _digits_for(part)
    if part.point is not None and not part.is_exact and not form.range:
        text = format_number(part.point, sig)
        if form.full:
            inner = format_range(part.low, part.high, sig)
            level = f"{part.level:.0%} interval " if part.level else ""
            return f"{_with_unit(text, part.point, part.unit, form)} ({level}{inner})"
        return _with_unit(f"about {text}", part.point, part.unit, form)
    if form.words and part.is_exact and part.low == int(part.low) and 0 <= part.low <= 12:
        text = _WORDS[int(part.low)]
    else:
        text = format_range(part.low, part.high, sig)
    last = part.low if math.isinf(part.high) else part.high
    return _with_unit(text, last, part.unit, form)


def unit_label(unit: Unit) -> str:
    """Write a unit for an axis or a table head: ``shells a day``, ``US$``, ``%``."""
    if unit.is_pure:
        return "%" if str(unit) == "%" else "ratio"
    return _noun(unit, 2, None).replace("USD", "US$")


def _digits_for(estimate: Estimate) -> int | None:
    computed = estimate.kind in {Kind.MODELLED, Kind.INTERVAL}
    # A difference of days is computed too, but whole and exact.
    whole = estimate.is_exact and estimate.low == int(estimate.low) and abs(estimate.low) < 1000
    return COMPUTED_DIGITS if computed and not whole else None


def _written(value: float, sig: int | None) -> _Written:
    if sig is not None:
        value = _rounded(value, sig)
    for scale, word in _SCALES:
        if abs(value) >= scale:
            scaled = value / scale
            # Only where nothing is lost beyond the second decimal: 1,283,700 stays in full.
            if math.isclose(round(scaled, 2), scaled, rel_tol=_NOISE):
                return _Written(_trimmed(scaled, 2), word)
            break
    return _Written(_in_full(value))


def _in_full(value: float) -> str:
    if value == 0:
        return "0"
    # Digits beyond the twelfth come from the arithmetic of the machine: 7.000000000000001%.
    return _trimmed(value, max(0, _FULL_DIGITS - 1 - _magnitude(value)))


def _rounded(value: float, sig: int) -> float:
    return 0.0 if value == 0 else round(value, sig - 1 - _magnitude(value))


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value else 0


def _significant(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ValueError(f"sf={text} is not a number of digits; write for instance sf=3")
    return int(text)


def _trimmed(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_unit(text: str, last: float, unit: Unit, form: Format) -> str:
    if form.bare:
        return text
    if form.noun is not None:
        return f"{text}{NO_BREAK}{form.noun}"
    if unit.is_pure:
        return f"{text}%" if str(unit) == "%" else text
    if unit.powers[0] == ("USD", 1) or ("USD", 1) in unit.powers:
        return _money(text, unit)
    return f"{text}{NO_BREAK}{_noun(unit, last, text)}"


def _money(text: str, unit: Unit) -> str:
    rest = Unit(tuple((symbol, power) for symbol, power in unit.powers if symbol != "USD"))
    amount = text if text.startswith(("at least", "up to", "about")) else f"${text}"
    for word in ("at least ", "up to ", "about "):
        if text.startswith(word):
            amount = f"{word}${text.removeprefix(word)}"
    under = "".join(f" per {symbol}" for symbol, power in rest.powers if power < 0)
    return amount + under


def _noun(unit: Unit, last: float, text: str | None) -> str:
    over = [_word(symbol, last) for symbol, power in unit.powers if power > 0]
    under = [
        f" a {symbol}" if symbol in {"day", "week", "month", "year"} else f" per {symbol}"
        for symbol, power in unit.powers
        if power < 0
    ]
    return ("-".join(over) + "".join(under)).strip()


def _word(symbol: str, last: float) -> str:
    name = symbol.replace("_", " ")
    if last == 1:
        return _SINGULARS.get(symbol, name)
    return _PLURALS.get(symbol, name if symbol.isupper() else f"{name}s")
