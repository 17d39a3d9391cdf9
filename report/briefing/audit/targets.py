"""What of a claim can be looked for in a text: its bounds, its date, its figure as printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from briefing.audit.describing import describe_range
from briefing.audit.finding import find_quantities
from briefing.audit.quantities import Days, Kind, Quantity
from briefing.audit.units import canonical_unit, convert
from briefing.ledger.dates import PartialDate
from briefing.ledger.models import Claim
from briefing.ledger.terms import ClaimKind


class Role(StrEnum):
    """What a figure is to its claim."""

    VALUE = "value"
    """The bounds, or the date asserted."""
    WRITTEN = "as written"
    """The figure as printed, from the column `as_written`."""
    AS_OF = "as of"
    """The date that the assertion speaks of."""
    STATEMENT = "statement"
    """Another figure in the claim's statement."""

    @property
    def is_own(self) -> bool:
        """Whether finding it in the text is finding the claim."""
        return self in (Role.VALUE, Role.WRITTEN)


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of a claim, to be met by a quantity of the text.

    Attributes
    ----------
    claim : str
        Id.
    paragraph : int
        Where the ledger has it.
    role : Role
        What it is to the claim.
    kind : Kind
        Of a quantity that would say the same.
    low, high : float or None
        Both None for a date.
    unit : str or None
        None if it counts something that the ledger does not name.
    days : Days or None
        Of a date.
    """

    claim: str
    paragraph: int
    role: Role
    kind: Kind
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    days: Days | None = None

    def __str__(self) -> str:
        if self.days is not None:
            return str(self.days)
        return describe_range(self.low, self.high, self.unit, self.kind)


def targets_of(claim: Claim) -> tuple[Target, ...]:
    """List what can be looked for; nothing of the roles that are its own if it has no figure."""
    own = (*_from_columns(claim), *_from_words(claim, claim.as_written, Role.WRITTEN))
    aside = _from_words(claim, claim.statement, Role.STATEMENT)
    if claim.as_of is None or claim.kind is ClaimKind.DATE:
        return (*own, *aside)
    return (*own, *aside, _dated(claim, claim.as_of, Role.AS_OF))


def _from_columns(claim: Claim) -> Iterator[Target]:
    if claim.kind is ClaimKind.DATE and claim.as_of is not None:
        yield _dated(claim, claim.as_of, Role.VALUE)
    if claim.low is not None or claim.high is not None:
        assert claim.unit is not None  # a bound without a unit is refused by the model
        unit = canonical_unit(claim.unit)
        yield Target(
            claim.id, claim.paragraph, Role.VALUE, _kind_of(unit), claim.low, claim.high, unit
        )


def _from_words(claim: Claim, words: str | None, role: Role) -> Iterator[Target]:
    unit = canonical_unit(claim.unit) if claim.unit else None
    for quantity in find_quantities(words or ""):
        target = _target(claim, quantity, role)
        is_bare = target.unit is None and target.kind in (Kind.COUNT, Kind.VAGUE)
        yield replace(target, unit=unit) if is_bare and role is Role.WRITTEN else target


def _target(claim: Claim, quantity: Quantity, role: Role) -> Target:
    return Target(
        claim.id,
        claim.paragraph,
        role,
        quantity.kind,
        quantity.low,
        quantity.high,
        quantity.unit,
        quantity.days,
    )


def _dated(claim: Claim, day: PartialDate, role: Role) -> Target:
    return Target(claim.id, claim.paragraph, role, Kind.DATE, days=Days(day.first, day.last))


def _kind_of(unit: str) -> Kind:
    """Give the kind of quantity that has a unit."""
    if unit == "%":
        return Kind.SHARE
    if unit == "ratio":
        return Kind.MULTIPLE
    return Kind.DURATION if convert(unit, "day") is not None else Kind.COUNT
