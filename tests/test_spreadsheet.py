"""CSV that is handed out: no cell runs in a spreadsheet, and each can be had back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.spreadsheet import inert, inert_csv, restore, write_csv

# Signs at which spreadsheets begin a formula; the last four are their full-width forms.
SIGNS = "=+-@\t\r\n＝＋－＠"

CELLS = st.text(
    st.sampled_from([*SIGNS, "'", '"', ",", "1", ".", "e", "a", " ", "|", "!"])
) | st.text(max_size=8)


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "-", "+"],
)
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    """A cell that begins like a formula has an apostrophe before it."""
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-5", "-0.5", "+3", "-1e-3", "-.5", "+1E6", "7", "", "a=b", "a-b"]
)
def test_numbers_stay_numbers(text: str) -> None:
    """A number keeps its sign, and what does not begin like a formula is left alone."""
    assert inert(text) == text


@given(CELLS)
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    """Whatever a cell holds, it begins with none of the signs, unless it is a number."""
    written = inert(cell)
    if written[:1] in tuple(SIGNS):
        float(written)


@given(CELLS)
def test_each_cell_can_be_had_back(cell: str) -> None:
    """Taking one apostrophe away, where apostrophes stand before a sign, gives the cell."""
    assert restore(inert(cell)) == cell


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_table_can_be_had_back(rows: list[list[str]]) -> None:
    """A file that is made harmless keeps its rows and columns, and each cell comes back."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    content = inert_csv(text.getvalue().encode())
    read = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert [[restore(cell) for cell in row] for row in read] == rows
    assert inert_csv(text.getvalue().encode()) == content


def test_a_harmless_table_is_the_same_file() -> None:
    """Without a formula in it, a file is not written anew: quotes and line ends stay."""
    content = b'\xef\xbb\xbfa,b\r\n"x",-5\r\n'
    assert inert_csv(content) == content
    assert inert_csv(b"") == b""


def test_heads_are_text_too() -> None:
    """A column's name is a cell like any other."""
    assert write_csv(["=a", "b"], [[-1, None], [-0.1, "-x"]]) == "'=a,b\n-1,\n-0.1,'-x\n"
