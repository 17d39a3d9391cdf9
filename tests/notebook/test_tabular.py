"""Tables: cells are values with origins or words of ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.builders import estimate
from tests.notebook.conftest import Bundles

from briefing import media
from briefing.analysis.likelihood import likelihood
from briefing.analysis.unknown import Unknown
from briefing.errors import OriginError
from briefing.notebook import Cell, Chapter, Column, phrase, table


def test_a_table_is_one_bundle(chapter: Chapter, shown: Bundles) -> None:
    """JupyterLab gets HTML and text; the document gets columns, plain cells and sources."""
    (bundle,) = shown(
        table,
        "tbl-counts",
        ["Who", Column("Boats", align="right", width="2fr", format="bare")],
        [
            [chapter.maker("E1"), chapter.value("E1")],
            [
                Cell(
                    "Later",
                    tone="caveat",
                    href="#claim-boats",
                    anchor="later",
                    cite=("almanac",),
                    day=date(2024, 5, 31),
                ),
                "",
            ],
        ],
        caption="Counts of boats",
        note="A note.",
        summary="One row a count.",
        wide=True,
    )
    assert set(bundle) == {"text/html", "text/plain", media.TABLE}
    content = bundle[media.TABLE]
    assert set(content) == {
        "label", "caption", "columns", "rows", "note", "summary", "wide", "origins", "cite",
        "sources",
    }  # fmt: skip
    assert content["columns"] == [
        {"name": "Who", "align": "left", "width": None},
        {"name": "Boats", "align": "right", "width": "2fr"},
    ]
    plain = {"tone": None, "origins": [], "cite": [], "anchor": None, "href": None}
    assert content["rows"] == [
        [
            {**plain, "text": "The club", "origins": ["evidence:E1"]},
            {**plain, "text": "110", "origins": ["evidence:E1"]},
        ],
        [
            {
                "text": "Later", "tone": "caveat", "origins": [], "cite": ["almanac"],
                "anchor": "later", "href": "#claim-boats", "day": "2024-05-31",
            },
            {**plain, "text": ""},
        ],
    ]  # fmt: skip
    assert (content["label"], content["caption"], content["wide"]) == (
        "tbl-counts", "Counts of boats", True,
    )  # fmt: skip
    assert (content["origins"], content["cite"]) == (["evidence:E1"], ["paper-e1"])
    assert list(content["sources"]) == ["paper-e1", "almanac"]


def test_what_jupyterlab_shows_is_escaped(chapter: Chapter, shown: Bundles) -> None:
    """Text of a cell is text, also where it looks like markup."""
    (bundle,) = shown(table, "tbl-x", ["<b>"], [["<i>&"]], caption="A < B", note="<u>")
    html = bundle["text/html"]
    assert "<caption>A &lt; B</caption>" in html
    assert ">&lt;b&gt;</th>" in html
    assert ">&lt;i&gt;&amp;</td>" in html
    assert "<small>&lt;u&gt;</small>" in html
    assert bundle["text/plain"] == "A < B\n<b>\n<i>&"


@pytest.mark.parametrize("bare", [5, 2.5, True, Decimal("1.5"), np.float64(2.5), np.int64(3)])
def test_a_bare_number_names_row_and_column(chapter: Chapter, shown: Bundles, bare: Any) -> None:
    """A number from nowhere raises with its place in the table."""
    with pytest.raises(OriginError, match=r"row 2, column 'Boats' holds .*, which has no origin"):
        shown(table, "tbl-x", ["Who", "Boats"], [["a", "b"], ["c", Cell(bare)]], caption="C")


def test_what_no_table_can_show_is_named(chapter: Chapter, shown: Bundles) -> None:
    """Any other object raises by its type."""
    with pytest.raises(OriginError, match="row 1, column 'Who' holds a list, which a table cannot"):
        shown(table, "tbl-x", ["Who"], [[[1]]], caption="C")


@pytest.mark.parametrize("row", [["a"], ["a", "b", "c"], []])
def test_a_row_fits_the_columns(chapter: Chapter, shown: Bundles, row: list[str]) -> None:
    """A row has a cell for each column."""
    with pytest.raises(ValueError, match=f"row 1 has {len(row)} cells for 2 columns"):
        shown(table, "tbl-x", ["Who", "Boats"], [row], caption="C")


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (estimate(3, 5), "", "3 to 5 boats"),
        (estimate(3, 5), "high,bare", "5"),
        (likelihood(estimate(70, 70, "%")), "", "likely (about 70%)"),
        (phrase("{n:low,bare} or more", n=estimate(3, 5)), "", "3 or more"),
        (None, "", ""),
        ("two\nlines", "", "two\nlines"),
    ],
)
def test_values_are_written_as_in_a_sentence(
    chapter: Chapter, shown: Bundles, value: Any, form: str, text: str
) -> None:
    """A cell takes what a field of a sentence takes."""
    (bundle,) = shown(table, "tbl-x", [Column("A", format=form)], [[value]], caption="C")
    assert bundle[media.TABLE]["rows"][0][0]["text"].replace("\u00a0", " ") == text


def test_a_row_of_what_was_not_public_is_left_out(chapter: Chapter, shown: Bundles) -> None:
    """A row with a value published after the cut-off is left out whole, words and all."""
    rows = [["now", Unknown("E9")], ["then", estimate(3, 5)]]
    (bundle,) = shown(table, "tbl-x", ["When", "Boats"], rows, caption="C")
    assert [row[0]["text"] for row in bundle[media.TABLE]["rows"]] == ["then"]


def test_a_date_is_written_at_the_columns_precision(chapter: Chapter, shown: Bundles) -> None:
    """Dates follow the format of the column."""
    (bundle,) = shown(
        table, "tbl-x", [Column("A", format="month")], [[chapter.moment("E1")]], caption="C"
    )
    assert bundle[media.TABLE]["rows"][0][0]["text"] == "June 2022"


def test_a_caption_may_be_a_phrase(chapter: Chapter, shown: Bundles) -> None:
    """A caption with numbers is composed like a sentence."""
    head = phrase("Some {n:bare} boats", n=chapter.value("E1"))
    (bundle,) = shown(table, "tbl-x", ["A"], [["a"]], caption=head)
    assert bundle[media.TABLE]["caption"] == "Some 110 boats"


def test_sources_may_go_unnamed_below(chapter: Chapter, shown: Bundles) -> None:
    """Without citations the sources stay known for the cells."""
    (bundle,) = shown(table, "tbl-x", ["A"], [[chapter.value("E1")]], caption="C", cite=False)
    content = bundle[media.TABLE]
    assert (content["cite"], list(content["sources"])) == ([], ["paper-e1"])
