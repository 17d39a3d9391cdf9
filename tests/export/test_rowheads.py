"""Rows of tables get their header after the fact, and the file stays the same otherwise."""

from __future__ import annotations

import io

import pikepdf
import pytest

from briefing.export.compiler import Workshop
from briefing.export.finishing import finish_pdf


def compiled(columns: int) -> bytes:
    cells = "".join(f"[{i}]," for i in range(columns * 2))
    head = "".join(f"[h{i}]," for i in range(columns))
    source = (
        '#set document(title: "x")\n#set text(font: "Source Sans Pro")\n= A\n'
        f"#table(columns: {columns}, table.header({head}), {cells})"
    )
    with Workshop({"main.typ": source.encode()}) as workshop:
        return workshop.compile_pdf(0)[0]


def kinds(pdf: bytes) -> list[tuple[str, str]]:
    """Kind and scope of each cell, in order."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for obj in document.objects:
            if isinstance(obj, pikepdf.Dictionary) and obj.get("/S") in ("/TH", "/TD"):
                attributes = obj.get("/A", ())
                if isinstance(attributes, pikepdf.Dictionary):
                    attributes = (attributes,)
                scopes = [str(a["/Scope"]) for a in attributes if "/Scope" in a]
                found.append((str(obj.S), "".join(scopes)))
    return sorted(found)


def test_first_cells_become_row_headers() -> None:
    """In a table of three columns, the first cell of each body row names the row."""
    cells = kinds(finish_pdf(compiled(3)))
    assert cells.count(("/TH", "/Row")) == 2
    assert cells.count(("/TH", "/Column")) == 3
    assert sum(kind == "/TD" for kind, _ in cells) == 4


@pytest.mark.parametrize("columns", [1, 2])
def test_narrow_tables_stay_as_they_are(columns: int) -> None:
    """Tables of one or two columns keep plain cells."""
    assert ("/TH", "/Row") not in kinds(finish_pdf(compiled(columns)))


def test_the_result_is_deterministic() -> None:
    """The same file in gives the same file out, and a second pass changes no cell."""
    pdf = compiled(3)
    once = finish_pdf(pdf)
    assert once == finish_pdf(pdf)
    assert kinds(finish_pdf(once)) == kinds(once)
