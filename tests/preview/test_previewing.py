"""Previews as processes, seen with a real browser."""

from __future__ import annotations

import io
import os
import shutil
import signal
import time
import urllib.request
from pathlib import Path

import pikepdf
import pytest

from briefing.run.inputs import PACKAGE

PATIENCE = 60_000


@pytest.fixture
def look(browser):
    """Give a function that opens the page in a tab of its own, and notes what its console says."""
    opened = []

    def open_page(preview):
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        opened.append(page)
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(preview.address)
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.fixture
def shared(lasting, look):
    """Give the shared preview with its project as first written, and a page that shows that."""
    pages, preview = lasting
    pages.begin()
    page = look(preview)
    sees(page, "The early version.")
    page.locator("#carts").wait_for(timeout=PATIENCE)
    overlay(page).wait_for(state="detached", timeout=PATIENCE)
    return pages, preview, page


def sees(page, words):
    page.get_by_text(words).first.wait_for(timeout=PATIENCE)


def overlay(page):
    return page.locator("#briefing-preview section[role=alert]")


def processes_with(folder):
    """Give the processes that were started with a temporary folder, by their environment."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and os.fsencode(folder) in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def gone(folder):
    end = time.monotonic() + 20
    while (left := processes_with(folder)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not left
    while list(folder.iterdir()) and time.monotonic() < end:
        time.sleep(0.1)
    assert not list(folder.iterdir())


def endless(pages, folder, **words):
    """Save a cell without end, and wait until it runs."""
    sign = folder / "runs"
    pages.write(code=f"open({str(sign)!r}, 'w')\nwhile True: pass", **words)
    end = time.monotonic() + PATIENCE / 1000
    while not sign.exists():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.browser
def test_new_page_at_the_same_place(shared):
    """A save brings the new page by itself, where the reader was, also when text above grew."""
    pages, _, page = shared
    heading = page.get_by_role("heading", name="Place D")
    heading.evaluate("heading => scrollTo(0, heading.getBoundingClientRect().top - 60)")
    page.wait_for_function("scrollY > 500")
    page.locator("#scheme-dark").check(force=True)
    heading.evaluate("heading => scrollTo(0, heading.getBoundingClientRect().top + scrollY - 60)")
    before = heading.bounding_box()["y"]
    pages.write(word="later", above=9)
    sees(page, "The later version.")
    page.wait_for_load_state()
    end = time.monotonic() + 20
    while abs(heading.bounding_box()["y"] - before) >= 3:
        assert time.monotonic() < end
        page.wait_for_timeout(50)
    assert page.locator("#scheme-dark").is_checked()
    assert page.complaints == []
    assert not (pages.root / "report" / "output").exists()


@pytest.mark.browser
def test_error_is_shown_and_goes(shared, look):
    """A failing cell is named over the last good page, with its traceback, until it is mended."""
    pages, preview, page = shared
    attack = "'<img src=x onerror=document.title=1>'"
    pages.write(word="later", code=f"def sink():\n    raise ValueError({attack})\n\nsink()")
    overlay(page).wait_for(timeout=PATIENCE)
    told = overlay(page).inner_text()
    assert "01-barges.ipynb, cell 3" in told
    assert "<img src=x onerror=document.title=1>" in told
    assert "in sink()" in told
    assert "\x1b" not in told
    sees(page, "The early version.")
    overlay(look(preview)).wait_for(timeout=PATIENCE)
    pages.write(word="mended")
    sees(page, "The mended version.")
    overlay(page).wait_for(state="detached", timeout=PATIENCE)
    assert page.complaints == []


@pytest.mark.browser
def test_page_that_a_build_would_refuse(shared):
    """A number that nothing explains is shown, but told of, as a build would refuse it."""
    pages, _, page = shared
    pages.write(word="later", code="43")
    sees(page, "The later version.")
    overlay(page).wait_for(timeout=PATIENCE)
    told = overlay(page).inner_text()
    assert "A build would refuse this page" in told
    assert "'43' in the prose is untraced" in told


@pytest.mark.browser
def test_bad_data_and_lost_chapters(shared):
    """Faulty data is told of; chapters may be deleted, renamed and added."""
    pages, _, page = shared
    claims = pages.root / "data" / "claims.csv"
    sound = claims.read_text()
    claims.write_text(sound.replace("quantity,barges_passed", "quality,barges_passed"))
    overlay(page).wait_for(timeout=PATIENCE)
    assert "data/claims.csv:2" in overlay(page).inner_text()
    claims.write_text(sound)
    overlay(page).wait_for(state="detached", timeout=PATIENCE)
    carts = pages.root / "notebooks" / "02-carts.ipynb"
    carts.rename(carts.with_name("03-sledges.ipynb"))
    page.locator("#sledges").wait_for(timeout=PATIENCE)
    assert page.locator("#carts").count() == 0
    carts.with_name("03-sledges.ipynb").unlink()
    page.locator("#sledges").wait_for(state="detached", timeout=PATIENCE)
    pages.write(word="last", atomic=False)
    sees(page, "The last version.")


@pytest.mark.browser
def test_saves_during_a_rebuild(pages, start, look, tmp_path):
    """Of many saves the last is shown, and a cell without end is broken off by the next save."""
    preview = start(pages.root)
    page = look(preview)
    sees(page, "The early version.")
    for letter in "ABCDEFGHIJKL":
        pages.write(word=f"letter {letter}", code=f"import time; time.sleep(0.3); x = '{letter}'")
        time.sleep(0.1)
    sees(page, "The letter L version.")
    endless(pages, tmp_path, word="endless")
    page.get_by_text("Building").wait_for(timeout=PATIENCE)
    pages.write(word="final")
    sees(page, "The final version.")
    assert preview.interrupt() == 0


@pytest.mark.browser
def test_changed_package(pages, start, look, tmp_path):
    """A change of the package is seen, in a new process; a broken one is told of and recovers."""
    copy = tmp_path / "package" / "briefing"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    preview = start(pages.root, environment={"PYTHONPATH": str(copy.parent)})
    page = look(preview)
    sees(page, "The early version.")
    source = copy / "export" / "words.py"
    sound = source.read_text(encoding="utf-8")
    source.write_text(sound + "\n1 / 0\n", encoding="utf-8")
    overlay(page).wait_for(timeout=PATIENCE)
    assert "ZeroDivisionError" in overlay(page).inner_text()
    source.write_text(sound, encoding="utf-8")
    overlay(page).wait_for(state="detached", timeout=PATIENCE)
    template = copy / "export" / "templates" / "briefing-html" / "index.html.j2"
    words = template.read_text(encoding="utf-8")
    template.write_text(words.replace("Skip to content", "Leap to content"), encoding="utf-8")
    page.get_by_text("Leap to content").wait_for(state="attached", timeout=PATIENCE)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupt_leaves_nothing(pages, start, tmp_path, number):
    """Interrupted, idle or in the midst of a cell, it ends well and leaves nothing behind."""
    preview = start(pages.root)
    preview.wait_for("new page")
    endless(pages, tmp_path)
    assert processes_with(tmp_path / "t")
    assert preview.interrupt(number) == 0
    gone(tmp_path / "t")


def test_kill_leaves_nothing(pages, start, tmp_path):
    """Killed outright, it takes the worker and its kernels along."""
    preview = start(pages.root)
    preview.wait_for("new page")
    endless(pages, tmp_path)
    assert preview.interrupt(signal.SIGKILL) == -signal.SIGKILL
    end = time.monotonic() + 20
    while (left := processes_with(tmp_path / "t")) and time.monotonic() < end:
        time.sleep(0.1)
    assert not left


def test_pdf_is_made_anew(pages, start, tmp_path):
    """On demand each save gives a new PDF as well, behind the same refusals as the page."""
    preview = start(pages.root, "--pdf")
    preview.wait_for("new PDF after")
    before = pages_of_pdf(preview)
    pages.write(above=90)
    preview.wait_for("new PDF after")
    assert pages_of_pdf(preview) > before
    assert preview.interrupt() == 0
    gone(tmp_path / "t")


def pages_of_pdf(preview):
    with urllib.request.urlopen(preview.address + "briefing.pdf") as answer:
        assert answer.headers["Content-Type"] == "application/pdf"
        content = answer.read()
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)
