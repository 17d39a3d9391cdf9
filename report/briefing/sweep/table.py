"""The table of a sweep: one row for each run, as Parquet.

Wide, because that is the shape in which a run is plotted, correlated and regressed: a column for
each varied parameter, and for each finding ``<id>.low``, ``.central``, ``.high`` and ``.unit``
where it is a quantity, with ``.term`` where it is a likelihood, or else ``.date`` or ``.text``.
Open ends are empty, and a range without a middle has no central value. Rows come in the order of
the points; a run that failed has its row too, with what failed and why. Same results, same bytes:
how long runs took is not in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from briefing.errors import BriefingError
from briefing.sweep.jobs import Failure, Sweep
from briefing.sweep.journal import Journal

if TYPE_CHECKING:
    import pyarrow as pa

METADATA: Final = b"briefing"
"""Key in the file's metadata under which the description of the sweep stands, as JSON."""

STATUS: Final = "status"
DONE: Final = "done"
FAILED: Final = "failed"


def require_parquet() -> None:
    """Refuse early where the table could not be written.

    Raises
    ------
    BriefingError
        If pyarrow is not installed.
    """
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise BriefingError(
            "a sweep writes Parquet with the package `pyarrow`; install it with "
            "`pip install 'briefing[sweep]'`"
        ) from error


def write_table(
    path: Path, sweep: Sweep, journal: Journal, description: Mapping[str, Any]
) -> tuple[int, int]:
    """Write the runs that have ended, in place of the last table.

    Parameters
    ----------
    path : Path
        The file; it is there in full or as it was.
    sweep : Sweep
        What was to run.
    journal : Journal
        What has run.
    description : mapping
        Of the sweep, for the file's metadata.

    Returns
    -------
    rows, failed : int
        How many runs are in the table, and how many of them failed.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [row for number in range(len(sweep.runs)) if (row := _row(sweep, journal, number))]
    names: dict[str, None] = dict.fromkeys(("run", *sweep.points[0]))
    for row in rows:
        names |= dict.fromkeys(name for name in row if "." in name)
    names |= dict.fromkeys((STATUS, "failed_chapter", "failed_cell", "error"))
    columns = {name: [row.get(name) for row in rows] for name in names}
    table = pa.table(
        {name: pa.array(values, _type(pa, name, sweep)) for name, values in columns.items()}
    )
    legend = {"findings": _legend(sweep, journal)}
    text = json.dumps({**description, **legend}, ensure_ascii=False, sort_keys=True)
    table = table.replace_schema_metadata({METADATA: text.encode()})
    path.parent.mkdir(parents=True, exist_ok=True)
    # The journal's lock makes this the only writer; what a killed one left is written over.
    fresh = path.with_name(f".{path.name}.part")
    try:
        pq.write_table(table, fresh, compression="zstd")
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return len(rows), sum(row[STATUS] == FAILED for row in rows)


def _row(sweep: Sweep, journal: Journal, number: int) -> dict[str, Any] | None:
    """Give a run's row; None while it has not ended."""
    row: dict[str, Any] = {"run": number + 1, **sweep.points[number]}
    failures: list[Failure] = []
    for key in sweep.runs[number]:
        if key in journal:
            result = journal[key]
            failures += [result.failure] if result.failure else []
            for name, finding in result.findings.items():
                row |= {f"{name}.{part}": value for part, value in _parts(finding["value"])}
        elif not _is_blocked(sweep, journal, key):
            return None
    row[STATUS] = FAILED if failures else DONE
    if failures:
        row |= {"failed_chapter": failures[0].chapter, "failed_cell": failures[0].cell}
        row["error"] = "\n".join(
            failure.error if failure is failures[0] else f"{failure.chapter}: {failure.error}"
            for failure in failures
        )
    return row


def _is_blocked(sweep: Sweep, journal: Journal, key: str) -> bool:
    """Whether a job will never run, because one that it needs failed."""
    return any(
        journal[need].failure is not None if need in journal else _is_blocked(sweep, journal, need)
        for need in sweep.jobs[key].needs
    )


def _parts(value: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    match value.get("type", "words"):
        case "estimate":
            low, central, high = (value[part] for part in ("low", "central", "high"))
            is_exact = central is None and low == high
            yield from (("low", low), ("central", low if is_exact else central), ("high", high))
            yield "unit", value["unit"]
        case "likelihood":
            yield from _parts(value["probability"])
            yield "term", value["term"]
        case "moment":
            yield "date", value["date"]
        case _:
            yield "text", value["text"]


def _legend(sweep: Sweep, journal: Journal) -> dict[str, Any]:
    """Say once for all rows what each finding is."""
    return {
        name: {key: finding[key] for key in ("label", "how") if key in finding}
        for job in sweep.jobs
        if job in journal
        for name, finding in journal[job].findings.items()
    }


def _type(pa: Any, name: str, sweep: Sweep) -> pa.DataType:
    if name in ("run", "failed_cell"):
        return pa.int64()
    if name in sweep.points[0]:
        return pa.array([point[name] for point in sweep.points]).type
    part = name.rpartition(".")[2]
    if part in ("low", "central", "high"):
        return pa.float64()
    # The same few words in every row take no room this way, and read back as categories.
    return pa.dictionary(pa.int32(), pa.string()) if part in ("unit", "term") else pa.string()
