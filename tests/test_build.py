"""A whole build: what it hands out, that it repeats, and that it is whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from tests.builders import COUNT, SUMMARY
from tests.conftest import write_tiny

from briefing.build import build, failed_folder
from briefing.errors import DocumentError, NotebookError
from briefing.planning import Request
from briefing.run.parameters import read_given

COMMAND = [sys.executable, "-m", "briefing", "build"]


def write(tiny):
    """Write a chapter and a summary that needs it."""
    tiny.chapter("01-barges", *COUNT, parameters=tiny.common + tiny.load, claims=["barges-counted"])
    tiny.chapter("00-summary", *SUMMARY, role="summary", needs=["01-barges"])
    return tiny


@pytest.fixture
def barges(tiny):
    """Give that project, never built."""
    return write(tiny)


@pytest.fixture(scope="module")
def once_built(tmp_path_factory):
    """Build that project for all tests that begin with its output."""
    project = write(write_tiny(tmp_path_factory.mktemp("built") / "project"))
    build(project, Request())
    return project


@pytest.fixture
def built(once_built, tmp_path):
    """Give a copy of that project with its output and its cache."""
    return type(once_built)(shutil.copytree(once_built.root, tmp_path / "built"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Give that project, built with another value."""
    project = write(write_tiny(tmp_path_factory.mktemp("loaded") / "project"))
    assert build(project, Request(read_given(["load=250"]), jobs=1)) == project.output
    return project


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_output_is_complete(loaded):
    """A build hands out both documents, the graph, the tables and notebooks it was made from."""
    output = loaded.output
    assert set(digests(output)) == {
        "briefing.html",
        "briefing.pdf",
        "claimreview.jsonld",
        *(f"data/{path.name}" for path in loaded.data.iterdir() if path.is_file()),
        "datapackage.json",
        "findings.json",
        "graph.json",
        "ledger.csv",
        "notebooks/00-summary.ipynb",
        "notebooks/01-barges.ipynb",
        "provenance.json",
        "ro-crate-metadata.json",
    }
    assert (output / "briefing.pdf").read_bytes().startswith(b"%PDF-")
    page = (output / "briefing.html").read_text()
    assert "In short, 38 to 42 people passed" in re.sub(r"<[^>]+>", "", page).replace("\u00a0", " ")
    findings = json.loads((output / "findings.json").read_text())
    assert findings["findings"]["barges.claimed"]["value"]["low"] == 38
    (row,) = csv.DictReader((output / "ledger.csv").read_text().splitlines())
    assert row["then_verdict"] == "supported"
    for name in ("00-summary", "01-barges"):
        nbformat.validate(nbformat.read(output / "notebooks" / f"{name}.ipynb", as_version=4))


def test_provenance(loaded):
    """Provenance tells command, values, versions and digests, and nothing of the machine."""
    output = loaded.output
    text = (output / "provenance.json").read_text()
    told = json.loads(text)
    assert told["command"] == "briefing build -p load=250"
    assert told["commit"] is None
    assert told["given"] == {"01-barges": {"load": 250.0}}
    assert told["parameters"]["01-barges"]["seed"] == 1
    claims = (loaded.data / "claims.csv").read_bytes()
    assert told["digests"]["data/claims.csv"] == hashlib.sha256(claims).hexdigest()
    for path in output.rglob("*"):
        if path.suffix in {".json", ".ipynb", ".html", ".csv"}:
            assert str(loaded.root) not in path.read_text(), path


def test_two_builds_same_bytes(barges):
    """Two builds of the same state give the same bytes in every file, however scheduled."""
    for number, jobs in enumerate((1, 2)):
        subprocess.run(
            [*COMMAND, "--output", f"out{number}", "--jobs", str(jobs)],
            cwd=barges.root,
            env=os.environ | {"PYTHONHASHSEED": str(number)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    assert digests(barges.root / "out0") == digests(barges.root / "out1")


def test_only_a_chapter(barges):
    """Asked for one chapter, a build makes the document of that and those it needs.

    It may refer to a chapter that is left out.
    """
    path = barges.notebooks / "01-barges.ipynb"
    path.write_text(path.read_text().replace("What of barges?", "As in @sec-summary?"))
    output = build(barges, Request(only=("barges",), output=barges.root / "part"))
    assert list(json.loads((output / "findings.json").read_text())["chapters"]) == ["01-barges"]
    assert not (output / "notebooks" / "00-summary.ipynb").exists()
    assert not barges.output.exists()


def test_failed_chapter_leaves_the_output(built):
    """A chapter that fails leaves the last output whole; the next success clears what was kept."""
    output = built.output
    before = digests(output)
    path = built.chapter("02-carts", "1 / 0")
    with pytest.raises(NotebookError, match=r"kept: report/output-failed/02-carts\.ipynb"):
        build(built, Request())
    assert digests(output) == before
    assert (failed_folder(output) / "02-carts.ipynb").is_file()
    path.unlink()
    build(built, Request())
    assert not failed_folder(output).exists()


def test_failed_document_leaves_the_output(built):
    """A document that cannot be assembled leaves the last output whole as well."""
    output = built.output
    before = digests(output)
    path = built.notebooks / "01-barges.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["source"] = "# Barges\n\nSee @fig-nowhere."
    path.write_text(json.dumps(notebook))
    with pytest.raises(DocumentError, match=r"01-barges\.ipynb.*fig-nowhere"):
        build(built, Request())
    assert digests(output) == before


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Some 77 barges sank.", "01-barges.ipynb, cell 6: '77' in the prose is untraced"),
        ("Twice as many passed.", "01-barges.ipynb, cell 6: 'Twice' in the prose is untraced"),
        ("They probably passed.", "01-barges.ipynb, cell 6"),
    ],
)
def test_words_that_nothing_stands_behind_fail_the_build(built, said, words):
    """A planted number or word of likelihood fails the build at its cell; the output stays."""
    before = digests(built.output)
    built.chapter(
        "01-barges",
        *COUNT,
        f'say("{said}", rests_on=["E1"])',
        parameters=built.common + built.load,
        claims=["barges-counted"],
    )
    with pytest.raises(DocumentError) as caught:
        build(built, Request())
    assert words in str(caught.value)
    assert said.split()[1] in str(caught.value)
    assert digests(built.output) == before


def test_killed_build_leaves_the_output(built, tmp_path):
    """A build killed outright leaves the last output whole, and the next build clears up."""
    output = built.output
    before = digests(output)
    sign = tmp_path / "running"
    path = built.chapter("02-carts", f"import time\nopen({str(sign)!r}, 'w')\ntime.sleep(60)")
    process = subprocess.Popen(COMMAND, cwd=built.root, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not sign.exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert digests(output) == before
    assert list(output.parent.glob(".output-*"))
    path.unlink()
    build(built, Request())
    assert digests(output) == before
    assert not list(output.parent.glob(".output-*"))


def test_cache_does_not_show(barges):
    """With the cache, without it, and with one job or eight, every byte is the same."""
    path = barges.notebooks / "01-barges.ipynb"
    build(barges, Request(output=barges.root / "first"))
    path.write_text(path.read_text().replace("A barge carries", "Each barge carries"))
    outputs = [
        build(barges, Request(output=barges.root / "kept", jobs=1)),
        build(barges, Request(output=barges.root / "fresh", cache=False, jobs=8)),
        build(barges, Request(output=barges.root / "audited", audit=True)),
    ]
    first, *others = map(digests, outputs)
    assert all(other == first for other in others)


def test_unchanged_build_starts_nothing(built):
    """With nothing changed no kernel is started: not even what could start one is imported."""
    output = built.output
    before = output.stat().st_ino
    command = [sys.executable, "-X", "importtime", *COMMAND[1:]]
    done = subprocess.run(command, cwd=built.root, check=True, capture_output=True, text=True)
    assert "nothing has changed" in done.stdout
    assert output.stat().st_ino == before
    for name in ("papermill", "jupyter_client", "nbconvert", "typst", "pandas"):
        assert not re.search(rf"\b{name}\b", done.stderr), name


@pytest.mark.parametrize("damage", ["removed", "changed", "added"])
def test_damaged_output_is_built_again(built, damage):
    """Documents are let stand only if they are, byte for byte, what was built."""
    output = built.output
    before = digests(output)
    if damage == "removed":
        (output / "briefing.pdf").unlink()
    else:
        (output / ("briefing.html" if damage == "changed" else "other.txt")).write_text("else")
    assert digests(build(built, Request())) == before
