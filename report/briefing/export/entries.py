"""The ledger's claims as entries of the page: one section a claim, known by topic and verdict.

In the document a claim is a heading with what follows it. The page needs to know where it ends, and
what it was ruled, so that readers can ask for one topic or one verdict only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from briefing import tokens
from briefing.document.merge import slug
from briefing.document.nodes import Block, Cell, Heading, Number, Table
from briefing.document.trees import plain_text

CLAIM: Final = "claim-"
RULINGS: Final = "tbl-rulings-"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict: when it was given, its tone and its words, and the day that it speaks for."""

    vintage: str
    tone: str
    words: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim with all that the ledger says of it."""

    id: str
    statement: str
    blocks: tuple[Block, ...]
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """The claims on one topic, below the heading and whatever else leads up to them."""

    id: str
    name: str
    lead: tuple[Block, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """A chapter taken apart: what stands before its claims, the claims, what stands behind."""

    before: tuple[Block, ...] = ()
    topics: tuple[Topic, ...] = ()
    after: tuple[Block, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in order."""
        return tuple(claim for topic in self.topics for claim in topic.claims)

    @property
    def vintages(self) -> tuple[str, ...]:
        """Days of the rulings, as the tables call them, in order of appearance."""
        return tuple(dict.fromkeys(r.vintage for claim in self.claims for r in claim.rulings))

    @property
    def days(self) -> tuple[str, ...]:
        """Days that the vintages speak for, as YYYY-MM-DD; empty where the ledger tells none."""
        days = {r.vintage: r.day for claim in self.claims for r in claim.rulings}
        return tuple(days[vintage] for vintage in self.vintages)

    @property
    def verdicts(self) -> dict[str, str]:
        """Words of each verdict in use, by tone; best first."""
        words = {r.tone: r.words for claim in self.claims for r in claim.rulings}
        return {tone: words[tone] for tone in tokens.VERDICT if tone in words}

    def count(self, tone: str, vintage: str = "") -> int:
        """Count the claims with a verdict at one vintage, or at any."""
        return sum(
            any(r.tone == tone and vintage in ("", r.vintage) for r in claim.rulings)
            for claim in self.claims
        )


def read_entries(blocks: Sequence[Block]) -> Entries:
    """Find the claims among the blocks of a chapter; without any, all blocks stand before."""
    parts = list(_sections(blocks, 2))
    holds = [any(_is_claim(block) for block in part) for part in parts]
    if not any(holds):
        return Entries(before=tuple(blocks))
    first, last = holds.index(True), len(holds) - holds[::-1].index(True)
    return Entries(
        before=_flat(parts[:first]),
        topics=tuple(_topic(part) for part in parts[first:last]),
        after=_flat(parts[last:]),
    )


def _is_claim(block: Block) -> bool:
    return isinstance(block, Heading) and block.id.startswith(CLAIM)


def _flat(parts: Iterable[Sequence[Block]]) -> tuple[Block, ...]:
    return tuple(block for part in parts for block in part)


def _sections(blocks: Sequence[Block], level: int) -> Iterator[tuple[Block, ...]]:
    """Divide blocks before each heading of a level."""
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level <= level and part:
            yield tuple(part)
            part = []
        part.append(block)
    if part:
        yield tuple(part)


def _topic(blocks: Sequence[Block]) -> Topic:
    heading = blocks[0]
    assert isinstance(heading, Heading)  # a section that holds claims starts with one
    named = [n.text for n in heading.children if isinstance(n, Number)]
    name = named[0] if named else plain_text(heading.children)
    parts = list(_sections(blocks[1:], 3))
    claims = tuple(_claim(part) for part in parts if _is_claim(part[0]))
    lead = _flat(part for part in parts if not _is_claim(part[0]))
    return Topic(slug(name), name, (heading, *lead), claims)


def _claim(blocks: tuple[Block, ...]) -> Claim:
    heading = blocks[0]
    assert isinstance(heading, Heading)
    rulings = [
        Ruling(column.name, cell.tone, cell.text, cell.day or "")
        for table in blocks
        if isinstance(table, Table) and table.label.startswith(RULINGS)
        for column, cell in zip(table.columns, _verdicts(table), strict=False)
        if cell.tone
    ]
    return Claim(heading.id, plain_text(heading.children), blocks, tuple(rulings))


def _verdicts(table: Table) -> tuple[Cell, ...]:
    return next((row for row in table.rows if any(cell.tone for cell in row)), ())
