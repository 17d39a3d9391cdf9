"""What a chart or table may print: the values, dates and words of its own data."""

from __future__ import annotations

import pytest

from briefing.trace.graph import Node, NodeKind
from briefing.trace.known import Known
from briefing.trace.scanning import scan_numbers

DATA = {
    "columns": ["month", "tonnes", "share", "name"],
    "rows": [
        ["2021-01", 60_412.0, 0.347, "Lock, 2020 book"],
        ["2021-02", 31_000.0, 0.5, "Harbour"],
        ["2021-02", 7.0, None, "Harbour"],
    ],
}


@pytest.mark.parametrize(
    "text",
    ["60,412", "60,400", "60 thousand", "31,000", "34.7%", "35%", "50%", "January 2021", "2021",
     "2020", "7", "3 rows", "2 of a kind"],
)  # fmt: skip
def test_what_is_in_the_data_may_be_said(text: str) -> None:
    """Values rounded as printed, shares as percent, dates, counts of rows and names."""
    known = Known.of_data(DATA)
    assert all(known.holds(token) for token in scan_numbers(text))


@pytest.mark.parametrize("text", ["61,000", "60,413", "36%", "March 2021", "2022", "8", "half"])
def test_what_is_not_in_the_data_may_not(text: str) -> None:
    """A near miss is a miss."""
    known = Known.of_data(DATA)
    assert not any(known.holds(token) for token in scan_numbers(text))


def test_nodes_lend_their_values_and_dates() -> None:
    """A text may print what it rests on."""
    value = {"type": "estimate", "low": 11_000, "central": None, "high": 12_000, "level": 0.9,
             "text": "11,000 to 12,000 people"}  # fmt: skip
    node = Node("evidence:A1", NodeKind.OBSERVATION, "A count", value=value,
                detail={"as_of": "2024-11-04"})  # fmt: skip
    known = Known.of_nodes([node])
    texts = "11,000 and 12,000 on 4 November 2024, of 90%, as A1 says; 4 Nov"
    assert all(known.holds(token) for token in scan_numbers(texts))
    assert not any(known.holds(token) for token in scan_numbers("13,000 on 5 November 2024"))


def test_nothing_is_known_of_nothing() -> None:
    """Without data no number may be said."""
    assert not any(Known().holds(token) for token in scan_numbers("1 in 2021, two on 4 Nov"))
