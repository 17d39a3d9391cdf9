"""Kinds of cells: how the text of a cell becomes a value, or a message that says what to do."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field

from briefing.errors import excerpt
from briefing.ledger.dates import PartialDate
from briefing.ledger.terms import Bearing, Trend

_SLUG = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
# A symbol, perhaps with a power, and more of them joined by * or /; `analysis.units` reads these.
_SYMBOL = r"(?:1|[A-Za-z%][A-Za-z_%]*\d?(?:\^[1-9])?)"
_UNIT = re.compile(rf"{_SYMBOL}(?:[*/]{_SYMBOL})*")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
# What `float` takes beyond this (1_000, digits of other scripts) other readers of the file do not.
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_GREATEST: Final = 1e18
"""Far above anything that a briefing counts; beyond it an exponent is mistyped."""


def _blank_to_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def is_number(text: str) -> bool:
    """Whether a cell holds digits, and not only a word such as nan."""
    return _NUMBER.fullmatch(text.strip()) is not None


def parse_number(cell: str) -> float:
    """Read the number in a cell.

    Raises
    ------
    ValueError
        If it is none, or one of a size that nobody means.
    """
    text = cell.strip()
    if text.lstrip("+-").lower() in {"nan", "inf", "infinity"}:
        raise ValueError(f"{_quote(cell)} is not a finite number; leave the cell empty")
    if not is_number(text):
        remedy = "leave out thousands separators" if "," in text else "write it in plain digits"
        raise ValueError(f"{_quote(cell)} is not a number; {remedy}")
    number = float(text)
    is_lost = number == 0 and re.search("[1-9]", re.split("[eE]", text)[0])
    if abs(number) > _GREATEST or is_lost:
        size = "small" if is_lost else "large"
        raise ValueError(f"{_quote(cell)} is too {size} to be meant; correct the exponent")
    return number


def _to_number(value: Any) -> Any:
    value = _blank_to_none(value)
    return parse_number(value) if isinstance(value, str) else value


def _to_integer(value: Any) -> Any:
    if isinstance(value, str) and not _WHOLE.fullmatch(value.strip()):
        raise ValueError(f"{_quote(value)} is not a whole number; write digits only")
    return value


def _to_partial_date(value: Any) -> Any:
    return PartialDate.parse(value) if isinstance(value, str) else value


def _to_slug(value: Any) -> Any:
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise ValueError(f"{_quote(value)} is not an id; use lower-case words joined by hyphens")
    return value


def _to_code(value: Any) -> Any:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise ValueError(
            f"{_quote(value)} is not an id; use letters, digits and hyphens, as in A118"
        )
    return value


def _to_unit(value: Any) -> Any:
    if isinstance(value, str) and not _UNIT.fullmatch(value):
        raise ValueError(
            f"{_quote(value)} is not a unit; join names by / and *, as in shells/day, with _ for a "
            "space"
        )
    return value


def _to_address(value: Any) -> Any:
    text = str(value).strip()
    try:
        parts = urlsplit(text)
        is_whole = parts.scheme in {"http", "https"} and parts.netloc
    except ValueError:  # brackets that hold no IPv6 address
        is_whole = False
    if not is_whole or re.search(r"\s", text):
        raise ValueError(
            f"{_quote(value)} is not an address; write it in full, from http:// or https://"
        )
    return text


def _to_words(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


def _to_bearings(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    bearings: dict[str, Bearing] = {}
    for word in value.split():
        claim, _, bearing = word.partition(":")
        if not claim or bearing not in set(Bearing):
            raise ValueError(
                f"{_quote(word)} does not say how the row bears on the claim; write claim:bearing "
                f"with one of {', '.join(Bearing)}"
            )
        if claim in bearings:
            raise ValueError(f"{excerpt(claim)} is named twice; keep one bearing")
        bearings[claim] = Bearing(bearing)
    return bearings


def _to_setting(value: Any) -> Any:
    if not isinstance(value, bool | int | float | str):
        shown = excerpt(str(value))
        raise ValueError(f"{shown} is no number, text or true/false; put dates in quotes")
    return value if isinstance(value, bool | str) else _to_finite(value)


def _to_finite(value: Any) -> Any:
    """Refuse what TOML counts as numbers and nobody means; integers there have any length."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{_quote(value)} is no number; write it without quotes")
    if not abs(value) <= _GREATEST:
        raise ValueError(f"{_quote(value)} is no number to compute with; correct it")
    return value


def _quote(value: Any) -> str:
    return excerpt(repr(value))


Slug = Annotated[str, BeforeValidator(_to_slug)]
Code = Annotated[str, BeforeValidator(_to_code)]
OptionalText = Annotated[str | None, BeforeValidator(_blank_to_none)]
OptionalUnit = Annotated[str | None, BeforeValidator(_to_unit), BeforeValidator(_blank_to_none)]
Number = Annotated[float | None, BeforeValidator(_to_number)]
Day = Annotated[PartialDate, BeforeValidator(_to_partial_date)]
OptionalDay = Annotated[
    PartialDate | None, BeforeValidator(_to_partial_date), BeforeValidator(_blank_to_none)
]
Text = Annotated[str, Field(min_length=1)]
WholeNumber = Annotated[int, BeforeValidator(_to_integer)]
Credibility = Annotated[WholeNumber, Field(ge=1, le=6)]
Address = Annotated[str, BeforeValidator(_to_address)]
Bearings = Annotated[dict[str, Bearing], BeforeValidator(_to_bearings)]
OptionalTrend = Annotated[Trend | None, BeforeValidator(_blank_to_none)]
FiniteNumber = Annotated[float, BeforeValidator(_to_finite)]
SettingValue = Annotated[bool | int | float | str, BeforeValidator(_to_setting)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_to_words)]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
