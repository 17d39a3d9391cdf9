"""What is counted: the noun, sign or code that stands at a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from briefing.analysis.units import parse_unit
from briefing.audit.quantities import Kind
from briefing.audit.tokens import HYPHENS, WORD, Token, listed
from briefing.audit.words import MULTIPLIERS
from briefing.errors import UnitError

_REACH: Final = 5
"""So many words at most stand between a number and its noun, as in “12,000 North Korean troops”."""

_PEOPLE: Final = """
person people human troop soldier serviceman servicewoman personnel men women man woman reservist
conscript recruit fighter officer sailor marine pilot worker labourer laborer engineer employee
passenger civilian refugee prisoner child children casualty dead death killed wounded injured
missing captive inhabitant resident citizen voter analyst expert specialist volunteer mercenary
trooper crewman
"""
_SAME: Final[dict[str, str]] = {
    **dict.fromkeys(_PEOPLE.split(), "person"),
    "round": "shell", "munition": "shell", "projectile": "shell", "uav": "drone",
}  # fmt: skip
_IRREGULAR: Final[dict[str, str]] = {
    "servicemen": "serviceman", "servicewomen": "servicewoman", "crewmen": "crewman",
    "feet": "foot", "halves": "half", "lives": "life", "knives": "knife", "data": "datum",
}  # fmt: skip

_DURATIONS: Final[dict[str, tuple[str, float]]] = {
    "second": ("second", 1), "minute": ("minute", 1), "hour": ("hour", 1), "day": ("day", 1),
    "week": ("week", 1), "fortnight": ("week", 2), "month": ("month", 1), "year": ("year", 1),
    "yr": ("year", 1), "hr": ("hour", 1), "decade": ("year", 10), "century": ("year", 100),
    "millennium": ("year", 1000),
}  # fmt: skip
_MEASURES: Final[dict[str, str]] = {
    "millimetre": "mm", "millimeter": "mm", "mm": "mm", "centimetre": "cm", "centimeter": "cm",
    "cm": "cm", "metre": "m", "meter": "m", "kilometre": "km", "kilometer": "km", "km": "km",
    "foot": "ft", "ft": "ft", "inch": "inch", "inche": "inch", "yard": "yard", "mile": "mile",
    "mi": "mile", "kilogram": "kg", "kilogramme": "kg", "kg": "kg", "gram": "g", "gramme": "g",
    "tonne": "t", "ton": "t", "litre": "litre", "liter": "litre", "hectare": "ha", "ha": "ha",
    "acre": "acre", "knot": "knot", "kilometre²": "km2", "km²": "km2", "m²": "m2", "kw": "kW",
    "mw": "MW", "gw": "GW", "kilowatt": "kW", "megawatt": "MW", "degree": "degree",
}  # fmt: skip
_ATTACHED: Final[dict[str, str]] = {"m": "m", "t": "t", "g": "g", "in": "inch", "l": "litre"}
_MONEY: Final[dict[str, str]] = {
    "dollar": "USD", "euro": "EUR", "rouble": "RUB", "ruble": "RUB", "yen": "JPY", "yuan": "CNY",
    "hryvnia": "UAH", "rupee": "INR", "franc": "CHF", "pound": "pound", "won": "KRW",
}  # fmt: skip
CODES: Final = listed("USD EUR GBP RUB JPY CNY UAH INR CHF KRW")
SIGNS: Final[dict[str, str]] = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₽": "RUB", "₴": "UAH", "₹": "INR",
}  # fmt: skip

# Sizes in the units that `analysis.units` can convert.
_SIZES: Final[dict[str, tuple[str, float]]] = {
    "second": ("day", 1 / 86_400), "minute": ("day", 1 / 1440), "hour": ("day", 1 / 24),
    "mm": ("m", 0.001), "cm": ("m", 0.01), "ft": ("m", 0.3048), "inch": ("m", 0.0254),
    "yard": ("m", 0.9144), "mile": ("km", 1.609344), "g": ("kg", 0.001),
    "m2": ("km2", 1e-6), "ha": ("km2", 0.01), "acre": ("km2", 0.0040468564224),
}  # fmt: skip

# Words behind which no noun is looked for: what follows belongs to another part of the sentence.
_STOPS: Final = listed(
    "a an the and or but nor so yet in on at by to from for with without than as is are was "
    "were be been has have had do does did will would can could may might must shall should "
    "that which who whom whose when where while because if since until till before after "
    "during over under between among through across into onto out off up down about above "
    "below against toward towards per via not it they he she we you i this according says "
    "say said amid despite versus vs times this thus plus minus perhaps always sometimes "
    "besides afterwards its his hers ours theirs others less"
)
_SKIPPED: Final = listed("of these those their all them some each every our your my")


@dataclass(frozen=True, slots=True)
class Noun:
    """What a number counts.

    Attributes
    ----------
    kind : Kind
        What sort of quantity it makes of the number.
    unit : str or None
        In the singular; None where no noun was found.
    size : float
        What the number is to be multiplied with: 10 for decades, counted in years.
    end : int
        Index behind the noun if it belongs to the words of the quantity, else where it was
        looked for.
    """

    kind: Kind
    unit: str | None
    size: float
    end: int


def read_noun(tokens: list[Token], index: int) -> Noun:
    """Find what is counted, from the token behind a number on."""
    measured = _read_measured(tokens, index)
    if measured is not None:
        return measured
    words = 0
    ahead = index
    while words < _REACH:
        token = tokens[ahead]
        if token.text in HYPHENS:
            ahead += 1
            continue
        if [piece.text for piece in tokens[ahead : ahead + 4]] == ["U", ".", "S", "."]:
            ahead += 4
            continue
        if token.form != WORD or token.lower in _STOPS:
            break
        ahead += 1
        words += 1
        if tokens[ahead].is_hyphen or token.lower in _SKIPPED:
            continue
        noun = _name(token)
        if noun is not None:
            kind, unit, size = noun
            is_own = kind in (Kind.MONEY, Kind.DURATION) and words <= 2
            return Noun(kind, unit, size, ahead if is_own else index)
    return Noun(Kind.COUNT, None, 1.0, index)


def _read_measured(tokens: list[Token], index: int) -> Noun | None:
    """Read a unit right behind the number, perhaps tied to it by a hyphen."""
    first = index + 1 if tokens[index].is_hyphen and not tokens[index + 1].has_gap else index
    token = tokens[first]
    if token.text in ("%", "٪"):
        return Noun(Kind.SHARE, "%", 1.0, first + 1)
    if token.text == "°":
        return Noun(Kind.MEASURE, "degree", 1.0, first + 1)
    if token.form != WORD:
        return None
    word = singular(token.lower)
    if word in ("percent", "pct", "pc") or (word == "per" and tokens[first + 1].lower == "cent"):
        return Noun(Kind.SHARE, "%", 1.0, first + (2 if word == "per" else 1))
    if word == "percentage" and singular(tokens[first + 1].lower) == "point":
        return Noun(Kind.SHARE, "%", 1.0, first + 2)
    if word in ("square", "sq") and singular(tokens[first + 1].lower) in _MEASURES:
        return Noun(
            Kind.MEASURE, _square(_MEASURES[singular(tokens[first + 1].lower)]), 1.0, first + 2
        )
    if not token.has_gap and first == index and token.text in _ATTACHED:
        return Noun(Kind.MEASURE, _ATTACHED[token.text], 1.0, first + 1)
    if word in _MEASURES and tokens[first + 1].text != "²":
        return Noun(Kind.MEASURE, _MEASURES[word], 1.0, first + 1)
    if token.text == "m" and singular(tokens[first + 1].lower) not in _SAME:
        return Noun(Kind.MEASURE, "m", 1.0, first + 1)
    if word in _DURATIONS:
        unit, size = _DURATIONS[word]
        return Noun(Kind.DURATION, unit, size, first + 1)
    return None


def _name(token: Token) -> tuple[Kind, str, float] | None:
    """Read a noun among the words behind a number."""
    word = singular(token.lower)
    if word in _MONEY and (word != "won" or token.has_gap):
        return Kind.MONEY, _MONEY[word], 1.0
    if token.text in CODES:
        return Kind.MONEY, token.text, 1.0
    if word in _DURATIONS and word != token.lower:
        return Kind.DURATION, *_DURATIONS[word]
    if word in _SAME:
        return Kind.COUNT, _SAME[word], 1.0
    is_plural = word != token.lower and token.text == token.lower and token.text.isascii()
    return (Kind.COUNT, word, 1.0) if is_plural else None


def is_unit(token: Token) -> bool:
    """Whether letters right behind a numeral, as in ``20ft``, are a unit or a scale."""
    word = singular(token.lower)
    names = (_MEASURES, _DURATIONS, _MONEY, MULTIPLIERS)
    return token.text in {*_ATTACHED, "M", "pc", "pct"} or any(word in table for table in names)


def is_counted(token: Token) -> bool:
    """Whether a word is a noun of things that are counted one by one."""
    noun = _name(token) if token.form == WORD else None
    return noun is not None and noun[0] is Kind.COUNT


def read_sign(tokens: list[Token], index: int) -> tuple[str, int] | None:
    """Read a currency before its number, as in ``$``, ``US$`` or ``EUR``: code, index behind."""
    token = tokens[index]
    if token.text in SIGNS:
        return SIGNS[token.text], index + 1
    following = tokens[index + 1]
    if token.text in ("US", "U.S") and following.text == "$" and not following.has_gap:
        return "USD", index + 2
    if (
        token.text in ("A", "C", "NZ", "HK", "S")
        and following.text == "$"
        and not following.has_gap
    ):
        return f"{token.text}D", index + 2
    return (token.text, index + 1) if token.text in CODES else None


def singular(word: str) -> str:
    """Give the singular of a noun in lower case, by rule; other words may come out changed."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def canonical_unit(unit: str) -> str:
    """Give one name to units that mean the same, as ``persons`` and ``soldier``."""
    word = singular(unit) if unit.islower() else unit
    return _SAME.get(word, word)


def is_known(unit: str) -> bool:
    """Whether a unit is more than a noun that happened to stand behind a number."""
    known = {*_SAME.values(), *_MEASURES.values(), *_MONEY.values(), *SIGNS.values(), *CODES}
    return unit in known or unit in ("%", "ratio", "rank", "week", *_DURATIONS)


def convert(unit: str, other: str) -> float | None:
    """Give the number that carries a value of one unit into another, None for unlike ones."""
    unit, other = canonical_unit(unit), canonical_unit(other)
    if unit == other:
        return 1.0
    ours, our_size = _SIZES.get(unit, (unit, 1.0))
    theirs, their_size = _SIZES.get(other, (other, 1.0))
    try:
        return parse_unit(ours).factor_to(parse_unit(theirs)) * our_size / their_size
    except UnitError:
        return None


def _square(unit: str) -> str:
    return unit if unit in ("ha", "acre") else f"{unit}2"
