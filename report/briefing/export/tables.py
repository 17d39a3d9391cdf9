"""Tables as HTML: regions that can be scrolled by key, with captions and scopes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from briefing import tokens
from briefing.document.nodes import Cell, Citation, Table
from briefing.export.downloads import data_link
from briefing.export.escaping import escape, lines
from briefing.export.hindsight import row_classes, write_omissions

_DENSE: Final = 7
"""A table of more columns is set smaller."""

_ROOMY_LETTERS: Final = 120
_ROOMY_COLUMNS: Final = 5
"""A table with a longer row, or more columns, asks for room before it is scrolled sideways."""

_SHARED: Final = 60.0
"""Least part of the width that goes to the columns with a share [%]."""

_DATE: Final = re.compile(r"(?:\d{4}(?:-\d\d){0,2}|undated|)")
_LAST_WHOLE: Final = 7
"""Dates of a table, and the last column for which the style sheet has a rule."""

Cite = Callable[[Citation], str]


def write_grid(
    head: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[str], labels: int = 0
) -> str:
    """Write a table of the Markdown kind; the cells are HTML already.

    It may lack a head; the first `labels` cells of a row name the row.
    """
    # A corner without words heads nothing, so it is no header cell.
    top = "".join(
        f'<th scope="col"{_aligned(a)}>{cell}</th>' if cell else "<td></td>"
        for cell, a in zip(head, align, strict=bool(head))
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row"{_aligned(a)}>{cell}</th>'
            if i < labels and cell
            else f"<td{_aligned(a)}>{cell}</td>"
            for i, (cell, a) in enumerate(zip(row, align, strict=True))
        )
        + "</tr>"
        for row in rows
    )
    thead = f"<thead><tr>{top}</tr></thead>" if head else ""
    return (
        '<div class="scroll grid" role="region" tabindex="0" aria-label="Table">'
        f"<table>{thead}<tbody>{body}</tbody></table></div>"
    )


def write_table(table: Table, cite: Cite, days: Sequence[str] = ()) -> str:
    """Write a numbered table.

    Parameters
    ----------
    table : Table
        With its number.
    cite : callable
        Writes a citation.
    days : sequence of str
        Days from which readers may look at its rows, as YYYY-MM-DD.
    """
    label = table.label
    described, summary = "", ""
    if table.summary:
        described = f' aria-describedby="{label}.summary"'
        summary = f'<p class="unseen" id="{label}.summary">{escape(table.summary)}</p>'
    columns = "<col>" * len(table.columns)
    return (
        f'<div class="table{" wide" if table.wide else ""}" id="{label}">{summary}'
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{label}.caption">'
        f'<table class="{_classes(table)}"{described}>'
        f'<caption id="{label}.caption"><span class="caption">'
        f"{labelled('Table', table.number, table.target)} {lines(table.caption)}</span></caption>"
        f"<colgroup>{columns}</colgroup>{_head(table)}{_body(table, cite, days)}"
        f"</table></div>{write_omissions(table, days)}{_foot(table, cite)}</div>"
    )


def column_rules(table: Table) -> list[str]:
    """Give the CSS rules for columns that ask for a share of the width.

    Widths cannot stand in attributes: the page's policy forbids styles there.
    """
    shares = _shares(table)
    if not any(shares):
        return []
    free = max(100 * sum(map(bool, shares)) / len(shares), _SHARED)
    return [
        f"#{table.label} col:nth-child({i}){{width:{free * share / sum(shares):.1f}%}}"
        for i, share in enumerate(shares, 1)
        if share
    ]


def _classes(table: Table) -> str:
    letters = max(sum(len(cell.text) for cell in row) for row in table.rows)
    roomy = letters > _ROOMY_LETTERS or len(table.columns) > _ROOMY_COLUMNS
    names = ["roomy" if roomy else "compact"]
    names += ["dense"] if len(table.columns) > _DENSE else []
    names += ["worded"] if _is_worded(table) else []
    names += [f"whole-{i}" for i in _whole_columns(table)]
    return " ".join(names)


def _is_worded(table: Table) -> bool:
    """Whether its rows are named by whole phrases: no column asks for more than the first."""
    shares = _shares(table)
    return 0 < max(shares) == shares[0]


def _shares(table: Table) -> list[float]:
    return [float(c.width.removesuffix("fr")) if c.width else 0.0 for c in table.columns]


def _whole_columns(table: Table) -> list[int]:
    """Find the columns of dates, which are not broken at their hyphens; counted from 1."""
    return [
        i
        for i in range(2, min(len(table.columns), _LAST_WHOLE) + 1)
        if any("-" in row[i - 1].text for row in table.rows)
        and all(_DATE.fullmatch(row[i - 1].text) for row in table.rows)
    ]


def _head(table: Table) -> str:
    # A corner without words heads nothing, so it is no header cell.
    cells = "".join(
        f'<th scope="col"{_aligned(c.align)}>{lines(c.name)}</th>' if c.name else "<td></td>"
        for c in table.columns
    )
    return f"<thead><tr>{cells}</tr></thead>"


def _body(table: Table, cite: Cite, days: Sequence[str]) -> str:
    rows = (
        f"{_row_tag(row_classes(row, days))}"
        + "".join(
            _cell(cell, column.align, cite, first=i == 0 and len(row) > 1)
            for i, (cell, column) in enumerate(zip(row, table.columns, strict=True))
        )
        + "</tr>"
        for row in table.rows
    )
    return "<tbody>" + "\n".join(rows) + "</tbody>"


def _row_tag(classes: str) -> str:
    return f'<tr class="{classes}">' if classes else "<tr>"


def _cell(cell: Cell, align: str, cite: Cite, *, first: bool) -> str:
    words = lines(cell.text) if cell.text else '<span class="blank">–</span>'
    if cell.tone:
        words = _pill(words, cell.tone)
    if cell.href:
        words = f'<a href="{escape(cell.href)}">{words}</a>'
    elif cell.target:
        words = traced(words, cell.target)
    words += "".join(cite(cited) for cited in cell.cite)
    opening, closing = ('th scope="row"', "th") if first else ("td", "td")
    anchor = f' id="{escape(cell.anchor)}"' if cell.anchor else ""
    return f"<{opening}{anchor}{_aligned(align)}>{words}</{closing}>"


def _pill(words: str, tone: str) -> str:
    mark = tokens.VERDICT[tone].mark
    return (
        f'<span class="pill pill-{tone}"><svg class="mark" aria-hidden="true">'
        f'<use href="#mark-{mark}"/></svg>{words}</span>'
    )


def _foot(table: Table, cite: Cite) -> str:
    sources = "".join(cite(cited) for cited in table.cite)
    parts = [lines(table.note)] if table.note else []
    parts += [f"Sources:{sources}"] if sources else []
    # Tables that are led to are the chapters' own; the ledger lies beside the page as a whole.
    parts += [data_link(table)] if table.target else []
    return f'<p class="fine">{" ".join(parts)}</p>' if parts else ""


def labelled(word: str, number: int, target: str) -> str:
    """Write the label of a figure or table, leading to its entry in the trace."""
    words = f"{word} {number}"
    inner = f'<a href="#{escape(target)}">{words}</a>' if target else words
    return f'<span class="label">{inner}</span>'


def traced(words: str, target: str) -> str:
    """Write a number, as a quiet link where it leads to what explains it; `words` are HTML."""
    if not target:
        return f'<span class="number">{words}</span>'
    return f'<a class="number" href="#{escape(target)}">{words}</a>'


def _aligned(align: str) -> str:
    return "" if align == "left" else f' class="{align}"'
