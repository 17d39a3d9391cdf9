"""Day and night: how the colours of the page and of its charts follow the reader's scheme.

Every colour has one name and two values. The page's own colours are custom properties; those of a
chart stand in its attributes, where the PDF needs them, and a rule of the style sheet overrules the
attribute on screen. ``light-dark()`` picks the value by the element's ``color-scheme``, so that a
part of the page, or print, can be kept light by that one property. A browser that does not know
the function shows the page by day.
"""

from __future__ import annotations

import re
from typing import Final

from briefing import tokens

_COLOURS: Final = ("INK", "MUTED", "RULE", "ACCENT", "ACCENT_SOFT", "PAPER", "STRIPE")
_PAINT: Final = re.compile(r' (fill|stroke|stop-color)="(#[0-9A-Fa-f]{3,8})"')
_UNDERSTOOD: Final = "@supports (color:light-dark(#000,#fff))"


def colour_properties() -> str:
    """Write the colours of the page as custom properties, by day and by night."""
    named = {name.lower().replace("_", "-"): getattr(tokens, name) for name in _COLOURS}
    for name, tone in tokens.VERDICT.items():
        named |= {f"{name}-bg": tone.bg, f"{name}-fg": tone.fg}
    day = ";".join(f"--{name}:{colour}" for name, colour in named.items())
    both = ";".join(f"--{name}:{_both(colour)}" for name, colour in named.items())
    return f":root{{{day}}}\n{_UNDERSTOOD}{{:root{{color-scheme:light dark;{both}}}}}"


def drawing_rules(body: str) -> str:
    """Write the rules by which the drawings of a page follow the scheme.

    Parameters
    ----------
    body : str
        The page, with its drawings.
    """
    used = sorted({pair for pair in _PAINT.findall(body) if pair[1] in tokens.NIGHT})
    rules = "".join(f'[{name}="{colour}"]{{{name}:{_both(colour)}}}' for name, colour in used)
    return f"{_UNDERSTOOD}{{{rules}}}" if rules else ""


def follows_scheme(drawing: str) -> bool:
    """Whether all colours of a drawing are ours, so that it can be shown by night."""
    return all(colour in tokens.NIGHT for _, colour in _PAINT.findall(drawing))


def _both(colour: str) -> str:
    return f"light-dark({colour},{tokens.NIGHT[colour]})"
