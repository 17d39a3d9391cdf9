"""A level over time, divided into the phases of what went on meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.analysis.estimate import Estimate, reported
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.unknown import Unknown
from briefing.ledger.dates import PartialDate

if TYPE_CHECKING:
    import pandas as pd


def divide_by_phase(
    levels: pd.DataFrame,
    starts: Mapping[str, Moment | Unknown],
    *,
    day: str = "date",
    phase: str = "phase",
) -> pd.DataFrame:
    """Name the phase of each level, and repeat the level in force where a phase begins.

    Parameters
    ----------
    levels : DataFrame
        One change of the level a row, in order of time; each holds until the next. The column
        `day` has days as text.
    starts : mapping of str to Moment or Unknown
        Name and beginning of each phase, in order of time. A month begins on its first day.
        A phase whose beginning is unknown is left out, and the one before goes on.
    day : str
        Column with the day of the change.
    phase : str
        Column to be added; it is filled with the phase's name.

    Returns
    -------
    DataFrame
        The rows from the first phase on. A row at the beginning of a phase ends the one before and
        opens the next, so that the two meet when drawn; a column ``evidence`` names what the
        phase's beginning rests on, beside what the row rests on already.

    Raises
    ------
    ValueError
        If two phases are not in order of time.
    """
    import pandas as pd

    known = [(name, start) for name, start in starts.items() if isinstance(start, Moment)]
    for (name, start), (later, after) in pairwise(known):
        if after.date.first <= start.date.first:
            raise ValueError(f"phase {later!r} does not begin after phase {name!r}; reorder them")
    days = [PartialDate.parse(str(cell)).first for cell in levels[day]]
    parts = []
    ends = [*(start.date.first for _, start in known[1:]), None]
    for (name, start), until in zip(known, ends[: len(known)], strict=True):
        part = _between(levels, days, start.date.first, until, day).assign(**{phase: name})
        own = " ".join(str(origin) for origin in sorted(start.origins))
        had = part["evidence"] if "evidence" in part.columns else ""
        part["evidence"] = (had + " " + own) if "evidence" in part.columns else own
        parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else levels.head(0).assign(**{phase: ""})


def level_at(
    levels: pd.DataFrame, when: Moment | Unknown, column: str, unit: str, *, day: str = "date"
) -> Estimate | Unknown:
    """Give the level in force at a moment.

    Parameters
    ----------
    levels : DataFrame
        As for `divide_by_phase`, with a column ``evidence`` of origins.
    when : Moment or Unknown
        A month stands for its first day.
    column, unit : str
        Column of the level, and its unit.
    day : str
        Column with the day of the change.

    Returns
    -------
    Estimate or Unknown
        The last level set on or before that day; it rests on the moment too. Unknown if the
        moment is, or lies before the first level.
    """
    if isinstance(when, Unknown):
        return when
    known = [PartialDate.parse(str(cell)).first <= when.date.first for cell in levels[day]]
    if not any(known):
        return Unknown(f"{column} before {levels[day].min()}")
    row = levels.loc[known].iloc[-1]
    origins = {*_origins_of(row["evidence"]), *when.origins}
    return reported(None, float(row[column]), None, unit, origins)


def peak_of(
    levels: pd.DataFrame, column: str, unit: str, *, day: str = "date"
) -> tuple[Estimate, Moment]:
    """Give the highest level and the day on which it was first reached.

    Parameters
    ----------
    levels, column, unit, day
        As for `level_at`.
    """
    row = levels.iloc[int(levels[column].to_numpy().argmax())]
    origins = frozenset(_origins_of(row["evidence"]))
    height = reported(None, float(row[column]), None, unit, origins)
    return height, Moment(PartialDate.parse(str(row[day])), origins)


def _origins_of(cell: object) -> Iterator[Origin]:
    return (Origin.parse(text) for text in str(cell).split())


def _between(
    levels: pd.DataFrame, days: list[date], first: date, until: date | None, column: str
) -> pd.DataFrame:
    """Give the changes of a phase, with the level in force at its two ends."""
    import pandas as pd

    inside = [first <= one and (until is None or one < until) for one in days]
    part = levels.loc[inside]
    before = levels.loc[[one < first for one in days]].tail(1)
    opening = before.assign(**{column: first.isoformat()}) if first not in days else before.head(0)
    closing = part.head(0)
    if until is not None:
        closing = levels.loc[[one < until for one in days]].tail(1)
        closing = closing.assign(**{column: until.isoformat()})
    return pd.concat([opening, part, closing], ignore_index=True)
