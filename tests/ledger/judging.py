"""What a check of a spoilt folder is held to: a clean report of every flaw, or all of the data."""

from __future__ import annotations

import contextlib
import csv
import io
import math
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from tests.ledger.faulty import Case, Flaw

from briefing.checking import load_checked
from briefing.errors import DataError, Fault
from briefing.ledger.dates import PartialDate
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import Row
from briefing.paths import Project

River = tuple[Project, Mapping[str, bytes]]
"""A sound project, and the files of its data."""

# A remedy follows a semicolon, or the message says what is allowed.
_REMEDY: Final = re.compile(r"; \w|\bmust be\b|takes a \w+|\(chapters: ")
_FOREIGN: Final = re.compile(r"Traceback|pydantic|<class|object at 0x|Error\(|_type\b")


@contextlib.contextmanager
def spoilt(river: River, case: Case) -> Iterator[Project]:
    """Put the files of a case in place, for a while."""
    project, sound = river
    try:
        for file, content in case.spoilt.items():
            if content is None:
                (project.data / file).unlink()
            else:
                (project.data / file).write_bytes(content)
        yield project
    finally:
        for file in case.spoilt:
            (project.data / file).write_bytes(sound[file])


def outcome(project: Project) -> Ledger | tuple[Fault, ...]:
    """Check a project: the ledger, or what is wrong with it; any other error is for the test."""
    try:
        return load_checked(project)[0]
    except DataError as error:
        return error.faults


def refused(river: River, case: Case) -> tuple[Fault, ...]:
    """Check a spoilt project, which must not pass, and each flaw of which must be reported."""
    with spoilt(river, case) as project:
        found = outcome(project)
        assert isinstance(found, tuple), "passed"
        assert_clean(found, case, river)
    for flaw in case.flaws:
        assert any(is_about(fault, flaw) for fault in found), (flaw, [str(f) for f in found])
    return found


def is_about(fault: Fault, flaw: Flaw) -> bool:
    """Whether a fault names file, line and column of a flaw."""
    same_line = flaw.line is None or fault.line == flaw.line
    return fault.file == f"data/{flaw.file}" and same_line and flaw.word in fault.message


def assert_clean(faults: tuple[Fault, ...], case: Case, river: River) -> None:
    """Hold a report to what people need of it: place, plain words, and what to do."""
    assert faults
    lines = {file: count_lines(content) for file, content in {**river[1], **case.spoilt}.items()}
    for fault in faults:
        text = str(fault)
        assert text.isprintable()
        assert len(text) < 700
        assert not _FOREIGN.search(text), text
        assert _REMEDY.search(fault.message), text
        last = lines[fault.file.removeprefix("data/")]
        assert fault.line is None or 1 <= fault.line <= last


def count_lines(content: bytes | None) -> int:
    """Count the lines of a file, whatever ends them, with what stands behind the last end."""
    return 0 if content is None else len(re.findall(rb"\r\n|\r|\n", content)) + 1


def assert_whole(ledger: Ledger, case: Case, river: River) -> None:
    """Hold a ledger against the files as another reader reads them: each row, each cell."""
    tables: Mapping[str, tuple[Row, ...]] = {
        "claims.csv": tuple(ledger.claims.values()),
        "origins.csv": tuple(ledger.originators.values()),
        "sources.csv": tuple(ledger.sources.values()),
        "evidence.csv": tuple(ledger.evidence.values()),
        "verdicts.csv": tuple(ledger.rulings.values()),
        "events.csv": tuple(ledger.events.values()),
        "allowed.csv": ledger.allowed,
    }
    for file, rows in tables.items():
        content = case.spoilt.get(file, river[1][file])
        text = io.StringIO((content or b"").decode("utf-8-sig"), newline="")
        read = list(csv.DictReader(text))
        assert len(read) == len(rows), file
        for row, cells in zip(rows, read, strict=True):
            for name, info in type(row).model_fields.items():
                if name != "line":
                    cell = cells[info.alias or name]
                    assert is_same(getattr(row, name), cell), (file, row.line, name, cell)


def is_same(value: Any, cell: str) -> bool:
    """Whether a value says what its cell says."""
    text = cell.strip()
    match value:
        case None:
            return not text
        case bool():
            return False
        case int() | float():
            return math.isfinite(value) and float(text) == value
        case PartialDate():
            return str(value) == text
        case tuple():
            return list(value) == text.split()
        case dict():
            return [f"{claim}:{bearing}" for claim, bearing in value.items()] == text.split()
        case StrEnum() | str():
            return str(value) == text
    return False
