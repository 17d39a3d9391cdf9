"""Columns of a table as a Table Schema, from the row models that check the same table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from briefing.ledger import fields
from briefing.ledger.models import Row
from briefing.ledger.terms import Bearing

_SLUG: Final = "[a-z0-9]+([-.][a-z0-9]+)*"
_CODE: Final = "[A-Za-z][A-Za-z0-9-]*"
_DAY: Final = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_SYMBOL: Final = r"(1|[A-Za-z%][A-Za-z_%]*[0-9]?(\^[1-9])?)"
_BEARING: Final = f"{_SLUG}:({'|'.join(Bearing)})"


def _text(pattern: str = "") -> dict[str, Any]:
    """Describe a column of text, which may be held to a pattern."""
    return {"type": "string"} | ({"constraints": {"pattern": pattern}} if pattern else {})


def _listed(pattern: str) -> dict[str, Any]:
    """Describe a column with several words of a pattern, separated by spaces."""
    return _text(f"{pattern}( {pattern})*")


# What a cell may hold, for each kind of cell of `ledger.fields`, in the dialect of patterns that
# Table Schema has in common with XML Schema: no groups without capture, no anchors.
_KINDS: Final[Sequence[tuple[Any, Mapping[str, Any]]]] = (
    (fields.Slug, _text(_SLUG)),
    (fields.Code, _text(_CODE)),
    (fields.OptionalUnit, _text(f"{_SYMBOL}([*/]{_SYMBOL})*")),
    (fields.Number, {"type": "number"}),
    (fields.WholeNumber, {"type": "integer"}),
    (fields.Credibility, {"type": "integer", "constraints": {"minimum": 1, "maximum": 6}}),
    (fields.Day, _text(_DAY)),
    (fields.OptionalDay, _text(_DAY)),
    (fields.Address, {"type": "string", "format": "uri"}),
    (fields.Bearings, _listed(_BEARING)),
    (fields.Ids, _listed(f"({_SLUG}|{_CODE})")),
    (fields.Text, _text()),
    (fields.OptionalText, _text()),
)

# Cells that may be empty though the column must be there.
_LISTS: Final = (fields.Bearings, fields.Ids)

# Columns of time, by name, with the form that the type asks for.
_TIMES: Final[Mapping[str, tuple[str, re.Pattern[str]]]] = MappingProxyType(
    {
        "year": ("year", re.compile(r"\d{4}")),
        "month": ("yearmonth", re.compile(r"\d{4}-\d{2}")),
        "date": ("date", re.compile(r"\d{4}-\d{2}-\d{2}")),
    }
)
_WHOLE: Final = re.compile(r"-?\d{1,15}")
_DECIMAL: Final = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")


def model_columns(model: type[Row]) -> list[dict[str, Any]]:
    """Describe the columns of a table that has a row model.

    Parameters
    ----------
    model : type of Row
        What its rows must be.

    Returns
    -------
    list of dict
        A field descriptor each, in the order of the file.

    Raises
    ------
    TypeError
        If a column is of a kind that has no description yet.
    """
    hints = get_type_hints(model, include_extras=True)
    return [
        _model_column(info.alias or name, hints[name], required=info.is_required())
        for name, info in model.model_fields.items()
        if name != "line"
    ]


def series_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Describe the columns of a series from their names, and from what stands in them.

    Columns of numbers carry their unit in the name; `year`, `month`, `date` and `source` mean the
    same in every series.
    """
    return [
        _series_column(name, [row[place] for row in rows if row[place]])
        for place, name in enumerate(header)
    ]


def _series_column(name: str, cells: Sequence[str]) -> dict[str, Any]:
    if name == "source":
        constraints = {"required": True, "pattern": _SLUG}
        return {"name": name, "type": "string", "constraints": constraints}
    type_, form = _TIMES.get(name, ("", None))
    if form is not None and all(form.fullmatch(cell) for cell in cells):
        return {"name": name, "type": type_}
    return {"name": name, "type": "string" if form is not None else _type_of(cells)}


def _model_column(name: str, hint: Any, *, required: bool) -> dict[str, Any]:
    column = {"name": name} | _describe(name, hint)
    if required and hint not in _LISTS:
        column["constraints"] = {"required": True} | column.get("constraints", {})
    return column


def _describe(name: str, hint: Any) -> dict[str, Any]:
    for kind, described in _KINDS:
        if hint == kind:
            return dict(described)
    choices = _choices(hint)
    if not choices:
        raise TypeError(f"column {name} is a {hint}, which has no description in exchange.columns")
    return {"type": "string", "constraints": {"enum": choices}}


def _choices(hint: Any) -> list[str]:
    """Give the words that a column may hold, if it is a choice."""
    if get_origin(hint) is Literal:
        return [str(word) for word in get_args(hint)]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [str(word) for word in hint]
    return [word for part in get_args(hint) for word in _choices(part)]


def _type_of(cells: Sequence[str]) -> str:
    if cells and all(_WHOLE.fullmatch(cell) for cell in cells):
        return "integer"
    return "number" if cells and all(_DECIMAL.fullmatch(cell) for cell in cells) else "string"
