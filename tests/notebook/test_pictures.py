"""Charts on the page."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from tests.notebook.conftest import Bundles

from briefing import media
from briefing.analysis.unknown import Unknown
from briefing.charts.chart import Chart, finish_chart
from briefing.notebook import Chapter, phrase, show


@pytest.fixture
def chart(chapter: Chapter) -> Chart:
    """Give a small chart of two counts."""
    frame = chapter.frames.observations("E1", "E2")
    figure, axes = plt.subplots(figsize=(4, 2))
    axes.plot([1, 2], frame["central"])
    return finish_chart(
        figure,
        frame[["evidence", "publisher", "central"]],
        label="fig-boats",
        headline=phrase("The claim of {n:bare} holds", n=chapter.claimed("boats")),
        subtitle="Boats, by count",
        description="Line of two counts.",
    )


def test_a_chart_is_one_bundle(chart: Chart, shown: Bundles) -> None:
    """JupyterLab gets HTML and SVG; the document gets words, size, data and sources."""
    (bundle,) = shown(show, chart)
    assert set(bundle) == {"text/html", "text/plain", "image/svg+xml", media.FIGURE}
    content = bundle[media.FIGURE]
    assert set(content) == {
        "label", "headline", "subtitle", "alt", "credit", "width", "height", "origins", "cite",
        "sources", "data",
    }  # fmt: skip
    assert (content["label"], content["width"], content["height"]) == ("fig-boats", 4.0, 2.0)
    assert content["headline"][1]["text"] == "100 to 120"
    assert content["origins"] == ["claim:boats", "evidence:E1", "evidence:E2"]
    assert content["cite"] == list(content["sources"]) == ["paper-e1", "paper-e2"]
    assert content["data"] == {
        "columns": ["evidence", "publisher", "central"],
        "rows": [["E1", "Paper-E1 Press", 110.0], ["E2", "Paper-E2 Press", 125.0]],
    }
    assert bundle["text/plain"] == content["alt"]
    assert "<svg" in bundle["image/svg+xml"]
    assert "<b>The claim of 100 to 120 holds</b>" in bundle["text/html"]
    assert not bundle["text/html"].startswith("<?xml")


def test_a_plain_headline_is_one_piece(chart: Chart, shown: Bundles) -> None:
    """A headline without numbers is text."""
    plain = Chart(
        chart.figure, chart.label, "It holds", chart.subtitle, chart.alt, chart.credit, chart.data,
        chart.origins,
    )  # fmt: skip
    (bundle,) = shown(show, plain)
    assert bundle[media.FIGURE]["headline"] == ["It holds"]
    assert bundle[media.FIGURE]["origins"] == ["evidence:E1", "evidence:E2"]


def test_an_unknown_chart_is_not_shown(chapter: Chapter, shown: Bundles) -> None:
    """A chart whose headline was not knowable is left out."""
    assert shown(show, Unknown("E2")) == []


def test_a_shown_figure_is_closed(chart: Chart, shown: Bundles) -> None:
    """A chart on the page no longer occupies the plotting library."""
    shown(show, chart)
    assert not plt.fignum_exists(chart.figure.number)  # type: ignore[attr-defined]


def test_missing_values_are_null(chapter: Chapter, chart: Chart, shown: Bundles) -> None:
    """The data beside a chart are strict JSON."""
    frame = pd.DataFrame({"low": [1.0, float("nan")], "name": ["a", None]})
    bare = Chart(
        chart.figure, chart.label, "It holds", chart.subtitle, chart.alt, chart.credit, frame,
        chart.origins,
    )  # fmt: skip
    (bundle,) = shown(show, bare)
    assert bundle[media.FIGURE]["data"]["rows"] == [[1.0, "a"], [None, None]]
