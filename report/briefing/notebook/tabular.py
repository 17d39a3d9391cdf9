"""Tables: cells are values with origins or words of ours, never bare numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from numbers import Number
from typing import Any, Literal

from briefing import media
from briefing.analysis.estimate import Estimate
from briefing.analysis.likelihood import Likelihood
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origins, join_origins
from briefing.analysis.phrase import Phrase, Words
from briefing.analysis.unknown import Unknown
from briefing.analysis.wording import Format, format_date, format_estimate
from briefing.errors import OriginError
from briefing.notebook.citing import reference
from briefing.notebook.publish import citation_fields, publish
from briefing.notebook.session import current_chapter
from briefing.notebook.values import encode_origins

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with more than its value.

    Attributes
    ----------
    value : Estimate, Moment, Words, Likelihood, Unknown or str
        What it shows.
    tone : str or None
        Verdict tone, by which documents set it apart with a shape and a colour.
    href : str or None
        Place in the document that it leads to, such as ``#claim-containers``.
    anchor : str or None
        Name by which other places lead to it.
    cite : tuple of str
        Ids of sources to be cited in the cell itself.
    day : date or None
        Day that it speaks for: that of a ruling, or the last on which a row may have come out.
    """

    value: Any
    tone: str | None = None
    href: str | None = None
    anchor: str | None = None
    cite: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : str
        Its head.
    align : {"left", "right", "center"}
        Of the cells.
    width : str or None
        Share of the width such as ``2fr``; None for as wide as the content.
    format : str
        How values are written, as in a field of a sentence.
    """

    name: str
    align: Align = "left"
    width: str | None = None
    format: str = ""


def table(
    label: str,
    columns: Sequence[Column | str],
    rows: Sequence[Sequence[Any]],
    *,
    caption: str | Phrase,
    note: str = "",
    summary: str = "",
    wide: bool = False,
    cite: bool = True,
) -> None:
    """Show a table.

    Parameters
    ----------
    label : str
        ``tbl-…``, unique over the briefing; text refers to it as ``@tbl-…``.
    columns : sequence of Column or str
        Heads; a plain word is a left-aligned column.
    rows : sequence of sequences
        Cells: values with origins, `Cell`, or our own words as str. Bare numbers raise; a row
        with a value that was not public at the cut-off is left out.
    caption : str or Phrase
        What the table says.
    note : str
        Below it.
    summary : str
        How the table is built, for readers who hear it.
    wide : bool
        Whether it needs a page across.
    cite : bool
        Whether to name its sources below.

    Raises
    ------
    OriginError
        If a cell holds a bare number; names row and column.
    ValueError
        If a row has more or fewer cells than there are columns.
    """
    heads = [Column(column) if isinstance(column, str) else column for column in columns]
    cells = [
        _row_cells(heads, row, index)
        for index, row in enumerate(rows, start=1)
        if not any(isinstance(value, Unknown) for value in row)
    ]
    origins = join_origins(cell["origins"] for row in cells for cell in row)
    head = caption.text if isinstance(caption, Phrase) else caption
    chapter = current_chapter()
    citation = citation_fields(chapter, origins)
    in_cells = {source for row in cells for cell in row for source in cell["cite"]}
    sources = {key: reference(chapter.ledger.sources[key]) for key in sorted(in_cells)}
    content = {
        "label": label,
        "caption": head,
        "columns": [{"name": c.name, "align": c.align, "width": c.width} for c in heads],
        "rows": [
            [{**cell, "origins": encode_origins(cell["origins"])} for cell in row] for row in cells
        ],
        "note": note,
        "summary": summary,
        "wide": wide,
        "origins": encode_origins(origins),
        "cite": citation["cite"] if cite else [],
        "sources": {**citation["sources"], **sources},
    }
    publish(
        {
            "text/html": _html(content),
            "text/plain": _plain(content),
            media.TABLE: content,
        }
    )


def _row_cells(heads: list[Column], row: Sequence[Any], index: int) -> list[dict[str, Any]]:
    if len(row) != len(heads):
        raise ValueError(f"row {index} has {len(row)} cells for {len(heads)} columns")
    return [
        _cell(value, head, f"row {index}, column {head.name!r}")
        for value, head in zip(row, heads, strict=True)
    ]


def _cell(value: Any, head: Column, place: str) -> dict[str, Any]:
    cell = value if isinstance(value, Cell) else Cell(value)
    text, origins = _text_of(cell.value, Format.parse(head.format), place)
    return {
        "text": text,
        "tone": cell.tone,
        "origins": origins,
        "href": cell.href,
        "anchor": cell.anchor,
        "cite": list(cell.cite),
        **({"day": cell.day.isoformat()} if cell.day else {}),
    }


def _text_of(value: Any, form: Format, place: str) -> tuple[str, Origins]:
    match value:
        case None | Unknown():
            return "", frozenset()
        case Estimate():
            return format_estimate(value, form), value.origins
        case Moment():
            return format_date(value.date, form.precision), value.origins
        case Words() | Likelihood() | Phrase():
            return str(value), value.origins
        case str():
            return value, frozenset()
        case Number():
            raise OriginError(
                f"{place} holds {value!r}, which has no origin; take it from the ledger, "
                "a parameter or a finding"
            )
        case _:
            raise OriginError(f"{place} holds a {type(value).__name__}, which a table cannot show")


def _html(content: Mapping[str, Any]) -> str:
    """Markup for JupyterLab; documents are made from the private type instead."""
    aligns = [column["align"] for column in content["columns"]]
    head = "".join(
        f'<th style="text-align:{column["align"]}">{escape(column["name"])}</th>'
        for column in content["columns"]
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="text-align:{align};white-space:pre-line">{escape(cell["text"])}</td>'
            for cell, align in zip(row, aligns, strict=True)
        )
        + "</tr>"
        for row in content["rows"]
    )
    note = f"<p><small>{escape(content['note'])}</small></p>" if content["note"] else ""
    return (
        f"<table><caption>{escape(content['caption'])}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"
    )


def _plain(content: Mapping[str, Any]) -> str:
    lines = [content["caption"], " | ".join(column["name"] for column in content["columns"])]
    lines += [" | ".join(cell["text"] for cell in row) for row in content["rows"]]
    return "\n".join(lines)
