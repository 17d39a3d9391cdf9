"""Claims about a harbour, made without a file."""

from __future__ import annotations

from typing import Any

from briefing.audit.article import Article, part_article
from briefing.audit.finding import find_in_article
from briefing.audit.matching import Audit, match_quantities
from briefing.ledger.models import Claim


def claim(id: str, paragraph: int = 1, **cells: Any) -> Claim:
    """Give a claim; by default a judgement without any figure."""
    usual = {"topic": "harbour", "statement": "The harbour is busy", "kind": "judgement", "line": 2}
    return Claim.model_validate({**usual, "id": id, "paragraph": paragraph, **cells})


def number(
    id: str, low: object, high: object, unit: str, paragraph: int = 1, **cells: Any
) -> Claim:
    """Give a claim with a range."""
    bounds = {"low": str(low), "high": str(high), "unit": unit, "kind": "quantity"}
    return claim(id, paragraph, **{**bounds, **cells})


def audited(text: str, *claims: Claim) -> tuple[Article, Audit]:
    """Hold a text against claims."""
    article = part_article("own.txt", text)
    return article, match_quantities(find_in_article(article).quantities, claims)


def covering(text: str, *claims: Claim) -> dict[str, list[str]]:
    """Say for each quantity of a text by which claims it is covered."""
    _, audit = audited(text, *claims)
    return {
        quantity.text: [match.target.claim for match in audit.covered.get(place, ())]
        for place, quantity in enumerate(audit.quantities)
    }
