"""Values as JSON, between kernels, findings files and documents."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.likelihood import LEXICONS, Likelihood
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin, Origins
from briefing.analysis.phrase import Phrase, Piece, Traced, Words
from briefing.analysis.units import parse_unit
from briefing.analysis.wording import Format, format_date, format_estimate
from briefing.ledger.dates import PartialDate

Json = dict[str, Any]


def encode_origins(origins: Origins) -> list[str]:
    """Write origins in a fixed order."""
    return [str(origin) for origin in sorted(origins)]


def decode_origins(texts: list[str]) -> Origins:
    """Read what `encode_origins` wrote."""
    return frozenset(Origin.parse(text) for text in texts)


def encode_value(value: Traced) -> Json:
    """Write a value without its origins; an open bound becomes null."""
    match value:
        case Estimate():
            return {
                "type": "estimate",
                "low": _bound(value.low),
                "central": value.central,
                "high": _bound(value.high),
                "unit": str(value.unit),
                "kind": str(value.kind),
                "level": value.level,
                "text": format_estimate(value, Format(full=True)),
            }
        case Moment():
            return {"type": "moment", "date": str(value.date), "text": format_date(value.date)}
        case Words():
            return {"type": "words", "text": value.text}
        case Likelihood():
            return {
                "type": "likelihood",
                "probability": encode_value(value.probability),
                "lexicon": value.lexicon,
                "version": LEXICONS[value.lexicon].version,
                "term": value.term.word if value.term else None,
                "text": str(value),
            }


def decode_value(content: Mapping[str, Any], origins: Origins) -> Estimate | Moment | Words:
    """Read a value that `encode_value` wrote, resting on the given origins.

    Raises
    ------
    ValueError
        If the content is of no known type.
    """
    match content["type"]:
        case "estimate":
            return Estimate(
                -math.inf if content["low"] is None else content["low"],
                math.inf if content["high"] is None else content["high"],
                parse_unit(content["unit"]),
                Kind(content["kind"]),
                origins,
                content["central"],
                content["level"],
            )
        case "moment":
            return Moment(PartialDate.parse(content["date"]), origins)
        case "words":
            return Words(content["text"], origins)
        case other:
            raise ValueError(f"a finding cannot hold a value of type {other!r}")


def encode_phrase(phrase: Phrase) -> list[str | Json]:
    """Write a passage piece by piece, values with their origins."""
    return [part if isinstance(part, str) else _encode_piece(part) for part in phrase.parts]


def _encode_piece(piece: Piece) -> Json:
    return {
        "field": piece.field,
        "text": piece.text,
        "origins": encode_origins(piece.origins),
        "estimate": encode_value(piece.value),
    }


def _bound(value: float) -> float | None:
    return None if math.isinf(value) else value
