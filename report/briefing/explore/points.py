"""From the settings to the combinations that are run."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.analysis.estimate import reported
from briefing.analysis.origins import Origin
from briefing.analysis.wording import format_estimate
from briefing.explore.model import Assumption
from briefing.ledger.settings import AssumptionSettings
from briefing.notebook.parameters import Parameter, ParameterValue
from briefing.planning import Plan
from briefing.run.chapters import Chapter
from briefing.run.parameters import owner_of

Values = Mapping[str, Mapping[str, ParameterValue]]


@dataclass(frozen=True, slots=True)
class Axis:
    """An assumption with all that is needed to run it.

    Attributes
    ----------
    chapter, name : str
        Whose parameter.
    values : tuple of value
        In rising order.
    shown : Assumption
        The same for readers.
    """

    chapter: str
    name: str
    values: tuple[ParameterValue, ...]
    shown: Assumption


def settle_axis(plan: Plan, chapter: Chapter, settings: AssumptionSettings) -> Axis:
    """Settle the steps of an assumption; what the chapter itself runs with is always one.

    Raises
    ------
    ParameterError
        If a step is refused.
    """
    owner, parameter = owner_of(plan.chapters, chapter, settings.parameter)
    own = plan.settled[owner.id][parameter.name]
    steps = [parameter.check(step, owner.file) for step in settings.steps]
    values = tuple(sorted({own, *steps}, key=float))
    words = tuple(_words(value, owner, parameter, settings.unit) for value in values)
    shown = Assumption(settings.label, words, values.index(own))
    return Axis(owner.id, parameter.name, values, shown)


def combinations(axes: Sequence[Axis]) -> Iterator[tuple[int, ...]]:
    """Go through all combinations of steps, the last axis running fastest."""
    return itertools.product(*(range(len(axis.values)) for axis in axes))


def values_at(plan: Plan, axes: Sequence[Axis], at: Sequence[int]) -> Values:
    """Give the values to pass to each chapter; what does not move is passed as in the build."""
    values = dict(plan.values)
    for axis, number in zip(axes, at, strict=True):
        if number != axis.shown.chosen:
            values[axis.chapter] = {**values[axis.chapter], axis.name: axis.values[number]}
    return values


def _words(value: ParameterValue, owner: Chapter, parameter: Parameter, unit: str) -> str:
    origin = Origin("parameter", f"{owner.id}/{parameter.name}")
    estimate = reported(None, float(value), None, parameter.unit or "ratio", [origin])
    return format_estimate(estimate.to(unit) if unit else estimate)
