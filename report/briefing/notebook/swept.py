"""A kept sweep, as a chapter counts and draws it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.analysis.estimate import Estimate, counted
from briefing.analysis.swept import SweptPoint, stale_faults, swept_points, verdict_faults
from briefing.analysis.unknown import Unknown
from briefing.errors import DataError, Fault
from briefing.ledger.ledger import Ledger
from briefing.ledger.settings import SweepSettings
from briefing.ledger.swept import read_swept
from briefing.ledger.terms import Verdict
from briefing.notebook.parameters import nearest_name
from briefing.paths import Project

if TYPE_CHECKING:
    import pandas as pd

Known = tuple[Estimate | Unknown, Estimate | Unknown, Estimate | Unknown]
"""Values of both parameters, and what was found with them."""


@dataclass(frozen=True, slots=True)
class Swept:
    """A table of `data/sweeps/`, held against this run.

    Attributes
    ----------
    settings : SweepSettings
        What was swept.
    points : sequence of SweptPoint
        One for each pair of values.
    known : sequence of (Estimate, Estimate, Estimate)
        What this run found itself, and with which values.
    """

    settings: SweepSettings
    points: Sequence[SweptPoint]
    known: Sequence[tuple[Estimate, Estimate, Estimate]]

    def count(self, *verdicts: Verdict) -> Estimate:
        """Count the pairs with some verdicts, or all of them; the count rests on every pair."""
        chosen = [p.value for p in self.points if not verdicts or p.verdict in verdicts]
        return counted(chosen, "pairs", [point.value for point in self.points])

    def frame(self) -> pd.DataFrame:
        """Give the table as `draw_heat` takes it, what this run found itself in frames.

        Returns
        -------
        pandas.DataFrame
            Columns x, y, low, central, high, verdict, framed and evidence.
        """
        import pandas as pd

        return pd.DataFrame(
            {
                "x": point.x.low,
                "y": point.y.low,
                "low": point.value.low,
                "central": point.value.point,
                "high": point.value.high,
                "verdict": str(point.verdict),
                "framed": any(point.is_at(x, y) for x, y, _ in self.known),
                "evidence": tuple(sorted(point.value.origins)),
            }
            for point in self.points
        )


def open_swept(project: Project, ledger: Ledger, name: str, known: Iterable[Known]) -> Swept:
    """Read a kept sweep; one that is stale is refused.

    Parameters
    ----------
    project, ledger : Project, Ledger
        Where it is, and what it is about.
    name : str
        In `data/sweeps.toml`.
    known : iterable of (Estimate, Estimate, Estimate)
        Values of both parameters with which chapters of this run came to a value, and that value.
        At least one pair must be in the table.

    Raises
    ------
    DataError
        If there is no such sweep, its table is faulty, or it has another value than this run.
    """
    if name not in ledger.sweeps:
        message = f"there is no sweep {name}{nearest_name(name, ledger.sweeps)}"
        raise DataError([Fault("data/sweeps.toml", None, name, message)])
    settings = ledger.sweeps[name]
    rows = read_swept(project, name, settings)
    points = swept_points(settings, rows)
    found = [
        (x, y, value)
        for x, y, value in known
        if isinstance(x, Estimate) and isinstance(y, Estimate) and isinstance(value, Estimate)
    ]
    faults = [*verdict_faults(ledger, name, rows), *stale_faults(name, settings, points, found)]
    if faults:
        raise DataError(faults)
    return Swept(settings, points, found)
