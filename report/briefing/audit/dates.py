"""Dates as a text writes them: days, months, seasons, years, parts of them, centuries."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Final

from briefing.audit.quantities import YEARLESS, Days
from briefing.audit.tokens import DASHES, NUMBER, WORD, Token, listed
from briefing.audit.words import read_ordinal
from briefing.audit.years import (
    SEASONS,
    ReadDate,
    following_year,
    fraction_of_year,
    read_decade,
    read_season,
    read_spoken_year,
    read_year,
    whole_months,
    whole_years,
    year_of,
)

_NAMES: Final = (
    "january february march april may june july august september october november december"
)
MONTHS: Final[dict[str, int]] = {
    **{name: number for number, name in enumerate(_NAMES.split(), start=1)},
    **{name[:3]: number for number, name in enumerate(_NAMES.split(), start=1)},
    "sept": 9,
}  # fmt: skip
# Thirds of a year: “mid 2021” is read as May to August.
PARTS: Final[dict[str, tuple[int, int]]] = {
    "early": (1, 4), "mid": (5, 8), "middle": (5, 8), "late": (9, 12), "beginning": (1, 4),
    "start": (1, 4), "end": (9, 12),
}  # fmt: skip
# These are verbs, names or abbreviations besides; alone they need a word before that dates go with.
_AMBIGUOUS: Final = frozenset({"may", "march", "sept", *(name[:3] for name in _NAMES.split())})
_BEFORE_MONTH: Final = listed(
    "in by since until till of from before after during last next this early late mid every"
)


def read_date(tokens: list[Token], index: int) -> ReadDate | None:
    """Read a date at an index; None if there is none."""
    token = tokens[index]
    if token.form == NUMBER:
        return (
            _read_numeric(tokens, index)
            or _read_day_first(tokens, index)
            or read_year(tokens, index)
            or _read_period(tokens, index)
        )
    if token.form == WORD:
        word = token.lower
        if word in MONTHS:
            return _read_month_first(tokens, index)
        if word in SEASONS:
            return read_season(tokens, index)
        if word in PARTS:
            return _read_part(tokens, index)
        return read_spoken_year(tokens, index) or _read_period(tokens, index)
    is_decade = token.text in ("'", "’") and tokens[index + 1].text[1:] == "0"
    return read_decade(tokens, index + 1, short=True) if is_decade else None


def read_date_range(tokens: list[Token], index: int, joints: tuple[str, ...]) -> ReadDate | None:
    """Read a date, and a second one behind a dash or one of the words given as joints."""
    begun = _read_short_range(tokens, index)
    if begun is not None:
        return begun
    first = read_date(tokens, index)
    if first is None:
        return None
    joint = tokens[first.end]
    if joint.lower not in joints and joint.text not in DASHES:
        return first
    second = read_date(tokens, first.end + 1)
    if second is None:
        return first
    span = _span(first.days, second.days)
    return first if span is None else ReadDate(span, second.end)


def _span(first: Days, last: Days) -> Days | None:
    """Join two dates; the first takes its year from the second if it has none."""
    start = first.first
    if last.has_year and not first.has_year:
        start = _with_year(start, last.first.year)
    if first.has_year and not last.has_year:
        return None
    return Days(start, last.last, last.has_year) if start <= last.last else None


def _with_year(day: date, year: int) -> date:
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, min(day.day, last))


def _read_short_range(tokens: list[Token], index: int) -> ReadDate | None:
    """Read ``2012–14``, “4–6 November 2024” and “November 4–6, 2024”."""
    token, dash, last = tokens[index : index + 3]
    if token.form == NUMBER and last.form == NUMBER and (dash.text in DASHES or dash.text == "/"):
        year = year_of(token)
        is_tied = not dash.has_gap and not last.has_gap
        if year is not None and is_tied and len(last.text) == 2 and last.text.isdecimal():
            until = year - year % 100 + int(last.text)
            is_alone = tokens[index + 3].has_gap or tokens[index + 3].text not in DASHES
            return (
                ReadDate(whole_years(year, until), index + 3) if until > year and is_alone else None
            )
    if token.form == NUMBER and last.form == NUMBER and (dash.text in DASHES or dash.lower == "to"):
        day, second = _day_of(tokens, index), _read_day_first(tokens, index + 2)
        if day is not None and second is not None and second.days.length == 1:
            if day[0] >= second.days.first.day:
                return None
            start = second.days.first.replace(day=day[0])
            return ReadDate(Days(start, second.days.last, second.days.has_year), second.end)
    if token.lower in MONTHS and dash.form == NUMBER and last.text in DASHES:
        until_day = _day_of(tokens, index + 3)
        first_day = _day_of(tokens, index + 1)
        if first_day is None or until_day is None or first_day[0] >= until_day[0]:
            return None
        year, end = following_year(tokens, until_day[1])
        return _span_of_days(year, MONTHS[token.lower], first_day[0], until_day[0], end)
    return None


def _span_of_days(year: int | None, month: int, first: int, last: int, end: int) -> ReadDate | None:
    start, stop = _day(year, month, first), _day(year, month, last)
    if start is None or stop is None:
        return None
    return ReadDate(Days(start.first, stop.last, year is not None), end)


def _read_numeric(tokens: list[Token], index: int) -> ReadDate | None:
    """Read ``2019-06-19``, ``19.06.2019`` and ``6/19/2019``."""
    token = tokens[index]
    parts = token.text.split(".")
    if len(parts) == 3 and [len(part) for part in parts][2:] == [4] and token.text.isascii():
        return _checked(_day(int(parts[2]), int(parts[1]), int(parts[0])), index + 1)
    pieces = tokens[index : index + 5]
    if any(piece.has_gap for piece in pieces[1:]) or pieces[1].text != pieces[3].text:
        return None
    if not all(piece.text.isdecimal() and len(piece.text) <= 4 for piece in pieces[::2]):
        return None
    first, second, third = (int(piece.text) for piece in pieces[::2])
    if pieces[1].text == "-" and len(pieces[0].text) == 4:
        return _checked(_day(first, second, third), index + 5)
    if pieces[1].text == "/" and len(pieces[4].text) == 4:
        month, day = (second, first) if first > 12 else (first, second)
        return _checked(_day(third, month, day), index + 5)
    return None


def _read_day_first(tokens: list[Token], index: int) -> ReadDate | None:
    """Read “19 June 2019”, “the 19th of June”."""
    day = _day_of(tokens, index)
    if day is None:
        return None
    number, end = day
    if tokens[end].lower == "of":
        end += 1
    month = MONTHS.get(tokens[end].lower) if tokens[end].text[:1].isupper() else None
    if month is None:
        return None
    year, end = following_year(tokens, _behind_stop(tokens, end + 1))
    return _checked(_day(year, month, number), end)


def _read_month_first(tokens: list[Token], index: int) -> ReadDate | None:
    """Read “June 19, 2019”, “Nov. 4”, “June 2019”, “in November”."""
    token = tokens[index]
    month = MONTHS[token.lower]
    if token.text.islower() and token.lower in {*_AMBIGUOUS, "august"}:
        return None
    end = _behind_stop(tokens, index + 1)
    day = _day_of(tokens, end)
    if day is not None and not _is_hour(tokens, day[1]):
        year, beyond = following_year(tokens, day[1])
        found = _checked(_day(year, month, day[0]), beyond)
        if found is not None:
            return found
    year, beyond = following_year(tokens, end)
    if year is not None:
        return whole_months(year, month, month, beyond)
    before = tokens[index - 1].lower if index else ""
    if token.lower in _AMBIGUOUS and before not in _BEFORE_MONTH:
        return None
    return whole_months(None, month, month, index + 1)


def _read_part(tokens: list[Token], index: int) -> ReadDate | None:
    """Read “mid-2021”, “late in 2021”, “the end of June 2021”."""
    end = index + 1
    if tokens[end].is_hyphen or tokens[end].lower in ("of", "in"):
        end += 1
    part = tokens[index].lower
    year = year_of(tokens[end])
    if year is not None and tokens[end + 1].text != "-":
        decade = read_decade(tokens, end)
        return decade or whole_months(year, *PARTS[part], end + 1)
    if tokens[end].lower in MONTHS and tokens[end].text[0].isupper():
        month = _read_month_first(tokens, end)
        if month is not None and month.days.length > 1:
            return ReadDate(_third(month.days, PARTS[part]), month.end)
    return None


def _third(days: Days, part: tuple[int, int]) -> Days:
    """Cut a month to its first, second or last ten days."""
    ten = (part[0] - 1) // 4
    first = days.first.replace(day=1 + 10 * ten)
    last = days.last if ten == 2 else days.first.replace(day=10 * (ten + 1))
    return Days(first, last, days.has_year)


def _read_period(tokens: list[Token], index: int) -> ReadDate | None:
    """Read “third quarter of 2021”, “Q3 2021”, “first half of June”, “nineteenth century”."""
    token = tokens[index]
    if token.text in ("Q", "H") and tokens[index + 1].text in ("1", "2", "3", "4"):
        year, end = following_year(tokens, index + 2)
        if year is not None and not tokens[index + 1].has_gap:
            size = 3 if token.text == "Q" else 6
            return fraction_of_year(year, int(tokens[index + 1].text), size, end)
        return None
    ordinal = read_ordinal(tokens, index)
    if ordinal is None:
        return None
    rank, end = ordinal
    if tokens[end].is_hyphen:
        end += 1
    noun = tokens[end].lower
    if noun == "century" and 1 <= rank <= 21 and tokens[end + 1].lower not in ("bc", "bce"):
        return ReadDate(whole_years(max(100 * (rank - 1) + 1, 1), 100 * rank), end + 1)
    if noun in ("quarter", "half"):
        year, beyond = following_year(tokens, end + 1)
        if year is not None:
            return fraction_of_year(year, rank, 3 if noun == "quarter" else 6, beyond)
    return _read_day_first(tokens, index)


def _day_of(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """Read the number of a day, ``19`` or ``19th``, and the index behind it."""
    token = tokens[index]
    if token.form == NUMBER and token.text.isdecimal() and len(token.text) <= 2:
        following = tokens[index + 1]
        is_tied = not following.has_gap and following.form == WORD
        is_ordinal = is_tied and following.lower in ("st", "nd", "rd", "th")
        if is_tied and not is_ordinal:
            return None
        day, end = int(token.text), index + (2 if is_ordinal else 1)
    else:
        ordinal = read_ordinal(tokens, index) if token.form == WORD else None
        if ordinal is None:
            return None
        day, end = ordinal
    return (day, end) if 1 <= day <= 31 else None


def _is_hour(tokens: list[Token], index: int) -> bool:
    return tokens[index].text in (":", "%") or tokens[index].lower in ("percent", "million", "per")


def _behind_stop(tokens: list[Token], index: int) -> int:
    """Skip the point of an abbreviated month."""
    is_short = tokens[index].text == "." and not tokens[index].has_gap
    return index + 1 if is_short and len(tokens[index - 1].text) <= 4 else index


def _day(year: int | None, month: int, day: int) -> Days | None:
    try:
        only = date(YEARLESS if year is None else year, month, day)
    except ValueError:
        return None
    return Days(only, only, year is not None)


def _checked(days: Days | None, end: int) -> ReadDate | None:
    return None if days is None else ReadDate(days, end)
