"""The end of a chapter where readers move its assumptions, as HTML."""

from __future__ import annotations

import re
from dataclasses import replace

import lxml.html
import pytest
from nbformat import NotebookNode
from small_exploration import TONS, small_exploration, worded

from briefing.document.nodes import Reference
from briefing.explore.model import Exploration, Span
from briefing.export.explorer import explorer_rules, write_explorer
from briefing.export.html import BriefingHTMLExporter
from briefing.export.pdf import BriefingPDFExporter
from briefing.export.words import EXPLORATIONS


@pytest.fixture(scope="module")
def exploration() -> Exploration:
    return small_exploration()


@pytest.fixture(scope="module")
def tree(exploration: Exploration) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(write_explorer(exploration, {}))


def test_each_assumption_is_a_group_of_choices(tree: lxml.html.HtmlElement) -> None:
    """A legend names what is moved; of its choices, the chapter's own is checked and says so."""
    legends = [legend.text_content() for legend in tree.xpath("//legend")]
    assert legends == ["What a barge’s hold carries", "Barges <a year>"]
    for group, own in zip(tree.xpath("//fieldset"), (0, 1), strict=True):
        inputs, labels = group.xpath(".//input"), group.xpath(".//label")
        assert [each.get("for") for each in labels] == [each.get("id") for each in inputs]
        assert len({each.get("name") for each in inputs}) == 1
        assert [each.get("checked") is not None for each in inputs].index(True) == own
        assert ["as above" in each.text_content() for each in labels].index(True) == own


def test_every_combination_is_worded(tree: lxml.html.HtmlElement, exploration: Exploration) -> None:
    """Each pair of choices has the chapter's sentence, its finding and its values in words."""
    outcomes = tree.find_class("outcome")
    assert len(outcomes) == len(TONS)
    for outcome, (at, tons) in zip(outcomes, TONS.items(), strict=True):
        text = outcome.text_content()
        assert text.count(worded(tons)) == 2
        for number, assumption in zip(at, exploration.assumptions, strict=True):
            assert assumption.steps[number] in text
    (own,) = tree.find_class("usual")
    assert worded(TONS[0, 1]) in own.text_content()


def test_sources_and_references_are_named_once(exploration: Exploration) -> None:
    """Citations stay with the passage in the chapter; references lead where they led there."""
    assert "cite" not in write_explorer(exploration, {})
    leading = Reference("fig-nowhere", "Figure 7", "fig-nowhere")
    written = write_explorer(exploration, {"fig-nowhere": leading})
    assert written.count('href="#fig-nowhere"') == len(TONS)


def test_all_drawings_share_one_scale(
    tree: lxml.html.HtmlElement, exploration: Exploration
) -> None:
    """Places are per cent of one scale; the article's figure stands still in all of them."""
    ticks = exploration.scale()
    assert ticks[0] == 0
    assert ticks[-1] >= 4.8e6
    shares = [float(c.get("cx").rstrip("%")) for c in tree.xpath("//circle")]
    assert shares == pytest.approx([100 * t / ticks[-1] for t in TONS.values()], abs=0.01)
    assert len({(r.get("x"), r.get("width")) for r in tree.xpath("//rect")}) == 1
    axes = {"".join(svg.xpath(".//text/text()")) for svg in tree.xpath("//svg[.//text]")}
    assert len(axes) == 1


@pytest.mark.parametrize(
    ("span", "drawn"),
    [
        (Span("", "", 1.0, None, 1.0), {"circle": 1, "range": 0}),
        (Span("", "", 1.0, None, 3.0), {"circle": 0, "range": 1}),
        (Span("", "", 1.0, 2.0, None), {"circle": 1, "range": 1}),
        (Span("", "", None, None, 3.0), {"circle": 0, "range": 1}),
    ],
)
def test_open_and_exact_values_are_drawn(
    exploration: Exploration, span: Span, drawn: dict[str, int]
) -> None:
    """An exact value is a point, a range a bar, and an open end runs to the end of the scale."""
    outcome = replace(exploration.outcomes[0], found=(span,))
    only = replace(exploration, outcomes=(outcome,), article=None)
    tree = lxml.html.fragment_fromstring(write_explorer(only, {}))
    assert len(tree.xpath("//circle")) == drawn["circle"]
    assert len(tree.find_class("range")) == drawn["range"]


def test_one_rule_shows_each_combination(exploration: Exploration) -> None:
    """There are as many rules as combinations, on screen alone, and none without a choice."""
    *_, shown = explorer_rules([exploration])
    assert len(re.findall(r"\.at-\d-\d\{display:block\}", shown)) == len(TONS)
    assert shown.startswith("@media screen{@supports selector(:has(a))")
    assert explorer_rules([]) == []


def test_the_page_has_it_and_the_paper_not(merged: NotebookNode) -> None:
    """It stands in the chapter that it is about; the PDF leaves it out."""
    exploration = small_exploration("upper")
    resources = {EXPLORATIONS: (exploration,)}
    page = lxml.html.document_fromstring(
        BriefingHTMLExporter().from_notebook_node(merged, dict(resources))[0]
    )
    (explorer,) = page.find_class("explorer")
    assert explorer.getparent().get("aria-labelledby") == "upper"
    assert explorer.get("aria-labelledby").split() == ["upper", "assume-upper"]  # each its own
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert not page.xpath("//*[@style]")
    plain, _ = BriefingPDFExporter().from_notebook_node(merged)
    assert BriefingPDFExporter().from_notebook_node(merged, dict(resources))[0] == plain
