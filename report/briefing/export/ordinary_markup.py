"""What only notebooks from elsewhere hold, as HTML: code, formulas, images, tables of frames."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from briefing.document.nodes import Listing, Picture, Preformatted
from briefing.export.escaping import escape
from briefing.export.highlight import highlight

_SHEET: Final = files("briefing.export") / "templates" / "briefing-html" / "ordinary.css"

_LABELS: Final = {"error": "Error", "warning": "Error stream", "raw": "Raw cell"}


def ordinary_rules() -> list[str]:
    """Give the CSS rules for what this module writes."""
    lines = (line.strip() for line in _SHEET.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("/*")]


def write_listing(node: Listing) -> str:
    """Write the code of a cell, with the number it ran as."""
    count = f" {node.count}" if node.count else ""
    language = f" in {node.language}" if node.language else ""
    label = f'<p class="cell-label">Code{count}</p>' if node.count else ""
    return (
        f'<div class="listing">{label}<pre tabindex="0" role="region" '
        f'aria-label="{escape(f"Code{count}{language}")}"><code>'
        f"{highlight(node.text, node.language)}</code></pre></div>"
    )


def write_preformatted(node: Preformatted) -> str:
    """Write preformatted text as a region that can be scrolled by key."""
    label = _LABELS.get(node.kind) or (f"{node.language} code" if node.language else "Output")
    text = highlight(node.text, node.language) if node.language else escape(node.text)
    shown = f'<p class="cell-label">{label}</p>' if node.kind else ""
    kind = f' class="pre-{node.kind}"' if node.kind else ""
    pre = (
        f'<pre{kind} tabindex="0" role="region" aria-label="{escape(label)}">'
        f"<code>{text}</code></pre>"
    )
    return f'<div class="told">{shown}{pre}</div>' if shown else pre


def write_picture(node: Picture) -> str:
    """Write an image; drawings too, as images, in which nothing runs."""
    size = ""
    if node.width and node.height:
        size = f' width="{node.width * 96:.0f}" height="{node.height * 96:.0f}"'
    return (
        f'<p class="picture"><img src="data:{node.mime};base64,{escape(node.data)}" '
        f'alt="{escape(node.alt)}"{size}></p>'
    )
