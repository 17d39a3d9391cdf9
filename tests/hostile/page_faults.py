"""What a page must not have, whatever its texts attempted."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.etree import ElementTree as ET

import lxml.html

from briefing.export.style import page_script

Inventory = frozenset[tuple[str, str]]
"""Pairs of an element and an attribute that it has; an empty name stands for the element itself."""

_ADDRESSES: Final = {
    "action", "background", "cite", "code", "codebase", "data", "formaction", "href", "longdesc",
    "manifest", "ping", "poster", "profile", "src", "srcset", "usemap", "xlink:href",
}  # fmt: skip
_LINK: Final = re.compile(r"#[^\s]|https?://[^\s/]|mailto:[^\s]", re.IGNORECASE)
_CSV: Final = "data:text/csv;charset=utf-8;base64,"
_IMAGE: Final = re.compile(r"data:image/(?:png|jpeg|gif|svg\+xml);base64,[A-Za-z0-9+/=]*")
_POLICY: Final = re.compile(
    r"default-src 'none'; script-src '(?P<script>[^']+)'; style-src '(?P<style>[^']+)'; "
    r"img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_ACTING: Final = {"animate", "foreignObject", "iframe", "script", "set"}


def parse_page(page: str) -> Any:
    """Parse a page."""
    return lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(huge_tree=True))


def inventory(tree: Any) -> Inventory:
    """Give the elements of a page and the attributes that they have."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    return frozenset(
        (element.tag, name) for element in elements for name in ("", *map(str, element.attrib))
    )


def page_faults(page: str, known: Inventory, secret: str) -> list[str]:
    """Find everything on a page that a text may have smuggled in.

    Parameters
    ----------
    page : str
        HTML.
    known : frozenset
        Elements and attributes that it may have.
    secret : str
        Content of a file that no document may show.
    """
    tree = parse_page(page)
    faults = [f"<{tag} {name}>" for tag, name in sorted(inventory(tree) - known)]
    faults += [f"address {address!r}" for address in _wrong_addresses(tree)]
    faults += _policy_faults(tree)
    faults += [f"control character {sign!r}" for sign in sorted(set(_CONTROLS.findall(page)))]
    for kind, content in carried(tree):
        if "svg" in kind:
            faults += _drawing_faults(content)
        if secret in content.decode("utf-8", "replace"):
            faults.append(f"the secret in {kind}")
    faults += ["the secret"] * (secret in page)
    return faults + [f"formula {cell[:30]!r}" for cell in csv_cells(tree) if _is_formula(cell)]


def _wrong_addresses(tree: Any) -> Iterator[str]:
    for element in tree.iter():
        for name, value in element.attrib.items() if isinstance(element.tag, str) else ():
            if name not in _ADDRESSES or (element.tag == "form" and name == "action"):
                continue
            is_saved = element.tag == "a" and value.startswith(_CSV) and element.get("download")
            is_image = element.tag == "img" and _IMAGE.fullmatch(value)
            is_link = element.tag in ("a", "use") and _LINK.match(value)
            if not (is_saved or is_image or is_link):
                yield f"{element.tag} {name}={value[:80]}"


def _policy_faults(tree: Any) -> Iterator[str]:
    policies = tree.xpath("//meta[@http-equiv]/@content")
    match = _POLICY.fullmatch(policies[0]) if len(policies) == 1 else None
    if match is None:
        yield f"policy {policies!r}"
        return
    scripts, sheets = tree.xpath("//script"), tree.xpath("//style")
    if [script.text for script in scripts] != [page_script()]:
        yield f"{len(scripts)} scripts"
    if match["script"] != _digest(page_script()):
        yield "policy for another script"
    if len(sheets) != 1 or match["style"] != _digest(sheets[0].text):
        yield "policy for another style sheet"
    if re.search(r"@import|url\((?!data:font)|expression\(|behavior:", sheets[0].text):
        yield "a style sheet that loads"


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def _drawing_faults(content: bytes) -> Iterator[str]:
    for element in ET.fromstring(content).iter():
        name = str(element.tag).rpartition("}")[2]
        if name in _ACTING:
            yield f"<{name}> in a drawing"
        for key, value in element.attrib.items():
            bare = key.rpartition("}")[2]
            leads = bare in ("href", "src") and not re.match(r"#|data:image/(?!svg)", value.strip())
            if bare.startswith("on") or leads:
                yield f"{bare}={value[:60]!r} in a drawing"
            if re.search(r"url\(\s*['\"]?(?!#|data:|['\"])", value) and bare != "d":
                yield f"{bare}={value[:60]!r} in a drawing"


def _is_formula(cell: str) -> bool:
    return cell.startswith(_FORMULA)


def carried(tree: Any) -> Iterator[tuple[str, bytes]]:
    """Go through what data addresses hold, with its type."""
    for address in tree.xpath("//@src | //@href"):
        if str(address).startswith("data:"):
            head, _, data = str(address).partition(",")
            yield head, base64.b64decode(data)


def csv_cells(tree: Any) -> Iterator[str]:
    """Go through the cells of all tables that can be saved."""
    for kind, content in carried(tree):
        if "text/csv" in kind:
            csv.field_size_limit(1 << 20)
            for row in csv.reader(io.StringIO(content.decode(), newline="")):
                yield from row


def page_words(tree: Any) -> Iterable[str]:
    """Give all that a page says: text, attributes and the tables to be saved."""
    yield from (str(text) for text in tree.xpath("//text()"))
    yield from (str(value) for value in tree.xpath("//@*") if not str(value).startswith("data:"))
    yield from csv_cells(tree)
