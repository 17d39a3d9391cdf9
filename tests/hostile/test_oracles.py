"""A weakness that is planted is found: the tests of hostile texts can fail."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pikepdf
import pytest
from tests.hostile.attempts import OUTSIDE
from tests.hostile.briefing import hostile_briefing
from tests.hostile.conftest import SECRET, Watched
from tests.hostile.notebooks import hostile_notebook
from tests.hostile.page_faults import page_faults
from tests.hostile.pdf_faults import read_pdf
from tests.hostile.test_briefing import POLICY
from tests.hostile.test_notebook import KNOWN
from tests.hostile.texts import Hostile

from briefing.document.typography import curl
from briefing.errors import ExportError
from briefing.export.html import BriefingHTMLExporter
from briefing.export.payload import as_typst
from briefing.export.pdf import BriefingPDFExporter


def as_notebook(*texts: str) -> nbformat.NotebookNode:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in texts]
    return nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def write_page(nb: nbformat.NotebookNode) -> str:
    return str(BriefingHTMLExporter().from_notebook_node(nb)[0])


def test_text_that_is_not_escaped(monkeypatch: pytest.MonkeyPatch, texts: list[Hostile]) -> None:
    """Without escaping in tables alone, elements, handlers and addresses are found."""
    monkeypatch.setattr("briefing.export.tables.lines", lambda text: text)
    page = write_page(hostile_briefing([each.text for each in texts[:1_500]]))
    faults = "\n".join(page_faults(page, KNOWN, SECRET))
    for found in ("<audio autoplay>", "<audio src>", "control character"):
        assert found in faults
    assert re.search(f"address '.*{OUTSIDE}", faults)


def test_addresses_of_any_kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where every address may be followed, those that run or leave are found in both documents."""
    monkeypatch.setattr("briefing.document.hypertext.ADDRESS", re.compile(""))
    html = "<p><a href='javascript:alert(1)'>x</a> <a href='file:///etc/hosts'>y</a></p>"
    nb = as_notebook(html)
    assert len(page_faults(write_page(nb), KNOWN, SECRET)) == 2
    pdf = BriefingPDFExporter().from_notebook_node(nb)[0]
    assert read_pdf(pdf, SECRET, tmp_path).faults == [
        "address 'javascript:alert(1)'",
        "address 'file:///etc/hosts'",
    ]


def test_text_as_code_of_the_compiler(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secret_file: Path
) -> None:
    """A text that becomes code of the compiler reads a file, and that is found."""
    from briefing.export.compiler import Workshop

    put = Workshop.put

    def leak(self: Workshop, path: str, content: bytes) -> None:
        put(self, "secret.txt", secret_file.read_bytes())
        put(self, path, content + b'\n#read("secret.txt")' if path == "main.typ" else content)

    monkeypatch.setattr(Workshop, "put", leak)
    pdf = BriefingPDFExporter().from_notebook_node(as_notebook("Words"))[0]
    assert "the secret" in read_pdf(pdf, SECRET, tmp_path).faults


def test_quotes_that_end_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without escaping of quotes a text is code, which the compiler runs."""
    monkeypatch.setattr(
        BriefingPDFExporter, "default_filters", _filters(BriefingPDFExporter.default_filters)
    )
    with pytest.raises(ExportError, match="in code mode"):
        BriefingPDFExporter().from_notebook_node(as_notebook('Words `"))#panic()`'))


def _filters(known: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def filters(self: Any) -> Any:
        yield from known(self)
        yield "data", lambda value: as_typst(value).replace('\\\\\\"', '"')

    return filters


@pytest.mark.parametrize("kind", ["JavaScript", "Launch", "SubmitForm", "GoToR"])
def test_actions_in_a_pdf(kind: str, tmp_path: Path) -> None:
    """An action on opening, on a page or at a link is found, whatever else there is."""
    pdf = BriefingPDFExporter().from_notebook_node(as_notebook("[x](https://a.example)"))[0]
    action = pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), JS=pikepdf.String("x"))
    for place in ("/OpenAction", "/AA", "link"):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if place == "link":
                opened.pages[-1].Annots[0].A = action
            else:
                opened.Root[place] = action
            target = io.BytesIO()
            opened.save(target)
        faults = read_pdf(target.getvalue(), SECRET, tmp_path).faults
        assert f"action /{kind}" in faults
        assert place == "link" or f"entry {place}" in faults


@pytest.mark.browser
@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("<script>window.__pwned=1</script>", "a script of the text ran"),
        ("<img src=x onerror='alert(1)'>", "dialog 1"),
        (f"<link rel=stylesheet href=https://{OUTSIDE}/x>", f"request https://{OUTSIDE}/x"),
    ],
)
def test_a_browser_that_acts(planted: str, found: str, watch: Callable[[str], Watched]) -> None:
    """Whoever watches the browser sees a script, a dialog and a request; the policy stops each."""
    page = write_page(as_notebook("Words")).replace("</main>", f"{planted}</main>")
    assert found in watch(POLICY.sub("", page)).happened
    happened = "\n".join(watch(page).happened)
    assert "Content Security Policy" in happened
    assert found.startswith("request") or found not in happened


def test_drawings_that_load(monkeypatch: pytest.MonkeyPatch, texts: list[Hostile]) -> None:
    """A drawing that is not cleaned is found inside its address."""
    monkeypatch.setattr("briefing.document.vectors._clean", lambda root: None)
    monkeypatch.setattr("briefing.document.vectors._DROPPED", set())
    faults = page_faults(
        write_page(nbformat.from_dict(hostile_notebook(texts[:500]))), KNOWN, SECRET
    )
    assert any("in a drawing" in fault for fault in faults)


def test_texts_that_change(texts: list[Hostile]) -> None:
    """The texts are not what they are compared with: cleaning and curling change some of them."""
    assert sum(curl(each.text) != each.text for each in texts) > 500
