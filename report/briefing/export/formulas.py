"""Formulas as MathML for the page, and as data for the paper.

The tree is the one that `briefing.document.maths` reads. For paper it becomes terms of a smaller
vocabulary, which ``maths.typ`` builds formulas from: nothing of a formula is ever Typst markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from briefing.document.nodes import Formula
from briefing.export.escaping import escape

Tree = Mapping[str, Any]
Term = dict[str, Any]

_OPENERS: Final = frozenset("([{⟨⌈⌊|‖⟦")
_CLOSERS: Final = frozenset(")]}⟩⌉⌋|‖⟧")
_EM: Final = re.compile(r"(-?[\d.]+)(em|rem)?")


def write_formula(node: Formula) -> str:
    """Write a formula as MathML; a displayed one as a region that can be scrolled by key."""
    inner = "".join(_element(child) for child in node.tree["children"])
    if node.tree["name"] != "math":
        inner = _element(node.tree)
    if not node.display:
        return f"<math>{inner}</math>"
    return (
        '<span class="formula" role="group" tabindex="0" aria-label="Formula">'
        f'<math display="block">{inner}</math></span>'
    )


def _element(tree: Tree) -> str:
    name = tree["name"]
    attributes = {key: value for key, value in tree["attributes"].items() if key != "side"}
    if side := tree["attributes"].get("side"):
        attributes["class"] = side
    if name == "menclose":  # no browser draws it; the class does
        name = "mrow"
        attributes = {"class": f"enclosed-{'box' if 'box' in attributes['notation'] else 'struck'}"}
    opening = name + "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    inside = escape(tree["text"]) + "".join(_element(child) for child in tree["children"])
    return f"<{opening}>{inside}</{name}>"


# Paper ----------------------------------------------------------------------------------------


def paper_formula(node: Formula) -> Term:
    """Give a formula as terms for ``maths.typ``."""
    return _term(node.tree)


def formula_text(node: Formula) -> str:
    """Give all characters that a formula sets."""
    return _characters(node.tree)


def _characters(tree: Tree) -> str:
    return str(tree["text"]) + "".join(_characters(child) for child in tree["children"])


def _term(tree: Tree) -> Term:
    name, parts = tree["name"], tree["children"]
    if name in _LEAVES:
        return _LEAVES[name](tree)
    if name in _FORMS:
        return _FORMS[name](tree, [_term(part) for part in parts])
    return _row(parts)


def _row(parts: Sequence[Tree]) -> Term:
    """Give a row, with brackets around it that grow where they would in a browser."""
    if len(parts) > 2 and _fences(parts[0], parts[-1]):
        inner = [_term(part) for part in parts[1:-1]]
        return {"k": "fence", "c": inner, "open": parts[0]["text"], "close": parts[-1]["text"]}
    return {"k": "row", "c": [_term(part) for part in parts]}


def _fences(first: Tree, last: Tree) -> bool:
    def grows(part: Tree, signs: frozenset[str]) -> bool:
        still = part["attributes"].get("stretchy") == "false" or "minsize" in part["attributes"]
        return part["name"] == "mo" and not still and (part["text"] in signs or not part["text"])

    both = first["text"] or last["text"]
    return bool(both) and grows(first, _OPENERS) and grows(last, _CLOSERS)


def _identifier(tree: Tree) -> Term:
    text = tree["text"]
    if not text.strip():
        return {"k": "row", "c": []}
    if len(text) == 1:
        upright = tree["attributes"].get("mathvariant") == "normal"
        return {"k": "upright" if upright else "sign", "s": text}
    if all(unicodedata.name(c, "").startswith("MATHEMATICAL") for c in text):
        return {"k": "row", "c": [{"k": "sign", "s": c} for c in text]}
    return {"k": "name", "s": text}


def _operator(tree: Tree) -> Term:
    text = tree["text"]
    if not text:
        return {"k": "row", "c": []}
    size = _ems(tree["attributes"].get("minsize", ""))
    if size:
        return {"k": "big", "s": text, "size": size}
    return {"k": "sign", "s": text} if len(text) == 1 else {"k": "name", "s": text}


_LEAVES: Final[dict[str, Callable[[Tree], Term]]] = {
    "mi": _identifier,
    "mo": _operator,
    "mn": lambda tree: {"k": "text", "s": tree["text"]},
    "mtext": lambda tree: {"k": "text", "s": tree["text"]},
    "ms": lambda tree: {"k": "text", "s": tree["text"]},
    "mspace": lambda tree: {"k": "space", "em": _ems(tree["attributes"].get("width", ""))},
}


def _ems(width: str) -> float:
    match = _EM.match(width)
    return max(-2.0, min(float(match[1]), 4.0)) if match else 0.0


def _script(base: Term, below: Term | None, above: Term | None, *, limits: bool) -> Term:
    return {"k": "script", "c": base, "below": below, "above": above, "limits": limits}


def _over(tree: Tree, parts: list[Term]) -> Term:
    mark = tree["children"][1]
    if tree["attributes"].get("accent") == "true" and mark["name"] == "mo":
        return {"k": "accent", "c": parts[0], "s": mark["text"]}
    return _script(parts[0], None, parts[1], limits=True)


def _under(tree: Tree, parts: list[Term]) -> Term:
    mark = tree["children"][1]
    if tree["attributes"].get("accentunder") == "true" and mark["name"] == "mo":
        return {"k": "accent", "c": parts[0], "s": mark["text"], "under": True}
    return _script(parts[0], parts[1], None, limits=True)


def _multiscripts(tree: Tree, parts: list[Term]) -> Term:
    names = [child["name"] for child in tree["children"]]
    at = names.index("mprescripts") if "mprescripts" in names else len(names)
    behind, before = parts[1:at], parts[at + 1 :]
    scripts = {"below": behind[0] if behind else None, "above": (*behind, None, None)[1]}
    scripts |= {"left_below": (*before, None)[0], "left_above": (*before, None, None)[1]}
    return {"k": "script", "c": parts[0], "limits": False, **scripts}


def _table(tree: Tree, parts: list[Term]) -> Term:
    """Give a table; a right column and the left one behind it become one, aligned between them."""
    rows = []
    for row in tree["children"]:
        cells: list[Term] = []
        previous = ""
        for cell in row["children"]:
            side = cell["attributes"].get("side", "")
            content = [_term(part) for part in cell["children"]]
            if side == "left" and previous == "right":
                cells[-1]["c"] += [{"k": "align"}, *content]
            elif side == "left":
                cells.append({"k": "row", "c": [{"k": "align"}, *content]})
            else:
                cells.append({"k": "row", "c": content})
            previous = side
        rows.append(cells)
    width = max(map(len, rows), default=0)
    rows = [[*row, *[{"k": "row", "c": []}] * (width - len(row))] for row in rows]
    return {"k": "table", "rows": rows, "big": tree["attributes"].get("displaystyle") == "true"}


_FORMS: Final[dict[str, Callable[[Tree, list[Term]], Term]]] = {
    "mfrac": lambda tree, parts: {
        "k": "frac" if tree["attributes"].get("linethickness", "1") != "0" else "stack",
        "c": parts[0],
        "below": parts[1],
        "big": tree["attributes"].get("displaystyle") == "true",
    },
    "msqrt": lambda tree, parts: {"k": "root", "c": {"k": "row", "c": parts}, "index": None},
    "mroot": lambda tree, parts: {"k": "root", "c": parts[0], "index": parts[1]},
    "msup": lambda tree, parts: _script(parts[0], None, parts[1], limits=False),
    "msub": lambda tree, parts: _script(parts[0], parts[1], None, limits=False),
    "msubsup": lambda tree, parts: _script(*parts, limits=False),
    "munderover": lambda tree, parts: _script(*parts, limits=True),
    "mover": _over,
    "munder": _under,
    "mmultiscripts": _multiscripts,
    "mtable": _table,
    "mphantom": lambda tree, parts: {"k": "hidden", "c": parts},
    "menclose": lambda tree, parts: {
        "k": "boxed" if "box" in tree["attributes"].get("notation", "") else "struck",
        "c": parts,
    },
}
