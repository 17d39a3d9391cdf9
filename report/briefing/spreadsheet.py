r"""CSV that a spreadsheet opens without harm.

Spreadsheets run what they take for a formula, also in a CSV file: a cell that begins with ``=``,
``+``, ``-``, ``@``, a tab or a line break, or with the full-width form of such a sign. In every CSV
file that is handed out, such a cell has an apostrophe before it, by which spreadsheets know text.
Numbers stay as they are, negative ones too. An apostrophe that stood there already gets another, so
that `restore` gives back each cell as it was: one apostrophe is taken away wherever apostrophes
stand before such a sign.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""Write rows as CSV.

    Parameters
    ----------
    columns : sequence of str
        Heads.
    rows : iterable of sequence
        Cells; None is left empty, floats keep 15 digits, lines end in ``\n``.
    """
    text = io.StringIO()
    plain = csv.writer(text, lineterminator="\n")
    # Before Python 3.13 a cell is quoted only for the line ends that the writer itself uses.
    quoted = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    for row in (columns, *rows):
        cells = [inert(_as_text(value)) for value in row]
        writer = quoted if any("\r" in cell for cell in cells) else plain
        writer.writerow(cells)
    return text.getvalue()


def inert_csv(content: bytes) -> bytes:
    """Make a CSV file harmless; one that is already is given back byte for byte.

    Parameters
    ----------
    content : bytes
        Comma-separated, in UTF-8, as `data/` holds it.
    """
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    if all(cell == inert(cell) for row in rows for cell in row):
        return content
    return write_csv(rows[0], rows[1:]).encode()


def inert(cell: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def restore(cell: str) -> str:
    """Give a cell as it was before it was made `inert`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
