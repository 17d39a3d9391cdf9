"""A notebook becomes a document: strictly if merged, leniently otherwise."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from briefing.document import Document, assemble, merge_notebooks
from briefing.document import nodes as n
from briefing.document.assembly import level_headings
from briefing.document.trees import plain_text, walk
from briefing.errors import DocumentError


def merged(sample: ModuleType, *cells: Any, **meta: Any) -> Document:
    nb = sample.notebook(*cells)
    return assemble(merge_notebooks([("01-a.ipynb", nb)], {"title": "T", **meta}))


@pytest.fixture(scope="module")
def document(sample: ModuleType) -> Document:
    return assemble(merge_notebooks(sample.notebooks(), sample.META))


def test_chapters_have_title_question_role_and_claims(document: Document) -> None:
    """Title, question, role and claims come from the notebook."""
    summary, upper, _, ledger = document.chapters
    assert plain_text(upper.title) == "Upper river"
    assert plain_text(upper.question).startswith("How many tonnes")
    assert upper.claims == ("grain-total", "grain-share")
    assert (summary.role, upper.role, ledger.role) == ("summary", "chapter", "appendix")
    assert ledger.question == ()


def test_findings_and_records_are_collected(document: Document) -> None:
    """Filed results and what each chapter ran with are kept beside the chapters."""
    assert [f["id"] for f in document.findings] == ["upper.total"]
    assert set(document.records) == {"00-summary", "01-upper", "02-lower", "90-ledger"}


def test_references_are_numbered_by_first_citation(document: Document) -> None:
    """Sources stand in the order in which the reader meets them, and only if cited."""
    assert [s.id for s in document.references] == [
        "src-1",
        "src-2",
        "src-3",
        "src-5",
        "src-4",
        "src-6",
        "src-7",
    ]
    assert [s.number for s in document.references] == list(range(1, 8))
    assert document.references[2].read == "via"


def test_every_top_block_knows_its_place(document: Document) -> None:
    """Each block can name its notebook and cell."""
    assert all(block.place for chapter in document.chapters for block in chapter.blocks)


def test_no_private_or_local_thing_is_in_the_json(document: Document) -> None:
    """The document's JSON has no code, no media types and no paths."""
    text = str(document.to_json())
    assert "step(" not in text
    assert "vnd.briefing" not in text
    assert "/tmp" not in text


def test_assembling_twice_gives_the_same(sample: ModuleType, document: Document) -> None:
    """The same notebooks make the same document."""
    assert assemble(merge_notebooks(sample.notebooks(), sample.META)) == document


@pytest.mark.parametrize(
    ("raw", "levels"),
    [
        ([2, 3, 2], [2, 3, 2]),
        ([3, 3], [2, 2]),
        ([2, 4, 3, 2], [2, 3, 3, 2]),
        ([1, 2, 1, 6], [2, 3, 2, 3]),
        ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 5, 5]),
    ],
)
def test_heading_levels_never_skip(raw: list[int], levels: list[int]) -> None:
    """Below the title, headings start at the second level and go down one at a time."""
    made = level_headings([n.Heading(level, (n.Text("x"),)) for level in raw], 2)
    assert [h.level for h in made] == levels  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["text"], "01-a.ipynb has no title"),
        (["text", "# Late"], "01-a.ipynb, cell 2: the title stands below other content"),
        (["# T", "see @fig-none"], "01-a.ipynb, cell 2: @fig-none refers to nothing"),
        (["# T", "see [x](#none)"], "the link to '#none' leads nowhere"),
        (["# T", "[@nobody]"], "cites the unknown source nobody"),
        (["# T", "## A {#sec-a}\n\n## B {#sec-a}"], "the label 'sec-a' is also used in 01-a.ipynb"),
        (["# T", "[x](y.html)"], "01-a.ipynb, cell 2: link to 'y.html'"),
    ],
)
def test_a_briefing_is_read_strictly(sample: ModuleType, cells: list[str], words: str) -> None:
    """In a merged notebook every reference resolves, or the cell is named."""
    with pytest.raises(DocumentError, match=words):
        merged(sample, *cells)


def test_a_wrong_reference_names_the_nearest(sample: ModuleType) -> None:
    """A misspelt label is answered with the nearest known one."""
    with pytest.raises(DocumentError, match="the nearest label is 'sec-method'"):
        merged(sample, "# T", "## M {#sec-method}\n\nsee @sec-metod")


def test_labels_are_unique_over_notebooks(sample: ModuleType) -> None:
    """A label used in two chapters is refused, naming both cells."""
    table = sample.table("tbl-x", "C", ["A"], [["a"]])
    nbs = [(f"0{i}-{c}.ipynb", sample.notebook("# T", [table])) for i, c in enumerate("ab")]
    words = "01-b.ipynb, cell 2: the label 'tbl-x' is also used in 00-a.ipynb, cell 2"
    with pytest.raises(DocumentError, match=words):
        assemble(merge_notebooks(nbs, {"title": "T"}))


def test_equal_headings_get_ids_of_their_own(sample: ModuleType) -> None:
    """Ids carry the chapter, and a number where a chapter repeats a heading."""
    cells = ("# T", "## Limits\n\n## Limits\n\n## Límits &")
    nbs = [(f"0{i}-{c}.ipynb", sample.notebook(*cells)) for i, c in enumerate("ab")]
    document = assemble(merge_notebooks(nbs, {"title": "T"}))
    ids = [b.id for c in document.chapters for b in c.blocks if isinstance(b, n.Heading)]
    assert ids == [f"{c}-limits{tail}" for c in "ab" for tail in ("", "-2", "-3")]


@pytest.mark.parametrize(
    ("meta", "words"),
    [
        ({"title": " "}, "has no title"),
        ({"titel": "x"}, "unknown entry 'titel'; known are title"),
        ({"authors": "x"}, "'authors' is 'x'"),
        ({"date": 3}, "'date' is 3"),
    ],
)
def test_faulty_meta_is_refused(sample: ModuleType, meta: dict[str, Any], words: str) -> None:
    """The cover's texts are checked by name and type."""
    with pytest.raises(DocumentError, match=words):
        merged(sample, "# T", **meta)


def test_sources_may_come_with_the_meta(sample: ModuleType) -> None:
    """A source that no bundle carries can be cited if the build hands it over."""
    document = merged(sample, "# T", "[@src-4]", sources=sample.SOURCES)
    assert [s.publisher for s in document.references] == ["Daily Register"]


def test_an_ordinary_notebook_loses_nothing(sample: ModuleType) -> None:
    """A notebook from elsewhere gives a document without an error, and notices what it lacks."""
    document = assemble(sample.ordinary_notebook(), name="dir/Some thing.ipynb")
    (chapter,) = document.chapters
    assert document.meta.title == "Somebody’s analysis"
    kinds = [type(block) for block in chapter.blocks]
    assert kinds == [
        n.Paragraph,
        n.Listing,
        n.Preformatted,
        n.Heading,
        n.Paragraph,
        n.Listing,
        n.Grid,
        n.Picture,
        n.Paragraph,
        n.Preformatted,
        n.Listing,
        n.Preformatted,
    ]
    assert len(document.notices) == 6
    assert not document.merged


def test_an_empty_notebook_has_a_title(sample: ModuleType) -> None:
    """A notebook without a cell is a document that carries the file's name."""
    document = assemble(sample.notebook(), name="empty_one.ipynb")
    assert document.meta.title == "Empty one"


def test_a_single_chapter_may_point_outside(sample: ModuleType) -> None:
    """Read alone, a chapter keeps the words of references to other chapters."""
    document = assemble(sample.lower(), name="02-lower.ipynb")
    words = " ".join(
        node.text for node in walk(document.chapters[0].blocks) if isinstance(node, n.Text)
    )
    assert "@sec-counted" in words
    assert len(document.notices) == 2


def test_numbers_and_their_references(document: Document) -> None:
    """Chapters, sections, figures and tables are numbered, and references say so."""
    assert [c.number for c in document.chapters] == ["", "1", "2", "A"]
    blocks = [b for c in document.chapters for b in c.blocks]
    headings = [(h.number, h.id) for h in blocks if isinstance(h, n.Heading)]
    assert headings == [
        ("", "summary-scoreboard"),
        ("1.1", "sec-counted"),
        ("1.2", "upper-the-test"),
        ("", "upper-how-far-off"),
        ("2.1", "lower-what-was-counted"),
        ("2.2", "lower-limits"),
        ("A.1", "ledger-all-claims"),
        ("A.2", "ledger-corrections"),
    ]
    assert [b.number for b in blocks if isinstance(b, n.Figure)] == [1, 2, 3, 4]
    assert [b.number for b in blocks if isinstance(b, n.Table)] == [1, 2, 3]
    references = {
        r.target: (r.text, r.anchor) for r in walk(tuple(blocks)) if isinstance(r, n.Reference)
    }
    assert references == {
        "sec-upper": ("Chapter\u00a01", "upper"),
        "tbl-board": ("Table\u00a01", "tbl-board"),
        "fig-lines": ("Figure\u00a01", "fig-lines"),
        "sec-counted": ("Section\u00a01.1", "sec-counted"),
        "tbl-loads": ("Table\u00a02", "tbl-loads"),
    }
