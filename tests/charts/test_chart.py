"""What stands beside a drawing: credit, origins, data."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from tests.charts.drawing import counts, ranges_chart

from briefing.analysis.origins import Origin
from briefing.charts import Mark, plotted_data
from briefing.charts.chart import credit_line, origins_of
from briefing.errors import OriginError


@pytest.mark.parametrize(
    ("publishers", "calculation", "expected"),
    [
        (["A"], "", "Source: A."),
        (["B", "A", "B", None, ""], "", "Sources: B; A."),
        ([("A", "B"), ("B", "C")], "Own calculation", "Sources: A; B; C. Own calculation."),
        (list("ABCDEFGH"), "", "Sources: A; B; C; D; E; F and others."),
        (["Weekly!"], "", "Source: Weekly!"),
        ([None], "Own count", "Own count."),
    ],
)
def test_credit_names_publishers_once_and_in_order(
    publishers: list[object], calculation: str, expected: str
) -> None:
    """Publishers stand in order of the rows; beyond six they are counted."""
    assert credit_line(pd.DataFrame({"publisher": publishers}), calculation) == expected


def test_nobody_to_credit_is_an_error() -> None:
    """A chart without publisher or calculation cannot be made."""
    with pytest.raises(OriginError, match="fig-x has nobody to credit"):
        credit_line(pd.DataFrame({"low": [1.0]}), label="fig-x")


def test_origins_come_from_rows_and_arguments() -> None:
    """Evidence ids become origins; full origins, several to a cell and given ones are kept."""
    cells = ["E1", "E2 series:lock-book", (Origin("evidence", "E3"), "E4"), None]
    found = origins_of(pd.DataFrame({"evidence": cells}), ["claim:c", Origin("event", "e")])
    assert sorted(map(str, found)) == [
        "claim:c", "event:e", "evidence:E1", "evidence:E2", "evidence:E3", "evidence:E4",
        "series:lock-book",
    ]  # fmt: skip


def test_the_articles_figure_is_an_origin() -> None:
    """A chart that marks the article's value rests on the claim too."""
    assert Origin("claim", "barges-counted") in ranges_chart().origins


def test_data_are_plain() -> None:
    """What is drawn can be written as JSON, dates as text and missing values as null."""
    data = plotted_data(ranges_chart())
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    row = dict(zip(data["columns"], data["rows"][2], strict=True))
    assert row["as_of"] == "2021-10"
    assert row["low"] == 45.0
    assert row["high"] is None
    assert set(counts().columns) <= set(data["columns"])


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (Mark(low=38, high=42), "Article: 38 to 42"),
        (Mark(central=36), "Article: 36"),
        (Mark(low=5, central=5, high=5), "Article: 5"),
        (Mark(low=1_600_000), "Article: at least 1.6 million"),
        (Mark(high=7, text="Claim"), "Claim: up to 7"),
        (Mark(date="2024-11"), "Article"),
    ],
)
def test_marks_are_worded_as_a_reader_says_them(mark: Mark, words: str) -> None:
    """Ranges, floors, ceilings and points are told apart in words."""
    assert mark.words().replace("\u00a0", " ") == words
