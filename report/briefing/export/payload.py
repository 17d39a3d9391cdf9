"""The document as data for the Typst library.

Each block becomes one statement: a function of the library and the JSON it is called with. What
the library does not need (origins, plotted data, the text of drawings) is left out, and every
string is cleaned, so the same words reach paper whatever hid between their letters.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from briefing import tokens
from briefing.document.model import Chapter, Document, Source
from briefing.document.nodes import (
    Callout,
    Cell,
    Citation,
    Code,
    Column,
    Figure,
    Formula,
    Grid,
    Heading,
    Listing,
    Node,
    Number,
    Paragraph,
    Picture,
    Preformatted,
    Table,
    Text,
)
from briefing.export.attaching import Attachments
from briefing.export.characters import printable
from briefing.export.colophon import describe_making
from briefing.export.columns import fit_columns
from briefing.export.flow import Way, page_runs, text_length
from briefing.export.formulas import paper_formula
from briefing.export.highlight import paper_theme
from briefing.export.svg import read_drawing
from briefing.export.words import (
    CALLOUTS,
    chapter_kicker,
    citation_parts,
    date_in_words,
    source_anchor,
    source_details,
)

_SHORT_ROWS: Final = 8
_SHORT_CHARACTERS: Final = 1000
"""A table within both stays on one page; the gap it may leave is small."""

_INTRODUCTION: Final = 250
"""Letters of a paragraph that stays with the table below it."""

_APPENDIX: Final = "appendix"

_LEFT_OUT: Final = frozenset(
    {"place", "origins", "data", "day", "svg", "estimate", "summary", "sources", "tree"}
)

_FORMULAS: Final = files("briefing.export") / "templates" / "briefing-pdf" / "maths.typ"

_TALLEST: Final = 8.4
"""Height of an image that leaves room for the page's margins [in]."""

_UNBROKEN: Final = re.compile(r"[^\s\u200b]{24}(?=[^\s\u200b])")
"""Letters of code that stand in a line without a place to break it."""

_UNHEARD_OF: Final = re.compile(r"[^\s\u200b]{30,}")
"""A word longer than those of the language, which may be wider than a column of a table."""

_EIGHT: Final = re.compile(r".{8}(?=[^\u0300-\u036f])")
"""Letters of such a word behind which it may be broken: not before a mark on the last of them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A call of a library function.

    Attributes
    ----------
    function : str
        Name in the library.
    content : object
        JSON it is called with.
    place : str
        Notebook and cell behind it.
    chapter : str
        Id of its chapter.
    """

    function: str
    content: Any
    place: str
    chapter: str


@dataclass(frozen=True, slots=True)
class Paper:
    """All that the template and the compiler need.

    Attributes
    ----------
    setup : mapping
        Meta of the document.
    statements : tuple of Statement
        Chapters and blocks, in order.
    contents : int or None
        Before which statement the contents stand; None where there are none.
    appendices : int or None
        With which statement the appendices begin; None where there are none.
    references : mapping
        Entries of the reference list, and what holds for all of them; empty without any.
    colophon : mapping
        How the document was made; empty for a notebook on its own.
    files : mapping
        Drawings, pictures and tokens by path.
    places : mapping
        Notebook and cell of each figure and table, by label.
    floatable : mapping
        Chapter of each figure that may float, by label, in order.
    """

    setup: Mapping[str, Any]
    statements: tuple[Statement, ...]
    contents: int | None
    appendices: int | None
    references: Mapping[str, Any]
    colophon: Mapping[str, Any]
    files: Mapping[str, bytes]
    places: Mapping[str, str]
    floatable: Mapping[str, str]


def paper_content(
    document: Document,
    attachments: Attachments = MappingProxyType({}),
    provenance: Mapping[str, Any] = MappingProxyType({}),
) -> Paper:
    """Turn a document into calls of the Typst library.

    Parameters
    ----------
    document : Document
        As assembled.
    attachments, provenance : mapping
        Data files to ride inside, by name, and how the document was made; the colophon tells it.
    """
    encoder = _Encoder()
    statements: list[Statement] = []
    starts: dict[str, int] = {}
    for chapter in document.chapters:
        # The cover, the contents and the change of setting each begin a page themselves.
        fresh = not statements or (chapter.role != "summary" and chapter.role not in starts)
        starts.setdefault(chapter.role, len(statements))
        encoder.dense = chapter.role == _APPENDIX
        statements += _chapter_statements(document, chapter, encoder, fresh=fresh)
    encoder.files["tokens.json"] = json.dumps(tokens.values()).encode()
    encoder.files["maths.typ"] = _FORMULAS.read_bytes()
    encoder.files["code.tmTheme"] = paper_theme()
    numbered = [
        (block, chapter)
        for chapter in document.chapters
        for block in chapter.blocks
        if isinstance(block, Figure | Table)
    ]
    return Paper(
        setup=_setup(document),
        statements=tuple(statements),
        # The summary comes first of all: many readers read nothing else.
        contents=_contents_place(document, starts),
        appendices=starts.get(_APPENDIX),
        references=_references(document.references),
        colophon=_colophon(document, attachments, provenance),
        files=encoder.files,
        places={block.label: block.place for block, _ in numbered},
        # A table belongs under the words before it: in the ledger, under its claim. Figures of
        # appendices stay, too: what is looked up stands where it is looked for.
        floatable={
            block.label: chapter.id
            for block, chapter in numbered
            if isinstance(block, Figure) and chapter.role != _APPENDIX
        },
    )


def _setup(document: Document) -> dict[str, Any]:
    meta = document.meta
    language, _, region = meta.language.partition("-")
    return _cleaned(
        {
            "meta": {
                "title": meta.title,
                "subtitle": meta.subtitle,
                "kicker": meta.kicker,
                "description": meta.description,
                "authors": meta.authors,
                "keywords": meta.keywords,
                "lang": language or "en",
                "region": region or None,
                "facts": meta.facts,
                "footer": meta.footer,
            },
            "merged": document.merged,
        }
    )


def _colophon(
    document: Document, attachments: Attachments, provenance: Mapping[str, Any]
) -> dict[str, Any]:
    if not document.merged:
        return {}
    return _cleaned(describe_making(document.meta, attachments, provenance))


def _contents_place(document: Document, starts: Mapping[str, int]) -> int | None:
    """Find the statement that contents stand before: behind the summary, else at the front."""
    if _count_entries(document) <= 2:
        return None
    others = [start for role, start in starts.items() if role != "summary"]
    return min(others) if starts.get("summary") == 0 and others else 0


def _count_entries(document: Document) -> int:
    """Count the entries that contents would have: chapters, and the upper two heading levels."""
    headings = (b for c in document.chapters for b in c.blocks if isinstance(b, Heading))
    chapters = len(document.chapters) if document.merged else 0
    return chapters + sum(heading.level <= 2 for heading in headings)


def _chapter_statements(
    document: Document, chapter: Chapter, encoder: _Encoder, *, fresh: bool
) -> Iterator[Statement]:
    opener = {
        "t": "chapter",
        "id": chapter.id,
        "number": chapter.number,
        "kicker": chapter_kicker(chapter),
        "title": encoder.encode(chapter.title),
        "question": encoder.encode(chapter.question),
        "shown": document.merged,
        "fresh": fresh,
    }
    pending: list[dict[str, Any]] = [opener]
    for way, blocks in page_runs(chapter.blocks):
        if way is Way.ACROSS:
            content = [*pending, *(encoder.encode(block) for block in blocks)]
            yield Statement("across", content, blocks[-1].place, chapter.id)
            pending = []
            continue
        yield from (Statement("chapter", item, chapter.place, chapter.id) for item in pending)
        pending = []
        if way is Way.COLUMNS:
            content = [encoder.encode(block) for block in blocks]
            yield Statement("columned", content, blocks[0].place or chapter.place, chapter.id)
            continue
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            encoded = encoder.encode(block)
            if isinstance(block, Paragraph) and isinstance(following, Table):
                encoded["introduces"] = text_length((block,)) <= _INTRODUCTION
            yield Statement("put", encoded, block.place, chapter.id)
    yield from (Statement("chapter", item, chapter.place, chapter.id) for item in pending)


def _references(sources: Sequence[Source]) -> dict[str, Any]:
    """Say once when most sources were read, and at an entry only where it was another day."""
    if not sources:
        return {}
    usual, count = Counter(source.accessed for source in sources).most_common(1)[0]
    if not usual or count < 2:
        usual = ""
    shown = [replace(s, accessed="") if usual and s.accessed == usual else s for s in sources]
    note = f"Accessed {date_in_words(usual)} where nothing else is said." if usual else ""
    return {"note": note, "entries": [_reference(source) for source in shown]}


def _reference(source: Source) -> dict[str, Any]:
    return _cleaned(
        {
            "anchor": source_anchor(source.id),
            "publisher": source.publisher or source.id,
            "title": source.title,
            "details": source_details(source),
            "url": source.url if source.url.startswith(("http://", "https://")) else "",
            "shown": breakable_address(source.url),
        }
    )


def breakable_address(url: str) -> str:
    """Shorten an address for paper, with places where its line may break, without hyphens."""
    shown = url.removeprefix("https://").removeprefix("http://").rstrip("/")
    shown = re.sub(r"(?<=[/\-_=&?.,+%])(?=\w)", "\u200b", shown)
    return re.sub(r"(\w{18})(?=\w{4})", "\\1\u200b", shown)


class _Encoder:
    """Nodes to JSON; drawings and pictures go to `files`."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.dense = False  # for appendices, which are looked up rather than read

    def encode(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return [self.encode(item) for item in value]
        if not isinstance(value, Node):
            return _clean(value)
        if isinstance(value, Grid) and len(parts := fit_columns(value)) > 1:
            return {"t": "parts", "blocks": [self.encode(part) for part in parts]}
        body = {
            f.name: self.encode(getattr(value, f.name))
            for f in fields(value)
            if f.name not in _LEFT_OUT
        }
        return {"t": value.TAG, **body, **self.extra(value)}

    def extra(self, node: Node) -> dict[str, Any]:
        """What the library wants to know beyond a node's own fields."""
        match node:
            case Citation():
                parts = citation_parts(node)
                return {
                    "parts": [
                        {
                            "text": part.text,
                            "ref": source_anchor(part.source) if part.source else "",
                        }
                        for part in parts
                    ]
                }
            case Column(width=width):
                share = None if width is None else float(width.removesuffix("fr"))
                return {"share": share, "name": _breakable(printable(node.name))}
            case Table():
                return {"breakable": self.dense or _is_long(node), "dense": self.dense}
            case Callout():
                return {"word": CALLOUTS[node.kind]}
            case Figure():
                path = f"fig/{node.label}.svg"
                self.files[path] = read_drawing(node.svg, node.label, node.place).for_paper()
                return {"path": path, "width": min(node.width, tokens.TEXT_WIDTH_IN)}
            case Picture():
                ending = node.mime.removeprefix("image/").removesuffix("+xml")
                path = f"pic/{len(self.files)}.{ending}"
                self.files[path] = base64.b64decode(node.data)
                return {"path": path, "width": _picture_width(node)}
            case Formula():
                return {"terms": _clean(paper_formula(node))}
            case Code() | Preformatted() | Listing():
                return {"text": _UNBROKEN.sub("\\g<0>\u200b", printable(node.text))}
            case Text() | Number() | Cell():
                return {"text": _breakable(printable(node.text))}
        return {}


def _breakable(text: str) -> str:
    """Let very long words be broken, so that they do not run over what stands beside them."""
    if not _UNHEARD_OF.search(text):
        return text
    return _UNHEARD_OF.sub(lambda word: _EIGHT.sub("\\g<0>\u200b", word[0]), text)


def _picture_width(picture: Picture) -> float | None:
    """Give the width of an image on the page [in]; None where its size is not known."""
    if not picture.width or not picture.height:
        return None
    shrink = min(1.0, tokens.TEXT_WIDTH_IN / picture.width, _TALLEST / picture.height)
    return round(picture.width * shrink, 3)


def _is_long(table: Table) -> bool:
    letters = sum(len(cell.text) for row in table.rows for cell in row)
    return len(table.rows) > _SHORT_ROWS or letters > _SHORT_CHARACTERS


def _clean(value: Any) -> Any:
    """Clean every string in plain values."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _clean(value) for key, value in values.items()}


def as_typst(value: Any) -> str:
    """Write a JSON value as a Typst expression that parses it.

    The JSON becomes one string literal on one line; nothing in it can end the literal.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return 'json(bytes("' + text.replace("\\", "\\\\").replace('"', '\\"') + '"))'
