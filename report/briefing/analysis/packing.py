"""What fits in a box: rounds per container by mass."""

from __future__ import annotations

from briefing.analysis.estimate import Estimate
from briefing.analysis.unknown import Unknown

Value = Estimate | Unknown


def rounds_by_mass(payload: Value, packed_mass: Value) -> Value:
    """Give the most rounds that a container may carry.

    Parameters
    ----------
    payload : Estimate or Unknown
        Greatest load of the container [kg/container].
    packed_mass : Estimate or Unknown
        One round with charge, case and its share of the crate [kg/shell].

    Returns
    -------
    Estimate or Unknown
        Rounds, were mass the only limit [shells/container]. Volume may bind earlier; dense cargo
        such as shells fills a container's mass before its space.
    """
    return (payload / packed_mass).to("shells/container")


def mass_left_per_round(payload: Value, rounds: Value) -> Value:
    """Give the greatest packed mass at which a published factor is still possible.

    Parameters
    ----------
    payload : Estimate or Unknown
        Greatest load of the container [kg/container].
    rounds : Estimate or Unknown
        Published rounds per container [shells/container].

    Returns
    -------
    Estimate or Unknown
        Mass available to each round, packing included [kg/shell].
    """
    return (payload / rounds).to("kg/shell")
