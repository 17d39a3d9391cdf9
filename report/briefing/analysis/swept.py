"""What a sweep over two parameters comes to, pair by pair, with a verdict on each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefing.analysis.estimate import Estimate, Kind, reported
from briefing.analysis.observing import claimed
from briefing.analysis.origins import Origin
from briefing.analysis.rules import verdict_by_measure
from briefing.errors import Fault
from briefing.ledger.ledger import Ledger
from briefing.ledger.settings import SweepAxis, SweepSettings
from briefing.ledger.swept import REFRESH, SweptRow, pair_words, swept_file
from briefing.ledger.terms import Verdict


@dataclass(frozen=True, slots=True)
class SweptPoint:
    """One run of a sweep.

    Attributes
    ----------
    x, y : Estimate
        Values of the two parameters, exact.
    value : Estimate
        What the chapter found; rests on the finding and on both parameters.
    verdict : Verdict
        On the claim, were the value the only measure of it.
    """

    x: Estimate
    y: Estimate
    value: Estimate
    verdict: Verdict

    def is_at(self, x: Estimate, y: Estimate) -> bool:
        """Whether this is the run with two values of the parameters."""
        pairs = ((self.x, x), (self.y, y))
        return all(math.isclose(ours.low, theirs.to(ours.unit).low) for ours, theirs in pairs)


def swept_points(settings: SweepSettings, rows: Iterable[SweptRow]) -> list[SweptPoint]:
    """Lay out the rows of a table as estimates with origins."""
    return [
        SweptPoint(
            (x := _at(settings, settings.x, row.x)),
            (y := _at(settings, settings.y, row.y)),
            _value(row, {Origin("finding", settings.finding), *x.origins, *y.origins}),
            row.verdict,
        )
        for row in rows
    ]


def verdict_faults(ledger: Ledger, name: str, rows: Iterable[SweptRow]) -> Iterator[Fault]:
    """Hold the verdicts of a table against the claim as it is now."""
    settings = ledger.sweeps[name]
    asserted = claimed(ledger.claims[settings.claim])
    for row in rows:
        verdict = verdict_by_measure(asserted, _value(row, {Origin("finding", settings.finding)}))
        if verdict is not row.verdict:
            yield Fault(
                f"data/{swept_file(name)}",
                row.line,
                pair_words(settings, row.x, row.y),
                f"has {row.verdict}, but the rule gives {verdict}; run `{REFRESH}`",
            )


def stale_faults(
    name: str,
    settings: SweepSettings,
    points: Sequence[SweptPoint],
    known: Iterable[tuple[Estimate, Estimate, Estimate]],
) -> Iterator[Fault]:
    """Hold a table against what chapters have found in this run.

    Parameters
    ----------
    name : str
        Of the sweep.
    settings : SweepSettings
        What is swept.
    points : sequence of SweptPoint
        The table.
    known : iterable of (Estimate, Estimate, Estimate)
        Values of both parameters, and what was found with them.

    Yields
    ------
    Fault
        For each value that the table has otherwise; one if it has none of the pairs, because then
        nothing would tell that it is stale.
    """
    file = f"data/{swept_file(name)}"
    met = False
    for x, y, found in known:
        for point in points:
            if not point.is_at(x, y):
                continue
            met = True
            if not _is_same(point.value, found.to(point.value.unit)):
                where = pair_words(settings, point.x.low, point.y.low)
                message = f"has {point.value}, but the chapter finds {found}; run `{REFRESH}`"
                yield Fault(file, None, where, message)
    if not met:
        message = "has no pair of values that the chapters ran with; add one to data/sweeps.toml"
        yield Fault(file, None, "", message)


def _at(settings: SweepSettings, axis: SweepAxis, value: float) -> Estimate:
    origin = Origin("parameter", f"{settings.chapter}/{axis.parameter}")
    return reported(None, value, None, axis.unit, [origin], Kind.CHOSEN)


def _value(row: SweptRow, origins: Iterable[Origin]) -> Estimate:
    return reported(row.low, row.central, row.high, row.unit or "ratio", origins, Kind.MODELLED)


def _is_same(one: Estimate, other: Estimate) -> bool:
    ends = ((one.low, other.low), (one.high, other.high))
    return all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a, b in ends)
