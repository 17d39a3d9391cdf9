"""Series: tidy tables in `data/series/`, each row naming its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from briefing.errors import DataError, Fault, excerpt
from briefing.ledger.dates import PartialDate
from briefing.ledger.fields import is_number, parse_number
from briefing.ledger.tables import read_records
from briefing.paths import Project

if TYPE_CHECKING:
    import pandas as pd


_TIMES: Final[Mapping[str, str]] = MappingProxyType(
    {"year": "YYYY", "month": "YYYY-MM", "date": "YYYY-MM-DD"}
)
"""Columns that mean the same in every series, and how their cells are written."""


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
    """Collect the source ids that the series name, reporting every fault in them.

    Without `known`, because the sources could not be read, none is held against them.
    """
    named: set[str] = set()
    for path in sorted((project.data / "series").glob("*.csv")):
        label = project.relative(path)
        records = list(read_records(path, label, ["source"], faults, others=True))
        faults.extend(_cell_faults(label, records))
        for line, record in records:
            source = record["source"]
            named.add(source)
            if not source:
                faults.append(Fault(label, line, "", "names no source; fill the column source"))
            elif known is not None and source not in known:
                message = f"source {excerpt(source)} does not exist; add it to data/sources.csv"
                faults.append(Fault(label, line, "", message))
    return named


def _cell_faults(label: str, records: list[tuple[int, dict[str, str]]]) -> Iterator[Fault]:
    """Find cells that are not what their column holds.

    A series declares no types: a column holds numbers if at least half of its filled cells do.
    """
    for column in records[0][1] if records else ():
        filled = [(line, record[column]) for line, record in records if record[column].strip()]
        has_numbers = 2 * sum(is_number(cell) for _, cell in filled) >= len(filled) > 0
        for line, cell in filled if has_numbers or column in _TIMES else ():
            try:
                _check_time(column, cell) if column in _TIMES else parse_number(cell)
            except ValueError as error:
                yield Fault(label, line, "", f"{excerpt(column)}: {error}")


def _check_time(column: str, cell: str) -> None:
    if len(cell) != len(_TIMES[column]):
        raise ValueError(f"{excerpt(repr(cell))} is not a {column}; write {_TIMES[column]}")
    PartialDate.parse(cell)


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
    # Only an empty cell is missing; pandas would also take the word NA, Namibia's code, for it.
    frame = pd.read_csv(
        path,
        dtype={"month": str, "date": str, "source": str},
        keep_default_na=False,
        na_values=[""],
    )
    lacking = [column for column in columns if column not in frame.columns]
    if lacking:
        message = f"has no column {', '.join(lacking)}; it has {', '.join(frame.columns)}"
        raise DataError([Fault(project.relative(path), 1, "", message)])
    return frame
