"""The table of faults that is kept tells of the faults that there are."""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.faults.table import read_table


def faults() -> set[str]:
    """Read off the tests in this folder what they break."""
    return {
        mark.args[0]
        for path in Path(__file__).parent.glob("test_*.py")
        for test in vars(importlib.import_module(f"tests.faults.{path.stem}")).values()
        for mark in getattr(test, "pytestmark", ())
        if mark.name == "fault"
    }


def test_table_is_complete() -> None:
    """Each fault has a row, and each row a fault."""
    assert set(read_table()) == faults()


def test_table_tells_of_no_harm() -> None:
    """Each fault was tried, and neither work was lost nor anything left."""
    for fault, (cases, lost, left) in read_table().items():
        assert cases > 0, fault
        assert (lost, left) == (0, 0), fault
