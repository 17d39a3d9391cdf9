"""A file that no document may show, texts that ask for it, and a browser that is watched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.attempts import WITNESS
from tests.hostile.texts import Hostile, hostile_texts

SECRET = "kept-from-every-reader-4711"


@pytest.fixture(scope="session")
def secret_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file outside of every project."""
    path = tmp_path_factory.mktemp("outside") / "secret.txt"
    path.write_text(SECRET, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def texts(secret_file: Path) -> list[Hostile]:
    """Give all hostile texts."""
    return hostile_texts(str(secret_file))


@dataclass
class Watched:
    """What happened while a page was shown.

    Attributes
    ----------
    happened : list of str
        Requests but that for the page, dialogs, messages, errors, and whether a script ran.
    """

    happened: list[str] = field(default_factory=list)


@pytest.fixture
def watch(browser: Any, tmp_path: Path) -> Callable[[str], Watched]:
    """Give a function that shows a page in a real browser and tells what happened."""

    def show(html: str) -> Watched:
        path = tmp_path / "shown.html"
        path.write_text(html, encoding="utf-8")
        watched = Watched()
        note = watched.happened.append
        tab = browser.new_page()
        try:
            tab.on("request", lambda r: _is_inside(r.url, path) or note(f"request {r.url[:90]}"))
            tab.on("console", lambda message: note(f"message {message.text[:200]}"))
            tab.on("pageerror", lambda error: note(f"error {error}"))
            tab.on("dialog", lambda dialog: (note(f"dialog {dialog.message}"), dialog.dismiss()))
            tab.on("popup", lambda popup: note(f"window {popup.url}"))
            tab.goto(path.as_uri(), timeout=120_000)
            tab.keyboard.press("Tab")
            tab.mouse.move(300, 300)
            tab.mouse.wheel(0, 5_000)
            tab.wait_for_timeout(300)  # for what would begin by itself
            if tab.evaluate(f"window.{WITNESS}") is not None:
                note("a script of the text ran")
        finally:
            tab.close()
        return watched

    return show


def _is_inside(url: str, path: Path) -> bool:
    return url == path.as_uri() or url.startswith("data:")
