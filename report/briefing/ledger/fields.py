"""Kinds of cells: how the text of a cell becomes a value, or a message that says what to do."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field

from briefing.ledger.dates import PartialDate
from briefing.ledger.terms import Bearing, Trend

_SLUG = re.compile(r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$")
# A symbol, perhaps with a power, and more of them joined by * or /; `analysis.units` reads these.
_SYMBOL = r"(?:1|[A-Za-z%][A-Za-z_%]*\d?(?:\^[1-9])?)"
_UNIT = re.compile(rf"^{_SYMBOL}(?:[*/]{_SYMBOL})*$")
_CODE = re.compile(r"^[A-Za-z][A-Za-z0-9-]*$")


def _blank_to_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _to_number(value: Any) -> Any:
    value = _blank_to_none(value)
    if not isinstance(value, str):
        return value
    try:
        number = float(value)
    except ValueError:
        hint = "; leave out thousands separators" if "," in value else ""
        raise ValueError(f"{value!r} is not a number{hint}") from None
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is not a finite number; leave an open bound empty")
    return number


def _to_integer(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(r"\d+", value.strip()):
        raise ValueError(f"{value!r} is not a whole number")
    return value


def _to_partial_date(value: Any) -> Any:
    return PartialDate.parse(value) if isinstance(value, str) else value


def _to_slug(value: Any) -> Any:
    if not isinstance(value, str) or not _SLUG.match(value):
        raise ValueError(f"{value!r} is not an id; use lower-case words joined by hyphens")
    return value


def _to_code(value: Any) -> Any:
    if not isinstance(value, str) or not _CODE.match(value):
        raise ValueError(f"{value!r} is not an id; use letters, digits and hyphens, as in A118")
    return value


def _to_unit(value: Any) -> Any:
    if isinstance(value, str) and not _UNIT.match(value):
        raise ValueError(
            f"{value!r} is not a unit; join names by / and *, as in shells/day, with _ for a space"
        )
    return value


def _to_address(value: Any) -> Any:
    text = str(value).strip()
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or re.search(r"\s", text):
        raise ValueError(f"{value!r} is not an address; write it in full, from http:// or https://")
    return text


def _to_words(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


def _to_bearings(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    bearings: dict[str, Bearing] = {}
    for word in value.split():
        claim, _, bearing = word.partition(":")
        if bearing not in set(Bearing):
            raise ValueError(
                f"{word!r} does not say how the row bears on the claim; write claim:bearing with "
                f"one of {', '.join(Bearing)}"
            )
        if claim in bearings:
            raise ValueError(f"{claim} is named twice")
        bearings[claim] = Bearing(bearing)
    return bearings


def _to_setting(value: Any) -> Any:
    if not isinstance(value, bool | int | float | str):
        raise ValueError(f"{value} is no number, text or true/false; put dates in quotes")
    return value


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
SettingValue = Annotated[bool | int | float | str, BeforeValidator(_to_setting)]
Ids = Annotated[tuple[str, ...], BeforeValidator(_to_words)]
Reliability = Literal["A", "B", "C", "D", "E", "F"]
