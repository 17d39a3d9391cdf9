"""Terms of service: what force a term and a share of each cohort add up to, and the reverse.

All functions assume a stable population: every cohort in service is as large as the one now coming
of age, and nobody leaves before the term ends.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.flows import Value, cohort_rate, share_of, time_covered
from briefing.analysis.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

POINTS: Final = 33
"""Terms tried over a range, ends included: quarters of a year over eight years."""

_ALL: Final = 100.0
"""No larger share of a cohort than this can serve [%]."""


def force_if_all_serve(cohort: Value, term: Value) -> Value:
    """Give the force that results if a whole cohort serves a term, year after year.

    Parameters
    ----------
    cohort : Estimate or Unknown
        People who come of age in a year [persons].
    term : Estimate or Unknown
        How long each serves, a time.

    Returns
    -------
    Estimate or Unknown
        ``cohort a year × term`` [persons].
    """
    return (cohort_rate(cohort) * term).to("persons")


def share_needed(force: Value, cohort: Value, term: Value) -> Value:
    """Give the share of each cohort that must serve a term to keep up a force.

    Parameters
    ----------
    force : Estimate or Unknown
        Those in service at a time [persons].
    cohort, term : Estimate or Unknown
        As in `force_if_all_serve`.

    Returns
    -------
    Estimate or Unknown
        May exceed 100 %, which says that the three do not fit together [%].
    """
    return share_of(force, force_if_all_serve(cohort, term))


def term_if_all_serve(force: Value, cohort: Value) -> Value:
    """Give the term that keeps up a force if the whole of each cohort serves it [years]."""
    return time_covered(force, cohort_rate(cohort), "years")


def remaining(force: Value, share: Value) -> Value:
    """Give what is left of a force without a share of it.

    Parameters
    ----------
    force : Estimate or Unknown
        The whole.
    share : Estimate or Unknown
        Between 0 and 100 %.

    Raises
    ------
    ValueError
        If the share can lie outside these bounds.
    """
    if isinstance(force, Unknown) or isinstance(share, Unknown):
        return force if isinstance(force, Unknown) else share
    ratio = share.to("ratio")
    if ratio.low < 0 or ratio.high > 1:
        raise ValueError(f"a share between 0 and 100% is needed, not {share}")
    point = None if ratio.is_exact or ratio.point is None else 1 - ratio.point
    rest = replace(ratio, low=1 - ratio.high, high=1 - ratio.low, central=point, level=None)
    return force * replace(rest, kind=Kind.MODELLED)


def share_curves(
    forces: Mapping[str, Value], cohort: Value, terms: Value, points: int = POINTS
) -> pd.DataFrame:
    """Lay out the share that must serve against the term, one curve for each size of force.

    Parameters
    ----------
    forces : mapping of str to Estimate or Unknown
        Exact sizes by the name of the curve; what is unknown has no curve.
    cohort : Estimate or Unknown
        Exact [persons]; without it there are no curves.
    terms : Estimate or Unknown
        Shortest and longest term to be tried, a time.
    points : int
        How many terms, ends included; at least two.

    Returns
    -------
    pandas.DataFrame
        Columns x [years], y [%], curve and evidence (a tuple of origins). Pairs above 100 % are
        left out, since no more than all can serve.
    """
    import pandas as pd

    rows = []
    for name, force in forces.items():
        for term in _grid(terms, points):
            share = share_needed(force, cohort, term)
            if isinstance(share, Estimate) and share.high <= _ALL:
                origins = tuple(sorted(share.origins))
                rows.append((term.low, share.low, name, origins))
    return pd.DataFrame.from_records(rows, columns=["x", "y", "curve", "evidence"])


def _grid(terms: Value, points: int) -> list[Estimate]:
    if isinstance(terms, Unknown):
        return []
    whole = terms.to("years")
    step = (whole.high - whole.low) / (points - 1)
    places = [whole.low + step * index for index in range(points)]
    return [replace(whole, low=place, high=place, central=None) for place in places]
