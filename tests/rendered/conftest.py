"""The sample briefing as files."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
from nbformat import NotebookNode

from briefing.document import merge_notebooks
from briefing.export.html import BriefingHTMLExporter
from briefing.export.pdf import BriefingPDFExporter

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """Give the module that builds the sample notebooks."""
    return importlib.import_module("briefing_sample")


@pytest.fixture(scope="session")
def merged(sample: ModuleType) -> NotebookNode:
    """Give the sample briefing as one notebook."""
    return merge_notebooks(sample.notebooks(), sample.META)


@pytest.fixture(scope="session")
def page_file(merged: NotebookNode, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample briefing as a page on disk."""
    path = tmp_path_factory.mktemp("page") / "briefing.html"
    path.write_text(BriefingHTMLExporter().from_notebook_node(merged)[0], encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a small briefing with a ledger as a page on disk."""
    path = tmp_path_factory.mktemp("ledger") / "briefing.html"
    path.write_text(importlib.import_module("small_ledger").small_page(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def pdf_file(merged: NotebookNode, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample briefing as a PDF on disk, with data inside."""
    path = tmp_path_factory.mktemp("paper") / "briefing.pdf"
    attached = {"claims.csv": (b"id\ngrain-total\n", "text/csv", "All claims")}
    resources = {"briefing_attachments": attached}
    path.write_bytes(BriefingPDFExporter().from_notebook_node(merged, resources)[0])
    return path
