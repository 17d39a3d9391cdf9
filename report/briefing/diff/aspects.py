"""In what two states of one node differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from briefing.trace.graph import Node, NodeKind

VALUE: Final = "value"
RANGE: Final = "range"
LIKELIHOOD: Final = "likelihood word"
VERDICT: Final = "verdict"
WORDING: Final = "wording"
ALT: Final = "alt text"
DATA: Final = "data"
RESTS_ON: Final = "rests on"
SOURCES: Final = "sources"

_PASSAGES: Final = frozenset({NodeKind.SENTENCE, NodeKind.CHART, NodeKind.TABLE})

# Compared in a way of its own, or not said to the reader.
_NOT_SHOWN: Final = frozenset({"numbers", "claims", "data", "columns", "rows", "node", "deciding"})


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that differs.

    Attributes
    ----------
    name : str
        What sort of thing: `VALUE`, `RANGE`, `LIKELIHOOD`, `VERDICT`, `WORDING`, `DATA`,
        `RESTS_ON`, `SOURCES`, or the name of a field such as ``credibility``.
    old, new : str or None
        As worded before and after; None where there was nothing.
    at : str
        Where within the node: the field of a sentence, the row and column of a chart.
    """

    name: str
    old: str | None
    new: str | None
    at: str = ""


def compare_nodes(
    old: Node, new: Node, rested: Iterable[str] = (), rests: Iterable[str] = ()
) -> tuple[Aspect, ...]:
    """List all in which two states of a node differ; empty if they say the same.

    Parameters
    ----------
    old, new : Node
        Of one kind.
    rested, rests : iterable of str
        What each rests on, near at hand.
    """
    if old.kind in _PASSAGES:
        found = [*_passage(old, new), *_data(old, new)]
    elif old.kind is NodeKind.VERDICT:
        found = sorted(_fields(old, new), key=lambda aspect: aspect.name != VERDICT)
    else:
        found = [*_value(old, new), *_fields(old, new)]
        if old.label != new.label and not any(a.name == "finding" for a in found):
            found.append(Aspect("label", old.label, new.label))
    return (*found, *_origins(set(rested), set(rests)))


def name_value_change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> str:
    """Tell whether a likelihood word, a range or a value changed."""
    first, second = dict(old or {}), dict(new or {})
    if "likelihood" in (first.get("type"), second.get("type")):
        return LIKELIHOOD if first.get("term") != second.get("term") else VALUE
    bounds = [(v.get("low"), v.get("high")) for v in (first, second) if v.get("type") == "estimate"]
    is_range = any(low is None or low != high for low, high in bounds)
    return RANGE if is_range and len(set(bounds)) > 1 else VALUE


def word_value(node: Node) -> str:
    """Give a node's value as it is worded."""
    return str((node.value or {}).get("text") or node.text)


def _value(old: Node, new: Node) -> Iterator[Aspect]:
    if _bare(old.value) != _bare(new.value):
        was, is_ = word_value(old), word_value(new)
        if was == is_:
            was, is_ = _spell(old.value), _spell(new.value)
        yield Aspect(name_value_change(old.value, new.value), was or None, is_ or None)
    elif word_value(old) != word_value(new):
        yield Aspect(WORDING, word_value(old), word_value(new))


def _bare(value: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if value is None:
        return None
    kept = {key: part for key, part in value.items() if key != "text"}
    return {key: _bare(part) if isinstance(part, Mapping) else part for key, part in kept.items()}


def _spell(value: Mapping[str, Any] | None) -> str:
    """Write a value out, for two that are rounded alike."""
    bare = _bare(value) or {}
    inner = bare.pop("probability", None) or {}
    return ", ".join(
        f"{key} {say(part)}"
        for key, part in {**bare, **inner}.items()
        if key != "type" and part is not None
    )


def _fields(old: Node, new: Node) -> Iterator[Aspect]:
    first, second = dict(_flat(old)), dict(_flat(new))
    for key in dict.fromkeys((*first, *second)):
        was, is_ = first.get(key), second.get(key)
        if (was or None) != (is_ or None):
            yield Aspect(key.replace("_", " "), say(was) or None, say(is_) or None)


def _flat(node: Node) -> Iterator[tuple[str, Any]]:
    for key, part in node.detail.items():
        if isinstance(part, Mapping):
            name = "bearing on" if key == "claims" else key
            yield from ((f"{name} {inner}", value) for inner, value in part.items())
        elif key == "claims" or key not in _NOT_SHOWN:
            yield key, part


def _passage(old: Node, new: Node) -> Iterator[Aspect]:
    if old.text != new.text:
        yield from _numbers(old, new)
        name = {NodeKind.CHART: "headline", NodeKind.TABLE: "caption"}.get(old.kind, WORDING)
        yield Aspect(name, old.text or None, new.text or None)
    shown = {"headline", "caption"} | _NOT_SHOWN
    for key in dict.fromkeys((*old.detail, *new.detail)):
        was, is_ = old.detail.get(key) or None, new.detail.get(key) or None
        if key not in shown and was != is_:
            name = ALT if key == "alt" else key.replace("_", " ")
            yield Aspect(name, say(was) or None, say(is_) or None)


def _numbers(old: Node, new: Node) -> Iterator[Aspect]:
    """Compare the numbers that are printed, field by field."""
    first, second = _by_field(old), _by_field(new)
    for field in first.keys() & second.keys():
        was, is_ = first[field], second[field]
        if was["text"] != is_["text"]:
            name = name_value_change(was.get("value"), is_.get("value"))
            yield Aspect(name, was["text"], is_["text"], field)


def _by_field(node: Node) -> dict[str, Mapping[str, Any]]:
    return {number["field"]: number for number in node.detail.get("numbers", ())}


def _data(old: Node, new: Node) -> Iterator[Aspect]:
    """Compare the rows of a chart or table, cell by cell where they can be told apart."""
    first, second = (node.detail.get("data") or node.detail for node in (old, new))
    columns, before, after = first.get("columns") or [], first.get("rows"), second.get("rows")
    if columns != (second.get("columns") or []):
        yield Aspect(DATA, say(columns), say(second.get("columns")), "columns")
    elif before != after:
        yield from _rows([str(c) for c in columns], before or [], after or [])


def _rows(columns: list[str], old: Sequence[Any], new: Sequence[Any]) -> Iterator[Aspect]:
    keys = _keys(len(columns), old, new)
    if keys is None and len(old) != len(new):
        first, second = (Counter(say(row) for row in rows) for rows in (old, new))
        yield from (Aspect(DATA, row, None, "row") for row in (first - second).elements())
        yield from (Aspect(DATA, None, row, "row") for row in (second - first).elements())
        return
    before, after = _named(old, keys), _named(new, keys)
    for name in dict.fromkeys((*before, *after)):
        was, is_ = before.get(name), after.get(name)
        if was is None or is_ is None:
            yield Aspect(DATA, was and say(was), is_ and say(is_), "row")
            continue
        for column, one, other in zip(columns, was, is_, strict=False):
            if one != other:
                yield Aspect(DATA, say(one) or None, say(other) or None, f"{name}, {column}")


def _keys(width: int, *tables: Sequence[Any]) -> list[int] | None:
    """Find the fewest leading columns of words that tell all rows of both tables apart."""
    words = [
        i
        for i in range(width)
        if all(len(row) == width and isinstance(row[i], str) for rows in tables for row in rows)
    ]
    for count in range(1, len(words) + 1):
        chosen = words[:count]
        if all(
            len({tuple(row[i] for i in chosen) for row in rows}) == len(rows) for rows in tables
        ):
            return chosen
    return None


def _named(rows: Sequence[Any], keys: list[int] | None) -> dict[str, Any]:
    if keys is None:
        return {f"row {number}": row for number, row in enumerate(rows, start=1)}
    return {", ".join(row[i] for i in keys): row for row in rows}


def _origins(old: set[str], new: set[str]) -> Iterator[Aspect]:
    yield from (Aspect(RESTS_ON, name, None) for name in sorted(old - new))
    yield from (Aspect(RESTS_ON, None, name) for name in sorted(new - old))


def say(value: Any) -> str:
    """Put a plain value as words; nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            # A year is no count; nothing else tells the two apart here.
            return f"{value:,.10g}" if abs(value) >= 10_000 else f"{value:.10g}"
        case str():
            return value
        case Mapping():
            return ", ".join(f"{key} {say(part)}" for key, part in value.items())
        case Sequence():
            return ", ".join(say(part) for part in value)
        case _:
            return str(value)
