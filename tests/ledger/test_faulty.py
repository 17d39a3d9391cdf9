"""However a data folder is spoilt, `briefing check` lists what is wrong, or takes all of it.

The cases go through the code of `briefing check`, thousands of them in one process, and a few dozen
through the command itself. They are the same in every run.
"""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ledger.faulty import (
    Case,
    harmless,
    spliced,
    wrong_bytes,
    wrong_cells,
    wrong_relations,
    wrong_tables,
)
from tests.ledger.faulty_settings import odd_outlines, unfit_settings, wrong_settings
from tests.ledger.judging import River, assert_clean, assert_whole, outcome, refused, spoilt
from tests.ledger.river import write_river

from briefing.errors import DataError
from briefing.exchange.junit import junit_report
from briefing.exitcodes import ExitCode
from briefing.ledger.geography import read_land
from briefing.ledger.ledger import Ledger
from briefing.paths import Project

CASES: Final = {
    "cells": 600,
    "relations": 250,
    "bytes": 300,
    "tables": 250,
    "harmless": 150,
    "spliced": 600,
    "settings": 200,
    "unfit": 50,
    "outlines": 150,
}


def many(kind: str) -> settings:
    """Give the number of cases of a kind, the same ones in each run."""
    return settings(
        max_examples=CASES[kind],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def test_there_are_cases_enough() -> None:
    """A run tries at least two thousand faulty folders."""
    assert sum(CASES.values()) >= 2000


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> River:
    """Give a sound project, and its data by file; whoever spoils it puts it right again."""
    root = tmp_path_factory.mktemp("river").resolve()
    return Project(root), write_river(root)


def test_the_sound_folder_passes(river: River) -> None:
    """What the others spoil is sound, or they would prove nothing."""
    ledger = outcome(river[0])
    assert isinstance(ledger, Ledger)
    assert_whole(ledger, Case({}), river)


@many("cells")
@given(st.data())
def test_each_wrong_cell_is_reported(river: River, data: st.DataObject) -> None:
    """Every cell that cannot be read is named with file, line and column, all at once."""
    refused(river, data.draw(wrong_cells(river[1])))


@many("relations")
@given(st.data())
def test_each_broken_relation_is_reported(river: River, data: st.DataObject) -> None:
    """Dangling and circular references, doubled ids, swapped bounds and the future are named."""
    refused(river, data.draw(wrong_relations(river[1])))


@many("bytes")
@given(st.data())
def test_a_file_that_is_no_text_is_one_fault(river: River, data: st.DataObject) -> None:
    """Other encodings, stray bytes and missing files are reported once, on the line."""
    case = data.draw(wrong_bytes(river[1]))
    (file,) = case.spoilt
    assert len([fault for fault in refused(river, case) if fault.file == f"data/{file}"]) == 1


@many("tables")
@given(st.data())
def test_a_table_of_another_shape_is_refused(river: River, data: st.DataObject) -> None:
    """Columns that lack, repeat or are unknown, open quotes and endless cells are named."""
    refused(river, data.draw(wrong_tables(river[1])))


@many("harmless")
@given(st.data())
def test_how_a_table_was_saved_changes_nothing(river: River, data: st.DataObject) -> None:
    """A byte-order mark, any line ends, quotes everywhere and another order are all the same."""
    whole = outcome(river[0])
    with spoilt(river, data.draw(harmless(river[1]))) as project:
        assert outcome(project) == whole


@many("spliced")
@given(st.data())
def test_whatever_happens_to_a_file_is_said(river: River, data: st.DataObject) -> None:
    """After any edit all of a folder is taken, cell by cell as it stands, or every fault listed."""
    case = data.draw(spliced(river[1]))
    with spoilt(river, case) as project:
        found = outcome(project)
        if isinstance(found, Ledger):
            assert_whole(found, case, river)
        else:
            assert_clean(found, case, river)
            report = ET.fromstring(junit_report(project, DataError(found)))
            assert int(report.get("failures", "0")) > 0


@many("settings")
@given(st.data())
def test_each_wrong_setting_is_reported(river: River, data: st.DataObject) -> None:
    """What is wrong in each settings file is named, in all of them at once."""
    refused(river, data.draw(wrong_settings(river[1])))


@many("unfit")
@given(st.data())
def test_settings_that_no_chapter_takes_are_reported(river: River, data: st.DataObject) -> None:
    """Scenarios and explorations are held against what the chapters declare."""
    refused(river, data.draw(unfit_settings(river[1])))


@many("outlines")
@given(st.data())
def test_outlines_can_be_drawn_or_are_refused(river: River, data: st.DataObject) -> None:
    """Of outlines that pass, every position lies on the earth; others name the feature."""
    case = data.draw(odd_outlines(river[1]))
    with spoilt(river, case) as project:
        found = outcome(project)
        if isinstance(found, tuple):
            assert_clean(found, case, river)
        else:
            for longitude, latitude in positions(read_land(project)["features"]):
                assert abs(longitude) <= 180
                assert abs(latitude) <= 90


def positions(features: list[dict[str, Any]]) -> Iterator[tuple[float, float]]:
    """Give the positions of all outlines, read as a map reads them."""
    for feature in features:
        geometry = feature["geometry"]
        areas = geometry["coordinates"]
        for area in areas if geometry["type"] == "MultiPolygon" else [areas]:
            for ring in area:
                yield from ((float(position[0]), float(position[1])) for position in ring)


def test_a_hundred_thousand_faults_are_all_listed(river: River) -> None:
    """A long table with a fault in every row gives them all, each on its line."""
    count = 100_000
    rows = b"".join(b"x%d,2022-02-30,river,A day,paper-e1,boats\n" % n for n in range(count))
    found = refused(river, Case({"events.csv": river[1]["events.csv"] + rows}))
    assert [fault.line for fault in found] == list(range(4, count + 4))


def test_a_hundred_thousand_rows_are_all_taken(river: River) -> None:
    """A long sound table is read whole."""
    count = 100_000
    rows = b"".join(b"x%d,2022-02-28,river,A day,paper-e1,boats\n" % n for n in range(count))
    with spoilt(river, Case({"events.csv": river[1]["events.csv"] + rows})) as project:
        ledger = outcome(project)
    assert isinstance(ledger, Ledger)
    assert len(ledger.events) == count + 2


COMMANDS: Final[Mapping[str, Mapping[str, bytes]]] = {
    "a claim that is no number": {"claims.csv": b"id,paragraph\nboats,nan\n"},
    "latin-1": {"origins.csv": "id,name,family,note\nyärd,The yard,yard,\n".encode("latin-1")},
    "utf-16": {"sources.csv": "id,publisher\n".encode("utf-16")},
    "a NUL": {"evidence.csv": b"id,claims\0\n"},
    "nothing": {"verdicts.csv": b""},
    "only a byte-order mark": {"events.csv": b"\xef\xbb\xbf"},
    "an open quote": {"events.csv": b'"id,date,lane,title,source,claims\n'},
    "semicolons": {"origins.csv": b"id;name;family;note\n"},
    "a doubled column": {"allowed.csv": b"text,text,reason\n"},
    "a megabyte in a cell": {"allowed.csv": b"text,reason\n" + b"x" * 1_000_000 + b",name\n"},
    "TOML cut short": {"briefing.toml": b"[document"},
    "TOML without bottom": {"briefing.toml": b"x = " + b"[" * 9000},
    "an integer without end": {"scenarios.toml": b"x = " + b"9" * 9000},
    "a step that is no number": {"explore.toml": b"[river]\nsteps = [nan]\n"},
    "no GeoJSON": {"land_eurasia.geojson": b"{"},
    "GeoJSON without bottom": {"land_eurasia.geojson": b"[" * 200_000},
    "outlines at no place": {"land_eurasia.geojson": json.dumps({"features": [{}]}).encode()},
    "a series without source": {"series/boats_monthly.csv": b"month,boats_count\n2022-01,1\n"},
    "a month that is none": {"series/boats_monthly.csv": b"month,source\n2022-13,paper-e1\n"},
    "a terminal's commands": {"origins.csv": b"id,name,family,note\n\x1b[2J\x07,The yard,yard,\n"},
    "bidi controls": {"origins.csv": "id,name,family,note\n\u202eyard,The yard,yard,\n".encode()},
    "a formula as a date": {
        "events.csv": b"id,date,lane,title,source,claims\na,=1+1,b,c,paper-e1,\n"
    },
    "faults in all files": dict.fromkeys(
        ["claims.csv", "origins.csv", "sources.csv", "evidence.csv"], b"\xff"
    ),
    "a ledger of another kind": {"claims.csv": b"\x89PNG\r\n\x1a\n"},
}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_says_so_too(river: River, name: str) -> None:
    """The command ends with the code for data, and prints each fault in one line and no more."""
    with spoilt(river, Case(COMMANDS[name])) as project:
        found = outcome(project)
        ended = subprocess.run(
            [sys.executable, "-m", "briefing", "check"],
            cwd=project.root,
            capture_output=True,
            text=True,
            check=False,
        )
    assert isinstance(found, tuple)
    assert ended.returncode == ExitCode.DATA
    assert ended.stdout == ""
    wanted = [str(fault) for fault in found]
    head = ["error: " + wanted[0]] if len(wanted) == 1 else [f"error: {len(wanted)} faults"]
    assert ended.stderr.splitlines() == head + (wanted if len(wanted) > 1 else [])


def test_the_projects_own_data_can_be_spoilt_too(tmp_path: Path) -> None:
    """Each table of this project's own data, cut in its middle, is refused or taken whole."""
    own = Path(__file__).parents[2]
    sound = {
        path.relative_to(own / "data").as_posix(): path.read_bytes()
        for path in sorted((own / "data").rglob("*"))
        if path.suffix in {".csv", ".toml", ".geojson"}
    }
    project = Project(tmp_path.resolve())
    project.data.mkdir()
    project.notebooks.symlink_to(own / "notebooks")
    for file, content in sound.items():
        (project.data / file).parent.mkdir(exist_ok=True)
        (project.data / file).write_bytes(content)
    whole = (project, sound)
    for file, content in sound.items():
        for share in (0.35, 0.8):
            case = Case({file: content[: int(len(content) * share)]})
            with spoilt(whole, case):
                found = outcome(project)
                if isinstance(found, Ledger):
                    assert_whole(found, case, whole)
                else:
                    assert_clean(found, case, whole)
