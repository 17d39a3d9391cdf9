"""The page is one file, under a strict policy, with everything where it belongs."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from types import ModuleType

import lxml.html
import pytest
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode

from briefing import tokens
from briefing.document import Document
from briefing.export.html import BriefingHTMLExporter


@pytest.fixture(scope="module")
def page(merged: NotebookNode) -> str:
    return BriefingHTMLExporter().from_notebook_node(merged)[0]


@pytest.fixture(scope="module")
def tree(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page)


def test_two_exports_give_the_same_bytes(merged: NotebookNode, page: str) -> None:
    """The same notebook makes the same page."""
    assert BriefingHTMLExporter().from_notebook_node(merged)[0] == page


def test_the_policy_allows_this_sheet_and_this_script_alone(page: str) -> None:
    """The hashes in the policy are those of the one style sheet and the one script."""
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    (sheet,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert policy[1] == (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(sheet)}'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert not re.search(r"<script[ >]|\sstyle=|\son\w+=", page.replace(sheet, "").replace(
        f"<script>{script}</script>", ""))  # fmt: skip


def digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_script_asks_for_nothing(page: str) -> None:
    """The script neither requests nor stores nor writes markup; it is short, and has no numbers."""
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    for word in ("fetch", "XMLHttp", "import", "eval", "innerHTML", "Storage", "cookie", "http"):
        assert word not in script
    assert len(script) < 5000
    assert "//" not in script


def test_nothing_is_loaded_from_elsewhere(tree: lxml.html.HtmlElement) -> None:
    """Addresses stand in links only; everything that loads is a data address or a fragment."""
    for element in tree.iter():
        for name in ("src", "srcset", "data", "poster"):
            assert element.get(name, "data:").startswith("data:")
        if element.tag != "a":
            assert element.get("href", "#").startswith("#")
    assert not tree.xpath("//link | //script[@src] | //iframe | //object | //base")


def test_ids_are_unique_and_every_fragment_leads_somewhere(tree: lxml.html.HtmlElement) -> None:
    """No id stands twice, and no link inside the page is dead."""
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in tree.xpath("//@href") if href.startswith("#")}
    assert targets <= set(ids)
    for name in ("aria-labelledby", "aria-describedby"):
        for value in tree.xpath(f"//@{name}"):
            assert set(value.split()) <= set(ids)


def test_headings_go_down_one_level_at_a_time(tree: lxml.html.HtmlElement) -> None:
    """There is one first-level heading, and no level is skipped."""
    levels = [int(e.tag[1]) for e in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_head_and_cover_say_what_the_meta_says(tree: lxml.html.HtmlElement) -> None:
    """Language, title, description and facts are those of the document."""
    assert tree.get("lang") == "en-GB"
    assert tree.findtext(".//title") == "How much grain came down the rivers?"
    assert "river freight" in tree.xpath("//meta[@name='keywords']/@content")[0]
    facts = tree.xpath("//dl[@class='facts']/div")
    assert [fact.findtext("dt") for fact in facts][:2] == ["Article judged", "Data cut-off"]


def test_figures_are_described(tree: lxml.html.HtmlElement) -> None:
    """Each drawing has a role, a title and a description; its headline is text above it."""
    figures = tree.xpath("//figure")
    assert len(figures) == 4
    for figure in figures:
        (svg,) = figure.xpath(".//svg")
        assert svg.get("role") == "img"
        assert all(svg.xpath("./title/text() | ./desc/text()"))
        kinds = [child.tag for child in figure]
        assert kinds == ["figcaption", "div", "p"]
        assert figure.xpath("./p/span[@class='label']/text()")[0].startswith("Figure ")


def test_numbers_are_set_apart(tree: lxml.html.HtmlElement) -> None:
    """Traced values are elements of their own, to become links to their trace."""
    assert "4,100 tonnes a day" in tree.xpath("//span[@class='number']/text()")


def test_references_stand_in_order(tree: lxml.html.HtmlElement, document: Document) -> None:
    """The reference list has every cited source once, in the order of its numbers."""
    ids = tree.xpath("//section[@role='doc-bibliography']/ol/li/@id")
    assert ids == [f"ref-{source.id}" for source in document.references]


def test_marks_are_those_of_the_tokens(tree: lxml.html.HtmlElement) -> None:
    """Each verdict mark is drawn once and used by reference."""
    assert set(tree.xpath("//symbol/@id")) == {f"mark-{name}" for name in tokens.MARKS}


def test_no_debris_is_visible(tree: lxml.html.HtmlElement) -> None:
    """No code, traceback, unfilled field or missing value shows."""
    for element in tree.xpath("//style | //body/script"):
        element.drop_tree()
    text = tree.text_content()
    for debris in ("step(", "Traceback", "{", "}", "None", "nan", "vnd.briefing", "/tmp"):
        assert debris not in text, debris


def test_an_ordinary_notebook_makes_a_page(sample: ModuleType) -> None:
    """A notebook from elsewhere keeps its words, its pictures and its text outputs."""
    exporter = get_exporter("briefing-html")()
    page, resources = exporter.from_notebook_node(sample.ordinary_notebook())
    tree = lxml.html.document_fromstring(page)
    assert tree.findtext(".//h1") == "Somebody’s analysis"
    text = tree.xpath("string(//main)")
    for words in ("with x2 and raw", "red", "a warning", "ValueError: no", "is not shown here"):
        assert words in text
    assert len(tree.xpath("//img[@alt]")) == 1
    assert [cell.text for cell in tree.xpath("//td")] == ["1"]
    assert "onclick" not in page
    assert tree.xpath("//div[@class='column']/main")
    assert resources["output_extension"] == ".html"


def test_the_exporter_is_found_by_name() -> None:
    """``jupyter nbconvert --to briefing-html`` finds the exporter."""
    assert get_exporter("briefing-html") is BriefingHTMLExporter
