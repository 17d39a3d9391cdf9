"""Measured figures, as a Markdown table and as JSON."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

_HEAD: Final = ("measure", "ours", "against", "ratio", "target", "rounds")


@dataclass(frozen=True, slots=True)
class Amount:
    """A measured figure.

    Attributes
    ----------
    value : float
        The median of its rounds.
    unit : str
        ``s`` or ``MB``.
    rounds : int
        How many it is the median of.
    """

    value: float
    unit: str
    rounds: int

    def __str__(self) -> str:
        digits = (
            0 if self.unit == "MB" else 1 if self.value >= 10 else 2 if self.value >= 0.1 else 3
        )
        return f"{self.value:,.{digits}f} {self.unit}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    measure : str
        What was measured.
    ours : Amount
        Of this package.
    against : Amount or None
        Of what it is held against.
    ratio : float or None
        How the two relate, in the direction in which the target is meant.
    target : str
        What is to be reached, empty if the figure is only told.
    remark : str
        What else was seen; stands in the table where there is nothing to compare with.
    details : mapping of str to float
        What the figure is made of; for the JSON only.
    """

    measure: str
    ours: Amount
    against: Amount | None = None
    ratio: float | None = None
    target: str = ""
    remark: str = ""
    details: Mapping[str, float] = field(default_factory=dict)

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells, under the heads of `table`."""
        against = self.remark if self.against is None else str(self.against)
        if self.against is not None and self.remark:
            against += f", {self.remark}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        rounds = str(self.ours.rounds)
        if self.against is not None and self.against.rounds != self.ours.rounds:
            rounds += f", {self.against.rounds}"
        return (self.measure, str(self.ours), against, ratio, self.target, rounds)


def table(rows: Iterable[Row]) -> str:
    """Lay rows out as a Markdown table."""
    lines: list[Sequence[str]] = [_HEAD, ("---", "--:", "---", "--:", "---", "--:")]
    lines += [row.cells for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def as_json(rows: Iterable[Row], machine: Mapping[str, Any]) -> dict[str, Any]:
    """Give the same, with what the figures are made of."""
    return {"machine": dict(machine), "rows": [asdict(row) for row in rows]}


def describe_machine() -> dict[str, Any]:
    """Say where the figures come from."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "python": platform.python_version(),
        "browser": shutil.which("chromium") is not None,
        "load": round(os.getloadavg()[0], 2),
    }


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
