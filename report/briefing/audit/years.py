"""Years and what is counted in them: decades, seasons, halves and quarters."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Final

from briefing.audit.quantities import YEARLESS, Days
from briefing.audit.tokens import NUMBER, WORD, Token, listed
from briefing.audit.units import is_counted
from briefing.audit.words import SMALL, read_cardinal

# Meteorological seasons of the northern half of the earth; a winter is that of either end.
SEASONS: Final[dict[str, tuple[int, int]]] = {
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2),
}  # fmt: skip
_BEFORE_YEAR: Final = listed(
    "in by since until till of from before after during year the through late early mid to "
    "between and for back than"
)
_FIRST_YEAR, _LAST_YEAR = 1500, 2199


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date that was read, and the index behind it."""

    days: Days
    end: int


def read_season(tokens: list[Token], index: int) -> ReadDate | None:
    """Read “spring 2023” or “summer of 2021”; a season without a year is no quantity."""
    year, end = following_year(tokens, index + 1)
    if year is None:
        return None
    first, last = SEASONS[tokens[index].lower]
    if first > last:
        february = calendar.monthrange(year + 1, last)[1]
        return ReadDate(Days(date(year - 1, first, 1), date(year + 1, last, february)), end)
    return whole_months(year, first, last, end)


def read_year(tokens: list[Token], index: int) -> ReadDate | None:
    """Read a year or a decade; a bare number of four digits before a noun counts things."""
    decade = read_decade(tokens, index)
    if decade is not None:
        return decade
    year = year_of(tokens[index])
    following = tokens[index + 1]
    if year is None or (following.form == WORD and not following.has_gap):
        return None
    before = tokens[index - 1] if index else None
    if before is not None and before.lower in _BEFORE_YEAR:
        counts = before.lower in ("to", "and", "for", "than", "by", "the") and is_counted(following)
        if not counts or before.lower == "the":
            return ReadDate(whole_years(year, year), index + 1)
    if is_counted(following) or following.text in ("%", "°") or following.is_hyphen:
        return None
    if (
        before is not None
        and before.text in ("$", "€", "£", "-", "−", "±")
        and not tokens[index].has_gap
    ):
        return None
    return ReadDate(whole_years(year, year), index + 1)


def read_spoken_year(tokens: list[Token], index: int) -> ReadDate | None:
    """Read “nineteen eighty-four”, “twenty twenty”."""
    century = SMALL.get(tokens[index].lower, 0)
    if not 15 <= century <= 20 or not SMALL.get(tokens[index + 1].lower, 0) >= 10:
        return None
    rest = read_cardinal(tokens, index + 1)
    if rest is None or rest[0] >= 100 or tokens[rest[1]].is_hyphen or is_counted(tokens[rest[1]]):
        return None
    year = 100 * century + rest[0]
    return ReadDate(whole_years(year, year), rest[1])


def read_decade(tokens: list[Token], index: int, short: bool = False) -> ReadDate | None:
    """Read ``1990s``, ``'90s``."""
    token = tokens[index]
    end = index + (2 if tokens[index + 1].text in ("'", "’") else 1)
    if tokens[end].lower != "s" or tokens[end].has_gap or not token.text.isdecimal():
        return None
    if short and len(token.text) == 2:
        century = 1900 if int(token.text) >= 30 else 2000
        return ReadDate(
            whole_years(century + int(token.text), century + int(token.text) + 9), end + 1
        )
    year = year_of(token)
    if year is None or year % 10:
        return None
    return ReadDate(
        whole_years(year, year + (99 if year % 100 == 0 and year < 2000 else 9)), end + 1
    )


def fraction_of_year(year: int, rank: int, months: int, end: int) -> ReadDate | None:
    """Give the so-manieth quarter or half of a year."""
    if not 1 <= rank <= 12 // months:
        return None
    return whole_months(year, months * (rank - 1) + 1, months * rank, end)


def following_year(tokens: list[Token], index: int) -> tuple[int | None, int]:
    """Read a year that completes a date, behind a comma, “of” or nothing."""
    start = index + 1 if tokens[index].text == "," or tokens[index].lower in ("of", "in") else index
    year = year_of(tokens[start])
    if year is None or (tokens[index].text == "," and is_counted(tokens[start + 1])):
        return None, index
    return year, start + 1


def year_of(token: Token) -> int | None:
    """Give the year that a token of four digits may be."""
    if token.form != NUMBER or len(token.text) != 4 or not token.text.isdecimal():
        return None
    year = int(token.text)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def whole_months(year: int | None, first: int, last: int, end: int) -> ReadDate:
    """Give the days from the first of one month to the last of another."""
    named = YEARLESS if year is None else year
    last_day = date(named, last, calendar.monthrange(named, last)[1])
    return ReadDate(Days(date(named, first, 1), last_day, year is not None), end)


def whole_years(first: int, last: int) -> Days:
    """Give the days from the first of one year to the last of another."""
    return Days(date(first, 1, 1), date(last, 12, 31))
