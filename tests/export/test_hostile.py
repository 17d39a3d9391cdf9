"""Hostile text goes through both exporters and stays text."""

from __future__ import annotations

import re
from types import ModuleType

import lxml.html
import pytest
from nbformat import NotebookNode

from briefing.document import merge_notebooks
from briefing.document.typography import curl
from briefing.errors import ExportError
from briefing.export.characters import clean
from briefing.export.html import BriefingHTMLExporter
from briefing.export.pdf import BriefingPDFExporter
from briefing.export.style import page_script

CORES = (
    '#panic("x")',
    '#read("/etc/passwd")',
    '"); panic("',
    '\\"))#panic()',
    '#import "@preview/a:1.0.0"',
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "</style></title></textarea>",
    "--><!--",
    "]]>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "' onmouseover='x",
    '" style="x:y',
    "&lt;&amp;&#60;",
    "$ x^2 $ @ref *b* _i_ `c`",
    "\\u0022 \\n \\",
    "\u202eesrever\u202c",
    "\u2066iso\u2069\u200f",
    "a\x00b\x08c\x1b[31m",
    "/* // */ #let x = 1",
    "%PDF-1.7 endobj",
    "=HYPERLINK(1)",
)
WRAPS = (
    "{}",
    "a {} b",
    "({}",
    "{})",
    "“{}”",
    "{0}{0}",
    "\n{}",
    "{}\n\n",
    "**{}",
    "[{}](#x)",
    "| {} |",
)
STRINGS = tuple(wrap.replace("{0}", "{}").replace("{}", core) for core in CORES for wrap in WRAPS)


@pytest.fixture(scope="module")
def hostile(sample: ModuleType) -> NotebookNode:
    """Give a briefing with every string in every place that takes plain text."""
    values = [
        sample.prose("- ", sample.value("field", string), " and {x} % #") for string in STRINGS
    ]
    rows = [[string, string, sample.pill("disputed") | {"text": string}] for string in STRINGS]
    tables = [
        sample.table("tbl-all", STRINGS[0], ["A", STRINGS[60], "C"], rows, note=STRINGS[5]),
        sample.table("tbl-wide", STRINGS[100], ["A", "B", "C"], rows[:9], wide=True),
    ]
    figures = [
        sample.figure(
            f"fig-{i}",
            [sample.value("f", string)],
            sample.chart("bars"),
            subtitle=string,
            alt=string,
            credit=string,
        )
        for i, string in enumerate(STRINGS[::12])
    ]
    meta = {
        "title": STRINGS[0],
        "subtitle": STRINGS[66],
        "kicker": STRINGS[22],
        "authors": [STRINGS[33]],
        "description": STRINGS[44],
        "keywords": [STRINGS[55]],
        "footer": STRINGS[77],
        "facts": [(string, string) for string in STRINGS[::40]],
    }
    return merge_notebooks([("01-a.ipynb", sample.notebook("# T", values, tables, figures))], meta)


def test_the_page_keeps_every_string_as_text(hostile: NotebookNode) -> None:
    """On the page there is no element, attribute or address that a string smuggled in."""
    page = BriefingHTMLExporter().from_notebook_node(hostile)[0]
    tree = lxml.html.document_fromstring(page)
    assert [script.text for script in tree.xpath("//script")] == [page_script()]
    assert not tree.xpath("//script/@src | //img | //iframe | //svg//*[@onload]")
    for element in tree.iter():
        assert not any(name.startswith("on") or name == "style" for name in element.attrib)
    numbers = [e.text_content() for e in tree.xpath("//li/span[@class='number']")]
    assert numbers == [clean(curl(string)) for string in STRINGS]
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", page)
    assert tree.findtext(".//title") == curl(STRINGS[0])
    assert len(tree.xpath("//style")) == 1


def test_the_pdf_compiles_with_every_string(hostile: NotebookNode) -> None:
    """In the PDF no string acts as code: everything compiles and is the same twice."""
    exporter = BriefingPDFExporter()
    pdf = exporter.from_notebook_node(hostile)[0]
    assert pdf.startswith(b"%PDF-")
    assert BriefingPDFExporter().from_notebook_node(hostile)[0] == pdf


def test_the_pdf_refuses_what_it_cannot_show(sample: ModuleType) -> None:
    """A letter without a glyph is refused with its cell named; the page takes it."""
    nb = merge_notebooks([("01-a.ipynb", sample.notebook("# T", "한국"))], {"title": "T"})
    with pytest.raises(ExportError, match=r"01-a\.ipynb, cell 2: 한 .*, 국 "):
        BriefingPDFExporter().from_notebook_node(nb)
    assert "한국" in BriefingHTMLExporter().from_notebook_node(nb)[0]
