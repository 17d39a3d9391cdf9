"""papermill's Python API: one process, one notebook after the other, with ordinary kernels.

``papermill.execute_notebook`` runs a notebook with the kernel that it names, then nbconvert's HTML
exporter makes a page of it in the same process. There is no PDF.
"""

from __future__ import annotations

import sys
from pathlib import Path

import papermill
from nbconvert import HTMLExporter


def run_notebooks(notebooks: Path, folder: Path) -> None:
    """Run and convert every notebook of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    exporter = HTMLExporter()
    for notebook in sorted(notebooks.glob("*.ipynb")):
        executed = folder / notebook.name
        papermill.execute_notebook(notebook, executed, cwd=notebooks, progress_bar=False)
        page, _ = exporter.from_filename(str(executed))
        executed.with_suffix(".html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    run_notebooks(Path(sys.argv[1]), Path(sys.argv[2]))
