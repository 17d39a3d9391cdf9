"""A project without rows, and no unit read before, for the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.builders import Files

from briefing.analysis.units import parse_unit


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give the files of a project without rows."""
    return Files(tmp_path)


@pytest.fixture(autouse=True, scope="session")
def _unread() -> None:
    """Forget units that were read while tests were collected, or a changed reading goes unseen."""
    parse_unit.cache_clear()
