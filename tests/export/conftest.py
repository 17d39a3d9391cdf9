"""The sample briefing, merged and exported once for all tests of the export room."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest
from nbformat import NotebookNode

from briefing.document import Document, assemble, merge_notebooks

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
def document(merged: NotebookNode) -> Document:
    """Give the sample briefing as a document."""
    return assemble(merged)
