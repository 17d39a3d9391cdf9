"""One notebook, merged or not, to a document.

A merged notebook is a briefing and is read strictly: it shows no errors and no warnings, and every
reference in it resolves. Any other notebook is read leniently, so that
``jupyter nbconvert --to briefing-html`` gives a decent page for notebooks from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode

from briefing.document.foreign import (
    is_hidden,
    language,
    read_code,
    read_raw,
    shows_code,
    upgrade,
)
from briefing.document.labels import label_heading
from briefing.document.markdown import parse_markdown
from briefing.document.merge import ROLES, cell_places, chapter_id
from briefing.document.model import Chapter, CodeCell, Document, Meta
from briefing.document.nodes import Block, Heading, Inline, Paragraph, Quote, Text
from briefing.document.numbering import RESERVED, number_document
from briefing.document.ordinary import join_streams
from briefing.document.outputs import Harvest, read_output
from briefing.document.trees import plain_text
from briefing.document.typography import curl
from briefing.errors import DocumentError

References = Mapping[str, Mapping[str, Any]]


def read_notebook(nb: NotebookNode, *, name: str = "notebook") -> tuple[Document, References]:
    """Read an executed notebook as a document, not numbered yet.

    Parameters
    ----------
    nb : NotebookNode
        From `merge_notebooks`, or any notebook of format 4.
    name : str
        File name of an unmerged notebook, for its title and for messages.

    Returns
    -------
    Document
        With references as they were written.
    mapping of str to mapping
        Every source that can be cited, by id; `number_document` wants it.

    Raises
    ------
    DocumentError
        For anything the document cannot hold, naming notebook and cell.
    """
    said = nb.metadata.get("briefing", {})
    harvest = Harvest()
    if "document" in said:
        meta = dict(said["document"])
        harvest.sources.update(meta.pop("sources", None) or {})
        chapters = [_chapter(entry, nb, harvest) for entry in said["chapters"]]
        document = _document(read_meta(meta), chapters, harvest, merged=True)
        document = replace(
            document,
            partial=bool(said.get("partial")),
            code=tuple(_code_cells(nb)),
            inputs=tuple(said.get("inputs", ())),
        )
    else:
        document = _single(nb, name, harvest)
    return document, harvest.sources


def assemble(nb: NotebookNode, *, name: str = "notebook") -> Document:
    """Read an executed notebook and number it; see `read_notebook`."""
    document, sources = read_notebook(nb, name=name)
    return number_document(document, sources)


def read_meta(data: Mapping[str, Any]) -> Meta:
    """Read what the cover says; an unknown or ill-typed entry is a `DocumentError`."""
    known = Meta.__dataclass_fields__
    for key, value in data.items():
        if key not in known:
            raise DocumentError(
                f"document meta has an unknown entry {key!r}; known are {', '.join(known)}"
            )
        if not isinstance(value, list | tuple if known[key].type.startswith("tuple") else str):
            raise DocumentError(f"document meta: {key!r} is {value!r}, expected {known[key].type}")
    if not str(data.get("title", "")).strip():
        raise DocumentError("document meta has no title; a PDF and a page need one")
    values: dict[str, Any] = dict(data)
    for key in ("authors", "keywords"):
        values[key] = tuple(str(item) for item in data.get(key, ()))
    for key in ("title", "subtitle", "kicker", "description", "footer"):
        values[key] = curl(str(data.get(key, "")))
    values["facts"] = tuple((str(label), str(value)) for label, value in data.get("facts", ()))
    return Meta(**values)


def _document(
    meta: Meta, chapters: Sequence[Chapter], harvest: Harvest, *, merged: bool
) -> Document:
    records = {str(record.get("chapter", "")): record for record in harvest.records}
    return Document(
        meta=meta,
        chapters=tuple(chapters),
        findings=tuple(harvest.findings),
        records=records,
        merged=merged,
        notices=tuple(harvest.notices),
        passages=tuple(harvest.passages),
    )


def _code_cells(nb: NotebookNode) -> Iterator[CodeCell]:
    """Go through the code of a merged notebook."""
    for cell in nb.cells:
        if cell.cell_type == "code":
            at = cell.metadata.briefing
            yield CodeCell(at.chapter, at.get("cell", ""), at.place, cell.source)


def _single(nb: NotebookNode, name: str, harvest: Harvest) -> Document:
    """Read a notebook that was not merged."""
    nb = upgrade(nb, name)
    said = nb.metadata.get("briefing", {})
    role = said.get("role", "chapter")
    id_ = chapter_id(name)
    entry = {
        "id": f"notebook-{id_}" if RESERVED.fullmatch(id_) else id_,
        "notebook": name,
        "role": role if role in ROLES else "chapter",
        "claims": said.get("claims", ()),
    }
    code = language(nb) if shows_code(nb) else None
    cells = [_Cell(place, cell, code) for place, cell in cell_places(name, nb)]
    chapter = _read_chapter(entry, cells, harvest, strict=False)
    title = str(nb.metadata.get("title") or plain_text(chapter.title)).strip()
    authors = tuple(
        str(author.get("name", "")) if isinstance(author, Mapping) else str(author)
        for author in nb.metadata.get("authors", ())
    )
    meta = Meta(title=title, authors=authors, subtitle=plain_text(chapter.question))
    return _document(meta, [chapter], harvest, merged=False)


# Chapters -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell and where it stands; `language` is that of its code, None to leave it out."""

    place: str
    node: NotebookNode
    language: str | None = None

    @property
    def id(self) -> str:
        """Its id in the stored notebook, where it has one."""
        return str(self.node.metadata.get("briefing", {}).get("cell") or self.node.get("id", ""))


def _chapter(entry: Mapping[str, Any], nb: NotebookNode, harvest: Harvest) -> Chapter:
    """Read one chapter of a merged notebook."""
    cells = [
        _Cell(cell.metadata.briefing.place, cell)
        for cell in nb.cells
        if cell.metadata.get("briefing", {}).get("chapter") == entry["id"]
    ]
    before = len(harvest.records)
    chapter = _read_chapter(entry, cells, harvest, strict=True)
    if len(harvest.records) > before + 1:
        raise DocumentError(f"{entry['notebook']}: the chapter is opened twice; open it once")
    return chapter


def _read_chapter(
    entry: Mapping[str, Any], cells: Sequence[_Cell], harvest: Harvest, *, strict: bool
) -> Chapter:
    blocks: list[Block] = []
    for cell in cells:
        harvest.place_at(entry["id"], cell.id)
        blocks += _read_cell(cell, harvest, strict=strict)
    title, place, blocks = _take_title(blocks, entry, strict=strict)
    question, blocks = _take_question(blocks)
    top = 2 if strict else 1
    return Chapter(
        id=entry["id"],
        notebook=entry["notebook"],
        title=title,
        question=question,
        role=entry["role"],
        claims=tuple(entry["claims"]),
        blocks=tuple(level_headings(blocks, top)),
        place=place,
    )


def _read_cell(cell: _Cell, harvest: Harvest, *, strict: bool) -> tuple[Block, ...]:
    node = cell.node
    if node.cell_type == "markdown":
        blocks = parse_markdown(
            node.source,
            place=cell.place,
            notices=None if strict else harvest.notices,
            attachments=node.get("attachments", {}),
            maths=None if strict else harvest.maths,
        )
        label = node.metadata.get("briefing", {}).get("label", "")
        return label_heading(blocks, label, cell.place)
    if node.cell_type == "raw":
        if strict and node.source.strip():
            raise DocumentError(f"{cell.place} is a raw cell; write it as Markdown")
        return read_raw(node, harvest, cell.place)
    found: list[Block] = []
    if cell.language is not None:
        found += read_code(node, cell.language, cell.place)
    outputs = node.get("outputs", ())
    if cell.language is not None and is_hidden(node, "output"):
        outputs = ()
    for output in join_streams(outputs):
        found += read_output(output, harvest, place=cell.place, strict=strict)
    return tuple(found)


def _take_title(
    blocks: list[Block], entry: Mapping[str, Any], *, strict: bool
) -> tuple[tuple[Inline, ...], str, list[Block]]:
    """Take the first heading of the first level as the title."""
    for i, block in enumerate(blocks):
        if isinstance(block, Heading) and block.level == 1:
            if strict and i:
                raise DocumentError(
                    f"{block.place}: the title stands below other content; "
                    f"put `# Title` into the first cell"
                )
            return block.children, block.place, [*blocks[:i], *blocks[i + 1 :]]
    if strict:
        raise DocumentError(f"{entry['notebook']} has no title; start it with `# Title`")
    words = entry["id"].replace("-", " ").capitalize()
    return (Text(words),), entry["notebook"], blocks


def _take_question(blocks: list[Block]) -> tuple[tuple[Inline, ...], list[Block]]:
    """Take a quotation right below the title as the question of the chapter."""
    match blocks:
        case [Quote(blocks=(Paragraph(children=question),)), *rest]:
            return question, rest
        case _:
            return (), blocks


def level_headings(blocks: Sequence[Block], top: int) -> list[Block]:
    """Set heading levels so that they start at `top` and never skip one going down."""
    open_levels: list[int] = []
    levelled: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while open_levels and open_levels[-1] >= block.level:
                open_levels.pop()
            level = min(top + len(open_levels), 5)
            open_levels.append(block.level)
            block = replace(block, level=level)
        levelled.append(block)
    return levelled
