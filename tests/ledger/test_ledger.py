"""Looking things up in a ledger."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import Files

from briefing.ledger.terms import Bearing


@pytest.fixture
def more(files: Files) -> Files:
    """Add a row of another quantity, published later."""
    files.words().seen(
        "E2", "beauty:supports boats:context", "port", family="harbour", published="2023-03",
        central=9, quantity="crew", unit="persons",
    )  # fmt: skip
    return files


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, ["E1", "E2"]),
        ({"quantity": "crew"}, ["E2"]),
        ({"claim": "boats"}, ["E1", "E2"]),
        ({"claim": "beauty"}, ["E2"]),
        ({"claim": "none"}, []),
        ({"known_by": date(2023, 3, 30)}, ["E1"]),
        ({"known_by": date(2023, 3, 31)}, ["E1", "E2"]),
        ({"claim": "boats", "quantity": "crew", "known_by": date(2022, 12, 31)}, []),
    ],
)
def test_observations_are_chosen_by_what_they_are(
    more: Files, wanted: dict[str, object], ids: list[str]
) -> None:
    """Quantity, claim and day of publication each narrow the rows, in the order of the file."""
    assert [row.id for row in more.load().observations(**wanted)] == ids  # type: ignore[arg-type]


def test_a_row_leads_to_its_source_family_and_bearing(more: Files) -> None:
    """What a row refers to is found through the ledger."""
    ledger = more.load()
    row = ledger.evidence["E2"]
    assert ledger.source_of(row).id == "paper-e2"
    assert ledger.source_of(ledger.events["launch"]).id == "paper-e1"
    assert ledger.family_of(row.origin) == "harbour"
    assert ledger.bearing(row, "boats") is Bearing.CONTEXT
