"""Which quantity of a text is which figure of the ledger.

A quantity is looked up in its own paragraph first. What a paragraph leaves over may then stand for
a claim that the ledger has in another, but a date or a vague count only if it is the same, since
“several” and “2014” turn up anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing.audit.comparing import Figures, Match
from briefing.audit.quantities import Quantity
from briefing.audit.targets import targets_of
from briefing.ledger.models import Claim


@dataclass(frozen=True, slots=True)
class Audit:
    """A text held against a ledger.

    Attributes
    ----------
    quantities : tuple of Quantity
        All that the text has.
    covered : mapping of int to tuple of Match
        By place of the quantity, the best first; a quantity that is not there is not in the ledger.
    found : mapping of str to tuple of Match
        By claim id; empty for a claim of which the text has no figure.
    without_figure : tuple of str
        Ids of claims that have nothing to look for.
    """

    quantities: tuple[Quantity, ...]
    covered: Mapping[int, tuple[Match, ...]]
    found: Mapping[str, tuple[Match, ...]]
    without_figure: tuple[str, ...]

    @property
    def uncovered(self) -> tuple[Quantity, ...]:
        """Quantities that are not in the ledger."""
        return tuple(
            quantity for place, quantity in enumerate(self.quantities) if place not in self.covered
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids of claims whose figure the text lacks."""
        return tuple(claim for claim, matches in self.found.items() if not matches)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left over on either side."""
        return not self.uncovered and not self.missing


def match_quantities(quantities: Sequence[Quantity], claims: Iterable[Claim]) -> Audit:
    """Hold the quantities of a text against the claims of a ledger."""
    targets = {claim.id: targets_of(claim) for claim in claims}
    has_figure = {id: any(figure.role.is_own for figure in targets[id]) for id in targets}
    figures = Figures(target for own in targets.values() for target in own)
    kept: dict[int, list[Match]] = {}
    for place, quantity in enumerate(quantities):
        matches = figures.matching(place, quantity)
        near = [match for match in matches if match.same_paragraph is not False]
        # Where a quantity stands for a claim of its own paragraph it stands for no other.
        matches = near if any(match.target.role.is_own for match in near) else matches
        if matches:
            kept[place] = matches
    return Audit(
        tuple(quantities),
        {place: _best_first(matches) for place, matches in kept.items()},
        _found([id for id, has in has_figure.items() if has], kept),
        tuple(id for id, has in has_figure.items() if not has),
    )


def _best_first(matches: list[Match]) -> tuple[Match, ...]:
    """Keep one match for each claim, and only the paragraph's own if there are any."""
    best: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: match.rank, reverse=True):
        best.setdefault(match.target.claim, match)
    first = next(iter(best.values()))
    return tuple(m for m in best.values() if m.rank[:2] == first.rank[:2])


def _found(claims: Iterable[str], kept: Mapping[int, list[Match]]) -> dict[str, tuple[Match, ...]]:
    """Give the matches of each claim, those of its own paragraph alone if there are any."""
    found: dict[str, dict[int, Match]] = {claim: {} for claim in claims}
    for place, matches in kept.items():
        for match in matches:
            if match.target.role.is_own:
                best = found[match.target.claim].get(place)
                if best is None or match.rank > best.rank:
                    found[match.target.claim][place] = match
    ordered = {
        claim: sorted(matches.values(), key=lambda match: match.rank, reverse=True)
        for claim, matches in found.items()
    }
    return {
        claim: tuple(m for m in matches if m.same_paragraph == matches[0].same_paragraph)
        for claim, matches in ordered.items()
    }
