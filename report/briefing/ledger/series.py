"""Series: tidy tables in `data/series/`, each row naming its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefing.errors import DataError, Fault
from briefing.ledger.tables import read_records
from briefing.paths import Project

if TYPE_CHECKING:
    import pandas as pd


def sources_of_series(project: Project) -> dict[str, set[str]]:
    """Give the ids of the sources that each series names, by its name; faults are left aside."""
    return {
        path.stem: {
            record["source"]
            for _, record in read_records(path, project.relative(path), ["source"], [], others=True)
        }
        for path in sorted((project.data / "series").glob("*.csv"))
    }


def series_sources(project: Project, known: set[str] | None, faults: list[Fault]) -> set[str]:
    """Collect the source ids that the series name, reporting those that do not exist.

    Without `known`, because the sources could not be read, none is held against them.
    """
    named: set[str] = set()
    for path in sorted((project.data / "series").glob("*.csv")):
        label = project.relative(path)
        for line, record in read_records(path, label, ["source"], faults, others=True):
            source = record["source"]
            named.add(source)
            if not source:
                faults.append(Fault(label, line, "", "names no source; fill the column source"))
            elif known is not None and source not in known:
                message = f"source {source} does not exist; add it to data/sources.csv"
                faults.append(Fault(label, line, "", message))
    return named


def read_series(project: Project, name: str, columns: Iterable[str] = ()) -> pd.DataFrame:
    """Read one series.

    Parameters
    ----------
    project : Project
        Whose series.
    name : str
        File name in `data/series/` without its ending.
    columns : iterable of str
        Columns that it must have.

    Returns
    -------
    pandas.DataFrame
        Columns as in the file; units are in their names, `month` and `date` stay text.

    Raises
    ------
    DataError
        If there is no such series, or it lacks a column.
    """
    # Half a second that `briefing check` need not spend.
    import pandas as pd

    path = project.data / "series" / f"{name}.csv"
    if not path.is_file():
        raise DataError([Fault(project.relative(path), None, "", "is missing; restore it")])
    frame = pd.read_csv(path, dtype={"month": str, "date": str, "source": str})
    lacking = [column for column in columns if column not in frame.columns]
    if lacking:
        message = f"has no column {', '.join(lacking)}; it has {', '.join(frame.columns)}"
        raise DataError([Fault(project.relative(path), 1, "", message)])
    return frame
