"""Broken notebooks on nbconvert's command line: a document, or one line that names the fault."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbconvert.nbconvertapp import NbConvertApp

KINDS = ("briefing-html", "briefing-pdf")
SAVE = r"; open it in Jupyter and save it again, or restore an earlier version$"


def notebook(*cells: Any, minor: int = 5, **more: Any) -> bytes:
    stored = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": minor}
    return json.dumps(stored | more).encode()


def markdown(source: Any = "# Words", **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source, "id": "one"} | more


def code(*outputs: Any, **more: Any) -> dict[str, Any]:
    cell = {"cell_type": "code", "metadata": {}, "source": "x", "id": "two", "outputs": outputs}
    return cell | {"execution_count": None} | more


def shown(data: Any, metadata: Any = None) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


def printed(text: str, name: Any = "stdout") -> dict[str, Any]:
    return {"output_type": "stream", "name": name, "text": text}


def old(major: int, **more: Any) -> bytes:
    return json.dumps({"metadata": {"name": "x"}, "nbformat": major} | more).encode()


MENDED = {
    "no-metadata": json.dumps({"cells": [], "nbformat": 4, "nbformat_minor": 5}).encode(),
    "null-metadata": notebook(markdown(metadata=None), metadata=None),
    "no-cell-metadata": notebook({"cell_type": "markdown", "source": "x", "id": "a"}),
    "no-source": notebook({"cell_type": "markdown", "metadata": {}, "id": "a"}),
    "no-outputs": notebook({"cell_type": "code", "metadata": {}, "source": "x"}),
    "null-outputs": notebook(code(outputs=None)),
    "no-kernel": notebook(code(), metadata={"language_info": {"name": "python"}}),
    "unknown-kernel": notebook(
        code(), metadata={"kernelspec": {"name": "fortran-77", "display_name": "Fortran"}}
    ),
    "duplicate-ids": notebook(markdown(), markdown(), code(id="one")),
    "byte-order-mark": b"\xef\xbb\xbf" + notebook(markdown("# Ü")),
    "later-minor": notebook(markdown(), minor=99),
    "half-pairs": notebook(markdown("# \ud800 words")),
    "not-a-number": notebook(markdown(metadata={"x": float("nan")})),
    "huge-output": notebook(code(printed("x\n" * 10**5))),
    "huge-line": notebook(code(printed("x" * 10**6))),
    "huge-count": notebook(code(execution_count=10**40)),
    "nested-json": notebook(code(shown({"application/json": json.loads("[" * 400 + "]" * 400)}))),
    "nested-html": notebook(code(shown({"text/html": "<div><b>" * 3_000 + "words"}))),
    "nested-emphasis": notebook(markdown("**a _b " * 2_000)),
    "nested-tags": notebook(markdown("words " + "<b>" * 3_000)),
    "nested-formula": notebook(code(shown({"text/latex": "$" + "\\sqrt" * 300 + "x$"}))),
    "nested-drawing": notebook(code(shown({"image/svg+xml": "<svg>" + "<g>" * 3_000}))),
    "size-of-a-drawing": notebook(
        code(shown({"image/svg+xml": "<svg width='.' viewBox='0 0 1..2'/>"}))
    ),
    "long-address": notebook(markdown(f"[x](https://a.example/{'x' * 20_000})")),
    "large-start": notebook(code(shown({"text/html": f"<ol start={9 * 10**20}><li>x"}))),
    "odd-declaration": notebook(code(shown({"text/html": "<![x]> words"}))),
    "list-in-a-note": notebook(markdown("a[^1]\n\n[^1]: - b")),
    "authors": notebook(markdown(), metadata={"authors": [None, 5, {"name": None}]}),
    "format-1": json.dumps({"nbformat": 1, "cells": [{"cell_type": "code", "code": "1"}]}).encode(),
    "format-2": old(2, worksheets=[{"cells": [{"cell_type": "markdown", "source": "x"}]}]),
    "format-3": old(3, nbformat_minor=0, worksheets=[{"cells": []}]),
    **{
        f"format-4-{minor}": notebook(
            {"cell_type": "markdown", "metadata": {}, "source": "# x"},
            {key: value for key, value in code().items() if key != "id"},
            minor=minor,
        )
        for minor in range(6)
    },
}  # fmt: skip
"""Notebooks with a fault that anybody can see through."""

REFUSED = {
    "truncated": (notebook(markdown())[:40], r": is no notebook, as it is not JSON \(.*line 1"),
    "empty": (b"", ": is no notebook, as it is not JSON"),
    "a-list": (b"[]", ": is no notebook, but JSON of another kind"),
    "endless": (b'{"cells":' + b"[" * 10**5, ": is no notebook, as it is not JSON"),
    "latin-1": ("é".encode("latin-1"), r": is not in UTF-8.* at byte 0\)"),
    "utf-16": (notebook().decode().encode("utf-16"), ": is not in UTF-8"),
    "later-format": (old(9), ": format 9 of notebooks is not known"),
    "format-in-words": (old("4"), ": format '4' of notebooks is not known"),  # type: ignore[arg-type]
    "no-cells": (json.dumps({"metadata": {}, "nbformat": 4}).encode(), ".*'cells' is a required"),
    "metadata": (notebook(metadata=[]), ".* at metadata: "),
    "kernelspec": (notebook(metadata={"kernelspec": "python"}), ".* at metadata.kernelspec: "),
    "language": (notebook(metadata={"language_info": {"name": 5}}), ".* at .*language_info.name: "),
    "cell-of-words": (notebook(markdown(), "x"), ", cell 2: .*'x' is not of type 'object'"),
    "kind-of-cell": (notebook(markdown(cell_type="video")), ", cell 1: .*'video'"),
    "source": (notebook(markdown(), code(source=5)), ", cell 2: .* at source: 5"),
    "tags": (notebook(code(metadata={"tags": 5})), ", cell 1: .* at metadata.tags: "),
    "name-of-a-cell": (notebook(markdown(id="a b")), ", cell 1: .* at id: 'a b'"),
    "kind-of-output": (notebook(code({"output_type": "x"})), r", cell 1: .* at outputs\.0: "),
    "null-output": (notebook(code(None)), r", cell 1: .* at outputs\.0: None"),
    "data": (notebook(code(shown("x"))), ", cell 1: .* at data: 'x'"),
    "stream": (notebook(code(printed("", 1))), ", cell 1: .* at name: 1"),
    "error": (notebook(code({"output_type": "error"})), ", cell 1: .*'ename' is a required"),
    "count": (notebook(code(execution_count="x")), ", cell 1: .* at execution_count: "),
    "attachments": (notebook(markdown(attachments={"a": 5})), r", cell 1: .* at attachments\.a: "),
    "old-worksheets": (old(3, worksheets=5), ": a notebook of format 3 that cannot be read"),
    "old-cell": (old(3, worksheets=[{"cells": [{"cell_type": "code"}]}]), ": a notebook of"),
    "settings": (notebook(metadata={"briefing": 5}), ": metadata.briefing is not as"),
    "merged": (notebook(metadata={"briefing": {"document": 5}}), ": metadata.briefing is not as"),
    "label": (notebook(markdown(metadata={"briefing": {"label": 5}})), ", cell 1: metadata.b"),
    "column": (
        notebook(code(shown({"application/vnd.briefing.table+json": {"columns": [5]}}))),
        ", cell 1: table column is '5', expected an object",
    ),
    "pieces": (
        notebook(code(shown({"application/vnd.briefing.prose+json": {"pieces": [5]}}))),
        ", cell 1: value '' is '5', expected an object",
    ),
    "note-in-a-note": (notebook(markdown("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c")), ", cell 1: a foot"),
}  # fmt: skip
"""Notebooks with a fault that nobody can guess the meaning of, and what is said of it."""


@pytest.fixture
def convert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give a function that converts with nbconvert's own command, and tells code and messages."""
    monkeypatch.chdir(tmp_path)
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR:
                said.append(record.getMessage())

    def run(kind: str, name: str, content: bytes) -> tuple[int, list[str]]:
        Path(f"{name}.ipynb").write_bytes(content)
        said.clear()
        NbConvertApp.clear_instance()
        application = NbConvertApp.instance()
        application.log.addHandler(listener)
        try:
            application.initialize(["--to", kind, f"{name}.ipynb"])
            application.start()
        except SystemExit as end:
            return int(str(end.code)), list(said)
        finally:
            application.log.removeHandler(listener)
        return 0, list(said)

    listener = Listener()
    yield run
    NbConvertApp.clear_instance()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_missing_is_filled_in(kind: str, convert: Any) -> None:
    """A notebook that only lacks something, or has too much of it, becomes a document."""
    for name, content in MENDED.items():
        assert convert(kind, name, content) == (0, []), name
        made = Path(f"{name}.{kind.removeprefix('briefing-')}").read_bytes()
        assert len(made) > 5_000, name


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_wrong_is_named_in_one_line(kind: str, convert: Any) -> None:
    """A broken notebook ends in one line: the file, the cell, the fault and what to do."""
    for name, (content, words) in REFUSED.items():
        code, said = convert(kind, name, content)
        assert (code, len(said)) == (1, 1), (name, said)
        assert "\n" not in said[0], name
        assert re.match(rf"{name}\.ipynb{words}", said[0]), said
        if words.startswith(": is no") or "is not as the format" in said[0]:
            assert re.search(SAVE, said[0]), said
        assert not list(Path().glob(f"{name}.[hp]*")), name


def test_messages_hold_nothing_that_a_terminal_obeys(convert: Any) -> None:
    """What a message quotes of a notebook cannot move the cursor or change the title."""
    for control in ("\x1b]0;title\x07", "\x9b31m", "\r", "\u202e"):
        _, said = convert(KINDS[0], "loud", notebook(markdown(cell_type=f"a{control}b")))
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", "".join(said))
