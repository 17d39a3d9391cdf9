"""The outputs of a code cell, to nodes.

Private bundles carry meaning and are read strictly. Ordinary outputs, as any notebook has them,
are read by `ordinary`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from briefing import media
from briefing.document.bundle import Bundle
from briefing.document.labels import label_heading
from briefing.document.maths import LatexReader
from briefing.document.model import Passage
from briefing.document.nodes import Block, Cell, Column, Figure, Number, Table
from briefing.document.ordinary import OrdinaryReading, read_ordinary
from briefing.document.pieces import citation, read_line, read_pieces
from briefing.document.trees import block_text, walk
from briefing.document.typography import curl
from briefing.errors import DocumentError

ALIGNMENTS: Final = ("left", "right", "center")
TONES: Final = (
    "supported",
    "caveat",
    "imprecise",
    "outdated",
    "disputed",
    "uncheckable",
    "unruled",
)
WIDTH: Final = re.compile(r"\d+(?:\.\d+)?fr")
LABEL: Final = re.compile(r"(?:fig|tbl)-[a-z0-9]+(?:-[a-z0-9]+)*")
ANCHOR: Final = re.compile(r"[a-z][a-z0-9-]*")


@dataclass
class Harvest:
    """What a notebook's outputs brought in besides blocks.

    `place_at` says which cell is read, since passages are named after it.

    Attributes
    ----------
    sources : dict
        Reference of every source that any bundle knows, by id.
    findings : list of dict
        Filed results, each with its ``place``.
    records : list of mapping
        What the chapter ran with; one entry in a sound notebook.
    notices : list of str
        What could be shown only in part.
    passages : list of Passage
        What was said, in order.
    maths : LatexReader
        Reads the formulas of a notebook from elsewhere.
    """

    sources: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    records: list[Mapping[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    maths: LatexReader = field(default_factory=LatexReader)
    _cell: str = ""
    _said: int = 0

    def place_at(self, chapter: str, cell: str) -> None:
        """Begin with the outputs of another cell."""
        self._cell, self._said = f"{chapter}/{cell}", 0

    def name_passage(self) -> str:
        """Give the next passage of the cell its id."""
        self._said += 1
        return f"{self._cell}/{self._said}"


def read_output(
    output: Mapping[str, Any], harvest: Harvest, *, place: str, strict: bool
) -> tuple[Block, ...]:
    """Read one output of a code cell.

    Parameters
    ----------
    output : mapping
        As nbformat gives it.
    harvest : Harvest
        Receives sources, findings and records.
    place : str
        Notebook and cell, for messages.
    strict : bool
        Refuse errors and warnings instead of showing them.

    Returns
    -------
    tuple of Block
        What the reader sees of it; empty for findings and records.
    """
    data = output.get("data", {})
    kind = next((mime for mime in media.ALL if mime in data), None)
    if kind is None:
        reading = OrdinaryReading(harvest.notices, strict, harvest.maths)
        return read_ordinary(output, reading, place=place)
    body = data[kind]
    if not isinstance(body, Mapping):
        raise DocumentError(f"{place}: the output of type {kind} is not a JSON object")
    bundle = Bundle(body, kind.split(".")[-1].removesuffix("+json"), place)
    harvest.sources.update(bundle.mapping("sources") or {})
    if kind == media.FINDING:
        harvest.findings.append({**body, "place": place})
    elif kind == media.CHAPTER:
        harvest.records.append(dict(body))
    elif kind == media.PROSE:
        passage = harvest.name_passage()
        blocks = read_pieces(
            bundle.items("pieces"), place=place, cite=bundle.names("cite"), passage=passage
        )
        harvest.passages.append(_passage(passage, bundle, blocks))
        return label_heading(blocks, bundle.text("label", ""), place)
    elif kind == media.TABLE:
        return (read_table(bundle),)
    elif kind == media.FIGURE:
        return (read_figure(bundle, data.get("image/svg+xml", "")),)
    return ()


def read_figure(bundle: Bundle, svg: str) -> Figure:
    """Read a chart from its bundle and its drawing."""
    if not svg.strip():
        bundle.refuse("comes without its image/svg+xml; display both in one bundle")
    return Figure(
        label=_label(bundle, "fig"),
        headline=read_line(
            bundle.items("headline"), place=bundle.place, passage=bundle.text("label")
        ),
        subtitle=curl(bundle.text("subtitle", "")),
        alt=curl(bundle.text("alt")),
        credit=curl(bundle.text("credit", "")),
        svg=svg,
        width=bundle.number("width"),
        height=bundle.number("height"),
        origins=bundle.names("origins"),
        cite=citation(bundle.names("cite")),
        data=bundle.mapping("data"),
        place=bundle.place,
    )


def read_table(bundle: Bundle) -> Table:
    """Read a table from its bundle."""
    columns = tuple(_column(item, bundle) for item in bundle.items("columns"))
    rows = tuple(_row(row, bundle) for row in bundle.items("rows"))
    if not columns:
        bundle.refuse("has no columns; a table needs at least one")
    if not rows:  # an early cut-off may leave nothing to list
        rows = ((Cell("No entries"), *(Cell("") for _ in columns[1:])),)
    for i, row in enumerate(rows, 1):
        if len(row) != len(columns):
            bundle.refuse(f"has {len(row)} cells in row {i} for {len(columns)} columns")
    return Table(
        label=_label(bundle, "tbl"),
        caption=curl(bundle.text("caption")),
        columns=columns,
        rows=rows,
        note=curl(bundle.text("note", "")),
        summary=curl(bundle.text("summary", "")),
        wide=bundle.flag("wide"),
        origins=bundle.names("origins"),
        cite=citation(bundle.names("cite")),
        place=bundle.place,
    )


def _passage(passage: str, bundle: Bundle, blocks: tuple[Block, ...]) -> Passage:
    return Passage(
        id=passage,
        place=bundle.place,
        text=" ".join(block_text(block) for block in blocks),
        template=bundle.text("template", ""),
        origins=bundle.names("origins"),
        numbers=tuple(node for node in walk(blocks) if isinstance(node, Number)),
    )


def _label(bundle: Bundle, prefix: str) -> str:
    label = bundle.text("label")
    if not LABEL.fullmatch(label) or not label.startswith(f"{prefix}-"):
        bundle.refuse(f"has the label {label!r}; write {prefix}- and then a-z, 0-9 and hyphens")
    return label


def _column(item: Any, table: Bundle) -> Column:
    bundle = Bundle(item, f"{table.what} column", table.place)
    align, width = bundle.text("align", "left"), bundle.text("width", "auto")
    if align not in ALIGNMENTS:
        bundle.refuse(f"has the alignment {align!r}; choose from {', '.join(ALIGNMENTS)}")
    if width != "auto" and not WIDTH.fullmatch(width):
        bundle.refuse(f"has the width {width!r}; write a share such as 1fr, or null")
    return Column(curl(bundle.text("name", "")), align, None if width == "auto" else width)


def _row(row: Any, table: Bundle) -> tuple[Cell, ...]:
    if not isinstance(row, list | tuple):
        table.refuse(f"has a row that is no list of cells: {str(row)[:60]!r}")
    return tuple(_cell(item, table) for item in row)


def _cell(item: Any, table: Bundle) -> Cell:
    bundle = Bundle(item, f"{table.what} cell", table.place)
    tone, anchor = bundle.text("tone", "") or None, bundle.text("anchor", "") or None
    href, day = bundle.text("href", "") or None, bundle.text("day", "") or None
    if tone is not None and tone not in TONES:
        bundle.refuse(f"has the tone {tone!r}; choose from {', '.join(TONES)}")
    if anchor is not None and not ANCHOR.fullmatch(anchor):
        bundle.refuse(f"has the anchor {anchor!r}; use a-z, 0-9 and hyphens")
    if href is not None and not href.startswith("#"):
        bundle.refuse(f"links to {href!r}; a cell links inside the document, with #")
    if day is not None and not _is_day(day):
        bundle.refuse(f"speaks for the day {day!r}; write YYYY-MM-DD")
    return Cell(
        text=curl(bundle.text("text", "")),
        tone=tone,
        origins=bundle.names("origins"),
        cite=citation(bundle.names("cite")),
        anchor=anchor,
        href=href,
        day=day,
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
