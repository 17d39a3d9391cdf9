"""Evidence that came later: which rows of the ledger a chosen day does not know.

With a day chosen, rows published after it stand aside, as they did for whoever ruled on that day.
Each table says how many, so that nothing goes missing in silence. Rules of the style sheet do it,
without a script; on paper, and where ``:has()`` is not known, every row stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from briefing.analysis.wording import format_date
from briefing.document.nodes import Cell, Table
from briefing.ledger.dates import PartialDate

EVIDENCE: Final = "tbl-evidence-"


def row_classes(row: Iterable[Cell], days: Sequence[str]) -> str:
    """Give the classes of a row that some of the days do not know, ``later-`` and their place.

    A row that bears no day is known at any, as is a work of reference.
    """
    came = max((cell.day for cell in row if cell.day), default="")
    return " ".join(f"later-{i}" for i, day in enumerate(days) if day and came > day)


def write_omissions(table: Table, days: Sequence[str]) -> str:
    """Write, for each day that lacks some rows, a line that says so and is shown with that day."""
    rows = [row_classes(row, days).split() for row in table.rows]
    lines = []
    for i, day in enumerate(days):
        if later := sum(f"later-{i}" in row for row in rows):
            count = f"{later} of {len(rows)} rows" if len(rows) > 1 else "The only row"
            verb = "were" if later > 1 else "was"
            lines.append(
                f'<p class="fine until until-{i}">{count} {verb} published after '
                f"{_words(day)} and left out.</p>"
            )
    return "".join(lines)


def write_limits(days: Sequence[str]) -> str:
    """Write what each day leaves out, for the sieve; shown with that day."""
    return "".join(
        f'<p class="until until-{i}">Evidence published after {_words(day)} is left out; below '
        "each table stands how much.</p>"
        for i, day in enumerate(days)
        if day
    )


def hindsight_rules(days: Sequence[str]) -> Iterator[str]:
    """Write the rules that leave rows out and say so; a row that is linked to stays."""
    for i, day in enumerate(days):
        if day:
            chosen = f".claims:has(#show-day-{i}:checked)"
            yield f"{chosen} .later-{i}:not(:has(:target)){{display:none}}"
            yield f"{chosen} :is(.until-{i},.state){{display:block}}"


def _words(day: str) -> str:
    return format_date(PartialDate.parse(day))
