"""Links inside a PDF lead where the compiler's own would."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest
from nbformat import NotebookNode

from briefing.errors import ExportError
from briefing.export.destinations import SCHEME, Destination, lead_links
from briefing.export.pdf import LIBRARY, BriefingPDFExporter


@pytest.fixture
def exported(merged: NotebookNode) -> Iterator[pikepdf.Pdf]:
    """Give the sample as a PDF."""
    content = BriefingPDFExporter().from_notebook_node(merged)[0]
    with pikepdf.open(io.BytesIO(content)) as document:
        yield document


def annotations(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [each for page in document.pages for each in page.get("/Annots", ())]


def linked(address: str) -> pikepdf.Pdf:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
    page.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])
    return document


def test_library_and_package_mean_the_same_scheme() -> None:
    """What the library writes as an address is what is led to its place."""
    assert f'#let inner = "{SCHEME}"' in LIBRARY.read_text(encoding="utf-8")


def test_no_address_of_ours_is_left(exported: pikepdf.Pdf) -> None:
    """Readers of PDF would offer such an address to a browser."""
    left = [a for a in annotations(exported) if SCHEME in str(a.get("/A", {}).get("/URI", ""))]
    assert not left


def test_sections_are_where_the_compiler_names_them(exported: pikepdf.Pdf) -> None:
    """The compiler gives headings names of its own; links to them lead to the same pages."""
    names = [*exported.Root.Names.Dests.Names]
    named = {tuple(str(part) for part in [place[0].objgen, *place[2:4]]) for place in names[1::2]}
    to_sections = [
        a for a in annotations(exported) if str(a.get("/Contents", "")).startswith("Section, page ")
    ]
    assert to_sections
    for annotation in to_sections:
        page, _, x, y, _ = annotation.Dest
        near = [
            place
            for place in named
            if place[0] == str(page.objgen)
            and abs(float(place[1]) - float(x)) < 0.1
            and abs(float(place[2]) - float(y)) < 0.1
        ]
        assert near, (annotation.Contents, x, y)


def test_a_link_tells_its_page(exported: pikepdf.Pdf) -> None:
    """Whoever does not see the page hears which one a link leads to."""
    numbers = {page.objgen: number for number, page in enumerate(exported.pages, 1)}
    inside = [a for a in annotations(exported) if isinstance(a.get("/Dest"), pikepdf.Array)]
    ours = [a for a in inside if "page " in str(a.Contents)]  # footnotes are the compiler's own
    assert len(ours) > 10
    for annotation in ours:
        assert str(annotation.Contents).endswith(f"page {numbers[annotation.Dest[0].objgen]}")


def test_a_place_keeps_within_its_page() -> None:
    """A link to the very head of a page does not point above it."""
    document = linked(f"{SCHEME}top")
    lead_links(document, {"top": Destination(1, 20.0, 4.0)})
    (annotation,) = annotations(document)
    assert [float(v) for v in [*annotation.Dest][2:]] == [20.0, 842.0, 0.0]
    assert "/A" not in annotation
    assert str(annotation.Contents) == "page 1"


def test_other_addresses_stay() -> None:
    """Only what leads inside is changed."""
    document = linked("https://example.org/a")
    lead_links(document, {})
    assert str(annotations(document)[0].A.URI) == "https://example.org/a"


def test_a_link_to_nowhere_is_refused() -> None:
    """A target that is not in the document is named."""
    with pytest.raises(ExportError, match="'sec-gone', which is not in the document"):
        lead_links(linked(f"{SCHEME}sec-gone"), {})
