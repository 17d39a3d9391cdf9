"""Ordinary outputs, as any notebook has them, to nodes.

A briefing's own cells speak in private bundles; this is for notebooks from elsewhere and for what
slips in. The rule: nothing vanishes. Of the forms that an output offers the richest one that can be
shown is taken. What has no such form is shown by its plain text, or by a line that says what it
was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from briefing.document.foreign_markdown import formula_blocks
from briefing.document.hypertext import HtmlReading, is_active
from briefing.document.markdown import joined, parse_markdown
from briefing.document.maths import LatexReader
from briefing.document.nodes import Block, Emphasis, Grid, Paragraph, Picture, Preformatted, Text
from briefing.document.pictures import DRAWN, NO_DESCRIPTION, read_address, read_picture
from briefing.document.terminal import shorten, strip_ansi
from briefing.document.trees import walk
from briefing.errors import DocumentError

_BARE: Final = re.compile(r"<[A-Za-z_][\w.]*(?:\[[^\]]*\])?(?: (?:size|at|object|\d)[^>]*)?>")
"""Plain texts that only name an object: ``<Figure size 640x480 with 1 Axes>``."""

_MATHS: Final = re.compile(
    r"\s*(?:\$\$(?P<a>.*)\$\$|\$(?P<b>[^$]*)\$|\\\[(?P<c>.*)\\\]|\\\((?P<d>.*)\\\)"
    r"|(?P<e>\\begin\{(?:equation|align|gather|multline|eqnarray|alignat)\*?\}.*))\s*",
    re.DOTALL,
)
_SOURCE: Final = re.compile(r"application/(?:json|sql|xml|(?:geo|ld)\+json)|text/(?!plain|html).+")
"""Texts that are shown as they are, where nothing else can be."""

_INTERACTIVE: Final = re.compile(
    r"widget-view|plotly|vega|bokeh|holoviews|javascript|leaflet|pyvis|echarts|bqplot|vdom"
)


@dataclass
class OrdinaryReading:
    """What stays the same while one notebook's outputs are read.

    Attributes
    ----------
    notices : list of str
        Receives a line for whatever is shown only in part.
    maths : LatexReader
        Of the notebook.
    strict : bool
        Refuse errors and warnings instead of showing them, and take no HTML.
    """

    notices: list[str]
    strict: bool
    maths: LatexReader = field(default_factory=LatexReader)


def read_ordinary(
    output: Mapping[str, Any], reading: OrdinaryReading, *, place: str
) -> tuple[Block, ...]:
    """Read an output that carries none of the private types.

    Parameters
    ----------
    output : mapping
        Of type stream, display_data, execute_result or error.
    reading : OrdinaryReading
        Of the notebook.
    place : str
        Notebook and cell, for messages.

    Returns
    -------
    tuple of Block
        Text, tables, images, formulas, or what Markdown gives.

    Raises
    ------
    DocumentError
        In strict reading, for an error or for text on the error stream.
    """
    kind = output.get("output_type")
    if kind == "error":
        return _error(output, place, reading)
    if kind == "stream":
        return _stream(output, place, reading)
    data = output.get("data") or {}
    bundle = _Bundle(data, output.get("metadata") or {}, place, reading)
    readers = {
        kind: read for kind, read in _READERS.items() if not reading.strict or kind in _STRICT
    }
    sources = dict.fromkeys(filter(_SOURCE.fullmatch, data), _source)
    for mime, read in (*readers.items(), *sources.items()):
        if mime in data and (blocks := _attempt(read, bundle, mime)):
            bundle.note_interaction(mime)
            return blocks
    return bundle.last_resort()


def join_streams(outputs: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Go through the outputs of a cell, with what was written to one stream in one piece."""
    pending: dict[str, Any] | None = None
    for output in outputs:
        if output.get("output_type") != "stream":
            if pending:
                yield pending
            pending = None
            yield output
            continue
        text = joined(output.get("text", ""))
        if pending and pending.get("name") == output.get("name"):
            pending["text"] += text
            continue
        if pending:
            yield pending
        pending = {**output, "text": text}
    if pending:
        yield pending


def _error(output: Mapping[str, Any], place: str, reading: OrdinaryReading) -> tuple[Block, ...]:
    words = f"{output.get('ename') or 'Error'}: {output.get('evalue') or ''}".rstrip(": ")
    if reading.strict:
        raise DocumentError(f"{place} ended in an error: {words}; repair the cell and run again")
    trace = strip_ansi("\n".join(map(str, output.get("traceback") or ()))).rstrip()
    message = strip_ansi(words)
    if message.split("\n")[0] not in trace:
        trace = f"{trace}\n{message}".lstrip("\n")
    return (Preformatted(shorten(trace, place, reading.notices), kind="error", place=place),)


def _stream(output: Mapping[str, Any], place: str, reading: OrdinaryReading) -> tuple[Block, ...]:
    text = strip_ansi(joined(output.get("text", ""))).strip("\n").rstrip()
    is_error = output.get("name") == "stderr"
    if reading.strict and text.strip() and is_error:
        raise DocumentError(
            f"{place} wrote to the error stream: {text.strip()[:200]!r}; "
            f"a briefing shows no warnings, so remove their cause"
        )
    if not text.strip():
        return ()
    text = shorten(text, place, reading.notices)
    return (Preformatted(text, kind="warning" if is_error else "", place=place),)


# Bundles --------------------------------------------------------------------------------------


@dataclass
class _Bundle:
    """One output in several forms."""

    data: Mapping[str, Any]
    metadata: Mapping[str, Any]
    place: str
    reading: OrdinaryReading

    def text(self, mime: str) -> str:
        return joined(self.data.get(mime, ""))

    @property
    def plain(self) -> str:
        return strip_ansi(self.text("text/plain")).strip("\n").rstrip()

    def notice(self, words: str) -> None:
        self.reading.notices.append(f"{self.place}: {words}")

    def note_interaction(self, taken: str) -> None:
        """Note that what could be moved in the notebook stands still here."""
        kinds = [mime for mime in self.data if _INTERACTIVE.search(mime) and mime != taken]
        active = taken != "text/html" and is_active(self.text("text/html"))
        if kinds or active:
            names = ", ".join(sorted(kinds)) or "text/html with a script"
            self.notice(f"an interactive output ({names}) is shown by its {taken}")

    def description(self, mime: str) -> str:
        """Find the words that describe an image."""
        for source in (self.metadata.get(mime), self.metadata):
            if isinstance(source, Mapping) and str(source.get("alt") or "").strip():
                return str(source["alt"]).strip()
        if self.plain and not _BARE.fullmatch(self.plain.strip()):
            return self.plain.strip()
        self.notice("an image without a description; give it one as text/plain")
        return self.plain.strip().strip("<>") or NO_DESCRIPTION

    def last_resort(self) -> tuple[Block, ...]:
        """Show the plain text even of an object, or say what cannot be shown."""
        kinds = ", ".join(sorted(self.data.keys() - {"text/plain"}))
        if not kinds:
            return (Preformatted(self.plain, place=self.place),) if self.plain.strip() else ()
        if not any(joined(value).strip() for value in self.data.values()):
            return ()
        self.notice(f"an output of type {kinds} has no form that can be shown")
        words = f"An output of type {kinds} is not shown here: it has no plain-text form."
        if self.plain.strip():
            words = f"An output of type {kinds} is not shown here: {self.plain.strip()}"
        return (Paragraph((Emphasis((Text(words),)),), place=self.place),)


_Reader = Callable[[_Bundle, str], tuple[Block, ...]]


def _attempt(read: _Reader, bundle: _Bundle, mime: str) -> tuple[Block, ...]:
    """Read one form; if it cannot be read, note why, and let another one be tried."""
    before = len(bundle.reading.notices)
    try:
        return read(bundle, mime)
    except DocumentError as error:
        if bundle.reading.strict:
            raise
        reason = str(error)
    except RecursionError:
        reason = f"{bundle.place}: an output of type {mime} is nested too deeply"
    del bundle.reading.notices[before:]
    bundle.reading.notices.append(reason)
    return ()


def _picture(bundle: _Bundle, mime: str) -> tuple[Block, ...]:
    data = bundle.text(mime)
    if not data.strip():
        return ()
    size = bundle.metadata.get(mime)
    size = size if isinstance(size, Mapping) else bundle.metadata
    picture = read_picture(mime, data, alt="?", place=bundle.place, size=size)
    alt = bundle.description(mime)
    return (
        Picture(picture.mime, picture.data, alt, picture.width, picture.height, place=bundle.place),
    )


def _formula(bundle: _Bundle, mime: str) -> tuple[Block, ...]:
    """Read LaTeX that is one formula."""
    match = _MATHS.fullmatch(bundle.text(mime))
    if match is None:
        return ()
    source = next(part for part in match.groups() if part is not None)
    notices: list[str] = []
    blocks = formula_blocks(
        source, bundle.reading.maths, notices, place=bundle.place, at=bundle.place
    )
    if notices and (bundle.plain or any(kind in bundle.data for kind in DRAWN)):
        return ()
    bundle.reading.notices.extend(notices)
    return blocks


def _html(bundle: _Bundle, mime: str) -> tuple[Block, ...]:
    """Read HTML that only shows something, if it shows more than the plain text does."""
    html = bundle.text(mime)
    words = bundle.plain.strip()
    is_informative = bool(words) and not _BARE.fullmatch(words)
    if is_active(html) and is_informative:
        return ()

    def find(src: str, alt: str) -> Picture | None:
        return read_address(src, alt=alt or NO_DESCRIPTION, place=bundle.place)

    reading = HtmlReading(bundle.place, bundle.reading.notices, find)
    blocks = reading.blocks(html)
    only_words = not any(isinstance(node, Grid | Picture) for node in walk(blocks))
    if is_informative and only_words and "<style" in html.lower():
        return ()  # a drawing made of styled boxes: its words alone would be a heap
    return blocks


def _markdown(bundle: _Bundle, mime: str) -> tuple[Block, ...]:
    maths = None if bundle.reading.strict else bundle.reading.maths
    return parse_markdown(
        bundle.text(mime), place=bundle.place, notices=bundle.reading.notices, maths=maths
    )


def _plain(bundle: _Bundle, mime: str) -> tuple[Block, ...]:
    words = bundle.plain
    if not words.strip() or (len(bundle.data) > 1 and _BARE.fullmatch(words.strip())):
        return ()
    return (Preformatted(shorten(words, bundle.place, bundle.reading.notices), place=bundle.place),)


def _source(bundle: _Bundle, mime: str) -> tuple[Block, ...]:
    """Show a text in another language than ours."""
    value = bundle.data[mime]
    is_data = "json" in mime and not isinstance(value, str)
    text = json.dumps(value, indent=2, ensure_ascii=False) if is_data else joined(value)
    text = shorten(text.strip("\n"), bundle.place, bundle.reading.notices)
    language = mime.rpartition("/")[2].rpartition("+")[2].removeprefix("x-")
    return (Preformatted(text, language, place=bundle.place),) if text.strip() else ()


_READERS: Final[dict[str, _Reader]] = {
    "text/latex": _formula,
    **dict.fromkeys(DRAWN, _picture),
    "text/html": _html,
    "text/markdown": _markdown,
    "text/plain": _plain,
}
"""What is shown of an output that offers several forms: the first of these that can be shown."""

_STRICT: Final = frozenset({*DRAWN, "text/markdown", "text/plain"})
