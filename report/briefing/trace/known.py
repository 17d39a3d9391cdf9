"""Numbers that a text may print: of the rows it is drawn from and the nodes it rests on."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from briefing.trace.graph import Node
from briefing.trace.scanning import Token, scan_numbers

_ISO: Final = re.compile(r"\b\d{4}(?:-\d{2}(?:-\d{2})?)?\b")
_YEAR: Final = re.compile(r"\d{4}")
_FACTORS: Final = (1.0, 100.0, 1e-3, 1e-6, 1e-9, 1e3)
"""Data may hold shares and be printed in percent, or units and be printed in thousands."""

_KINDS: Final = 12
"""A column of no more kinds of entries sorts rows into groups, which texts may count."""

_EDGE: Final = 1e-9
_BOUNDS: Final = ("low", "central", "high")


@dataclass(frozen=True, slots=True)
class Known:
    """What a text may say.

    Attributes
    ----------
    values : frozenset of float
        Numbers.
    dates : frozenset of str
        ISO dates, as precise as they are known.
    words : frozenset of str
        Texts in which a number may stand as it is, such as the name of a row.
    """

    values: frozenset[float] = frozenset()
    dates: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def __or__(self, other: Known) -> Known:
        return Known(self.values | other.values, self.dates | other.dates, self.words | other.words)

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Known:
        """Take what a chart was drawn from: its cells, and how many of them there are."""
        rows, columns = data.get("rows", ()), data.get("columns", ())
        cells = [cell for row in rows for cell in row]
        numbers = {float(c) for c in cells if isinstance(c, int | float) and math.isfinite(c)}
        texts = [cell for cell in cells if isinstance(cell, str)]
        counts = set(_counts(columns, rows))
        return cls.of_texts([*texts, *map(str, columns)]) | cls(values=frozenset(numbers | counts))

    @classmethod
    def of_nodes(cls, nodes: Iterable[Node]) -> Known:
        """Take the values, dates and words of nodes."""
        known = cls()
        for node in nodes:
            value = node.value or {}
            found = [value.get(name) for name in _BOUNDS]
            sample = node.detail.get("sample") or {}
            found += [sample.get("seed"), sample.get("size"), value.get("level")]
            numbers = frozenset(float(v) for v in found if isinstance(v, int | float))
            texts = [node.text, node.label, node.id.partition(":")[2], str(value.get("text", ""))]
            texts += [str(value.get("date", "")), str(node.detail.get("as_of", ""))]
            known |= cls.of_texts(texts) | cls(values=numbers)
        return known

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> Known:
        """Take the dates in some texts, and the texts themselves."""
        words = frozenset(text for text in texts if text)
        dates = {found for text in words for found in _ISO.findall(text)}
        tokens = [token for text in words for token in scan_numbers(text)]
        dates |= {token.date for token in tokens if token.date}
        values = {token.value for token in tokens if token.value is not None}
        return cls(frozenset(values), frozenset(dates), words)

    def holds(self, token: Token) -> bool:
        """Whether a number in a text is one of these."""
        if token.date:
            return self._holds_date(token.date)
        if token.value is None:
            pattern = re.compile(rf"\b{re.escape(token.text)}\b", re.IGNORECASE)
            return any(pattern.search(text) for text in self.words)
        if _YEAR.fullmatch(token.text) and self._holds_date(token.text):
            return True
        return any(_rounds_to(value, token) for value in self.values)

    def _holds_date(self, date: str) -> bool:
        if date.startswith("--"):  # a day without its year, as on an axis that has the years
            return any(known.endswith(date[1:]) for known in self.dates)
        return any(known.startswith(date) for known in self.dates)


def _counts(columns: Iterable[Any], rows: Iterable[Iterable[Any]]) -> Iterator[float]:
    """Count rows, and the kinds of entries in each column: texts may say how many are drawn."""
    table = [list(row) for row in rows]
    yield float(len(table))
    kinds: list[list[str]] = []
    for i, _ in enumerate(columns):
        entries = [str(row[i]) for row in table if row[i] is not None]
        yield float(len(entries))
        yield float(len(set(entries)))
        if len(set(entries)) <= _KINDS:
            kinds.append([str(row[i]) for row in table])
    for i, first in enumerate(kinds):
        for second in kinds[i:]:
            yield from map(float, Counter(zip(first, second, strict=True)).values())


def _rounds_to(value: float, token: Token) -> bool:
    """Whether a value, in one of its usual units, is printed as the token."""
    assert token.value is not None
    room = token.step / 2 * (1 + _EDGE)
    return any(abs(abs(value) * factor - token.value) <= room for factor in _FACTORS)
