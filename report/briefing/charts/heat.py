"""A heat map: a result, a verdict, or both, for every pair of values of two assumptions.

Each cell has its value written in it, its verdict's mark drawn, or both, so the colours help but
carry nothing alone. There are few of them, all tokens, so that the page can show them by night too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.analysis.wording import format_number, format_range
from briefing.charts.axes import Measure, measure_for, title_above, title_below
from briefing.charts.canvas import GAP, add_axes, data_to_inches, new_figure, put_text, text_width
from briefing.charts.cells import Cell, swatch, value_cells, verdict_cells
from briefing.charts.chart import Chart, HasText, absorbs_unknown, finish_chart
from briefing.charts.frame import BOUNDS, read_frame, rows_of
from briefing.charts.key import Entry, draw_key, key_height
from briefing.charts.marks import Mark
from briefing.charts.scoreboard import VERDICTS, verdict_marker
from briefing.charts.theme import HAIRLINE, theme
from briefing.errors import DataError, Fault

_CELL: Final = 0.3
_WIDEST_CELL: Final = 0.95
_BOTTOM: Final = 0.48
_TITLE: Final = 0.24


@dataclass(frozen=True, slots=True)
class Plane:
    """The two assumptions, and what each pair comes to.

    Attributes
    ----------
    x, y : Measure
        The assumptions.
    columns, rows : tuple of float
        Their values in order.
    cells : mapping of (float, float) to Cell
        By x and y; a pair without a result is missing.
    """

    x: Measure
    y: Measure
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: Mapping[tuple[float, float], Cell]


def sweep_frame(table: pd.DataFrame, x: str, y: str, finding: str) -> pd.DataFrame:
    """Lay out a table of ``briefing sweep`` as `draw_heat` takes it; failed runs are left out.

    Parameters
    ----------
    table : DataFrame
        One run a row.
    x, y : str
        The two varied parameters, as the table names them.
    finding : str
        Id of the finding.

    Returns
    -------
    DataFrame
        Columns x, y, low, central, high, evidence.
    """
    done = table[table["status"] == "done"]
    bounds = {part: done[f"{finding}.{part}"] for part in ("low", "central", "high")}
    frame = pd.DataFrame({"x": done[x], "y": done[y], **bounds})
    return frame.assign(evidence=f"finding:{finding}").reset_index(drop=True)


@absorbs_unknown
def draw_heat(
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    x_quantity: str,
    x_unit: str,
    y_quantity: str,
    y_unit: str,
    quantity: str,
    unit: str = "",
    digits: int = 2,
    article: Mark | None = None,
    framed: str = "",
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
) -> Chart:
    """Draw what two assumptions come to together.

    Parameters
    ----------
    frame : DataFrame
        One pair of values a row. Columns: `x`, `y` (numbers); `verdict` (a word of the verdicts),
        or `low`, `central`, `high` (one suffices; the central value is drawn, or else the middle
        of the range), or both; optional `framed` (whether a pair is set apart), `publisher`,
        `evidence`. A pair that is missing is drawn as one without a result.
    label, headline, subtitle : str
        As in `Chart`.
    x_quantity, x_unit, y_quantity, y_unit : str
        The two assumptions.
    quantity, unit : str
        What a cell tells.
    digits : int
        Significant digits of the values.
    article : Mark, optional
        The article's range; cells inside it are framed, unless there are verdicts.
    framed : str
        What the pairs are that the frame sets apart.
    calculation, origins
        As in `finish_chart`.

    Raises
    ------
    DataError
        If the frame has no rows, a faulty one, or a pair twice.
    """
    is_ruled, has_values = "verdict" in frame, not set(BOUNDS).isdisjoint(frame.columns)
    rows = read_frame(
        frame,
        label,
        numbers=["x", "y"],
        words=["verdict"] if is_ruled else [],
        bounds=has_values or not is_ruled,
    )
    _check(rows, label)
    marked = article or Mark()
    measure = Measure(quantity, "")
    if "central" in rows:
        middle = (rows["low"] + rows["high"]) / 2
        rows["value"] = rows["central"].fillna(middle).fillna(rows["low"]).fillna(rows["high"])
        measure = measure_for(rows["value"], quantity, unit)
    if is_ruled:
        cells, entries = verdict_cells(rows, measure, digits)
    else:
        cells, entries = value_cells(rows, measure, digits, marked)
    if any(cell.is_framed for cell in cells.values()):
        words = marked.words(measure.unit) if not is_ruled and len(marked.values) > 1 else framed
        entries.append((words, swatch("none", tokens.INK, 1.5)))
    plane = Plane(
        Measure(x_quantity, x_unit),
        Measure(y_quantity, y_unit),
        tuple(sorted(set(rows["x"]))),
        tuple(sorted(set(rows["y"]))),
        cells,
    )
    with theme():
        figure = _draw(plane, entries)
    return finish_chart(
        figure,
        rows,
        label=label,
        headline=headline,
        subtitle=subtitle,
        description=_describe(rows, plane, measure, marked),
        calculation=calculation,
        origins=(*origins, *marked.origins),
    )


def _check(rows: pd.DataFrame, label: str) -> None:
    faults = [
        Fault(label, None, f"row {row}", "has the x and y of an earlier row; keep one of the two")
        for row in rows.index[rows.duplicated(["x", "y"])]
    ]
    if "verdict" in rows:
        faults += [
            Fault(label, None, f"row {row.Index}", f"{row.verdict!r} is no verdict; use one of "
                  f"{', '.join(VERDICTS)}")
            for row in rows_of(rows)
            if row.verdict not in VERDICTS
        ]  # fmt: skip
    if faults:
        raise DataError(faults)


def _draw(plane: Plane, entries: list[Entry]) -> Figure:
    if len(plane.cells) < len(plane.columns) * len(plane.rows):
        entries = [*entries, ("× no result", None)]
    left = max(text_width(plane.y.tick(value)) for value in plane.rows) + 2 * GAP
    width = min(_WIDEST_CELL, (tokens.TEXT_WIDTH_IN - left) / len(plane.columns))
    right = tokens.TEXT_WIDTH_IN - left - width * len(plane.columns)
    top = key_height(entries, tokens.TEXT_WIDTH_IN) + _TITLE + GAP
    height = top + _CELL * len(plane.rows) + _BOTTOM
    figure = new_figure(height)
    draw_key(figure, entries, height)
    axes = add_axes(figure, left=left, right=right, top=top, bottom=_BOTTOM)
    axes.set(xlim=(0.0, len(plane.columns)), ylim=(0.0, len(plane.rows)))
    places = [place + 0.5 for place in range(max(len(plane.columns), len(plane.rows)))]
    axes.set_xticks(places[: len(plane.columns)], [plane.x.tick(x) for x in plane.columns])
    axes.set_yticks(places[: len(plane.rows)], [plane.y.tick(y) for y in plane.rows])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    title_above(axes, plane.y.title())
    title_below(axes, plane.x.title())
    for column, x in enumerate(plane.columns):
        for row, y in enumerate(plane.rows):
            _draw_cell(axes, column, row, plane.cells.get((x, y)))
    return figure


def _draw_cell(axes: Axes, column: int, row: int, cell: Cell | None) -> None:
    shown = cell or Cell(tokens.PAPER, tokens.MUTED, "×")
    axes.add_patch(
        Rectangle((column, row), 1.0, 1.0, facecolor=shown.ground, edgecolor=tokens.RULE,
                  linewidth=HAIRLINE, clip_on=False, gid=f"cell {column} {row}")
    )  # fmt: skip
    if shown.is_framed:
        # Inside the cell, so that the frames of neighbours stay apart.
        axes.add_patch(
            Rectangle((column + 0.03, row + 0.06), 0.94, 0.88, fill=False, edgecolor=shown.ink,
                      linewidth=1.2, zorder=3, gid=f"framed {column} {row}")
        )  # fmt: skip
    # With both, the mark stands left of the value.
    beside = 0.22 if shown.mark and shown.text else 0.0
    if shown.mark:
        axes.scatter([column + 0.5 - beside], [row + 0.5], s=64.0, color=shown.ink, linewidth=0,
                     marker=verdict_marker(shown.mark), zorder=4,
                     gid=f"mark {column} {row}")  # fmt: skip
    if shown.text:
        x, y = data_to_inches(axes, column + 0.5 + beside / 2, row + 0.5)
        put_text(axes.figure, x, y, shown.text, colour=shown.ink, ha="center")


def _describe(rows: pd.DataFrame, plane: Plane, measure: Measure, article: Mark) -> str:
    """Read the cells out, row by row, and say which lie in the article's range."""
    sentences = [
        f"Heat map of {measure.title()}, by {plane.x.title()} from "
        f"{format_number(plane.columns[0])} to {format_number(plane.columns[-1])} and "
        f"{plane.y.title()} from {format_number(plane.rows[0])} to "
        f"{format_number(plane.rows[-1])}."
    ]
    if "value" in rows:
        run = format_range(rows["value"].min(), rows["value"].max(), 2)
        sentences.append(f"Values run from {run}.")
    words = {(row.x, row.y): VERDICTS[row.verdict][1].lower() for row in rows_of(rows)
             if "verdict" in rows}  # fmt: skip
    for y in plane.rows:
        values = [_words(plane.cells.get((x, y)), words.get((x, y), "")) for x in plane.columns]
        sentences.append(f"At {format_number(y)}: {', '.join(values)}.")
    if len(article.values) > 1 and "verdict" not in rows:
        inside = sum(cell.is_framed for cell in plane.cells.values())
        told = f"{article.words(measure.unit)}; {inside} of {len(plane.cells)} values lie in it."
        sentences.append(told)
    return " ".join(sentences)


def _words(cell: Cell | None, verdict: str) -> str:
    if cell is None:
        return "no result"
    return f"{cell.text} ({verdict})" if cell.text and verdict else cell.text or verdict
