"""The plain way: each tool from the shell, one notebook after the other.

``papermill`` runs a notebook, ``jupyter nbconvert --to html`` makes a page of it, and Chromium,
where it is installed, prints that page to PDF. Chapters that need others get the findings from a
folder that the benchmark filled before, so the plain way does not pay for computing them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def run_plain(notebooks: Path, folder: Path) -> None:
    """Run, convert and print every notebook of a folder."""
    browser = shutil.which("chromium")
    tools = Path(sys.executable).parent
    folder.mkdir(parents=True, exist_ok=True)
    for notebook in sorted(notebooks.glob("*.ipynb")):
        executed = folder / notebook.name
        _call(tools / "papermill", "--cwd", notebooks, notebook, executed)
        _call(tools / "jupyter", "nbconvert", "--to", "html", executed)
        if browser is not None:
            page = executed.with_suffix(".html")
            _call(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                f"--print-to-pdf={executed.with_suffix('.pdf')}",
                page.as_uri(),
            )


def _call(*command: object) -> None:
    subprocess.run([str(word) for word in command], check=True, capture_output=True)


if __name__ == "__main__":
    run_plain(Path(sys.argv[1]), Path(sys.argv[2]))
