"""Hostile texts: attempts in disguises, in frames that break out of what is around them.

The texts are made, not listed, so that each attempt meets many disguises and frames, and the same
ones in each run. Each ends in a mark that stands nowhere else, by which a test finds it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Final
from urllib.parse import quote

from tests.hostile.attempts import attempts

MARK: Final = re.compile(r"q\d{5}z")

_WORDS: Final = re.compile(r"[a-zA-Z]{4,}")
_SIGNS: Final = re.compile(r"[<>\"'&:/()]")
_WIDE: Final = {ord(sign): ord(sign) + 0xFEE0 for sign in "<>\"'&:/()#="}
_ALIKE: Final = str.maketrans("aceopx", "\u0430\u0441\u0435\u043e\u0440\u0445")


def _within_words(sign: str) -> Callable[[str], str]:
    return lambda text: _WORDS.sub(lambda word: word[0][:3] + sign + word[0][3:], text)


def _each_sign(write: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: _SIGNS.sub(lambda sign: write(sign[0]), text)


def _alternate(text: str) -> str:
    return "".join(c.upper() if i % 2 else c.lower() for i, c in enumerate(text))


DISGUISES: Final[tuple[Callable[[str], str], ...]] = (
    str,
    _alternate,
    _each_sign(lambda sign: f"&#{ord(sign)};"),
    _each_sign(lambda sign: f"&#x{ord(sign):06X}"),  # browsers need no semicolon
    _each_sign(lambda sign: f"&amp;#{ord(sign)};"),
    _each_sign(lambda sign: f"\\u{ord(sign):04x}"),
    _each_sign(lambda sign: f"\\{ord(sign):x} "),  # as style sheets escape
    _each_sign(lambda sign: f"\\{sign}"),
    _each_sign(lambda sign: {"<": "+ADw-", ">": "+AD4-"}.get(sign, sign)),  # UTF-7
    lambda text: quote(text, safe=" ", errors="replace"),
    lambda text: quote(quote(text, safe=" ", errors="replace"), safe=" "),
    _within_words("\t"),
    _within_words("\n"),
    _within_words("\x00"),
    _within_words("\u200b"),
    _within_words("\u00ad"),
    _within_words("<!-- -->"),
    _within_words("/**/"),
    lambda text: "\x01\x1f \u2028\u00a0" + text,
    lambda text: "\u202e" + text + "\u202c",
    lambda text: text.translate(_WIDE),
    lambda text: text.translate(_ALIKE),
    lambda text: text.replace("<", "<<").replace(">", ">>"),
    lambda text: text + "\n\n" + text,
)
"""Ways to hide an attempt from whoever looks for it."""

FRAMES: Final = (
    "{}",
    '">{}',
    "'>{}<'",
    "</style>{}<style>",
    "</script>{}<script>",
    "</textarea></title></template></noscript>{}",
    "-->{}<!--",
    "]]>{}<![CDATA[",
    '")) {} (("',
    '\\")) {} ((\\"',
    "```\n{}\n```",
    "`{}",
    "\n\n    {}",
    "[x]({})",
    "![x]({} 'y')",
    "<{}>",
    "[x]: {}\n\n[x]",
    "**{}",
    "$ {} $",
    "$${}$$",
    "{{{{ {} }}}}",
    "#[{}]",
    "| {} |\n|---|",
    "> {}",
    "# {}",
    "({}",
    "\u201c{}\u201d",
    "</td></tr></table>{}",
    "</text></svg>{}",
    "a[^1]\n\n[^1]: {}",
)
"""What an attempt is put into, to break out of what is around it."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One hostile text.

    Attributes
    ----------
    family : str
        What is attempted.
    mark : str
        Its last word, which no other text has.
    text : str
        The whole.
    """

    family: str
    mark: str
    text: str


def hostile_texts(file: str) -> list[Hostile]:
    """Make all texts.

    Parameters
    ----------
    file : str
        Path of a file that no document may show.
    """
    numbers = count()
    made = []
    for a, (family, attempt) in enumerate(attempts(file)):
        for d, disguise in enumerate(DISGUISES):
            if len(attempt) > 5_000 and d:
                continue  # the longest word is hostile by its length alone
            frame = FRAMES[(a * 7 + d * 5) % len(FRAMES)]
            mark = f"q{next(numbers):05d}z"
            made.append(Hostile(family, mark, f"{frame.format(disguise(attempt))} {mark}"))
    return made
