"""From all files to a ledger, or to all that is wrong."""

from __future__ import annotations

import pytest
from tests.builders import SETTINGS, TODAY, Files

from briefing.errors import DataError
from briefing.ledger.loading import load_ledger, read_ledger


def test_a_sound_project_makes_a_ledger(files: Files) -> None:
    """Every table becomes a mapping by id, in the order of the file."""
    ledger = files.load()
    assert list(ledger.originators) == ["yard", "club"]
    assert (list(ledger.evidence), list(ledger.events)) == (["E1"], ["launch"])
    assert list(ledger.scenarios) == ["central", "high"]


def test_seven_faults_are_listed_at_once(files: Files) -> None:
    """Different faults in different files are all told in one go."""
    files.change("claims.csv", kind="guess")
    files.change("sources.csv", published="2022-06-31")
    files.seen("E2", "boats:supports", published="2024-02-01")
    files.seen("E3", "boats:supports").change("evidence.csv", 2, credibility=9)
    files.change("events.csv", source="nowhere")
    files.ruling("boats", "then", "supported", evidence="E7")
    files.text("scenarios.toml", "[central")
    with pytest.raises(DataError) as raised:
        files.load()
    assert str(raised.value).splitlines() == [
        "data/claims.csv:2 (boats) kind: 'guess' is not allowed; use one of quantity, date, "
        "duration, share, rank, event, judgement",
        "data/sources.csv:2 (paper-e1) published: '2022-06-31' is not a day of the calendar; "
        "correct it",
        "data/evidence.csv:4 (E3) credibility: input should be less than or equal to 6 "
        "(found '9'); correct it",
        "data/scenarios.toml is not TOML: Expected ']' at the end of a table declaration "
        "(at end of document); correct it",
        "data/verdicts.csv:2 (boats/then) evidence E7 does not exist; add it or correct the id",
        "data/events.csv:2 (launch) source nowhere does not exist; add it or correct the id",
        "data/sources.csv:3 (paper-e2) published 2024-02-01 is after today; correct the date",
        "data/sources.csv:3 (paper-e2) was accessed 2023-12-01, before it was published; "
        "correct one date",
        "data/verdicts.csv:2 (boats) has no ruling for now; rule on both vintages",
    ]


@pytest.mark.parametrize(
    ("file", "cells"),
    [
        ("claims.csv", {"paragraph": "one"}),
        ("sources.csv", {"read": "seen"}),
        ("evidence.csv", {"credibility": "good"}),
        ("origins.csv", {"name": ""}),
        ("events.csv", {"date": "May"}),
        ("verdicts.csv", {"confidence": "some"}),
    ],
)
def test_a_faulty_row_is_not_also_missed(files: Files, file: str, cells: dict[str, str]) -> None:
    """One slip is one fault: rows that refer to the faulty one, or were its reason, stay quiet."""
    files.words().seen("E2", "beauty:supports", "yard")
    files.ruling("boats", "then", "supported", evidence="E1")
    files.ruling("boats", "now", "supported", evidence="E1")
    files.change(file, **cells)
    assert len(files.faults()) == 1


@pytest.mark.parametrize("file", ["claims.csv", "sources.csv", "evidence.csv", "events.csv"])
def test_an_unreadable_table_is_one_fault(files: Files, file: str) -> None:
    """What a table cannot say is not held against the rest."""
    files.text("series/flow.csv", "month,boats_count,source\n2022-01,3,paper-e1\n")
    files.ruling("boats", "then", "supported", evidence="E1")
    files.ruling("boats", "now", "supported", evidence="E1")
    assert len(files.without(file).faults()) == 1


def test_faults_and_ledger_can_be_had_without_raising(files: Files) -> None:
    """Reading gives either a ledger and no faults, or faults and no ledger."""
    ledger, faults = read_ledger(files.write(), TODAY)
    assert ledger is not None
    assert faults == []
    ledger, faults = read_ledger(files.maker("pier").write(), TODAY)
    assert ledger is None
    assert [fault.row_id for fault in faults] == ["pier"]


def test_today_is_the_day_of_the_system(files: Files) -> None:
    """Without a day, nothing may be later than the system's date."""
    files.change("sources.csv", accessed="9999-01-01")
    with pytest.raises(DataError, match="accessed 9999-01-01 is after today"):
        load_ledger(files.write())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "document: is missing; add it"),
        (SETTINGS.replace("title =", "heading =", 1), "document.title: is missing; add it"),
        (SETTINGS.replace("title =", "colour =", 1), "document.colour: is not a known setting"),
        (SETTINGS.replace('"2022-06-30"', '"soon"'), "vintages.then: input should be a valid date"),
        (SETTINGS.replace("2022-06-30", "2029-06-30"), "vintages: then is after now; swap them"),
    ],
)
def test_faulty_settings_are_named(files: Files, content: str, message: str) -> None:
    """A setting that is missing, unknown or wrong is named with its section."""
    faults = files.text("briefing.toml", content).faults()
    assert any(fault.startswith(f"data/briefing.toml {message}") for fault in faults)


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("central = 3", ["(central) is no table; write its settings below a heading"]),
        ("[low]\nparameters = {}", ["(low) title: is missing; add it"]),
        (
            '[low]\ntitle = "Low"\nparameters = { cutoff = 2022-06-30 }',
            ["(low) parameters.cutoff: 2022-06-30 is no number, text or true/false; "
             "put dates in quotes"],
        ),
    ],
)  # fmt: skip
def test_a_faulty_scenario_is_named(files: Files, content: str, faults: list[str]) -> None:
    """A scenario has a title and plain values."""
    found = files.text("scenarios.toml", content).faults()
    assert len(found) == len(faults)
    for got, wanted in zip(found, faults, strict=True):
        assert got.startswith(f"data/scenarios.toml {wanted}")


def test_a_scenario_keeps_the_types_of_its_values(files: Files) -> None:
    """A whole number stays one, and true is not 1."""
    text = '[low]\ntitle = "Low"\nparameters = { a = 1, b = 1.0, c = true, d = "x" }'
    values = files.text("scenarios.toml", text).load().scenarios["low"].parameters
    assert [type(value) for value in values.values()] == [int, float, bool, str]
