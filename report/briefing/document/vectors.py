"""SVG from elsewhere, as a file that is only looked at.

Such a drawing is shown as an image, where no script runs and nothing is loaded. What could do
either is taken out all the same, and text is set in a face that is shipped: in the PDF an unknown
family would be replaced silently, and a missing one would drop the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from briefing import tokens
from briefing.errors import DocumentError

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_DROPPED: Final = {
    "animate", "animateMotion", "animateTransform", "audio", "foreignObject", "iframe",
    "metadata", "script", "set", "video",
}  # fmt: skip
_RASTER: Final = re.compile(r"data:image/(?:png|jpe?g|gif);base64,", re.IGNORECASE)
_PICTURES: Final = {"feImage", "image"}
"""Elements that load what they lead to; the PDF compiler looks for ``#x`` as for a file."""
_OUTWARD: Final = re.compile(r"@import|url\(\s*['\"]?(?!#|data:)|expression\(|javascript:", re.I)
_FAMILY: Final = re.compile(r"font-family\s*:[^;}]*")
_SHORTHAND: Final = re.compile(r"(?<![\w-])font\s*:([^;}]*)")
_SIZE: Final = re.compile(r"([\d.]+)(?:px|pt|pc|em|rem|mm|cm|in|%)?(?=[\s/]|$)")
_NUMBER: Final = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_LENGTH: Final = re.compile(rf"\s*({_NUMBER})\s*(px|pt|in|cm|mm)?\s*", re.IGNORECASE | re.ASCII)
_BOX: Final = re.compile(rf"-?{_NUMBER}", re.IGNORECASE | re.ASCII)
_PER_INCH: Final = {"": 96.0, "px": 96.0, "pt": 72.0, "in": 1.0, "cm": 2.54, "mm": 25.4}
_DOCTYPE: Final = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Vector:
    """A cleaned drawing: its text and its size in inches."""

    text: str
    width: float
    height: float


def clean_vector(svg: str, place: str) -> Vector:
    """Clean a drawing.

    Parameters
    ----------
    svg : str
        The document.
    place : str
        Notebook and cell.

    Raises
    ------
    DocumentError
        For what is no SVG, defines entities, or holds its words as HTML, which no PDF can show.
    """
    start = svg.find("<svg")
    if start < 0 or _DOCTYPE.search(svg[:start]):
        raise DocumentError(f"{place}: a drawing is no SVG that can be shown")
    try:
        # Halves of pairs, which JSON can hold and no file can, become question marks.
        root = ET.fromstring(_with_namespaces(svg[start:]).encode("utf-8", "replace"))
    except ET.ParseError as error:
        raise DocumentError(f"{place}: a drawing is not well-formed SVG: {error}") from None
    if any(_local(e) == "foreignObject" and "".join(e.itertext()).strip() for e in root.iter()):
        raise DocumentError(f"{place}: a drawing holds its words as HTML")
    _clean(root)
    width, height = _size(root, place)
    root.set("width", f"{width * 96:.2f}")
    root.set("height", f"{height * 96:.2f}")
    root.attrib.setdefault("viewBox", f"0 0 {width * 96:.2f} {height * 96:.2f}")
    root.attrib.setdefault("font-family", tokens.FONT_SANS)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    return Vector(ET.tostring(root, encoding="unicode"), width, height)


def _with_namespaces(svg: str) -> str:
    """Declare the namespaces that a browser knows without being told."""
    opening = svg[: svg.find(">") + 1]
    missing = "" if "xmlns=" in opening else f' xmlns="{_SVG}"'
    if "xmlns:xlink" not in opening and "xlink:" in svg:
        missing += f' xmlns:xlink="{_XLINK}"'
    return svg.replace("<svg", f"<svg{missing}", 1) if missing else svg


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _clean(element: ET.Element) -> None:
    for name, value in list(element.attrib.items()):
        bare = name.rpartition("}")[2].lower()
        if bare.startswith("on") or (bare == "href" and not _stays_inside(element, value.strip())):
            del element.attrib[name]
        elif bare == "font-family":
            element.set(name, _face(value))
        elif _OUTWARD.search(value):
            del element.attrib[name]
        elif bare == "style":
            element.set(name, _styles(value))
    if _local(element) == "style":
        text = element.text or ""
        element.text = "" if _OUTWARD.search(text) else _styles(text)
    for child in list(element):
        if not isinstance(child.tag, str) or _local(child) in _DROPPED:
            element.remove(child)
        else:
            _clean(child)


def _stays_inside(element: ET.Element, address: str) -> bool:
    if _local(element) not in _PICTURES and address.startswith("#"):
        return True
    return _RASTER.match(address) is not None


def _styles(text: str) -> str:
    text = _SHORTHAND.sub(_longhand, text)
    return _FAMILY.sub(lambda found: f"font-family:{_face(found[0])}", text)


def _longhand(found: re.Match[str]) -> str:
    """Keep the size of a `font` declaration; its family is ours anyway."""
    size = _SIZE.search(found[1])
    weight = ";font-weight:bold" if "bold" in found[1] else ""
    return f"font-size:{size[0] if size else '12px'};font-family:{_face(found[1])}{weight}"


def _face(families: str) -> str:
    return tokens.FONT_MONO if "mono" in families.lower() else tokens.FONT_SANS


def _size(root: ET.Element, place: str) -> tuple[float, float]:
    """Give width and height in inches: as stated, or from the view box."""
    box = [float(n) for n in _BOX.findall(root.get("viewBox", ""))]
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        if not width and not height:
            width, height = box[2] / 96, box[3] / 96
        width = width or height * box[2] / box[3]
        height = height or width * box[3] / box[2]
    if not (0 < width < 1000 and 0 < height < 1000):
        raise DocumentError(f"{place}: a drawing does not say how large it is")
    return round(width, 3), round(height, 3)


def _length(value: str) -> float:
    match = _LENGTH.fullmatch(value)
    return float(match[1]) / _PER_INCH[(match[2] or "").lower()] if match else 0.0
