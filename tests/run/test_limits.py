"""What a chapter may take is read from its metadata, or is what all have."""

from __future__ import annotations

import math

import pytest

from briefing.errors import NotebookError
from briefing.run.limits import Limits, read_limits


def test_limits_that_are_given() -> None:
    """What is given replaces what all have; other settings are no limits."""
    assert read_limits({"timeout": 5, "role": "chapter"}, "x") == Limits(timeout=5.0)
    assert read_limits({}, "x") == Limits()


@pytest.mark.parametrize("value", [0, -1, "5", None, True, math.nan, math.inf])
def test_faulty_limit(value: object) -> None:
    """A limit that limits nothing, or all, is refused by name."""
    with pytest.raises(NotebookError, match=r"a\.ipynb: metadata\.briefing\.memory is"):
        read_limits({"memory": value}, "a.ipynb")
