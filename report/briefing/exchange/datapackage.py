"""The tables as a Data Package, so that any program can read and check them without this one."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from briefing.errors import DataError, Fault
from briefing.exchange.columns import model_columns, series_columns
from briefing.exchange.encoding import json_text
from briefing.exchange.licences import find_licence
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import (
    AllowedText,
    Claim,
    Event,
    Observation,
    Originator,
    Row,
    Ruling,
    Source,
)
from briefing.paths import Project
from briefing.run.provenance import Edition
from briefing.spreadsheet import inert_csv

FOLDER: Final = "data"
"""Where the tables stand, beside the descriptor."""

_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class _Table:
    """How a table hangs together with the others; a reference names column and file."""

    model: type[Row]
    key: tuple[str, ...]
    references: Mapping[str, str]


_TABLES: Final[Mapping[str, _Table]] = MappingProxyType(
    {
        "claims.csv": _Table(Claim, ("id",), {"origin": "origins"}),
        "origins.csv": _Table(Originator, ("id",), {}),
        "sources.csv": _Table(Source, ("id",), {}),
        "evidence.csv": _Table(Observation, ("id",), {"source": "sources", "origin": "origins"}),
        "verdicts.csv": _Table(Ruling, ("claim", "vintage"), {"claim": "claims"}),
        "events.csv": _Table(Event, ("id",), {"source": "sources"}),
        "allowed.csv": _Table(AllowedText, ("text",), {}),
    }
)
_MEDIA: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        ".csv": ("csv", "text/csv"),
        ".geojson": ("geojson", "application/geo+json"),
        ".json": ("json", "application/json"),
        ".md": ("md", "text/markdown"),
        ".toml": ("toml", "application/toml"),
        ".txt": ("txt", "text/plain"),
    }
)
_CODE_WORD: Final = re.compile(r"`([^`]+)`")
_TABLE_HEADING: Final = re.compile(r"^#+\s+(\S+\.csv)\s*$")


def write_data(project: Project, folder: Path) -> None:
    """Copy what a build was made from to a folder, byte for byte.

    Only a table with a cell that a spreadsheet would run is changed, in that cell. Hidden files,
    which editors leave, stay behind.

    Raises
    ------
    DataError
        If a file named as a table is none.
    """
    for path in _files(project.data):
        target = folder / path.relative_to(project.data)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix != ".csv":
            shutil.copyfile(path, target)
            continue
        try:
            target.write_bytes(inert_csv(path.read_bytes()))
        except (UnicodeDecodeError, csv.Error) as error:
            message = f"is no CSV in UTF-8 ({error}); correct it or take it out of data/"
            raise DataError([Fault(project.relative(path), None, "", message)]) from error


def data_package(ledger: Ledger, edition: Edition, folder: Path) -> str:
    """Describe the tables.

    Parameters
    ----------
    ledger : Ledger
        For title, authors, licence, and the publications behind the series.
    edition : Edition
        Dates the package.
    folder : Path
        Where the descriptor will stand; the tables are in `data/` below it.

    Returns
    -------
    str
        JSON, for ``datapackage.json``.
    """
    words = ledger.settings.document
    licence = find_licence(words.licence)
    data = folder / FOLDER
    said = _Meanings.read(data / "README.md")
    version = edition.commit or edition.moment.date().isoformat()
    return json_text(
        {
            "$schema": _PROFILE,
            "name": _name(words.title),
            "title": words.title,
            "description": words.description or words.subtitle,
            "version": version,
            "created": edition.moment.isoformat(),
            **({"keywords": list(words.keywords)} if words.keywords else {}),
            "licenses": [
                {"name": licence.id, "path": licence.url, "title": licence.title}
                if licence
                else {"title": words.licence, "name": _name(words.licence)}
            ],
            "contributors": [{"title": name, "roles": ["author"]} for name in words.authors],
            "sources": [{"title": f"“{ledger.settings.article.title}”, the article under test"}],
            "resources": [
                _resource(path, data, ledger, said)
                for path in _files(data)
                if path.suffix in _MEDIA
            ],
        }
    )


@dataclass(frozen=True, slots=True)
class _Meanings:
    """What the data's own README says of files and columns; nothing where it says nothing."""

    files: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, readme: Path) -> _Meanings:
        files: dict[str, str] = {}
        columns: dict[str, dict[str, str]] = {}
        table: str | None = None
        text = readme.read_text(encoding="utf-8") if readme.is_file() else ""
        for line in text.splitlines():
            if line.startswith("#"):
                heading = _TABLE_HEADING.match(line)
                table = heading[1] if heading else None
            elif line.startswith("| "):
                first, *_, meaning = line.strip().strip("|").split("|")
                target = files if table is None else columns.setdefault(table, {})
                for name in _CODE_WORD.findall(first):
                    target.setdefault(name, meaning.strip().replace("`", ""))
        return cls(files, columns)


def _resource(path: Path, data: Path, ledger: Ledger, said: _Meanings) -> dict[str, Any]:
    inside = path.relative_to(data).as_posix()
    format_, media = _MEDIA[path.suffix]
    content = path.read_bytes()
    resource: dict[str, Any] = {
        "name": _name(inside.removesuffix(path.suffix)),
        "path": f"{FOLDER}/{inside}",
        "format": format_,
        "mediatype": media,
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    meaning = said.files.get(inside) or said.files.get(path.name)
    if meaning:
        is_table = path.suffix == ".csv" and inside in _TABLES
        resource["description"] = _sentence(f"One row is {meaning}" if is_table else meaning)
    if path.suffix != ".csv":
        return resource
    resource |= {"type": "table", "schema": _schema(inside, path, said)}
    if inside not in _TABLES:
        resource["sources"] = _sources(ledger, path)
    return resource


def _schema(inside: str, path: Path, said: _Meanings) -> dict[str, Any]:
    table = _TABLES.get(inside)
    header, rows = _read(path)
    if table is not None:
        described = {column["name"]: column for column in model_columns(table.model)}
        columns, references = [described[name] for name in header], table.references
    else:
        columns = series_columns(header, rows)
        references = {"source": "sources"} if "source" in header else {}
    for column in columns:
        meaning = said.columns.get(inside, {}).get(column["name"])
        if meaning:
            column["description"] = meaning
    schema: dict[str, Any] = {"fields": columns, "missingValues": [""]}
    if table is not None:
        schema["primaryKey"] = list(table.key)
    if references:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": file, "fields": ["id"]}}
            for column, file in references.items()
        ]
    return schema


def _sources(ledger: Ledger, path: Path) -> list[dict[str, str]]:
    """Name the publications that a series takes its rows from."""
    header, rows = _read(path)
    if "source" not in header:
        return []
    place = header.index("source")
    named = dict.fromkeys(row[place] for row in rows)
    found = [ledger.sources[name] for name in named if name in ledger.sources]
    return [{"title": f"{row.publisher}: {row.title}", "path": row.url} for row in found]


def _read(path: Path) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = [row for row in csv.reader(file) if row]
    return header, rows


def _files(folder: Path) -> Iterable[Path]:
    return (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _name(text: str) -> str:
    """Make a name of the letters that a package may have in its names."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub("['’]", "", text.lower())).strip("-") or "briefing"
