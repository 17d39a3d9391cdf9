"""Words and wordings that both exporters print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from briefing.document.model import Chapter, Source
from briefing.document.nodes import Citation, CitedSource

ASSEMBLED: Final = "briefing_document"
"""Resource under which a build hands both exporters the document it has assembled already."""

REVIEWS: Final = "briefing_reviews"
"""Resource with fact checks for search engines, as JSON that is safe inside a page."""

EXPLORATIONS: Final = "briefing_explorations"
"""Resource with what readers of the page may move, as `briefing.explore.model` has it."""

CALLOUTS: Final = {
    "note": "Note",
    "tip": "Tip",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
}
"""What each kind of callout is called."""


def chapter_kicker(chapter: Chapter) -> str:
    """Give the line above a chapter's title; empty for the summary."""
    if not chapter.number:
        return ""
    return f"{'Appendix' if chapter.role == 'appendix' else 'Chapter'} {chapter.number}"


@dataclass(frozen=True, slots=True)
class Part:
    """A bit of a citation: a number that leads to a source, or what stands between."""

    text: str
    source: str = ""


def citation_parts(citation: Citation) -> Iterator[Part]:
    """Write a citation compactly: runs of three or more numbers become a span.

    Yields
    ------
    Part
        Without the brackets: ``3``, ``, ``, ``5``, ``–``, ``8``.
    """
    runs = _runs(citation.items)
    for i, run in enumerate(runs):
        if i:
            yield Part("; " if run[0].locator or runs[i - 1][0].locator else ", ")
        shown = [run[0], run[-1]] if len(run) > 2 else run
        for j, item in enumerate(shown):
            if j:
                yield Part("–" if len(run) > 2 else ", ")
            yield Part(str(item.number), item.source)
            if item.locator:
                yield Part(f", {item.locator}")


def _runs(items: Sequence[CitedSource]) -> list[list[CitedSource]]:
    """Group items with numbers in a row; one with a locator stands alone."""
    runs: list[list[CitedSource]] = []
    for item in items:
        last = runs[-1][-1] if runs else None
        follows = last is not None and item.number == last.number + 1
        if last is not None and follows and not item.locator and not last.locator:
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def source_anchor(source: str) -> str:
    """Give the id of a source's entry in the reference list."""
    return f"ref-{source}"


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def date_in_words(date: str) -> str:
    """Write an ISO date, or a part of one, for readers: ``4 March 2024``."""
    parts = date.split("-")
    if len(parts) > 3 or not all(part.isdecimal() for part in parts):
        return date
    words = [parts[0]]
    if len(parts) > 1 and 1 <= int(parts[1]) <= 12:
        words.insert(0, _MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return "\u00a0".join(words) if len(words) == len(parts) else date


def source_details(source: Source) -> str:
    """Say when a source was published and read, how, and how reliable it is."""
    read = {"via": "read at second hand", "direct": ""}.get(source.read, source.read)
    parts = (
        f"Published {date_in_words(source.published)}" if source.published else "",
        f"accessed {date_in_words(source.accessed)}" if source.accessed else "",
        f"reliability\u00a0{source.reliability}" if source.reliability else "",
        read,
    )
    words = ", ".join(part for part in parts if part)
    return f"{words[0].upper()}{words[1:]}." if words else ""
