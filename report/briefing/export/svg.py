"""Drawings made fit for the page and for paper.

A chart arrives as matplotlib's SVG. What leaves is smaller, safe and self-contained: only elements
and attributes from a list, presentation attributes instead of styles (the page's policy forbids
styles), ids that carry the figure's label, numbers of two decimals, and a title and description
for people who hear it. Text stays text, in faces we ship: an unknown family would be replaced
silently by the PDF compiler.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET

from briefing import tokens
from briefing.errors import ExportError
from briefing.export.escaping import escape

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"

_KEPT: Final = {
    "a", "circle", "clipPath", "defs", "ellipse", "g", "image", "line", "linearGradient", "mask",
    "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "svg", "text",
    "tspan", "use",
}  # fmt: skip
_DROPPED: Final = {"metadata", "title", "desc", "style"}

_STYLES: Final = {
    "clip-path", "clip-rule", "dominant-baseline", "fill", "fill-opacity", "fill-rule",
    "font-family", "font-size", "font-style", "font-weight", "mask", "opacity", "stop-color",
    "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor",
    "visibility",
}  # fmt: skip
_GEOMETRY: Final = {
    "cx", "cy", "d", "dx", "dy", "gradientTransform", "height", "offset", "patternTransform",
    "points", "r", "rx", "ry", "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip
_OTHER: Final = {"id", "href", "patternUnits", "clipPathUnits", "gradientUnits", "maskUnits"}
_IGNORED: Final = {
    "version", "type", "class", "target", "font-stretch", "font-variant", "image-rendering",
}  # fmt: skip
_INSTANT: Final = "*{stroke-linejoin: round; stroke-linecap: butt}"
"""The one style sheet matplotlib writes; its two rules go to the root element."""

_NUMBER: Final = re.compile(r"-?\d*\.\d+(?:[eE][-+]?\d+)?")
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_FAMILIES: Final = {tokens.FONT_SANS, tokens.FONT_SERIF, tokens.FONT_MONO}
_RASTER: Final = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]+")
_INSIDE: Final = re.compile(r"#[A-Za-z0-9][A-Za-z0-9_.-]*")
_LINK: Final = re.compile(r'</?a(?: href="#([^"]*)")?>')
_TURN_BY_ZERO: Final = re.compile(r"^rotate\(-?0(?: [^)]*)?\)$")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A cleaned drawing.

    Attributes
    ----------
    label : str
        The figure's label, in front of every id.
    width, height : float
        Size of the view box [pt].
    body : str
        What stands inside the ``svg`` element.
    """

    label: str
    width: float
    height: float
    body: str

    def for_page(self, title: str, description: str, names: Mapping[str, str] | None = None) -> str:
        """Give it as inline SVG, named and described for screen readers.

        Parameters
        ----------
        title, description : str
            What it shows.
        names : mapping of str to str, optional
            What stands at each id of the page that a part of the drawing may lead to. Such links
            are for the pointer only; the page leads to the same places by words. An image cannot
            hold them, so the drawing is then a group of its words.
        """
        body = _linked(self.body, names or {})
        role = "group" if "<a " in body else "img"
        title_id, description_id = f"{self.label}.title", f"{self.label}.desc"
        return (
            f'<svg viewBox="0 0 {_short(self.width)} {_short(self.height)}" role="{role}" '
            f'aria-labelledby="{title_id} {description_id}" stroke-linejoin="round">'
            f'<title id="{title_id}">{escape(title)}</title>'
            f'<desc id="{description_id}">{escape(description)}</desc>{body}</svg>'
        )

    def for_paper(self) -> bytes:
        """Give it as a file for the PDF compiler, which takes the description separately."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_short(self.width)}pt" '
            f'height="{_short(self.height)}pt" '
            f'viewBox="0 0 {_short(self.width)} {_short(self.height)}" '
            f'stroke-linejoin="round">{_LINK.sub("", self.body)}</svg>'
        ).encode()


# Page and PDF want the same drawings, and a preview wants most of them again after each save.
@lru_cache(maxsize=256)
def read_drawing(svg: str, label: str, place: str) -> Drawing:
    """Clean a drawing.

    Parameters
    ----------
    svg : str
        A whole SVG document.
    label : str
        The figure's label.
    place : str
        Notebook and cell, for messages.

    Returns
    -------
    Drawing
        The same picture; the same input gives the same bytes.

    Raises
    ------
    ExportError
        For something that is no SVG, or that holds scripts, foreign content, links to elsewhere,
        or text in a face we do not ship.
    """
    where = f"{place}, {label}"
    root = _parse(svg, where)
    size = root.get("viewBox", "").split()
    if len(size) != 4 or size[:2] != ["0", "0"]:
        raise ExportError(f"{where}: the drawing has no view box that starts at 0 0")
    cleaning = _Cleaning(label, where, _used_ids(root))
    body = "".join(cleaning.element(child) for child in root)
    return Drawing(label, float(size[2]), float(size[3]), body)


@lru_cache(maxsize=256)
def svg_texts(svg: str) -> tuple[str, ...]:
    """Give the words of a drawing; none if it cannot be read."""
    try:
        root = _parse(svg, "")
    except ExportError:
        return ()
    words = (e.text or "" for e in root.iter() if e.tag in (f"{_SVG}text", f"{_SVG}tspan"))
    return tuple(word.strip() for word in words if word.strip())


def _parse(svg: str, where: str) -> ET.Element:
    if "<!ENTITY" in svg:
        raise ExportError(f"{where}: the drawing declares entities, which are not allowed")
    try:
        # Halves of pairs, which JSON can hold and no file can, become question marks.
        root = ET.fromstring(svg[max(svg.find("<svg"), 0) :].encode("utf-8", "replace"))
    except ET.ParseError as error:
        raise ExportError(f"{where}: the drawing is not well-formed SVG: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise ExportError(f"{where}: the drawing is a {root.tag} element, expected svg")
    return root


def _used_ids(root: ET.Element) -> frozenset[str]:
    """Ids that something in the drawing refers to; the others are dropped."""
    used: set[str] = set()
    for element in root.iter():
        for name, value in element.attrib.items():
            used.update(_REFERENCE.findall(value))
            if name in ("href", _HREF) and value.startswith("#") and element.tag != f"{_SVG}a":
                used.add(value[1:])
    return frozenset(used)


class _Cleaning:
    """One call of `read_drawing`."""

    def __init__(self, label: str, where: str, used: frozenset[str]) -> None:
        self.label, self.where, self.used = label, where, used

    def refuse(self, what: str) -> ExportError:
        return ExportError(f"{self.where}: the drawing holds {what}, which is not allowed")

    def element(self, element: ET.Element) -> str:
        """Write an element and what is below it."""
        name = str(element.tag).removeprefix(_SVG)
        if name in _DROPPED:
            sheet = (element.text or "").strip()
            if name == "style" and sheet != _INSTANT:
                raise self.refuse(f"a style sheet ({sheet[:40]!r})")
            return ""
        if name not in _KEPT:
            raise self.refuse(f"an element <{name}>")
        attributes = self.attributes(element)
        inside = "".join(self.element(child) + _tail(child) for child in element)
        text = escape(element.text) if element.text and name in ("text", "tspan") else ""
        if name in ("g", "defs") and not inside:
            return ""
        if name == "g" and not attributes:
            return inside
        opening = name + "".join(f' {k}="{v}"' for k, v in attributes.items())
        return f"<{opening}>{text}{inside}</{name}>" if text or inside else f"<{opening}/>"

    def attributes(self, element: ET.Element) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, value in self.declared(element):
            if name == "id":
                if value in self.used:
                    kept["id"] = self.name(value)
            elif name in ("href", _HREF):
                leads = element.tag == f"{_SVG}a"
                is_picture = element.tag == f"{_SVG}image"
                kept["href"] = self.leading(value) if leads else self.address(value, is_picture)
            elif name == "transform" and _TURN_BY_ZERO.match(value):
                continue
            elif name in _GEOMETRY:
                kept[name] = _geometry(value) if name in ("d", "points") else _rounded(value)
            elif name in _STYLES:
                kept[name] = self.style(name, value)
            elif name in _OTHER:
                kept[name] = escape(value)
            elif name not in _IGNORED and not name.startswith("{"):
                raise self.refuse(f"an attribute {name}={value[:40]!r}")
        return kept

    def declared(self, element: ET.Element) -> Iterator[tuple[str, str]]:
        """Give attributes, with the declarations of a style taken apart."""
        for name, value in element.attrib.items():
            if name != "style":
                yield name, value
                continue
            for declaration in filter(None, (d.strip() for d in value.split(";"))):
                prop, _, setting = declaration.partition(":")
                yield prop.strip(), setting.strip()

    def name(self, id_: str) -> str:
        return f"{self.label}.{escape(id_)}"

    def leading(self, value: str) -> str:
        """Pass a link into the page; a drawing leads nowhere else."""
        if not _INSIDE.fullmatch(value):
            raise self.refuse(f"a link to {value[:40]!r}")
        return value

    def address(self, value: str, is_picture: bool) -> str:
        # The PDF compiler looks for a picture at ``#x`` as for a file.
        if value.startswith("#") and not is_picture:
            return f"#{self.name(value[1:])}"
        if not _RASTER.fullmatch(value):
            raise self.refuse(f"a link to {value[:40]!r}")
        return "".join(value.split())

    def style(self, name: str, value: str) -> str:
        if name == "font-family":
            return self.family(value)
        if "url(" in value:
            inner = _REFERENCE.fullmatch(value.strip())
            if inner is None:
                raise self.refuse(f"{name}={value[:40]!r}")
            return f"url(#{self.name(inner[1])})"
        return escape(_rounded(value))

    def family(self, value: str) -> str:
        family = value.split(",")[0].strip().strip("'\"")
        if family not in _FAMILIES:
            raise ExportError(
                f"{self.where}: the drawing is set in {family!r}; "
                f"use one of {', '.join(sorted(_FAMILIES))}, the faces that are shipped"
            )
        return family


def _linked(body: str, names: Mapping[str, str]) -> str:
    """Name the links of a drawing, and take away those that lead nowhere."""
    kept: list[bool] = []

    def write(link: re.Match[str]) -> str:
        if link[0].startswith("</"):
            return "</a>" if kept.pop() else ""
        kept.append(link[1] in names)
        if not kept[-1]:
            return ""
        title = f"<title>{escape(names[link[1]])}</title>"
        return f'<a href="#{link[1]}" tabindex="-1" aria-hidden="true">{title}'

    return _LINK.sub(write, body)


def _tail(child: ET.Element) -> str:
    """Text behind a span inside a text element; elsewhere it is only indentation."""
    return escape(child.tail) if child.tail and child.tail.strip() else ""


def _short(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _rounded(value: str) -> str:
    return escape(_NUMBER.sub(lambda m: _short(float(m[0])), value))


def _geometry(value: str) -> str:
    """Write path data without spaces that its grammar does not need."""
    text = " ".join(_rounded(value).split())
    return re.sub(r" ?([A-Za-z]) ?", r"\1", text)
