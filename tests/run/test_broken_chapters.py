"""Broken chapters on the command line: each is named, what ran is kept, and nobody sees a trace."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from briefing.cli import _run_command
from briefing.exitcodes import ExitCode

Break = Callable[[dict[str, Any]], Any]


def metadata(**entries: Any) -> Break:
    return lambda nb: nb["metadata"].update(entries)


def cell(number: int, **entries: Any) -> Break:
    return lambda nb: nb["cells"][number - 1].update(entries)


SHAPES: dict[str, tuple[Break, str]] = {
    "old": (lambda nb: nb.update(nbformat=3), ": is no notebook of format 4"),
    "minor": (lambda nb: nb.pop("nbformat_minor"), r": .*\(nbformat_minor\)"),
    "no metadata": (lambda nb: nb.pop("metadata"), ": is no notebook of format 4"),
    "kernelspec": (metadata(kernelspec=5), ": metadata.kernelspec is 5, expected an object"),
    "kernel": (metadata(kernelspec={"name": "ir"}), ": asks for the kernel `ir`"),
    "language": (metadata(language_info="python"), ": metadata.language_info is 'python'"),
    "settings": (metadata(briefing=5), ": metadata.briefing is 5, expected an object"),
    "claims": (metadata(briefing={"claims": 5}), ": metadata.briefing.claims is 5"),
    "needs": (metadata(briefing={"needs": [5]}), r": metadata.briefing.needs is \[5\]"),
    "role": (metadata(briefing={"role": []}), r": metadata.briefing.role is \[\]"),
    "null cell": (lambda nb: nb["cells"].append(None), " cell 4: is missing, expected an object"),
    "kind": (cell(3, cell_type="video"), " cell 3: cell_type is 'video'"),
    "source": (cell(3, source=5), " cell 3: source is 5, expected text"),
    "cell metadata": (cell(2, metadata=None), " cell 2: metadata is missing"),
    "tags": (cell(3, metadata={"tags": 5}), " cell 3: metadata.tags is 5"),
    "outputs": (lambda nb: nb["cells"][2].pop("outputs"), " cell 3: outputs is missing"),
    "names": (cell(3, id="cell-1"), " cell 3: its id 'cell-1' is that of cell 2 too"),
}

BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "truncated": (lambda content: content[:100], r"it is not JSON \("),
    "empty": (lambda content: b"", r"it is not JSON \("),
    "latin-1": (lambda content: "é".encode("latin-1"), "'utf-8' codec can't decode byte 0xe9"),
    "endless": (lambda content: b'{"cells":' + b"[" * 10**5, "maximum recursion depth"),
}


@pytest.fixture
def told(tiny, monkeypatch, capsys) -> Iterator[Callable[[], list[str]]]:
    """Give a function that runs the one chapter and tells the lines of its refusal."""
    tiny.chapter("01-barges", "print(1)", parameters=tiny.common + tiny.load)
    monkeypatch.chdir(tiny.root)

    def run() -> list[str]:
        assert _run_command(["run"]) is ExitCode.NOTEBOOK
        return capsys.readouterr().err.strip().splitlines()

    return run


@pytest.mark.parametrize("fault", SHAPES)
def test_wrong_types_are_named(fault, tiny, told):
    """A part of another type than it must be is named with file and cell, in one line."""
    path = tiny.notebooks / "01-barges.ipynb"
    breaks, words = SHAPES[fault]
    notebook = json.loads(path.read_text())
    breaks(notebook)
    path.write_text(json.dumps(notebook))
    (line,) = told()
    assert re.match(rf"error: notebooks/01-barges\.ipynb{words}", line), line
    assert ";" in line  # what to do


@pytest.mark.parametrize("fault", BYTES)
def test_files_that_are_no_notebooks_are_named(fault, tiny, told):
    """A file that cannot be parsed is named, with where it breaks and what to do."""
    path = tiny.notebooks / "01-barges.ipynb"
    breaks, words = BYTES[fault]
    path.write_bytes(breaks(path.read_bytes()))
    (line,) = told()
    assert line.startswith("error: notebooks/01-barges.ipynb: is no notebook")
    assert re.search(words, line), line
    assert "; restore it from version control" in line


ENDINGS = {
    "02-exit": ("import sys\nsys.exit(3)", r" cell 3 line \d raised SystemExit: 3"),
    "03-magic": ("%nosuchmagic x", " cell 3 line 1 raised "),
    "04-loud": ("raise ValueError('\\x1b]0;x\\x07')", " cell 3 line 1 raised ValueError"),
    "05-syntax": ("def (", " cell 3 line 1 raised SyntaxError"),
}


def test_chapters_that_end_otherwise(tiny):
    """All endings of one run are told, and each notebook is kept as far as it got."""
    tiny.chapter("01-barges", "print('x\\n' * 10**5)", parameters=tiny.common + tiny.load)
    sound = tiny.notebooks / "01-barges.ipynb"
    stored = json.loads(sound.read_text())
    del stored["metadata"]["kernelspec"]  # ours is taken
    sound.write_text(json.dumps(stored))
    for name, (source, _) in ENDINGS.items():
        tiny.chapter(name, source)
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "run", "--jobs", "1"],
        cwd=tiny.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == ExitCode.NOTEBOOK
    assert "Traceback" not in done.stderr
    assert "01-barges" not in done.stderr
    assert "\x1b" not in done.stderr
    assert "\x07" not in done.stderr
    kept = tiny.root / "report" / "output-failed"
    for name, (_, words) in ENDINGS.items():
        assert re.search(rf"notebooks/{name}\.ipynb{words}", done.stderr), done.stderr
        assert f"kept: report/output-failed/{name}.ipynb" in done.stderr
        assert json.loads((kept / f"{name}.ipynb").read_text())["cells"][-1]["outputs"], name
