"""The command: what it prints, and with which code it exits."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests import commanding

from briefing.cli import ExitCode, cli

ROOT = Path(__file__).parents[1]
READMES = (ROOT / "README.md", ROOT / "report" / "README.md")
COMMAND = [sys.executable, "-m", "briefing"]

FIND = """\
from IPython.display import publish_display_data
publish_display_data({"application/vnd.briefing.finding+json": {
    "id": "barges.count", "label": "Barges", "value": {"central": seed, "text": f"{seed} barges"}}})
"""


def briefing(project, *arguments):
    return commanding.briefing(project.root, *arguments)


@pytest.fixture
def barges(tiny):
    """Give a project with one sound chapter."""
    tiny.chapter("01-barges", FIND, parameters=tiny.common + tiny.load)
    return tiny


def test_help_in_the_readmes():
    """The READMEs show the help as it is."""
    text = "".join(path.read_text() for path in READMES)
    shown = re.findall(r"```text\n\$ (briefing[^\n]*--help)\n(.*?)```", text, re.S)
    assert [command for command, _ in shown] == ["briefing --help", "briefing build --help"]
    for command, text in shown:
        arguments = command.split()[1:]
        real = CliRunner().invoke(cli, arguments, prog_name="briefing").output
        assert text.strip() == real.strip()


def test_help_imports_little():
    """Help comes at once: nothing slow is imported for it."""
    code = (
        "import sys\nfrom briefing.cli import cli\n"
        "cli(['build', '--help'], standalone_mode=False)\n"
        "print([m for m in ('pandas', 'papermill', 'nbformat', 'rich', 'typst', 'pydantic')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_check(barges):
    """A sound project is counted."""
    done = briefing(barges, "check")
    assert done.returncode == ExitCode.DONE
    assert done.stdout.startswith("no fault: 1 claims, 1 observations from 1 sources")


def test_check_lists_every_fault(barges):
    """Every fault of the data is listed at once, each with its place."""
    path = barges.data / "claims.csv"
    path.write_text(path.read_text().replace(",38,42,", ",42,38,"))
    path = barges.data / "evidence.csv"
    path.write_text(path.read_text().replace("lock-book", "lock-bok"))
    done = briefing(barges, "check")
    assert done.returncode == ExitCode.DATA
    assert "data/claims.csv:2 (barges-counted) low 42 is above high 38" in done.stderr
    assert "data/evidence.csv:2 (E1) source lock-bok does not exist" in done.stderr


def test_check_holds_rulings_against_evidence(barges):
    """A ruling that the evidence does not bear out is a fault."""
    path = barges.data / "verdicts.csv"
    path.write_text(path.read_text().replace("now,supported", "now,disputed"))
    done = briefing(barges, "check")
    assert done.returncode == ExitCode.DATA
    assert "(barges-counted/now) is ruled disputed, but the evidence gives supported" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("load = 150.0", "laod = 150.0", "(low) sets laod, which no chapter declares; did you"),
        ("load = 150.0", "load = 50.0", "(low) 01-barges: parameter load is 50.0, but must be 100"),
        ("load = 300.0", "load = 310.0", "(central) sets load to 310.0, but 01-barges defaults to"),
    ],
)
def test_check_holds_scenarios_against_chapters(barges, old, new, words):
    """A scenario sets only what chapters declare, in bounds; the central one sets the defaults."""
    path = barges.data / "scenarios.toml"
    path.write_text(path.read_text().replace(old, new))
    done = briefing(barges, "check")
    assert done.returncode == ExitCode.DATA
    assert words in done.stderr


def test_check_holds_chapters_against_claims(barges):
    """A chapter names only claims that exist."""
    barges.chapter("02-carts", claims=["barges-count"])
    done = briefing(barges, "check")
    assert done.returncode == ExitCode.DATA
    assert "notebooks/02-carts.ipynb (02-carts) names the claim barges-count" in done.stderr


def test_params(barges):
    """Parameters are listed with default, unit, bounds and meaning, and scenarios with values."""
    done = briefing(barges, "params")
    assert done.returncode == ExitCode.DONE
    lines = [re.sub(r"  +", "|", line.strip()) for line in done.stdout.splitlines()]
    assert "cutoff|2022-09-30|-|2021-01-01 to 2022-12-31|last day whose reports count" in lines
    assert "load|300|ratio|100 to 500|what a barge carries" in lines
    assert "low|Half empty|load=150.0" in lines


def test_run_writes_findings(barges, tmp_path):
    """Run without names runs what needs nothing; findings go to a file."""
    barges.chapter("90-ledger", "1 / 0", needs=["barges"])
    target = tmp_path / "findings.json"
    done = briefing(barges, "run", "--findings", str(target), "-p", "seed=4")
    assert done.returncode == ExitCode.DONE, done.stderr
    content = json.loads(target.read_text())
    assert content["chapters"] == ["01-barges"]
    assert content["findings"]["barges.count"]["value"]["central"] == 4


def test_run_lists_findings(barges):
    """Without a file, findings are listed; progress is in plain lines away from a terminal."""
    done = briefing(barges, "run", "barges", "-p", "seed=4")
    lines = done.stdout.splitlines()
    assert lines[0] == "  01-barges started"
    assert re.fullmatch(r"  01-barges done in \d+\.\d s", lines[1])
    assert lines[2:] == ["barges.count  4 barges  Barges"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["build", "--jobs", "0"], ExitCode.USAGE, "0 is not in the range x>=1"),
        (["build", "--no-cache", "--audit"], ExitCode.USAGE, "Give one of --no-cache and --audit"),
        (["bild"], ExitCode.USAGE, "No such command 'bild'"),
        (["build", "-p", "sed=2"], ExitCode.PARAMETERS, "no parameter `sed`; did you mean seed"),
        (["build", "-p", "load=9"], ExitCode.PARAMETERS, "must be 100 to 500 ratio"),
        (["build", "--scenario", "hi"], ExitCode.PARAMETERS, "no scenario `hi`"),
        (["build", "--only", "bargs"], ExitCode.PARAMETERS, "no chapter `bargs`; did you mean"),
        (["build", "--output", "data"], ExitCode.FAILED, "holds files that no build made"),
    ],
)
def test_refusals(barges, arguments, code, words):
    """What cannot be done is refused before a kernel starts, each kind with its own code."""
    done = briefing(barges, *arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "started" not in done.stdout
    assert "Traceback" not in done.stderr


def test_no_parameters_cell(barges):
    """A chapter without a parameters cell has the notebook's code."""
    barges.chapter("02-carts", "1", parameters=None)
    done = briefing(barges, "build")
    assert done.returncode == ExitCode.NOTEBOOK
    assert "notebooks/02-carts.ipynb: has no cell tagged `parameters`" in done.stderr


def test_failing_chapter(barges):
    """A failing chapter has the notebook's code, and its half-run file is named and there."""
    barges.chapter("02-carts", "1 / 0")
    barges.chapter("90-ledger", needs=["carts"])
    done = briefing(barges, "build")
    assert done.returncode == ExitCode.NOTEBOOK
    assert "  02-carts FAILED after" in done.stdout
    assert "  90-ledger not run: needs 02-carts" in done.stdout
    assert "02-carts.ipynb cell 3 line 1 raised ZeroDivisionError" in done.stderr
    assert "90-ledger.ipynb was not run, because it needs `02-carts`" in done.stderr
    kept = re.search(r"kept: (\S+) ", done.stderr)[1]
    assert "ZeroDivisionError" in (barges.root / kept).read_text()
    assert not barges.output.exists()


def test_outside_a_project(tmp_path):
    """Away from any project the command says what it looked for."""
    done = commanding.briefing(tmp_path, "check")
    assert done.returncode == ExitCode.FAILED
    assert "expected a folder with data/claims.csv" in done.stderr


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [
        (signal.SIGINT, ExitCode.INTERRUPTED, b"interrupted"),
        (signal.SIGTERM, ExitCode.TERMINATED, b"terminated"),
    ],
)
def test_interruption(barges, tmp_path, number, code, word):
    """Told to end, the command does so soon, with the signal's code, and leaves no kernel."""
    pid_file = tmp_path / "pid"
    barges.chapter(
        "01-barges",
        f"import os, time\nopen({str(pid_file)!r}, 'w').write(str(os.getpid()) + ' ')\n"
        "time.sleep(60)",
        parameters=barges.common + barges.load,
    )
    process = subprocess.Popen(
        [*COMMAND, "build"], cwd=barges.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 30
    while not pid_file.exists() or not pid_file.read_text().endswith(" "):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(number)
    _, complaint = process.communicate(timeout=15)
    assert process.returncode == code
    assert word in complaint
    assert b"Traceback" not in complaint
    kernel = int(pid_file.read_text())
    while Path(f"/proc/{kernel}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_live_progress_on_a_terminal(barges):
    """On a terminal a bar for each chapter is shown, by name."""
    barges.chapter("02-carts", "1 / 0")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "run"],
        cwd=barges.root,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            received = os.read(ours, 65536)
        except OSError:
            break
        if not received:
            break
        shown += received
    os.close(ours)
    assert process.wait() == ExitCode.NOTEBOOK
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert re.search(r"✓ 01-barges .*done", text)
    assert re.search(r"✗ 02-carts .*failed", text)
    assert "error: notebooks/02-carts.ipynb cell 3" in text
