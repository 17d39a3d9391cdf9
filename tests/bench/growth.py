"""How time and memory of a build grow with the number of its chapters."""

from __future__ import annotations

from typing import Final

from tests.bench.results import Amount, Row
from tests.bench.synthetic import write_chapters
from tests.bench.timing import median, report
from tests.bench.workplace import Workplace, building

SIZES: Final = (10, 100, 1000)
SMALL: Final = (2, 4, 8)

_SELDOM: Final = 0.25
"""Between two looks at memory [seconds], so that they do not count in the time."""


def measure(workplace: Workplace) -> list[Row]:
    """Build projects of three sizes; the largest once, since it is dear."""
    sizes = SMALL if workplace.small else SIZES
    times, peaks = [], []
    for size in sizes:
        project = write_chapters(workplace.folder / f"growth-{size}", size)
        build = building(project, "--no-cache")
        rounds = 1 if size == sizes[-1] else min(3, workplace.rounds)
        found = [build.time_and_memory(_SELDOM) for _ in range(rounds)]
        times.append(median([seconds for seconds, _ in found], "s"))
        peaks.append(median([peak for _, peak in found], "MB"))
        report(f"{size} chapters: {times[-1]}, {peaks[-1]}")
    return [*_rows("time", sizes, times), *_rows("memory", sizes, peaks)]


def _rows(what: str, sizes: tuple[int, ...], amounts: list[Amount]) -> list[Row]:
    """Say what each further chapter costs; growth is linear if that stays the same."""
    rows = [Row(f"growth: {what} of {sizes[0]:,} small chapters", amounts[0])]
    further: list[float] = []
    for before, after, small, large in zip(sizes, sizes[1:], amounts, amounts[1:], strict=False):
        further.append((large.value - small.value) / (after - before))
        grown = further[-1] / further[-2] if len(further) > 1 and further[-2] > 0 else None
        rows.append(
            Row(
                f"growth: {what} of {after:,} small chapters",
                large,
                ratio=grown,
                target="linear, about 1" if grown is not None else "",
                remark=f"{further[-1]:.3f} {large.unit} for each further one",
            )
        )
    return rows
