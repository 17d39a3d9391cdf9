"""Rulings as ClaimReview, the vocabulary by which search engines find fact checks.

Each claim that has been ruled on is one review with the verdict of the later vintage. What was
known at the earlier one hangs on it as an associated review, so that no reader of the markup meets
two verdicts of equal standing on one claim.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from briefing.analysis.rules import DEFINITIONS
from briefing.exchange.encoding import json_text
from briefing.exchange.licences import find_licence
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import Claim
from briefing.ledger.terms import Verdict, Vintage
from briefing.run.provenance import Edition

CONTEXT: Final = "https://schema.org"
LONGEST: Final = 74
"""Search results ask for fewer than 75 characters of a claim and wrap the rest."""

NUMBERS: Final[Mapping[Verdict, int]] = MappingProxyType(
    {Verdict.SUPPORTED: 5, Verdict.CAVEAT: 4, Verdict.IMPRECISE: 3, Verdict.DISPUTED: 2}
)
"""Where a verdict stands from 1 to 5, higher being truer.

No verdict means "refuted", so none is 1: where makers disagree, nobody has been proved wrong.
Outdated speaks of time and not of truth, not checkable of neither; both go without a number.
"""

_BEST, _WORST = 5, 1
# After these words comes a second assertion, and what stands before is whole without it. A comma
# alone is no such place: it may stand inside a list or around an aside.
_CUTS: Final = (": ", "; ", ", which ", ", while ", " while ", ", whereas ")
_FEWEST_WORDS: Final = 4
_WRITTEN_FORMS: Final = (("%d %B %Y", "%Y-%m-%d"), ("%Y-%m-%d", "%Y-%m-%d"), ("%B %Y", "%Y-%m"),
                         ("%Y-%m", "%Y-%m"), ("%Y", "%Y"))  # fmt: skip


def claim_reviews(
    ledger: Ledger,
    edition: Edition,
    page: str = "briefing.html",
    claims: Collection[str] | None = None,
) -> str:
    """Give all rulings as one JSON-LD graph.

    Parameters
    ----------
    ledger : Ledger
        Claims and rulings.
    edition : Edition
        Dates the reviews.
    page : str
        Where the reviews can be read: a file name beside the graph, a full address, or empty for
        the page that the graph stands in. The anchor of the claim is added.
    claims : collection of str, optional
        Only these, because the page shows no others.

    Returns
    -------
    str
        JSON.
    """
    writer = _Reviews(ledger, edition, page)
    reviews = [
        writer.review(claim)
        for claim in ledger.claims.values()
        if (claim.id, Vintage.NOW) in ledger.rulings and (claims is None or claim.id in claims)
    ]
    graph = [*reviews, writer.article(), writer.author(), _key(page)]
    return json_text({"@context": CONTEXT, "@graph": graph})


def short_claim(statement: str) -> str:
    """Shorten a statement for a line of search results, if that can be done without harm.

    Parameters
    ----------
    statement : str
        In our words.

    Returns
    -------
    str
        The statement up to where a second assertion begins, if it is too long and the first is
        short enough; else the whole statement, since a cut anywhere else could turn its sense.
    """
    if len(statement) <= LONGEST:
        return statement
    heads = [statement.partition(cut)[0] for cut in _CUTS if cut in statement]
    fitting = [h for h in heads if len(h) <= LONGEST and len(h.split()) >= _FEWEST_WORDS]
    return max(fitting, key=len, default=statement)


class _Reviews:
    """Writes the reviews of one ledger."""

    def __init__(self, ledger: Ledger, edition: Edition, page: str) -> None:
        self.ledger, self.edition, self.page = ledger, edition, page

    def review(self, claim: Claim) -> dict[str, Any]:
        """Give today's review, with the earlier one inside."""
        words = self.ledger.settings.document
        licence = find_licence(words.licence)
        review = self._ruled(claim, Vintage.NOW)
        review["inLanguage"] = words.language
        if licence:
            review["license"] = licence.url
        review["itemReviewed"] = self._claim(claim)
        if (claim.id, Vintage.THEN) in self.ledger.rulings:
            earlier = self._ruled(claim, Vintage.THEN)
            earlier["itemReviewed"] = {"@id": self._id("statement", claim.id)}
            review["associatedClaimReview"] = earlier
        return review

    def article(self) -> dict[str, Any]:
        """Give the article under test; it is named, not reprinted."""
        article = self.ledger.settings.article
        node = {"@type": "Article", "@id": self._id("article"), "headline": article.title}
        written = _written_on(article.written)
        return node | ({"datePublished": written} if written else {})

    def author(self) -> dict[str, Any]:
        """Give who made the reviews."""
        names = self.ledger.settings.document.authors
        return {"@type": "Organization", "@id": self._id("author"), "name": ", ".join(names)}

    def _ruled(self, claim: Claim, vintage: Vintage) -> dict[str, Any]:
        settings = self.ledger.settings
        ruling = self.ledger.rulings[claim.id, vintage]
        aspect = settings.vintages.labels.get(vintage)
        return {
            "@type": "ClaimReview",
            "@id": self._id("review", claim.id, vintage),
            "url": f"{self.page}#claim-{claim.id}",
            "claimReviewed": short_claim(claim.statement),
            "author": {"@id": self._id("author")},
            "datePublished": self.edition.moment.date().isoformat(),
            **({"reviewAspect": aspect} if aspect else {}),
            # Open at the start: all that had been published up to the day.
            "temporalCoverage": f"../{settings.vintages.day(vintage).isoformat()}",
            "reviewRating": _rating(ruling.verdict, ruling.reason),
        }

    def _claim(self, claim: Claim) -> dict[str, Any]:
        article = self.article()
        node: dict[str, Any] = {
            "@type": "Claim",
            "@id": self._id("statement", claim.id),
            "text": claim.statement,
            "appearance": {"@id": article["@id"]},
        }
        if "datePublished" in article:
            node["datePublished"] = article["datePublished"]
        return node | _attribution(claim)

    def _id(self, *parts: str) -> str:
        return f"{self.page}#{'-'.join(parts)}"


def _rating(verdict: Verdict, reason: str) -> dict[str, Any]:
    rating: dict[str, Any] = {"@type": "Rating", "alternateName": verdict.words.capitalize()}
    if verdict in NUMBERS:
        rating |= {
            "ratingValue": NUMBERS[verdict],
            "bestRating": _BEST,
            "worstRating": _WORST,
        }
    return rating | {"ratingExplanation": reason}


def _attribution(claim: Claim) -> dict[str, Any]:
    """Say who made a claim: a person with an office, a body known by its origin, or no author.

    "Western estimates" are nobody in particular: they are credited in words only.
    """
    if not claim.attributed_to:
        return {}
    name, comma, office = claim.attributed_to.partition(", ")
    if comma:
        return {"author": {"@type": "Person", "name": name, "description": office}}
    if claim.origin:
        return {"author": {"@type": "Organization", "name": name}}
    return {"creditText": name}


def _key(page: str) -> dict[str, Any]:
    """Give the key from words to numbers, without which the numbers would mean nothing."""
    terms = []
    for verdict, meaning in DEFINITIONS.items():
        term = {"@type": "DefinedTerm", "name": verdict.words.capitalize(), "description": meaning}
        if verdict in NUMBERS:
            term["termCode"] = str(NUMBERS[verdict])
        terms.append(term)
    return {
        "@type": "DefinedTermSet",
        "@id": f"{page}#verdicts",
        "name": "Verdicts, and the number that stands for each",
        "description": (
            f"From {_WORST} to {_BEST}, higher is truer. No verdict here means refuted, so none is "
            f"{_WORST}. Verdicts without a code say nothing on that scale and carry no number."
        ),
        "hasDefinedTerm": terms,
    }


def _written_on(text: str) -> str:
    """Read when the article was written, as exactly as the words say; empty if they do not."""
    for form, iso in _WRITTEN_FORMS:
        try:
            return datetime.strptime(text.strip(), form).strftime(iso)
        except ValueError:
            continue
    return ""
