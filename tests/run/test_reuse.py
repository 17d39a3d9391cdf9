"""Only what has changed runs again, and what is kept is never trusted blindly."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import write_tiny

from briefing.run import inputs
from briefing.run.cache import Cache
from briefing.run.chapters import find_chapters
from briefing.run.inputs import Inputs
from briefing.run.observer import Observer
from briefing.run.parameters import read_given, resolve_values
from briefing.run.products import clean_notebook
from briefing.run.reuse import Reuse
from briefing.run.session import run_chapters
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import warm_kernels

OPEN = 'from briefing.notebook import open_chapter, record\nchapter = open_chapter("{}")'
RECORD = 'record("barges.{}", chapter.claimed("barges-counted"), how="as claimed");'
USE = 'print(chapter.finding("barges.claimed"))'
READ = "import helper\nprint(open('../data/extra.csv').read(), helper.WORD)"
PLAIN = "print('nothing is read')"


class Recorder(Observer):
    """Keeps which chapters ran."""

    def __init__(self) -> None:
        self.ran: set[str] = set()

    def chapter_started(self, chapter):
        self.ran.add(chapter.id)


def write(tiny) -> None:
    """Write four chapters, of which one needs another."""
    tiny.chapter(
        "01-barges",
        OPEN.format("01-barges"),
        RECORD.format("claimed"),
        RECORD.format("other"),
        parameters=tiny.common + tiny.load,
    )
    tiny.chapter("00-summary", OPEN.format("00-summary"), USE, needs=["01-barges"])
    tiny.chapter("02-carts", READ)
    tiny.chapter("03-plain", PLAIN)
    (tiny.data / "extra.csv").write_text("cart,3\n")
    (tiny.notebooks / "helper.py").write_text("WORD = 'first'\n")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Run that project for the first time, and give it with its notebooks."""
    folder = tmp_path_factory.mktemp("filled")
    tiny = write_tiny(folder / "project")
    write(tiny)
    ran, notebooks = runner(tiny, folder)()
    assert ran == ALL
    return tiny, notebooks


@pytest.fixture
def project(filled, tmp_path):
    """Give a copy of that project with the cache of its run, in another place."""
    tiny, _ = filled
    return type(tiny)(shutil.copytree(tiny.root, tmp_path / "project"))


@pytest.fixture
def run(project, tmp_path):
    """Give a function that runs that copy."""
    return runner(project, tmp_path)


def runner(project, folder):
    """Give a function that runs a project with its cache: which chapters ran, and the result."""

    def run(*given, audit=False):
        chapters = find_chapters(project)
        values = resolve_values(chapters, read_given(given))
        reuse = Reuse(Cache(project), Inputs(project), chapters, values, audit=audit)
        observer = Recorder()
        scratch = folder / f"run{time.monotonic_ns()}"
        with warm_kernels(kernel_environment(project, scratch)) as warm:
            executed = run_chapters(
                project,
                chapters,
                values,
                run_folder=scratch,
                half_run=folder / "failed",
                jobs=2,
                observer=observer,
                warm=warm,
                reuse=reuse,
            )
        run.differing = reuse.differing
        clean = {name: clean_notebook(book, project.root) for name, book in executed.items()}
        return observer.ran, clean

    return run


def replace(path: Path, old: str, new: str) -> None:
    """Change a file, and its time of change even on a fast machine."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def record_otherwise(project, name: str) -> None:
    """Have a finding say something else of itself."""
    old = RECORD.format(name).replace('"', '\\"')
    new = old.replace("as claimed", "as asserted")
    replace(project.notebooks / "01-barges.ipynb", old, new)


ALL = {"00-summary", "01-barges", "02-carts", "03-plain"}
LEDGER = {"00-summary", "01-barges"}

CHANGES: dict[str, tuple[Callable, set[str]]] = {
    "nothing": (lambda p: None, set()),
    "a cell": (lambda p: replace(p.notebooks / "03-plain.ipynb", "is read", "is"), {"03-plain"}),
    "prose": (lambda p: replace(p.notebooks / "03-plain.ipynb", "What of", "Why"), set()),
    "a row": (lambda p: replace(p.data / "claims.csv", "About 40", "Some 40"), LEDGER),
    "a file a cell opens": (
        lambda p: replace(p.data / "extra.csv", "3", "4"),
        {"02-carts"},
    ),
    "a module a cell imports": (
        lambda p: replace(p.notebooks / "helper.py", "first", "second"),
        {"02-carts"},
    ),
    "a new series": (
        lambda p: (p.data / "series" / "new.csv").write_text("month,source\n2021-09,lock-book\n"),
        LEDGER,
    ),
    "a finding that is used": (lambda p: record_otherwise(p, "claimed"), LEDGER),
    "a finding that is not used": (lambda p: record_otherwise(p, "other"), {"01-barges"}),
    "the lock": (lambda p: (p.root / "requirements.lock").write_text("click==8.1.0\n"), ALL),
}  # fmt: skip


@pytest.mark.parametrize("kind", CHANGES)
def test_exactly_what_is_affected_runs(project, run, kind):
    """A change of an input runs the chapters that used it and no other, with the same result."""
    change, affected = CHANGES[kind]
    change(project)
    ran, kept = run()
    assert ran == affected
    shutil.rmtree(Cache(project).folder)
    ran, fresh = run()
    assert ran == ALL
    assert kept == fresh


def test_parameters(run):
    """A value runs the chapters that declare the parameter; the former value is still kept."""
    assert run("load=250")[0] == {"01-barges"}
    assert run("seed=7")[0] == ALL
    assert run()[0] == set()


@pytest.mark.parametrize(
    ("file", "affected"),
    [
        ("ledger/tables.py", ALL),
        ("run/execution.py", ALL),
        ("export/templates/briefing-pdf/briefing.typ", set()),
        ("trace/graph.py", set()),
    ],
)
def test_package(run, monkeypatch, tmp_path, file, affected):
    """Code that takes part in executing a chapter runs it again; code that comes after does not."""
    copied = shutil.copytree(inputs.PACKAGE, tmp_path / "package")
    with (copied / file).open("a") as changed:
        changed.write("\n")
    monkeypatch.setattr(inputs, "PACKAGE", copied)
    assert run()[0] == affected


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def foreign(path: Path) -> None:
    (other,) = (path.parents[1] / "02-carts").iterdir()
    shutil.copy(other, path)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [truncated, flipped, foreign, empty])
def test_damaged_entry_is_a_miss(filled, project, run, damage):
    """An entry that is not whole, or another's, is as good as none, and is replaced."""
    (path,) = (Cache(project).folder / "chapters" / "03-plain").iterdir()
    damage(path)
    ran, second = run()
    assert ran == {"03-plain"}
    assert second == filled[1]
    assert run()[0] == set()


def test_audit_names_what_differs(project, run):
    """An audit runs every chapter and names the one that does not come out the same."""
    project.chapter("03-plain", "import time\nprint(time.time())")
    run()
    ran, _ = run(audit=True)
    assert ran == ALL
    assert run.differing == ["notebooks/03-plain.ipynb cell 3"]


def test_two_runs_at_once(run, project):
    """Two builds that fill the cache at the same time leave it whole."""
    Cache(project).clear()
    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert run()[0] == set()
    # Two entries of one chapter are sound: each build keeps what it saw itself.
    kept = {path.parent.name for path in (Cache(project).folder / "chapters").rglob("*.json")}
    assert kept == ALL
    assert not list(Cache(project).folder.rglob("*.part"))


def test_bounds(project):
    """What was used longest ago goes first, by age and by size."""
    folder = Cache(project).folder / "chapters"
    (old,) = (folder / "03-plain").iterdir()
    os.utime(old, (time.time() - 90_000, time.time() - 90_000))
    Cache(project, oldest=50_000).evict()
    assert not old.exists()
    assert Cache(project).size().entries == 3
    (first,) = (folder / "02-carts").iterdir()
    os.utime(first, (time.time() - 9_000, time.time() - 9_000))
    Cache(project, largest=Cache(project).size().size - 1).evict()
    assert not first.exists()
    assert Cache(project).size().entries == 2
    assert Cache(project).clear().entries == 2
    assert Cache(project).size().entries == 0


def test_why(project):
    """The input that forces a run is named with what it was and what it is."""
    replace(project.notebooks / "03-plain.ipynb", "nothing is read", "all is read")
    replace(project.data / "extra.csv", "3", "4")
    chapters = find_chapters(project)
    values = resolve_values(chapters, read_given(["load=250"]))
    reuse = Reuse(Cache(project), Inputs(project), chapters, values)
    told = {}
    for chapter in chapters[1:]:
        (told[chapter.id],) = reuse.explain(chapter, {})
    assert told["01-barges"].name == "parameter load"
    assert (told["01-barges"].old, told["01-barges"].new) == (None, "250.0")
    assert told["02-carts"].name == "file data/extra.csv"
    assert told["03-plain"].name == "cell cell-2"
    assert told["03-plain"].old == PLAIN
    assert told["03-plain"].new == "print('all is read')"


def test_entry_is_readable_json(project):
    """An entry is a digest on a line and JSON, so that it can be looked at."""
    (path,) = (Cache(project).folder / "chapters" / "02-carts").iterdir()
    content = json.loads(path.read_text().partition("\n")[2])
    assert "file data/extra.csv" in content["read"]
    assert "file notebooks/helper.py" in content["read"]
