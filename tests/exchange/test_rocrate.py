"""The output folder as an RO-Crate, held against the validator of the format's makers."""

from __future__ import annotations

import json
import re
import shutil
from importlib.resources import files as package_files
from pathlib import Path

import pytest
import requests
from rocrate_validator.models import Severity, ValidationSettings
from rocrate_validator.services import validate
from rocrate_validator.utils.http import HttpRequester

from briefing.exchange.rocrate import NAME, research_object
from briefing.trace.graph import Graph, Node, NodeKind

CONTEXT = "https://w3id.org/ro/crate/1.3/context"
PROVENANCE = {
    "command": "briefing build",
    "parameters": {"01-river": {"crew": 4.0, "cutoff": "2023-12-31"}},
    "versions": {"python": "3.11.7", "briefing": "0.1.0", "numpy": "2.4.6"},
}


class Shelf(requests.adapters.BaseAdapter):
    """Answers for the network: the context of RO-Crate as `rocrate` brings it, and nothing else."""

    def send(self, request, **_):
        response = requests.Response()
        response.request, response.url = request, request.url
        response.status_code = 200 if request.url == CONTEXT else 404
        response._content = (package_files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
        response.headers["Content-Type"] = "application/ld+json"
        return response

    def close(self):
        pass


def complaints(folder: Path, severity: Severity) -> set[tuple[str, Severity]]:
    """Give what the validator holds against a crate, from a severity upwards."""
    settings = ValidationSettings(
        rocrate_uri=str(folder),
        profile_identifier="ro-crate-1.3",
        requirement_severity=severity,
        no_cache=True,
        skip_availability_check=True,
    )
    for scheme in ("https://", "http://"):
        HttpRequester().session.mount(scheme, Shelf())
    result = validate(settings)
    assert result.executed_checks
    return {(issue.message, issue.severity) for issue in result.get_issues()}


@pytest.fixture
def folder(packed, tmp_path):
    """Give a folder as a build leaves it, with a chart whose name needs escaping."""
    folder = shutil.copytree(packed, tmp_path / "output")
    for name, text in {
        "briefing.html": "<!DOCTYPE html>",
        "provenance.json": json.dumps(PROVENANCE),
        "figures/fig-fleet.svg": "<svg/>",
        "figures/fig-fleet.csv": "boats\n3\n",
        "figures/fig two, ä.svg": "<svg/>",
        "notebooks/01-river.ipynb": json.dumps({"cells": [{"source": ["# The river\n", "> ?"]}]}),
        "notebooks/broken.ipynb": "{",
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def crate(ledger, edition, folder):
    """Give the crate of that folder, written into it."""
    chart = Node("chart:fig-fleet", NodeKind.CHART, "fig-fleet", detail={"headline": "It grew"})
    text = research_object(ledger, edition, folder, PROVENANCE, Graph.of([chart]))
    (folder / NAME).write_text(text, encoding="utf-8")
    return {entity["@id"]: entity for entity in json.loads(text)["@graph"]}


# The validator itself uses what its own library has since deprecated.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_crate_is_valid(crate, folder):
    """The validator finds nothing wrong, and of its advice only what nobody can follow is left.

    The authors have no web address, no registered identifier and no postal address to give.
    """
    left = complaints(folder, Severity.RECOMMENDED)
    assert {said for said, severity in left if severity is Severity.REQUIRED} == set()
    unmet = {said for said, _ in left if not re.search("[Oo]rganization|contactPoint", said)}
    assert unmet == set()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_spoiled_crate_is_not(ledger, edition, tmp_path):
    """A crate that names a file which is not there is refused."""
    (tmp_path / "briefing.html").write_text("<!DOCTYPE html>", encoding="utf-8")
    text = research_object(ledger, edition, tmp_path, {})
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    (tmp_path / "briefing.html").unlink()
    found = complaints(tmp_path, Severity.REQUIRED)
    assert any("briefing.html" in said for said, _ in found), found


def test_every_file_is_in_it(crate, folder):
    """Each file is described once, with a media type, its size and a purpose."""
    present = [path for path in folder.rglob("*") if path.is_file() and path.name != NAME]
    described = [entity for entity in crate.values() if entity["@type"] == "File"]
    assert len(described) == len(present)
    sizes = {entity["name"]: int(entity["contentSize"]) for entity in described}
    assert sizes["briefing.html"] == len("<!DOCTYPE html>")
    assert all("/" in entity["encodingFormat"] for entity in described)
    assert all(entity["description"] for entity in described)


def test_descriptions_come_from_the_build(crate):
    """A chart is described by its headline and a chapter by its title."""
    assert crate["figures/fig-fleet.svg"]["description"] == "Chart: It grew"
    assert crate["figures/fig-fleet.csv"]["description"] == "Data of the chart: It grew"
    assert crate["notebooks/01-river.ipynb"]["description"].endswith("The river")
    assert crate["notebooks/broken.ipynb"]["description"].endswith("broken")
    assert "figures/fig%20two%2C%20ä.svg" in crate


def test_run_names_what_went_in_and_what_came_out(crate):
    """The action refers to tables and parameters, to what it made, and to the program."""
    action = crate["#build"]
    given = {entity["@id"] for entity in action["object"]}
    made = {entity["@id"] for entity in action["result"]}
    assert {"data/claims.csv", "#parameter-01-river-crew"} <= given
    assert "briefing.html" in made
    assert not given & made
    assert given | made <= set(crate)
    assert crate["#parameter-01-river-crew"]["value"] == 4.0
    program = crate[action["instrument"]["@id"]]
    assert program["version"] == "0.1.0"
    assert "numpy 2.4.6" in program["softwareRequirements"]


def test_no_clock(ledger, edition, folder, crate):
    """The crate bears the day of the edition and no other time, and comes out the same again."""
    assert crate["./"]["datePublished"] == edition.moment.date().isoformat()
    assert not {"startTime", "endTime", "dateModified"} & set(crate["#build"])
    first = research_object(ledger, edition, folder, PROVENANCE)
    assert first == research_object(ledger, edition, folder, PROVENANCE)


def test_nothing_is_referred_to_that_is_not_there(crate):
    """Every local reference leads to an entity of the crate."""

    def references(value):
        if isinstance(value, list):
            for item in value:
                yield from references(item)
        elif isinstance(value, dict):
            yield value["@id"]

    for entity in crate.values():
        for key, value in entity.items():
            if not key.startswith("@"):
                local = {i for i in references(value) if not i.startswith("https://w3id.org/")}
                assert local <= set(crate), (entity["@id"], key)
