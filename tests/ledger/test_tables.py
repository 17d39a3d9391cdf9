"""From CSV and TOML to rows: what is wrong with a file is said with file, line and remedy."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import HEADERS, TODAY, Files

from briefing.ledger.loading import read_ledger


def with_rows(*lines: str, header: str = HEADERS["origins.csv"]) -> str:
    """Give the text of origins.csv with further lines."""
    return "\n".join([header, "yard,The yard,yard,", "club,The club,club,", *lines, ""])


def test_an_unclosed_quote_is_placed_where_its_row_begins(files: Files) -> None:
    """A quote left open is reported on the line of the row, not at the end of the file."""
    files.text("origins.csv", with_rows('pier,"The pier,pier,', "dock,The dock,dock,"))
    assert files.faults() == [
        "data/origins.csv:4 is malformed: unexpected end of data; correct its quotes"
    ]


def test_text_after_a_closing_quote_is_malformed(files: Files) -> None:
    """A stray quote within a cell is reported on its line."""
    files.text("origins.csv", with_rows('pier,"The" pier,pier,'))
    assert files.faults() == [
        "data/origins.csv:4 is malformed: ',' expected after '\"'; correct its quotes"
    ]


def test_an_unclosed_quote_in_the_header_is_one_fault(files: Files) -> None:
    """A header that cannot be read is not also called missing."""
    files.text("origins.csv", '"id,name,family,note\n')
    assert files.faults() == [
        "data/origins.csv:1 is malformed: unexpected end of data; correct its quotes"
    ]


@pytest.mark.parametrize(("row", "number"), [("pier,The pier,pier", 3), ("pier,The,pier,a,b", 5)])
def test_a_row_with_more_or_fewer_cells_is_refused(files: Files, row: str, number: int) -> None:
    """A row must have as many cells as the header."""
    files.text("origins.csv", with_rows(row))
    assert files.faults() == [
        f"data/origins.csv:4 (pier) has {number} cells where the header has 4; "
        "quote cells that hold commas"
    ]


def test_a_missing_column_is_named(files: Files) -> None:
    """Each column of the model must be in the header; nothing else is said of such a file."""
    files.text("origins.csv", "id,name,note\nyard,The yard,\n")
    assert files.faults() == ["data/origins.csv:1 column family is missing; correct the header"]


def test_a_doubled_column_is_named(files: Files) -> None:
    """No column may stand twice."""
    files.text("origins.csv", "id,name,family,note,name\n")
    assert files.faults() == ["data/origins.csv:1 column name stands twice; remove or rename one"]


def test_an_unknown_column_is_named(files: Files) -> None:
    """A column that the model does not know is refused, not ignored."""
    files.text("origins.csv", "id,name,family,note,colour\n")
    assert files.faults() == ["data/origins.csv:1 column 'colour' is unknown; remove or rename it"]


def test_the_columns_may_stand_in_any_order(files: Files) -> None:
    """Cells are read by the names in the header."""
    files.text("origins.csv", "note,family,name,id\n,yard,The yard,yard\n,club,The club,club\n")
    assert files.load().originators["club"].name == "The club"


def test_a_file_that_is_not_utf8_is_refused(files: Files) -> None:
    """The line with the first byte that is no UTF-8 is named."""
    files.text("origins.csv", with_rows("pier,The pièr,pier,").encode("latin-1"))
    assert files.faults() == ["data/origins.csv:4 is not UTF-8; save the file as UTF-8"]


def test_a_byte_order_mark_is_accepted(files: Files) -> None:
    """Spreadsheets put one in front; it belongs neither to the first column nor to a setting."""
    for name in ("origins.csv", "claims.csv"):
        files.text(name, b"\xef\xbb\xbf" + files.table_text(name).encode())
    files.text("briefing.toml", b"\xef\xbb\xbf" + files.texts["briefing.toml"])
    assert files.faults() == []


def test_windows_line_ends_are_accepted(files: Files) -> None:
    """Carriage returns are line ends, also for the line in a message."""
    files.maker("pier")
    text = files.table_text("origins.csv").replace("\n", "\r\n")
    files.text("origins.csv", text)
    assert files.faults() == ["data/origins.csv:4 (pier) made no observation; remove it"]


def test_a_nul_character_is_refused(files: Files) -> None:
    """A NUL is named with its line."""
    files.text("origins.csv", with_rows("pier,The\x00pier,pier,"))
    assert files.faults() == ["data/origins.csv:4 holds a NUL character; remove it"]


def test_a_missing_table_is_one_fault(files: Files) -> None:
    """A table that is not there is reported once, and not through every row that needs it."""
    assert files.without("origins.csv").faults() == ["data/origins.csv is missing; restore it"]


def test_an_empty_table_is_one_fault(files: Files) -> None:
    """A file without a header tells which header it should have."""
    assert files.text("origins.csv", "").faults() == [
        "data/origins.csv is empty; expected the header id,name,family,note"
    ]


def test_the_line_of_a_row_is_where_it_begins(files: Files) -> None:
    """Cells with line breaks and blank lines do not shift the lines named in messages."""
    rows = ('pier,"The\npier",pier,', "", "Dock,The dock,dock,")
    files.text("origins.csv", with_rows(*rows))
    assert files.faults() == [
        "data/origins.csv:7 (Dock) id: 'Dock' is not an id; use lower-case words joined by hyphens",
        "data/origins.csv:4 (pier) made no observation; remove it",
    ]


def test_a_cell_beyond_all_measure_is_malformed(files: Files) -> None:
    """A cell too long to be prose is a quoting mistake."""
    files.text("origins.csv", with_rows(f"pier,{'x' * 140_000},pier,"))
    assert files.faults() == [
        "data/origins.csv:4 is malformed: field larger than field limit (131072); "
        "correct its quotes"
    ]


@pytest.mark.parametrize("name", ["briefing.toml", "scenarios.toml"])
def test_faulty_toml_is_placed(files: Files, name: str) -> None:
    """A setting that is not TOML is named with line and column."""
    files.text(name, "[central]\ntitle = \n")
    assert files.faults() == [
        f"data/{name} is not TOML: Invalid value (at line 2, column 9); correct it"
    ]


def test_toml_that_is_not_utf8_is_refused(files: Files) -> None:
    """Settings are UTF-8 like tables."""
    files.text("scenarios.toml", '[central]\ntitle = "Zähler"\n'.encode("latin-1"))
    assert files.faults() == ["data/scenarios.toml:2 is not UTF-8; save the file as UTF-8"]


def test_missing_settings_are_one_fault(files: Files) -> None:
    """A settings file that is not there is reported like a table."""
    assert files.without("briefing.toml").faults() == ["data/briefing.toml is missing; restore it"]


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_a_file_holds_is_a_fault_or_a_ledger(files: Files, data: st.DataObject) -> None:
    """No content of a file ends in anything but a ledger or a list of faults."""
    name = data.draw(st.sampled_from(["claims.csv", "sources.csv", "evidence.csv", "events.csv"]))
    sound = files.table_text(name)
    place = data.draw(st.integers(0, len(sound)))
    spoilt = sound[:place] + data.draw(st.text(max_size=6)) + sound[place + 1 :]
    content = data.draw(st.sampled_from([spoilt.encode(errors="replace")]) | st.binary())
    project = files.write()
    (project.data / name).write_bytes(content)
    ledger, faults = read_ledger(project, TODAY)
    assert (ledger is None) == bool(faults)
