"""The page in a real browser: quiet, whole, and readable at any width."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 768, 1280, 1920)
OUTSIDE = """[...document.querySelectorAll('body *')]
    .filter(e => !e.closest('.scroll, pre, .unseen, .skip, .marks')
        && e.getBoundingClientRect().right > window.innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 200))"""
"""What sticks out to the right without a frame of its own that scrolls."""


@pytest.fixture
def said() -> list[str]:
    """What the browser has to complain of."""
    return []


@pytest.fixture(params=WIDTHS)
def page(
    request: pytest.FixtureRequest, browser: Browser, page_file: Path, said: list[str]
) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 800})
    opened.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on(
        "request",
        lambda sent: None if sent.url.startswith(("file:", "data:")) else said.append(sent.url),
    )
    opened.goto(page_file.as_uri())
    yield opened
    opened.close()


def test_no_request_and_no_complaint(page: Page, said: list[str]) -> None:
    """Nothing is requested, and the console stays empty: the policy forbids nothing we use."""
    page.mouse.wheel(0, 20000)
    page.wait_for_timeout(100)
    assert said == []


def test_no_sideways_scroll(page: Page) -> None:
    """The page itself never scrolls sideways; wide tables and charts do so in their own frame."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(OUTSIDE) == []


@pytest.mark.parametrize("width", [640, 1280])
def test_text_can_be_twice_as_large(browser: Browser, page_file: Path, width: int) -> None:
    """At 200 %, and with text alone enlarged on top, nothing sticks out; charts grow with it."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(page_file.as_uri())
    label = page.locator(".drawing text").first
    before = label.bounding_box()
    outside = page.evaluate(OUTSIDE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    outside += page.evaluate(OUTSIDE)
    beside = [box(page, selector) for selector in ("nav.contents", "main")]
    after = label.bounding_box()
    folded = page.locator("details.contents-fold summary")
    if width < 1056:
        folded.click()
        assert page.is_visible("details.contents-fold a[href='#sec-counted']")
    page.close()
    assert outside == []
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    nav, main = beside
    assert nav is None or nav["x"] + nav["width"] <= main["x"]
    assert main["width"] >= 16 * 32


def box(page: Page, selector: str) -> Any:
    """Where an element stands; None where it is not shown."""
    return page.locator(selector).bounding_box()


def test_fonts_are_ours(page: Page) -> None:
    """Text, headings and charts are set in the embedded faces."""
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {family.strip('"') for family in loaded} >= {
        "Source Serif 4",
        "Source Sans Pro",
        "Source Code Pro",
    }
    assert page.evaluate("[...document.fonts].every(f => f.status !== 'error')")


def test_drawings_have_a_size(page: Page) -> None:
    """Every chart is as wide as its frame or scrolls in it, and keeps its proportions."""
    boxes = page.evaluate(
        """[...document.querySelectorAll('.drawing svg')].map(e => {
            const b = e.getBoundingClientRect(); return [b.width, b.height]; })"""
    )
    assert len(boxes) == 4
    assert all(width >= 280 and 0.4 < height / width < 0.55 for width, height in boxes)


def test_marks_are_drawn(page: Page) -> None:
    """The mark of a verdict stands inside its pill and has a size."""
    inside = page.evaluate(
        """[...document.querySelectorAll('.pill')].every(pill => {
            const p = pill.getBoundingClientRect();
            const m = pill.querySelector('use').getBoundingClientRect();
            return m.width > 5 && m.left >= p.left && m.right <= p.right
                && m.top >= p.top && m.bottom <= p.bottom; })"""
    )
    assert inside


def test_one_contents_is_visible(page: Page) -> None:
    """The contents stand beside the text where there is room, else they can be unfolded."""
    beside = page.is_visible("nav.contents")
    folded = page.is_visible("details.contents-fold")
    assert beside != folded
    assert beside == (page.viewport_size is not None and page.viewport_size["width"] >= 1056)
    if folded:
        page.click("details.contents-fold summary")
        assert page.is_visible("details.contents-fold a[href='#sec-counted']")


def test_deep_links_lead_to_their_heading(page: Page, page_file: Path) -> None:
    """Opened at a fragment, the page shows that heading or row."""
    for fragment in ("sec-counted", "claim-c12", "ref-src-4"):
        page.goto(f"{page_file.as_uri()}#{fragment}")
        page.wait_for_timeout(50)
        box = page.locator(f"[id='{fragment}']").bounding_box()
        assert box is not None
        assert -5 <= box["y"] < 800


def test_keyboard_reaches_what_scrolls(page: Page) -> None:
    """The first stop is the skip link, and every frame that scrolls can be focused."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll, pre')].every(e => e.tabIndex === 0)"
    )


def test_text_is_large_enough(page: Page) -> None:
    """Running text is at least 16 pixels, and no text is smaller than 10."""
    sizes = page.evaluate(
        """[...document.querySelectorAll('main p, main td, main th, main li, .fine, .cite')]
            .map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert min(sizes) >= 10
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 16


def test_nothing_overlaps_in_print(page: Page) -> None:
    """On paper the navigation goes, and the text takes the whole width."""
    page.emulate_media(media="print")
    assert not page.is_visible("nav.contents")
    assert not page.is_visible("details.contents-fold")
    assert not page.is_visible(".skip")
