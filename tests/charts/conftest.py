"""Drawing leaves no trace in matplotlib's defaults."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib as mpl
import pytest


@pytest.fixture(autouse=True)
def unchanged_defaults() -> Iterator[None]:
    """Fail any test after which matplotlib's defaults differ."""
    before = mpl.rcParams.copy()
    yield
    changed = {key for key in before if key != "backend" and before[key] != mpl.rcParams[key]}
    assert not changed
