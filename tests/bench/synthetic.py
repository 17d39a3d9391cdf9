"""Projects of any number of small chapters, to see how a build grows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.conftest import COMMON, LOAD, TinyProject, write_tiny

CHART_EVERY: Final = 10
"""One chapter of so many draws a chart."""

_OPEN: Final = """\
from briefing.notebook import open_chapter, record, say
chapter = open_chapter("{id}")"""

_SAY: Final = """\
claimed = chapter.claimed("barges-counted")
load = chapter.parameter("load")
say("The office counted {claimed}; the lock keeper saw {seen}.",
    claimed=claimed, seen=chapter.value("E1"))
say("A barge carries {load}, whoever counts.", load=load)"""

_RECORD: Final = """\
record("{slug}.claimed", claimed, how="as claimed");"""

_DRAW: Final = """\
import pandas as pd
from briefing.charts import draw_bars
from briefing.notebook import show
months = pd.DataFrame({{"date": ["2021-07", "2021-08", "2021-09"], "value": [12, 14, 15]}})
show(draw_bars(
    months, label="fig-{slug}", headline="More barges each month", subtitle="Barges by month",
    quantity="Barges", unit="barges", calculation="Made up", origins=["evidence:E1"],
))"""


def write_chapters(root: Path, number: int) -> TinyProject:
    """Write a project.

    Parameters
    ----------
    root : Path
        Folder to write it to.
    number : int
        How many chapters; each opens, says two sentences and records a finding, and one of
        `CHART_EVERY` draws a chart.
    """
    project = write_tiny(root)
    for index in range(number):
        slug = f"lock-{_letters(index)}"
        # File names begin with two digits, which need not differ.
        name = f"{index * 100 // number:02d}-{slug}"
        cells = [_OPEN.format(id=name), _SAY, _RECORD.format(slug=slug)]
        if index % CHART_EVERY == 0:
            cells.append(_DRAW.format(slug=slug))
        claims = ["barges-counted"] if index == 0 else []
        project.chapter(name, *cells, parameters=COMMON + LOAD, claims=claims)
    return project


def _letters(index: int) -> str:
    """Name a number without digits, which would count as a number in the text."""
    return "".join(chr(ord("a") + int(digit)) for digit in f"{index:04d}")
