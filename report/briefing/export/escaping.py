"""Text as HTML."""

from __future__ import annotations

import html

from briefing.export.characters import clean


def escape(text: str) -> str:
    """Make any text safe between tags and in quoted attributes."""
    return html.escape(clean(text), quote=True)


def lines(text: str) -> str:
    """Escape text of several lines and break it where it is broken."""
    return "<br>".join(escape(line) for line in text.split("\n"))
