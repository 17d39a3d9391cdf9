"""Finding chapters and their needs."""

from __future__ import annotations

import json

import pytest

from briefing.errors import NotebookError, ParameterError
from briefing.run.chapters import execution_order, find_chapter, find_chapters, select_chapters


def test_chapters_come_in_document_order(tiny):
    """Order in the document is by file name, whatever needs what."""
    tiny.chapter("00-summary", needs=["barges"], role="summary")
    tiny.chapter("01-barges", claims=["barges-counted"])
    found = find_chapters(tiny)
    assert [chapter.id for chapter in found] == ["00-summary", "01-barges"]
    assert [chapter.role for chapter in found] == ["summary", "chapter"]
    assert found[1].title == "Barges"
    assert found[1].claims == ("barges-counted",)


def test_needs_may_be_named_short(tiny):
    """A need may leave out the number; it is kept in full."""
    tiny.chapter("00-summary", needs=["barges"])
    tiny.chapter("01-barges")
    assert find_chapters(tiny)[0].needs == ("01-barges",)


def test_execution_order_follows_needs(tiny):
    """A chapter comes after all that it needs."""
    tiny.chapter("00-summary", needs=["01-barges", "02-carts"])
    tiny.chapter("01-barges", needs=["02-carts"])
    tiny.chapter("02-carts")
    assert execution_order(find_chapters(tiny)) == ("02-carts", "01-barges", "00-summary")


def test_selection_brings_needs(tiny):
    """Asking for a chapter asks for those it needs, and no others."""
    tiny.chapter("00-summary", needs=["barges"])
    tiny.chapter("01-barges")
    tiny.chapter("02-carts")
    chosen = select_chapters(find_chapters(tiny), ["summary"])
    assert [chapter.id for chapter in chosen] == ["00-summary", "01-barges"]


@pytest.mark.parametrize("name", ["01-barges", "barges", "01", "notebooks/01-barges.ipynb"])
def test_names_of_a_chapter(tiny, name):
    """Id, slug, number and path all mean the chapter."""
    tiny.chapter("01-barges")
    assert find_chapter(find_chapters(tiny), name).id == "01-barges"


def test_unknown_chapter_suggests_the_nearest(tiny):
    """A misspelt chapter is refused with the name that was probably meant."""
    tiny.chapter("01-barges")
    with pytest.raises(ParameterError, match="no chapter `bargs`; did you mean barges"):
        select_chapters(find_chapters(tiny), ["bargs"])


def test_no_parameters_cell(tiny):
    """A chapter without a parameters cell is refused, with the file and the remedy."""
    tiny.chapter("01-barges", "1 + 1", parameters=None)
    with pytest.raises(
        NotebookError, match=r"notebooks/01-barges\.ipynb: has no cell tagged `parameters`.*tag the"
    ):
        find_chapters(tiny)


def test_two_parameters_cells(tiny):
    """Two parameters cells are refused, since papermill would see the first only."""
    path = tiny.chapter("01-barges", "x = 1")
    notebook = json.loads(path.read_text())
    notebook["cells"][2]["metadata"] = {"tags": ["parameters"]}
    path.write_text(json.dumps(notebook))
    with pytest.raises(NotebookError, match="cells 2 and 3 are all tagged"):
        find_chapters(tiny)


def test_faulty_declaration_names_the_cell(tiny):
    """A declaration that cannot be checked is refused with file and cell."""
    tiny.chapter("01-barges", parameters="load: float = 1.0  # ratio")
    with pytest.raises(ParameterError, match=r"01-barges\.ipynb cell 2: parameter load needs"):
        find_chapters(tiny)


def test_unknown_need(tiny):
    """A need that is no chapter is refused, with the nearest name."""
    tiny.chapter("00-summary", needs=["bargs"])
    tiny.chapter("01-barges")
    with pytest.raises(NotebookError, match=r"00-summary.*needs.*bargs.*did you mean barges"):
        find_chapters(tiny)


def test_circle_of_needs(tiny):
    """Chapters that need each other are refused, and the circle is shown."""
    tiny.chapter("01-barges", needs=["carts"])
    tiny.chapter("02-carts", needs=["barges"])
    with pytest.raises(NotebookError, match=r"in a circle: 0[12]-.* → 0[12]-.* → 0[12]-"):
        find_chapters(tiny)


def test_two_chapters_of_one_name(tiny):
    """Two chapters whose names differ in the number only are refused."""
    tiny.chapter("01-barges")
    tiny.chapter("02-barges")
    with pytest.raises(NotebookError, match="both called `barges`"):
        find_chapters(tiny)


@pytest.mark.parametrize(
    ("content", "reason"),
    [("{", "not JSON"), ("[]", "format 4"), ('{"nbformat": 3, "worksheets": []}', "format 4")],
)
def test_no_notebook(tiny, content, reason):
    """A file that is no notebook is refused before anything runs."""
    (tiny.notebooks / "01-barges.ipynb").write_text(content)
    with pytest.raises(NotebookError, match=rf"01-barges\.ipynb.*{reason}"):
        find_chapters(tiny)


def test_foreign_kernel(tiny):
    """A chapter that asks for another kernel is refused."""
    path = tiny.chapter("01-barges")
    path.write_text(path.read_text().replace('"python3"', '"ir"'))
    with pytest.raises(NotebookError, match="kernel `ir`"):
        find_chapters(tiny)


def test_no_chapter_at_all(tiny):
    """An empty folder of notebooks is refused, saying what was expected."""
    with pytest.raises(NotebookError, match="holds no chapter"):
        find_chapters(tiny)
