"""Trees of nodes can be walked, rewritten, and written as JSON and back."""

from __future__ import annotations

import json

from briefing.document import nodes as n
from briefing.document.trees import from_json, plain_text, rewrite, rewrite_run, to_json, walk

BLOCK = n.Paragraph(
    (
        n.Text("a "),
        n.Strong((n.Text("b"), n.Number("x", "3 t", ("claim:c",), ("s",), {"t": "text"}))),
        n.Footnote((n.Paragraph((n.Text("note"),)),)),
    ),
    place="here",
)


def test_json_round_trip() -> None:
    """Nodes read back from JSON are equal, whatever keys a notebook's own mapping has."""
    written = json.loads(json.dumps(to_json(BLOCK)))
    assert from_json(written) == BLOCK
    assert written["t"] == "p"
    assert written["children"][1]["t"] == "strong"


def test_every_kind_has_its_own_tag() -> None:
    """No two kinds of node share a tag."""
    leaves = [k for k in vars(n).values() if isinstance(k, type) and issubclass(k, n.Node)]
    tagged = [k for k in leaves if k not in (n.Node, n.Inline, n.Block)]
    assert len({k.TAG for k in tagged}) == len(tagged) == len(n.KINDS)


def test_walk_is_in_reading_order() -> None:
    """Parents come before their children, and children in order."""
    tags = [node.TAG for node in walk(BLOCK)]
    assert tags == ["p", "text", "strong", "text", "number", "note", "p", "text"]


def test_rewrite_keeps_what_is_not_changed() -> None:
    """An untouched tree is the same object; a changed leaf leaves its siblings alone."""
    assert rewrite(BLOCK, lambda node: node) is BLOCK
    loud = rewrite(BLOCK, lambda m: n.Text(m.text.upper()) if isinstance(m, n.Text) else m)
    assert plain_text(loud.children) == "A B3 t"
    assert loud.place == "here"


def test_rewrite_can_put_several_nodes_in_place_of_one() -> None:
    """A change may answer with a run of nodes, also at the top of a run."""
    split = rewrite_run(
        (n.Text("ab"), n.Strong((n.Text("cd"),))),
        lambda m: tuple(n.Text(c) for c in m.text) if isinstance(m, n.Text) else m,
    )
    assert split == (n.Text("a"), n.Text("b"), n.Strong((n.Text("c"), n.Text("d"))))
