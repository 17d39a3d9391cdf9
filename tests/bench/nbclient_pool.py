"""nbclient with two workers, each a process, with ordinary kernels.

Each worker runs a notebook and makes a page of it with nbconvert's HTML exporter. There is no PDF.
The processes are forked after all imports, so they do not pay for them again.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

WORKERS = 2


def run_notebooks(notebooks: Path, folder: Path) -> None:
    """Run and convert every notebook of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = sorted(notebooks.glob("*.ipynb"))
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork")) as pool:
        list(pool.map(run_notebook, found, [folder] * len(found)))


def run_notebook(path: Path, folder: Path) -> None:
    """Run and convert one notebook."""
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, kernel_name="python3", resources=resources).execute()
    nbformat.write(notebook, folder / path.name)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    (folder / path.with_suffix(".html").name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    run_notebooks(Path(sys.argv[1]), Path(sys.argv[2]))
