"""Blocks and inlines: what a chapter is made of.

Every node is a frozen dataclass with a one-word tag. The tag and the field names are what the
templates see (`trees.to_json`), so renaming one is a change to ``export/templates`` as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Node:
    """Anything with a tag."""

    TAG: ClassVar[str] = ""


# Inlines --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Inline(Node):
    """A run inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Text(Inline):
    """Plain characters, never markup."""

    TAG = "text"
    text: str


@dataclass(frozen=True, slots=True)
class Strong(Inline):
    """Strong emphasis."""

    TAG = "strong"
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis(Inline):
    """Emphasis."""

    TAG = "em"
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strike(Inline):
    """Text struck through."""

    TAG = "strike"
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Shifted(Inline):
    """Text above or below the line; `side` is sup or sub."""

    TAG = "shift"
    side: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Formula(Inline):
    """A mathematical formula.

    Attributes
    ----------
    source : str
        LaTeX, as it was written.
    tree : mapping
        MathML as `maths` reads it: ``name``, ``attributes``, ``text`` and ``children``.
    spoken : str
        What a screen reader says.
    display : bool
        Whether it stands on a line of its own.
    """

    TAG = "formula"
    source: str
    tree: Mapping[str, Any]
    spoken: str
    display: bool = False


@dataclass(frozen=True, slots=True)
class Code(Inline):
    """A name, path or command."""

    TAG = "code"
    text: str


@dataclass(frozen=True, slots=True)
class LineBreak(Inline):
    """A forced line break."""

    TAG = "br"


@dataclass(frozen=True, slots=True)
class Link(Inline):
    """A link out of the document, or with ``#`` to an id inside it."""

    TAG = "link"
    href: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Footnote(Inline):
    """A note; `number` is set by numbering, in reading order."""

    TAG = "note"
    blocks: tuple[Block, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reference(Inline):
    """A reference to a figure, table or section; numbering fills in `text` and `anchor`."""

    TAG = "ref"
    target: str
    text: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class CitedSource(Node):
    """One source in a citation, with an optional place in it such as ``p. 3``."""

    TAG = "cited"
    source: str
    locator: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Citation(Inline):
    """One or more sources cited together."""

    TAG = "cite"
    items: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True)
class Number(Inline):
    """A traced value as it reads, with what it rests on.

    Attributes
    ----------
    id : str
        Passage or chart, and which of its values: ``troops/c05-x/1/2``. Empty where it was not
        kept.
    field : str
        Name it was given in the cell.
    text : str
        Wording, with its unit.
    origins : tuple of str
        Origins such as ``evidence:A126`` or ``parameter:shells/rounds_per_container``.
    sources : tuple of str
        Ids of the sources its passage cites.
    estimate : mapping or None
        Bounds, unit and kind as the notebook gave them.
    target : str
        Id in the document where the value is explained; set by tracing.
    """

    TAG = "number"
    field: str
    text: str
    origins: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    estimate: Mapping[str, Any] | None = None
    id: str = ""
    target: str = ""


# Blocks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Node):
    """A block of a chapter; `place` names notebook and cell for messages, empty when nested."""

    place: str = ""


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading below the chapter title; numbering sets `id` and `number`."""

    TAG = "heading"
    level: int
    children: tuple[Inline, ...]
    id: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """A paragraph."""

    TAG = "p"
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class BulletList(Block):
    """An unordered list; each item is a run of blocks."""

    TAG = "ul"
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class OrderedList(Block):
    """A numbered list that starts at `start`."""

    TAG = "ol"
    items: tuple[tuple[Block, ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote(Block):
    """A block quotation."""

    TAG = "quote"
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Preformatted(Block):
    """Text whose line breaks and spaces matter; `kind` is empty, or error, warning or raw."""

    TAG = "pre"
    text: str
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Listing(Block):
    """The code of a cell; `count` says as how many-th it ran, 0 that it did not."""

    TAG = "listing"
    text: str
    language: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Divider(Block):
    """A thematic break."""

    TAG = "hr"


@dataclass(frozen=True, slots=True)
class Callout(Block):
    """An aside; `kind` is note, tip, important, warning or caution."""

    TAG = "callout"
    kind: str
    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Grid(Block):
    """A table written in Markdown or HTML: unnumbered, with inlines in its cells.

    Its head may be missing; the first `labels` cells of a row name the row.
    """

    TAG = "grid"
    align: tuple[str, ...]
    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    labels: int = 0


@dataclass(frozen=True, slots=True)
class Column(Node):
    """A column: `align` is left, right or center; `width` a share such as ``1fr``, or None."""

    TAG = "column"
    name: str
    align: str = "left"
    width: str | None = None


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A table cell: plain text, with an optional verdict tone, sources, anchor and link.

    `href` is the link that the notebook asked for, `target` where tracing leads a value, and `day`
    the day that it speaks for, as YYYY-MM-DD: that of a ruling, or of a publication.
    """

    TAG = "cell"
    text: str
    tone: str | None = None
    origins: tuple[str, ...] = ()
    cite: tuple[Citation, ...] = ()
    anchor: str | None = None
    href: str | None = None
    target: str = ""
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A numbered table with a caption; the first column names the row."""

    TAG = "table"
    label: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    summary: str = ""
    wide: bool = False
    origins: tuple[str, ...] = ()
    cite: tuple[Citation, ...] = ()
    number: int = 0
    target: str = ""


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """A numbered chart: headline above it as text, the drawing, and a credit below."""

    TAG = "figure"
    label: str
    headline: tuple[Inline, ...]
    subtitle: str
    alt: str
    credit: str
    svg: str
    width: float
    height: float
    origins: tuple[str, ...] = ()
    cite: tuple[Citation, ...] = ()
    data: Mapping[str, Any] | None = None
    number: int = 0
    target: str = ""


@dataclass(frozen=True, slots=True)
class Entry(Block):
    """An entry of the trace: a value, how it came about and what it rests on.

    Attributes
    ----------
    id : str
        Where numbers lead.
    name : str
        Name in data or code.
    head : tuple of Inline
        What it is and its value.
    lines : tuple of (str, tuple of Inline)
        Aspects, each with its word: how, rests on, used in.
    """

    TAG = "entry"
    id: str
    name: str
    head: tuple[Inline, ...]
    lines: tuple[tuple[str, tuple[Inline, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture(Block):
    """An image of an ordinary notebook, as base64 in `data`; its size is in inches, if known."""

    TAG = "picture"
    mime: str
    data: str
    alt: str
    width: float = 0.0
    height: float = 0.0


KINDS: dict[str, type[Node]] = {
    kind.TAG: kind
    for kind in (
        *(Text, Strong, Emphasis, Strike, Shifted, Code, Formula, LineBreak, Link, Footnote),
        Reference,
        *(CitedSource, Citation, Number, Heading, Paragraph, BulletList, OrderedList, Quote),
        *(Preformatted, Listing, Divider, Callout, Grid, Column, Cell, Table, Figure, Entry),
        Picture,
    )
}
"""Every kind of node by its tag."""
