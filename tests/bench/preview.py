"""How long a save takes to reach the browser while a preview runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from typing import IO, Final

from playwright.sync_api import Page, sync_playwright
from tests.bench.results import Row
from tests.bench.timing import median, report
from tests.bench.workplace import Workplace, edit_cell

from briefing.paths import Project

_TOLD: Final = re.compile(r"new page after ([\d.]+) s; (.*)")
_PATIENCE: Final = 120_000
"""For a page to come [milliseconds]; a preview that hangs is to end the run."""


def measure(workplace: Workplace) -> list[Row]:
    """Save cells of one chapter, and see when the browser begins to show the new page."""
    command = [sys.executable, "-m", "briefing", "preview", "--port", "0"]
    with subprocess.Popen(
        command, cwd=workplace.copy.root, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            _next(process.stdout)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--no-sandbox"]
                )
                page = browser.new_page()
                page.goto(address)
                rows = [
                    _measure_saves(workplace, kind, page, process.stdout)
                    for kind in ("code", "markdown")
                ]
                browser.close()
        finally:
            process.terminate()
    return rows


def _measure_saves(workplace: Workplace, kind: str, page: Page, told: IO[str]) -> Row:
    times, rebuilt, ran = [], [], ""
    for _ in range(workplace.rounds + 1):  # the first, which warms up, does not count
        seconds, inside, ran = _save(workplace.copy, kind, page, told)
        report(f"a {kind} cell saved: {seconds:.2f} s; {ran}")
        times.append(seconds)
        rebuilt.append(inside)
    return Row(
        f"{kind} cell saved → new page in the browser",
        median(times[1:], "s"),
        target="under 1.5 s",
        remark=ran,
        details={"rebuilt": median(rebuilt[1:], "s").value},
    )


def _save(project: Project, kind: str, page: Page, told: IO[str]) -> tuple[float, float, str]:
    """Save, and give the time to the new page, the preview's own for its part, and what ran."""
    with page.expect_event("domcontentloaded", timeout=_PATIENCE):
        started = time.perf_counter()
        edit_cell(project, kind)
    loaded = time.perf_counter() - started
    return loaded, *_next(told)


def _next(told: IO[str]) -> tuple[float, str]:
    for line in told:
        if found := _TOLD.match(line):
            return float(found[1]), found[2]
        if line.startswith("error"):
            raise RuntimeError(line)
    raise RuntimeError("the preview has ended")
