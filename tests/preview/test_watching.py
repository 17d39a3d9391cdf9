"""Which saves ask for a rebuild, and that none is missed."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading

import pytest

from briefing.preview.watching import Change, watch, weigh
from briefing.run.inputs import PACKAGE


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("notebooks/01-barges.ipynb", Change.PAGE),
        ("data/claims.csv", Change.PAGE),
        ("data/series/barges.csv", Change.PAGE),
        ("data/briefing.toml", Change.PAGE),
        ("requirements.lock", Change.PACKAGE),
        (PACKAGE / "analysis" / "rules.py", Change.PACKAGE),
        (PACKAGE / "run" / "jupyter" / "kernels" / "briefing" / "kernel.json", Change.PACKAGE),
        (PACKAGE / "export" / "templates" / "briefing-html" / "page.css", Change.PAGE),
        (PACKAGE / "export" / "templates" / "briefing-html" / "page.js", Change.PAGE),
        (PACKAGE / "export" / "templates" / "briefing-html" / "index.html.j2", Change.PAGE),
        (PACKAGE / "analysis" / "__pycache__" / "rules.cpython-311.pyc", Change.NOTHING),
        ("notebooks/.ipynb_checkpoints/01-barges-checkpoint.ipynb", Change.NOTHING),
        ("notebooks/.~01-barges.ipynb", Change.NOTHING),
        ("notebooks/01-barges.ipynb.swp", Change.NOTHING),
        ("notebooks/4913", Change.NOTHING),
        ("data/claims.csv~", Change.NOTHING),
        ("data/~claims.csv", Change.NOTHING),
        ("report/output/data/claims.csv", Change.NOTHING),
        ("README.md", Change.NOTHING),
    ],
)
def test_what_a_save_asks_for(tiny, path, change):
    """Chapters, data and templates ask for a page, code for a new process, the rest for nothing."""
    assert weigh([str(tiny.root / path)], tiny) is change


def test_the_most_counts(tiny):
    """Of several saves, the one that asks for most counts."""
    paths = [str(tiny.data / "claims.csv"), str(PACKAGE / "tokens.py"), str(tiny.root / "x")]
    assert weigh(paths, tiny) is Change.PACKAGE
    assert weigh([], tiny) is Change.NOTHING


@pytest.fixture
def noticed(tiny):
    """Give a function that does something, then waits until a change is noticed."""
    found = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def look():
        async for change in watch(tiny, stop):
            assert change is Change.PAGE
            found.set()

    thread = threading.Thread(target=lambda: loop.run_until_complete(look()))
    thread.start()

    def wait(act, again):
        # When the watch begins nobody says; so the first act may have to be repeated.
        found.clear()
        act()
        for _ in range(20):
            if found.wait(2.0):
                return
            assert thread.is_alive()
            again()
        pytest.fail("no change was noticed")

    yield wait
    loop.call_soon_threadsafe(stop.set)
    thread.join(30)
    assert not thread.is_alive()
    loop.close()


def test_ways_of_saving(tiny, noticed):
    """Written in place, renamed into place, moved or deleted: each is noticed."""
    path = tiny.chapter("01-barges", "1")
    noticed(lambda: path.write_text("{}"), lambda: path.write_text("{}"))

    def rename():
        fresh = path.with_name(".fresh")
        fresh.write_text("{}")
        os.replace(fresh, path)

    never = pytest.fail
    noticed(rename, lambda: never("a rename into place was missed"))
    moved = path.with_name("02-barges.ipynb")
    noticed(lambda: path.rename(moved), lambda: never("a move was missed"))
    noticed(moved.unlink, lambda: never("a deletion was missed"))


def test_a_folder_that_comes_back(tiny, noticed):
    """After a folder was removed and made anew, what is saved in it is noticed again."""
    path = tiny.chapter("01-barges", "1")
    noticed(lambda: path.write_text("{}"), lambda: path.write_text("{}"))
    shutil.rmtree(tiny.notebooks)
    noticed(tiny.notebooks.mkdir, lambda: None)
    noticed(lambda: path.write_text("{}"), lambda: path.write_text("{}"))
