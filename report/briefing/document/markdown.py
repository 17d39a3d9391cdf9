"""Markdown to nodes.

To what `grammar` parses, this module adds two forms that are plain text to a parser: ``{#sec-x}``
or ``{#claim-x}`` at the end of a heading names it, and ``> [!NOTE] Title`` opens a callout.

Whatever the parser yields and this module does not know is a `DocumentError`: nothing is lost
silently. A lenient reading, meant for notebooks from elsewhere, keeps the words of what it cannot
show and notes the loss; it also reads formulas and raw HTML, see `foreign_markdown`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import unquote

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from briefing.document.foreign_markdown import Additions, mark_task
from briefing.document.grammar import FOREIGN_PARSER, PARSER
from briefing.document.hypertext import ADDRESS, DEEPEST
from briefing.document.maths import LatexReader
from briefing.document.nodes import (
    Block,
    BulletList,
    Callout,
    Citation,
    CitedSource,
    Code,
    Divider,
    Emphasis,
    Footnote,
    Grid,
    Heading,
    Inline,
    LineBreak,
    Link,
    OrderedList,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Reference,
    Strike,
    Strong,
    Text,
)
from briefing.document.pictures import DRAWN, NO_DESCRIPTION, read_address, read_picture
from briefing.document.trees import plain_text
from briefing.errors import DocumentError

HEADING_ID: Final = re.compile(r"\s*\{#((?:sec|claim)-[a-z0-9-]+)\}\s*$")
ALERT: Final = re.compile(r"^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*")
LOST_NOTE: Final = re.compile(r"\[\^[^\]]+\]")

Attachments = Mapping[str, Mapping[str, str]]


def parse_markdown(
    source: str,
    *,
    place: str = "",
    notices: list[str] | None = None,
    attachments: Attachments | None = None,
    maths: LatexReader | None = None,
) -> tuple[Block, ...]:
    """Read Markdown as blocks.

    Parameters
    ----------
    source : str
        Markdown of one cell or passage; footnotes must be defined in it.
    place : str
        Notebook and cell, for messages; set on each top-level block.
    notices : list of str, optional
        Given, the reading is lenient: what cannot be shown keeps its words, and a line about it
        is appended here. Left out, it is an error.
    attachments : mapping, optional
        The cell's attached images: name to media type to base64.
    maths : LatexReader, optional
        Given, the text comes from elsewhere: formulas and raw HTML are read as well.

    Returns
    -------
    tuple of Block
        In order; empty for blank text.

    Raises
    ------
    DocumentError
        For a form the document cannot hold, naming `place`.
    """
    reading = _Reading(place, notices, attachments or {})
    if maths is not None and notices is not None:
        reading.additions = Additions(place, notices, reading.find_picture, maths)
    env: dict[str, Any] = {}
    parser = FOREIGN_PARSER if reading.additions else PARSER
    tokens = parser.parse(source, env)
    if _depth(tokens) > DEEPEST:
        reading.refuse(f"Markdown is nested more than {DEEPEST} levels deep; write it flatter")
        return (Preformatted(source, place=place),)
    tree = SyntaxTreeNode(tokens)
    body = [node for node in tree.children if node.type != "footnote_block"]
    for block in tree.children:
        if block.type == "footnote_block":
            reading.notes = {note.meta["id"]: note.children for note in block.children}
    for label, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            reading.refuse(f"footnote [^{label.lstrip(':')}] is defined but never referred to")
    return tuple(reading.blocks(body, top=True))


def _depth(tokens: Sequence[Token]) -> int:
    """Give the deepest nesting of blocks and inlines."""
    return max(
        (t.level + max((inner.level for inner in t.children or ()), default=0) for t in tokens),
        default=0,
    )


# The tree to nodes ----------------------------------------------------------------------------


@dataclass
class _Reading:
    """One call of `parse_markdown`."""

    place: str
    notices: list[str] | None
    attachments: Attachments
    notes: dict[int, Sequence[SyntaxTreeNode]] = field(default_factory=dict)
    additions: Additions | None = None
    within_link: bool = False

    def refuse(self, what: str) -> None:
        """Raise, or in a lenient reading note what is shown otherwise."""
        message = f"{self.place or 'Markdown'}: {what}"
        if self.notices is None:
            raise DocumentError(message)
        self.notices.append(message)

    def blocks(self, nodes: Iterable[SyntaxTreeNode], *, top: bool = False) -> list[Block]:
        found: list[Block] = []
        for node in nodes:
            make = _BLOCKS.get(node.type)
            if make is None and self.additions and node.type in self.additions.BLOCKS:
                found += self.additions.blocks(node.type, node.content, top=top)
                continue
            if make is None:
                raise DocumentError(
                    f"{self.place or 'Markdown'}: a block of type {node.type!r} has no place in "
                    f"the document; write it as a paragraph, list, table or quotation"
                )
            found += make(self, node, self.place if top else "")
        return found

    def inlines(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Inline, ...]:
        found: list[Inline] = []
        for node in nodes:
            make = _INLINES.get(node.type)
            if make is None and self.additions and node.type in self.additions.INLINES:
                found.append(self.additions.inline(node.type, node.content))
                continue
            if make is None:
                raise DocumentError(
                    f"{self.place or 'Markdown'}: inline markup of type {node.type!r} has no "
                    f"place in the document; write it as plain words"
                )
            for inline in make(self, node):
                append_inline(found, inline)
        return self.additions.fold(found) if self.additions else tuple(found)

    def text(self, node: SyntaxTreeNode) -> list[Inline]:
        if LOST_NOTE.search(node.content):
            self.refuse(
                f"the footnote in {node.content.strip()[:60]!r} has no definition in this cell"
            )
        return [Text(node.content)] if node.content else []

    def link(self, node: SyntaxTreeNode) -> list[Inline]:
        self.within_link = True
        href, children = str(node.attrs["href"]), self.inlines(node.children)
        self.within_link = False
        if ADDRESS.match(href):
            return [Link(href, children)]
        self.refuse(
            f"link to {href!r}: an address starts with http://, https://, mailto: or #"
            f"{'' if self.notices is None else '; shown as text'}"
        )
        return [*children, Text(f" ({href})")]

    def footnote(self, node: SyntaxTreeNode) -> list[Inline]:
        nodes = self.notes.get(node.meta["id"], [])
        if any(inner.type == "footnote_ref" for n in nodes for inner in n.walk()):
            raise DocumentError(f"{self.place}: a footnote inside a footnote; join the two")
        return [Footnote(tuple(self.blocks(nodes)))]

    def image(self, node: SyntaxTreeNode) -> list[Inline]:
        """Keep the words of an image that stands in the middle of a sentence."""
        src = str(node.attrs["src"])
        self.refuse(
            f"image {src[:80]!r} cannot be embedded: attach it to the cell and let it stand "
            f"alone in its paragraph, or draw it as a chart"
        )
        words = f"[Image: {node.content or 'without description'}]"
        if self.within_link or not ADDRESS.match(src):
            return [Text(words)]
        return [Link(src, (Text(words),))]

    def picture(self, node: SyntaxTreeNode, place: str) -> Picture | None:
        """Find an attached image."""
        picture = self.find_picture(str(node.attrs["src"]), node.content)
        return replace(picture, place=place) if picture else None

    def find_picture(self, src: str, alt: str) -> Picture | None:
        """Find the image at an address: attached, or written into it."""
        try:
            if src.startswith("data:"):
                return read_address(src, alt=alt or NO_DESCRIPTION, place=self.place)
            name = unquote(src.removeprefix("attachment:"))
            bundle = self.attachments.get(name, {})
            mime = next((kind for kind in DRAWN if kind in bundle), None)
            if mime is None or not (src.startswith("attachment:") or self.additions):
                return None
            if not alt:
                self.refuse(f"image {name!r} has no description; write ![what it shows](…)")
            text = joined(bundle[mime])
            return read_picture(mime, text, alt=alt or NO_DESCRIPTION, place=self.place)
        except DocumentError as error:
            if self.notices is None:
                raise
            self.notices.append(str(error))
            return None


def joined(value: Any) -> str:
    """Join the lines of a value that a notebook may store as a list."""
    return "".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def append_inline(found: list[Inline], inline: Inline) -> None:
    """Add an inline, joining neighbouring text; a citation takes away the space before it."""
    if isinstance(inline, Citation) and found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text.rstrip())
    if isinstance(inline, Text) and found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text + inline.text)
    else:
        found.append(inline)


# Blocks ---------------------------------------------------------------------------------------


def _heading(reading: _Reading, node: SyntaxTreeNode, place: str) -> list[Block]:
    children = reading.inlines(node.children)
    if not place and reading.place:
        reading.refuse("a heading inside a list or quotation; move it out")
        return [Paragraph((Strong(children),))]
    label = ""
    if children and isinstance(children[-1], Text) and (m := HEADING_ID.search(children[-1].text)):
        label, rest = m[1], children[-1].text[: m.start()]
        children = (*children[:-1], *((Text(rest),) if rest else ()))
    if not plain_text(children).strip():
        reading.refuse("a heading without words; name the section or remove the heading")
        return []
    return [Heading(int(node.tag[1]), children, id=label, place=place)]


def _paragraph(reading: _Reading, node: SyntaxTreeNode, place: str) -> list[Block]:
    inner = list(node.children[0].children)
    pictures = [reading.picture(n, place) if n.type == "image" else None for n in inner]
    words = [n for n in inner if n.type not in ("image", "softbreak", "hardbreak")]
    alone = not words and all(p for p, n in zip(pictures, inner, strict=True) if n.type == "image")
    if not any(pictures) or not (alone or reading.additions):
        children = reading.inlines(node.children)
        return [Paragraph(children, place=place)] if children or not reading.additions else []
    return list(_around_pictures(reading, inner, pictures, place))


def _around_pictures(
    reading: _Reading,
    inner: Sequence[SyntaxTreeNode],
    pictures: Sequence[Picture | None],
    place: str,
) -> Iterator[Block]:
    """Take a paragraph apart where images stand in it."""
    run: list[SyntaxTreeNode] = []
    for node, picture in [*zip(inner, pictures, strict=True), (None, None)]:
        if node is not None and picture is None:
            run.append(node)
            continue
        if any(n.type not in ("softbreak", "hardbreak") for n in run):
            children = reading.inlines(run)
            if plain_text(children).strip():
                yield Paragraph(children, place=place)
        run = []
        if picture is not None:
            yield picture


def _items(reading: _Reading, node: SyntaxTreeNode) -> tuple[tuple[Block, ...], ...]:
    items = (tuple(reading.blocks(item.children)) for item in node.children)
    return tuple(mark_task(item) if reading.additions else item for item in items)


def _bullets(reading: _Reading, node: SyntaxTreeNode, place: str) -> list[Block]:
    return [BulletList(_items(reading, node), place=place)]


def _ordered(reading: _Reading, node: SyntaxTreeNode, place: str) -> list[Block]:
    start = int(node.attrs.get("start", 1))
    return [OrderedList(_items(reading, node), start=start, place=place)]


def _quote(reading: _Reading, node: SyntaxTreeNode, place: str) -> list[Block]:
    first = node.children[0] if node.children else None
    if first is not None and first.type == "paragraph":
        run = first.children[0].children
        match = ALERT.match(run[0].content) if run and run[0].type == "text" else None
        if match:
            return [_callout(reading, node, match, place)]
    return [Quote(tuple(reading.blocks(node.children)), place=place)]


def _callout(reading: _Reading, node: SyntaxTreeNode, match: re.Match[str], place: str) -> Callout:
    run = list(node.children[0].children[0].children)
    end = next((i for i, n in enumerate(run) if n.type in ("softbreak", "hardbreak")), len(run))
    title = list(reading.inlines(run[:end]))
    if title and isinstance(title[0], Text):
        rest = ALERT.sub("", title[0].text)
        title[:1] = [Text(rest)] if rest else []
    body = reading.inlines(run[end + 1 :])
    blocks = [*([Paragraph(body)] if body else []), *reading.blocks(node.children[1:])]
    return Callout(match[1].lower(), tuple(title), tuple(blocks), place=place)


def _preformatted(reading: _Reading, node: SyntaxTreeNode, place: str) -> list[Block]:
    language = node.info.split()[0] if node.type == "fence" and node.info.strip() else ""
    return [Preformatted(node.content.rstrip("\n"), language, place=place)]


def _grid(reading: _Reading, node: SyntaxTreeNode, place: str) -> list[Block]:
    head, *bodies = node.children
    cells = head.children[0].children
    rows = [row for body in bodies for row in body.children]
    return [
        Grid(
            align=tuple(_alignment(cell) for cell in cells),
            head=tuple(reading.inlines(cell.children) for cell in cells),
            rows=tuple(tuple(reading.inlines(c.children) for c in r.children) for r in rows),
            place=place,
        )
    ]


def _alignment(cell: SyntaxTreeNode) -> str:
    style = str(cell.attrs.get("style", ""))
    return next((side for side in ("right", "center") if side in style), "left")


_BLOCKS: Final[dict[str, Callable[[_Reading, SyntaxTreeNode, str], list[Block]]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullet_list": _bullets,
    "ordered_list": _ordered,
    "blockquote": _quote,
    "fence": _preformatted,
    "code_block": _preformatted,
    "hr": lambda reading, node, place: [Divider(place=place)],
    # The way back from a note that ends in a list or in code; the exporters write it themselves.
    "footnote_anchor": lambda reading, node, place: [],
    "table": _grid,
}

_INLINES: Final[dict[str, Callable[[_Reading, SyntaxTreeNode], Iterable[Inline]]]] = {
    "inline": lambda reading, node: reading.inlines(node.children),
    "text": _Reading.text,
    "strong": lambda reading, node: [Strong(reading.inlines(node.children))],
    "em": lambda reading, node: [Emphasis(reading.inlines(node.children))],
    "s": lambda reading, node: [Strike(reading.inlines(node.children))],
    "code_inline": lambda reading, node: [Code(node.content)],
    "softbreak": lambda reading, node: [Text(" ")],
    "hardbreak": lambda reading, node: [LineBreak()],
    "link": _Reading.link,
    "image": _Reading.image,
    "footnote_ref": _Reading.footnote,
    "footnote_anchor": lambda reading, node: [],
    "cite": lambda reading, node: [
        Citation(tuple(CitedSource(source, locator) for source, locator in node.meta["items"]))
    ],
    "refer": lambda reading, node: [Reference(node.meta["target"])],
}
