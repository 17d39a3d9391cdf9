"""The Markdown we read: CommonMark without raw HTML, with a few additions.

Tables, footnotes, strikethrough and curly quotes come from the parser's own rules. Two inline forms
are ours: ``[@source, p. 3; @other]`` cites, and ``@fig-x``, ``@tbl-x`` or ``@sec-x`` refers.

Notebooks from elsewhere are read with raw HTML and with formulas, as Jupyter shows them.
"""

from __future__ import annotations

import re
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

_CITED = r"@\w[\w.:-]*(?:,[^;\]]+)?"
CITATION: Final = re.compile(rf"\[({_CITED}(?:;\s*{_CITED})*)\]")
REFERENCE: Final = re.compile(r"@((?:fig|tbl|sec)-[\w-]*\w)")


def _cite_or_refer(state: StateInline, silent: bool) -> bool:
    """Recognise ``[@source]`` and ``@fig-x`` at the parser's position."""
    at = state.pos
    meta: dict[str, Any]
    if match := CITATION.match(state.src, at):
        kind, meta = "cite", {"items": [_cited(item) for item in match[1].split(";")]}
    elif match := REFERENCE.match(state.src, at):
        if at and (state.src[at - 1].isalnum() or state.src[at - 1] in "._-"):
            return False  # an e-mail address
        kind, meta = "refer", {"target": match[1]}
    else:
        return False
    if not silent:
        state.push(kind, "", 0).meta = meta
    state.pos = match.end()
    return True


def _cited(item: str) -> tuple[str, str]:
    source, _, locator = item.strip().removeprefix("@").partition(",")
    return source.strip(), locator.strip()


def _build_parser(*, html: bool = False) -> MarkdownIt:
    # What is nested deeper than the parser goes, it drops; so it goes deeper than we show.
    options = {"html": html, "typographer": True, "maxNesting": 200}
    parser = MarkdownIt("commonmark", options)
    parser.enable(["table", "strikethrough", "smartquotes"]).use(footnote_plugin, inline=False)
    parser.inline.ruler.before("link", "cite_or_refer", _cite_or_refer)
    return parser


PARSER: Final = _build_parser()
"""The parser of briefings; it keeps no state between calls."""

FOREIGN_PARSER: Final = (
    _build_parser(html=True)
    .use(dollarmath_plugin, allow_labels=False, allow_digits=False, double_inline=True)
    .use(amsmath_plugin)
)
"""The parser of notebooks from elsewhere."""
