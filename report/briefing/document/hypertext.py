"""HTML from elsewhere to nodes: its words, tables and images, and none of its behaviour.

Nothing of the HTML reaches a page as it is. What becomes a node is written anew by the exporters;
scripts, styles and forms are left behind, and whoever calls is told what was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import CData, NavigableString, PageElement, Tag
from bs4.exceptions import ParserRejectedMarkup

from briefing.document.nodes import (
    Block,
    BulletList,
    Callout,
    Code,
    Divider,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    OrderedList,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Shifted,
    Strike,
    Strong,
    Text,
)
from briefing.document.tabular import read_grid
from briefing.document.trees import plain_text

ADDRESS: Final = re.compile(
    r"^(?:https?://[^\s/]|mailto:[^\s]|#[\w])(?!.{2000})", re.IGNORECASE | re.DOTALL
)
"""Addresses that may be followed; a PDF takes none of more than 8,000 bytes."""

DEEPEST: Final = 50
"""Levels of nesting that are kept; the PDF compiler reads about twice as many."""

ACTIVE: Final = {
    "applet", "audio", "button", "canvas", "embed", "frame", "frameset", "iframe", "input",
    "object", "script", "select", "textarea", "video",
}  # fmt: skip
"""Elements that do something or load something."""

_SILENT: Final = {"base", "head", "link", "meta", "noscript", "style", "template", "title"}
_BLOCKS: Final = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "html", "img", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "svg", "table", "ul",
}  # fmt: skip
_ALERTS: Final = {
    "alert-info": "note", "alert-success": "tip", "alert-warning": "warning",
    "alert-danger": "caution", "alert-error": "caution",
}  # fmt: skip
_WRAPPERS: Final[dict[str, Callable[[tuple[Inline, ...]], Inline]]] = {
    **dict.fromkeys(("b", "strong", "th"), Strong),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), Emphasis),
    **dict.fromkeys(("s", "strike", "del"), Strike),
    "sub": lambda children: Shifted("sub", children),
    "sup": lambda children: Shifted("sup", children),
}
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_HIDDEN: Final = re.compile(r"display:\s*none")

FindPicture = Callable[[str, str], Picture | None]
"""Gives the picture at an address with a description, or None."""


def parse_html(html: str) -> BeautifulSoup:
    """Parse HTML as browsers do, who refuse nothing; deep down, elements become their words."""
    html = f"{html}\n"  # a line break tells the parser that this is the HTML and no file's name
    try:
        soup = BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:  # it knows no declaration such as ``<![x]>``
        soup = BeautifulSoup(html.replace("<![", "&lt;!["), "html.parser")
    level: list[Tag] = [soup]
    for _ in range(DEEPEST):
        level = [tag for parent in level for tag in parent.children if isinstance(tag, Tag)]
    for tag in level:
        tag.string = tag.get_text()
    return soup


@dataclass
class HtmlReading:
    """Reads pieces of HTML.

    Attributes
    ----------
    place : str
        Notebook and cell.
    notices : list of str
        Receives a line for what is left out.
    find_picture : callable
        Finds images.
    headings : bool
        Whether headings head sections of the document; if not, they become strong words.
    """

    place: str
    notices: list[str]
    find_picture: FindPicture
    headings: bool = False
    left_out: set[str] = field(default_factory=set)

    def blocks(self, html: str) -> tuple[Block, ...]:
        """Read HTML as blocks."""
        found = self._blocks(parse_html(html).children, top=True)
        self.report()
        return tuple(found)

    def report(self) -> None:
        """Note which elements were left out since the last call."""
        if self.left_out:
            kinds = ", ".join(f"<{name}>" for name in sorted(self.left_out))
            self.notices.append(f"{self.place}: HTML elements {kinds} are left out")
            self.left_out.clear()

    # Blocks -----------------------------------------------------------------------------------

    def _blocks(self, elements: Iterable[PageElement], *, top: bool = False) -> list[Block]:
        found: list[Block] = []
        run: list[PageElement] = []
        for element in elements:
            if isinstance(element, Tag) and _is_block(element):
                found += self._paragraph(run, top)
                run = []
                found += self._block(element, top)
            else:
                run.append(element)
        return found + self._paragraph(run, top)

    def _paragraph(self, run: Sequence[PageElement], top: bool) -> list[Block]:
        children = trim(self.inlines(run))
        return [Paragraph(children, place=self.place if top else "")] if children else []

    def _block(self, tag: Tag, top: bool) -> list[Block]:
        name, place = tag.name, self.place if top else ""
        if name in ACTIVE:
            self.left_out.add(name)
            return []
        if _is_hidden(tag):
            return []
        if name == "table":
            return self._table(tag, place)
        if name in ("ul", "ol", "dir"):
            return self._list(tag, place)
        if name == "pre":
            text = tag.get_text().strip("\n")
            return [Preformatted(text, place=place)] if text.strip() else []
        if name == "hr":
            return [Divider(place=place)]
        if name in ("img", "svg"):
            return self._image(tag, place)
        inner = self._blocks(tag.children, top=top)
        if not inner:
            return []
        if name == "blockquote":
            return [Quote(tuple(inner), place=place)]
        if re.fullmatch(r"h[1-6]", name) or name in ("summary", "dt", "figcaption"):
            return [self._emphasised(block, name, top) for block in inner]
        kind = next((_ALERTS[c] for c in tag.get_attribute_list("class") if c in _ALERTS), "")
        return [Callout(kind, (), tuple(inner), place=place)] if kind else inner

    def _emphasised(self, block: Block, name: str, top: bool) -> Block:
        if not isinstance(block, Paragraph):
            return block
        if self.headings and top and name[1:].isdecimal():
            return Heading(int(name[1]), block.children, place=self.place)
        return Paragraph((Strong(block.children),), place=block.place)

    def _table(self, tag: Tag, place: str) -> list[Block]:
        caption = tag.find("caption")
        title = trim(self.inlines(caption.children)) if isinstance(caption, Tag) else ()
        grid = read_grid(
            tag,
            lambda cell: trim(self.inlines(cell.children)),
            place=place,
            notices=self.notices,
        )
        above: list[Block] = [Paragraph((Strong(title),), place=place)] if title else []
        return [*above, grid] if grid else above

    def _list(self, tag: Tag, place: str) -> list[Block]:
        items = [
            tuple(self._blocks(item.children if item.name == "li" else [item]))
            for item in tag.children
            if isinstance(item, Tag)
        ]
        kept = tuple(item for item in items if item)
        if not kept:
            return []
        start = str(tag.get("start", "1"))
        if tag.name == "ol":
            first = int(start) if start.isdecimal() and len(start) < 10 else 1
            return [OrderedList(kept, start=first, place=place)]
        return [BulletList(kept, place=place)]

    def _image(self, tag: Tag, place: str) -> list[Block]:
        if tag.name == "svg":
            picture = self.find_picture("data:image/svg+xml," + str(tag), "")
        else:
            picture = self.find_picture(str(tag.get("src", "")), str(tag.get("alt") or ""))
        if picture is not None:
            return [picture]
        return [Paragraph((self.missing_image(tag),), place=place)]

    def missing_image(self, tag: Tag) -> Inline:
        """Name an image that cannot be shown."""
        src, alt = str(tag.get("src", "")), str(tag.get("alt") or "without description")
        self.notices.append(f"{self.place}: the image {src[:80]!r} is not in the notebook")
        words = (Text(f"[Image: {alt}]"),)
        return Link(src, words) if ADDRESS.match(src) else Emphasis(words)

    # Inlines ----------------------------------------------------------------------------------

    def inlines(self, elements: Iterable[PageElement]) -> tuple[Inline, ...]:
        """Read what stands in a line."""
        found: list[Inline] = []
        for element in elements:
            if isinstance(element, Tag):
                found += self._inline(element)
            elif type(element) in (NavigableString, CData):
                text = _SPACES.sub(" ", str(element))
                found += [Text(text)] if text else []
        return tuple(found)

    def _inline(self, tag: Tag) -> Sequence[Inline]:
        return self.wrap(tag, self.inlines(tag.children))

    def wrap(self, tag: Tag, children: tuple[Inline, ...]) -> Sequence[Inline]:
        """Give what an element means for its children."""
        name = tag.name
        if name in ACTIVE:
            self.left_out.add(name)
            return ()
        if name in _SILENT or _is_hidden(tag):
            return ()
        if name == "br":
            return (LineBreak(),)
        if name in ("code", "kbd", "tt", "samp"):
            text = plain_text(children)
            return (Code(text),) if text.strip() else ()
        if name == "img":
            return (self.missing_image(tag),)
        if name == "a":
            return self._link(tag, children)
        if name in _WRAPPERS and plain_text(children).strip():
            return (_WRAPPERS[name](children),)
        return (LineBreak(), *children) if name in _BLOCKS and children else children

    def _link(self, tag: Tag, children: tuple[Inline, ...]) -> Sequence[Inline]:
        href = str(tag.get("href", ""))
        if not href or not plain_text(children).strip():
            return children
        if ADDRESS.match(href):
            return (Link(href, children),)
        if not re.match(r"(?i)\s*(?:javascript|data|vbscript):", href):
            return (*children, Text(f" ({href})"))
        return children


def _is_block(tag: Tag) -> bool:
    return tag.name in _BLOCKS or (
        tag.name not in _SILENT and tag.find(lambda inner: inner.name in _BLOCKS) is not None
    )


def _is_hidden(tag: Tag) -> bool:
    return tag.name in _SILENT or bool(_HIDDEN.search(str(tag.get("style", ""))))


def trim(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Take away the blanks at both ends, and everything if there is nothing else."""
    run = list(children)
    while run and (isinstance(run[0], LineBreak) or _blank(run[0])):
        run.pop(0)
    while run and (isinstance(run[-1], LineBreak) or _blank(run[-1])):
        run.pop()
    if run and isinstance(run[0], Text):
        run[0] = Text(run[0].text.lstrip())
    if run and isinstance(run[-1], Text):
        run[-1] = Text(run[-1].text.rstrip())
    return tuple(run)


def _blank(node: Inline) -> bool:
    return isinstance(node, Text) and not node.text.strip(" \t\n")


def is_active(html: str) -> bool:
    """Tell whether HTML does something: a script, a form, a frame or a player."""
    return re.search(rf"<(?:{'|'.join(sorted(ACTIVE))})\b", html, re.IGNORECASE) is not None
