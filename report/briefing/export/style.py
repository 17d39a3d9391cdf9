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
from briefing.export.schemes import colour_properties, drawing_rules

_FOLDER: Final = files("briefing.export") / "templates" / "briefing-html"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_REMARK: Final = re.compile(r"^\s*//.*\n", re.MULTILINE)


def style_sheet(text: str, rules: Iterable[str]) -> str:
    """Write the style sheet of a page.

    Parameters
    ----------
    text : str
        The body of the page, from whose letters the fonts are cut and whose drawings are followed.
    rules : iterable of str
        Rules for this document alone.
    """
    sheet = _COMMENT.sub("", (_FOLDER / "page.css").read_text(encoding="utf-8"))
    lines = (line.strip() for line in sheet.splitlines())
    parts = (
        font_style_sheet(text),
        colour_properties(),
        _custom_properties(),
        *filter(None, lines),
        *rules,
        drawing_rules(text),
    )
    return "\n".join(parts)


def page_script() -> str:
    """Give the one script of the page, without its remarks."""
    script = (_FOLDER / "page.js").read_text(encoding="utf-8")
    lines = (line.strip() for line in _REMARK.sub("", script).splitlines())
    return "\n".join(filter(None, lines))


def security_policy(sheet: str, script: str = "") -> str:
    """Allow this style sheet, this script, and data addresses for fonts and pictures; nothing else.

    No other script can run, nothing can be loaded, no form can be sent, and no style attribute
    counts.
    """
    scripts = f"script-src '{_digest(script)}'; " if script else ""
    return (
        f"default-src 'none'; {scripts}style-src '{_digest(sheet)}'; img-src data:; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _custom_properties() -> str:
    """Write the faces as custom properties, and what each verdict looks like."""
    faces = (
        f'--serif:"{tokens.FONT_SERIF}",Georgia,serif',
        f'--sans:"{tokens.FONT_SANS}",Helvetica,Arial,sans-serif',
        f'--mono:"{tokens.FONT_MONO}",Menlo,monospace',
    )
    tones = [
        f".pill-{name}{{background:var(--{name}-bg);color:var(--{name}-fg)}}"
        f".tone-{name}{{color:var(--{name}-fg)}}"
        for name in tokens.VERDICT
    ]
    return ":root{" + ";".join(faces) + "}\n" + "\n".join(tones)
