"""All checks as JUnit XML, so that a build server shows each claim as a test case.

A fault of a row that concerns a claim, be it a claim, a ruling or an observation, fails that
claim; every fault also fails the file that it stands in. What could not be checked because
something before it failed is skipped, not passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from briefing.analysis.rules import check_rulings
from briefing.errors import BriefingError, DataError, Fault
from briefing.ledger.loading import read_ledger
from briefing.ledger.tables import read_records
from briefing.ledger.terms import Vintage
from briefing.paths import Project

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FIRST_LINE: Final = 160
_UNREACHED: Final = "not reached: the tables have faults that come first"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that was checked.

    Attributes
    ----------
    name, group : str
        As a build server lists it; groups fold.
    failures : tuple of str
        What is wrong; empty if all is well.
    skipped : str
        Why it could not be checked; empty if it was.
    """

    name: str
    group: str
    failures: tuple[str, ...] = ()
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases that belong together."""

    name: str
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the tables name, read as far as they can be read.

    Attributes
    ----------
    topics : dict of str to str
        Topic of each claim.
    bearing : dict of str to list of str
        Claims that each observation or event concerns.
    """

    topics: dict[str, str] = field(default_factory=dict)
    bearing: dict[str, list[str]] = field(default_factory=dict)


def junit_report(
    project: Project, error: BriefingError | None = None, more: Iterable[Suite] = ()
) -> bytes:
    """Write the outcome of a check.

    Parameters
    ----------
    project : Project
        What was checked.
    error : BriefingError, optional
        What the check ended with; None if nothing was wrong.
    more : iterable of Suite
        Further checks, such as those on a document.

    Returns
    -------
    bytes
        XML in UTF-8, fit for any XML reader whatever the tables hold.
    """
    suites = [*_suites(project, error), *more]
    root = ET.Element("testsuites", {"name": "briefing check"} | _tally(suites))
    for suite in suites:
        element = ET.SubElement(root, "testsuite", {"name": _clean(suite.name)} | _tally([suite]))
        for case in suite.cases:
            _write(element, case)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _suites(project: Project, error: BriefingError | None) -> Iterator[Suite]:
    faults, unreached = _faults(project, error)
    other = None if error is None or isinstance(error, DataError) else str(error)
    rows = _read_rows(project)
    yield Suite("claims", tuple(_claim_cases(rows, faults, unreached)))
    yield Suite("data files", tuple(_data_cases(project, faults)))
    yield Suite("chapters", tuple(_chapter_cases(project, faults, unreached, other)))


def _faults(project: Project, error: BriefingError | None) -> tuple[Sequence[Fault], str]:
    """Give all faults, and why later checks were not reached, if they were not.

    A chapter that cannot be read ends a check before the rulings; they are checked here instead.
    """
    if error is None:
        return (), ""
    ledger, found = read_ledger(project)
    if ledger is None or found:
        return (error.faults if isinstance(error, DataError) else found), _UNREACHED
    return (error.faults if isinstance(error, DataError) else check_rulings(ledger)), ""


def _read_rows(project: Project) -> _Rows:
    rows = _Rows()
    ignored: list[Fault] = []  # what is wrong with the files has been reported already
    claims = read_records(project.data / "claims.csv", "", ["id", "topic"], ignored, others=True)
    for _, record in claims:
        rows.topics.setdefault(record["id"], record["topic"])
    for file in ("evidence.csv", "events.csv"):
        records = read_records(project.data / file, "", ["id", "claims"], ignored, others=True)
        for _, record in records:
            named = [word.partition(":")[0] for word in record["claims"].split()]
            rows.bearing.setdefault(record["id"], []).extend(named)
    return rows


def _claim_cases(rows: _Rows, faults: Sequence[Fault], unreached: str) -> Iterator[Case]:
    found: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        for claim, vintages in _concerned(fault, rows):
            for vintage in vintages:
                found.setdefault((claim, vintage), []).append(str(fault))
    for claim, topic in rows.topics.items():
        for vintage in Vintage:
            failures = tuple(found.get((claim, vintage), ()))
            name = f"{claim} ({vintage})"
            yield Case(name, f"claims.{topic}", failures, "" if failures else unreached)


def _concerned(fault: Fault, rows: _Rows) -> Iterator[tuple[str, Sequence[str]]]:
    """Give the claims that a fault concerns, each with its vintages."""
    every = tuple(Vintage)
    file = fault.file.rpartition("/")[2]
    if file == "claims.csv":
        yield fault.row_id, every
    elif file == "verdicts.csv":
        claim, slash, vintage = fault.row_id.partition("/")
        yield claim, (vintage,) if slash else every
    elif file in {"evidence.csv", "events.csv"}:
        yield from ((claim, every) for claim in rows.bearing.get(fault.row_id, ()))


def _data_cases(project: Project, faults: Sequence[Fault]) -> Iterator[Case]:
    present = {project.relative(path) for path in project.data.rglob("*") if _is_data(path)}
    faulty = {fault.file for fault in faults if fault.file.startswith("data/")}
    for name in sorted(present | faulty):
        yield Case(name, "data", _of_file(faults, name))


def _chapter_cases(
    project: Project, faults: Sequence[Fault], unreached: str, other: str | None
) -> Iterator[Case]:
    """Give a case for each chapter; an error that names no file fails them all."""
    names = [project.relative(path) for path in sorted(project.notebooks.glob("*.ipynb"))]
    named = [name for name in names if other and name.rpartition("/")[2] in other]
    for name in names:
        failures = _of_file(faults, name)
        if other and (name in named or not named):
            failures = (*failures, other)
        skipped = "not reached: another chapter cannot be read" if other else unreached
        yield Case(name, "chapters", failures, "" if failures else skipped)
    if other and not names:
        yield Case("notebooks/", "chapters", (other,))


def _of_file(faults: Sequence[Fault], name: str) -> tuple[str, ...]:
    return tuple(str(fault) for fault in faults if fault.file == name)


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix in {".csv", ".toml", ".geojson"}


def _write(suite: ET.Element, case: Case) -> None:
    names = {"name": _clean(case.name), "classname": _clean(case.group)}
    element = ET.SubElement(suite, "testcase", names)
    for failure in case.failures:
        text = _clean(failure)
        first = text.partition("\n")[0][:_FIRST_LINE]
        ET.SubElement(element, "failure", {"message": first, "type": "fault"}).text = text
    if case.skipped and not case.failures:
        ET.SubElement(element, "skipped", {"message": _clean(case.skipped)})


def _tally(suites: Iterable[Suite]) -> dict[str, str]:
    cases = [case for suite in suites for case in suite.cases]
    return {
        "tests": str(len(cases)),
        "failures": str(sum(bool(case.failures) for case in cases)),
        "errors": "0",
        "skipped": str(sum(bool(case.skipped and not case.failures) for case in cases)),
    }


def _clean(text: str) -> str:
    """Replace characters that XML cannot hold, even escaped, by the sign for one."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
