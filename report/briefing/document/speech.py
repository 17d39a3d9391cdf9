"""Formulas in words, for people who hear them.

The words are plain rather than clever: what stands where is said in the order of reading, and
fractions, roots and limits say where they end.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

_WORDS: Final = {
    "+": "plus", "−": "minus", "-": "minus", "=": "equals", "≠": "is not equal to",
    "<": "is less than", ">": "is greater than", "≤": "is at most", "≥": "is at least",
    "≈": "is about", "∼": "is distributed as", "∝": "is proportional to", "×": "times",
    "⋅": "times", "·": "times", "±": "plus or minus", "∑": "sum", "∏": "product", "∫": "integral",
    "∂": "partial", "∇": "nabla", "∞": "infinity", "→": "to", "∈": "in", "√": "root", "′": "prime",
    "|": "bar", "‖": "double bar", "(": "open bracket", ")": "close bracket",
    "[": "open square bracket", "]": "close square bracket", "{": "open brace",
    "}": "close brace", ",": "comma", "/": "over", "!": "factorial", "∗": "star", "*": "star",
    "⊤": "transpose", "^": "hat", "̂": "hat", "ˆ": "hat", "¯": "bar", "̲": "line", "˜": "tilde",
    "~": "tilde", "˙": "dot", "¨": "double dot", "⃗": "arrow", "⏞": "brace", "⏟": "brace",
    "⋯": "and so on", "…": "and so on", ":": "colon", ".": "point", ";": "semicolon",
}  # fmt: skip

Tree = Mapping[str, Any]


def speak(tree: Tree) -> str:
    """Say a formula.

    Parameters
    ----------
    tree : mapping
        As `briefing.document.maths` reads it.

    Returns
    -------
    str
        Words; never empty.
    """
    return " ".join(_say(tree).split()) or "empty formula"


def _say(tree: Tree) -> str:
    words = _SAYINGS.get(tree["name"])
    return words(tree["children"]) if words else _row(tree["children"]) or _leaf(tree["text"])


def _leaf(text: str) -> str:
    if text in _WORDS:
        return _WORDS[text]
    if len(text) != 1 or text.isascii():
        return text
    name = unicodedata.name(text, "")
    for start in ("MATHEMATICAL ", "GREEK SMALL LETTER ", "GREEK CAPITAL LETTER "):
        name = name.removeprefix(start)
    return name.lower() or text


def _row(parts: Sequence[Tree]) -> str:
    return " ".join(_say(part) for part in parts)


def _fraction(parts: Sequence[Tree]) -> str:
    top, bottom = parts
    if _is_short(top) and _is_short(bottom):
        return f"{_say(top)} over {_say(bottom)}"
    return f"fraction {_say(top)} over {_say(bottom)} end fraction"


def _is_short(tree: Tree) -> bool:
    return not tree["children"]


def _power(parts: Sequence[Tree]) -> str:
    base, exponent = (_say(part) for part in parts)
    known = {"2": "squared", "3": "cubed", "prime": "prime", "transpose": "transpose"}
    if exponent in known:
        return f"{base} {known[exponent]}"
    return f"{base} to the {exponent}" + ("" if _is_short(parts[1]) else " end power")


def _index(parts: Sequence[Tree]) -> str:
    return f"{_say(parts[0])} sub {_say(parts[1])}" + ("" if _is_short(parts[1]) else " end sub")


def _both(parts: Sequence[Tree]) -> str:
    base, lower, upper = (_say(part) for part in parts)
    return f"{base} from {lower} to {upper} of"


def _sub_and_power(parts: Sequence[Tree]) -> str:
    base, lower, upper = parts
    if _say(base) in ("sum", "product", "integral"):
        return _both(parts)
    return f"{_index((base, lower))} to the {_say(upper)}"


def _over(parts: Sequence[Tree]) -> str:
    return f"{_say(parts[0])} {_say(parts[1])}"


def _under(parts: Sequence[Tree]) -> str:
    return f"{_say(parts[0])} over {_say(parts[1])} of"


def _table(rows: Sequence[Tree]) -> str:
    said = [", ".join(filter(None, map(_say, row["children"]))) for row in rows]
    return said[0] if len(said) == 1 else "table: " + "; ".join(said) + "; end table"


_SAYINGS: Final[dict[str, Callable[[Sequence[Tree]], str]]] = {
    "mfrac": _fraction,
    "msqrt": lambda parts: f"root of {_row(parts)} end root",
    "mroot": lambda parts: f"root {_say(parts[1])} of {_say(parts[0])} end root",
    "msup": _power,
    "msub": _index,
    "msubsup": _sub_and_power,
    "munderover": _both,
    "mover": _over,
    "munder": _under,
    "mtable": _table,
    "mphantom": lambda parts: "",
    "mspace": lambda parts: "",
}
