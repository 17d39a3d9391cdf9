"""Each chapter opens by itself, in any Jupyter, in a fresh copy of the project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.chapters.conftest import copy_project, once
from tests.chapters.reading import Edition
from tests.chapters.test_stored import CHAPTERS, settings

# As `jupyter execute` does it, in two lines; in a process of its own, away from this one's
# environment and warnings.
EXECUTE = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import nbformat
from nbclient import NotebookClient

def execute(line):
    for stored in map(Path, line.split(":")):
        notebook = nbformat.read(stored, as_version=4)
        folder = {"metadata": {"path": str(stored.parent)}}
        NotebookClient(notebook, timeout=600, resources=folder).execute()
        target = Path(sys.argv[1], stored.stem + ".json")
        target.write_text(json.dumps(notebook), encoding="utf-8")

with ThreadPoolExecutor(2) as executor:
    list(executor.map(execute, sys.argv[2:]))
"""


def needs(chapter: str) -> int:
    """Count the chapters that a chapter needs."""
    return len(settings(chapter)["needs"])


def place(chapter: str) -> str:
    """Give the folder that a chapter is executed in.

    One that needs no other has a copy of the project that was never built. Those that do share one,
    so that each finds a part of what it needs run already, and has the rest run.
    """
    return "needing" if needs(chapter) else chapter


def run_alone(folder: Path) -> None:
    """Execute each chapter in a copy of the project that was never built."""
    lines: dict[str, list[str]] = {}
    for chapter in sorted(CHAPTERS, key=needs):
        lines.setdefault(place(chapter), []).append(chapter)
    for name in lines:
        copy_project(folder / name)
    stored = [
        ":".join(str(folder / name / "notebooks" / f"{chapter}.ipynb") for chapter in line)
        # The longest line first.
        for name, line in sorted(lines.items(), key=lambda item: -len(item[1]))
    ]
    done = subprocess.run(
        [sys.executable, "-c", EXECUTE, str(folder), *stored],
        cwd=folder,
        env={k: v for k, v in os.environ.items() if not k.startswith("BRIEFING_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="session")
def alone(shared: Path) -> Callable[[str], Edition]:
    """Give a function from a chapter to what it tells when it is run by itself."""
    folder = once(shared / "alone", run_alone)
    return lambda chapter: Edition({chapter: json.loads((folder / f"{chapter}.json").read_text())})


@pytest.mark.parametrize(
    "chapter",
    CHAPTERS,
)
def test_chapter_tells_the_same_alone(alone, central, chapter):
    """Run top to bottom by itself, a chapter tells exactly what it tells in the briefing."""
    told = [(item.kind, item.content) for item in alone(chapter).told]
    built = [(item.kind, item.content) for item in central.told if item.chapter == chapter]
    assert told == built


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_runs_quietly_alone(alone, chapter):
    """Each cell runs in order, and none prints, warns or shows a bare value."""
    cells = alone(chapter).notebooks[chapter]["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    kinds = {output["output_type"] for cell in code for output in cell["outputs"]}
    assert kinds == {"display_data"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_chapter_shows_all_in_jupyterlab(alone, chapter):
    """Whatever the page will say is shown in JupyterLab too, as text, markup or picture."""
    for cell in alone(chapter).notebooks[chapter]["cells"]:
        for output in cell.get("outputs", ()):
            assert {"text/plain", "text/markdown", "text/html"} & set(output["data"]), cell["id"]


def test_nothing_is_left_in_the_project(alone, shared):
    """A chapter run by itself adds nothing to the project but the cache of what it needed."""
    for chapter in CHAPTERS:
        alone(chapter)
        root = shared / "alone" / place(chapter)
        files = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
        kept = [path for path in files if path.parts[:2] != ("report", ".cache")]
        assert {path.parts[0] for path in kept} == {"data", "notebooks"}
