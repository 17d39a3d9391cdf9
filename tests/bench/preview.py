"""How long a save takes to reach the browser while a preview runs.

``python -m tests.bench.preview [rounds]`` edits a copy of the project, one cell of one chapter at a
time, and prints a Markdown table.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from playwright.sync_api import Page, sync_playwright

from briefing.paths import find_project

ROUNDS = 5
CHAPTER = "03-manpower"
"""Has several charts; the summary and the outlook need it."""

_TOLD = re.compile(r"new page after ([\d.]+) s; (.*)")


@dataclass(frozen=True)
class Times:
    """Of one save [seconds].

    Attributes
    ----------
    rebuilt : float
        From the notice of it to the page, in the preview's own words.
    loaded : float
        From the save until the browser has begun to show the new page.
    ran : str
        What ran.
    """

    rebuilt: float
    loaded: float
    ran: str


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    project = find_project()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        root = Path(name)
        for folder in (project.data, project.notebooks):
            shutil.copytree(folder, root / folder.name)
        command = [sys.executable, "-m", "briefing", "preview", "--port", "0"]
        with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout is not None
                address = process.stdout.readline().strip()
                _next(process.stdout)
                with sync_playwright() as playwright:
                    found = shutil.which("chromium")
                    browser = playwright.chromium.launch(
                        executable_path=found, args=["--no-sandbox"]
                    )
                    page = browser.new_page()
                    page.goto(address)
                    path = root / "notebooks" / f"{CHAPTER}.ipynb"
                    measured = {
                        kind: [_save(path, kind, page, process.stdout) for _ in range(rounds + 1)]
                        for kind in ("markdown", "code")
                    }
                    browser.close()
            finally:
                process.terminate()
    print(_table({kind: times[1:] for kind, times in measured.items()}))


def _save(path: Path, kind: str, page: Page, told: IO[str]) -> Times:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == kind][-1]
    mark = f"Saved at {time.time_ns()}"
    cell["source"] = "".join(cell["source"])
    # A remark in the code changes nothing on the page, so there a word of prose changes as well.
    if kind == "code":
        cell["source"] += f"\n# {mark}"
    first = notebook["cells"][0]
    first["source"] = "".join(first["source"]) + "\n\nMarked."
    fresh = path.with_suffix(".tmp")
    fresh.write_text(json.dumps(notebook), encoding="utf-8")
    with page.expect_event("domcontentloaded", timeout=60_000):
        started = time.perf_counter()
        fresh.replace(path)
    loaded = time.perf_counter() - started
    rebuilt, ran = _next(told)
    return Times(rebuilt, loaded, ran)


def _next(told: IO[str]) -> tuple[float, str]:
    for line in told:
        if found := _TOLD.match(line):
            return float(found[1]), found[2]
        if line.startswith("error"):
            raise RuntimeError(line)
    raise RuntimeError("the preview has ended")


def _table(measured: dict[str, list[Times]]) -> str:
    rows = [("saved", "what ran", "page rebuilt", "new page in the browser"), ("---",) * 4]
    for kind, times in measured.items():
        rebuilt = statistics.median(each.rebuilt for each in times)
        loaded = statistics.median(each.loaded for each in times)
        rows.append((f"a {kind} cell", times[-1].ran, f"{rebuilt:.2f} s", f"{loaded:.2f} s"))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    main()
