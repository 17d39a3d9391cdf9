"""Series: each row names its source."""

from __future__ import annotations

import pytest
from tests.builders import Files

from briefing.errors import DataError
from briefing.ledger.series import read_series

FLOW = "month,boats_count,source\n2022-01,3,paper-e1\n2022-02,4,{}\n"


def test_the_sources_of_a_series_are_used(files: Files) -> None:
    """A source is no orphan if a series names it."""
    files.source("leaflet").text("series/flow.csv", FLOW.format("leaflet"))
    assert files.faults() == []


def test_a_series_without_sources_is_refused(files: Files) -> None:
    """A series has a column source."""
    files.text("series/flow.csv", "month,boats_count\n2022-01,3\n")
    assert files.faults() == ["data/series/flow.csv:1 column source is missing; correct the header"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("leaflet", "source leaflet does not exist; add it to data/sources.csv"),
        ("", "names no source; fill the column source"),
    ],
)
def test_each_row_of_a_series_names_a_source(files: Files, source: str, message: str) -> None:
    """A row without a source, or with an unknown one, is named with its line."""
    files.text("series/flow.csv", FLOW.format(source))
    assert files.faults() == [f"data/series/flow.csv:3 {message}"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (FLOW.format("Bücher").encode("latin-1"), "3 is not UTF-8; save the file as UTF-8"),
        (FLOW.format("paper-e1,5"), "3 (2022-02) has 4 cells where the header has 3; quote"),
        (FLOW.format('"paper-e1'), "3 is malformed: unexpected end of data; correct its quotes"),
        (FLOW.replace("boats_count", "month").format("paper-e1"), "1 column month stands twice"),
        ("", " is empty; expected the header source"),
    ],
)
def test_a_malformed_series_is_a_fault_like_any_other(
    files: Files, content: str | bytes, message: str
) -> None:
    """Series are read as strictly as the tables."""
    (fault,) = files.text("series/flow.csv", content).faults()
    assert fault.removeprefix("data/series/flow.csv").lstrip(":").startswith(message)


def test_a_series_with_a_byte_order_mark_has_its_first_column(files: Files) -> None:
    """The mark does not hide the column source, wherever it stands."""
    files.text("series/flow.csv", b"\xef\xbb\xbfsource,month\npaper-e1,2022-01\n")
    assert files.faults() == []
    assert list(read_series(files.write(), "flow").columns) == ["source", "month"]


def test_months_stay_text(files: Files) -> None:
    """A month is not turned into a number or a day."""
    frame = read_series(files.text("series/flow.csv", FLOW.format("paper-e1")).write(), "flow")
    assert frame["month"].tolist() == ["2022-01", "2022-02"]
    assert frame["boats_count"].tolist() == [3, 4]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("2022-01,3\n2022-02,nan", "3 boats_count: 'nan' is not a finite number"),
        ("2022-01,3\n2022-02,many", "3 boats_count: 'many' is not a number"),
        ("2022-01,3\n2022-1,4", "3 month: '2022-1' is not a month; write YYYY-MM"),
        ("2022-01,3\n2022-13,4", "3 month: '2022-13' is not a day of the calendar"),
    ],
)
def test_a_cell_that_its_column_does_not_hold_is_a_fault(
    files: Files, cells: str, message: str
) -> None:
    """Columns of time hold times, and columns that are numbers for the most part hold numbers."""
    rows = "".join(f"{row},paper-e1\n" for row in cells.split("\n"))
    (fault,) = files.text("series/flow.csv", f"month,boats_count,source\n{rows}").faults()
    assert fault.startswith(f"data/series/flow.csv:{message}")


def test_words_stay_words(files: Files) -> None:
    """Only an empty cell is missing: NA is a country, and a remark may be a number."""
    text = "country,remark,source\nNA,ice,paper-e1\nKP,7,paper-e1\nRU,flood,paper-e1\n,,paper-e1\n"
    frame = read_series(files.text("series/flow.csv", text).write(), "flow")
    assert files.faults() == []
    assert frame["country"].tolist()[:3] == ["NA", "KP", "RU"]
    assert frame["country"].isna().tolist() == [False, False, False, True]


def test_a_missing_series_is_named(files: Files) -> None:
    """A series that is not there raises with its path."""
    with pytest.raises(DataError, match=r"^data/series/tides\.csv is missing; restore it$"):
        read_series(files.write(), "tides")
