"""Rows of the ledger as frames, ready to be drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefing.ledger.ledger import Ledger
from briefing.ledger.models import Event, Observation

if TYPE_CHECKING:
    import pandas as pd

OBSERVATION_COLUMNS = (
    "evidence", "source", "publisher", "origin", "maker", "family", "quantity", "low", "central",
    "high", "unit", "as_of", "published", "reliability", "credibility", "finding", "note",
)  # fmt: skip
EVENT_COLUMNS = ("event", "date", "lane", "title", "source", "publisher")


def observation_frame(ledger: Ledger, rows: Iterable[Observation]) -> pd.DataFrame:
    """Lay out observations, one a row.

    Returns
    -------
    pandas.DataFrame
        Columns `OBSERVATION_COLUMNS`. An exact value has low, central and high equal; an open
        bound is NaN on its side; `as_of` is the day to plot (the middle of a month or year).
    """
    import pandas as pd

    records = []
    for row in rows:
        source = ledger.source_of(row)
        maker = ledger.originators[row.origin]
        low, central, high = _bounds(row)
        records.append(
            (
                row.id, source.id, source.publisher, row.origin, maker.name, maker.family,
                row.quantity, low, central, high, row.unit,
                row.as_of.middle if row.as_of else None, source.published.middle,
                source.reliability, row.credibility, row.finding, row.note or "",
            )
        )  # fmt: skip
    frame = pd.DataFrame.from_records(records, columns=list(OBSERVATION_COLUMNS))
    for column in ("as_of", "published"):
        frame[column] = pd.to_datetime(frame[column])
    for column in ("low", "central", "high"):
        frame[column] = frame[column].astype(float)
    return frame


def event_frame(ledger: Ledger, rows: Iterable[Event]) -> pd.DataFrame:
    """Lay out events, one a row, in order of date; columns `EVENT_COLUMNS`."""
    import pandas as pd

    records = [
        (row.id, row.date.middle, row.lane, row.title, row.source, ledger.source_of(row).publisher)
        for row in sorted(rows, key=lambda row: (row.date.first, row.id))
    ]
    frame = pd.DataFrame.from_records(records, columns=list(EVENT_COLUMNS))
    frame["date"] = pd.to_datetime(frame["date"])
    return frame


def _bounds(row: Observation) -> tuple[float, float, float]:
    if row.low is None and row.high is None:
        value = math.nan if row.central is None else row.central
        return value, value, value
    return tuple(math.nan if value is None else value for value in (row.low, row.central, row.high))  # type: ignore[return-value]
