"""One chart of every form, from made-up data, and the means to look at what was drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from briefing.analysis.estimate import reported
from briefing.analysis.origins import Origin
from briefing.analysis.simulation import Simulation
from briefing.charts import (
    Chart,
    Mark,
    draw_bars,
    draw_curve,
    draw_distribution,
    draw_heat,
    draw_interval,
    draw_map,
    draw_ranges,
    draw_region,
    draw_scoreboard,
    draw_series,
    draw_timeline,
    draw_tornado,
)

NAN = float("nan")
ORIGINS = frozenset({Origin("parameter", "01-canal/load")})
WORDS: dict[str, Any] = {
    "label": "fig-barges",
    "headline": "More barges passed than the harbour counted.",
    "subtitle": "Barges, by who counted them",
}
ARTICLE = Mark(low=38.0, high=42.0, date="2021-09", origins=("claim:barges-counted",))


def counts(**columns: Any) -> pd.DataFrame:
    """Give published counts: exact, a range, a floor and a ceiling, by three makers."""
    frame = pd.DataFrame(
        {
            "as_of": ["2021-06-01", "2021-08-14", "2021-10", "2022-02-03", "2022-03-20"],
            "maker": ["Harbour office", "Lock keeper", "Lock keeper", "Canal board", "Lock keeper"],
            "row": ["June", "Mid-August", "October", "February", "March"],
            "group": ["Year one", "Year one", "Year one", "Year two", "Year two"],
            "low": [NAN, 30.0, 45.0, NAN, 50.0],
            "central": [12.0, NAN, NAN, NAN, 55.0],
            "high": [NAN, 36.0, NAN, 61.0, 58.0],
            "publisher": ["Harbour office", "Lock book", "Lock book", "Canal board", "Lock book"],
            "evidence": ["E1", "E2", "E3", "E4", "E5"],
        }
    )
    return frame.assign(**columns)


def events() -> pd.DataFrame:
    """Give crowded events in three lanes."""
    return pd.DataFrame(
        {
            "date": ["2019-02-01", "2021-07-02", "2021-07-05", "2021-07-09", "2021-09-30", "2022"],
            "lane": ["works", "traffic", "traffic", "law", "traffic", "works"],
            "title": [
                "Lock rebuilt",
                "First barge of the season passes the upper lock",
                "Second barge passes",
                "Canal act amended after a long debate in the assembly",
                "Season ends early",
                "Dredging",
            ],
            "event": ["a", "b", "c", "d", "e", "f"],
            "emphasis": [False, True, False, False, True, False],
            "publisher": "Lock book",
        }
    )


def verdicts() -> pd.DataFrame:
    """Give 48 claims at two vintages; every sixth changes."""
    order = ["supported", "supported-with-caveat", "imprecise", "disputed", "not-checkable", ""]
    rows = []
    for number in range(48):
        first = order[number // 8]
        second = "outdated" if number % 6 == 0 else first
        claim, topic = f"claim-{number}", f"topic-{number // 7}"
        rows += [(claim, topic, "then", first), (claim, topic, "now", second)]
    frame = pd.DataFrame(rows, columns=["claim", "topic", "vintage", "verdict"])
    return frame.sort_values("vintage", ascending=False, kind="stable")


def ranges_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = counts() if frame is None else frame
    return draw_ranges(
        frame, quantity="Barges", unit="barges", **{"article": ARTICLE, **WORDS, **more}
    )


def interval_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = counts() if frame is None else frame
    reference = Mark(central=50.0, text="Half")
    given = {"article": ARTICLE, "reference": reference, **WORDS, **more}
    return draw_interval(frame, quantity="Share of barges", unit="%", **given)


def series_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = counts() if frame is None else frame
    given = {"date": "as_of", "by": "maker", "article": ARTICLE, **WORDS, **more}
    return draw_series(frame, quantity="Barges", unit="barges", **given)


def timeline_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = events() if frame is None else frame
    return draw_timeline(frame, **{"article": Mark(date="2021-09-15"), **WORDS, **more})


def region_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = counts() if frame is None else frame
    given: dict[str, Any] = {
        "limits": {"old hull": 1500.0, "new hull": 2000.0},
        "floor": Mark(central=35.0, text="Empty crate"),
        "assumed": Mark(low=40.0, high=60.0, text="Assumed"),
        **WORDS,
        **more,
    }
    return draw_region(
        frame, x_quantity="Mass", x_unit="kg", y_quantity="Crates", y_unit="crates", **given
    )


def distribution_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = counts() if frame is None else frame
    estimate = reported(20.0, 40.0, 70.0, "barges", ORIGINS)
    sample = Simulation(3, 2_000).draw("barges", estimate, "triangular")
    given = {"article": ARTICLE, **WORDS, **more}
    return draw_distribution(sample, frame, quantity="Barges", unit="barges", **given)


def assumptions() -> pd.DataFrame:
    """Give three assumptions, the weakest first."""
    return pd.DataFrame(
        {
            "assumption": ["days of ice", "locks open", "barges a day"],
            "low_value": ["10", "2", "1.5"],
            "high_value": ["40", "3", "4"],
            "low_result": [43.0, 33.0, 20.0],
            "high_result": [37.0, 48.0, 70.0],
            "evidence": "E1",
        }
    )


def tornado_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = assumptions() if frame is None else frame
    given = {"central": 40.0, "article": ARTICLE, **WORDS, **more}
    return draw_tornado(frame, quantity="Barges", unit="barges", **given)


def curves() -> pd.DataFrame:
    """Give two computed curves."""
    x = np.linspace(1.0, 9.0, 17)
    parts = [
        pd.DataFrame({"curve": name, "x": x, "y": factor * x, "evidence": "E1"})
        for name, factor in (("Two locks", 6.0), ("Three locks", 9.0))
    ]
    return pd.concat(parts, ignore_index=True)


def curve_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = curves() if frame is None else frame
    given: dict[str, Any] = {
        "chosen": Mark(central=4.0, text="Chosen"),
        "reference": ARTICLE,
        **WORDS,
        **more,
    }
    return draw_curve(
        frame, x_quantity="Barges a day", x_unit="", y_quantity="Barges", y_unit="barges", **given
    )


def scoreboard_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    return draw_scoreboard(verdicts() if frame is None else frame, **{**WORDS, **more})


def months() -> pd.DataFrame:
    """Give monthly values with one gap, two of them picked out."""
    return pd.DataFrame(
        {
            "date": ["2021-05", "2021-06", "2021-07", "2021-09", "2021-10", "2021-11"],
            "value": [3.0, 9.0, 12.0, 17.0, 16.0, -2.0],
            "picked": ["", "", "", "Article", "Season's end", ""],
            "publisher": "Lock book",
            "evidence": "E2",
        }
    )


def bars_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = months() if frame is None else frame
    return draw_bars(frame, quantity="Barges", unit="barges a month", **{**WORDS, **more})


def places() -> pd.DataFrame:
    """Give places on a canal, two of them close together."""
    return pd.DataFrame(
        {
            "place": ["Upper lock", "Harbour", "Harbour office", "Mouth"],
            "longitude": [8.0, 9.5, 9.52, 11.0],
            "latitude": [52.0, 52.6, 52.6, 53.4],
            "kind": ["Lock", "Port", "Office", "Port"],
            "publisher": "Canal atlas",
            "evidence": "E1",
        }
    )


LAND: dict[str, Any] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, ring in {
            "Inland": [[0, 40], [20, 40], [20, 53], [0, 53], [0, 40]],
            "Far away": [[100, 0], [110, 0], [110, 5], [100, 0]],
        }.items()
    ],
}


def map_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    frame = places() if frame is None else frame
    route = pd.DataFrame(
        {"route": "Canal", "longitude": [8.0, 9.5, 11.0], "latitude": [52.0, 52.6, 53.4]}
    )
    given = {"routes": route, "picked": ["Inland"], "named": {"Sea": (8.5, 53.4)}, **WORDS, **more}
    return draw_map(frame, LAND, **given)


def pairs() -> pd.DataFrame:
    """Give what two assumptions come to, for all pairs but one."""
    rows = [
        {"x": x, "y": y, "low": 0.8 * x * y, "central": x * y, "high": 1.3 * x * y}
        for x in (10.0, 15.0, 20.0)
        for y in (1.0, 2.0, 3.5)
        if (x, y) != (20.0, 1.0)
    ]
    return pd.DataFrame(rows).assign(evidence="E1", publisher="Lock book")


def heat_chart(frame: pd.DataFrame | None = None, **more: Any) -> Chart:
    given: dict[str, Any] = {"article": ARTICLE, **WORDS, **more}
    return draw_heat(
        pairs() if frame is None else frame,
        x_quantity="Days open",
        x_unit="days",
        y_quantity="Barges a day",
        y_unit="",
        quantity="Barges",
        unit="barges",
        **given,
    )


FORMS: dict[str, Callable[..., Chart]] = {
    "ranges": ranges_chart,
    "interval": interval_chart,
    "series": series_chart,
    "timeline": timeline_chart,
    "region": region_chart,
    "distribution": distribution_chart,
    "tornado": tornado_chart,
    "curve": curve_chart,
    "scoreboard": scoreboard_chart,
    "bars": bars_chart,
    "heat": heat_chart,
    "map": map_chart,
}
FRAMES: dict[str, Callable[[], pd.DataFrame]] = {
    "timeline": events,
    "tornado": assumptions,
    "curve": curves,
    "scoreboard": verdicts,
    "bars": months,
    "heat": pairs,
    "map": places,
}


class _Recorder(RendererAgg):
    """A renderer that remembers which texts were really drawn."""

    def __init__(self, figure: Figure) -> None:
        width, height = figure.get_size_inches() * figure.dpi
        super().__init__(float(width), float(height), figure.dpi)
        self.texts: list[Text] = []

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if mtext is not None and s.strip():
            self.texts.append(mtext)


def drawn_texts(figure: Figure) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Give the text drawn on a figure with its boxes (left, bottom, right, top) in points."""
    recorder = _Recorder(figure)
    figure.draw(recorder)
    boxes = [(text, text.get_window_extent(recorder)) for text in recorder.texts]
    return [(text.get_text(), (box.x0, box.y0, box.x1, box.y1)) for text, box in boxes]


def named(figure: Figure, gid: str) -> list[Any]:
    """Find artists by the beginning of their name."""
    return figure.findobj(lambda artist: str(artist.get_gid() or "").startswith(gid))
