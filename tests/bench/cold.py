"""Builds from nothing against other ways to run the same notebooks: their time and memory."""

from __future__ import annotations

import sys
from typing import Final

from tests.bench.results import Row
from tests.bench.timing import Way, in_turn, median, report
from tests.bench.workplace import Workplace

DEAR: Final = 3
"""Rounds of the ways that take longest, at most."""

_RIVALS: Final = {
    # Module: what the table calls it, and how many times faster a build is to be.
    "plain": ("the plain tools", 10),
    "papermill_api": ("papermill's Python API", 4),
    "nbclient_pool": ("nbclient, two workers", 2),
}


def measure_time(workplace: Workplace) -> list[Row]:
    """Time a build and its rivals in turn."""
    rivals = {name: rival(workplace, name) for name in _RIVALS}
    report("warming up: briefing build")
    workplace.build.time()
    times = in_turn([workplace.build, *rivals.values()], workplace.rounds)
    workplace.cold = ours = times[workplace.build.name]
    return [
        Row(
            f"cold build, against {words}",
            ours,
            times[rivals[name].name],
            times[rivals[name].name].value / ours.value,
            f"at least {least}",
        )
        for name, (words, least) in _RIVALS.items()
    ]


def measure_memory(workplace: Workplace) -> list[Row]:
    """Watch the memory of a build and of the plain tools; not timed, since watching costs time."""
    plain = rival(workplace, "plain")
    ours = []
    for _ in range(min(DEAR, workplace.rounds)):
        ours.append(workplace.build.peak_memory())
        report(f"briefing build {ours[-1]:.0f} MB")
    theirs = median([plain.peak_memory()], "MB")
    report(f"{plain.name} {theirs}")
    own = median(ours, "MB")
    return [
        Row(
            "peak memory of a build, against the plain tools",
            own,
            theirs,
            theirs.value / own.value,
            "at least 1",
        )
    ]


def rival(workplace: Workplace, module: str) -> Way:
    """Run the same notebooks another way."""
    notebooks, target = workplace.project.notebooks, workplace.folder / module
    return Way(
        _RIVALS[module][0],
        (sys.executable, "-m", f"tests.bench.{module}", str(notebooks), str(target)),
        workplace.surroundings,
        workplace.project.root,
        DEAR,
    )
