"""From rows of the ledger to values with origins: the only way numbers come in."""

from __future__ import annotations

from briefing.analysis.estimate import Estimate, reported
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.errors import DataError, Fault
from briefing.ledger.models import Bounded, Claim, Event, Observation


def observe(row: Observation) -> Estimate:
    """Give the value that a row of evidence reports.

    Raises
    ------
    DataError
        If the row holds a finding in words only.
    """
    if not row.has_value or row.unit is None:
        raise _no_value("evidence.csv", row, row.id)
    return reported(row.low, row.central, row.high, row.unit, [Origin("evidence", row.id)])


def claimed(row: Claim) -> Estimate:
    """Give the value that the article asserts.

    Raises
    ------
    DataError
        If the claim is not about a number.
    """
    if row.unit is None or (row.low is None and row.high is None):
        raise _no_value("claims.csv", row, row.id)
    return reported(row.low, None, row.high, row.unit, [Origin("claim", row.id)])


def dated(row: Observation | Claim | Event) -> Moment:
    """Give the date a row speaks of.

    Raises
    ------
    DataError
        If the row names none.
    """
    kind = {Observation: "evidence", Claim: "claim", Event: "event"}[type(row)]
    day = row.date if isinstance(row, Event) else row.as_of
    if day is None:
        message = "has no date; fill the column as_of"
        file = {"evidence": "evidence", "claim": "claims", "event": "events"}[kind]
        raise DataError([Fault(f"data/{file}.csv", row.line, row.id, message)])
    return Moment(day, frozenset({Origin(kind, row.id)}))


def _no_value(file: str, row: Bounded, row_id: str) -> DataError:
    return DataError(
        [Fault(f"data/{file}", row.line, row_id, "holds no number; choose another row")]
    )
