"""What Markdown from elsewhere holds beyond a briefing's: formulas, raw HTML and tasks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from bs4.element import Tag

from briefing.document.hypertext import DEEPEST, FindPicture, HtmlReading, parse_html
from briefing.document.maths import LatexReader, is_blank
from briefing.document.nodes import (
    Block,
    Code,
    Inline,
    Paragraph,
    Preformatted,
    Text,
)

_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_TASK: Final = re.compile(r"^\[([ xX])\]\s+")
_VOID: Final = {"br", "hr", "img", "input", "wbr", "col", "embed", "source", "track"}
_PROSE: Final = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{3,}")
_FORMAL: Final = re.compile(r"[\\^_={}]")


@dataclass(frozen=True, slots=True)
class RawTag(Inline):
    """An HTML tag in a line, until `Additions.fold` has found its end."""

    TAG = "raw"
    text: str


class Additions:
    """Reads what a briefing's Markdown does not have.

    Parameters
    ----------
    place : str
        Notebook and cell.
    notices : list of str
        Receives a line for what is shown otherwise.
    find_picture : callable
        Finds images.
    maths : LatexReader
        Of the notebook.
    """

    BLOCKS: ClassVar[frozenset[str]] = frozenset({"html_block", "math_block", "amsmath"})
    INLINES: ClassVar[frozenset[str]] = frozenset(
        {"html_inline", "math_inline", "math_inline_double"}
    )

    def __init__(
        self, place: str, notices: list[str], find_picture: FindPicture, maths: LatexReader
    ) -> None:
        self.place, self.notices, self.maths = place, notices, maths
        self._html = HtmlReading(place, notices, find_picture, headings=True)

    def blocks(self, kind: str, content: str, *, top: bool) -> tuple[Block, ...]:
        """Read a block; `kind` is one of `BLOCKS`."""
        place = self.place if top else ""
        if kind == "html_block":
            found = self._html.blocks(content)
            return found if top else tuple(replace(block, place="") for block in found)
        return formula_blocks(content, self.maths, self.notices, place=place, at=self.place)

    def inline(self, kind: str, content: str) -> Inline:
        """Read a run; `kind` is one of `INLINES`."""
        if kind == "html_inline":
            return RawTag(content)
        if _is_money(content):
            return Text(f"${content}$")
        read = self.maths.read(content, display=kind == "math_inline_double")
        if isinstance(read, str):
            self.notices.append(_unread(self.place, content, read))
            return Code(content.strip())
        return Text("") if is_blank(read.tree) else read

    def fold(self, run: Sequence[Inline]) -> tuple[Inline, ...]:
        """Put what stands between tags into what the tags mean."""
        if not any(isinstance(item, RawTag) for item in run):
            return tuple(run)
        stack: list[tuple[Tag | None, list[Inline]]] = [(None, [])]
        for item in run:
            if not isinstance(item, RawTag):
                stack[-1][1].append(item)
                continue
            match = _TAG.match(item.text)
            if match is None:
                continue  # a comment or an instruction
            name = match[2].lower()
            if match[1]:
                self._close(stack, name)
                continue
            tag = parse_html(item.text).find()
            if not isinstance(tag, Tag):
                continue
            if name in _VOID or item.text.endswith("/>"):
                stack[-1][1].extend(self._html.wrap(tag, ()))
            elif len(stack) < DEEPEST:
                stack.append((tag, []))
        while len(stack) > 1:
            self._close_last(stack)
        self._html.report()
        return tuple(stack[0][1])

    def _close(self, stack: list[tuple[Tag | None, list[Inline]]], name: str) -> None:
        """End the innermost open element of a name; an end without a beginning ends nothing."""
        if any(tag is not None and tag.name == name for tag, _ in stack):
            while (tag := stack[-1][0]) is not None:
                self._close_last(stack)
                if tag.name == name:
                    break

    def _close_last(self, stack: list[tuple[Tag | None, list[Inline]]]) -> None:
        tag, children = stack.pop()
        assert tag is not None  # the bottom of the stack is never closed
        stack[-1][1].extend(self._html.wrap(tag, tuple(children)))


def formula_blocks(
    source: str, maths: LatexReader, notices: list[str], *, place: str, at: str
) -> tuple[Block, ...]:
    """Read a formula that stands alone, or show its LaTeX; `at` is its place for notices."""
    read = maths.read(source, display=True)
    if isinstance(read, str):
        notices.append(_unread(at, source, read))
        return (Preformatted(source.strip("\n"), "latex", place=place),)
    return () if is_blank(read.tree) else (Paragraph((read,), place=place),)


def _unread(place: str, source: str, reason: str) -> str:
    shown = " ".join(source.split())[:60]
    return f"{place}: the formula {shown!r} is shown as LaTeX: {reason}"


def _is_money(content: str) -> bool:
    """Tell prose between two dollar signs, ``$5 in May and $``, from a formula."""
    if _FORMAL.search(content):
        return False
    return bool(_PROSE.search(content)) and " " in content.strip()


def mark_task(item: tuple[Block, ...]) -> tuple[Block, ...]:
    """Draw the box of a task: ``[ ]`` or ``[x]`` at the beginning of a list item."""
    match item:
        case (Paragraph(children=(Text(text=text), *rest)) as first, *others):
            if box := _TASK.match(text):
                sign = "☐" if box[1] == " " else "☑"
                words = Text(f"{sign}\u00a0{text[box.end() :]}")
                return (replace(first, children=(words, *rest)), *others)
    return item
