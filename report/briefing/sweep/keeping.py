"""The sweeps that a project keeps: run again, and written to `data/sweeps/` as small tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from briefing.analysis.estimate import Kind, reported
from briefing.analysis.observing import claimed
from briefing.analysis.origins import Origin
from briefing.analysis.rules import verdict_by_measure
from briefing.checking import load_checked
from briefing.errors import BriefingError
from briefing.ledger.ledger import Ledger
from briefing.ledger.settings import SweepAxis, SweepSettings
from briefing.ledger.swept import pair_words, swept_columns, swept_file
from briefing.paths import Project
from briefing.run.cache import write_whole
from briefing.sweep.running import SweepObserver
from briefing.sweep.sweeping import SweepRequest, sweep
from briefing.sweep.table import DONE, STATUS, require_parquet

_RUNS: Final = Path("report") / "sweeps"
"""Where the whole tables and their journals stand, so that what has run does not run again."""


def refresh(
    project: Project,
    observer: SweepObserver | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
) -> list[tuple[Path, int]]:
    """Run every sweep of `data/sweeps.toml`, and write its table.

    Parameters
    ----------
    project : Project
        Whose sweeps.
    observer : SweepObserver, optional
        Told what happens.
    jobs, scheduler : int or None, str or None
        As in `SweepRequest`.

    Returns
    -------
    list of (Path, int)
        Each table, and how many runs it has.

    Raises
    ------
    BriefingError
        If a run failed or found nothing; tables written before are kept as they were.
    """
    require_parquet()
    ledger, _ = load_checked(project)
    written = []
    for name, settings in ledger.sweeps.items():
        request = SweepRequest(
            only=(settings.chapter,),
            output=project.root / _RUNS / f"{name}.parquet",
            grid=tuple(_grid(axis) for axis in (settings.x, settings.y)),
            jobs=jobs,
            scheduler=scheduler,
        )
        outcome = sweep(project, request, observer)
        path = project.data / swept_file(name)
        write_whole(path, _csv(ledger, name, outcome.table).encode())
        # What others may read is up to them, not to the temporary file that it was.
        path.chmod(0o644)
        written.append((path, outcome.runs))
    return written


def _grid(axis: SweepAxis) -> str:
    return f"{axis.parameter}={','.join(map(repr, axis.values))}"


def _csv(ledger: Ledger, name: str, table: Path) -> str:
    settings = ledger.sweeps[name]
    written = io.StringIO()
    writer = csv.DictWriter(written, swept_columns(settings), lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(ledger, name, settings, table))
    return written.getvalue()


def _rows(
    ledger: Ledger, name: str, settings: SweepSettings, table: Path
) -> Iterator[Mapping[str, Any]]:
    import pyarrow.parquet

    asserted = claimed(ledger.claims[settings.claim])
    origins = [Origin("finding", settings.finding)]
    for run in pyarrow.parquet.read_table(table).to_pylist():
        x, y = (run[axis.parameter] for axis in (settings.x, settings.y))
        where = f"data/sweeps.toml ({name}), {pair_words(settings, x, y)}"
        if run[STATUS] != DONE:
            raise BriefingError(f"{where}: {run['failed_chapter']} failed: {run['error']}")
        low, central, high, unit = (
            run.get(f"{settings.finding}.{part}") for part in ("low", "central", "high", "unit")
        )
        if unit is None or (low is None and central is None and high is None):
            raise BriefingError(
                f"{where}: {settings.chapter} found no quantity {settings.finding}; name a finding "
                "that it records with any values"
            )
        low, central, high = map(_rounded, (low, central, high))
        value = reported(low, central, high, unit, origins, Kind.MODELLED)
        yield {
            settings.x.parameter: f"{x:.12g}",
            settings.y.parameter: f"{y:.12g}",
            "low": _cell(low),
            "central": _cell(central),
            "high": _cell(high),
            "unit": unit,
            "verdict": str(verdict_by_measure(asserted, value)),
        }


def _rounded(value: float | None) -> float | None:
    """Leave out the last digits, in which machines differ; verdicts rest on what is written."""
    return None if value is None else float(f"{value:.10g}")


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
