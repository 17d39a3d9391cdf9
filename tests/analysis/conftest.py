"""A project without rows, for the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import Files


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give the files of a project without rows."""
    return Files(tmp_path)
