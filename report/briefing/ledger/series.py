"""Series: tidy tables in `data/series/`, each row naming its source."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from briefing.errors import DataError, Fault
from briefing.paths import Project

if TYPE_CHECKING:
    import pandas as pd


def series_sources(project: Project, known: set[str], faults: list[Fault]) -> set[str]:
    """Collect the source ids that the series name, reporting those that do not exist."""
    named: set[str] = set()
    for path in sorted((project.data / "series").glob("*.csv")):
        label = project.relative(path)
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            if "source" not in (reader.fieldnames or ()):
                faults.append(Fault(label, 1, "", "column source is missing; add it"))
                continue
            for row in reader:
                source = row["source"] or ""
                named.add(source)
                if source not in known:
                    message = f"source {source!r} does not exist; add it to data/sources.csv"
                    faults.append(Fault(label, reader.line_num, "", message))
    return named


def read_series(project: Project, name: str) -> pd.DataFrame:
    """Read one series.

    Parameters
    ----------
    project : Project
        Whose series.
    name : str
        File name in `data/series/` without its ending.

    Returns
    -------
    pandas.DataFrame
        Columns as in the file; units are in their names, `month` and `date` stay text.

    Raises
    ------
    DataError
        If there is no such series.
    """
    # Half a second that `briefing check` need not spend.
    import pandas as pd

    path = project.data / "series" / f"{name}.csv"
    if not path.is_file():
        raise DataError([Fault(project.relative(path), None, "", "is missing; restore it")])
    return pd.read_csv(path, dtype={"month": str, "date": str, "source": str})
