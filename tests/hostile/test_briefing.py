"""Hostile texts in the data of a briefing stay texts, on the page and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from tests.hostile.briefing import hostile_briefing
from tests.hostile.conftest import SECRET, Watched
from tests.hostile.page_faults import inventory, page_faults, page_words, parse_page
from tests.hostile.pdf_faults import Reading, read_pdf
from tests.hostile.texts import MARK, Hostile

from briefing.document.typography import curl
from briefing.errors import ExportError
from briefing.export.characters import clean, missing_glyphs
from briefing.export.fonts import coverage
from briefing.export.html import BriefingHTMLExporter
from briefing.export.pdf import BriefingPDFExporter

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def write_page(texts: Sequence[str]) -> str:
    return str(BriefingHTMLExporter().from_notebook_node(hostile_briefing(texts))[0])


@pytest.fixture(scope="module")
def page(texts: list[Hostile]) -> str:
    """Give a page with every text."""
    return write_page([each.text for each in texts])


@pytest.fixture(scope="module")
def tree(page: str) -> Any:
    return parse_page(page)


@pytest.fixture(scope="module")
def printable(texts: list[Hostile]) -> list[Hostile]:
    """Give the texts whose letters our faces have."""
    return [each for each in texts if not missing_glyphs(each.text, coverage())]


@pytest.fixture(scope="module")
def pdf(printable: list[Hostile], tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Give the PDF with every text that can be set."""
    nb = hostile_briefing([each.text for each in printable])
    folder = tmp_path_factory.mktemp("paper")
    return read_pdf(BriefingPDFExporter().from_notebook_node(nb)[0], SECRET, folder)


@pytest.fixture(scope="module")
def harmless(texts: list[Hostile]) -> list[str]:
    """Give as many harmless texts, for a briefing of the same form."""
    return [f"Forty barges passed.\nCount {number}" for number in range(len(texts))]


def test_there_are_enough_texts(texts: list[Hostile]) -> None:
    """There are at least 5,000, all different, each with its mark, of many families."""
    assert len({each.text for each in texts}) == len(texts) >= 5_000
    assert all(MARK.findall(each.text) == [each.mark] for each in texts)
    assert len({each.family for each in texts}) >= 18


def test_the_page_is_made_as_of_harmless_words(page: str, harmless: list[str]) -> None:
    """No element, attribute, address or script is there that harmless words would not bring."""
    known = inventory(parse_page(write_page(harmless)))
    assert page_faults(page, known, SECRET) == []


def test_the_page_shows_every_text_as_it_is(tree: Any, texts: list[Hostile]) -> None:
    """Each text stands in the page word for word, but for characters that are never shown."""
    words = visible(" ".join(page_words(tree)))
    ends: dict[str, list[int]] = {}
    for found in MARK.finditer(words):
        ends.setdefault(found[0], []).append(found.end())
    lost = []
    for each in texts:
        forms = [visible(clean(text)) for text in (each.text, curl(each.text))]
        found = [words[end - len(form) : end] for form in forms for end in ends.get(each.mark, ())]
        if not set(found) & set(forms):
            lost.append(each)
    assert lost == []


def visible(text: str) -> str:
    """Leave out what has no width: line breaks are elements, and a CSV may quote a formula."""
    return "".join(c for c in text if c.isprintable() and c not in " '")


def test_the_pdf_has_nothing_that_acts(pdf: Reading) -> None:
    """There is no action but links, no form, no file, and nothing of the file outside."""
    assert pdf.faults == []


def test_the_pdf_leads_to_sources_alone(pdf: Reading) -> None:
    """Addresses are those of the sources, each once, and no other."""
    assert set(pdf.links) == {"links", "https://a.example/x?a=1&b=2"}
    assert pdf.links["https://a.example/x?a=1&b=2"] == 19


def test_the_pdf_shows_every_text(pdf: Reading, printable: list[Hostile]) -> None:
    """Each text that can be set has reached the paper or the description of a chart."""
    found = set(MARK.findall(pdf.words))
    assert [each for each in printable if each.mark not in found] == []


def test_what_cannot_be_set_is_refused(texts: list[Hostile], printable: list[Hostile]) -> None:
    """A text with a letter that no face has is refused, with its cell."""
    others = [each.text for each in texts if each not in set(printable)]
    assert len(others) > 100
    with pytest.raises(ExportError, match=r"01-chapter\.ipynb, cell 2: "):
        BriefingPDFExporter().from_notebook_node(hostile_briefing(others))


@pytest.mark.browser
def test_nothing_happens_in_a_browser(page: str, watch: Callable[[str], Watched]) -> None:
    """In a real browser no script runs and nothing is asked for, also without the policy."""
    assert watch(page).happened == []
    assert watch(POLICY.sub("", page)).happened == []
