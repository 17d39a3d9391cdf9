"""What a numeral is worth: digits of any script, with the separators of several countries."""

from __future__ import annotations

import re
from typing import Final

from briefing.audit.tokens import NUMBER, Token

_LONGEST: Final = 24
"""A numeral with more digits is a label, not a number anybody counted."""
_MOST_GROUPS: Final = 5
_GROUPING: Final = ("'", "’", "٬")
_SPACE_GROUP = re.compile(r"^\d{3}$")


def read_numeral(text: str) -> tuple[float, float] | None:
    """Give the value of a numeral and the worth of one more in its last digit.

    A comma followed by three digits parts thousands, any other comma the decimals, and points
    part thousands only if there are several: ``1,300`` is 1300, ``1,6`` is 1.6, ``1.300`` is 1.3
    and ``1.300.000`` is 1300000. Trailing zeros of a whole number are taken as rounding.

    Returns
    -------
    (float, float) or None
        None if the text is no number, as ``19.06.2019`` or a label of thirty digits.
    """
    if len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return _whole(text)
    parts = re.split(r"[.,'’٫٬]", text)
    marks = [mark for mark in text if not mark.isdecimal()]
    if _are_groups(parts) and len(set(marks)) == 1 and (marks[0] not in ".٫" or len(marks) > 1):
        return _whole("".join(parts))
    grouped = len(marks) > 1 and len(set(marks[:-1])) == 1 and marks[-1] != marks[0]
    if grouped and marks[-1] in ".,٫" and _are_groups(parts[:-1]):
        return _decimal("".join(parts[:-1]), parts[-1])
    if len(marks) == 1 and marks[0] not in _GROUPING:
        return _decimal(*parts)
    return None


def read_spaced(tokens: list[Token], index: int) -> tuple[float, float, int] | None:
    """Read a numeral whose thousands may be parted by spaces: value, step, index behind it."""
    token = tokens[index]
    end = index + 1
    digits = token.text
    if len(digits) <= 3 and digits.isdecimal() and not digits.startswith("0"):
        while end - index <= _MOST_GROUPS and _is_space_group(tokens, end):
            digits += tokens[end].text
            end += 1
    if end > index + 1:
        return (*_whole(digits), end)
    value = read_numeral(token.text)
    return None if value is None else (*value, end)


def _is_space_group(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    one_space = token.form == NUMBER and token.start - tokens[index - 1].end == 1
    return one_space and _SPACE_GROUP.match(token.text) is not None


def _are_groups(parts: list[str]) -> bool:
    """Whether digits are parted in thousands, or as in India in hundreds above the thousand."""
    if not 1 <= len(parts[0]) <= 3 or any(len(part) != 3 for part in parts[-1:]):
        return False
    middle = {len(part) for part in parts[1:-1]}
    return len(parts) > 1 and (middle <= {3} or (middle <= {2} and len(parts[0]) <= 2))


def _whole(digits: str) -> tuple[float, float]:
    number = int(digits)
    return float(number), round_step(number)


def _decimal(whole: str, fraction: str) -> tuple[float, float]:
    places = len(fraction)
    return int(whole + fraction) / 10**places, 10.0**-places


def round_step(number: int) -> float:
    """Give the power of ten to which a whole number seems to be rounded."""
    digits = str(abs(number))
    return 1.0 if number == 0 else 10.0 ** (len(digits) - len(digits.rstrip("0")))
