"""The sample briefing, for tests of the document room."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """Give the module that builds the sample notebooks."""
    return importlib.import_module("briefing_sample")
