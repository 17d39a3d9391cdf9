"""Reading the fields of a private bundle, with messages that name the cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Final, NoReturn

from briefing.errors import DocumentError

_NOTHING: Final = object()


@dataclass(frozen=True, slots=True)
class Bundle:
    """A mapping from a notebook cell, read field by field.

    Attributes
    ----------
    data : mapping
        The JSON of the output.
    what : str
        What it is, for messages: ``figure``, ``table`` …
    place : str
        Notebook and cell, for messages.
    """

    data: Mapping[str, Any]
    what: str
    place: str

    def __post_init__(self) -> None:
        if not isinstance(self.data, Mapping):
            self.refuse(f"is {str(self.data)[:60]!r}, expected an object")

    def refuse(self, fault: str) -> NoReturn:
        """Raise a `DocumentError` that names the cell and the bundle."""
        raise DocumentError(f"{self.place}: {self.what} {fault}")

    def _get(self, name: str, kind: type | tuple[type, ...], default: Any) -> Any:
        value = self.data.get(name, _NOTHING)
        if value is _NOTHING or (value is None and default is not _NOTHING):
            if default is _NOTHING:
                self.refuse(f"lacks {name!r}; the cell must give it")
            return default
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.refuse(f"has a {name!r} of type {type(value).__name__}: {str(value)[:60]!r}")
        return value

    def text(self, name: str, default: Any = _NOTHING) -> str:
        """Give a string field; blank is as good as missing where there is no default."""
        value = self._get(name, str, default)
        if default is _NOTHING and not value.strip():
            self.refuse(f"has an empty {name!r}; the cell must give it")
        return str(value)

    def number(self, name: str) -> float:
        """Give a positive number."""
        value = float(self._get(name, (int, float), _NOTHING))
        if not 0 < value < inf:
            self.refuse(f"has {name!r} {value:g}; it must be above zero, and finite")
        return value

    def flag(self, name: str) -> bool:
        """Give a yes or no that defaults to no."""
        return bool(self._get(name, bool, False))

    def items(self, name: str, default: Any = ()) -> tuple[Any, ...]:
        """Give a list field as a tuple."""
        return tuple(self._get(name, (list, tuple), default))

    def names(self, name: str) -> tuple[str, ...]:
        """Give a list of strings, each once, in order; missing is empty."""
        values = self.items(name)
        if not all(isinstance(value, str) for value in values):
            self.refuse(f"has a {name!r} that is not a list of names")
        return tuple(dict.fromkeys(values))

    def mapping(self, name: str) -> Mapping[str, Any] | None:
        """Give a mapping field, or None."""
        value = self._get(name, Mapping, None)
        return value if value is None else dict(value)
