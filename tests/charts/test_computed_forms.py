"""Regions, distributions, sensitivities and curves: what is computed is what is drawn."""

from __future__ import annotations

import math

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from tests.charts.drawing import (
    ARTICLE,
    ORIGINS,
    assumptions,
    counts,
    curve_chart,
    curves,
    distribution_chart,
    drawn_texts,
    named,
    region_chart,
    tornado_chart,
)

from briefing.analysis.estimate import Estimate, Kind, reported
from briefing.analysis.sensitivity import product, swings
from briefing.analysis.simulation import Simulation
from briefing.charts import Mark, swing_frame
from briefing.errors import DataError


def test_region_values_end_where_the_limit_is_reached() -> None:
    """A value's line runs from the least x to limit divided by value."""
    figure = region_chart().figure
    (lines,) = named(figure, "value lines")
    ends = {round(s[0, 1], 6): (s[0, 0], s[1, 0]) for s in lines.get_segments()}
    assert ends[36.0] == pytest.approx((35.0, 2000.0 / 36.0))
    assert ends[12.0] == pytest.approx((35.0, 2000.0 / 12.0))


def test_region_marks_what_is_impossible() -> None:
    """A value that no x allows has a cross instead of a line, and the words say so."""
    chart = region_chart()
    crossed = named(chart.figure, "values X")[0].get_offsets()
    assert sorted(crossed[:, 1]) == [58.0, 61.0]
    assert set(crossed[:, 0]) == {35.0}
    assert "February: up to 61, not possible, only up to 32.8 kg." in chart.alt
    assert "Mid-August: 30 to 36, possible up to 55.6 kg." in chart.alt


def test_region_curves_and_floor() -> None:
    """Both limits are curves of constant product; left of the least x nothing is possible."""
    figure = region_chart().figure
    for name, limit in (("old hull", 1500.0), ("new hull", 2000.0)):
        (line,) = named(figure, f"limit {name}")
        assert np.asarray(line.get_xdata()) * line.get_ydata() == pytest.approx(limit)
    (forbidden,) = named(figure, "forbidden")
    assert forbidden.get_x() + forbidden.get_width() == 35.0
    assert {"within old hull", "within new hull only", "Empty crate: 35 kg"} <= {
        text for text, _ in drawn_texts(figure)
    }


@pytest.mark.parametrize("limits", [{}, {"a": 1.0, "b": 2.0, "c": 3.0}])
def test_region_needs_one_or_two_limits(limits: dict[str, float]) -> None:
    """No limit or three are refused."""
    with pytest.raises(DataError, match="one or two limits"):
        region_chart(limits=limits)


def test_distribution_marks_are_the_samples_quantiles() -> None:
    """The three marks stand at 5, 50 and 95 percent of the draws."""
    sample = Simulation(3, 2_000).draw(
        "barges", reported(20.0, 40.0, 70.0, "barges", ORIGINS), "triangular"
    )
    expected = np.quantile(sample.values, [0.05, 0.5, 0.95])
    chart = distribution_chart()
    (marks,) = named(chart.figure, "quantiles")
    assert [s[0, 0] for s in marks.get_segments()] == pytest.approx(list(expected))
    assert list(chart.data["central"][:3]) == pytest.approx(list(expected))
    assert chart.origins >= ORIGINS
    assert chart.credit.endswith("Own simulation, 2,000 draws, seed 3.")


def test_distribution_density_has_unit_area() -> None:
    """The shaded area is the share of draws, so its area is one but for the tail cut off."""
    (area,) = named(distribution_chart().figure, "density")
    assert isinstance(area, PolyCollection)
    outline = area.get_paths()[0].vertices
    x, y = outline[:, 0], outline[:, 1]
    assert abs(np.sum(x * np.roll(y, 1) - y * np.roll(x, 1)) / 2) == pytest.approx(1.0, abs=0.02)


def test_distribution_and_published_ranges_share_an_axis() -> None:
    """Simulated and published values can be compared by eye, and so can the article's."""
    figure = distribution_chart().figure
    upper, lower = figure.axes
    assert upper.get_xlim() == lower.get_xlim()
    assert {band.axes for band in named(figure, "article band")} == {upper, lower}


def test_tornado_bars_meet_at_the_central_result_strongest_first() -> None:
    """Each bar runs from the central result to the result at one end of the assumption."""
    figure = tornado_chart().figure
    spans = {}
    for end in ("low", "high"):
        for bar in named(figure, f"bar {end}"):
            spans[round(bar.get_y(), 3), end] = (bar.get_x(), bar.get_x() + bar.get_width())
    rows = sorted({place for place, _ in spans}, reverse=True)
    assert [spans[place, "low"] for place in rows] == [(40, 20), (40, 33), (40, 43)]
    assert [spans[place, "high"] for place in rows] == [(40, 70), (40, 48), (40, 37)]


def test_tornado_writes_the_assumptions_ends() -> None:
    """Values of the assumption stand outside its bars; low ends are hatched as well as coloured."""
    figure = tornado_chart().figure
    texts = dict(drawn_texts(figure))
    bar = named(figure, "bar high")[0]
    right = figure.axes[0].transData.transform((70.0, bar.get_y()))[0]
    assert texts["4"][0] >= right
    assert {bar.get_hatch() for bar in named(figure, "bar low")} != {None}
    assert {bar.get_hatch() for bar in named(figure, "bar high")} == {None}


def test_tornado_takes_swings() -> None:
    """Swings of the analysis become a frame, with origins, and ends without their units."""
    inputs = {
        "locks": reported(2.0, 3.0, 4.0, "locks", ORIGINS),
        "price": reported(5.0, 6.0, 9.0, "USD/lock", ORIGINS),
    }
    centre, found = swings(product, inputs)
    frame = swing_frame(found)
    assert list(frame["low_value"]) == ["2", "$5 per lock"]
    chart = tornado_chart(frame, central=centre)
    assert "around 18" in chart.alt
    assert chart.origins >= ORIGINS


def test_tornado_accepts_numbers_as_ends() -> None:
    """Ends given as numbers are written out."""
    frame = assumptions().assign(low_value=[10, 2, 1500])
    assert "1,500" in {text for text, _ in drawn_texts(tornado_chart(frame).figure)}


def test_curves_and_their_values_at_the_choice() -> None:
    """Each curve is drawn through its points, with its value at the chosen parameter."""
    chart = curve_chart()
    (line,) = named(chart.figure, "curve Two locks")
    assert list(line.get_ydata()) == pytest.approx(list(6.0 * np.linspace(1.0, 9.0, 17)))
    (point,) = named(chart.figure, "chosen value Two locks")
    assert list(point.get_offsets()[0]) == pytest.approx([4.0, 24.0])
    assert {"Two locks: 24", "Three locks: 36", "Chosen: 4"} <= {
        text for text, _ in drawn_texts(chart.figure)
    }
    assert "Two locks: 6 at 1, 54 at 9, 24 at the chosen 4." in chart.alt


def test_a_single_curve_has_its_value_beside_the_point() -> None:
    """With one curve the value stands in the plot, and no name is needed."""
    frame = curves().iloc[:17].drop(columns="curve")
    texts = {text for text, _ in drawn_texts(curve_chart(frame, reference=None).figure)}
    assert "24" in texts


def test_a_chosen_range_is_a_span() -> None:
    """A range of the parameter is shaded between two lines."""
    figure = curve_chart(chosen=Mark(low=2.0, high=5.0, text="Tried")).figure
    (span,) = named(figure, "chosen span")
    assert (span.get_x(), span.get_x() + span.get_width()) == (2.0, 5.0)


def test_estimates_become_marks_with_their_origins() -> None:
    """A mark made from an estimate keeps bounds, open ends and origins."""
    floor = Estimate(6.0, math.inf, "barges", Kind.REPORTED, ORIGINS)  # type: ignore[arg-type]
    mark = Mark.of(floor, date="2021", text="Count")
    assert (mark.low, mark.high, mark.words()) == (6.0, None, "Count: at least 6")
    assert set(mark.origins) == ORIGINS
    assert ARTICLE.values == (38.0, 42.0)
    assert len(counts()) == 5
