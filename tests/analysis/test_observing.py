"""From rows of the ledger to values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from tests.analysis.test_units import UNITS
from tests.builders import Files, boats

from briefing.analysis.observing import claimed, dated, observe
from briefing.analysis.units import Unit, parse_unit
from briefing.errors import DataError
from briefing.ledger.models import Bounded


@pytest.fixture
def files(files: Files) -> Files:
    """Give a sound project with a claim and a finding in words."""
    return boats(files.root).words().seen("E2", "beauty:supports", "club", as_of="")


def test_a_row_gives_its_value(files: Files) -> None:
    """An observation is an estimate that rests on its row."""
    value = observe(files.load().evidence["E1"])
    assert (value.low, value.high, str(value.unit)) == (110, 110, "boat")
    assert [str(origin) for origin in value.origins] == ["evidence:E1"]


def test_a_claim_gives_its_value(files: Files) -> None:
    """A claim is an estimate that rests on the claim."""
    value = claimed(files.change("claims.csv", high="").load().claims["boats"])
    assert (value.low, value.high) == (100, math.inf)
    assert [str(origin) for origin in value.origins] == ["claim:boats"]


def test_rows_give_their_dates(files: Files) -> None:
    """Observations, claims and events are dates too."""
    ledger = files.load()
    found = [
        dated(ledger.evidence["E1"]),
        dated(ledger.claims["boats"]),
        dated(ledger.events["launch"]),
    ]
    assert [str(moment.date) for moment in found] == ["2022-06-15", "2022-06-15", "2022-05-01"]
    origins = [str(origin) for moment in found for origin in moment.origins]
    assert origins == ["evidence:E1", "claim:boats", "event:launch"]


def test_words_hold_no_number(files: Files) -> None:
    """A row without a number names itself."""
    ledger = files.load()
    with pytest.raises(DataError, match=r"^data/evidence\.csv:3 \(E2\) holds no number; choose"):
        observe(ledger.evidence["E2"])
    with pytest.raises(DataError, match=r"^data/claims\.csv:3 \(beauty\) holds no number; choose"):
        claimed(ledger.claims["beauty"])


@pytest.mark.parametrize(("table", "row_id"), [("evidence", "E2"), ("claims", "beauty")])
def test_a_row_without_a_date_names_itself(files: Files, table: str, row_id: str) -> None:
    """A date that is asked for must be there."""
    row = getattr(files.load(), table)[row_id]
    with pytest.raises(DataError, match=rf"^data/{table}\.csv:3 \({row_id}\) has no date; fill"):
        dated(row)


@given(UNITS)
def test_every_unit_can_be_written_in_a_table(unit: Unit) -> None:
    """What the analysis writes as a unit is a unit in the ledger too."""
    row = Bounded(line=1, low=1, unit=str(unit))
    assert row.unit is not None
    assert parse_unit(row.unit) == unit
