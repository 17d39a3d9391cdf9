"""JSON as text: in a file of its own, or inside a page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

_UNSAFE: Final[Mapping[int, str]] = MappingProxyType(
    {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
)


def json_text(content: Any) -> str:
    """Write JSON as a file: order as given, one member a line, ending in a line break.

    Characters that UTF-8 cannot hold, halves of pairs, are written as escapes.
    """
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def embedded_json(text: str) -> str:
    r"""Make JSON safe between ``<script type="application/ld+json">`` and its end, and shorter.

    Parameters
    ----------
    text : str
        JSON.

    Returns
    -------
    str
        The same content. Angle brackets and ampersands are written as ``\u003c`` and so on: they
        can stand in strings only, where the escape means the same, and without them nothing in a
        text can end the element or begin a comment.

    Raises
    ------
    ValueError
        If the text is not JSON; such a thing is not put on a page.
    """
    compact = json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    return compact.encode("utf-8", "backslashreplace").decode("utf-8").translate(_UNSAFE)
