"""Numbers and dates as a writer would put them, made from their values."""

from __future__ import annotations

from datetime import date
from typing import Final

_TEENS: Final = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_ONES: Final = "zero one two three four five six seven eight nine"
_SMALL: Final = f"{_ONES} {_TEENS}"
_TENS: Final = "none ten twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))


def spell(number: int, *, joint: str = " and ", comma: str = "") -> str:
    """Write a whole number in words, with or without “and” and commas."""
    if number < 20:
        return _SMALL.split()[number]
    if number < 100:
        rest = f"-{_SMALL.split()[number % 10]}" if number % 10 else ""
        return _TENS.split()[number // 10] + rest
    if number < 1000:
        rest = joint + spell(number % 100) if number % 100 else ""
        return f"{_SMALL.split()[number // 100]} hundred{rest}"
    size, name = next(scale for scale in _SCALES if number >= scale[0])
    head = f"{spell(number // size, joint=joint)} {name}"
    rest = number % size
    if rest == 0:
        return head
    if rest < 100:
        return head + joint + spell(rest)
    return f"{head}{comma} {spell(rest, joint=joint, comma=comma)}"


def grouped(number: int, separator: str) -> str:
    """Write a whole number with its thousands parted."""
    return f"{number:,}".replace(",", separator)


def dated(day: date) -> tuple[str, ...]:
    """Write a day in the ways that are common in English."""
    month = f"{day:%B}"
    return (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month} {day.day} {day.year}",
        f"the {day.day}th of {month} {day.year}",
        f"{day:%b}. {day.day}, {day.year}",
        day.isoformat(),
        f"{day:%d.%m.%Y}",
    )
