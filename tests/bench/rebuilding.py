"""Builds of a project that was built before: with nothing changed, and after an edit."""

from __future__ import annotations

from tests.bench.results import Row
from tests.bench.timing import Way, median, repeatedly, report
from tests.bench.watched import watch_build
from tests.bench.workplace import CHAPTER, Workplace, building, edit_cell


def measure_unchanged(workplace: Workplace) -> list[Row]:
    """Time a build that has nothing to do."""
    build = _built(workplace)
    time = repeatedly(workplace.rounds, build.time)
    seen = watch_build(workplace.copy)
    return [Row("nothing changed", time, target="under 0.7 s, no kernel", remark=seen.words)]


def measure_edited(workplace: Workplace) -> list[Row]:
    """Time builds after one cell of one chapter was changed."""
    build = _built(workplace)
    rows = []
    for kind in ("code", "markdown"):
        times = []
        for _ in range(workplace.rounds):
            edit_cell(workplace.copy, kind)
            times.append(build.time())
            report(f"a {kind} cell of {CHAPTER}: {times[-1]:.2f} s")
        edit_cell(workplace.copy, kind)
        seen = watch_build(workplace.copy)
        rows.append(
            Row(
                f"one {kind} cell changed → page and PDF",
                median(times, "s"),
                target="under 2.5 s",
                remark=seen.words,
            )
        )
    return rows


def _built(workplace: Workplace) -> Way:
    report("building a copy of the project")
    build = building(workplace.copy)
    build.time()
    return build
