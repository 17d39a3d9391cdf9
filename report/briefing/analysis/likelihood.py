"""Words of likelihood, each standing for a band of probability.

Two published lexicons are followed: the terms of the US Intelligence Community Directive 203, and
the UK's Probability Yardstick. A word is always printed with its number, since readers pull bare
words towards one half. Confidence is a separate axis and is never stated in the same sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from briefing.analysis.estimate import Estimate
from briefing.analysis.origins import Origins
from briefing.analysis.unknown import Unknown

DEFAULT_LEXICON: Final = "icd203"

_NEXT_TO_NOTHING: Final = 0.5
"""Below this, and equally near certainty, a rounded number would say never or always [%]."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of likelihood.

    Attributes
    ----------
    word : str
        The term.
    low, high : float
        Band of probability it stands for, as shares.
    article : str or None
        None for an adjective, "it is likely that"; for a noun, what stands before it, "there is a
        remote chance that".
    also : str
        The lexicon's second word for the same band. Two rows are not mixed, so it is never printed.
    without : str
        Ends that do not belong to the band: ``low``, ``high`` or none.
    """

    word: str
    low: float
    high: float
    article: str | None = None
    also: str = ""
    without: str = ""

    def holds(self, share: float) -> bool:
        """Whether a probability lies in the band."""
        reaches_low = share > self.low or (share == self.low and self.without != "low")
        reaches_high = share < self.high or (share == self.high and self.without != "high")
        return reaches_low and reaches_high

    @property
    def band(self) -> str:
        """The band in words."""
        above = "above " if self.without == "low" else ""
        below = "below " if self.without == "high" else ""
        return f"{above}{self.low:.0%} to {below}{self.high:.0%}"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """An edition of a published list of terms.

    Attributes
    ----------
    id : str
        As it is chosen: ``icd203``.
    name : str
        As the method names it.
    version : str
        Its date. Other editions have other bands.
    rule : str
        What is done where bands meet, or leave a gap.
    terms : tuple of Term
        From the least likely up.
    """

    id: str
    name: str
    version: str
    rule: str
    terms: tuple[Term, ...]

    def term_for(self, share: float) -> Term | None:
        """Find the term for a probability: where bands meet, the one nearer to one half."""
        fitting = [term for term in self.terms if term.holds(share)]
        return min(fitting, key=lambda term: abs((term.low + term.high) / 2 - 0.5), default=None)


ICD203: Final = Lexicon(
    id="icd203",
    name="US Intelligence Community Directive 203",
    version="January 2015",
    rule="Where bands meet, the term nearer to the middle of the scale is used, the weaker "
    "statement; beyond the outermost bands there is a number and no term.",
    terms=(
        Term("almost no chance", 0.01, 0.05, article="", also="remote"),
        Term("very unlikely", 0.05, 0.20, also="highly improbable"),
        Term("unlikely", 0.20, 0.45, also="improbable"),
        Term("roughly even chance", 0.45, 0.55, article="a ", also="roughly even odds"),
        Term("likely", 0.55, 0.80, also="probable"),
        Term("very likely", 0.80, 0.95, also="highly probable"),
        Term("almost certain", 0.95, 0.99, also="nearly certain"),
    ),
)
PHIA: Final = Lexicon(
    id="phia",
    name="the UK's PHIA Probability Yardstick",
    version="March 2025",
    rule="The bands leave gaps on purpose: a probability in a gap has a number and no term.",
    terms=(
        Term("remote chance", 0.0, 0.05, article="a ", without="low"),
        Term("highly unlikely", 0.10, 0.20),
        Term("unlikely", 0.25, 0.35),
        Term("realistic possibility", 0.40, 0.50, article="a ", without="high"),
        Term("likely", 0.55, 0.75, also="probable"),
        Term("highly likely", 0.80, 0.90),
        Term("almost certain", 0.95, 1.0, without="high"),
    ),
)
LEXICONS: Final[Mapping[str, Lexicon]] = MappingProxyType(
    {lexicon.id: lexicon for lexicon in (ICD203, PHIA)}
)


@dataclass(frozen=True, slots=True)
class Likelihood:
    """A probability with its word.

    Attributes
    ----------
    probability : Estimate
        As a share or in percent; exact.
    term : Term or None
        None where the lexicon has no word for it.
    lexicon : str
        ``icd203`` or ``phia``.
    """

    probability: Estimate
    term: Term | None
    lexicon: str

    @property
    def origins(self) -> Origins:
        """What the probability rests on."""
        return self.probability.origins

    def __str__(self) -> str:
        return f"{self.term.word} ({self._number})" if self.term else self._number

    def lead(self, verb: str) -> str:
        """Give the words before it in a sentence that goes on with "that".

        Parameters
        ----------
        verb : {"is", "was"}
            When it holds.

        Returns
        -------
        str
            "it is ", "there was a ", or, without a term, "there is a chance of ".
        """
        if self.term is None:
            return f"there {verb} a chance of "
        return f"it {verb} " if self.term.article is None else f"there {verb} {self.term.article}"

    @property
    def _number(self) -> str:
        percent = _percent(self.probability)
        if percent < _NEXT_TO_NOTHING:
            return "less than 1%"
        return "more than 99%" if percent > 100 - _NEXT_TO_NOTHING else f"about {percent:.0f}%"


def likelihood(
    probability: Estimate | Unknown, lexicon: str = DEFAULT_LEXICON
) -> Likelihood | Unknown:
    """Put a probability into words.

    Parameters
    ----------
    probability : Estimate or Unknown
        Exact, between 0 and 1 [ratio] or 0 and 100 [%].
    lexicon : {"icd203", "phia"}
        Whose words to use.

    Returns
    -------
    Likelihood or Unknown
        With no term where the lexicon has none for that probability.

    Raises
    ------
    ValueError
        If the probability is a range, or no probability.
    """
    if isinstance(probability, Unknown):
        return probability
    if not probability.is_exact:
        raise ValueError(f"a word of likelihood needs one probability, not {probability}")
    # The last digits of a float must not push a probability over a boundary.
    share = round(_percent(probability) / 100, 6)
    if not 0 <= share <= 1:
        raise ValueError(f"{probability} is not a probability")
    return Likelihood(probability, LEXICONS[lexicon].term_for(share), lexicon)


def _percent(probability: Estimate) -> float:
    return probability.to("%").low
