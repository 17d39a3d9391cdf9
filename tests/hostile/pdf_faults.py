"""What a PDF must not have, whatever its texts attempted."""

from __future__ import annotations

import io
import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pikepdf

_ACTIVE: Final = {
    "/AA", "/AcroForm", "/JS", "/JavaScript", "/OpenAction", "/RichMedia", "/Rendition", "/XFA",
}  # fmt: skip
"""Entries by which something happens, or that only interactive documents have."""

_ACTIONS: Final = {
    "/GoTo3DView", "/GoToDp", "/GoToE", "/GoToR", "/Hide", "/ImportData", "/JavaScript", "/Launch",
    "/Movie", "/Named", "/Rendition", "/ResetForm", "/RichMediaExecute", "/SetOCGState", "/Sound",
    "/SubmitForm", "/Thread", "/Trans",
}  # fmt: skip
"""All kinds of action but two: going to a place inside, and following an address."""

_SCHEMES: Final = ("http://", "https://", "mailto:")
_PLACED: Final = {
    "/Caret", "/Circle", "/FileAttachment", "/FreeText", "/Highlight", "/Ink", "/Line", "/Movie",
    "/Polygon", "/Popup", "/Redact", "/RichMedia", "/Screen", "/Sound", "/Square", "/Stamp",
    "/Text", "/Underline", "/Widget", "/3D",
}  # fmt: skip
"""Kinds of annotation but links."""


@dataclass(frozen=True)
class Reading:
    """What stands in a PDF.

    Attributes
    ----------
    faults : list of str
        What must not.
    links : Counter
        How often each address is followed; links inside count as ``inside``.
    words : str
        Text of the pages, and all strings of the structure: titles, descriptions.
    """

    faults: list[str]
    links: Counter[str]
    words: str


def read_pdf(pdf: bytes, secret: str, folder: Path) -> Reading:
    """Read all objects of a PDF, and the text of its pages.

    Parameters
    ----------
    pdf : bytes
        The file.
    secret : str
        Content of a file that no document may show.
    folder : Path
        For the time of reading.
    """
    faults: list[str] = []
    links: Counter[str] = Counter()
    strings: list[str] = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for item in opened.objects:
            faults += _faults(_plain(item), links, strings)
            if isinstance(item, pikepdf.Stream) and secret.encode() in _content(item):
                faults.append("the secret in a stream")
        faults += [f"attachment {name!r}" for name in opened.attachments]
    words = "\n".join([_text(pdf, folder), *strings])
    return Reading(faults + ["the secret"] * (secret in words), links, words)


def _plain(item: Any) -> Any:
    """Give an object as plain values, in which a name begins with ``/`` and a text with ``u:``."""
    return json.loads(item.to_json(dereference=True, schema_version=2))


def _faults(value: Any, links: Counter[str], strings: list[str]) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _faults(item, links, strings)
    if isinstance(value, str) and value.startswith(("u:", "b:")):
        strings.append(value[2:])
    if not isinstance(value, dict):
        return
    yield from (f"entry {name}" for name in _ACTIVE & value.keys())
    if value.get("/S") in _ACTIONS:
        yield f"action {value['/S']}"
    if value.get("/Subtype") in _PLACED and "/Rect" in value:
        yield f"annotation {value['/Subtype']}"
    if value.get("/Subtype") == "/Link":
        links["links"] += 1
    if "/URI" in value:
        address = str(value["/URI"])[2:]
        links[address] += 1
        if not address.lower().startswith(_SCHEMES):
            yield f"address {address[:80]!r}"
    for item in value.values():
        yield from _faults(item, links, strings)


def _content(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # an image, which is stored as it came
        return stream.read_raw_bytes()


def _text(pdf: bytes, folder: Path) -> str:
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, timeout=120
    )
    return done.stdout.decode("utf-8", "replace")
