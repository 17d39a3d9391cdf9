"""Wide tables go across with their introduction; charts float only where they must."""

from __future__ import annotations

import pytest

from briefing.document.nodes import Block, Cell, Column, Heading, Paragraph, Table, Text
from briefing.export.floats import first_stranded
from briefing.export.flow import page_runs

H = Heading(2, (Text("h"),))
P = Paragraph((Text("p"),))
LONG = Paragraph((Text("long " * 200),))
WIDE = Table("tbl-w", "c", (Column("a"),), ((Cell("x"),),), wide=True)
SMALL = Table("tbl-s", "c", (Column("a"),), ((Cell("x"),),))


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([P, SMALL, P], [(False, [P, SMALL, P])]),
        ([LONG, H, P, WIDE, P], [(False, [LONG]), (True, [H, P, WIDE]), (False, [P])]),
        ([LONG, P, WIDE], [(False, [LONG, P]), (True, [WIDE])]),
        ([H, P, WIDE], [(True, [H, P, WIDE])]),
        ([P, WIDE], [(True, [P, WIDE])]),
        ([LONG, WIDE, H, P, WIDE, P], [(False, [LONG]), (True, [WIDE, H, P, WIDE]), (False, [P])]),
        ([LONG, H, H, WIDE], [(False, [LONG]), (True, [H, H, WIDE])]),
        ([], []),
    ],
)
def test_wide_tables_take_their_introduction(
    blocks: list[Block], expected: list[tuple[bool, list[Block]]]
) -> None:
    """A heading and a little text go across with the table; long text stays upright."""
    assert [(across, list(run)) for across, run in page_runs(blocks)] == expected


def test_the_first_stranded_figure_of_each_chapter() -> None:
    """In each chapter the first figure at the head of a page is taken, and none twice."""
    floatable = {"fig-a": "one", "fig-b": "one", "fig-c": "two", "fig-d": "two"}
    spots = {"fig-a": 300.0, "fig-b": 76.5, "fig-c": 76.5, "fig-d": 76.5}
    assert first_stranded(spots, floatable, []) == ["fig-b", "fig-c"]
    assert first_stranded(spots, floatable, ["fig-b", "fig-c"]) == ["fig-d"]
    assert first_stranded({}, floatable, []) == []
