"""Numbers in prose become nodes that carry their origins."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.document import nodes as n
from briefing.document.pieces import read_line, read_pieces
from briefing.document.trees import plain_text, walk
from briefing.errors import DocumentError


def number(text: str, field: str = "f") -> dict[str, Any]:
    return {"field": field, "text": text, "origins": ["evidence:A1"], "estimate": {"low": 1}}


def test_numbers_stand_in_their_sentence() -> None:
    """A value becomes one node with text, origins, sources and estimate."""
    (block,) = read_pieces(["Some **", number("3 t"), "** came."], place="x", cite=["s1"])
    assert isinstance(block, n.Paragraph)
    assert plain_text(block.children) == "Some 3 t came."
    strong = block.children[1]
    assert isinstance(strong, n.Strong)
    assert strong.children == (n.Number("f", "3 t", ("evidence:A1",), ("s1",), {"low": 1}),)


def test_sources_become_one_citation_at_the_end() -> None:
    """Cited sources stand once, grouped, at the end of the passage."""
    blocks = read_pieces(["One.\n\nTwo ", number("3"), "."], place="x", cite=["s1", "s2", "s1"])
    cited = [node for node in walk(blocks) if isinstance(node, n.Citation)]
    assert cited == [n.Citation((n.CitedSource("s1"), n.CitedSource("s2")))]
    assert blocks[-1].children[-1] is cited[0]  # type: ignore[attr-defined]


def test_a_source_cited_by_hand_is_not_cited_again() -> None:
    """What the author cites in the passage is left out of the grouped citation."""
    (block,) = read_pieces(["Text [@s1, p. 2]"], place="x", cite=["s1", "s2"])
    assert isinstance(block, n.Paragraph)
    assert block.children[-1] == n.Citation((n.CitedSource("s1", "p. 2"), n.CitedSource("s2")))


def test_citation_goes_into_the_last_item_of_a_list() -> None:
    """A passage that ends in a list has its citation in the last item."""
    (block,) = read_pieces(["- a\n- b"], place="x", cite=["s"])
    assert isinstance(block, n.BulletList)
    assert isinstance(block.items[-1][-1].children[-1], n.Citation)  # type: ignore[attr-defined]


def test_citation_after_a_table_gets_its_own_paragraph() -> None:
    """Where no sentence ends the passage, the citation stands alone."""
    blocks = read_pieces(["| a |\n|---|\n| ", number("3"), " |"], place="x", cite=["s"])
    assert [type(b) for b in blocks] == [n.Grid, n.Paragraph]
    assert any(isinstance(node, n.Number) for node in walk(blocks[0]))


@pytest.mark.parametrize("text", ["**x**", "# x", "[a](javascript:b)", "1. x", "`x`", "|", "<b>"])
def test_a_value_never_acts_as_markup(text: str) -> None:
    """Whatever a value's wording holds, it stays plain characters."""
    (block,) = read_pieces([number(text), " came."], place="x")
    assert isinstance(block, n.Paragraph)
    assert block.children[0].text == text  # type: ignore[attr-defined]


def test_values_inside_code_are_plain_text() -> None:
    """Inside code, a value is its wording."""
    blocks = read_pieces(["`x=", number("3"), "`\n\n```\ny=", number("4"), "\n```"], place="x")
    assert blocks[0].children == (n.Code("x=3"),)  # type: ignore[attr-defined]
    assert blocks[1].text == "y=4"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        (["a \ue001 b"], "private-use characters"),
        (["[a](https://x.org/", number("3"), ")"], "a value inside a link's address"),
        ([{"field": "f"}], "c.ipynb, cell 2: value 'f' lacks 'text'"),
        ([{"field": "f", "text": 3}], "has a 'text' of type int"),
    ],
)
def test_faulty_pieces_name_the_cell(pieces: list[Any], words: str) -> None:
    """A faulty piece is refused with the place named."""
    with pytest.raises(DocumentError, match=words):
        read_pieces(pieces, place="c.ipynb, cell 2")


def test_a_headline_is_one_sentence() -> None:
    """A headline of two paragraphs is refused."""
    with pytest.raises(DocumentError, match="a headline is one sentence"):
        read_line(["a\n\nb"], place="x")
