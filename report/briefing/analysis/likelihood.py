"""Words of likelihood, each standing for a band of probability.

Two published lexicons are followed: the terms of the US Intelligence Community Directive 203, and
the UK's Probability Yardstick in its edition of March 2025. A word is always printed with its
number, since readers pull bare words towards one half. Confidence is a separate axis and is never
stated in the same sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from briefing.analysis.estimate import Estimate
from briefing.analysis.origins import Origins
from briefing.analysis.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Term:
    """One word of likelihood.

    Attributes
    ----------
    word : str
        The term.
    low, high : float
        Band of probability it stands for, as shares.
    """

    word: str
    low: float
    high: float


# Bands of ICD 203 touch, so a tie goes to the term nearer one half: the weaker statement. The
# terms stop at 1 and 99 percent; beyond, a number or a plain statement of fact is needed.
ICD203: Final = (
    Term("almost no chance", 0.01, 0.05),
    Term("very unlikely", 0.05, 0.20),
    Term("unlikely", 0.20, 0.45),
    Term("roughly even chance", 0.45, 0.55),
    Term("likely", 0.55, 0.80),
    Term("very likely", 0.80, 0.95),
    Term("almost certain", 0.95, 0.99),
)
# The yardstick leaves gaps on purpose; a probability in a gap has no word.
PHIA: Final = (
    Term("remote chance", 0.0, 0.05),
    Term("highly unlikely", 0.10, 0.20),
    Term("unlikely", 0.25, 0.35),
    Term("realistic possibility", 0.40, 0.50),
    Term("likely", 0.55, 0.75),
    Term("highly likely", 0.80, 0.90),
    Term("almost certain", 0.95, 1.0),
)
LEXICONS: Final[Mapping[str, tuple[Term, ...]]] = {"icd203": ICD203, "phia": PHIA}


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
        percent = f"{_percent(self.probability):.0f}%"
        return f"{self.term.word} (about {percent})" if self.term else f"about {percent}"


def likelihood(probability: Estimate | Unknown, lexicon: str = "icd203") -> Likelihood | Unknown:
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
    share = round(_percent(probability) / 100, 6)
    if not 0 <= share <= 1:
        raise ValueError(f"{probability} is not a probability")
    fitting = [term for term in LEXICONS[lexicon] if term.low <= share <= term.high]
    term = min(fitting, key=lambda item: abs((item.low + item.high) / 2 - 0.5), default=None)
    return Likelihood(probability, term, lexicon)


def _percent(probability: Estimate) -> float:
    return probability.to("%").low
