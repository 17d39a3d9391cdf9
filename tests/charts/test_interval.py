"""Ranges side by side."""

from __future__ import annotations

import pytest
from tests.charts.drawing import counts, drawn_texts, interval_chart, named


def test_rows_stand_in_order_with_their_values() -> None:
    """The first row is on top; each row's value is written beside it."""
    figure = interval_chart().figure
    heights = {text: box[1] for text, box in drawn_texts(figure)}
    order = ["Year one", "June", "Mid-August", "October", "Year two", "February", "March"]
    assert [heights[text] for text in order] == sorted(
        (heights[text] for text in order), reverse=True
    )
    for row, value in (("June", "12%"), ("Mid-August", "30 to 36%"), ("October", "at least 45%"),
                       ("February", "up to 61%"), ("March", "55% (50 to 58%)")):  # fmt: skip
        assert heights[row] == pytest.approx(heights[value], abs=3.0)


def test_marks_stand_at_their_values() -> None:
    """Points, ranges and arrows are where the frame says."""
    figure = interval_chart().figure
    (points,) = named(figure, "point")
    assert sorted(points.get_offsets()[:, 0]) == [12.0, 30.0, 36.0, 45.0, 55.0, 61.0]
    (lines,) = named(figure, "range")
    assert [list(segment[:, 0]) for segment in lines.get_segments()] == [[30, 36], [50, 58]]
    assert list(named(figure, "open right")[0].get_xdata()) == [45.0]
    assert list(named(figure, "open left")[0].get_xdata()) == [61.0]


def test_article_and_reference_are_marked_apart() -> None:
    """The article is a band, the reference a line, both named above the rows."""
    figure = interval_chart().figure
    (band,) = named(figure, "article band")
    assert (band.get_x(), band.get_x() + band.get_width()) == (38.0, 42.0)
    (line,) = named(figure, "reference")
    assert list(line.get_xdata()) == [50.0, 50.0]
    assert {"Article: 38 to 42%", "Half"} <= {text for text, _ in drawn_texts(figure)}


def test_series_are_told_apart_in_a_key() -> None:
    """With a column to tell rows apart, each value of it has its marker and its word."""
    figure = interval_chart(by="maker").figure
    assert {"Harbour office", "Canal board"} <= {text for text, _ in drawn_texts(figure)}
    markers = {name: len(named(figure, f"point {name}")) for name in ("Harbour office", "Canal")}
    assert markers == {"Harbour office": 1, "Canal": 1}


def test_log_axis() -> None:
    """On a log axis equal ratios are equally far apart."""
    axes = interval_chart(counts(), log=True).figure.axes[0]
    assert axes.get_xscale() == "log"
    assert axes.get_xlim()[0] > 0


def test_group_headings_appear_once() -> None:
    """A heading stands above the first row of its group only, and is not needed."""
    texts = [text for text, _ in drawn_texts(interval_chart().figure)]
    assert texts.count("Year one") == 1
    plain = interval_chart(counts().drop(columns="group")).figure
    assert "Year one" not in {text for text, _ in drawn_texts(plain)}


def test_alt_text_reads_rows_by_group() -> None:
    """Every row and its value is in the alternative text."""
    alt = interval_chart().alt
    assert "Year one: June 12%; Mid-August 30 to 36%; October at least 45%." in alt
    assert "Marked apart: Half: 50%." in alt


def test_computed_values_are_rounded_only_on_demand() -> None:
    """Digits are cut for computed values, and never for reported ones."""
    frame = counts(central=[12.3456, *[float("nan")] * 4])
    assert "12.3456%" in interval_chart(frame).alt
    assert "June 12%" in interval_chart(frame, digits=2).alt
