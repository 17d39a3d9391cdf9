"""Estimative language: a likelihood has a number, comes from one lexicon, and stands alone.

The rules follow ICD 203, which the yardstick shares: a word of likelihood stands for a band of
probability, so it is printed only where a probability was computed; terms of different lists are
not mixed; two hedges on one claim hide how sure it is; and confidence, which speaks of the
evidence, does not stand in one sentence with likelihood, which speaks of the event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from briefing.analysis.likelihood import LEXICONS, Lexicon, Term
from briefing.document.model import Document
from briefing.errors import DocumentError
from briefing.trace.utterances import Mark, Marked, Utterance, utterances
from briefing.trace.vocabulary import CONFIDENCE, HIDDEN, LIKELIHOOD, STACKS, TRACED, may_slip

_AROUND: Final = 40
"""Letters shown on each side of a slip."""

_QUOTED: Final = re.compile(r"“[^”]*”")
_STARTS: Final = re.compile(r"(?:^|[.!?:]|\n)[\s“(]*$")
_ENDS: Final = re.compile(r"[.!?][”’)]*\s+(?=[“‘(]?[A-Z\d])|\n+")
_NUMBER: Final = re.compile(r"\s\((?:about|less than|more than) (\d+)%\)")
_SHORT: Final = re.compile(r"\b(?:[A-Z]|Dr|Gen|Lt|Col|Mr|Mrs|Ms|No|St|vs|e\.g|i\.e)\.\s+$")
_HOW: Final = (
    "say it without a likelihood; or compute the probability, file it with record and print it "
    "with {chance:is} that …, chance=chapter.likely(…); a source’s own word stands in “quotation "
    "marks”"
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A place where the language breaks a rule.

    Attributes
    ----------
    place : str
        Notebook and cell.
    role : str
        Kind of text.
    words : str
        What breaks it.
    around : str
        The words around.
    fault : str
        Why.
    remedy : str
        What to do.
    """

    place: str
    role: str
    words: str
    around: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.place}: “{self.words}” in the {self.role}"
        return f"{where} ({self.around}) {self.fault}; {self.remedy}"


def find_slips(document: Document, lexicon: str) -> Iterator[Slip]:
    """Find every place where the language of a document breaks a rule."""
    speaks = LEXICONS[lexicon]
    for utterance in utterances(document):
        if utterance.marks or may_slip(utterance.text):
            text = _Text(utterance, speaks)
            yield from (*text.bare(), *text.mixed(), *text.stacked(), *text.with_confidence())


def check_language(document: Document, lexicon: str) -> None:
    """Refuse a document whose words of likelihood say more, or less, than was computed.

    Parameters
    ----------
    document : Document
        As assembled.
    lexicon : {"icd203", "phia"}
        Whose words the edition uses.

    Raises
    ------
    DocumentError
        Naming each with its notebook and cell, and saying what to do.
    """
    slips = list(find_slips(document, lexicon))
    if slips:
        counted = "a slip" if len(slips) == 1 else f"{len(slips)} slips"
        raise DocumentError(f"{counted} of estimative language\n" + "\n".join(map(str, slips)))


class _Text:
    """An utterance, with what is not ours hidden.

    Parameters
    ----------
    utterance : Utterance
        What is read.
    lexicon : Lexicon
        Whose terms the edition uses.
    """

    def __init__(self, utterance: Utterance, lexicon: Lexicon) -> None:
        self.utterance, self.lexicon = utterance, lexicon
        self.values = [(m.start, m.end, m.lexicon) for m in self._marks(Marked.LIKELIHOOD)]
        if utterance.is_made:
            self.values += _printed(utterance.text, lexicon)
        hidden = [quote.span() for quote in _QUOTED.finditer(utterance.text)]
        hidden += [(m.start, m.end) for m in self._marks(Marked.DATA, Marked.CODE)]
        letters = _cover(utterance.text, hidden, HIDDEN)
        self.masked = _cover(letters, [(start, end) for start, end, _ in self.values], TRACED)

    def bare(self) -> Iterator[Slip]:
        """Find words of likelihood without a number, or of another lexicon than the edition's."""
        for found in self._likelihoods():
            yield self._slip(*found.span(), f"has no number behind it{self._whose(found[0])}", _HOW)

    def mixed(self) -> Iterator[Slip]:
        """Find traced likelihoods in another lexicon."""
        for start, end, lexicon in self.values:
            if lexicon != self.lexicon.id:
                yield self._slip(
                    start,
                    end,
                    f"does not follow {self.lexicon.name}, in whose words this edition speaks",
                    'declare lexicon: str = "icd203"  # -; icd203 | phia; … among the chapter’s '
                    "parameters and take the value from chapter.likely(…)",
                )

    def stacked(self) -> Iterator[Slip]:
        """Find two hedges on one claim."""
        for stack in STACKS:
            for found in stack.pattern.finditer(self.masked):
                yield self._slip(
                    *found.span(), f"hedges one claim twice: {stack.reason}", "keep one of the two"
                )

    def with_confidence(self) -> Iterator[Slip]:
        """Find a likelihood and a level of confidence in one sentence."""
        if not CONFIDENCE.search(self.masked):
            return
        for start, end in _sentences(self.utterance.text):
            sentence = self.masked[start:end]
            level = CONFIDENCE.search(sentence)
            if level and (TRACED in sentence or any(self._likelihoods(start, end))):
                yield self._slip(
                    start + level.start(),
                    start + level.end(),
                    "stands in one sentence with a likelihood: one speaks of the evidence, the "
                    "other of the event",
                    "give the confidence a sentence of its own",
                )

    def _marks(self, *kinds: Marked) -> Iterable[Mark]:
        return (mark for mark in self.utterance.marks if mark.kind in kinds)

    def _likelihoods(self, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        stop = len(self.masked) if end is None else end
        for found in LIKELIHOOD.finditer(self.masked, start, stop):
            is_name = found[0][0].isupper() and not _STARTS.search(self.masked[: found.start()])
            if not is_name:
                yield found

    def _whose(self, words: str) -> str:
        term = _plain(words)
        if term in {own.word for own in self.lexicon.terms}:
            return ""
        others = [
            name
            for lexicon in LEXICONS.values()
            for name, is_there in (
                (lexicon.name, any(term == t.word for t in lexicon.terms)),
                (f"the second row of {lexicon.name}", any(term == t.also for t in lexicon.terms)),
            )
            if is_there
        ]
        taken = f", but of {' and '.join(others)}" if others else ""
        return f" and is no term of {self.lexicon.name}{taken}"

    def _slip(self, start: int, end: int, fault: str, remedy: str) -> Slip:
        text = self.utterance.text
        around = text[max(start - _AROUND, 0) : end + _AROUND].strip()
        return Slip(
            self.utterance.place,
            self.utterance.role,
            text[start:end],
            f"… {' '.join(around.split())} …",
            fault,
            remedy,
        )


def _printed(text: str, speaks: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Find likelihoods that stand in a text as plain words: the term, then its number.

    A term with a number outside of its band is none.
    """
    for found in LIKELIHOOD.finditer(text):
        number = _NUMBER.match(text, found.end())
        for lexicon in (speaks, *LEXICONS.values()):
            term = next((t for t in lexicon.terms if t.word == _plain(found[0])), None)
            if number and term and _fits(term, float(number[1])):
                yield found.start(), number.end(), lexicon.id
                break


def _fits(term: Term, percent: float) -> bool:
    """Whether a rounded number may stand for a probability in the term's band."""
    return 100 * term.low - 0.5 <= percent <= 100 * term.high + 0.5


def _cover(text: str, spans: Iterable[tuple[int, int]], letter: str) -> str:
    for start, end in spans:
        text = text[:start] + letter * (end - start) + text[end:]
    return text


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _ENDS.finditer(text):
        if not _SHORT.search(text[: end.end()]):
            yield start, end.end()
            start = end.end()
    yield start, len(text)


def _plain(words: str) -> str:
    """Bring a word of likelihood to the form in which lexicons list it."""
    plain = " ".join(words.lower().split())
    return plain.replace("probably", "probable").replace("certainly", "certain")
