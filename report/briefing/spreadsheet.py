"""CSV that a spreadsheet opens without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""Write rows as CSV.

    Parameters
    ----------
    columns : sequence of str
        Heads.
    rows : iterable of sequence
        Cells; None is left empty, floats keep 15 digits, lines end in ``\\n``.

    Returns
    -------
    str
        A text that starts like a formula has an apostrophe before it, since spreadsheets run
        formulas that they find in a CSV file.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_inert(value) for value in row])
    return text.getvalue()


def _inert(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}"
    text = str(value)
    is_number = isinstance(value, int)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not is_number else text
