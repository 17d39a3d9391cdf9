"""What can be wrong with a data folder, and what must be said of it.

Each strategy takes the sound files of a folder, draws something to spoil, and gives the spoilt
files with the faults that must be reported.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

Contents = Mapping[str, bytes]
Draw = Callable[[st.SearchStrategy[object]], object]


@dataclass(frozen=True)
class Flaw:
    """One thing spoilt.

    Attributes
    ----------
    file : str
        Within `data/`.
    line : int or None
        Where it must be reported; None where no line can be told.
    word : str
        What the message must name: a column, as a rule.
    """

    file: str
    line: int | None
    word: str


@dataclass(frozen=True)
class Case:
    """Files with flaws; a file that is None is missing."""

    spoilt: Mapping[str, bytes | None]
    flaws: tuple[Flaw, ...] = ()


NUMBERS: Final = (
    "nan", "NaN", "inf", "-Infinity", "1e999", "1e30", "-9e18", "1e-400", "1_000", "1,000", "0x10",
    "１２", "٣", "12 boats", "--5", "1.2.3", "5%", "=1+1", "+-1", "∞", "1e", "e5", ".", "-", "½",
)  # fmt: skip
DAYS: Final = (
    "2022-13", "2022-00-10", "2022-02-30", "0000", "2022-6-1", "01.06.2022", "20220601", "nan",
    "2022-06-01T10:00", "yesterday", "２０２２", "-2022", "2022-06-", "99999", "=now()",
)  # fmt: skip
SLUGS: Final = ("", "Two Words", "UPPER", "-a", "a_b", "zü", "=cmd", "../x", "a\nb", " a", "a--b")
CHOICES: Final = ("maybe", "SUPPORTED", "supported!", "=then", "then now", "0", "nan")
ADDRESSES: Final = (
    "", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//a.example", "ftp://a.b",
    "http://", "http://a b.example", "https://[::1", "a.example", "vbscript:x", "HTTPS//a.example",
)  # fmt: skip
GRADES: Final = ("0", "7", "1.5", "", "one", "-1", "1e0", "٣", "99999999999", "2,0")
BEARINGS: Final = ("boats", "boats:", "boats:maybe", ":measure", "boats:context boats:supports")
UNITS: Final = ("boats per day", "=boats", "boats//day", "boats/", "b*", "boats^", "ﬀ boats")
BLANKS: Final = ("", "  ", "\t")

CELLS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("claims.csv", "id"): SLUGS,
    ("claims.csv", "paragraph"): ("", "-1", "1.5", "two", "٣", "9" * 30, "nan"),
    ("claims.csv", "topic"): SLUGS,
    ("claims.csv", "statement"): BLANKS,
    ("claims.csv", "kind"): CHOICES,
    ("claims.csv", "trend"): CHOICES,
    ("claims.csv", "low"): NUMBERS,
    ("claims.csv", "high"): NUMBERS,
    ("claims.csv", "unit"): UNITS,
    ("claims.csv", "as_of"): DAYS,
    ("origins.csv", "id"): SLUGS,
    ("origins.csv", "name"): BLANKS,
    ("origins.csv", "family"): SLUGS,
    ("sources.csv", "id"): SLUGS,
    ("sources.csv", "publisher"): BLANKS,
    ("sources.csv", "title"): BLANKS,
    ("sources.csv", "url"): ADDRESSES,
    ("sources.csv", "published"): ("", *DAYS),
    ("sources.csv", "accessed"): ("", *DAYS),
    ("sources.csv", "class"): ("", *CHOICES),
    ("sources.csv", "read"): ("", *CHOICES),
    ("sources.csv", "reliability"): ("", "G", "a", "AA", "1"),
    ("evidence.csv", "id"): ("", "1E", "E 1", "É1", "=E1", "E_1", "a\nb"),
    ("evidence.csv", "claims"): BEARINGS,
    ("evidence.csv", "source"): SLUGS,
    ("evidence.csv", "origin"): SLUGS,
    ("evidence.csv", "finding"): BLANKS,
    ("evidence.csv", "low"): NUMBERS,
    ("evidence.csv", "central"): NUMBERS,
    ("evidence.csv", "high"): NUMBERS,
    ("evidence.csv", "unit"): UNITS,
    ("evidence.csv", "as_of"): DAYS,
    ("evidence.csv", "credibility"): GRADES,
    ("verdicts.csv", "vintage"): ("", *CHOICES),
    ("verdicts.csv", "verdict"): ("", *CHOICES),
    ("verdicts.csv", "confidence"): ("", *CHOICES),
    ("verdicts.csv", "grounds"): BLANKS,
    ("verdicts.csv", "reason"): BLANKS,
    ("verdicts.csv", "would_change"): BLANKS,
    ("events.csv", "id"): SLUGS,
    ("events.csv", "date"): ("", *DAYS),
    ("events.csv", "lane"): SLUGS,
    ("events.csv", "title"): BLANKS,
    ("events.csv", "source"): SLUGS,
    ("allowed.csv", "text"): BLANKS,
    ("allowed.csv", "reason"): BLANKS,
    ("series/boats_monthly.csv", "month"): ("2022", "2022-01-05", *DAYS[:8]),
    ("series/boats_monthly.csv", "boats_count"): NUMBERS,
    ("series/boats_monthly.csv", "share_pct"): NUMBERS,
    ("series/boats_monthly.csv", "source"): BLANKS[:1],
}  # fmt: skip
"""What no cell of a column may hold."""

_LARGE: Final = 1_000_000


def read_cells(content: bytes) -> list[list[str]]:
    """Give header and rows of a sound table."""
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def write_cells(rows: Iterable[Iterable[str]], **dialect: object) -> bytes:
    """Give the bytes of a table."""
    text = io.StringIO(newline="")
    csv.writer(text, **{"lineterminator": "\n", **dialect}).writerows(rows)
    return text.getvalue().encode()


@st.composite
def wrong_cells(draw: st.DrawFn, sound: Contents) -> Case:
    """Spoil one to four cells, each in a row of its own."""
    tables = {file: read_cells(content) for file, content in sound.items() if file.endswith("csv")}
    words: dict[tuple[str, int], str] = {}
    for file, column in draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=4)):
        rows = tables[file]
        row = draw(st.integers(1, len(rows) - 1))
        if (file, row) not in words:
            rows[row][rows[0].index(column)] = draw(st.sampled_from(CELLS[file, column]))
            words[file, row] = column
    flaws = (Flaw(file, _line(tables[file], row), word) for (file, row), word in words.items())
    return Case({file: write_cells(tables[file]) for file, _ in words}, tuple(flaws))


def _line(rows: list[list[str]], row: int) -> int:
    """Give the line on which a row begins; cells before it may hold line breaks."""
    return row + 1 + sum(cell.count("\n") for cells in rows[:row] for cell in cells)


def _set(rows: list[list[str]], row: int, **cells: str) -> None:
    for column, cell in cells.items():
        rows[row][rows[0].index(column)] = cell


Relation = Callable[[dict[str, list[list[str]]], int], Flaw]


def _pointing(file: str, column: str, cell: str, word: str) -> Relation:
    def spoil(tables: dict[str, list[list[str]]], number: int) -> Flaw:
        row = 1 + number % (len(tables[file]) - 1)
        _set(tables[file], row, **{column: cell})
        return Flaw(file, row + 1, word)

    return spoil


def _doubling(file: str) -> Relation:
    def spoil(tables: dict[str, list[list[str]]], number: int) -> Flaw:
        rows = tables[file]
        rows.append(list(rows[1 + number % (len(rows) - 1)]))
        return Flaw(file, len(rows), "stands already")

    return spoil


def _swapped(file: str, low: str, high: str) -> Relation:
    def spoil(tables: dict[str, list[list[str]]], number: int) -> Flaw:
        _set(tables[file], 1, low=low, high=high)
        return Flaw(file, 2, "above high")

    return spoil


def _cut(file: str) -> Relation:
    def spoil(tables: dict[str, list[list[str]]], number: int) -> Flaw:
        row = 1 + number % (len(tables[file]) - 1)
        cells = tables[file][row]
        cells[:] = [*cells, "more"] if number % 2 else cells[:-1]
        return Flaw(file, row + 1, f"has {len(cells)} cells")

    return spoil


RELATIONS: Final[Mapping[str, Relation]] = {
    "a claim's maker is unknown": _pointing("claims.csv", "origin", "nobody", "origin nobody"),
    "a row is about no claim": _pointing("evidence.csv", "claims", "x:context", "claim x"),
    "a row's source is unknown": _pointing("evidence.csv", "source", "nowhere", "source nowhere"),
    "a row's maker is unknown": _pointing("evidence.csv", "origin", "nobody", "origin nobody"),
    "a ruling is on no claim": _pointing("verdicts.csv", "claim", "x", "claim x"),
    "a ruling rests on nothing": _pointing("verdicts.csv", "evidence", "E1 E77", "evidence E77"),
    "an event's source is unknown": _pointing("events.csv", "source", "nowhere", "source nowhere"),
    "an event is about no claim": _pointing("events.csv", "claims", "boats x", "claim x"),
    "a row cites itself": _pointing("evidence.csv", "source", "e1", "source e1"),
    "a maker is its own claim": _pointing("claims.csv", "origin", "boats", "origin boats"),
    "a claim stands twice": _doubling("claims.csv"),
    "a maker stands twice": _doubling("origins.csv"),
    "a source stands twice": _doubling("sources.csv"),
    "a row stands twice": _doubling("evidence.csv"),
    "an event stands twice": _doubling("events.csv"),
    "a ruling stands twice": _doubling("verdicts.csv"),
    "a claim's bounds are swapped": _swapped("claims.csv", "120", "100"),
    "a row's bounds are swapped": _swapped("evidence.csv", "1e3", "-1e3"),
    "a source was read in the future": _pointing("sources.csv", "accessed", "9999", "after today"),
    "a source is from the future": _pointing("sources.csv", "published", "9999", "after today"),
    "an event is in the future": _pointing("events.csv", "date", "9999-12-31", "after today"),
    "a row is from the future": _pointing("evidence.csv", "as_of", "9999-12", "after today"),
    "a month's source is unknown": _pointing(
        "series/boats_monthly.csv", "source", "=nobody", "source =nobody"
    ),
    "a claim has a cell too few": _cut("claims.csv"),
    "a source has a cell too few": _cut("sources.csv"),
    "an event has a cell too few": _cut("events.csv"),
    "a month has a cell too few": _cut("series/boats_monthly.csv"),
}


@st.composite
def wrong_relations(draw: st.DrawFn, sound: Contents) -> Case:
    """Break what holds between rows, and up to two tables that no other needs."""
    tables = {file: read_cells(content) for file, content in sound.items() if file.endswith("csv")}
    flaw = RELATIONS[draw(st.sampled_from(sorted(RELATIONS)))](tables, draw(st.integers(0, 11)))
    flaws = [flaw]
    spoilt = {flaw.file}
    if draw(st.booleans()) and flaw.file != "series/boats_monthly.csv":
        flaws.append(_cut("series/boats_monthly.csv")(tables, draw(st.integers(0, 7))))
        spoilt.add("series/boats_monthly.csv")
    if draw(st.booleans()):
        tables["allowed.csv"] += [["", "number 1"]]
        flaws.append(Flaw("allowed.csv", len(tables["allowed.csv"]), "text"))
        spoilt.add("allowed.csv")
    return Case({file: write_cells(tables[file]) for file in spoilt}, tuple(flaws))


def _line_of(content: bytes, place: int) -> int:
    return content.count(b"\n", 0, place) + 1


@st.composite
def wrong_bytes(draw: st.DrawFn, sound: Contents) -> Case:
    """Save a file in a way that cannot be read."""
    file = draw(st.sampled_from([name for name in sorted(sound) if not name.endswith("geojson")]))
    content = sound[file]
    place = draw(st.integers(0, len(content)))
    line = _line_of(content, place)
    kind = draw(st.sampled_from(["stray", "latin-1", "NUL", "utf-16", "utf-32", "gone", "binary"]))
    match kind:
        case "stray":
            odd = bytes([draw(st.integers(0x80, 0xFF))])
            flaw, changed = Flaw(file, line, "UTF-8"), content[:place] + odd + content[place:]
        case "latin-1":
            odd = draw(st.sampled_from("äéÿ€")).encode("cp1252")
            flaw, changed = Flaw(file, line, "UTF-8"), content[:place] + odd + content[place:]
        case "NUL":
            flaw, changed = Flaw(file, line, "NUL"), content[:place] + b"\0" + content[place:]
        case "utf-16":
            order = draw(st.sampled_from(["utf-16", "utf-16-le", "utf-16-be"]))
            changed = content.decode().encode(order)
            flaw = Flaw(file, 1, "UTF-8" if order == "utf-16" else "NUL")
        case "utf-32":
            flaw, changed = Flaw(file, 1, "UTF-8"), content.decode().encode("utf-32")
        case "binary":
            flaw, changed = Flaw(file, 1, "UTF-8"), b"\xff" + draw(st.binary(max_size=99))
        case "gone":
            needed = file.endswith(("claims.csv", "sources.csv", "evidence.csv", "events.csv"))
            file = file if needed else draw(st.sampled_from(["origins.csv", "briefing.toml"]))
            return Case({file: None}, (Flaw(file, None, "is missing"),))
    return Case({file: changed}, (flaw,))


@st.composite
def wrong_tables(draw: st.DrawFn, sound: Contents) -> Case:
    """Spoil the header of a table, or its quotes, or the length of a cell."""
    tables = [name for name in sorted(sound) if name.endswith("csv") and "/" not in name]
    file = draw(st.sampled_from(tables))
    rows = read_cells(sound[file])
    place = draw(st.integers(0, len(rows[0]) - 1))
    column = rows[0][place]
    row = draw(st.integers(1, len(rows) - 1))
    line, word, dialect = 1, column, {}
    match draw(st.sampled_from(["drop", "rename", "double", "add", "dialect", "quote", "long"])):
        case "drop":
            rows = [cells[:place] + cells[place + 1 :] for cells in rows]
        case "rename":
            other = draw(
                st.sampled_from([column.upper(), f" {column}", "=cmd", "", "\ufeff\ufeffid"])
            )
            rows[0][place] = other
        case "double":
            rows = [[*cells, cells[place]] for cells in rows]
        case "add":
            word = draw(st.sampled_from(["colour", "line", "=cmd", "model_config", "__class__"]))
            rows = [[*cells, word] for cells in rows]
        case "dialect":
            word = "separated by"
            dialect = {"delimiter": draw(st.sampled_from(";\t|"))}
        case "quote":
            line, word = row + 1, "malformed"
            content = write_cells(rows).split(b"\n")
            content[row] = b'"' + content[row]
            return Case({file: b"\n".join(content)}, (Flaw(file, line, word),))
        case "long":
            line, word = row + 1, "field larger"
            rows[row][place] = draw(st.sampled_from(["x", "é", "1", "a,", "\n", '"'])) * _LARGE
    return Case({file: write_cells(rows, **dialect)}, (Flaw(file, line, word),))


@st.composite
def harmless(draw: st.DrawFn, sound: Contents) -> Case:
    """Save tables otherwise, as other programs do, without changing what they say."""
    names = [name for name in sorted(sound) if name.endswith("csv")]
    spoilt: dict[str, bytes | None] = {}
    for file in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
        rows = read_cells(sound[file])
        order = draw(st.permutations(range(len(rows[0]))))
        rows = [[cells[place] for place in order] for cells in rows]
        dialect: dict[str, object] = {
            "lineterminator": draw(st.sampled_from(["\n", "\r\n", "\r"])),
            "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        }
        content = write_cells(rows, **dialect)
        if draw(st.booleans()):
            content = content.rstrip(b"\r\n")
        content += draw(st.sampled_from([b"", b"\n", b"\r\n\r\n"]))
        spoilt[file] = draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + content
    return Case(spoilt)


_PIECES: Final = (
    b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff", b";", b"\t", b"=cmd",
    b"-", b"'", b"#", b"[", b"]", b"{", b"}", b"\\", b"\\u0000", b"nan", b"1e999", b"9" * 5000,
    b"[" * 3000, b"{" * 3000, b"\x1b[2J", "\u202e".encode(), "\u2028".encode(), "é".encode(),
    b"\xed\xa0\x80", b"boats", b"E1", b"2022-02-30", b",,,,", b"then", b"x" * 140_000,
)  # fmt: skip


@st.composite
def spliced(draw: st.DrawFn, sound: Contents) -> Case:
    """Insert, cut, repeat or overwrite anything anywhere, in one or two files."""
    spoilt: dict[str, bytes | None] = {}
    for file in draw(st.lists(st.sampled_from(sorted(sound)), min_size=1, max_size=2)):
        content = sound[file]
        for _ in range(draw(st.integers(1, 3))):
            start = draw(st.integers(0, len(content)))
            end = min(len(content), start + draw(st.integers(0, 40)))
            piece = draw(st.sampled_from(_PIECES) | st.binary(max_size=4))
            content = draw(
                st.sampled_from(
                    [
                        content[:start] + piece + content[start:],
                        content[:start] + content[end:],
                        content[:end] + content[start:],
                        content[:start] + piece + content[end:],
                        content[:start],
                    ]
                )
            )
        spoilt[file] = content
    return Case(spoilt)
