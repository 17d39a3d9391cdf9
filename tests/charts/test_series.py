"""Series over time."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.dates import num2date
from tests.charts.drawing import ARTICLE, counts, drawn_texts, named, series_chart

from briefing.charts import Mark


def test_lines_run_through_their_values() -> None:
    """Each series is one line through its points, in order of date."""
    (line,) = named(series_chart().figure, "line Lock keeper")
    days = [num2date(x).strftime("%Y-%m-%d") for x in line.get_xdata()]
    assert days == ["2021-08-14", "2021-10-16", "2022-03-20"]
    assert list(line.get_ydata()) == [33.0, 45.0, 55.0]


def test_steps_hold_until_the_next_count() -> None:
    """A count is true until the next one."""
    (line,) = named(series_chart(shape="steps").figure, "line Lock keeper")
    assert line.get_drawstyle() == "steps-post"


def test_every_series_is_named_at_its_end() -> None:
    """Names stand right of the plot; there is no legend."""
    figure = series_chart().figure
    texts = dict(drawn_texts(figure))
    right = figure.axes[0].get_position().x1 * figure.get_size_inches()[0] * 72
    for name in ("Harbour office", "Lock keeper", "Canal board"):
        assert texts[name][0] >= right
    assert not figure.legends
    assert figure.axes[0].get_legend() is None


def test_series_differ_by_stroke() -> None:
    """No two lines share a stroke, so grey print keeps them apart."""
    frame = counts(maker=["a", "a", "b", "b", "c"])
    figure = series_chart(frame, by="maker", markers=False).figure
    strokes = {str(line._unscaled_dash_pattern) for line in named(figure, "line")}
    assert len(strokes) == 3


def test_article_belongs_to_no_series() -> None:
    """The article's value is a star at its date, in ink, with its name."""
    figure = series_chart().figure
    (star,) = named(figure, "article point")
    assert star.get_marker() == "*"
    assert list(star.get_ydata()) == [38.0, 42.0]
    assert num2date(star.get_xdata()[0]).strftime("%Y-%m") == "2021-09"
    assert {"Article", "38 to 42"} <= {text for text, _ in drawn_texts(figure)}


def test_article_without_value_is_its_date() -> None:
    """A date alone is drawn as a line and named."""
    figure = series_chart(article=Mark(date="2021-09-30")).figure
    assert named(figure, "article date")
    assert "Article, 30 September 2021" in {
        text.replace("\u00a0", " ") for text, _ in drawn_texts(figure)
    }


def test_band_with_points_over_it() -> None:
    """A forecast is a ribbon; what happened is marks without a line."""
    forecast = pd.DataFrame(
        {"date": ["2021", "2022", "2023"], "series": "Forecast", "low": [1.0, 2.0, 3.0],
         "central": [2.0, 4.0, 6.0], "high": [3.0, 6.0, 9.0]}
    )  # fmt: skip
    happened = pd.DataFrame({"date": ["2022-06"], "series": "Counted", "low": [5.0]})
    frame = pd.concat([forecast, happened]).assign(publisher="p", evidence="E1")
    figure = series_chart(
        frame, date="date", by="series", shape="band", points=["Counted"], article=None
    ).figure
    assert named(figure, "band Forecast")
    assert not named(figure, "line Counted")
    assert not named(figure, "point Forecast")
    assert named(figure, "point Counted")[0].get_offsets()[0][1] == 5.0
    assert named(figure, "open up Counted")


@pytest.mark.parametrize("column", ["value", "central"])
def test_plain_values_need_one_column(column: str) -> None:
    """A series of exact values may bring them in a column called value."""
    frame = pd.DataFrame({"date": ["2021-01", "2021-02"], "series": "a", column: [1.0, 2.0]})
    frame = frame.assign(publisher="p", evidence="E1")
    (line,) = named(series_chart(frame, date="date", by="series").figure, "line a")
    assert list(line.get_ydata()) == [1.0, 2.0]


def test_alt_text_tells_ends_and_extremes() -> None:
    """First, last, lowest and highest value of each series are read out."""
    values = [5.0, 1.0, 9.0, 4.0]
    frame = pd.DataFrame(
        {"date": ["2021-01", "2021-02", "2021-03", "2021-04"], "series": "a", "value": values}
    ).assign(publisher="p", evidence="E1")
    alt = series_chart(frame, date="date", by="series", article=ARTICLE).alt
    assert "a: 5 (January 2021), 1 (February 2021), 9 (March 2021), 4 (April 2021)." in alt
