"""Ranks: which places in an order published ranges leave open."""

from __future__ import annotations

from collections.abc import Mapping

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.flows import Value
from briefing.analysis.origins import join_origins
from briefing.analysis.units import parse_unit
from briefing.analysis.unknown import Unknown


def rank_bounds(values: Mapping[str, Value], name: str) -> Value:
    """Give the best and the worst place that a range allows, the largest being first.

    Parameters
    ----------
    values : mapping of str to Estimate or Unknown
        Ranges of one unit and one definition, by what they belong to.
    name : str
        Whose place is asked for.

    Returns
    -------
    Estimate or Unknown
        From the best place to the worst [rank]; unknown if any of the values is.

    Raises
    ------
    KeyError
        If there is no value of that name.
    UnitError
        If the units differ.

    Notes
    -----
    Others that lie wholly above are certain to be ahead. Others that reach above its lower bound
    may be. Values that only touch share the better place.
    """
    ours = values[name]
    others = [value for key, value in values.items() if key != name]
    known = [value for value in others if isinstance(value, Estimate)]
    if isinstance(ours, Unknown):
        return ours
    if len(known) < len(others):
        return next(value for value in others if isinstance(value, Unknown))
    alike = [value.to(ours.unit) for value in known]
    best = 1 + sum(value.low > ours.high for value in alike)
    worst = 1 + sum(value.high > ours.low for value in alike)
    origins = join_origins(value.origins for value in (ours, *alike))
    return Estimate(best, worst, parse_unit("rank"), Kind.MODELLED, origins)
