"""What readers do with the page: sift, switch, jump, come back; by key as well as by pointer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

CLAIMS = ("barges", "locks", "harvest", "prices")


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page(request: pytest.FixtureRequest, browser: Browser, ledger_file: Path) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, java_script_enabled=request.param
    )
    opened = context.new_page()
    opened.goto(ledger_file.as_uri())
    yield opened
    context.close()


@pytest.fixture
def live(browser: Browser, ledger_file: Path) -> Iterator[Page]:
    """The page with its script, watched."""
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto(ledger_file.as_uri())
    yield opened
    opened.close()
    assert said == []


def shown(page: Page) -> list[str]:
    return [name for name in CLAIMS if page.is_visible(f"[id='claim-{name}']")]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_everything_is_shown_at_first(page: Page) -> None:
    """Without a choice all claims stand there, with both rulings."""
    assert shown(page) == list(CLAIMS)
    assert page.locator("#tbl-rulings-locks th[scope=col] >> visible=true").count() == 2


def test_claims_are_sifted_without_a_script(page: Page) -> None:
    """Verdict, topic and day work together, by the style sheet alone."""
    page.check("#show-disputed", force=True)
    assert shown(page) == ["harvest", "prices"]
    assert not page.is_visible(".topic-rivers")
    page.check("#show-day-1", force=True)
    assert shown(page) == ["harvest"]
    page.check("#show-all", force=True)
    page.check("#show-topic-rivers", force=True)
    assert shown(page) == ["barges", "locks"]
    page.check("#show-changed", force=True)
    assert shown(page) == ["locks"]


def test_a_day_shows_its_own_ruling(page: Page) -> None:
    """With a day chosen, only that day's column and count stand there."""
    page.check("#show-day-1", force=True)
    heads = page.locator("#tbl-rulings-locks th[scope=col] >> visible=true")
    assert heads.all_inner_texts() == ["As known in June"]
    label = page.locator("label[for='show-supported']")
    assert label.inner_text().split() == ["supported", "2"]


def test_a_day_leaves_out_what_came_later(page: Page) -> None:
    """Rows published after the chosen day go, and sieve and table say so; the other day has all."""
    rows = page.locator("#tbl-evidence-locks tbody tr >> visible=true")
    told = page.locator(".until >> visible=true")
    assert (rows.count(), told.count()) == (3, 0)
    page.check("#show-day-0", force=True)
    assert [text.split()[0] for text in rows.all_inner_texts()] == ["A1", "A3"]
    in_sieve, *in_tables = told.all_inner_texts()
    assert in_sieve.startswith("Evidence published after 31\N{NO-BREAK SPACE}May 2024 is left out")
    assert len(in_tables) == len(CLAIMS)
    assert in_tables[0].startswith("1 of 3 rows was published after 31\N{NO-BREAK SPACE}May 2024")
    page.check("#show-day-1", force=True)
    assert rows.count() == 3
    assert not page.locator("#tbl-evidence-locks .until").is_visible()


def test_a_row_that_is_linked_to_is_shown_on_any_day(page: Page, ledger_file: Path) -> None:
    """A link to a row beats the day."""
    page.check("#show-day-0", force=True)
    row = page.locator("[id='evidence-a2-locks']")
    assert not row.is_visible()
    page.evaluate("location.hash = 'evidence-a2-locks'")
    assert row.is_visible()


def test_a_linked_claim_is_shown_even_if_sifted_out(page: Page, ledger_file: Path) -> None:
    """A link to a claim beats the sieve."""
    page.check("#show-disputed", force=True)
    page.click(".chapter-summary svg a[href='#claim-locks'] >> nth=0")
    assert "locks" in shown(page)


def test_paper_shows_every_claim(page: Page) -> None:
    """What was sifted on screen is whole in print, without the sieve, on white."""
    page.check("#show-disputed", force=True)
    page.check("#show-day-0", force=True)
    page.check("#scheme-dark", force=True)
    page.emulate_media(media="print")
    assert shown(page) == list(CLAIMS)
    assert page.locator("#tbl-evidence-locks tbody tr >> visible=true").count() == 3
    assert not page.locator(".until >> visible=true").count()
    assert not page.is_visible(".sieve")
    assert not page.is_visible(".scheme")
    assert background(page) == "rgb(255, 255, 255)"


def background(page: Page) -> str:
    return str(page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor"))


def test_the_sieve_works_by_key(live: Page) -> None:
    """Tab reaches each group, arrows choose, and the state is told to screen readers."""
    tab_to(live, "#show-day-all")
    live.keyboard.press("Tab")
    assert live.locator("#show-all:focus").count()
    live.keyboard.press("ArrowRight")
    assert shown(live) == ["barges", "locks", "prices"]
    state = live.locator(".sieve [role=status]")
    assert state.inner_text() == "3 of 4 claims shown"
    outline = live.evaluate(
        "getComputedStyle(document.querySelector('#show-supported + label')).outlineStyle"
    )
    assert outline == "solid"


def test_the_scheme_is_chosen_by_key(page: Page) -> None:
    """The switch goes before the system's scheme, both ways, without a script."""
    assert background(page) == "rgb(255, 255, 255)"
    page.focus("#scheme-auto")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert background(page) == "rgb(20, 25, 31)"
    page.emulate_media(color_scheme="dark")
    page.keyboard.press("ArrowLeft")
    assert background(page) == "rgb(255, 255, 255)"


def test_charts_follow_the_switch(page: Page) -> None:
    """Chosen by hand, the night reaches marks that are drawn by reference, and words."""
    mark = page.locator(".drawing text").first
    day = mark.evaluate("e => getComputedStyle(e).fill")
    page.check("#scheme-dark", force=True)
    assert mark.evaluate("e => getComputedStyle(e).fill") != day


def test_a_note_opens_where_it_is_called(page: Page) -> None:
    """Enter opens a note near its number, Escape closes it; the list below has it as well."""
    note = page.locator("#note-1-here")
    assert not note.is_visible()
    page.focus("#noteref-1")
    page.keyboard.press("Enter")
    assert note.is_visible()
    assert "Counted at the lower lock." in note.inner_text()
    called, opened = page.locator("#noteref-1").bounding_box(), note.bounding_box()
    assert called is not None
    assert opened is not None
    assert abs(opened["y"] - called["y"]) < 150
    page.keyboard.press("Escape")
    assert not note.is_visible()
    assert page.locator("#note-1").inner_text().startswith("Counted at the lower lock.")


def test_an_entry_leads_back_to_where_the_reader_was(live: Page) -> None:
    """From the trace, a link leads to the very number that was followed, and has the focus."""
    live.focus("a.number[href='#trace-tonnes']")
    live.keyboard.press("Enter")
    back = live.locator("#trace-tonnes a.return")
    assert back.inner_text() == "Back to where you were"
    back.focus()
    live.keyboard.press("Enter")
    live.wait_for_timeout(50)
    assert live.locator("a.number[href='#trace-tonnes']:focus").count() == 1
    box = live.locator("a.number[href='#trace-tonnes']").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 800
    assert live.locator("a.return").count() == 0


def test_a_visitor_from_elsewhere_is_not_led_back(live: Page, ledger_file: Path) -> None:
    """Opened at an entry, the page offers no way back."""
    live.goto("about:blank")
    live.goto(f"{ledger_file.as_uri()}#trace-tonnes")
    assert live.locator("a.return").count() == 0


def test_a_link_by_verdict_sets_the_sieve(live: Page, ledger_file: Path) -> None:
    """The scoreboard's links, and addresses like them, show the claims with that verdict."""
    live.click(".ways a[href='#show-disputed']")
    assert shown(live) == ["harvest", "prices"]
    live.goto("about:blank")
    live.goto(f"{ledger_file.as_uri()}#show-outdated")
    assert shown(live) == ["locks"]


def test_the_section_being_read_is_marked(live: Page) -> None:
    """Scrolling marks the section in the contents, once, and unfolds its chapter."""
    live.evaluate("document.getElementById('trace-other-9').scrollIntoView()")
    live.wait_for_timeout(150)
    marked = live.locator("nav.contents a[aria-current=location]")
    assert marked.count() == 1
    assert "Findings of all" in marked.inner_text()
    assert marked.is_visible()
    assert not live.is_visible("nav.contents a[href='#summary-findings']")
    live.evaluate("document.getElementById('summary-findings').scrollIntoView()")
    live.wait_for_timeout(150)
    assert live.is_visible("nav.contents a[href='#summary-findings'][aria-current]")


def test_every_stop_of_the_keyboard_is_seen(live: Page) -> None:
    """Whatever takes the focus has a visible outline, and is on the screen."""
    hidden = live.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input, summary, [tabindex="0"]')]
        .filter(e => e.getClientRects().length && e.tabIndex >= 0).filter(e => {
            e.focus({focusVisible: true});
            const seen = e.matches('.choice input') ? e.nextElementSibling : e;
            return getComputedStyle(seen).outlineStyle !== 'solid';
        }).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert hidden == []


def test_targets_are_large_enough(live: Page) -> None:
    """Buttons and choices measure 24 pixels at least; what stands in running text is exempt."""
    small = live.evaluate(
        """() => [...document.querySelectorAll('.choice, .ways a, nav.contents a')]
        .filter(e => e.getClientRects().length)
        .filter(e => e.getBoundingClientRect().height < 24 || e.getBoundingClientRect().width < 24)
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 640])
def test_the_ledger_fits_when_magnified(browser: Browser, ledger_file: Path, width: int) -> None:
    """At 200 and 400 % of a window of 1280 pixels nothing sticks out and all choices stay."""
    page = browser.new_page(viewport={"width": width, "height": 400})
    page.goto(ledger_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for choice in page.locator(".choice").all():
        box = choice.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.close()


def test_names_of_rows_are_not_squeezed(browser: Browser, ledger_file: Path) -> None:
    """On a phone what a row is about has room, and the verdicts beside it scroll."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(ledger_file.as_uri())
    widths = page.evaluate(
        """[...document.querySelectorAll('#tbl-overview tbody th')]
        .map(e => e.getBoundingClientRect().width)"""
    )
    page.close()
    assert min(widths) > 130
