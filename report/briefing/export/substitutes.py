"""Stand-ins for characters that no face of the PDF can show, in notebooks from elsewhere.

A briefing with such a character is refused, since its author can write it otherwise. A notebook
from elsewhere is shown all the same: a sign by its name, ``[grinning face]``, and letters of other
scripts by their code points, ``[U+6F22 U+5B57]``, so that nothing vanishes and nothing is guessed.
"""

from __future__ import annotations

import base64
import itertools
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from briefing.document.model import Chapter, Document
from briefing.document.nodes import Code, Formula, Listing, Picture, Preformatted, Text
from briefing.document.pictures import VECTOR
from briefing.document.trees import rewrite_run
from briefing.export.characters import clean, missing_glyphs
from briefing.export.formulas import formula_text

_LONGEST_RUN: Final = 8
"""Letters of one script that are written out by code point; more are counted."""

_MATHS_RANGES: Final = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x17F), (0x2C6, 0x2C7), (0x2D8, 0x2DD), (0x300, 0x30C),
    (0x32C, 0x333), (0x338, 0x338),
    (0x391, 0x3A1), (0x3A3, 0x3CE), (0x3D0, 0x3D1), (0x3D5, 0x3D6), (0x3F0, 0x3F1), (0x3F5, 0x3F6),
    (0x2000, 0x200A), (0x2010, 0x2027), (0x202F, 0x205F), (0x20D0, 0x20D8), (0x2100, 0x214F),
    (0x2190, 0x23FF), (0x25A0, 0x25FF), (0x2660, 0x2667), (0x27C0, 0x27FF), (0x2900, 0x2AFF),
    (0x1D400, 0x1D7FF),
)  # fmt: skip
"""What the face of the compiler's formulas can show; found by having it set each character."""


def substitute_missing(document: Document, coverage: frozenset[int]) -> Document:
    """Put stand-ins for what no face can show, and note where.

    Parameters
    ----------
    document : Document
        Numbered.
    coverage : frozenset of int
        Code points that some face has a glyph for.
    """
    substitution = _Substitution(coverage)
    chapters = tuple(substitution.chapter(chapter) for chapter in document.chapters)
    meta = document.meta
    meta = replace(
        meta,
        title=substitution.text(meta.title, "the title"),
        subtitle=substitution.text(meta.subtitle, "the subtitle"),
        authors=tuple(substitution.text(name, "the authors") for name in meta.authors),
    )
    notices = (*document.notices, *substitution.notices())
    return replace(document, chapters=chapters, meta=meta, notices=notices)


class _Substitution:
    """One call of `substitute_missing`."""

    def __init__(self, coverage: frozenset[int]) -> None:
        self._coverage = coverage
        self._missing: dict[str, dict[str, None]] = {}

    def chapter(self, chapter: Chapter) -> Chapter:
        place = chapter.place or chapter.notebook
        return replace(
            chapter,
            title=rewrite_run(chapter.title, self._at(place)),
            question=rewrite_run(chapter.question, self._at(place)),
            blocks=tuple(
                shown
                for block in chapter.blocks
                for shown in rewrite_run((block,), self._at(block.place))
            ),
        )

    def _at(self, place: str) -> Callable[[Any], Any]:
        return lambda node: self._node(node, place)

    def _node(self, node: Any, place: str) -> Any:
        match node:
            case Text() | Code() | Preformatted() | Listing():
                text = self.text(node.text, place)
                return node if text is node.text else replace(node, text=text)
            case Formula():
                lacking = dict.fromkeys(c for c in formula_text(node) if not _in_formulas(c))
                if lacking:
                    self._missing.setdefault(place, {}).update(lacking)
                    return Code(self.text(node.source, place))
            case Picture(mime=mime) if mime == VECTOR:
                svg = base64.b64decode(node.data).decode()
                shown = self.text(svg, place)
                if shown is not svg:
                    return replace(node, data=base64.b64encode(shown.encode()).decode())
        return node

    def text(self, text: str, place: str) -> str:
        """Give a text with its stand-ins; the same object if it needs none."""
        lacking = missing_glyphs(text, self._coverage)
        if not lacking:
            return text
        self._missing.setdefault(place, {}).update(dict.fromkeys(lacking))
        return stand_in(clean(text), frozenset(lacking))

    def notices(self) -> Iterator[str]:
        """Name each place with the characters it lacks."""
        for place, chars in self._missing.items():
            shown = " ".join(f"U+{ord(c):04X}" for c in itertools.islice(chars, 6))
            more = f" and {len(chars) - 6} more" if len(chars) > 6 else ""
            yield f"{place}: the PDF shows {shown}{more} by name or number; no face has them"


def _in_formulas(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _MATHS_RANGES)


def stand_in(text: str, lacking: frozenset[str]) -> str:
    """Write lacking characters by name or number.

    Parameters
    ----------
    text : str
        Cleaned.
    lacking : frozenset of str
        Characters that cannot be shown.
    """
    parts = []
    for is_lacking, run in itertools.groupby(text, lambda c: c in lacking):
        letters = "".join(run)
        parts.append(_name_run(letters) if is_lacking else letters)
    return "".join(parts)


def _name_run(run: str) -> str:
    parts = []
    for is_letter, chars in itertools.groupby(run, lambda c: unicodedata.category(c)[0] in "LMN"):
        letters = list(chars)
        if not is_letter:
            parts += [f"[{unicodedata.name(c, f'U+{ord(c):04X}').lower()}]" for c in letters]
        elif len(letters) <= _LONGEST_RUN:
            parts.append("[" + " ".join(f"U+{ord(c):04X}" for c in letters) + "]")
        else:
            script = unicodedata.name(letters[0], "unknown").split()[0]
            parts.append(f"[{len(letters)} letters, {script.lower()}]")
    return "".join(parts)
