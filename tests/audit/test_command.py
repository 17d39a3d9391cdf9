"""The command: what it prints, with which code it ends, and how fast."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from tests.builders import boats

from briefing.commands.audit import audit
from briefing.errors import BriefingError
from briefing.exitcodes import ExitCode


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Stand in a project with one claim, that 100 to 120 boats were built."""
    project = boats(tmp_path).write()
    monkeypatch.chdir(project.root)
    return project


def run(project, text: str | bytes, *options: str) -> ExitCode:
    path = project.root / "own.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return audit.main([str(path), *options], prog_name="briefing audit", standalone_mode=False)


def test_complete(project, capsys):
    """A text whose quantities and claims cover each other ends with the code for done."""
    assert run(project, "Boats\n\nThe yard built 100 to 120 boats.") is ExitCode.DONE
    assert "1 of 1 quantities are in the ledger, 1 of 1 claims" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["Boats\n\nThe yard built 9 boats.", "", "12\n\n13\n\n14"])
def test_incomplete(project, text):
    """Anything left over on either side has a code of its own."""
    assert run(project, text) is ExitCode.UNCOVERED


def test_json(project, capsys):
    """With --json the output is one JSON document and nothing else."""
    run(project, "Boats\r\n\r\nThe yard built 110 boats — “große” — in Mai.", "--json")
    assert json.loads(capsys.readouterr().out)["quantities"][0]["paragraph"] == 1


def test_not_a_text(project):
    """A file that is no text is an error that names it."""
    with pytest.raises(BriefingError, match=r"own\.txt is not UTF-8"):
        run(project, b"\xfe\xfa")


def test_time(project):
    """An ordinary article takes less than a second of computing, the start of Python included."""
    path = project.root / "own.txt"
    path.write_text("The yard built 110 boats in ten years, a third of them in 2020.\n\n" * 60)
    code = "from briefing.commands.audit import audit; audit()"
    used = []
    for _ in range(3):
        before = os.times()
        subprocess.run([sys.executable, "-c", code, str(path)], cwd=project.root, check=False)
        after = os.times()
        used.append(sum(after[2:4]) - sum(before[2:4]))
    assert min(used) < 1
