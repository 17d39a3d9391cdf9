"""Frames as the charts take them: columns checked, dates read, bounds made plain.

Every fault is collected and raised at once as a `DataError` that names the figure and the row.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from briefing.analysis.moment import Moment
from briefing.errors import DataError, Fault
from briefing.ledger.dates import PartialDate

BOUNDS = ("low", "central", "high")
"""Columns of a range: all three optional, but each row needs at least one value.

A lone `low` means "at least", a lone `high` "up to", a lone `central` an exact value. Infinite
bounds are open bounds too. The same three columns as in ``data/evidence.csv``.
"""


def read_frame(
    frame: pd.DataFrame,
    label: str,
    *,
    words: Sequence[str] = (),
    numbers: Sequence[str] = (),
    dates: Sequence[str] = (),
    optional: Sequence[str] = (),
    bounds: bool = False,
    positive: bool = False,
) -> pd.DataFrame:
    """Check a frame and give a copy that a form can draw without looking twice.

    Parameters
    ----------
    frame : DataFrame
        Tidy, one mark a row. Columns that are not named here are kept as they are.
    label : str
        Label of the figure, for messages.
    words, numbers, dates : sequence of str
        Required columns by type; none may be empty in any row. Dates may be text (a day, a month
        or a year), dates, timestamps or `PartialDate`; they come out as `PartialDate`.
    optional : sequence of str
        Text columns added as empty text where missing.
    bounds : bool
        Whether the frame has the columns of `BOUNDS`; they come out as floats, NaN for open, and
        an exact value always in `central` alone.
    positive : bool
        Whether bounds must be above zero, for a log axis.

    Raises
    ------
    DataError
        If there are no rows, a column is missing, or a cell is empty or of the wrong type.
    """
    if frame.empty:
        raise _data_error(label, "", "has no rows to draw; widen the selection or leave it out")
    missing = [name for name in (*words, *numbers, *dates) if name not in frame.columns]
    if bounds and not set(BOUNDS) & set(frame.columns):
        missing.append("low, central or high")
    if missing:
        have = ", ".join(map(str, frame.columns))
        raise _data_error(label, "", f"lacks the column {'; '.join(missing)}; it has {have}")
    result = frame.reset_index(drop=True).copy()
    faults: list[Fault] = []
    for name in words:
        result[name] = _read_words(result[name], name, label, faults)
    for name in numbers:
        result[name] = _read_numbers(result[name], name, label, faults)
    for name in dates:
        result[name] = _read_dates(result[name], name, label, faults)
    for name in optional:
        column = result[name] if name in result.columns else pd.Series("", index=result.index)
        result[name] = column.map(lambda cell: "" if _is_empty(cell) else str(cell)).astype(object)
    if bounds:
        result = _read_bounds(result, label, faults)
        if positive:
            for row in result.index[(result[list(BOUNDS)] <= 0).any(axis=1)]:
                message = "has a value that is not above zero; it cannot stand on a log axis"
                faults.append(Fault(label, None, f"row {row}", message))
    if faults:
        raise DataError(faults)
    return result


def in_order(column: Iterable[str]) -> list[str]:
    """Give the distinct values of a column in order of first appearance."""
    return list(dict.fromkeys(column))


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Give the rows one by one, with the columns as attributes."""
    yield from frame.itertuples()


def groups_of(frame: pd.DataFrame, by: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give the rows of each value of a column, in order of first appearance."""
    for name, rows in frame.groupby(by, sort=False):
        yield str(name), rows


def _data_error(label: str, row: str, message: str) -> DataError:
    return DataError([Fault(label, None, row, message)])


def _is_empty(cell: object) -> bool:
    return cell is None or cell == "" or (not isinstance(cell, str) and bool(pd.isna(cell)))


def _read_words(column: pd.Series, name: str, label: str, faults: list[Fault]) -> pd.Series:
    for row, cell in column.items():
        if _is_empty(cell):
            faults.append(Fault(label, None, f"row {row}", f"{name} is empty; fill it in"))
    return column.map(lambda cell: "" if _is_empty(cell) else str(cell)).astype(object)


def _read_numbers(column: pd.Series, name: str, label: str, faults: list[Fault]) -> pd.Series:
    read = pd.to_numeric(column, errors="coerce").astype(float)
    for row, value in read.items():
        if not math.isfinite(value):
            message = f"{name} is {column[row]!r}, not a finite number; correct or drop the row"
            faults.append(Fault(label, None, f"row {row}", message))
    return read


def _read_dates(column: pd.Series, name: str, label: str, faults: list[Fault]) -> pd.Series:
    def read(row: object, cell: object) -> PartialDate | None:
        try:
            return as_partial_date(cell)
        except ValueError as error:
            faults.append(Fault(label, None, f"row {row}", f"{name}: {error}"))
            return None

    return pd.Series([read(row, cell) for row, cell in column.items()], column.index, dtype=object)


def as_partial_date(cell: object) -> PartialDate:
    """Read a date in any of the forms a frame may hold.

    Raises
    ------
    ValueError
        If the cell is empty or holds no date.
    """
    if isinstance(cell, Moment):
        return cell.date
    if isinstance(cell, PartialDate):
        return cell
    if isinstance(cell, datetime | date) and not pd.isna(cell):
        return PartialDate.parse(cell.strftime("%Y-%m-%d"))
    return PartialDate.parse("" if _is_empty(cell) else str(cell))


def _read_bounds(frame: pd.DataFrame, label: str, faults: list[Fault]) -> pd.DataFrame:
    result = frame.copy()
    for name in BOUNDS:
        column = frame[name] if name in frame.columns else pd.Series(math.nan, index=frame.index)
        numbers = pd.to_numeric(column, errors="coerce").astype(float)
        for row in frame.index[numbers.isna() & ~column.map(_is_empty)]:
            message = f"{name} is {column[row]!r}, not a number; correct the row"
            faults.append(Fault(label, None, f"row {row}", message))
        result[name] = numbers.where(numbers.abs() != math.inf)
    for row, (low, central, high) in result[list(BOUNDS)].iterrows():
        problem = _bounds_problem(low, central, high)
        if problem:
            faults.append(Fault(label, None, f"row {row}", problem))
    exact = (result["low"] == result["high"]) & result["low"].notna()
    result.loc[exact, "central"] = result.loc[exact, "low"]
    result.loc[exact, ["low", "high"]] = math.nan
    return result


def _bounds_problem(low: float, central: float, high: float) -> str:
    if math.isnan(low) and math.isnan(central) and math.isnan(high):
        return "low, central and high are all empty; give one of them or drop the row"
    if low > high:
        return f"low {low:,g} is above high {high:,g}; swap them or correct the row"
    if central < low or central > high:
        return f"central {central:,g} lies outside its range; correct the row"
    return ""
