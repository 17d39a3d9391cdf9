"""Code in a few colours, on the page and on paper.

Four kinds of words are told apart, by colour and by weight or slant: keywords, strings, numbers and
comments. On the page Pygments finds them; on paper Typst does, with a theme of the same colours.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Number, Operator, String
from pygments.util import ClassNotFound

from briefing import tokens
from briefing.export.escaping import escape

_KINDS: Final = (
    (Comment, "comment"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (String, "string"),
    (Number, "figure"),
)

_LONGEST: Final = 60_000
"""Letters of code beyond which colours are not worth the wait."""


def highlight(text: str, language: str) -> str:
    """Write code as HTML with classes; in an unknown language, plain.

    Parameters
    ----------
    text : str
        Code.
    language : str
        Name such as ``python``, ``r`` or ``julia``.
    """
    lexer = _lexer(language)
    if lexer is None or len(text) > _LONGEST:
        return escape(text)
    parts: list[tuple[str, str]] = []
    for token, value in lexer.get_tokens(text):
        kind = next((name for root, name in _KINDS if token in root), "")
        if parts and parts[-1][0] == kind:
            parts[-1] = (kind, parts[-1][1] + value)
        else:
            parts.append((kind, value))
    return "".join(
        f'<span class="code-{kind}">{escape(value)}</span>' if kind else escape(value)
        for kind, value in parts
    ).rstrip("\n")


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False) if language else None
    except ClassNotFound:
        return None


def paper_theme() -> bytes:
    """Write the theme that Typst colours code with."""
    rules = (
        ("comment", tokens.MUTED, "italic"),
        ("keyword, storage", tokens.ACCENT, "bold"),
        ("string", tokens.VERDICT["supported"].fg, ""),
        ("constant.numeric", tokens.VERDICT["imprecise"].fg, ""),
    )
    settings = [f"<dict><key>settings</key><dict>{_entry('foreground', tokens.INK)}</dict></dict>"]
    for scope, colour, style in rules:
        look = _entry("foreground", colour) + (_entry("fontStyle", style) if style else "")
        settings.append(
            f"<dict>{_entry('scope', scope)}<key>settings</key><dict>{look}</dict></dict>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>'
        f"{_entry('name', 'briefing')}<key>settings</key><array>{''.join(settings)}</array>"
        "</dict></plist>"
    ).encode()


def _entry(key: str, value: str) -> str:
    return f"<key>{key}</key><string>{value}</string>"
