"""What a reader can move at the end of a chapter, and what the chapter then says."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.document.nodes import Block


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something to be moved.

    Attributes
    ----------
    label : str
        What it is.
    steps : tuple of str
        Its values in words, with unit.
    chosen : int
        Which of them the chapter itself runs with.
    """

    label: str
    steps: tuple[str, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Span:
    """A value to be drawn: a finding, or the article's figure.

    Attributes
    ----------
    label : str
        What it is.
    text : str
        The value in words.
    low, central, high : float or None
        None for an open end, and where nothing is central.
    """

    label: str
    text: str
    low: float | None
    central: float | None
    high: float | None

    @property
    def ends(self) -> tuple[float, ...]:
        """All numbers that it has."""
        return tuple(v for v in (self.low, self.central, self.high) if v is not None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a chapter says with one choice of each assumption.

    Attributes
    ----------
    at : tuple of int
        Which step of each assumption.
    said : tuple of Block
        Its own sentences.
    found : tuple of Span
        Findings, to be drawn below each other.
    """

    at: tuple[int, ...]
    said: tuple[Block, ...]
    found: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Exploration:
    """Everything for the end of one chapter.

    Attributes
    ----------
    chapter : str
        Id of the chapter in the document.
    assumptions : tuple of Assumption
        One or two.
    outcomes : tuple of Outcome
        One for each combination, the last assumption running fastest.
    article : Span or None
        The article's figure, where a finding that is drawn concerns one of the same unit.
    unit : str
        Of the scale.
    """

    chapter: str
    assumptions: tuple[Assumption, ...]
    outcomes: tuple[Outcome, ...]
    article: Span | None
    unit: str

    def __deepcopy__(self, memo: object) -> Exploration:
        """Give itself: nothing changes it, and nbconvert copies all it is handed twice."""
        return self

    @property
    def usual(self) -> tuple[int, ...]:
        """The combination that the chapter itself runs with."""
        return tuple(assumption.chosen for assumption in self.assumptions)

    def scale(self) -> tuple[float, ...]:
        """Give the ticks of one scale that holds every outcome, at round numbers, zero included."""
        ends = [end for span in self._spans() for end in span.ends]
        low, high = min(0.0, *ends), max(0.0, *ends)
        step = _round_step((high - low) / 4 or 1.0)
        first, last = math.floor(low / step), math.ceil(high / step)
        return tuple(number * step for number in range(first, last + 1))

    def _spans(self) -> Iterator[Span]:
        for outcome in self.outcomes:
            yield from outcome.found
        if self.article is not None:
            yield self.article


def _round_step(width: float) -> float:
    """Give the next 1, 2 or 5 times a power of ten that is no less than a width."""
    power: float = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= width * (1 - 1e-9))
