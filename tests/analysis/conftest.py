"""How hard the properties of this room are tried."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from tests.builders import Files

# Fifty examples find what a hundred find; a deadline would fail on a busy machine.
settings.register_profile("briefing", max_examples=50, deadline=None)
settings.load_profile("briefing")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give the files of a project without rows."""
    return Files(tmp_path)
