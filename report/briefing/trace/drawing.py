"""The words in a drawing, without the scales of its axes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

_TICK: Final = "tick"
_SCALE: Final = re.compile(
    r"[−-]?\$?[\d.,\u2009\u202f\u00a0 ]*\d\s?(?:%|k|km²|thousand|million|billion|trillion)?"
)


def drawing_texts(svg: str) -> Iterator[str]:
    """Go through the texts of a chart's SVG.

    The marks of an axis that are numbers are its scale: they follow from its limits and claim
    nothing. Marks with words, such as the names of rows, are texts like any other.
    """
    root = ET.fromstring(svg[max(svg.find("<svg"), 0) :])
    yield from _texts(root, in_tick=False)


def _texts(element: ET.Element, *, in_tick: bool) -> Iterator[str]:
    in_tick = in_tick or element.get("class") == _TICK
    if element.tag.endswith("}text"):
        words = " ".join("".join(element.itertext()).split())
        if words and not (in_tick and _SCALE.fullmatch(words)):
            yield words
        return
    for child in element:
        yield from _texts(child, in_tick=in_tick)
