"""The tables as a Data Package, held against `frictionless`."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from frictionless import validate

from briefing.errors import DataError
from briefing.exchange.columns import model_columns, series_columns
from briefing.exchange.datapackage import data_package, write_data
from briefing.ledger import fields
from briefing.ledger.models import Claim, Observation, Ruling

CELLS = {
    "id": (fields._to_slug, ["a", "a-b.c", "A", "a_b", "-a", "a b", ""]),
    "unit": (fields._to_unit, ["1", "shells/day", "USD*km2", "m^2", "shells per day", "/", "%"]),
    "as_of": (
        fields._to_partial_date,
        ["2024", "2024-11", "2024-11-04", "2024-1", "November 2024", "24"],
    ),
}


def descriptor(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def schema(folder: Path, name: str) -> dict:
    resources = {resource["name"]: resource for resource in descriptor(folder)["resources"]}
    return resources[name]["schema"]


def faults(folder: Path) -> list[str]:
    report = validate(str(folder / "datapackage.json"))
    return [row[0] for row in report.flatten(["type"])]


@pytest.fixture
def copy(packed, tmp_path):
    """Give a copy to spoil."""
    return shutil.copytree(packed, tmp_path / "copy")


def spoil(folder: Path, table: str, old: str, new: str) -> None:
    """Change a table and keep the descriptor's size and digest in step with it."""
    path = folder / "data" / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    content = descriptor(folder)
    for resource in content["resources"]:
        resource.pop("bytes")
        resource.pop("hash")
    (folder / "datapackage.json").write_text(json.dumps(content), encoding="utf-8")


def test_own_tables_are_valid(packed):
    """Descriptor, schemas, keys, references, sizes and digests of this project's tables hold."""
    report = validate(str(packed / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])
    assert {task.type for task in report.tasks if task.name in {"claims", "evidence"}} == {"table"}


@pytest.mark.parametrize(
    ("table", "old", "new", "fault"),
    [
        ("claims.csv", ",11000,12000,", ",many,12000,", "type-error"),
        ("claims.csv", ",judgement,", ",opinion,", "constraint-error"),
        ("evidence.csv", "A001,", "A007,", "primary-key"),
        ("evidence.csv", ":supports ", ":likes ", "constraint-error"),
        ("events.csv", ",un-treaty-1961,", ",no-such-source,", "foreign-key"),
        ("series/places.csv", ",geonames", ",no-such-source", "foreign-key"),
        ("sources.csv", "publisher,title", "title,publisher", "incorrect-label"),
    ],
)
def test_spoiled_tables_are_not(copy, table, old, new, fault):
    """The descriptor says enough for another program to find the faults that matter."""
    spoil(copy, table, old, new)
    assert fault in faults(copy)


def test_changed_bytes_are_noticed(copy):
    """A table that was changed after the build no longer has the digest of the descriptor."""
    path = copy / "data" / "origins.csv"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert {"hash-count", "byte-count"} & set(faults(copy))


def test_every_file_is_listed(packed, project):
    """Each file of data/ is copied byte for byte and named by the package."""
    listed = {resource["path"] for resource in descriptor(packed)["resources"]}
    present = {path for path in project.data.rglob("*") if path.is_file()}
    assert listed == {f"data/{path.relative_to(project.data).as_posix()}" for path in present}
    for path in present:
        assert (packed / "data" / path.relative_to(project.data)).read_bytes() == path.read_bytes()


def test_columns_stand_in_the_order_of_the_file(packed):
    """Fields are described in the order in which the table has them."""
    for resource in descriptor(packed)["resources"]:
        if resource.get("type") == "table":
            with (packed / resource["path"]).open(encoding="utf-8") as file:
                header = next(csv.reader(file))
            assert [column["name"] for column in resource["schema"]["fields"]] == header


@pytest.mark.parametrize("table", ["claims", "sources", "evidence"])
def test_columns_are_explained(packed, table):
    """What the data's own README says of a column goes into the schema."""
    described = [column for column in schema(packed, table)["fields"] if "description" in column]
    assert len(described) == len(schema(packed, table)["fields"])


@pytest.mark.parametrize(("column", "check", "texts"), [(k, *v) for k, v in CELLS.items()])
def test_patterns_agree_with_the_models(column, check, texts):
    """A pattern of the schema takes what the row model takes, and refuses what it refuses."""
    (found,) = (entry for entry in model_columns(Claim) if entry["name"] == column)
    for text in texts:
        try:
            check(text)
            sound = True
        except ValueError:
            sound = False
        assert bool(re.fullmatch(found["constraints"]["pattern"], text)) is sound, text


def test_constraints_come_from_the_models():
    """Required cells, choices and bounds are those of the row models."""
    found = {entry["name"]: entry for entry in model_columns(Observation)}
    assert found["credibility"]["constraints"] == {"required": True, "minimum": 1, "maximum": 6}
    assert "constraints" not in found["central"]
    rulings = {entry["name"]: entry for entry in model_columns(Ruling)}
    assert rulings["vintage"]["constraints"] == {"required": True, "enum": ["then", "now"]}
    assert "required" not in rulings["evidence"]["constraints"]


def test_types_of_a_series():
    """A column of a series is typed by its name or else by what stands in it."""
    header = ["month", "date", "held_km2", "share_pct", "remark", "empty", "source"]
    rows = [
        ["2022-02", "2022", "1", "0.5", "a", "", "x"],
        ["2022-03", "2023", "-2", "1", "1", "", "x"],
    ]
    types = {column["name"]: column["type"] for column in series_columns(header, rows)}
    assert types == {
        "month": "yearmonth",
        "date": "string",
        "held_km2": "integer",
        "share_pct": "number",
        "remark": "string",
        "empty": "string",
        "source": "string",
    }


def test_package_without_readme(files, edition, tmp_path):
    """A project that explains nothing gets a package all the same."""
    ledger, folder = files.load(), tmp_path / "out"
    write_data(type(files.write())(files.root), folder / "data")
    (folder / "data" / ".hidden~").write_text("x")
    text = data_package(ledger, edition, folder)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    assert validate(str(folder / "datapackage.json")).valid
    assert "hidden" not in text
    assert text == data_package(ledger, edition, folder)


def test_formulas_in_the_tables_are_inert(files, edition, tmp_path):
    """In the copy of a table a spreadsheet finds text and numbers; the package is still valid."""
    files.change("claims.csv", statement="=HYPERLINK(1)", low=-120, high=120, as_written="-")
    files.text("series/flow.csv", "month,=a_count,source\n2022-01,-4,paper-e1\n")
    ledger, folder = files.load(), tmp_path / "out"
    write_data(type(files.write())(files.root), folder / "data")
    with (folder / "data" / "claims.csv").open(encoding="utf-8", newline="") as table:
        row, _ = csv.DictReader(table)
    assert (row["statement"], row["low"], row["as_written"]) == ("'=HYPERLINK(1)", "-120", "'-")
    assert (folder / "data/series/flow.csv").read_text().startswith("month,'=a_count,source\n2022")
    assert (folder / "data/origins.csv").read_bytes() == (
        files.root / "data/origins.csv"
    ).read_bytes()
    (folder / "datapackage.json").write_text(data_package(ledger, edition, folder))
    assert validate(str(folder / "datapackage.json")).valid


def test_a_file_that_is_no_table_is_named(files, tmp_path):
    """A file in data/ that only looks like a table by its name is refused with that name."""
    files.text("notes.csv", b"a,\xe4\n")
    with pytest.raises(DataError, match=r"^data/notes\.csv is no CSV in UTF-8 .*; correct it"):
        write_data(files.write(), tmp_path / "out")
