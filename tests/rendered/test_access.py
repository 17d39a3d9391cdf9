"""What checkers of accessibility see: by day and by night, on a desk and on a phone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8").partition("\n")[2]

WHOLE = "BRIEFING_PAGE"
"""Environment variable that names a built page to be tested as well; it takes some minutes."""

SIZES = {"desk": (1280, 900), "phone": (390, 844)}


@pytest.fixture(
    scope="module", params=["sample", "ledger", *(["built"] if os.environ.get(WHOLE) else [])]
)
def file(request: pytest.FixtureRequest, page_file: Path, ledger_file: Path) -> Path:
    named = {"sample": page_file, "ledger": ledger_file}
    return named.get(request.param) or Path(os.environ[WHOLE]).resolve()


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(scope="module", params=SIZES)
def page(
    request: pytest.FixtureRequest, browser: Browser, file: Path, scheme: Any
) -> Iterator[Page]:
    width, height = SIZES[request.param]
    opened = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    opened.goto(file.as_uri())
    yield opened
    opened.close()


def test_the_checker_finds_nothing(page: Page) -> None:
    """No rule of axe is broken; what it cannot tell of contrast is computed here instead."""
    page.set_default_timeout(0)
    page.evaluate(AXE)
    result = page.evaluate("axe.run({resultTypes: ['violations', 'incomplete']})")
    broken = [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in result["violations"]]
    assert broken == []
    assert {v["id"] for v in result["incomplete"]} <= {"color-contrast"}
    unsure = [node["target"][0] for v in result["incomplete"] for node in v["nodes"]]
    if unsure:
        assert faint(page, unsure) == []


def test_text_in_charts_stands_out(page: Page) -> None:
    """Every word of a chart keeps 4.5:1 against what is drawn below it."""
    assert page.locator(".drawing text").count() > 10
    assert faint(page, [".drawing text"]) == []


def test_the_ground_is_that_of_the_scheme(page: Page, scheme: str) -> None:
    """By night the page and its charts are dark, by day both are light."""
    page_ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    chart_grounds = page.evaluate(
        "[...document.querySelectorAll('.drawing:not(.as-drawn) svg > path:first-of-type')]"
        ".map(e => getComputedStyle(e).fill)"
    )
    assert page_ground == ("rgb(20, 25, 31)" if scheme == "dark" else "rgb(255, 255, 255)")
    assert set(chart_grounds) <= {page_ground}


def faint(page: Page, selectors: list[str]) -> list[tuple[float, str]]:
    """Elements of less than 4.5:1; drawings in other colours than ours answer for themselves."""
    found: list[tuple[float, str]] = page.evaluate(CONTRAST, selectors)
    return [one for one in found if one[0] < 4.5]
