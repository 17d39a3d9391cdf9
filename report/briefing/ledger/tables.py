"""Reading the tables: from text to typed rows, collecting every fault on the way."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from briefing.errors import Fault, excerpt
from briefing.ledger.models import Row
from briefing.paths import Project

R = TypeVar("R", bound=Row)
M = TypeVar("M", bound=BaseModel)

# The csv module's own limit; a cell beyond it is a mistake, not prose.
_FIELD_LIMIT = 131_072
_PLAIN_WORDS: Mapping[str, str] = {
    "missing": "is missing; add it",
    "string_too_short": "is empty; fill it in",
    "extra_forbidden": "is not a known setting; remove it or correct its name",
    "model_type": "is no table; write its settings below a heading in square brackets",
    "dict_type": "is no table; write its settings below a heading in square brackets",
    "list_type": "is no list; write its items in square brackets",
    "string_type": "is no text; put it in quotes",
}


def read_table(project: Project, name: str, model: type[R], faults: list[Fault]) -> list[R]:
    """Read one table of `data/`.

    Parameters
    ----------
    project : Project
        Whose table.
    name : str
        File name within `data/`.
    model : type of Row
        What a row must be.
    faults : list of Fault
        Everything wrong is appended here.

    Returns
    -------
    list of Row
        The sound rows only.
    """
    path = project.data / name
    label = project.relative(path)
    columns = [field.alias or key for key, field in model.model_fields.items() if key != "line"]
    rows: list[R] = []
    for line, record in read_records(path, label, columns, faults):
        row_id = next((record[key] for key in ("id", "claim") if record.get(key)), "")
        try:
            rows.append(model.model_validate({**record, "line": line}))
        except ValidationError as error:
            faults.extend(
                Fault(label, line, row_id, message) for message in _messages(error, columns)
            )
    return rows


def read_settings(project: Project, name: str, faults: list[Fault]) -> dict[str, Any]:
    """Read a TOML file of `data/`; an unreadable one gives a fault and no entries."""
    path = project.data / name
    label = project.relative(path)
    text = _text(path, label, faults)
    if text is None:
        return {}
    try:
        return tomllib.loads(text)
    except ValueError as error:  # also an integer of more digits than Python reads
        faults.append(Fault(label, None, "", f"is not TOML: {error}; correct it"))
    except RecursionError:
        faults.append(Fault(label, None, "", "is nested too deeply; correct its brackets"))
    return {}


def validate_settings(
    model: type[M], content: Any, label: str, part: str, faults: list[Fault]
) -> M | None:
    """Hold a part of a TOML file against its model; None and faults if it does not fit."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults.extend(Fault(label, None, part, message) for message in _messages(error, ()))
        return None


def read_records(
    path: Path, label: str, columns: list[str], faults: list[Fault], *, others: bool = False
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the rows of a CSV file as text.

    Parameters
    ----------
    path, label : Path, str
        The file, and its name in messages.
    columns : list of str
        Columns that the file must have.
    faults : list of Fault
        Everything wrong is appended here.
    others : bool
        Whether the file may have further columns.

    Yields
    ------
    (int, dict of str to str)
        The line on which a row begins, and its cells; rows that do not fit the header are left
        out.
    """
    text = _text(path, label, faults)
    if text is None:
        return
    # The limit is one for the whole process, and other libraries lift it.
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if header is None:
                header = cells
                messages = list(_header_faults(header, columns, others))
                faults.extend(Fault(label, 1, "", message) for message in messages)
                if messages:
                    return
            elif cells:
                if len(cells) != len(header):
                    message = (
                        f"has {len(cells)} cells where the header has {len(header)}; "
                        "quote cells that hold commas"
                    )
                    faults.append(Fault(label, line, cells[0], message))
                else:
                    yield line, dict(zip(header, cells, strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        # An unclosed quote is noticed at the end of the file; it stands where the row begins.
        faults.append(Fault(label, line, "", f"is malformed: {error}; correct its quotes"))
        return
    if header is None:
        faults.append(Fault(label, None, "", f"is empty; expected the header {','.join(columns)}"))


def _text(path: Path, label: str, faults: list[Fault]) -> str | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        faults.append(Fault(label, None, "", "is missing; restore it"))
        return None
    except OSError as error:
        faults.append(Fault(label, None, "", f"cannot be read: {error.strerror}; restore it"))
        return None
    try:
        # Spreadsheets put a byte-order mark in front; it carries no meaning.
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        faults.append(Fault(label, line, "", "is not UTF-8; save the file as UTF-8"))
        return None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        faults.append(Fault(label, line, "", "holds a NUL character; remove it"))
        return None
    return text


def _header_faults(header: list[str], columns: list[str], others: bool) -> Iterator[str]:
    if len(header) == 1 and (mark := next((mark for mark in ";\t|" if mark in header[0]), "")):
        # Some spreadsheets separate by what their country uses.
        yield f"its columns are separated by {mark!r}; save the file with commas"
        return
    for column in columns:
        if column not in header:
            yield f"column {column} is missing; correct the header"
    for column in dict.fromkeys(header):
        if header.count(column) > 1:
            yield f"column {excerpt(column)} stands twice; remove or rename one"
        if column not in columns and not others:
            yield f"column {excerpt(repr(column))} is unknown; remove or rename it"


def _messages(error: ValidationError, columns: list[str] | tuple[()]) -> Iterator[str]:
    for detail in error.errors(include_url=False):
        place = ".".join(excerpt(str(part)) for part in detail["loc"])
        said = _PLAIN_WORDS.get(detail["type"]) or _own_words(detail)
        yield f"{place}: {said}" if place else said


def _own_words(detail: Any) -> str:
    if detail["type"] in {"enum", "literal_error"}:
        allowed = re.sub(r" or ", ", ", detail["ctx"]["expected"]).replace("'", "")
        return f"{excerpt(repr(detail['input']))} is not allowed; use one of {allowed}"
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    said = f"{detail['msg'][0].lower()}{detail['msg'][1:]}"
    return f"{said} (found {excerpt(repr(detail['input']))}); correct it"
