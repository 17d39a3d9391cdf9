"""Hostile texts in a notebook from elsewhere: shown as texts, and nothing of them acts."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import nbformat
import pytest
from tests.hostile.conftest import SECRET, Watched
from tests.hostile.notebooks import PLACES, hostile_notebook
from tests.hostile.page_faults import Inventory, page_faults, page_words, parse_page
from tests.hostile.pdf_faults import read_pdf
from tests.hostile.test_briefing import POLICY
from tests.hostile.texts import MARK, Hostile

from briefing.export.html import BriefingHTMLExporter
from briefing.export.pdf import BriefingPDFExporter

PLAIN: Final = {
    "code", "stream", "error", "plain output", "raw cell", "description of an image",
}  # fmt: skip
"""Places whose texts are shown whatever they say."""

_ELEMENTS: Final[dict[str, str]] = {
    "a": "class href rel role aria-label", "aside": "class role", "blockquote": "", "body": "",
    "br": "", "button": "id type popovertarget aria-label", "circle": "", "code": "",
    "details": "class", "div": "class role tabindex aria-label", "em": "",
    "fieldset": "class", "h1": "", "h2": "id", "h3": "id", "h4": "id", "h5": "id", "h6": "id",
    "head": "", "header": "class id", "hr": "", "html": "lang",
    "img": "src alt width height",
    "input": "type name id autocomplete checked", "label": "for", "legend": "",
    "li": "id value", "main": "id tabindex", "math": "display",
    "meta": "charset http-equiv content name", "nav": "class aria-label",
    "ol": "start", "p": "class", "path": "d fill-rule",
    "pre": "class tabindex role aria-label", "s": "", "script": "",
    "section": "class role aria-label", "span": "class id popover role tabindex aria-label",
    "strong": "", "style": "", "sub": "", "summary": "", "sup": "class",
    "svg": "class aria-hidden focusable", "symbol": "id viewbox", "table": "", "tbody": "",
    "td": "class", "th": "scope class", "thead": "", "title": "", "tr": "", "ul": "",
}  # fmt: skip
_MATHS: Final = {
    "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup",
    "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}  # fmt: skip
_MATHS_LOOKS: Final = {
    "accent", "accentunder", "class", "displaystyle", "form", "largeop", "linethickness", "lspace",
    "mathvariant", "maxsize", "minsize", "movablelimits", "rspace", "scriptlevel", "stretchy",
    "symmetric", "width",
}  # fmt: skip


def _known() -> Iterator[tuple[str, str]]:
    for element, attributes in _ELEMENTS.items():
        yield from ((element, name) for name in ("", *attributes.split()))
    yield from ((element, name) for element in _MATHS for name in ("", *_MATHS_LOOKS))


KNOWN: Final[Inventory] = frozenset(_known())
"""What pages of notebooks from elsewhere are made of."""


@pytest.fixture(scope="module")
def notebook(texts: list[Hostile]) -> nbformat.NotebookNode:
    """Give a notebook with each text in one of the places that there are."""
    return nbformat.from_dict(hostile_notebook(texts))


@pytest.fixture(scope="module")
def page(notebook: nbformat.NotebookNode) -> str:
    return str(BriefingHTMLExporter().from_notebook_node(notebook)[0])


def test_each_attempt_is_made_in_many_places(texts: list[Hostile]) -> None:
    """Texts of each family reach most of the places."""
    reached: dict[str, set[int]] = {}
    for i, each in enumerate(texts):
        reached.setdefault(each.family, set()).add(i % len(PLACES))
    assert min(map(len, reached.values())) == len(PLACES)


def test_the_page_is_made_of_what_we_write(page: str) -> None:
    """There is no element, attribute, address or script but those that our exporter writes."""
    assert page_faults(page, KNOWN, SECRET) == []


def test_plain_texts_are_shown(page: str, texts: list[Hostile]) -> None:
    """A text in a place for plain words is on the page, but for what a terminal would not show."""
    found = set(MARK.findall(" ".join(page_words(parse_page(page)))))
    names = list(PLACES)
    lost = [
        each
        for i, each in enumerate(texts)
        if names[i % len(names)] in PLAIN and each.mark not in found
    ]
    assert [each for each in lost if each.family != "terminal"] == []


def test_the_pdf_has_nothing_that_acts(notebook: nbformat.NotebookNode, tmp_path: Path) -> None:
    """There is no action but links to the web, no form, no file, and nothing of the file outside.

    Half of the texts are taken, of each place every other one; setting all takes too long.
    """
    half = copy.copy(notebook)
    half.cells = [cell for i, cell in enumerate(notebook.cells) if (i + i // len(PLACES)) % 2]
    pdf = BriefingPDFExporter().from_notebook_node(half)[0]
    reading = read_pdf(pdf, SECRET, tmp_path)
    assert reading.faults == []
    assert len(set(MARK.findall(reading.words))) > 0.7 * len(half.cells)


@pytest.mark.browser
def test_nothing_happens_in_a_browser(page: str, watch: Callable[[str], Watched]) -> None:
    """In a real browser no script runs and nothing is asked for, also without the policy."""
    assert watch(page).happened == []
    assert watch(POLICY.sub("", page)).happened == []
