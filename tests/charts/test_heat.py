"""The heat map: every cell told by more than its colour."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.charts.drawing import ARTICLE, drawn_texts, heat_chart, pairs

from briefing import tokens
from briefing.charts.cells import FILLS, class_edges, class_of
from briefing.charts.heat import sweep_frame
from briefing.charts.scoreboard import VERDICTS
from briefing.errors import DataError


def ruled(*verdicts: str) -> pd.DataFrame:
    frame = pairs().drop(columns=["low", "central", "high"]).head(len(verdicts))
    return frame.assign(verdict=list(verdicts))


def patches(figure, name):
    return {
        patch.get_gid() for patch in figure.axes[0].patches if str(patch.get_gid()).startswith(name)
    }


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("shade", [lambda colour: colour, lambda colour: tokens.NIGHT[colour]])
def test_cells_are_legible_by_day_and_night(shade):
    """The value in a cell keeps 4.5:1 against the cell, in both schemes."""
    for ground, ink in FILLS:
        assert contrast(shade(ground), shade(ink)) >= 4.5


@pytest.mark.parametrize("shade", [lambda colour: colour, lambda colour: tokens.NIGHT[colour]])
def test_classes_darken_in_order(shade):
    """From class to class the ground moves away from the paper, in both schemes."""
    steps = [contrast(shade(tokens.PAPER), shade(ground)) for ground, _ in FILLS]
    assert steps == sorted(steps)
    assert len(set(steps)) == len(steps)


@given(
    st.lists(st.floats(-1e9, 1e9, allow_subnormal=False), min_size=1, max_size=30).filter(
        lambda values: max(values) - min(values) > 1e-3 or len(set(values)) == 1
    )
)
@example([-0.00390625, 1e9])
def test_every_value_has_its_class(values):
    """A value lies between the edges of its class, and there are no more classes than fills."""
    edges = class_edges(values)
    for value in values:
        number = class_of(value, edges)
        assert 0 <= number < len(FILLS)
        # The locator takes what lies within a ten-billionth of the range for the edge itself.
        slack = 1e-6 * max(1.0, abs(value)) + 1e-9 * (max(values) - min(values))
        assert edges[number] - slack <= value <= edges[number + 1] + slack


def test_every_cell_has_its_value():
    """Each pair's central value is written; a pair without a result says so."""
    texts = [text for text, _ in drawn_texts(heat_chart().figure)]
    for value in ("10", "20", "35", "15", "30", "52", "40", "70"):
        assert value in texts
    assert "×" in texts
    assert "× no result" in texts


def test_article_range_is_framed():
    """Cells inside the article's range are framed, and the key says so."""
    chart = heat_chart()
    assert patches(chart.figure, "framed") == {"framed 2 1"}
    assert "Article: 38 to 42" in [text for text, _ in drawn_texts(chart.figure)]
    assert patches(heat_chart(article=None).figure, "framed") == set()


def test_alt_text_reads_the_cells():
    """The alternative text gives every value, row by row, and those in the article's range."""
    alt = heat_chart().alt
    assert "Heat map of Barges, barges, by Days open, days from 10 to 20" in alt
    assert "At 1: 10, 15, no result." in alt
    assert "At 3.5: 35, 52, 70." in alt
    assert "Article: 38 to 42; 1 of 8 values lie in it." in alt


def test_middle_where_there_is_no_central_value():
    """Of a range without a central value its middle is drawn."""
    frame = pairs().drop(columns="central").assign(low=10.0, high=30.0)
    assert [text for text, _ in drawn_texts(heat_chart(frame).figure)].count("20") == 8 + 1


def test_verdicts_by_mark_and_word():
    """A verdict has its mark in the cell, its word in the key and in the alternative text."""
    verdicts = list(VERDICTS)[:4]
    chart = heat_chart(ruled(*verdicts), article=None)
    marks = {
        str(drawn.get_gid()): len(drawn.get_paths()[0].vertices)
        for drawn in chart.figure.axes[0].collections
    }
    assert len(marks) == 4
    assert len(set(marks.values())) > 1
    texts = [text for text, _ in drawn_texts(chart.figure)]
    for verdict in verdicts:
        words = VERDICTS[verdict][1]
        assert words in texts
        assert words.lower() in chart.alt


def test_a_verdict_and_its_value():
    """A cell may have both; mark and value stand side by side, and are read out together."""
    frame = pairs().head(2).assign(verdict=["disputed", "supported"], framed=[False, True])
    chart = heat_chart(frame, article=None, framed="as it is")
    marks = {c.get_gid(): c for c in chart.figure.axes[0].collections}
    assert set(marks) == {"mark 0 0", "mark 0 1"}
    texts = dict(drawn_texts(chart.figure))
    assert {"10", "20", "Disputed", "Supported", "as it is", "Barges, barges:"} <= set(texts)
    mark = marks["mark 0 0"]
    middle = chart.figure.axes[0].transData.transform(mark.get_offsets()[0])
    assert middle[0] < texts["10"][0]
    assert patches(chart.figure, "framed") == {"framed 0 1"}
    assert "At 1: 10 (disputed)." in chart.alt
    assert "At 2: 20 (supported)." in chart.alt


def test_verdicts_are_not_held_against_a_range():
    """Where there are verdicts, only the frame's own column sets cells apart."""
    frame = pairs().assign(verdict="supported")
    assert patches(heat_chart(frame).figure, "framed") == set()


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pd.concat([pairs(), pairs().head(1)]), "(row 8) has the x and y of an earlier row"),
        (ruled("supported", "maybe"), "'maybe' is no verdict; use one of supported"),
        (pairs().drop(columns="x"), "lacks the column x"),
    ],
)
def test_faulty_frames_are_refused(frame, words):
    """A pair given twice, a word that is no verdict and a missing column are refused."""
    with pytest.raises(DataError, match=re.escape(words)):
        heat_chart(frame)


def test_frame_of_a_sweep():
    """A sweep's table is laid out as the chart takes it, without the runs that failed."""
    table = pd.DataFrame(
        {
            "load": [1.0, 2.0],
            "02-carts:wheels": [2, 4],
            "a.b.low": [3.0, None],
            "a.b.central": [4.0, None],
            "a.b.high": [5.0, None],
            "a.b.unit": ["t", None],
            "status": ["done", "failed"],
        }
    )
    frame = sweep_frame(table, "load", "02-carts:wheels", "a.b")
    expected = {"x": 1.0, "y": 2, "low": 3.0, "central": 4.0, "high": 5.0}
    assert frame.to_dict("records") == [{**expected, "evidence": "finding:a.b"}]
    chart = heat_chart(frame, article=ARTICLE, calculation="Own calculation")
    assert {str(origin) for origin in chart.origins} >= {"finding:a.b"}
