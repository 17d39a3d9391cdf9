"""Words of likelihood, stacked hedges and statements of confidence, as patterns with reasons.

Case counts where a word is also a name: the month May is no hedge.
"""
# Changing a pattern, see that _STEMS still has a part of each of its matches.

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

TRACED: Final = "\ufff9"
"""Stands for each letter of a traced likelihood."""

HIDDEN: Final = "\ufffc"
"""Stands for each letter of what is quoted, code or data."""

_GAP: Final = r"[\s\u00a0]+"
_WORD: Final = rf"{_GAP}[\w’-]+"
"""A word on the way, so that a comma or a full stop ends the way."""

_DEGREE: Final = (
    "(?:very|highly|most|more|less|least|extremely|exceptionally|virtually|almost|quite|fairly|"
    "rather|somewhat|reasonably|relatively|moderately|pretty|increasingly|so|too|not)"
)
_SIZE: Final = (
    "(?:almost no|remote|slim|slight|small|little|low|good|fair|high|strong|real|realistic|"
    "distinct)"
)
_EVEN: Final = "(?:(?:roughly|about|nearly|better than|more than) )?even"
_LIKELY: Final = (
    rf"(?:{_DEGREE}{_GAP})*(?:(?:un)?likel(?:y|ier|iest)|(?:im)?probabl[ey])"
    rf"|(?:almost|nearly|virtually|practically|all but){_GAP}certain(?:ly)?"
    rf"|{_SIZE}{_GAP}(?:chances?|odds|possibilit(?:y|ies)|probability|likelihood|prospects?)"
    rf"|{_EVEN}{_GAP}(?:chances?|odds)"
    rf"|(?:chances|odds){_GAP}are|in{_GAP}all{_GAP}(?:likelihood|probability)"
    rf"|as{_GAP}likely{_GAP}as|(?:better|more){_GAP}than{_GAP}even|fifty-fifty"
    rf"|(?<=is )remote|(?<=was )remote|(?<=seems )remote|(?<=seemed )remote|(?<=remains )remote"
)
LIKELIHOOD: Final = re.compile(
    rf"(?<![\w-])(?<!equally )(?<!equally\u00a0)(?:{_LIKELY})(?![\w-])(?!{_GAP}from\b)",
    re.IGNORECASE,
)
"""A statement of likelihood in words: any term of any lexicon, and the usual phrases without one.

“Equally likely” is none: it names an even distribution. “Possible” and “can” are none either: they
say that something is not excluded, and give it no size. A likelihood as the thing itself (“no
likelihood is computed”) has no size either, nor is a place remote from another.
"""

_MODAL: Final = "(?:may|might|could)"
_ADVERB: Final = (
    "(?:[Pp]ossibly|[Pp]erhaps|[Mm]aybe|[Cc]onceivably|[Pp]otentially|[Pp]resumably|[Aa]rguably|"
    "[Aa]pparently|[Ss]eemingly)"
)
_SEEM: Final = "(?:[Ss]eem|[Aa]ppear)(?:s|ed)?"
_POINT: Final = "(?:suggest|indicate|imply|hint|point)"
_ROUGH: Final = "(?:[Aa]bout|[Aa]round|[Rr]oughly|[Aa]pproximately|[Cc]irca|[Nn]early|[Aa]lmost)"
_CHANCE: Final = rf"(?:{TRACED}+|(?i:{_LIKELY}))"


@dataclass(frozen=True, slots=True)
class Stack:
    """Two hedges on one claim.

    Attributes
    ----------
    pattern : pattern
        How they stand together.
    reason : str
        Why one is too many.
    """

    pattern: re.Pattern[str]
    reason: str


def _stack(pattern: str, reason: str) -> Stack:
    return Stack(re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"), reason)


STACKS: Final = (
    _stack(
        rf"{_MODAL}(?:{_GAP}(?:not|also|still|yet|have))?,?{_GAP}{_ADVERB}",
        "the adverb says again what the verb says",
    ),
    _stack(
        rf"{_ADVERB},?(?:{_WORD}){{0,3}}{_GAP}{_MODAL}",
        "the verb says again what the adverb says",
    ),
    _stack(
        rf"{_MODAL}(?:{_GAP}(?:not|also|still|well|be|have{_GAP}been))*{_GAP}{_CHANCE}",
        "a chance of a chance has no size",
    ),
    # “Could” is left out where words stand between: there it is often an ability.
    _stack(
        rf"{_CHANCE}(?:{_WORD}){{0,6}}{_GAP}(?:may|might)|{_CHANCE}{_GAP}could",
        "the likelihood says already how sure the claim is",
    ),
    _stack(
        rf"{_ADVERB}{_GAP}{_CHANCE}",
        "a likelihood is a band already; what weakens it makes another that no lexicon defines",
    ),
    _stack(
        rf"{_SEEM}{_GAP}to{_GAP}{_POINT}",
        "evidence points to a thing or does not; the doubt belongs to the thing",
    ),
    _stack(
        rf"{_MODAL}{_GAP}(?:seem|appear){_GAP}(?:to|that|like)|{_ADVERB}{_GAP}{_SEEM}",
        "seeming is a hedge already",
    ),
    _stack(
        rf"{_SEEM}{_GAP}(?:to{_GAP}be{_GAP})?(?:{_ADVERB}|possible|{_CHANCE})",
        "a possibility or a likelihood is seen or it is not; that it seems adds a second doubt",
    ),
    _stack(
        rf"{_MODAL}{_GAP}(?:suggest|indicate|imply|hint){_GAP}that",
        "what may only suggest carries no claim; say what it shows, or that it is open",
    ),
    _stack(
        rf"[Pp]ossible{_GAP}that(?:{_WORD}){{0,6}}{_GAP}(?:may|might)",
        "the same possibility, said twice",
    ),
    _stack(rf"{_ADVERB}{_GAP}possible", "the same possibility, said twice"),
    _stack(
        rf"{_ROUGH}{_GAP}{_ROUGH}(?={_GAP}[$€£]?\d)",
        "a number is rounded once",
    ),
)
"""Hedges of which one has to go. “May well” is none: it is one expression."""

_LEVEL: Final = "(?:high|moderate|medium|low)(?:er|est)?"
CONFIDENCE: Final = re.compile(
    rf"(?<!\w){_LEVEL}(?:{_GAP}(?:and|or|to){_GAP}{_LEVEL})?(?:{_GAP}\w+)?{_GAP}confidence\b"
    rf"|\bconfidence\b(?:(?:{_WORD}){{0,4}}{_GAP}|:{_GAP}){_LEVEL}\b"
    rf"|\b(?:highly|moderately){_GAP}confident\b",
    re.IGNORECASE,
)
"""A level of confidence. The confidence that belongs to a statistical interval has none."""

_STEMS: Final = (
    *("likel", "probab", "certain", "chance", "odds", "possib", "prospect", "remote", "fifty"),
    *("than even", "may", "might", "could", "seem", "appear", "perhaps", "conceiv", "potential"),
    *("presum", "arguab", "confiden", "about ", "around ", "roughly ", "approximately "),
    *("circa ", "nearly ", "almost "),
)


def may_slip(text: str) -> bool:
    """Whether any of the patterns could match: most texts need not be held against them."""
    plain = text.lower().replace("\u00a0", " ")
    return any(stem in plain for stem in _STEMS)
