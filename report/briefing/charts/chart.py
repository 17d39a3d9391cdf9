"""What a drawing function gives: a figure with everything that has to stand beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Final, ParamSpec, Protocol, runtime_checkable

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from briefing.analysis.origins import Origin, Origins
from briefing.analysis.unknown import Unknown
from briefing.charts.theme import theme
from briefing.errors import OriginError

P = ParamSpec("P")

_NAMED: Final = 6
"""Publishers named in a credit line before the rest are only counted."""


_METADATA: Final = ("Date", "Creator", "Format", "Type")
_TICK_ID: Final = re.compile(r'<g id="(?:[xy]tick_\d+|scale)"')
_GROUP_ID: Final = re.compile(r'<g id="[^"]*"')
_OUTLINE: Final = re.compile(r' d="[^"]*"')
_BEYOND: Final = re.compile(r"(\.\d\d)\d+")


@runtime_checkable
class HasText(Protocol):
    """A headline in pieces, such as a `briefing.analysis.phrase.Phrase`."""

    @property
    def text(self) -> str:
        """The headline as one string."""
        ...


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished chart.

    Attributes
    ----------
    figure : Figure
        The drawing alone: headline, subtitle and credit are set by the document around it.
    label : str
        By which text refers to it, for instance ``fig-containers``.
    headline : str or object with `text`
        The finding, as a sentence.
    subtitle : str
        Measure, unit and date.
    alt : str
        Form, quantity and unit, the values that matter, the message.
    credit : str
        Whose figures are drawn.
    data : DataFrame
        What is drawn, one mark a row.
    origins : frozenset of Origin
        What the drawn values rest on; never empty.
    """

    figure: Figure
    label: str
    headline: str | HasText
    subtitle: str
    alt: str
    credit: str
    data: pd.DataFrame
    origins: Origins

    @property
    def headline_text(self) -> str:
        """The headline as one string."""
        return self.headline if isinstance(self.headline, str) else self.headline.text

    @property
    def size(self) -> tuple[float, float]:
        """Width and height on paper [in]."""
        width, height = self.figure.get_size_inches()
        return float(width), float(height)


def absorbs_unknown(draw: Callable[P, Chart]) -> Callable[P, Chart | Unknown]:
    """Make a drawing function give `Unknown` where one of its arguments is.

    So a chapter written for today runs unchanged with an earlier cut-off, and a chart whose
    headline or claim was not yet public is left out.
    """

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Chart | Unknown:
        for value in (*args, *kwargs.values()):
            if isinstance(value, Unknown):
                return value
        return draw(*args, **kwargs)

    return drawn


def finish_chart(
    figure: Figure,
    frame: pd.DataFrame,
    *,
    label: str,
    headline: str | HasText,
    subtitle: str,
    description: str,
    calculation: str = "",
    origins: Iterable[Origin | str] = (),
    data: pd.DataFrame | None = None,
) -> Chart:
    """Put the words to a drawing: alternative text, credit line and origins.

    Parameters
    ----------
    figure : Figure
        Finished.
    frame : DataFrame
        Rows drawn; `publisher` feeds the credit line and `evidence` the origins.
    label, headline, subtitle : str
        As in `Chart`.
    description : str
        Form, quantity and values, as one or more sentences; the headline is added.
    calculation : str
        Sentence for the credit line about what was computed here.
    origins : iterable of Origin or str
        Origins beyond those of the rows.
    data : DataFrame, optional
        What to keep as the chart's data if not the frame.
    """
    message = headline if isinstance(headline, str) else headline.text
    return Chart(
        figure=figure,
        label=label,
        headline=headline,
        subtitle=subtitle,
        alt=f"{description} {_sentence(message.replace('*', ''))}",
        credit=credit_line(frame, calculation, label),
        data=frame if data is None else data,
        origins=origins_of(frame, origins, label),
    )


def credit_line(frame: pd.DataFrame, calculation: str = "", label: str = "") -> str:
    """Name the publishers of the rows drawn, in order and once each.

    Parameters
    ----------
    frame : DataFrame
        With a column `publisher` of names or collections of names, unless everything was computed
        here.
    calculation : str
        Sentence about what was computed here.
    label : str
        Of the figure, for the message.

    Raises
    ------
    OriginError
        If there is neither a publisher nor a calculation to name.
    """
    cells = frame["publisher"] if "publisher" in frame.columns else []
    names = list(dict.fromkeys(name for cell in cells for name in _names_in(cell)))
    parts = [_sentence(calculation)] if calculation else []
    if names:
        shown = "; ".join(names[:_NAMED])
        rest = " and others" if len(names) > _NAMED else ""
        parts.insert(0, _sentence(f"Source{'s' if len(names) > 1 else ''}: {shown}{rest}"))
    if not parts:
        raise OriginError(
            f"{label or 'the chart'} has nobody to credit; give the frame a column publisher, or "
            "say in calculation= what was computed here"
        )
    return " ".join(parts)


def origins_of(frame: pd.DataFrame, extra: Iterable[Origin | str] = (), label: str = "") -> Origins:
    """Collect what the rows drawn rest on.

    Parameters
    ----------
    frame : DataFrame
        A column `evidence` holds evidence ids, or origins such as ``series:kursk-pocket``;
        several are separated by spaces or given as a collection.
    extra : iterable of Origin or str
        Further origins.
    label : str
        Of the figure, for the message.

    Raises
    ------
    OriginError
        If there are none.
    """
    cells = frame["evidence"] if "evidence" in frame.columns else []
    found = {
        _as_origin(item)
        for cell in cells
        for item in (cell.split() if isinstance(cell, str) else _items(cell))
    }
    found |= {_as_origin(item) for item in extra}
    if not found:
        raise OriginError(
            f"{label or 'the chart'} shows values that rest on nothing; give the frame a column "
            "evidence, or pass origins="
        )
    return frozenset(found)


def save_svg(chart: Chart) -> str:
    """Write a chart as SVG: fixed size, text as text, the same bytes each time.

    Parameters
    ----------
    chart : Chart
        Afterwards pyplot holds no figure of it.

    Returns
    -------
    str
        A whole SVG document.
    """
    target = io.StringIO()
    with theme():
        # A salt of its own keeps ids of two charts on one page apart.
        plt.rcParams["svg.hashsalt"] = f"briefing {chart.label}"
        chart.figure.savefig(target, format="svg", metadata=dict.fromkeys(_METADATA))
    plt.close(chart.figure)
    # Groups are numbered alike in every figure, and two figures stand on one page; only what is
    # referred to (paths, clips, patterns) needs an id, and those come from the salt.
    # The marks of an axis are told from what a chart says, for the lint.
    svg = _TICK_ID.sub('<g class="tick"', target.getvalue())
    svg = _GROUP_ID.sub("<g", svg)
    # A hundredth of a point cannot be seen; a map is half as large without the rest.
    return _OUTLINE.sub(lambda found: _BEYOND.sub(r"\1", found.group()), svg)


def plotted_data(chart: Chart) -> dict[str, list[object]]:
    """Give what is drawn as plain JSON values.

    Returns
    -------
    dict
        ``columns`` and ``rows``; dates as text, missing values as None.
    """
    columns = [str(name) for name in chart.data.columns]
    rows = [[_plain(cell) for cell in row] for row in chart.data.itertuples(index=False)]
    return {"columns": list(columns), "rows": list(rows)}


def _plain(cell: object) -> object:
    if isinstance(cell, Mapping | list | tuple | set | frozenset):
        return "; ".join(sorted(map(str, cell)))
    if not _is_filled(cell):
        return None
    if isinstance(cell, np.generic):
        cell = cell.item()
    return cell if isinstance(cell, bool | int | float | str) else str(cell)


def _is_filled(cell: object) -> bool:
    return not (cell is None or cell == "" or (np.isscalar(cell) and bool(pd.isna(cell))))


def _names_in(cell: object) -> list[str]:
    if isinstance(cell, list | tuple | set | frozenset):
        return [str(name) for name in cell if _is_filled(name)]
    return [str(cell)] if _is_filled(cell) else []


def _items(cell: object) -> Iterable[Origin | str]:
    return cell if isinstance(cell, list | tuple | set | frozenset) else ()


def _as_origin(item: Origin | str) -> Origin:
    if isinstance(item, Origin):
        return item
    return Origin.parse(item if ":" in item else f"evidence:{item}")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
