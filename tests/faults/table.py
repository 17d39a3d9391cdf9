"""The table of faults: collected from a run of the tests, and written on request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("README.md")

_HEAD: Final = """\
# Faults

Each fault is injected for real, by `pytest tests/faults`, into a small briefing that was built
before. After each case three things are asked:

- **Lost work**: is the last output the same to the byte, is what people wrote the same, and does
  the next build succeed? Counted is each of them that is not so.
- **Leftovers**: processes that outlive the command by half a minute; after the next build, any
  process, and any socket, file or folder in the place for temporary files, beside the output or
  half-written in the cache.

`make faults` tries every case and writes this file from what was found; `make test` tries the first
case of each.

| fault | cases tried | lost work | leftovers |
|---|--:|--:|--:|
"""


def write_table(rows: Mapping[str, tuple[int, ...]]) -> None:
    """Write the table; rows of faults that were not tried stay as they are.

    Parameters
    ----------
    rows : mapping of str to (int, int, int)
        By fault: cases, lost work, leftovers.
    """
    rows = {**(read_table() if TABLE.is_file() else {}), **rows}
    lines = [f"| {fault} | {' | '.join(map(str, rows[fault]))} |" for fault in sorted(rows)]
    total = [sum(row[column] for row in rows.values()) for column in range(3)]
    lines.append(f"| **all** | {' | '.join(f'**{number}**' for number in total)} |")
    TABLE.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def read_table() -> dict[str, tuple[int, ...]]:
    """Read the rows of the table back, that of the sums left out."""
    rows = (line.strip("| \n").split(" | ") for line in _lines())
    return {fault: tuple(map(int, numbers)) for fault, *numbers in rows if fault != "**all**"}


def _lines() -> Iterable[str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return lines[next(n for n, line in enumerate(lines) if line.startswith("|---")) + 1 :]
