"""A small sound data folder with something in every file, as bytes, for tests that spoil it.

No cell needs quotes, and no row more than a line, so that a test can tell on which line a fault
must be reported.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.builders import boats

CHAPTER: Final = "01-river"

EXPLORE: Final = f"""\
[{CHAPTER}]
stated = ["river.days"]
drawn = ["river.days"]

[[{CHAPTER}.assumptions]]
parameter = "crew"
label = "Men in a boat"
steps = [2, 4.0, 6]
"""

SERIES: Final = """\
month,boats_count,share_pct,remark,source
2022-01,-4,1.5,ice,paper-e1
2022-02,12,,,paper-e1
2022-03,40,3e1,flood,paper-e2
2022-04,55,31.25,,paper-e2
2022-05,60,32,,paper-e2
2022-06,61,33,,paper-e2
2022-07,60,34.0,ice,paper-e2
2022-08,0,35,,paper-e2
2022-09,7,36,,paper-e1
2022-10,9,37,,paper-e1
"""

_PARAMETERS: Final = """\
cutoff: str = "2023-12-31"  # -; 2021-01-01..2023-12-31; last day whose reports count
scenario: str = "central"  # -; central | high; named set of values
seed: int = 1  # -; 0..999; start of the random numbers
crew: float = 4.0  # persons/boat; 1..9; who rows"""


def write_river(root: Path) -> Mapping[str, bytes]:
    """Write the project, chapter included, and give the files of `data/` by name."""
    files = boats(root)
    files.claim("rafts", low=5, high="").words("beauty").seen(
        "E2", "boats:measure", "union", low=105
    )
    files.seen("E3", "rafts:qualifies beauty:context", "club", low=6, high=9, quantity="rafts",
               unit="rafts", reliability="C")  # fmt: skip
    files.add("events.csv", id="feast", date="2022-05", lane="town", title="A feast",
              source="paper-e2", claims="boats beauty")  # fmt: skip
    for vintage in ("then", "now"):
        files.ruling("boats", vintage, "supported", evidence="E1 E2")
        files.ruling("rafts", vintage, "imprecise", evidence="E3")
    files.text("allowed.csv", "text,reason\nRoute 66,name\n").text("explore.toml", EXPLORE)
    files.text("series/boats_monthly.csv", SERIES)
    files.text("land_eurasia.geojson", json.dumps(land()))
    project = files.write()
    (root / "notebooks").mkdir()
    (root / "notebooks" / f"{CHAPTER}.ipynb").write_text(_chapter(), encoding="utf-8")
    return {
        path.relative_to(project.data).as_posix(): path.read_bytes()
        for path in sorted(project.data.rglob("*"))
        if path.is_file()
    }


def land() -> dict[str, object]:
    """Give an island and a pair of them."""
    ring = [[20.0, 50.0], [22.0, 50.0], [22.0, 52.5], [20.0, 50.0]]
    shapes = {"Alone": ("Polygon", [ring]), "Two": ("MultiPolygon", [[ring], [ring]])}
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": shape, "coordinates": coordinates},
        }
        for name, (shape, coordinates) in shapes.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _chapter() -> str:
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": "values",
        "metadata": {"tags": ["parameters"]},
        "outputs": [],
        "source": _PARAMETERS,
    }
    return json.dumps(
        {
            "cells": [cell],
            "metadata": {"briefing": {"claims": ["boats", "rafts"]}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )
