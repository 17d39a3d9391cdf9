"""What must hold between rows."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import TODAY, Files


@pytest.mark.parametrize(
    ("file", "copy_of"),
    [
        ("claims.csv", "boats"),
        ("origins.csv", "yard"),
        ("sources.csv", "paper-e1"),
        ("evidence.csv", "E1"),
        ("events.csv", "launch"),
    ],
)
def test_a_doubled_id_names_both_lines(files: Files, file: str, copy_of: str) -> None:
    """An id stands once in its table."""
    files.tables[file].append(dict(files.tables[file][0]))
    line = len(files.tables[file]) + 1
    assert files.faults() == [
        f"data/{file}:{line} ({copy_of}) id {copy_of} stands already on line 2; give it another id"
    ]


def test_a_second_ruling_for_a_vintage_is_a_doubled_id(files: Files) -> None:
    """A claim is ruled on once for each vintage."""
    for vintage in ("then", "now", "now"):
        files.ruling("boats", vintage, "supported", evidence="E1")
    assert files.faults() == [
        "data/verdicts.csv:4 (boats/now) id boats/now stands already on line 3; give it another id"
    ]


@pytest.mark.parametrize(
    ("file", "cells", "where", "what"),
    [
        ("claims.csv", {"origin": "yrad"}, "claims.csv:2 (boats)", "origin yrad"),
        ("evidence.csv", {"claims": "boat:supports"}, "evidence.csv:2 (E1)", "claim boat"),
        ("evidence.csv", {"source": "paper-e2"}, "evidence.csv:2 (E1)", "source paper-e2"),
        ("evidence.csv", {"origin": "clubs"}, "evidence.csv:2 (E1)", "origin clubs"),
        ("events.csv", {"source": "paper-e2"}, "events.csv:2 (launch)", "source paper-e2"),
        ("events.csv", {"claims": "boat"}, "events.csv:2 (launch)", "claim boat"),
    ],
)
def test_an_unknown_id_is_named(
    files: Files, file: str, cells: dict[str, str], where: str, what: str
) -> None:
    """Whatever a row refers to must exist."""
    files.change(file, **cells)
    expected = f"data/{where} {what} does not exist; add it or correct the id"
    assert expected in files.faults()


@pytest.mark.parametrize(
    ("claim", "evidence", "what"), [("boat", "E1", "claim boat"), ("boats", "E1 E9", "evidence E9")]
)
def test_a_ruling_refers_to_what_exists(files: Files, claim: str, evidence: str, what: str) -> None:
    """A ruling names a known claim and known evidence."""
    for vintage in ("then", "now"):
        files.ruling(claim, vintage, "supported", evidence=evidence)
    assert files.faults() == [
        f"data/verdicts.csv:{line} ({claim}/{vintage}) {what} does not exist; "
        "add it or correct the id"
        for line, vintage in ((2, "then"), (3, "now"))
    ]


def test_a_source_that_nothing_uses_is_an_orphan(files: Files) -> None:
    """Every source is there for an observation, an event or a series."""
    assert files.source("leaflet").faults() == [
        "data/sources.csv:3 (leaflet) is used by no observation, event or series; "
        "remove it or use it"
    ]


def test_a_source_used_by_an_event_alone_is_no_orphan(files: Files) -> None:
    """An event may be all that a source gives."""
    assert files.source("leaflet").change("events.csv", source="leaflet").faults() == []


def test_a_maker_without_observations_is_an_orphan(files: Files) -> None:
    """Every maker made an observation or a claim."""
    assert files.maker("pier").faults() == [
        "data/origins.csv:4 (pier) made no observation; remove it"
    ]


@pytest.mark.parametrize(
    ("file", "column", "row_id"),
    [
        ("sources.csv", "published", "paper-e1"),
        ("sources.csv", "accessed", "paper-e1"),
        ("evidence.csv", "as_of", "E1"),
        ("events.csv", "date", "launch"),
    ],
)
def test_a_date_after_today_is_refused(files: Files, file: str, column: str, row_id: str) -> None:
    """Nothing was published, read or seen in the future."""
    files.change("sources.csv", accessed="2024-01-01").change(file, **{column: "2024-01-02"})
    faults = files.faults(TODAY)
    assert faults[0] == (
        f"data/{file}:2 ({row_id}) {column} 2024-01-02 is after today; correct the date"
    )


def test_the_month_that_runs_is_not_after_today(files: Files) -> None:
    """A partial date is in the future only if all of it is."""
    files.change("sources.csv", accessed="2024-01")
    assert files.faults(date(2024, 1, 15)) == []


def test_a_source_is_read_after_it_is_published(files: Files) -> None:
    """A day of access before the day of publication is a slip in one of the two."""
    files.change("sources.csv", published="2022-06-20", accessed="2022-06-19")
    assert files.faults() == [
        "data/sources.csv:2 (paper-e1) was accessed 2022-06-19, before it was published; "
        "correct one date"
    ]


def test_a_source_may_be_read_in_the_month_it_is_published(files: Files) -> None:
    """Where a date is partial, only a surely wrong order is refused."""
    files.change("sources.csv", published="2022-06-20", accessed="2022-06")
    assert files.faults() == []


def test_units_clash_within_a_quantity(files: Files) -> None:
    """One quantity has one unit, so that its rows can share an axis."""
    files.seen("E2", "boats:context", central=9, quantity="crew", unit="persons")
    files.seen("E3", "boats:context", central=9, quantity="crew", unit="persons/boat")
    assert files.faults() == [
        "data/evidence.csv:4 (E3) unit persons/boat clashes with persons, in which E2 gives crew; "
        "convert the row or give the quantity another name"
    ]


def test_a_measure_has_the_unit_of_its_claim(files: Files) -> None:
    """Only like units can be compared."""
    files.change("evidence.csv", unit="ships")
    assert files.faults() == [
        "data/evidence.csv:2 (E1) unit ships clashes with boats, the unit of the claim boats; "
        "convert the row"
    ]


def test_a_measure_is_of_the_quantity_claimed(files: Files) -> None:
    """A figure of another definition can support or qualify, but not measure."""
    files.change("evidence.csv", quantity="boats_afloat")
    assert files.faults() == [
        "data/evidence.csv:2 (E1) cannot measure boats: it gives boats_afloat, the claim is about "
        "boats; use another bearing or correct the quantity"
    ]


def test_words_measure_nothing(files: Files) -> None:
    """A finding in words cannot measure a claim."""
    files.change("evidence.csv", quantity="", central="", unit="")
    (fault,) = files.faults()
    assert "cannot measure boats: it gives no quantity, the claim is about boats" in fault


def test_a_claim_without_a_quantity_is_not_measured(files: Files) -> None:
    """A judgement has nothing to compare a number with."""
    files.words().seen("E2", "beauty:measure", central=9, quantity="grace", unit="points")
    (fault,) = files.faults()
    assert "(E2) cannot measure beauty: it gives grace, the claim is about none" in fault


def test_a_claim_without_a_number_is_not_measured(files: Files) -> None:
    """A claim that names a quantity but no figure is caught before verdicts are computed."""
    files.change("claims.csv", low="", high="")
    assert files.faults() == [
        "data/evidence.csv:2 (E1) cannot measure boats, which has no number; fill its low or high"
    ]


@pytest.mark.parametrize(("given", "lacking"), [("then", "now"), ("now", "then")])
def test_a_claim_is_ruled_on_for_both_vintages(files: Files, given: str, lacking: str) -> None:
    """Then and now are always shown together."""
    files.ruling("boats", given, "supported", evidence="E1")
    assert files.faults() == [
        f"data/verdicts.csv:2 (boats) has no ruling for {lacking}; rule on both vintages"
    ]


def test_a_ruling_rests_on_a_reliable_source(files: Files) -> None:
    """Weak sources alone carry no ruling."""
    files.change("sources.csv", reliability="D")
    for vintage in ("then", "now"):
        files.ruling("boats", vintage, "supported", evidence="E1")
    assert files.faults() == [
        f"data/verdicts.csv:{line} (boats/{vintage}) rests on no source graded A to C; "
        "add a stronger one"
        for line, vintage in ((2, "then"), (3, "now"))
    ]


def test_a_ruling_may_rest_on_nothing(files: Files) -> None:
    """What is not checkable cites no evidence."""
    for vintage in ("then", "now"):
        files.ruling("boats", vintage, "not-checkable")
    assert files.faults() == []
