"""An audit as text for a reader and as JSON for a program."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from briefing.audit.article import Article
from briefing.audit.comparing import Match
from briefing.audit.describing import describe_quantity
from briefing.audit.matching import Audit
from briefing.audit.quantities import Quantity
from briefing.audit.targets import Role, targets_of
from briefing.ledger.models import Claim

_CONTEXT: Final = 28
"""So many characters of the text are shown on either side of a quantity that is not covered."""
_WIDTH: Final = 30


def describe_audit(
    article: Article, audit: Audit, names: tuple[str, ...], claims: Mapping[str, Claim]
) -> str:
    """Write an audit as text: what is covered, what is not, which claims were not found."""
    lines = [_headline(article, audit)]
    lines += _section("In the ledger", list(_covered_lines(audit)))
    lines += _section("Not in the ledger", [_uncovered_line(article, q) for q in audit.uncovered])
    lines += _section("Claims not found", [_missing_line(claims[claim]) for claim in audit.missing])
    lines += _section("Claims with no figure to look for", _wrapped(audit.without_figure))
    lines += _section("Digits that count nothing", _wrapped(tuple(dict.fromkeys(names))))
    hint = _shift_hint(audit)
    return "\n".join([*lines, *(["", hint] if hint else [])])


def _headline(article: Article, audit: Audit) -> str:
    found = sum(1 for matches in audit.found.values() if matches)
    parts = article.paragraphs
    places = "no paragraphs" if parts is None else f"{parts} paragraphs, the title included"
    return (
        f"{article.name}: {len(audit.covered)} of {len(audit.quantities)} quantities are in the "
        f"ledger, {found} of {len(audit.found)} claims with a figure were found ({places})"
    )


def _section(title: str, lines: list[str]) -> list[str]:
    return ["", f"{title}", *(f"  {line}" for line in lines)] if lines else []


def _covered_lines(audit: Audit) -> Iterator[str]:
    for place, matches in audit.covered.items():
        quantity = audit.quantities[place]
        ids = ", ".join(match.target.claim for match in matches)
        remarks = _remarks(matches[0])
        yield f"{_place(quantity)}{_quoted(quantity):<{_WIDTH}} {ids}{remarks}"


def _remarks(match: Match) -> str:
    """Say in what a match is less than full."""
    remarks = []
    if not match.target.role.is_own:
        remarks.append(f"its {match.target.role}")
    if not match.is_equal:
        remarks.append(f"overlaps with {match.target}")
    if match.other_noun is not None:
        remarks.append(f"the text says {match.other_noun}")
    if match.same_paragraph is False:
        remarks.append(f"in the ledger it is in paragraph {match.target.paragraph}")
    return f" ({'; '.join(remarks)})" if remarks else ""


def _uncovered_line(article: Article, quantity: Quantity) -> str:
    before = article.text[max(quantity.start - _CONTEXT, 0) : quantity.start]
    after = article.text[quantity.end : quantity.end + _CONTEXT]
    # A word cut off at the edge would only puzzle.
    before = before.partition(" ")[2] if len(before) == _CONTEXT else before
    after = after.rpartition(" ")[0] if len(after) == _CONTEXT else after
    # Of another paragraph nothing is shown.
    before, after = before.rpartition("\n\n")[2], after.partition("\n\n")[0]
    shown = " ".join(f"{before}[{quantity.text}]{after}".split())
    return (
        f"{_place(quantity)}{_quoted(quantity):<{_WIDTH}} {describe_quantity(quantity)}   {shown}"
    )


def _missing_line(claim: Claim) -> str:
    """Show a claim's figure as the ledger says it is printed, or else its bounds or its date."""
    figure = f"“{claim.as_written}”"
    if claim.as_written is None or all(t.role is not Role.WRITTEN for t in targets_of(claim)):
        own = [str(target) for target in targets_of(claim) if target.role.is_own]
        figure = " or ".join(dict.fromkeys(own))
    return f"{claim.paragraph:>3}  {claim.id:<{_WIDTH}} {figure}"


def _place(quantity: Quantity) -> str:
    return "" if quantity.paragraph is None else f"{quantity.paragraph:>3}  "


def _quoted(quantity: Quantity) -> str:
    return f"“{' '.join(quantity.text.split())}”"


def _wrapped(words: tuple[str, ...]) -> list[str]:
    """Fill lines with words parted by commas."""
    return textwrap.wrap(", ".join(words), 90, break_long_words=False, break_on_hyphens=False)


def _shift_hint(audit: Audit) -> str | None:
    """Guess that a title is missing, or a line too many at the top, from where matches lie."""
    shifts = Counter[int]()
    for matches in audit.found.values():
        for match in matches[:1]:
            paragraph = audit.quantities[match.quantity].paragraph
            if paragraph is not None:
                shifts[paragraph - match.target.paragraph] += 1
    if not shifts:
        return None
    shift, times = shifts.most_common(1)[0]
    if shift == 0 or times < 3 or 2 * times <= shifts.total():
        return None
    far = f"{abs(shift)} paragraph{'s' if abs(shift) > 1 else ''}"
    return (
        f"Most claims were found {far} {'earlier' if shift < 0 else 'later'} than the ledger has "
        "them; the first block of the text must be the title and every other one a paragraph."
    )


def audit_as_json(article: Article, audit: Audit, names: tuple[str, ...]) -> dict[str, Any]:
    """Give an audit as plain data."""
    return {
        "format": 1,
        "article": article.name,
        "paragraphs": article.paragraphs,
        "complete": audit.is_complete,
        "quantities": [
            {**_quantity(quantity), "claims": [_match(m) for m in audit.covered.get(place, ())]}
            for place, quantity in enumerate(audit.quantities)
        ],
        "claims": {
            **{
                claim: {
                    "status": "found" if matches else "not found",
                    "quantities": [match.quantity for match in matches],
                }
                for claim, matches in audit.found.items()
            },
            **{claim: {"status": "no figure", "quantities": []} for claim in audit.without_figure},
        },
        "names": list(names),
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    days = quantity.days
    return {
        "text": quantity.text,
        "paragraph": quantity.paragraph,
        "start": quantity.start,
        "end": quantity.end,
        "kind": str(quantity.kind),
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "first": None if days is None else days.describe(days.first),
        "last": None if days is None else days.describe(days.last),
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "claim": match.target.claim,
        "figure": str(match.target.role),
        "equal": match.is_equal,
        "same_paragraph": match.same_paragraph,
        "paragraph": match.target.paragraph,
        "noun": match.other_noun,
    }
