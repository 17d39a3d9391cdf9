"""The document around the nodes: its meta, chapters, sources and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from briefing.document.nodes import Block, Inline, Number
from briefing.document.trees import to_json


@dataclass(frozen=True, slots=True)
class Meta:
    """What the cover and the file properties say.

    Attributes
    ----------
    title, subtitle, kicker, description, licence, footer : str
        Texts of the cover, the file properties and the foot of the page.
    authors, keywords : tuple of str
        In the order of mention.
    language : str
        Language tag, such as ``en-GB``.
    date : str
        ISO date of the edition, or empty.
    facts : tuple of (str, str)
        Label and value of each line on the cover.
    """

    title: str
    subtitle: str = ""
    kicker: str = ""
    description: str = ""
    licence: str = ""
    footer: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str = "en-GB"
    date: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A publication as the reference list names it."""

    id: str
    publisher: str = ""
    title: str = ""
    url: str = ""
    published: str = ""
    accessed: str = ""
    reliability: str = ""
    read: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    """One notebook's part of the document.

    Attributes
    ----------
    id : str
        Slug of the file name without its number; also the anchor.
    notebook : str
        File name, for messages.
    title : tuple of Inline
        From the first heading.
    question : tuple of Inline
        From the quotation below the title; empty when there is none.
    role : str
        ``summary``, ``chapter`` or ``appendix``.
    claims : tuple of str
        Ids of the claims the chapter is about.
    blocks : tuple of Block
        Everything else, in order.
    number : str
        ``1``, ``A``, or empty for the summary; set by numbering.
    place : str
        Notebook and cell that hold the title.
    """

    id: str
    notebook: str
    title: tuple[Inline, ...]
    question: tuple[Inline, ...] = ()
    role: str = "chapter"
    claims: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    number: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Something a cell said.

    Attributes
    ----------
    id : str
        Chapter, cell and place among what the cell said: ``troops/c05-x/1``.
    place : str
        Notebook and cell, for messages.
    text : str
        As it reads.
    template : str
        As the cell wrote it, with fields for values.
    origins : tuple of str
        What it rests on, values included.
    numbers : tuple of Number
        Its values, in order.
    """

    id: str
    place: str
    text: str
    template: str = ""
    origins: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A code cell as it is stored: its chapter, id, place and source."""

    chapter: str
    id: str
    place: str
    source: str


_FOR_TRACING: Final = frozenset({"passages", "code", "inputs"})


@dataclass(frozen=True, slots=True)
class Document:
    """All that both exporters need, in reading order.

    Attributes
    ----------
    meta : Meta
        Title and its company.
    chapters : tuple of Chapter
        In the order of their file names.
    references : tuple of Source
        Cited sources in the order of first citation, numbered from 1.
    findings : tuple of mapping
        Filed results, each with ``place`` added.
    records : mapping
        What each chapter ran with, by chapter id.
    merged : bool
        Whether the notebook came from `merge_notebooks`.
    partial : bool
        Whether chapters of the briefing were left out. A reference may then lead to one of them
        and becomes plain words; in a whole briefing it must lead somewhere.
    passages : tuple of Passage
        What the cells said, in order.
    code : tuple of CodeCell
        Code cells of a merged notebook.
    inputs : tuple of mapping
        What the ledger holds, as nodes of the graph; see `briefing.trace`.
    notices : tuple of str
        Things a reader of the build log should know; never errors.
    """

    meta: Meta
    chapters: tuple[Chapter, ...]
    references: tuple[Source, ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    merged: bool = False
    partial: bool = False
    notices: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    code: tuple[CodeCell, ...] = ()
    inputs: tuple[Mapping[str, Any], ...] = ()

    def __deepcopy__(self, memo: object) -> Document:
        """Give itself: nothing changes a document, and nbconvert copies all it is handed twice."""
        return self

    def to_json(self) -> dict[str, Any]:
        """Give what is read as plain JSON values, each node with its tag.

        What only tracing needs stays behind: passages, code and inputs.
        """
        body = to_json(self)
        return {name: value for name, value in body.items() if name not in _FOR_TRACING}
