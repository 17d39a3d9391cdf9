"""Ranges against date: what is drawn is what the frame says."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.dates import num2date
from tests.charts.drawing import ARTICLE, counts, drawn_texts, named, ranges_chart

from briefing.charts import Mark


def points(figure: object, gid: str) -> list[tuple[str, float]]:
    """Give date and value of the markers with a name."""
    (artist,) = named(figure, gid)
    return [(num2date(x).strftime("%Y-%m-%d"), float(y)) for x, y in artist.get_offsets()]


def test_markers_stand_at_date_and_value() -> None:
    """Exact values are points; a range without centre is marked at both ends, never between."""
    figure = ranges_chart().figure
    assert points(figure, "point Harbour office") == [("2021-06-01", 12.0)]
    assert points(figure, "point Lock keeper") == [
        ("2021-08-14", 30.0),
        ("2021-08-14", 36.0),
        ("2021-10-16", 45.0),
        ("2022-03-20", 55.0),
    ]


def test_ranges_run_from_low_to_high() -> None:
    """A range is one upright stroke between its bounds."""
    (lines,) = named(ranges_chart().figure, "range Lock keeper")
    spans = [sorted(segment[:, 1]) for segment in lines.get_segments()]
    assert spans == [[30.0, 36.0], [50.0, 58.0]]


def test_open_bounds_carry_arrows() -> None:
    """A floor has an arrow upwards, a ceiling one downwards, both explained in the key."""
    figure = ranges_chart().figure
    (up,) = named(figure, "open up")
    (down,) = named(figure, "open down")
    assert list(up.get_ydata()) == [45.0]
    assert list(down.get_ydata()) == [61.0]
    assert {"↑ at least", "↓ up to"} <= {text for text, _ in drawn_texts(figure)}


def test_arrows_end_inside() -> None:
    """The axis leaves room for the arrow of its highest floor."""
    chart = ranges_chart(counts(low=[1, 2, 100, 4, 5], central=np.nan, high=np.nan), article=None)
    low, high = chart.figure.axes[0].get_ylim()
    assert high >= 100 + 0.1 * (100 - low)


def test_article_is_a_band_with_a_name() -> None:
    """The article's value lies across the panel, named in the margin; its month is shaded."""
    figure = ranges_chart().figure
    (band,) = named(figure, "article band")
    assert (band.get_y(), band.get_y() + band.get_height()) == (38.0, 42.0)
    (month,) = named(figure, "article date")
    start = num2date(month.get_x()).date().isoformat()
    assert start == "2021-09-01"
    texts = [text for text, _ in drawn_texts(figure)]
    assert {"Article", "38 to 42", "Article, September 2021"} <= set(texts)


def test_a_day_is_a_line() -> None:
    """An article dated to the day is a line, not a span."""
    (line,) = named(ranges_chart(article=Mark(date="2021-09-03")).figure, "article date")
    assert num2date(line.get_xdata()[0]).strftime("%Y-%m-%d") == "2021-09-03"


def test_panels_share_both_axes_and_never_mix() -> None:
    """Each panel holds its own rows; the claim lies in its panel alone."""
    frame = counts(panel=["So far", "So far", "Present", "Present", "So far"])
    mark = Mark(low=38.0, high=42.0, date="2021-09", panel="Present")
    figure = ranges_chart(frame, article=mark).figure
    upper, lower = figure.axes
    assert upper.get_xlim() == lower.get_xlim()
    assert upper.get_ylim() == lower.get_ylim()
    assert [a.axes for a in named(figure, "article band")] == [lower]
    assert {artist.axes for artist in named(figure, "point Canal board")} == {lower}
    assert len(named(figure, "article date")) == 2


def test_frames_may_use_other_columns() -> None:
    """Date and maker may come from columns of other names, even beside the usual ones."""
    frame = counts(seen=["2020-01-01"] * 5, side=["North", "South"] * 2 + ["North"])
    figure = ranges_chart(frame, date="seen", by="side", article=None).figure
    assert len(named(figure, "point North")) == 1
    assert points(figure, "point North")[0][0] == "2020-01-01"


def test_alt_text_tells_the_extremes() -> None:
    """Lowest and highest values, open bounds and the article's figure are read out."""
    alt = ranges_chart().alt.replace("\u00a0", " ")
    assert alt.startswith("Ranges against date: Barges, barges")
    for told in ("12 (1 June 2021)", "30 to 36 (14 August 2021)", "at least 45 (October 2021)",
                 "up to 61 (3 February 2022)", "Article: 38 to 42"):  # fmt: skip
        assert told in alt


@pytest.mark.parametrize("label", ["Article", "The text"])
def test_the_mark_is_named_as_told(label: str) -> None:
    """The name of the mark comes from the caller."""
    mark = Mark(ARTICLE.low, None, ARTICLE.high, ARTICLE.date, label)
    texts = {text for text, _ in drawn_texts(ranges_chart(article=mark).figure)}
    assert label in texts
