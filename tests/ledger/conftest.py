"""A sound ledger for the tests of this room; each test spoils one thing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import Files, boats


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give the files of a sound project."""
    return boats(tmp_path)
