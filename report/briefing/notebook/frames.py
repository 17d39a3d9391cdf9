"""Rows of the ledger as frames, ready to be drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from briefing.analysis.estimate import Estimate
from briefing.analysis.fragility import Fragility
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.projection import Projected
from briefing.analysis.unknown import Unknown
from briefing.analysis.wording import format_date
from briefing.ledger.dates import PartialDate
from briefing.ledger.geography import read_land
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import Event, Observation
from briefing.ledger.series import read_series
from briefing.notebook.places import place_frame, with_credit
from briefing.paths import Project

if TYPE_CHECKING:
    import pandas as pd

OBSERVATION_COLUMNS = (
    "evidence", "source", "publisher", "origin", "maker", "family", "side", "quantity", "low",
    "central", "high", "unit", "as_of", "published", "reliability", "credibility", "finding",
    "note",
)  # fmt: skip
EVENT_COLUMNS = ("event", "date", "lane", "title", "source", "publisher")


@dataclass(frozen=True, slots=True)
class Frames:
    """What a chapter may draw: rows of the ledger that were public by its cut-off.

    Attributes
    ----------
    project : Project
        Where the series are.
    ledger : Ledger
        All tables.
    cutoff : date
        Last day whose publications count.
    """

    project: Project
    ledger: Ledger
    cutoff: date

    def observations(
        self, *ids: str, quantity: str | None = None, claim: str | None = None
    ) -> pd.DataFrame:
        """Give known rows of evidence.

        Parameters
        ----------
        *ids : str
            Only these rows, in this order.
        quantity, claim : str, optional
            Only rows that measure the quantity, or bear on the claim.

        Returns
        -------
        pandas.DataFrame
            Columns `OBSERVATION_COLUMNS`; empty if nothing was known.

        Raises
        ------
        KeyError
            If an id is not in the evidence.
        """
        rows = list(self.ledger.observations(quantity=quantity, claim=claim, known_by=self.cutoff))
        if ids:
            known = {row.id: row for row in rows}
            wanted = [self.ledger.evidence[identifier] for identifier in ids]
            rows = [row for row in wanted if row.id in known]
        return observation_frame(self.ledger, rows)

    def panels(self, titles: Mapping[str, str]) -> pd.DataFrame:
        """Give the known rows of several quantities, each with the title of its own panel.

        Parameters
        ----------
        titles : mapping of str to str
            Quantity to title; quantities of different definition stay in panels of their own.

        Returns
        -------
        pandas.DataFrame
            As from `observations`, with a column panel.
        """
        return _stacked(
            self.observations(quantity=quantity).assign(panel=title)
            for quantity, title in titles.items()
        )

    def grouped(self, column: str, groups: Mapping[str, Sequence[str]]) -> pd.DataFrame:
        """Give chosen rows with the name of their group in a column.

        Parameters
        ----------
        column : str
            Name of that column.
        groups : mapping of str to sequence of str
            Name of each group to the ids of its rows.
        """
        return _stacked(
            self.observations(*ids).assign(**{column: name}) for name, ids in groups.items()
        )

    def stacked(self, *frames: pd.DataFrame) -> pd.DataFrame:
        """Put frames below each other; empty ones are left out."""
        return _stacked(frames)

    def estimates(self, *rows: tuple[str, str, Estimate | Unknown]) -> pd.DataFrame:
        """Give computed values; rows are group, label, value."""
        return estimate_frame(self.ledger, rows)

    def projection(self, series: str, start: Moment, points: Iterable[Projected]) -> pd.DataFrame:
        """Give a projection as the line or the band of one series.

        Parameters
        ----------
        series : str
            Its name.
        start : Moment
            Day from which the times count.
        points : iterable of Projected
            As `briefing.analysis.projection.project` gives them.

        Returns
        -------
        pandas.DataFrame
            Columns date, series, low, central, high, evidence and publisher.
        """
        import pandas as pd

        first = start.date.last
        records = [
            {
                "date": first + timedelta(days=round(point.time.to("days").low)),
                "series": series,
                "low": point.value.low,
                "central": point.value.point,
                "high": point.value.high,
                "evidence": tuple(sorted(point.value.origins | start.origins)),
                "publisher": _publishers(self.ledger, point.value.origins),
            }
            for point in points
        ]
        return pd.DataFrame.from_records(records)

    def fragility(self, probes: Iterable[Fragility]) -> pd.DataFrame:
        """Give the factors between which each verdict holds, one claim a row.

        Returns
        -------
        pandas.DataFrame
            Columns group, row, low, central and high (factors, NaN where nothing within reach
            flips the verdict) and evidence. Claims that no single figure flips are left out.
        """
        import pandas as pd

        records = [
            {
                "group": "Hangs on one family" if probe.hangs_on_one else "Stands without any one",
                "row": self.ledger.claims[probe.claim].statement,
                "low": probe.down.factor if probe.down else math.nan,
                "central": 1.0 if probe.down and probe.up else math.nan,
                "high": probe.up.factor if probe.up else math.nan,
                "evidence": tuple(
                    Origin("evidence", flip.row) for flip in (probe.down, probe.up) if flip
                ),
            }
            for probe in probes
            if probe.up or probe.down
        ]
        columns = ["group", "row", "low", "central", "high", "evidence"]
        frame = pd.DataFrame.from_records(records, columns=columns)
        return frame.sort_values(["group", "row"], kind="stable", ignore_index=True)

    def events(self, *, lanes: Iterable[str] = (), claims: Iterable[str] = ()) -> pd.DataFrame:
        """Give known events, in order of date; columns `EVENT_COLUMNS`.

        Parameters
        ----------
        lanes, claims : iterable of str
            Only events of these lanes, or that name one of these claims.
        """
        wanted_lanes, wanted_claims = set(lanes), set(claims)
        rows = [
            row
            for row in self.ledger.events.values()
            if self.ledger.is_known(row, self.cutoff)
            and (not wanted_lanes or row.lane in wanted_lanes)
            and (not wanted_claims or wanted_claims.intersection(row.claims))
        ]
        return event_frame(self.ledger, rows)

    def series(self, name: str, dates: str = "month") -> pd.DataFrame:
        """Give the rows of a series up to the cut-off.

        Parameters
        ----------
        name : str
            File in `data/series/` without its ending.
        dates : str
            Column with the ISO date or month that decides.
        """
        frame = read_series(self.project, name, (dates,))
        known = [PartialDate.parse(text).is_by(self.cutoff) for text in frame[dates].astype(str)]
        return frame.loc[known].reset_index(drop=True)

    def side(self, family: str) -> str:
        """Give the name by which a family is shown."""
        return _family_name(self.ledger, family)

    def credited(self, name: str, dates: str = "month") -> pd.DataFrame:
        """Give the rows of a series up to the cut-off, with what a chart credits.

        Parameters
        ----------
        name, dates : str
            As for `series`.

        Returns
        -------
        pandas.DataFrame
            The columns of the series, and `publisher` and `evidence`.
        """
        frame = self.series(name, dates)
        return with_credit(frame, name, self.ledger)

    def land(self) -> Mapping[str, Any]:
        """Give outlines of countries, as maps take them."""
        return read_land(self.project)

    def places(self, *names: str) -> pd.DataFrame:
        """Give places for a map.

        Parameters
        ----------
        *names : str
            Only these, in this order.

        Returns
        -------
        pandas.DataFrame
            Columns place, kind, longitude, latitude, publisher and evidence.

        Raises
        ------
        DataError
            If there is no place of that name.
        """
        return place_frame(self.project, self.ledger, names)

    def routes(self, stops: Mapping[str, Sequence[str]]) -> pd.DataFrame:
        """Give routes as lines from place to place.

        Parameters
        ----------
        stops : mapping of str to sequence of str
            Name of each route to its places, in order.

        Returns
        -------
        pandas.DataFrame
            As from `places`, with a column route.
        """
        return _stacked(self.places(*names).assign(route=name) for name, names in stops.items())

    def attribution(self, evidence_id: str) -> str:
        """Give who made an observation and when it speaks of, as a row's label."""
        row = self.ledger.evidence[evidence_id]
        maker = self.ledger.originators[row.origin].name
        return f"{maker}, {format_date(row.as_of, 'month')}" if row.as_of else maker


def observation_frame(ledger: Ledger, rows: Iterable[Observation]) -> pd.DataFrame:
    """Lay out observations, one a row.

    Returns
    -------
    pandas.DataFrame
        Columns `OBSERVATION_COLUMNS`. An exact value has low, central and high equal; an open
        bound is NaN on its side; `side` is the family as a label; `as_of` and `published` are
        `PartialDate`.
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
                _side(ledger, row.origin),
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


def _side(ledger: Ledger, origin: str) -> str:
    """Name a family: the place of a government's bodies, the name of a maker that stands alone."""
    return _family_name(ledger, ledger.family_of(origin))


def _family_name(ledger: Ledger, family: str) -> str:
    members = [maker for maker in ledger.originators.values() if maker.family == family]
    return members[0].name if len(members) == 1 else family.replace("-", " ").title()


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


def _stacked(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()
