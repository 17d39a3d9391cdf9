"""The parameter contract: one line is declaration, default, unit, bounds and help.

A chapter's `parameters` cell declares each parameter on one line that papermill, too, reads back::

    rounds_per_container: float = 300.0  # shells/container; 200..500; implied by a US count

The comment is ``unit; bounds; help``. The unit is ``-`` where there is none. Bounds are ``lo..hi``
(numbers or ISO dates, both ends allowed) or a choice ``a | b | c``.
"""

from __future__ import annotations

import ast
import difflib
import io
import math
import re
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from briefing.errors import ParameterError

COMMON: Final = ("cutoff", "scenario", "seed")
"""Parameters that every chapter declares."""

LEXICON: Final = "lexicon"
"""Parameter of the chapters that print words of likelihood: whose."""

ParameterValue = str | int | float | bool

_TYPES: Final[Mapping[str, type]] = {"str": str, "int": int, "float": float, "bool": bool}
_BOUNDS = re.compile(r"^\s*(?P<low>[^.\s][^\s]*?)\s*\.\.\s*(?P<high>[^\s]+)\s*$")
_ISO_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter of a chapter.

    Attributes
    ----------
    name : str
        As written in the cell.
    type : type
        One of `str`, `int`, `float`, `bool`.
    default : str, int, float or bool
        Value without further words.
    unit : str
        Unit of the value, empty where there is none.
    low, high : float, str or None
        Bounds, both allowed; ISO dates for a date; None where unbounded.
    choices : tuple of str
        Allowed words, empty where not a choice.
    help : str
        One sentence for people.
    """

    name: str
    type: type
    default: ParameterValue
    unit: str
    low: float | str | None
    high: float | str | None
    choices: tuple[str, ...]
    help: str

    @property
    def is_date(self) -> bool:
        """Whether the value is an ISO date."""
        return self.type is str and isinstance(self.low, str)

    @property
    def is_consistent(self) -> bool:
        """Whether the bounds are of the type: no words for a number, no numbers for a word."""
        if self.type is str:
            return not isinstance(self.low, float)
        is_number = self.type in {int, float}
        return not self.choices and (
            self.low is None or (is_number and isinstance(self.low, float))
        )

    @property
    def range_text(self) -> str:
        """Allowed values, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.low is None:
            return f"any {self.type.__name__}"
        return f"{_plain(self.low)} to {_plain(self.high)}"

    def check(self, value: object, chapter: str) -> ParameterValue:
        """Bring a value to the declared type and hold it against the bounds.

        Parameters
        ----------
        value : object
            Text from the command line, or a value that already has a type.
        chapter : str
            Named in the message.

        Returns
        -------
        str, int, float or bool
            The value as the chapter will see it.

        Raises
        ------
        ParameterError
            If the value has the wrong type or lies outside the bounds.
        """
        typed = self._convert(value, chapter)
        if self.choices and typed not in self.choices:
            raise self._refuse(typed, chapter)
        if self.low is not None and self.high is not None:
            inside = (
                self.low <= str(typed) <= self.high  # type: ignore[operator]
                if self.is_date
                else self.low <= typed <= self.high  # type: ignore[operator]
            )
            if not inside:
                raise self._refuse(typed, chapter)
        return typed

    def _refuse(self, value: object, chapter: str) -> ParameterError:
        unit = f" {self.unit}" if self.unit else ""
        return ParameterError(
            f"{chapter}: parameter {self.name} is {value!r}, but must be "
            f"{self.range_text}{unit} ({self.help})"
        )

    def _convert(self, value: object, chapter: str) -> ParameterValue:
        wrong = ParameterError(
            f"{chapter}: parameter {self.name} takes a {self.type.__name__}"
            f"{' (date as YYYY-MM-DD)' if self.is_date else ''}, not {value!r}; "
            f"allowed: {self.range_text}"
        )
        if self.type is bool:
            word = str(value).strip().lower()
            if word not in {"true", "false"}:
                raise wrong
            return word == "true"
        if isinstance(value, bool) or (self.type is str and not isinstance(value, str)):
            raise wrong
        if self.type is int and isinstance(value, float) and not value.is_integer():
            raise wrong
        try:
            typed: ParameterValue = self.type(value)
        except (TypeError, ValueError):
            raise wrong from None
        if isinstance(typed, float) and not abs(typed) < float("inf"):
            raise wrong
        if self.is_date:
            _check_date(str(typed), wrong)
        return typed


def read_declarations(source: str) -> dict[str, Parameter]:
    """Read the declarations in the source of a parameters cell.

    Parameters
    ----------
    source : str
        Python source; only lines ``name: type = literal  # unit; bounds; help`` count.

    Returns
    -------
    dict of str to Parameter
        In order of appearance; empty if the source is not Python or declares nothing.

    Raises
    ------
    ParameterError
        If a declaration is incomplete: no comment, unknown type, default outside its own bounds.
    """
    statements = _statements(source)
    comments = _comments_by_line(source) if statements else {}
    declared: dict[str, Parameter] = {}
    for node in statements:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            parameter = _read_one(node, comments.get(node.end_lineno or node.lineno, ""))
            declared[parameter.name] = parameter
    return declared


def assigned_names(source: str) -> set[str]:
    """Names that plain assignments in a cell set, as papermill's injected cell does."""
    return {
        target.id
        for node in _statements(source)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def annotated_names(source: str) -> set[str]:
    """Names that a cell declares with a type, whatever stands behind them."""
    return {
        node.target.id
        for node in _statements(source)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def nearest_name(name: str, known: Iterable[str]) -> str:
    """Suggest the known name nearest to a misspelt one, as the end of a message."""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else ""


def _statements(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError):  # a cell of another language, or with a NUL in it
        return []


def _read_one(node: ast.AnnAssign, comment: str) -> Parameter:
    name = node.target.id  # type: ignore[union-attr]
    annotation = ast.unparse(node.annotation)
    kind = _TYPES.get(annotation)
    if kind is None:
        raise ParameterError(
            f"parameter {name} is declared as {annotation}; use one of {', '.join(_TYPES)}"
        )
    parts = [part.strip() for part in comment.split(";", 2)]
    if len(parts) < 3 or not parts[2] or node.value is None:
        raise ParameterError(
            f"parameter {name} needs a default and a comment `# unit; bounds; help`, "
            "for instance `# days; 1..365; length of the window`"
        )
    try:
        default = ast.literal_eval(node.value)
    except (ValueError, TypeError):
        raise ParameterError(f"the default of parameter {name} must be a literal") from None
    low, high, choices = _read_bounds(parts[1], name)
    unit = "" if parts[0] == "-" else parts[0]
    parameter = Parameter(name, kind, default, unit, low, high, choices, parts[2])
    if not parameter.is_consistent:
        raise ParameterError(
            f"parameter {name} is declared as {annotation}, which the bounds {parts[1]!r} do not "
            "fit; an int or float takes two numbers, a str two dates or `a | b`, a bool `-`"
        )
    # `check` reads text, as from a command line; but the cells will see the default as it stands.
    if isinstance(default, str) and kind is not str:
        raise ParameterError(
            f"parameter {name} is declared as {annotation}, but its default {default!r} is text; "
            "take the quotes away"
        )
    return replace(parameter, default=parameter.check(default, "declaration"))


def _read_bounds(
    text: str, name: str
) -> tuple[float | str | None, float | str | None, tuple[str, ...]]:
    if text == "-":
        return None, None, ()
    choices = tuple(word.strip() for word in text.split("|"))
    if len(choices) > 1 and all(choices):
        return None, None, choices
    match = _BOUNDS.match(text)
    if match is None:
        raise ParameterError(
            f"parameter {name}: cannot read the bounds {text!r}; write `lo..hi`, `a | b` or `-`"
        )
    low, high = _read_end(match["low"]), _read_end(match["high"])
    if low is None or type(low) is not type(high):
        raise ParameterError(f"parameter {name}: bounds {text!r} are neither numbers nor dates")
    if low > high:  # type: ignore[operator]
        raise ParameterError(f"parameter {name}: bounds {text!r} are in the wrong order; swap them")
    return low, high, ()


def _read_end(text: str) -> float | str | None:
    """Read one bound as a number or as a date; None if it is neither."""
    try:
        if _ISO_DATE.match(text):
            return date.fromisoformat(text).isoformat()
        return float(text) if math.isfinite(float(text)) else None
    except ValueError:
        return None


def _comments_by_line(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("#").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def _check_date(text: str, wrong: ParameterError) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise wrong from None
    if not _ISO_DATE.match(text):
        raise wrong


def _plain(bound: float | str | None) -> str:
    return f"{bound:,.10g}" if isinstance(bound, float) else str(bound)
