"""Moving assumptions in a real browser, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from playwright.sync_api import Browser, Page
from small_exploration import TONS, small_exploration, worded

from briefing.export.html import BriefingHTMLExporter
from briefing.export.words import EXPLORATIONS

pytestmark = pytest.mark.browser

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8").partition("\n")[2]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def file(merged: NotebookNode, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "briefing.html"
    resources = {EXPLORATIONS: (small_exploration("upper"),)}
    page, _ = BriefingHTMLExporter().from_notebook_node(merged, resources)
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 700}, java_script_enabled=False)
    opened = context.new_page()
    opened.goto(file.as_uri())
    yield opened
    context.close()


def visible(page: Page) -> list[str]:
    return page.locator(".outcome:visible").all_inner_texts()


def test_keys_move_an_assumption(page: Page) -> None:
    """An arrow key chooses the next value; the sentence and the finding follow."""
    assert [worded(TONS[0, 1]) in text for text in visible(page)] == [True]
    page.focus("#assume-upper-a-0")
    page.keyboard.press("ArrowDown")
    assert [worded(TONS[1, 1]) in text for text in visible(page)] == [True]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    assert [worded(TONS[1, 0]) in text for text in visible(page)] == [True]


def test_only_the_chosen_outcome_is_read_out(page: Page) -> None:
    """The accessible tree holds one outcome, in a live region, and both groups by name."""
    tree = page.locator(".explorer").aria_snapshot()
    assert tree.count("million tonnes") == 2
    assert 'group "What a barge’s hold carries"' in tree
    assert 'radio "300 t · as above" [checked]' in tree
    assert page.locator(".outcomes").get_attribute("aria-live") == "polite"


def test_a_phone_shows_it_whole(page: Page) -> None:
    """At 320 pixels nothing reaches beyond the page, and the words at the ticks stand apart."""
    assert page.locator("html").evaluate("e => e.scrollWidth") == 320
    page.locator(".explorer").scroll_into_view_if_needed()
    boxes = [each.bounding_box() for each in page.locator(".usual .reach text").all()]
    places = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert len(places) > 2
    assert all(one[1] < two[0] for one, two in pairwise(places))


def test_paper_shows_the_chapter_as_it_ran(page: Page) -> None:
    """In print the choices are gone and the chapter's own values stand, whatever was chosen."""
    page.check("#assume-upper-a-1")
    page.emulate_media(media="print")
    assert not page.locator(".explorer input").first.is_visible()
    assert [worded(TONS[0, 1]) in text for text in visible(page)] == [True]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_checker_finds_nothing(browser: Browser, file: Path, scheme: Any) -> None:
    """No rule of axe is broken by day or night; contrast that it cannot tell is computed here."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    opened.goto(file.as_uri())
    opened.evaluate(AXE)
    result = opened.evaluate("axe.run('.explorer', {resultTypes: ['violations', 'incomplete']})")
    faint = [one for one in opened.evaluate(CONTRAST, [".usual .reach text"]) if one[0] < 4.5]
    opened.close()
    broken = [(v["id"], v["nodes"][0]["html"][:200]) for v in result["violations"]]
    assert broken == []
    unsure = [node["target"][0] for v in result["incomplete"] for node in v["nodes"]]
    assert all("text" in target for target in unsure)
    assert faint == []
