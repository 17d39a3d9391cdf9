"""All claims by verdict, then and now, as one picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.charts.canvas import (
    GAP,
    add_axes,
    new_figure,
    put_text,
    text_height,
    wrap,
)
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import in_order, read_frame, rows_of
from briefing.charts.key import draw_key, key_height
from briefing.charts.theme import HAIRLINE, theme
from briefing.errors import DataError, Fault

VERDICTS: Final[Mapping[str, tuple[str, str]]] = {
    "supported": ("supported", "Supported"),
    "supported-with-caveat": ("caveat", "Supported with caveat"),
    "imprecise": ("imprecise", "Imprecise"),
    "outdated": ("outdated", "Outdated"),
    "disputed": ("disputed", "Disputed"),
    "not-checkable": ("uncheckable", "Not checkable"),
    "": ("unruled", "Not yet ruled"),
}
"""Tone and words of each verdict, best first; an empty verdict is one not yet ruled."""

_CELL: Final = 0.19
_MARK: Final = 7.4
_COUNT: Final = 0.32
_WORDS: Final = 1.32
_COUNT_SIZE: Final = 11.0
_ROW: Final = 0.3
_PAD: Final = 0.09
_RING: Final = 12.0
"""Side of a unit [in], its mark [pt], width of a count and of the words [in], least height of a
row and its padding [in], diameter of the ring around a changed claim [pt]."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How the units of one panel are stacked.

    Attributes
    ----------
    columns : int
        Units side by side.
    rows : mapping of str to float
        Lower edge of each verdict's row [in].
    heights : mapping of str to float
        Its height [in].
    """

    columns: int
    rows: Mapping[str, float]
    heights: Mapping[str, float]

    @property
    def total(self) -> float:
        """Height of all rows [in]."""
        # Of floats, `sum` rounds otherwise from Python 3.12 on, and the chart would differ.
        return math.fsum(self.heights.values())


@absorbs_unknown
def draw_scoreboard(
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    panels: Mapping[str, str] | None = None,
    calculation: str = "Own rulings; every claim, its grounds and its evidence are in the ledger.",
    origins: Iterable[Origin | str] = (),
) -> Chart:
    """Draw one mark for each claim, in the row of its verdict, once for each vintage.

    Rows that no vintage uses are left out. A ring marks claims whose verdict differs from the
    vintage before.

    Parameters
    ----------
    frame : DataFrame
        One claim at one vintage a row. Columns: `claim` (id), `topic` (claims of one topic stand
        together), `vintage`, `verdict` (a key of `VERDICTS`; empty or missing where not ruled).
        Vintages stand in order of appearance.
    label, headline, subtitle : str
        As in `Chart`.
    panels : mapping of str to str, optional
        Title of each vintage, for instance ``{"then": "When the article appeared"}``.
    calculation, origins
        As in `finish_chart`; the verdicts drawn are origins already.

    Raises
    ------
    DataError
        If the frame has no rows, an unknown verdict, or a claim twice in one vintage.
    """
    rows = _read(frame, label)
    vintages = in_order(rows["vintage"])
    titles = {vintage: (panels or {}).get(vintage, vintage.capitalize()) for vintage in vintages}
    with theme():
        figure = _draw(rows, titles)
    ruled = rows[rows["verdict"] != ""]
    verdicts = [f"verdict:{row.claim}/{row.vintage}" for row in rows_of(ruled)]
    claims = [f"claim:{claim}" for claim in in_order(rows["claim"])]
    return finish_chart(
        figure,
        rows,
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, titles),
        calculation=calculation,
        origins=(*origins, *verdicts, *claims),
    )


def _read(frame: pd.DataFrame, label: str) -> pd.DataFrame:
    rows = read_frame(frame, label, words=["claim", "topic", "vintage"], optional=["verdict"])
    known = ", ".join(filter(None, VERDICTS))
    faults = [
        Fault(label, None, row.claim, f"verdict {row.verdict!r} is unknown; use one of {known}")
        for row in rows_of(rows)
        if row.verdict not in VERDICTS
    ]
    faults += [
        Fault(label, None, row.claim, f"stands twice in vintage {row.vintage}; keep one row")
        for row in rows_of(rows[rows.duplicated(["claim", "vintage"])])
    ]
    if faults:
        raise DataError(faults)
    vintages = in_order(rows["vintage"])
    before = dict(zip(vintages[1:], vintages, strict=False))
    ruled = {(row.claim, row.vintage): row.verdict for row in rows_of(rows)}
    rows["changed"] = [
        row.vintage in before
        and ruled.get((row.claim, before[row.vintage]), row.verdict) != row.verdict
        for row in rows_of(rows)
    ]
    order = {topic: index for index, topic in enumerate(in_order(rows["topic"]))}
    rows["rank"] = rows["topic"].map(order)
    # Those that came from another row stand last, so that a row's gains are seen as one block.
    return rows.sort_values(["changed", "rank"], kind="stable").drop(columns="rank")


def _draw(rows: pd.DataFrame, titles: Mapping[str, str]) -> Figure:
    width = (tokens.TEXT_WIDTH_IN - _WORDS) / len(titles)
    grid = _arrange(rows, list(titles), width)
    heads = {vintage: wrap(text, width - GAP, strong=True) for vintage, text in titles.items()}
    top = max(text_height(text) for text in heads.values()) + 0.08
    entries = _key(rows)
    foot = key_height(entries, tokens.TEXT_WIDTH_IN) + (0.06 if entries else 0.02)
    figure = new_figure(top + grid.total + foot)
    total = float(figure.get_size_inches()[1])
    axes = add_axes(figure, left=0.0, right=0.0, top=top, bottom=foot)
    axes.set(xlim=(0.0, tokens.TEXT_WIDTH_IN), ylim=(0.0, grid.total))
    axes.set_axis_off()
    for verdict, low in grid.rows.items():
        tone, words = VERDICTS[verdict]
        axes.axhline(low + grid.heights[verdict], color=tokens.RULE, linewidth=HAIRLINE)
        middle = low + grid.heights[verdict] / 2
        put_text(figure, 0.0, foot + middle, words, colour=tokens.VERDICT[tone].fg, strong=True)
        for index, vintage in enumerate(titles):
            own = rows[(rows["vintage"] == vintage) & (rows["verdict"] == verdict)]
            left = _WORDS + index * width
            put_text(figure, left + _COUNT - 0.1, foot + middle, str(len(own)), strong=True,
                     colour=tokens.INK if len(own) else tokens.MUTED, size=_COUNT_SIZE, ha="right",
                     gid=f"count {vintage}")  # fmt: skip
            _draw_units(axes, own, (left + _COUNT, middle), grid.columns, vintage, verdict)
    axes.axhline(0.0, color=tokens.RULE, linewidth=HAIRLINE, clip_on=False)
    for index, text in enumerate(heads.values()):
        put_text(figure, _WORDS + index * width, total, text, strong=True, va="top")
    draw_key(figure, entries, foot - 0.04)
    return figure


def _arrange(rows: pd.DataFrame, vintages: Sequence[str], width: float) -> Grid:
    # Ten to a line where there is room, so that a row can be counted at a glance.
    columns = min(int((width - _COUNT - GAP) / _CELL), 10)
    used = [verdict for verdict in VERDICTS if verdict in set(rows["verdict"])]
    heights: dict[str, float] = {}
    for verdict in used:
        most = max(
            int(((rows["vintage"] == vintage) & (rows["verdict"] == verdict)).sum())
            for vintage in vintages
        )
        heights[verdict] = max(_ROW, -(-most // columns) * _CELL + 2 * _PAD)
    lows = np.cumsum([heights[verdict] for verdict in reversed(used)])
    bottoms = dict(zip(reversed(used), [0.0, *lows[:-1]], strict=True))
    return Grid(columns, {verdict: bottoms[verdict] for verdict in used}, heights)


def _draw_units(
    axes: Axes,
    own: pd.DataFrame,
    start: tuple[float, float],
    columns: int,
    vintage: str,
    verdict: str,
) -> None:
    """Draw the marks of one verdict in lines of equal length, centred on the row."""
    if own.empty:
        return
    tone = tokens.VERDICT[VERDICTS[verdict][0]]
    lines = -(-len(own) // columns)
    places = np.arange(len(own))
    x = start[0] + (places % columns + 0.5) * _CELL
    y = start[1] + ((lines - 1) / 2 - places // columns) * _CELL
    sns.scatterplot(x=x, y=y, ax=axes, color=tone.fg, marker=verdict_marker(tone.mark),
                    s=_MARK**2, linewidth=0, legend=False, zorder=3,
                    gid=f"units {vintage} {verdict}")  # fmt: skip
    units = axes.collections[-1]
    units.set_urls([f"#claim-{claim}" for claim in own["claim"]])
    # With one colour for all, matplotlib would give every mark the first address.
    units.set_facecolor([tone.fg] * len(own))
    changed = own["changed"].to_numpy()
    if changed.any():
        axes.scatter(x[changed], y[changed], s=_RING**2, facecolors="none", edgecolors=tokens.INK,
                     linewidths=0.8, zorder=4, gid=f"changed {vintage} {verdict}")  # fmt: skip
    axes.set(xlabel="", ylabel="")


def verdict_marker(name: str) -> Path:
    """Give a verdict's mark from the tokens as a path that matplotlib can place."""
    vertices: list[tuple[float, float]] = []
    codes: list[int] = []
    for outline in tokens.MARKS[name]:
        points = [(x, -y) for x, y in outline]
        vertices += [*points, points[0]]
        codes += [Path.MOVETO, *[Path.LINETO] * (len(points) - 1), Path.CLOSEPOLY]
    return Path(np.array(vertices), codes)


def _key(rows: pd.DataFrame) -> list[tuple[str, Line2D | None]]:
    if not rows["changed"].any():
        return []
    ring = Line2D([], [], marker="o", markersize=8.0, color="none", linestyle="None")
    ring.set(markeredgecolor=tokens.INK, markeredgewidth=0.8)
    return [("verdict differs from the panel to its left", ring)]


def _describe(rows: pd.DataFrame, titles: Mapping[str, str]) -> str:
    claims = rows["claim"].nunique()
    sentences = [f"Scoreboard of {claims} claims by verdict, one mark each."]
    for vintage, title in titles.items():
        counts = rows.loc[rows["vintage"] == vintage, "verdict"].value_counts()
        listed = ", ".join(
            f"{counts[verdict]} {words.lower()}"
            for verdict, (_, words) in VERDICTS.items()
            if verdict in counts
        )
        sentences.append(f"{title}: {listed}.")
    changed = rows.loc[rows["changed"], "claim"].nunique()
    if len(titles) > 1:
        sentences.append(f"The verdict changed for {changed or 'none'}.")
    return " ".join(sentences)
