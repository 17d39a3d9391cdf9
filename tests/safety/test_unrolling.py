"""The scan finds what is planted, in each kind of file and however it is wrapped."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pikepdf
import pytest
import typst
from tests.safety.markers import HARMLESS, HOST, SECRETS, USER, leaks
from tests.safety.unrolling import unroll, unroll_folder

PLANTED = f"/homes/{USER}/café"


def archive(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return target.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def describe(made: pikepdf.Pdf, title: str) -> None:
    with made.open_metadata() as metadata:
        metadata["dc:title"] = title


def attach(name: str, content: bytes) -> Callable[[pikepdf.Pdf], object]:
    def change(made: pikepdf.Pdf) -> None:
        made.attachments[name] = pikepdf.AttachedFileSpec(made, content, filename=name)

    return change


def notebook(output: dict[str, object]) -> bytes:
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [output]}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}).encode()


def embed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


WRAPPED: dict[str, bytes] = {
    "page.html": f"<p>{escape(PLANTED)}</p>".encode(),
    "entities.html": f"<p>{''.join(f'&#{ord(c)};' for c in PLANTED)}</p>".encode(),
    "link.html": f'<a href="file://{quote(PLANTED, safe="")}">x</a>'.encode(),
    "picture.html": f'<img src="data:text/plain;base64,{embed(PLANTED)}">'.encode(),
    "in-script.html": f"<script>{json.dumps(PLANTED)}</script>".encode(),
    "ledger.csv": f'id,note\na,"{PLANTED}"\n'.encode(),
    "fig.svg": f"<svg><text>{PLANTED}</text></svg>".encode(),
    "graph.json": json.dumps({"a": [{"b": PLANTED}]}).encode(),
    "key.json": json.dumps({PLANTED: 1}).encode(),
    "escaped.json": ('{"a": "' + "".join(f"\\u{ord(c):04x}" for c in PLANTED) + '"}').encode(),
    "crate.json": json.dumps({"@id": quote(PLANTED, safe="")}).encode(),
    "traceback.ipynb": notebook(
        {"output_type": "error", "traceback": ["x", f"\x1b[0;32m{PLANTED}"]}
    ),
    "stream.ipynb": notebook({"output_type": "stream", "text": [PLANTED[:9], PLANTED[9:]]}),
    "picture.ipynb": notebook({"data": {"image/png": embed(f"PNG {PLANTED} and something more")}}),
    "notebooks.zip": archive("a.json", json.dumps(PLANTED).encode()),
    "names.zip": archive(f"{PLANTED}.txt", b""),
    "nested.zip": archive("inner.zip", archive("a.txt", PLANTED.encode())),
    "title.pdf": pdf(lambda made: made.docinfo.__setitem__("/Title", PLANTED)),
    "stream.pdf": pdf(lambda made: setattr(made.Root, "X", made.make_stream(PLANTED.encode()))),
    "xmp.pdf": pdf(lambda made: describe(made, PLANTED)),
    "attached.pdf": pdf(attach("data.zip", archive("a.csv", PLANTED.encode()))),
    "named.pdf": pdf(attach(f"{USER}.txt", b"")),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_planted_text_is_found(name: str) -> None:
    """A marker is found in every kind of file a build writes, wrapped as such files wrap text."""
    assert leaks(unroll(name, WRAPPED[name]))


@pytest.fixture(scope="module")
def set_page() -> bytes:
    """Give a PDF with a marker as words on its page, broken over lines."""
    words = "/".join([*PLANTED.split("/"), *SECRETS["DEPLOY_PASSWORD"].split("-"), HOST])
    return typst.compile(f'#set page(width: 4cm)\n#text("{words}")'.encode())


def test_words_on_a_page_are_found(set_page: bytes) -> None:
    """Words that are drawn glyph by glyph, and broken over lines, are found."""
    told = leaks(unroll("page.pdf", set_page))
    for marker in (USER, HOST):
        assert any(line.startswith(f"{marker}: pages") for line in told)


@pytest.mark.parametrize("name", [*SECRETS, *HARMLESS])
def test_each_secret_is_found(name: str) -> None:
    """Each secret and each value that we plant is one that the scan knows."""
    value = {**SECRETS, **HARMLESS}[name]
    assert leaks(unroll("a.json", json.dumps({"a": f"say {value}, please"}).encode()))


def test_file_names_are_read(tmp_path) -> None:
    """A name can give away as much as what is inside."""
    (tmp_path / f"fig-{USER}.svg").write_text("<svg/>")
    assert leaks(unroll_folder(tmp_path))


def test_ordinary_text_is_no_leak() -> None:
    """What looks a little like a secret is none, or the scan would cry wolf."""
    text = (
        "The task-force counted 12:30@noon boats; see https://a.example:8080/x@y, and "
        'token = "abc", key: "' + "A" * 20 + '", eyJust.so, sk-short, /rootless, AKIAN.'
    )
    assert leaks(unroll("a.html", text.encode())) == []
