"""A small sound ledger with two claims that have been ruled on, and a build's folder around it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

import pytest
from tests.builders import TODAY, Files, boats

from briefing.exchange.datapackage import data_package, write_data
from briefing.ledger.ledger import Ledger
from briefing.ledger.loading import load_ledger
from briefing.paths import Project
from briefing.run.provenance import Edition

EDITION = Edition("0" * 40, False, datetime(2023, 12, 31, 12, tzinfo=UTC))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give the files of a sound project; rulings on a number and on a judgement."""
    root = tmp_path / "project"
    root.mkdir()
    files = boats(root).words("beauty").seen("E2", "beauty:supports", "guild")
    for vintage in ("then", "now"):
        files.ruling("boats", vintage, "supported", evidence="E1")
        files.ruling("beauty", vintage, "supported", evidence="E2")
    return files


@pytest.fixture
def edition() -> Edition:
    """Give an edition of a fixed moment."""
    return EDITION


@pytest.fixture(scope="session")
def project() -> Project:
    """Give this project."""
    return Project(Path(__file__).parents[2])


@pytest.fixture(scope="session")
def ledger(project: Project) -> Ledger:
    """Give this project's own ledger."""
    return load_ledger(project)


@pytest.fixture(scope="session")
def packed(project: Project, ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with this project's tables as a Data Package."""
    folder = tmp_path_factory.mktemp("packed")
    write_data(project, folder / "data")
    descriptor = data_package(ledger, EDITION, folder)
    (folder / "datapackage.json").write_text(descriptor, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def vocabulary() -> dict[str, Any]:
    """Give schema.org's own definitions, by id, as the package `rocrate` brings them."""
    text = (package_files("rocrate") / "data" / "schema.jsonld").read_text(encoding="utf-8")
    return {entry["@id"]: entry for entry in json.loads(text)["@graph"]}


def reload(files: Files) -> Ledger:
    """Write a made-up project and read it back."""
    return files.load(TODAY)
