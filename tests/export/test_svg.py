"""Drawings leave smaller, safe and self-contained, and look the same."""

from __future__ import annotations

import re
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from briefing.errors import ExportError
from briefing.export.svg import Drawing, read_drawing, svg_texts

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="100pt" height="50pt">'


def clean(inside: str) -> Drawing:
    return read_drawing(f"{HEAD}{inside}</svg>", "fig-a", "c.ipynb, cell 2")


@pytest.mark.parametrize("kind", ["lines", "bars", "ranges", "heat"])
def test_charts_become_smaller_and_stay_whole(sample: ModuleType, kind: str) -> None:
    """A seaborn chart keeps every word and path, without styles, in two thirds of its bytes."""
    svg = sample.chart(kind)
    drawing = read_drawing(svg, "fig-a", "x")
    page = drawing.for_page("Title", "Description")
    assert len(drawing.body) < len(svg) * 0.67
    assert "style" not in page
    paper = drawing.for_paper().decode()
    assert svg_texts(paper) == svg_texts(svg)
    assert paper.count("<path") == svg.count("<path")
    ET.fromstring(paper)


def test_the_same_drawing_gives_the_same_bytes(sample: ModuleType) -> None:
    """Cleaning is a function of the drawing and its label."""
    svg = sample.chart("lines")
    assert read_drawing(svg, "fig-a", "x") == read_drawing(svg, "fig-a", "y")


def test_ids_carry_the_label_and_unused_ones_go() -> None:
    """Ids that are referred to get the label in front, with all that refers to them."""
    body = clean(
        '<defs><clipPath id="p1"><rect width="1" height="1"/></clipPath><path id="m" d="M 0 0"/>'
        '</defs><g id="unused" clip-path="url(#p1)"><use href="#m" style="fill: #000"/></g>'
    ).body
    assert set(re.findall(r'id="([^"]+)"', body)) == {"fig-a.p1", "fig-a.m"}
    assert 'clip-path="url(#fig-a.p1)"' in body
    assert '<use href="#fig-a.m" fill="#000"/>' in body


def test_numbers_are_rounded_and_paths_tightened() -> None:
    """Two decimals are enough, and path data needs no line breaks."""
    body = clean('<path d="M 1.23456 -0.0001 \nL 2.5 3.0 \nz\n" style="stroke-width: 0.8"/>').body
    assert body == '<path d="M1.23 0L2.5 3z" stroke-width="0.8"/>'


def test_title_and_description_are_escaped() -> None:
    """A screen reader gets the words, whatever is in them."""
    page = clean('<path d="M 0 0"/>').for_page("a <b> & c", 'd "e"')
    assert 'role="img" aria-labelledby="fig-a.title fig-a.desc"' in page
    assert '<title id="fig-a.title">a &lt;b&gt; &amp; c</title>' in page
    assert '<desc id="fig-a.desc">d &quot;e&quot;</desc>' in page


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<script>alert(1)</script>", "an element <script>"),
        ("<foreignObject/>", "an element <foreignObject>"),
        ("<a href='https://x.org'/>", "a link to 'https"),
        ("<animate/>", "an element <animate>"),
        ("<style>*{fill:red}</style>", "a style sheet"),
        ('<path onclick="x()" d="M 0 0"/>', "an attribute onclick='x"),
        ('<use href="https://x.org/a.svg#b"/>', "a link to 'https"),
        ('<image href="file:///etc/passwd"/>', "a link to 'file"),
        ('<image href="data:image/svg+xml;base64,AA=="/>', "a link to 'data:image/svg"),
        ('<image href="#part"/>', "a link to '#part'"),
        ('<path style="fill: url(https://x.org)"/>', "fill='url"),
        ('<path style="filter: blur(2px)"/>', "an attribute filter="),
        ("<text style=\"font-family: 'Comic Sans'\">x</text>", "is set in 'Comic Sans'; use one"),
    ],
)
def test_dangerous_and_foreign_content_is_refused(inside: str, words: str) -> None:
    """Scripts, links to elsewhere and faces we do not ship are refused, naming the figure."""
    with pytest.raises(ExportError, match=f"c.ipynb, cell 2, fig-a: .*{re.escape(words)}"):
        clean(inside)


@pytest.mark.parametrize(
    ("svg", "words"),
    [
        ("<svg", "not well-formed"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "declares entities"),
        ("<html/>", "expected svg"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "no view box"),
    ],
)
def test_what_is_no_drawing_is_refused(svg: str, words: str) -> None:
    """Something that is no SVG is refused."""
    with pytest.raises(ExportError, match=words):
        read_drawing(svg, "fig-a", "x")


def test_words_of_a_broken_drawing_are_none() -> None:
    """Asking a broken drawing for its words is no error."""
    assert svg_texts("<svg") == ()


def test_a_part_can_lead_into_the_page() -> None:
    """A link inside a drawing is named on the page if it leads somewhere; paper has none."""
    inside = (
        '<a href="#claim-a" target="_blank"><path d="M0 0"/></a>'
        '<a href="#gone"><g><path d="M1 1"/></g></a>'
    )
    drawing = clean(inside)
    page = drawing.for_page("T", "D", {"claim-a": "It is <so>"})
    assert (
        '<a href="#claim-a" tabindex="-1" aria-hidden="true"><title>It is &lt;so&gt;</title>'
        '<path d="M0 0"/></a>'
    ) in page
    assert "gone" not in page
    assert page.count("<a ") == 1
    assert b"<a" not in drawing.for_paper()
    assert drawing.for_paper().count(b"<path") == 2
