"""Citations are compact, dates are readable."""

from __future__ import annotations

import pytest

from briefing.document.model import Chapter, Source
from briefing.document.nodes import Citation, CitedSource, Text
from briefing.export.words import chapter_kicker, citation_parts, date_in_words, source_details


def cite(*items: int | tuple[int, str]) -> str:
    cited = [(i, "") if isinstance(i, int) else i for i in items]
    node = Citation(tuple(CitedSource(f"s{n}", locator, n) for n, locator in cited))
    return "".join(part.text for part in citation_parts(node))


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ((3,), "3"),
        ((3, 4), "3, 4"),
        ((3, 4, 5), "3–5"),
        ((1, 3, 5, 6, 7, 8, 10), "1, 3, 5–8, 10"),
        (((2, "p. 3"), 5), "2, p. 3; 5"),
        ((1, 2, (3, "p. 9"), 4), "1, 2; 3, p. 9; 4"),
    ],
)
def test_citations_are_grouped(items: tuple[int | tuple[int, str], ...], expected: str) -> None:
    """Three numbers in a row become a span; a locator keeps its source apart."""
    assert cite(*items) == expected


def test_both_ends_of_a_span_lead_somewhere() -> None:
    """The first and the last number of a span each lead to their source."""
    node = Citation(tuple(CitedSource(f"s{n}", "", n) for n in (3, 4, 5)))
    assert [p.source for p in citation_parts(node)] == ["s3", "", "s5"]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-03-04", "4 March 2024"),
        ("2024-03", "March 2024"),
        ("2024", "2024"),
        ("undated", "undated"),
        ("2024-13-01", "2024-13-01"),
        ("", ""),
    ],
)
def test_dates_are_written_out(date: str, expected: str) -> None:
    """An ISO date or a part of one is written for readers, held together by no-break spaces."""
    assert date_in_words(date).replace("\u00a0", " ") == expected


def test_source_details() -> None:
    """Dates, reliability and second-hand reading are said; what is unknown is left out."""
    source = Source("s", published="2024", reliability="B", read="via")
    words = "Published 2024, reliability\u00a0B, read at second hand."
    assert source_details(source) == words
    assert source_details(Source("s")) == ""


@pytest.mark.parametrize(
    ("role", "number", "expected"),
    [("summary", "", ""), ("chapter", "2", "Chapter 2"), ("appendix", "A", "Appendix A")],
)
def test_kickers(role: str, number: str, expected: str) -> None:
    """The line above a title names kind and number; the summary has none."""
    chapter = Chapter("x", "x.ipynb", (Text("X"),), role=role, number=number)
    assert chapter_kicker(chapter) == expected
