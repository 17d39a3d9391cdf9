"""The points of a sweep: a grid of values, or a seeded sample between bounds."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from briefing.errors import ParameterError
from briefing.notebook.parameters import Parameter, ParameterValue, nearest_name
from briefing.run.chapters import Chapter, find_chapter

Point = Mapping[str, ParameterValue]
"""Values by axis name, ``name`` or ``chapter:name``."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One parameter that is varied.

    Attributes
    ----------
    name : str
        As in the table: ``name``, or ``chapter-id:name`` where one chapter alone is meant.
    parameter : Parameter
        As the first of the chapters declares it.
    file : str
        That chapter's file, for messages.
    """

    name: str
    parameter: Parameter
    file: str

    def check(self, value: object) -> ParameterValue:
        """Bring a value to the declared type and hold it against the bounds."""
        return self.parameter.check(value, self.file)

    def at(self, share: float, low: object, high: object) -> ParameterValue:
        """Give the value that lies a share of the way from one end to the other."""
        if self.parameter.is_date:
            first, last = date.fromisoformat(str(low)), date.fromisoformat(str(high))
            return (first + timedelta(days=round(share * (last - first).days))).isoformat()
        start, end = float(str(low)), float(str(high))
        value = start + share * (end - start)
        # 0.1 + 2 * 0.1 is not 0.3; a grid should hold the numbers that its author meant.
        return self.check(round(value) if self.parameter.type is int else float(f"{value:.12g}"))


def read_axis(key: str, chapters: Sequence[Chapter]) -> Axis:
    """Find the parameter that is meant, among those of the chapters that will run.

    Raises
    ------
    ParameterError
        If none of the chapters declares it.
    """
    chapter_name, _, name = key.strip().rpartition(":")
    meant = [find_chapter(chapters, chapter_name)] if chapter_name else list(chapters)
    takers = [chapter for chapter in meant if name in chapter.parameters]
    if not takers:
        known = {known for chapter in meant for known in chapter.parameters}
        raise ParameterError(
            f"none of the chapters that would run declares `{name}`{nearest_name(name, known)} "
            f"(they are: {', '.join(chapter.id for chapter in meant)})"
        )
    first = takers[0]
    axis_name = f"{first.id}:{name}" if chapter_name else name
    return Axis(axis_name, first.parameters[name], first.file)


def read_grid(texts: Iterable[str], chapters: Sequence[Chapter]) -> tuple[Point, ...]:
    """Read ``name=a,b,c`` and ``name=lo:hi:steps``, and combine all with all.

    Parameters
    ----------
    texts : iterable of str
        One for each parameter; the last varies fastest.
    chapters : sequence of Chapter
        Those that will run.

    Raises
    ------
    ParameterError
        If a text has another form, a parameter is unknown or given twice, or a value is refused.
    """
    axes: dict[str, list[ParameterValue]] = {}
    for text in texts:
        key, equals, values = text.partition("=")
        if not equals or not key.strip() or not values.strip():
            raise ParameterError(
                f"cannot read the grid {text!r}; write name=a,b,c or name=lo:hi:steps"
            )
        axis = read_axis(key, chapters)
        _add(axes, axis, _grid_values(axis, values.strip(), text))
    return tuple(
        dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())
    )


def read_sample(
    texts: Iterable[str], chapters: Sequence[Chapter], number: int, seed: int
) -> tuple[Point, ...]:
    """Draw points between the bounds of parameters, as a Latin hypercube.

    Each parameter's range is cut into as many equal parts as there are points, and each part gets
    exactly one point, so that few points already cover every parameter evenly.

    Parameters
    ----------
    texts : iterable of str
        ``name`` for the declared bounds, ``name=lo:hi`` for narrower ones.
    chapters : sequence of Chapter
        Those that will run.
    number : int
        How many points.
    seed : int
        Same seed, same points.

    Raises
    ------
    ParameterError
        If a parameter is unknown or given twice, has no bounds, or the given ones are refused.
    """
    generator = np.random.default_rng(seed)
    axes: dict[str, list[ParameterValue]] = {}
    for text in texts:
        key, _, ends = text.partition("=")
        axis = read_axis(key, chapters)
        shares = (generator.permutation(number) + generator.random(number)) / number
        _add(axes, axis, _sample_values(axis, ends.strip(), shares.tolist(), text))
    return tuple(
        dict(zip(axes, values, strict=True)) for values in zip(*axes.values(), strict=True)
    )


def _add(axes: dict[str, list[ParameterValue]], axis: Axis, values: list[ParameterValue]) -> None:
    if axis.name in axes:
        raise ParameterError(f"parameter {axis.name} is varied twice; keep one of the two")
    axes[axis.name] = values


def _grid_values(axis: Axis, values: str, text: str) -> list[ParameterValue]:
    parts = values.split(":")
    if len(parts) == 1:
        found = [axis.check(value.strip()) for value in values.split(",")]
    else:
        low, high, steps = _steps(axis, parts, text)
        found = [axis.at(n / (steps - 1), low, high) for n in range(steps)]
    if len(set(found)) < len(found):
        raise ParameterError(f"the grid {text!r} has a value twice; keep one, or take fewer steps")
    return found


def _steps(axis: Axis, parts: list[str], text: str) -> tuple[ParameterValue, ParameterValue, int]:
    _refuse_words(axis, text)
    try:
        low, high, steps = (part.strip() for part in parts)
        number = int(steps)
    except ValueError:
        number = 0
    if number < 2:
        raise ParameterError(
            f"cannot read the grid {text!r}; write name=lo:hi:steps with at least 2 steps, "
            "which include both ends"
        )
    return axis.check(low), axis.check(high), number


def _sample_values(axis: Axis, ends: str, shares: list[float], text: str) -> list[ParameterValue]:
    choices = axis.parameter.choices or (("false", "true") if axis.parameter.type is bool else ())
    if choices and not ends:
        return [axis.check(choices[math.floor(share * len(choices))]) for share in shares]
    _refuse_words(axis, text)
    if ends:
        low, colon, high = ends.partition(":")
        if not colon or not low.strip() or not high.strip():
            raise ParameterError(f"cannot read the bounds in {text!r}; write name=lo:hi")
        first, last = axis.check(low.strip()), axis.check(high.strip())
    elif axis.parameter.low is None or axis.parameter.high is None:
        raise ParameterError(
            f"{axis.file}: parameter {axis.name} declares no bounds to draw between; "
            f"write {axis.name}=lo:hi"
        )
    else:
        first, last = axis.parameter.low, axis.parameter.high
    return [axis.at(share, first, last) for share in shares]


def _refuse_words(axis: Axis, text: str) -> None:
    parameter = axis.parameter
    if parameter.type is bool or (parameter.type is str and not parameter.is_date):
        raise ParameterError(
            f"{text!r}: {axis.name} takes words ({parameter.range_text}), which have no ends; "
            "list the values"
        )
