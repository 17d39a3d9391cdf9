"""Wide tables go across, the trace in columns; charts float only where they must."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from briefing.document.nodes import Block, Cell, Column, Entry, Heading, Paragraph, Table, Text
from briefing.export.floats import Spot, first_stranded, settle_figures
from briefing.export.flow import Way, page_runs

H = Heading(2, (Text("h"),))
P = Paragraph((Text("p"),))
LONG = Paragraph((Text("long " * 200),))
WIDE = Table("tbl-w", "c", (Column("a"),), ((Cell("x"),),), wide=True)
SMALL = Table("tbl-s", "c", (Column("a"),), ((Cell("x"),),))


ENTRY = Entry("trace-a", "a", (Text("x"),))

UPRIGHT, ACROSS, COLUMNS = Way.UPRIGHT, Way.ACROSS, Way.COLUMNS


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([P, SMALL, P], [(UPRIGHT, [P, SMALL, P])]),
        ([LONG, H, P, WIDE, P], [(UPRIGHT, [LONG]), (ACROSS, [H, P, WIDE]), (UPRIGHT, [P])]),
        ([LONG, P, WIDE], [(UPRIGHT, [LONG, P]), (ACROSS, [WIDE])]),
        ([H, P, WIDE], [(ACROSS, [H, P, WIDE])]),
        ([P, WIDE], [(ACROSS, [P, WIDE])]),
        (
            [LONG, WIDE, H, P, WIDE, P],
            [(UPRIGHT, [LONG]), (ACROSS, [WIDE, H, P, WIDE]), (UPRIGHT, [P])],
        ),
        ([LONG, H, H, WIDE], [(UPRIGHT, [LONG]), (ACROSS, [H, H, WIDE])]),
        ([], []),
    ],
)
def test_wide_tables_take_their_introduction(
    blocks: list[Block], expected: list[tuple[Way, list[Block]]]
) -> None:
    """A heading and a little text go across with the table; long text stays upright."""
    assert [(way, list(run)) for way, run in page_runs(blocks)] == expected


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([P, H, ENTRY, ENTRY], [(UPRIGHT, [P]), (COLUMNS, [H, ENTRY, ENTRY])]),
        ([H, ENTRY, H, H, ENTRY, P], [(COLUMNS, [H, ENTRY, H, H, ENTRY]), (UPRIGHT, [P])]),
        ([ENTRY, H, WIDE, ENTRY], [(COLUMNS, [ENTRY]), (ACROSS, [H, WIDE]), (COLUMNS, [ENTRY])]),
        ([ENTRY, H, P], [(COLUMNS, [ENTRY]), (UPRIGHT, [H, P])]),
    ],
)
def test_entries_stand_in_columns(
    blocks: list[Block], expected: list[tuple[Way, list[Block]]]
) -> None:
    """Entries of the trace and the headings between them share columns; text does not."""
    assert [(way, list(run)) for way, run in page_runs(blocks)] == expected


def test_the_first_stranded_figure_of_each_chapter() -> None:
    """In each chapter the first figure at the head of a page is taken, unless it floats."""
    floatable = {"fig-a": "one", "fig-b": "one", "fig-c": "two", "fig-d": "two"}
    spots = {label: Spot(3, 76.5) for label in floatable} | {"fig-a": Spot(3, 300.0)}
    assert first_stranded(spots, floatable) == ["fig-b", "fig-c"]
    spots |= {"fig-b": Spot(3, 76.5, (2, 600.0)), "fig-c": Spot(3, 76.5, (2, 600.0))}
    assert first_stranded(spots, floatable) == ["fig-d"]
    assert first_stranded({}, floatable) == []


@pytest.mark.parametrize(
    ("spot", "early"),
    [
        (Spot(3, 76.5, (3, 400.0)), True),
        (Spot(3, 76.5, (2, 700.0)), False),
        (Spot(3, 500.0, (3, 400.0)), False),
        (Spot(3, 76.5), False),
    ],
)
def test_a_figure_above_what_tells_of_it_is_early(spot: Spot, early: bool) -> None:
    """A figure that floated above its own place on the same page is put back."""
    assert spot.is_early is early


class Bench:
    """A workshop that answers queries from a function of the floating figures."""

    def __init__(self, answer: Callable[[list[str]], dict[str, list[dict[str, object]]]]) -> None:
        self.answer, self.floating, self.rounds = answer, [], 0

    def put(self, path: str, content: bytes) -> None:
        self.floating = json.loads(content)["floating"]

    def query(self, selector: str) -> str:
        self.rounds += 1
        return json.dumps([{"value": self.answer(self.floating)}])


def test_a_figure_is_put_back_once_and_no_more() -> None:
    """A figure that is stranded in its place and early elsewhere does not go round in circles."""

    def answer(floating: list[str]) -> dict[str, list[dict[str, object]]]:
        told = [{"label": "fig-a", "page": 3, "y": 400.0}] if floating else []
        return {"figures": [{"label": "fig-a", "page": 3, "y": 76.5}], "told": told}

    bench = Bench(answer)
    assert settle_figures(bench, {"fig-a": "one"}) == ["fig-a"]  # type: ignore[arg-type]
    assert bench.rounds == 4
