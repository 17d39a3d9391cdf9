"""From an executed chapter to what readers are shown of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from briefing import media
from briefing.analysis.estimate import Estimate
from briefing.analysis.observing import claimed
from briefing.analysis.units import parse_unit
from briefing.analysis.wording import Format, format_estimate
from briefing.document.nodes import Block
from briefing.document.pieces import read_pieces
from briefing.errors import DataError, Fault
from briefing.explore.model import Span
from briefing.ledger.ledger import Ledger

Notebook = Mapping[str, Any]
Finding = Mapping[str, Any]

EXPLORE: Final = "data/explore.toml"
ARTICLE: Final = "The article, for its own date"


def sentences(notebook: Notebook, findings: Sequence[str]) -> tuple[Block, ...]:
    """Give the passages of a chapter that state one of some findings, in their order.

    Sources are named where the passage stands in the chapter, and not again.
    """
    wanted = {f"finding:{name}" for name in findings}
    said: list[Block] = []
    for place, passage in _passages(notebook):
        values = [piece for piece in passage["pieces"] if not isinstance(piece, str)]
        if any(wanted.intersection(value["origins"]) for value in values):
            said += read_pieces(passage["pieces"], place=place)
    return tuple(said)


def spans(found: Mapping[str, Finding], names: Sequence[str], chapter: str) -> tuple[Span, ...]:
    """Give findings as values to be drawn; those that a cut-off left out are left out.

    Raises
    ------
    DataError
        If none of them was filed, one is no number, or they differ in unit.
    """
    filed = [found[name] for name in names if name in found]
    if not filed:
        _refuse(chapter, f"draws {', '.join(names)}, and the chapter filed none; correct the ids")
    for finding in filed:
        if finding["value"]["type"] != "estimate":
            _refuse(chapter, f"draws {finding['id']}, which is no number; take it out of `drawn`")
    units = {finding["value"]["unit"] for finding in filed}
    if len(units) > 1:
        _refuse(chapter, f"draws on one scale {' and '.join(sorted(units))}; keep to one unit")
    return tuple(_span(finding) for finding in filed)


def article_figure(
    ledger: Ledger, found: Mapping[str, Finding], names: Sequence[str]
) -> Span | None:
    """Give the article's figure, if a finding concerns a claim that has one of the same unit."""
    for name in names:
        if name not in found:
            continue
        unit = parse_unit(found[name]["value"]["unit"])
        for claim_id in found[name]["claims"]:
            row = ledger.claims[claim_id]
            if row.unit is None or (row.low is None and row.high is None):
                continue
            figure = claimed(row)
            if figure.unit == unit:
                return _figure_span(figure)
    return None


def _figure_span(figure: Estimate) -> Span:
    low, high = (None if math.isinf(end) else end for end in (figure.low, figure.high))
    return Span(ARTICLE, format_estimate(figure, Format(bare=True)), low, None, high)


def _span(finding: Finding) -> Span:
    value = finding["value"]
    return Span(finding["label"], value["text"], value["low"], value["central"], value["high"])


def _passages(notebook: Notebook) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", ()):
            passage = output.get("data", {}).get(media.PROSE)
            if passage is not None:
                yield f"cell {number}", passage


def _refuse(chapter: str, message: str) -> None:
    raise DataError([Fault(EXPLORE, None, chapter, message)])
