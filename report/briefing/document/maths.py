r"""LaTeX formulas to trees that the page and the paper can write.

`math-core` reads the LaTeX: one wheel of a megabyte without dependencies. Of a hundred constructs
that notebooks use it reads 90, and all of them in the spellings below; what it does not know it
refuses, and that is shown as LaTeX. (`latex2mathml` reads 95, but not ``aligned``; it prints
unknown commands as letters and lets markup in ``\text`` through. Converters to Typst markup would
have their output run as code.)

Its MathML is taken apart here: only elements and attributes from a list are kept, and alignment,
which it writes as styles, becomes an attribute. A tree is a mapping with ``name``, ``attributes``,
``text`` and ``children``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any, Final
from xml.etree import ElementTree as ET

from math_core import LatexError, LatexToMathML

from briefing.document.nodes import Formula
from briefing.document.speech import speak

Tree = Mapping[str, Any]

_LEAVES: Final = {"mi", "mn", "mo", "mtext", "ms"}
_GROUPS: Final = {
    "math", "menclose", "mfrac", "mmultiscripts", "mover", "mpadded", "mphantom", "mprescripts",
    "mroot", "mrow", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtr",
    "munder", "munderover",
}  # fmt: skip
_ATTRIBUTES: Final = {
    "accent", "accentunder", "displaystyle", "form", "largeop", "linethickness", "lspace",
    "mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rspace", "scriptlevel",
    "stretchy", "symmetric", "width",
}  # fmt: skip

_ENTITY: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w*;")
_INVISIBLE: Final = re.compile("[\u2061-\u2064\ufe00-\ufe0f]")
_SIDE: Final = re.compile(r"text-align: (left|right)")
_MARGIN: Final = re.compile(r"margin-left:(-[\d.]+em)")
_ENVIRONMENT: Final = re.compile(
    r"^\s*\\begin\{(?:equation|align|gather|multline|eqnarray|alignat)"
)

_SPELLINGS: Final = (
    (re.compile(r"\\(begin|end)\{split\}"), r"\\\1{aligned}"),
    (re.compile(r"\\(begin|end)\{smallmatrix\}"), r"\\\1{matrix}"),
    (re.compile(r"\\begin\{eqnarray(\*?)\}"), r"\\begin{array}{rcl}"),
    (re.compile(r"\\end\{eqnarray(\*?)\}"), r"\\end{array}"),
    (re.compile(r"\\(?:mbox|hbox)\s*\{"), r"\\text{"),
    (re.compile(r"\\eqref\{([^{}]*)\}"), r"\\text{(\1)}"),
    (re.compile(r"\\ref\{([^{}]*)\}"), r"\\text{\1}"),
    (re.compile(r"\\label\{[^{}]*\}"), ""),
    (re.compile(r"\\substack\{([^{}]*)\}"), r"\\begin{matrix}\1\\end{matrix}"),
    (re.compile(r"\\(?:smash|mathstrut|strut)\b"), ""),
    (
        re.compile(r"\\(?:newcommand|renewcommand)\*?\s*\{?(\\[A-Za-z]+)\}?"),
        r"\\providecommand{\1}{}\\renewcommand{\1}",
    ),
    (
        re.compile(r"\\DeclareMathOperator(\*?)\s*\{?(\\[A-Za-z]+)\}?\s*(\{[^{}]*\})"),
        r"\\providecommand{\2}{}\\renewcommand{\2}{\\operatorname\1\3}",
    ),
    (re.compile(r"\\pmb\b"), r"\\boldsymbol"),
)
"""Constructs that the reader does not know, in those that it does."""

_LONGEST: Final = 6000
_DEEPEST: Final = 40
"""Formulas beyond either are shown as LaTeX: the writers go down one call a level."""


class LatexReader:
    """Reads the formulas of one notebook; macros and equation numbers run through it."""

    def __init__(self) -> None:
        self._converter = LatexToMathML(
            allow_unreliable_rendering=True, global_group=True, fancy_error=False
        )

    def read(self, source: str, *, display: bool) -> Formula | str:
        """Read a formula.

        Parameters
        ----------
        source : str
            LaTeX without its dollar signs.
        display : bool
            Whether it stands on a line of its own.

        Returns
        -------
        Formula or str
            A string tells why it cannot be read.
        """
        if len(source) > _LONGEST or _depth(source) > _DEEPEST:
            return "it is too long or too deep"
        latex = source
        for pattern, spelling in _SPELLINGS:
            latex = pattern.sub(spelling, latex)
        if "\\tag" in latex and not _ENVIRONMENT.match(latex):
            latex = rf"\begin{{equation}}{latex}\end{{equation}}"
        try:
            written = self._converter.convert_with_global_state(latex, displaystyle=display)
            tree = _take(ET.fromstring(_ENTITY.sub(lambda found: unescape(found[0]), written)))
        except LatexError as error:
            return re.sub(r"^\d+: ", "", str(error).strip()).rstrip(".")
        except (ET.ParseError, ValueError) as error:
            return str(error)
        return Formula(source.strip(), tree, speak(tree), display)


def is_blank(tree: Tree) -> bool:
    """Tell whether a formula shows nothing, as when it only defines commands."""
    return not tree["text"].strip() and all(is_blank(child) for child in tree["children"])


def _depth(source: str) -> int:
    """Give the deepest nesting of a formula, counted generously."""
    depth = deepest = 0
    for token in re.findall(r"[{}]|\\(?:begin|left|end|right)\b", source):
        depth += 1 if token in ("{", "\\begin", "\\left") else -1
        deepest = max(deepest, depth)
    return deepest


def _take(element: ET.Element, depth: int = 0) -> Tree:
    """Take over an element of MathML; what is not known raises `ValueError`."""
    name = element.tag
    if depth > _DEEPEST:
        raise ValueError("it is too deep")
    attributes = {k: v for k, v in element.attrib.items() if k in _ATTRIBUTES}
    if side := _SIDE.search(element.get("style", "")):
        attributes["side"] = side[1]
    if margin := _MARGIN.search(element.get("style", "")):
        attributes["width"] = margin[1]
    if name in _LEAVES:
        return _node(name, attributes, _INVISIBLE.sub("", "".join(element.itertext())))
    if name not in _GROUPS:
        raise ValueError(f"its reader gives an element <{name}>")
    rows = _without_padding(element) if name == "mtable" else list(element)
    children = [_take(child, depth + 1) for child in rows]
    if name in ("mrow", "mpadded", "mstyle") and len(children) == 1 and not attributes:
        return children[0]
    return _node(name, attributes, "", children)


def _node(name: str, attributes: Tree, text: str, children: list[Tree] | None = None) -> Tree:
    return {"name": name, "attributes": attributes, "text": text, "children": children or []}


def _without_padding(table: ET.Element) -> list[ET.Element]:
    """Drop the empty cells that push numbered equations to the middle of the page."""
    for row in table:
        for cell in list(row):
            if not len(cell) and "width" in cell.get("style", ""):
                row.remove(cell)
    return list(table)
