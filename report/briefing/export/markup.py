"""Nodes as HTML elements.

Every string passes through `escape`; attributes are written here and nowhere else, and none is a
``style``, so that the page's policy can forbid inline styles. Widths of columns become rules in the
style sheet instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from briefing.document.nodes import (
    Block,
    BulletList,
    Callout,
    Citation,
    Code,
    Divider,
    Emphasis,
    Entry,
    Figure,
    Footnote,
    Formula,
    Grid,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Number,
    OrderedList,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Reference,
    Shifted,
    Strike,
    Strong,
    Table,
    Text,
)
from briefing.document.trees import plain_text
from briefing.errors import ExportError
from briefing.export.downloads import data_link
from briefing.export.escaping import escape
from briefing.export.formulas import write_formula
from briefing.export.hindsight import EVIDENCE
from briefing.export.ordinary_markup import (
    ordinary_rules,
    write_listing,
    write_picture,
    write_preformatted,
)
from briefing.export.schemes import follows_scheme
from briefing.export.sieve import write_ways
from briefing.export.svg import read_drawing
from briefing.export.tables import column_rules, labelled, traced, write_grid, write_table
from briefing.export.words import CALLOUTS, citation_parts, source_anchor


class Markup:
    """Writes the blocks of a document, one chapter after another.

    Attributes
    ----------
    names : mapping of str to str
        What stands at the ids that drawings lead to.
    verdicts : mapping of str to str
        Words of the verdicts in the ledger, by tone; empty where the page has no ledger.
    days : sequence of str
        Days that readers may choose in the ledger; its evidence is marked by them.
    rules : list of str
        CSS rules that the tables written so far need.
    """

    def __init__(
        self,
        names: Mapping[str, str] | None = None,
        verdicts: Mapping[str, str] | None = None,
        days: Sequence[str] = (),
    ) -> None:
        self.names, self.verdicts, self.days = names or {}, verdicts or {}, days
        self.rules: list[str] = []
        self._notes: list[tuple[int, str]] = []
        self._is_ordinary = False

    # Inlines ----------------------------------------------------------------------------------

    def inlines(self, nodes: Iterable[Inline]) -> str:
        """Write a run of inlines."""
        return "".join(self._inline(node) for node in nodes)

    def _inline(self, node: Inline) -> str:
        match node:
            case Text(text=text):
                return escape(text)
            case Number():
                return traced(escape(node.text), node.target)
            case Strong(children=inner):
                return f"<strong>{self.inlines(inner)}</strong>"
            case Emphasis(children=inner):
                return f"<em>{self.inlines(inner)}</em>"
            case Strike(children=inner):
                return f"<s>{self.inlines(inner)}</s>"
            case Shifted(side=side, children=inner):
                return f"<{side}>{self.inlines(inner)}</{side}>"
            case Code(text=text):
                return f"<code>{escape(text)}</code>"
            case Formula():
                self._need_ordinary()
                return write_formula(node)
            case LineBreak():
                return "<br>"
            case Link():
                return self._link(node)
            case Reference():
                return f'<a class="ref" href="#{escape(node.anchor)}">{escape(node.text)}</a>'
            case Citation():
                return self.citation(node)
            case Footnote():
                return self._footnote(node)
        raise ExportError(f"the page has no form for an inline of type {type(node).__name__}")

    def _link(self, node: Link) -> str:
        away = "" if node.href.startswith("#") else ' rel="noreferrer"'
        return f'<a href="{escape(node.href)}"{away}>{self.inlines(node.children)}</a>'

    def citation(self, node: Citation) -> str:
        """Write a citation, held to the word before it."""
        parts = "".join(
            f'<a href="#{escape(source_anchor(part.source))}" role="doc-biblioref">'
            f"{escape(part.text)}</a>"
            if part.source
            else escape(part.text)
            for part in citation_parts(node)
        )
        return f'&nbsp;<span class="cite">[{parts}]</span>'

    def _footnote(self, node: Footnote) -> str:
        number = node.number
        self._notes.append((number, self.blocks(node.blocks)))
        return (
            f'<sup class="noteref"><button id="noteref-{number}" type="button" '
            f'popovertarget="note-{number}-here" aria-label="Note {number}">{number}</button></sup>'
            f'<span class="note" id="note-{number}-here" popover>'
            f'<span class="note-number">{number}</span> {self._run_in(node.blocks)} '
            f'<a href="#note-{number}" role="doc-noteref" aria-label="Note {number} among the '
            f'notes of this chapter">Notes</a></span>'
        )

    def _run_in(self, blocks: Iterable[Block]) -> str:
        """Write a note's text for the place where it is called; other blocks wait in the list."""
        texts = [self.inlines(b.children) for b in blocks if isinstance(b, Paragraph)]
        return "<br>".join(texts)

    def take_notes(self) -> list[tuple[int, str]]:
        """Give the notes since the last call: number and content."""
        notes, self._notes = self._notes, []
        return notes

    # Blocks -----------------------------------------------------------------------------------

    def blocks(self, nodes: Iterable[Block]) -> str:
        """Write a run of blocks, one a line."""
        return "\n".join(self.block(node) for node in nodes)

    def block(self, node: Block) -> str:
        """Write one block."""
        write = _WRITERS.get(type(node))
        if write is None:
            raise ExportError(
                f"{node.place}: the page has no form for a block of type {type(node).__name__}"
            )
        return write(self, node)

    def heading(self, node: Heading) -> str:
        """Write a heading, one level below its own: the page's title is the first."""
        level = node.level + 1
        number = f'<span class="section-number">{escape(node.number)}</span> '
        words = (number if node.number else "") + self.inlines(node.children)
        return f'<h{level} id="{escape(node.id)}">{words}</h{level}>'

    def paragraph(self, node: Paragraph) -> str:
        """Write a paragraph."""
        return f"<p>{self.inlines(node.children)}</p>"

    def bullets(self, node: BulletList) -> str:
        """Write an unordered list."""
        return f"<ul>{self._items(node.items)}</ul>"

    def ordered(self, node: OrderedList) -> str:
        """Write a numbered list."""
        start = f' start="{node.start}"' if node.start != 1 else ""
        return f"<ol{start}>{self._items(node.items)}</ol>"

    def _items(self, items: Iterable[Sequence[Block]]) -> str:
        return "".join(f"<li>{self._item(item)}</li>" for item in items)

    def _item(self, blocks: Sequence[Block]) -> str:
        """Write an item; its first paragraph needs no element of its own."""
        if blocks and isinstance(blocks[0], Paragraph):
            rest = self.blocks(blocks[1:])
            return self.inlines(blocks[0].children) + (f"\n{rest}" if rest else "")
        return self.blocks(blocks)

    def quote(self, node: Quote) -> str:
        """Write a quotation."""
        return f"<blockquote>{self.blocks(node.blocks)}</blockquote>"

    def preformatted(self, node: Preformatted) -> str:
        """Write preformatted text."""
        if node.kind or node.language:
            self._need_ordinary()
        return write_preformatted(node)

    def listing(self, node: Listing) -> str:
        """Write the code of a cell."""
        self._need_ordinary()
        return write_listing(node)

    def _need_ordinary(self) -> None:
        """Take the rules for what notebooks from elsewhere hold, once."""
        if not self._is_ordinary:
            self._is_ordinary = True
            self.rules += ordinary_rules()

    def divider(self, node: Divider) -> str:
        """Write a thematic break."""
        return "<hr>"

    def callout(self, node: Callout) -> str:
        """Write an aside."""
        title = f" · {self.inlines(node.title)}" if node.title else ""
        return (
            f'<aside class="callout callout-{node.kind}" role="note">'
            f'<p class="callout-title">{CALLOUTS[node.kind]}{title}</p>'
            f"{self.blocks(node.blocks)}</aside>"
        )

    def picture(self, node: Picture) -> str:
        """Write an image."""
        self._need_ordinary()
        return write_picture(node)

    def grid(self, node: Grid) -> str:
        """Write a table of the Markdown kind."""
        head = [self.inlines(cell) for cell in node.head]
        rows = [[self.inlines(cell) for cell in row] for row in node.rows]
        return write_grid(head, rows, node.align, node.labels)

    def table(self, node: Table) -> str:
        """Write a numbered table, and keep the rules for its columns."""
        self.rules += column_rules(node)
        is_evidence = node.label.startswith(EVIDENCE)
        return write_table(node, self.citation, self.days if is_evidence else ())

    def figure(self, node: Figure) -> str:
        """Write a chart: headline above it, number and credit below."""
        drawing = read_drawing(node.svg, node.label, node.place)
        shown = drawing.for_page(plain_text(node.headline), node.alt, self.names)
        kind = "drawing" if follows_scheme(drawing.body) else "drawing as-drawn"
        subtitle = f'<span class="subtitle">{escape(node.subtitle)}</span>' if node.subtitle else ""
        sources = "".join(self.citation(cited) for cited in node.cite)
        return (
            f'<figure id="{node.label}"><figcaption>'
            f'<span class="headline">{self.inlines(node.headline)}</span>{subtitle}</figcaption>'
            f'<div class="scroll {kind}" role="group" tabindex="0" '
            f'aria-label="Figure {node.number}">{shown}</div>{self._ways(node)}'
            f'<p class="fine">{labelled("Figure", node.number, node.target)} '
            f"{escape(node.credit)}{sources}{data_link(node)}</p></figure>"
        )

    def _ways(self, node: Figure) -> str:
        """Write the ways from a scoreboard to the claims that have each verdict."""
        columns = node.data["columns"] if node.data else ()
        if not self.verdicts or not {"claim", "verdict"} <= set(columns):
            return ""
        return write_ways(self.verdicts)

    def entry(self, node: Entry) -> str:
        """Write an entry of the trace."""
        lines = "".join(
            f"<div><dt>{escape(word)}</dt><dd>{self.inlines(told)}</dd></div>"
            for word, told in node.lines
        )
        return (
            f'<div class="entry" id="{escape(node.id)}"><p><code>{escape(node.name)}</code> '
            f"{self.inlines(node.head)}</p><dl>{lines}</dl></div>"
        )


_WRITERS: Final[dict[type[Block], Callable[[Markup, Any], str]]] = {
    Heading: Markup.heading,
    Paragraph: Markup.paragraph,
    BulletList: Markup.bullets,
    OrderedList: Markup.ordered,
    Quote: Markup.quote,
    Preformatted: Markup.preformatted,
    Listing: Markup.listing,
    Divider: Markup.divider,
    Callout: Markup.callout,
    Picture: Markup.picture,
    Grid: Markup.grid,
    Entry: Markup.entry,
    Table: Markup.table,
    Figure: Markup.figure,
}
