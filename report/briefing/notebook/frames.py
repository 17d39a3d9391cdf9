"""Rows of the ledger as frames, ready to be drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefing.analysis.estimate import Estimate, Unknown
from briefing.analysis.origins import Origin
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
        bound is NaN on its side; `as_of` and `published` are `PartialDate`.
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
                row.as_of, source.published,
                source.reliability, row.credibility, row.finding, row.note or "",
            )
        )  # fmt: skip
    frame = pd.DataFrame.from_records(records, columns=list(OBSERVATION_COLUMNS))
    for column in ("low", "central", "high"):
        frame[column] = frame[column].astype(float)
    return frame


def event_frame(ledger: Ledger, rows: Iterable[Event]) -> pd.DataFrame:
    """Lay out events, one a row, in order of date; columns `EVENT_COLUMNS`."""
    import pandas as pd

    records = [
        (row.id, row.date, row.lane, row.title, row.source, ledger.source_of(row).publisher)
        for row in sorted(rows, key=lambda row: (row.date.first, row.id))
    ]
    return pd.DataFrame.from_records(records, columns=list(EVENT_COLUMNS))


def estimate_frame(
    ledger: Ledger, rows: Iterable[tuple[str, str, Estimate | Unknown]]
) -> pd.DataFrame:
    """Lay out computed values, one a row.

    Parameters
    ----------
    ledger : Ledger
        Where the evidence behind them is found.
    rows : iterable of (str, str, Estimate or Unknown)
        Group, label, value. What was unknown at the cut-off is left out.

    Returns
    -------
    pandas.DataFrame
        Columns group, row, low, central, high, unit, evidence (a tuple of origins) and publisher
        (a tuple of names).
    """
    import pandas as pd

    records = [
        (
            group, label, value.low, value.point, value.high, str(value.unit),
            tuple(sorted(value.origins)), _publishers(ledger, value.origins),
        )
        for group, label, value in rows
        if isinstance(value, Estimate)
    ]  # fmt: skip
    columns = ["group", "row", "low", "central", "high", "unit", "evidence", "publisher"]
    return pd.DataFrame.from_records(records, columns=columns)


def _publishers(ledger: Ledger, origins: Iterable[Origin]) -> tuple[str, ...]:
    names = {
        ledger.source_of(ledger.evidence[origin.id]).publisher
        for origin in origins
        if origin.kind == "evidence"
    }
    return tuple(sorted(names))


def _bounds(row: Observation) -> tuple[float, float, float]:
    if row.low is None and row.high is None:
        value = math.nan if row.central is None else row.central
        return value, value, value
    return tuple(math.nan if value is None else value for value in (row.low, row.central, row.high))  # type: ignore[return-value]
