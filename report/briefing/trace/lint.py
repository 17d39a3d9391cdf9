"""No orphan numbers: every number that a reader sees is traced, or allowed with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from briefing.document.model import Document
from briefing.errors import DocumentError
from briefing.ledger.models import AllowedText
from briefing.trace.graph import Graph
from briefing.trace.scanning import Token, scan_numbers
from briefing.trace.texts import Visible, visible_texts

_AROUND: Final = 30
"""Letters shown on each side of a number."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A number that nothing explains.

    Attributes
    ----------
    place : str
        Notebook and cell.
    role : str
        Kind of text.
    token : str
        The number.
    around : str
        Words around it.
    """

    place: str
    role: str
    token: str
    around: str

    def __str__(self) -> str:
        return f"{self.place}: {self.token!r} in the {self.role} is untraced: “{self.around}”"


def find_orphans(
    document: Document, graph: Graph, allowed: Iterable[AllowedText] = ()
) -> Iterator[Orphan]:
    """Find every number in a visible text that is neither traced nor allowed."""
    allowance = Allowance(allowed)
    for visible in visible_texts(document, graph):
        for token in allowance.unallowed(visible.text):
            if not visible.known.holds(token):
                yield _orphan(visible, token)


def check_numbers(document: Document, graph: Graph, allowed: Iterable[AllowedText] = ()) -> None:
    """Refuse a document with a number that nothing explains.

    Raises
    ------
    DocumentError
        Naming each with its notebook and cell, and saying what to do.
    """
    orphans = list(find_orphans(document, graph, allowed))
    if orphans:
        counted = "a number has" if len(orphans) == 1 else f"{len(orphans)} numbers have"
        raise DocumentError(
            f"{counted} no origin. In prose, pass the value to a field: say(“… {{n}} …”, n=…); in "
            "a chart or table, take it from the data it shows; a name or fixed expression goes "
            "into data/allowed.csv with its reason\n" + "\n".join(map(str, orphans))
        )


class Allowance:
    """The list of words that need no trace.

    Parameters
    ----------
    allowed : iterable of AllowedText
        Its rows.
    """

    def __init__(self, allowed: Iterable[AllowedText]) -> None:
        texts = sorted((row.text for row in allowed), key=len, reverse=True)
        self._pattern = _any_of(texts)

    def unallowed(self, text: str) -> Iterator[Token]:
        """Go through the numbers of a text that lie in none of the allowed words."""
        spans = [found.span() for found in self._pattern.finditer(text)] if self._pattern else []
        for token in scan_numbers(text):
            if not any(start <= token.start and token.end <= end for start, end in spans):
                yield token


def _any_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    # Any white space between the words will do: the page sets some of it unbreakable.
    options = [r"\s+".join(map(re.escape, text.split())) for text in texts]
    if not options:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(options)})(?!\w)", re.IGNORECASE)


def _orphan(visible: Visible, token: Token) -> Orphan:
    start, end = max(token.start - _AROUND, 0), token.end + _AROUND
    around = visible.text[start:end].replace("\n", " ").strip()
    return Orphan(visible.place, visible.role, token.text, around)
