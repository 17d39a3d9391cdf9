"""What must hold between the rows of a sound ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefing.errors import Fault
from briefing.ledger.dates import PartialDate
from briefing.ledger.models import Claim, Event, Observation, Originator, Row, Ruling, Source
from briefing.ledger.terms import Bearing, Vintage


@dataclass(slots=True)
class Rows:
    """The rows of all tables as read, before they are related.

    Attributes
    ----------
    claims, originators, sources, evidence, rulings, events : list
        In the order of the files; ids may still repeat or lead nowhere.
    series_sources : set of str
        Source ids that the series name.
    left_out : mapping of str to set of str
        By file, the ids of rows that were too faulty to be read; an empty id stands for rows that
        nobody can name. What they would have said is not held against the others.
    """

    claims: list[Claim] = field(default_factory=list)
    originators: list[Originator] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    evidence: list[Observation] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    series_sources: set[str] = field(default_factory=set)
    left_out: Mapping[str, set[str]] = field(default_factory=dict)

    def may_hold(self, file: str, row_id: str) -> bool:
        """Whether a row with this id may be among those left out of a file."""
        return not self.left_out.get(file, set()).isdisjoint({row_id, ""})

    def is_whole(self, *files: str) -> bool:
        """Whether every row of some files could be read."""
        return not any(self.left_out.get(file) for file in files)


Check = Callable[[Rows, date], Iterator[Fault]]


def check_rows(rows: Rows, today: date) -> list[Fault]:
    """Run every check.

    Parameters
    ----------
    rows : Rows
        All tables.
    today : date
        No publication or access may be later.

    Returns
    -------
    list of Fault
        In the order of the checks; empty if all is well.
    """
    return [fault for check in _CHECKS for fault in check(rows, today)]


def _unique_ids(rows: Rows, _: date) -> Iterator[Fault]:
    tables: Sequence[tuple[str, Iterable[Row], Callable[[Row], str]]] = (
        ("claims.csv", rows.claims, _id),
        ("origins.csv", rows.originators, _id),
        ("sources.csv", rows.sources, _id),
        ("evidence.csv", rows.evidence, _id),
        ("events.csv", rows.events, _id),
        ("verdicts.csv", rows.rulings, lambda r: f"{r.claim}/{r.vintage}"),  # type: ignore[attr-defined]
    )
    for file, table, key_of in tables:
        first: dict[str, int] = {}
        for row in table:
            key = key_of(row)
            if key in first:
                message = f"id {key} stands already on line {first[key]}; give it another id"
                yield _fault(file, row, key, message)
            first.setdefault(key, row.line)


def _references(rows: Rows, _: date) -> Iterator[Fault]:
    claim = _Table(rows, "claims.csv", rows.claims)
    source = _Table(rows, "sources.csv", rows.sources)
    origin = _Table(rows, "origins.csv", rows.originators)
    evidence = _Table(rows, "evidence.csv", rows.evidence)
    for row in rows.claims:
        if row.origin is not None:
            yield from origin.must_hold("claims.csv", row, row.id, "origin", row.origin)
    for seen in rows.evidence:
        yield from claim.must_hold("evidence.csv", seen, seen.id, "claim", *seen.claims)
        yield from source.must_hold("evidence.csv", seen, seen.id, "source", seen.source)
        yield from origin.must_hold("evidence.csv", seen, seen.id, "origin", seen.origin)
    for ruling in rows.rulings:
        name = f"{ruling.claim}/{ruling.vintage}"
        yield from claim.must_hold("verdicts.csv", ruling, name, "claim", ruling.claim)
        yield from evidence.must_hold("verdicts.csv", ruling, name, "evidence", *ruling.evidence)
    for event in rows.events:
        yield from source.must_hold("events.csv", event, event.id, "source", event.source)
        yield from claim.must_hold("events.csv", event, event.id, "claim", *event.claims)


class _Table:
    """The ids of one table, to hold references against."""

    def __init__(self, rows: Rows, file: str, table: Iterable[Row]) -> None:
        self.rows, self.file = rows, file
        self.ids = {_id(row) for row in table}

    def must_hold(self, file: str, row: Row, row_id: str, what: str, *ids: str) -> Iterator[Fault]:
        for wanted in ids:
            if wanted not in self.ids and not self.rows.may_hold(self.file, wanted):
                message = f"{what} {wanted} does not exist; add it or correct the id"
                yield _fault(file, row, row_id, message)


def _orphans(rows: Rows, _: date) -> Iterator[Fault]:
    used = rows.series_sources | {row.source for row in rows.evidence}
    used |= {event.source for event in rows.events}
    if rows.is_whole("evidence.csv", "events.csv", "series"):
        for source in rows.sources:
            if source.id not in used:
                message = "is used by no observation, event or series; remove it or use it"
                yield _fault("sources.csv", source, source.id, message)
    makers = {row.origin for row in rows.evidence} | {row.origin for row in rows.claims}
    if rows.is_whole("evidence.csv", "claims.csv"):
        for maker in rows.originators:
            if maker.id not in makers:
                yield _fault("origins.csv", maker, maker.id, "made no observation; remove it")


def _dates(rows: Rows, today: date) -> Iterator[Fault]:
    for source in rows.sources:
        for column, day in (("published", source.published), ("accessed", source.accessed)):
            yield from _not_after("sources.csv", source, source.id, column, day, today)
        if source.published and source.accessed.last < source.published.first:
            message = f"was accessed {source.accessed}, before it was published; correct one date"
            yield _fault("sources.csv", source, source.id, message)
    for row in rows.evidence:
        yield from _not_after("evidence.csv", row, row.id, "as_of", row.as_of, today)
    for event in rows.events:
        yield from _not_after("events.csv", event, event.id, "date", event.date, today)


def _units(rows: Rows, _: date) -> Iterator[Fault]:
    claims = {row.id: row for row in rows.claims}
    first: dict[str, tuple[str, str]] = {}
    for row in rows.evidence:
        if row.quantity and row.unit:
            unit, where = first.setdefault(row.quantity, (row.unit, row.id))
            if unit != row.unit:
                message = (
                    f"unit {row.unit} clashes with {unit}, in which {where} gives {row.quantity}; "
                    "convert the row or give the quantity another name"
                )
                yield _fault("evidence.csv", row, row.id, message)
        for name, bearing in row.claims.items():
            claim = claims.get(name)
            if bearing is Bearing.MEASURE and claim is not None:
                yield from _comparable(row, claim)


def _comparable(row: Observation, claim: Claim) -> Iterator[Fault]:
    if row.quantity is None or row.quantity != claim.quantity:
        message = (
            f"cannot measure {claim.id}: it gives {row.quantity or 'no quantity'}, the claim is "
            f"about {claim.quantity or 'none'}; use another bearing or correct the quantity"
        )
        yield _fault("evidence.csv", row, row.id, message)
    elif claim.low is None and claim.high is None:
        message = f"cannot measure {claim.id}, which has no number; fill its low or high"
        yield _fault("evidence.csv", row, row.id, message)
    elif row.unit != claim.unit:
        message = (
            f"unit {row.unit} clashes with {claim.unit}, the unit of the claim {claim.id}; "
            "convert the row"
        )
        yield _fault("evidence.csv", row, row.id, message)


def _rulings(rows: Rows, _: date) -> Iterator[Fault]:
    ruled: dict[str, dict[Vintage, Ruling]] = {}
    for ruling in rows.rulings:
        ruled.setdefault(ruling.claim, {})[ruling.vintage] = ruling
    for claim, vintages in ruled.items():
        for vintage in Vintage:
            if vintage not in vintages and not rows.may_hold("verdicts.csv", claim):
                only = next(iter(vintages.values()))
                message = f"has no ruling for {vintage}; rule on both vintages"
                yield _fault("verdicts.csv", only, claim, message)
    reliable = {row.id: row.reliability in "ABC" for row in rows.sources}
    strong = {row.id for row in rows.evidence if reliable.get(row.source, False)}
    whole = rows.is_whole("evidence.csv", "sources.csv")
    for ruling in rows.rulings:
        if whole and ruling.evidence and not strong.intersection(ruling.evidence):
            message = "rests on no source graded A to C; add a stronger one"
            yield _fault("verdicts.csv", ruling, f"{ruling.claim}/{ruling.vintage}", message)


_CHECKS: tuple[Check, ...] = (_unique_ids, _references, _orphans, _dates, _units, _rulings)


def _not_after(
    file: str, row: Row, row_id: str, column: str, day: PartialDate | None, today: date
) -> Iterator[Fault]:
    if day is not None and day.first > today:
        yield _fault(file, row, row_id, f"{column} {day} is after today; correct the date")


def _id(row: Row) -> str:
    return str(row.id)  # type: ignore[attr-defined]


def _fault(file: str, row: Row, row_id: str, message: str) -> Fault:
    return Fault(f"data/{file}", row.line, row_id, message)
