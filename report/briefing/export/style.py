"""The one style sheet of the page, and the policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Final

from briefing import tokens
from briefing.export.fonts import font_style_sheet

_SHEET: Final = files("briefing.export") / "templates" / "briefing-html" / "page.css"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


def style_sheet(text: str, rules: Iterable[str]) -> str:
    """Write the style sheet of a page.

    Parameters
    ----------
    text : str
        All text of the page, from which the fonts are cut.
    rules : iterable of str
        Rules for this document alone.
    """
    sheet = _COMMENT.sub("", _SHEET.read_text(encoding="utf-8"))
    lines = (line.strip() for line in sheet.splitlines())
    parts = (font_style_sheet(text), _custom_properties(), *filter(None, lines), *rules)
    return "\n".join(parts)


def security_policy(sheet: str) -> str:
    """Allow this style sheet and data addresses for fonts and pictures; nothing else at all.

    No script can run, nothing can be loaded, no form can be sent, and no style attribute counts.
    """
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src data:; "
        f"base-uri 'none'; form-action 'none'"
    )


def _custom_properties() -> str:
    """Write the tokens as custom properties, so that another scheme only has to reset them."""
    colours = ("INK", "MUTED", "RULE", "ACCENT", "ACCENT_SOFT", "PAPER", "STRIPE")
    lines = [f"--{name.lower().replace('_', '-')}:{getattr(tokens, name)}" for name in colours]
    for name, tone in tokens.VERDICT.items():
        lines += [f"--{name}-bg:{tone.bg}", f"--{name}-fg:{tone.fg}"]
    lines += [
        f'--serif:"{tokens.FONT_SERIF}",Georgia,serif',
        f'--sans:"{tokens.FONT_SANS}",Helvetica,Arial,sans-serif',
        f'--mono:"{tokens.FONT_MONO}",Menlo,monospace',
    ]
    pills = [
        f".pill-{name}{{background:var(--{name}-bg);color:var(--{name}-fg)}}"
        for name in tokens.VERDICT
    ]
    return ":root{" + ";".join(lines) + "}\n" + "\n".join(pills)
