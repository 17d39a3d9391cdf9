"""Images of ordinary notebooks, made fit for both outputs.

An image is opened before it is taken over, so that a damaged one is named here, with its cell, and
does not stop the PDF compiler. What neither browsers nor PDF take becomes PNG.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from PIL import Image, UnidentifiedImageError

from briefing.document.nodes import Picture
from briefing.document.vectors import clean_vector
from briefing.errors import DocumentError

VECTOR: Final = "image/svg+xml"
RASTERS: Final = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff")
DRAWN: Final = (VECTOR, *RASTERS)

NO_DESCRIPTION: Final = "Image without description"

_KEPT: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif"}
_MODES: Final = {"1", "L", "LA", "P", "PA", "RGB", "RGBA"}
_DPI: Final = 100.0
"""Pixels on an inch, where the notebook gives no size: what plots usually have."""

_MOST_PIXELS: Final = 60_000_000
_ADDRESS: Final = re.compile(r"data:(image/[\w.+-]+)?([^,]*),(.*)", re.DOTALL | re.IGNORECASE)


def read_picture(
    mime: str, data: str, *, alt: str, place: str, size: Mapping[str, Any] | None = None
) -> Picture:
    """Take over an image.

    Parameters
    ----------
    mime : str
        One of `DRAWN`.
    data : str
        Base64, or the text of an SVG.
    alt : str
        Description.
    place : str
        Notebook and cell.
    size : mapping, optional
        ``width`` and ``height`` in pixels, as the notebook asks for them.

    Raises
    ------
    DocumentError
        For an image that cannot be read, naming `place`.
    """
    if mime == VECTOR:
        vector = clean_vector(data, place)
        content = base64.b64encode(vector.text.encode()).decode("ascii")
        return Picture(mime, content, alt, vector.width, vector.height, place=place)
    try:
        content_bytes = base64.b64decode("".join(data.split()), validate=True)
        mime, content_bytes, pixels = _open(content_bytes)
    except (
        binascii.Error,
        ValueError,
        OSError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        raise DocumentError(f"{place}: an image of type {mime} cannot be read: {error}") from None
    width, height = _inches(pixels, size or {})
    text = base64.b64encode(content_bytes).decode("ascii")
    return Picture(mime, text, alt, width, height, place=place)


def _open(data: bytes) -> tuple[str, bytes, tuple[int, int]]:
    """Check an image; give its type, its bytes and its size in pixels."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of oddities that are no faults
            with Image.open(io.BytesIO(data)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise ValueError(f"{image.width} × {image.height} pixels are too many")
                image.load()
                if image.format in _KEPT and image.mode in _MODES:
                    return _KEPT[image.format], data, image.size
                mode = "RGBA" if image.has_transparency_data else "RGB"
                target = io.BytesIO()
                image.convert(mode).save(target, format="PNG")
                return "image/png", target.getvalue(), image.size
    except UnidentifiedImageError:
        raise ValueError("it is damaged, or of another type than it says") from None


def _inches(pixels: tuple[int, int], size: Mapping[str, Any]) -> tuple[float, float]:
    asked = size.get("width")
    if isinstance(asked, int | float) and asked > 0:
        width = float(asked) / _DPI
        return round(width, 3), round(width * pixels[1] / pixels[0], 3)
    return round(pixels[0] / _DPI, 3), round(pixels[1] / _DPI, 3)


def read_address(address: str, *, alt: str, place: str) -> Picture | None:
    """Take over the image in a data address; None for another address.

    Raises
    ------
    DocumentError
        For an image that cannot be read.
    """
    match = _ADDRESS.match(address)
    if match is None:
        return None
    mime, options, data = (match[1] or "").lower(), match[2].lower(), match[3]
    if mime not in DRAWN:
        return None
    if mime == VECTOR:
        plain = data.encode() if data.lstrip().startswith("<") else unquote_to_bytes(data)
        if "base64" in options:
            plain = base64.b64decode("".join(data.split()))
        return read_picture(mime, plain.decode(errors="replace"), alt=alt, place=place)
    return read_picture(mime, data, alt=alt, place=place)
