"""Everything that can be read in what a build hands out, however it is wrapped.

Archives are opened, streams inflated, escapes undone, embedded data decoded, and the words on a
page of a PDF put together, so that a text is found wherever a reader's program could find it.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pikepdf
import pytest

Found = tuple[str, str]
"""Where a text was, and the text."""

_DATA: Final = re.compile(r"data:[\w/+.-]*(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=]+)")
_BASE64: Final = re.compile(r"[A-Za-z0-9+/\n]{40,}={0,2}")
_SPACES: Final = re.compile(r"\s+")


def unroll_folder(folder: Path) -> Iterator[Found]:
    """Give the name and the contents of every file in a folder and below."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        yield f"name of {name}", name
        if path.is_file():
            yield from unroll(name, path.read_bytes())


def unroll(name: str, content: bytes) -> Iterator[Found]:
    """Give the texts of one file, whatever its kind."""
    if content.startswith(b"%PDF-"):
        yield from _pdf(name, content)
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"comment of {name}", archive.comment.decode("latin-1")
            for member in archive.infolist():
                yield f"name in {name}", member.filename
                yield from unroll(f"{name} › {member.filename}", archive.read(member))
    else:
        yield from _text(name, content.decode("utf-8", errors="replace"))
        yield name, content.decode("utf-16-be", errors="replace")


def _text(name: str, text: str) -> Iterator[Found]:
    yield name, text
    yield f"{name}, without escapes", html.unescape(unquote(text))
    try:
        decoded = json.loads(text)
    except ValueError:
        decoded = None
    if isinstance(decoded, dict | list):
        for value in _strings(decoded):
            yield f"{name}, a string of it", value
            yield f"{name}, a string of it without escapes", html.unescape(unquote(value))
            yield from _embedded(name, value, whole=True)
    yield from _embedded(name, text, whole=False)


def _embedded(name: str, text: str, *, whole: bool) -> Iterator[Found]:
    found = [match[1] for match in _DATA.finditer(text)]
    if whole and _BASE64.fullmatch(text.strip()):
        found.append(text.strip())  # a picture of a notebook
    for encoded in found:
        try:
            content = base64.b64decode(encoded)
        except binascii.Error:
            continue
        yield f"{name}, embedded", content.decode("utf-8", errors="replace")


def _strings(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield key
            yield from _strings(value)
    elif isinstance(content, list):
        # Lines of a notebook's text are parts of one.
        if all(isinstance(value, str) for value in content):
            yield "".join(content)
        for value in content:
            yield from _strings(value)


def _pdf(name: str, content: bytes) -> Iterator[Found]:
    pages = _words(content)
    yield f"pages of {name}", pages
    # A line ends wherever it is full, also within a path.
    yield f"pages of {name}, without spaces", _SPACES.sub("", pages)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        attached = {part.obj["/EF"]["/F"].objgen for part in pdf.attachments.values()}
        for key, part in pdf.attachments.items():
            yield f"name in {name}", key
            yield from unroll(f"{name} › {key}", part.get_file().read_bytes())
        for item in pdf.objects:
            yield from ((f"strings of {name}", text) for text in _pdf_strings(item))
            if isinstance(item, pikepdf.Stream) and item.objgen not in attached:
                yield f"streams of {name}", _stream(item)


def _words(content: bytes) -> str:
    program = shutil.which("pdftotext")
    if program is None:
        reason = "no pdftotext on this machine; install the package poppler-utils"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run(
        [program, "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return done.stdout.decode()


def _stream(stream: pikepdf.Stream) -> str:
    try:
        content = stream.read_bytes()
    except pikepdf.PdfError:  # a picture in a format of its own
        content = stream.read_raw_bytes()
    return content.decode("utf-8", errors="replace")


def _pdf_strings(item: Any) -> Iterator[str]:
    if isinstance(item, pikepdf.String):
        yield str(item)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for _, value in item.items():
            yield from _pdf_strings_below(value)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            yield from _pdf_strings_below(value)


def _pdf_strings_below(value: Any) -> Iterator[str]:
    # What has a number of its own is met as an object of the file.
    if not isinstance(value, pikepdf.Object) or not value.is_indirect:
        yield from _pdf_strings(value)
