"""Sentences in pieces: text, and values that know where they come from."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from briefing.analysis.estimate import Estimate
from briefing.analysis.likelihood import Likelihood
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origins, join_origins
from briefing.analysis.unknown import Unknown
from briefing.analysis.wording import Format, format_date, format_estimate
from briefing.errors import OriginError

_STARTS: Final = re.compile(r"(?:^|[.?!]\s+|\n)[\s*_>#-]*$")
"""Where a sentence begins, perhaps with a mark of Markdown."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text that comes from the data: a name, a verdict, a title.

    Attributes
    ----------
    text : str
        As it will be printed.
    origins : frozenset of Origin
        Never empty.
    """

    text: str
    origins: Origins

    def __post_init__(self) -> None:
        if not self.origins:
            raise OriginError(f"the words {self.text!r} have no origin")

    def __str__(self) -> str:
        return self.text


Traced = Estimate | Moment | Words | Likelihood
"""What may stand in a sentence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A value as it is printed in a sentence.

    Attributes
    ----------
    field : str
        Name of the field in the template.
    text : str
        What the reader sees.
    origins : frozenset of Origin
        What it rests on.
    value : Estimate, Moment, Words or Likelihood
        The value itself.
    """

    field: str
    text: str
    origins: Origins
    value: Traced


@dataclass(frozen=True, slots=True)
class Phrase:
    """A passage of Markdown in which every value is a piece of its own.

    Attributes
    ----------
    parts : tuple of str or Piece
        In reading order.
    """

    parts: tuple[str | Piece, ...]

    @property
    def text(self) -> str:
        """The passage as one Markdown string."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def pieces(self) -> Iterator[Piece]:
        """The values, in reading order."""
        return (part for part in self.parts if isinstance(part, Piece))

    @property
    def origins(self) -> Origins:
        """Everything the passage rests on."""
        return join_origins(piece.origins for piece in self.pieces)

    def __str__(self) -> str:
        return self.text


def compose(template: str, values: Mapping[str, Any]) -> Phrase | Unknown:
    """Fill a template with values that carry origins.

    Parameters
    ----------
    template : str
        Markdown with fields ``{name}`` or ``{name:format}`` (see `briefing.analysis.wording`).
    values : mapping of str to Estimate, Moment, Words, Likelihood or Unknown
        One for each field, none to spare.

    Returns
    -------
    Phrase or Unknown
        `Unknown` if any of the values is: a sentence cannot be half known.

    Raises
    ------
    OriginError
        If a value has no origins, such as a bare number; names the field.
    KeyError
        If a field has no value, or a value no field.
    """
    fields = list(string.Formatter().parse(template))
    _check_names({name for _, name, _, _ in fields if name is not None}, set(values), template)
    for value in values.values():
        if isinstance(value, Unknown):
            return value
    parts: list[str | Piece] = []
    for literal, name, spec, _ in fields:
        if literal:
            parts.append(literal)
        if name is not None:
            form = Format.parse(spec or "")
            if form.verb or isinstance(values[name], Likelihood):
                parts.append(_lead(name, values[name], form.verb, parts))
            parts.append(_fill(name, values[name], form))
    return Phrase(tuple(parts))


def _lead(name: str, value: Any, verb: str, before: list[str | Piece]) -> str:
    """Give the words that lead up to a likelihood, which differ from term to term."""
    if not isinstance(value, Likelihood):
        raise ValueError(f"field {{{name}:{verb}}} holds {value!r}, which is no likelihood")
    if not verb:
        raise ValueError(
            f"field {{{name}}} is a likelihood; write {{{name}:is}} that … or {{{name}:was}} "
            "that …, so that the sentence reads well with every term, and without one"
        )
    lead = value.lead(verb)
    starts = _STARTS.search(Phrase(tuple(before)).text) is not None
    return lead[0].upper() + lead[1:] if starts else lead


def _fill(name: str, value: Any, form: Format) -> Piece:
    match value:
        case Estimate():
            return Piece(name, format_estimate(value, form), value.origins, value)
        case Moment():
            return Piece(name, format_date(value.date, form.precision), value.origins, value)
        case Words() | Likelihood():
            return Piece(name, str(value), value.origins, value)
        case _:
            raise OriginError(
                f"field {{{name}}} holds {value!r}, which has no origin; say only takes values "
                "loaded from a claim, an observation, a parameter or a finding"
            )


def _check_names(fields: set[str], given: set[str], template: str) -> None:
    missing, spare = sorted(fields - given), sorted(given - fields)
    if missing or spare:
        complaint = f"no value for {', '.join(missing)}" if missing else ""
        surplus = f"no field for {', '.join(spare)}" if spare else ""
        raise KeyError(f"{'; '.join(filter(None, (complaint, surplus)))} in {template!r}")
