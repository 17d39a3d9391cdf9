"""Nodes become elements, and every string in them is escaped."""

from __future__ import annotations

import pytest

from briefing.document import nodes as n
from briefing.errors import ExportError
from briefing.export.markup import Markup
from briefing.export.tables import column_rules

T = (n.Text("<&\"'>"),)
SAFE = "&lt;&amp;&quot;&#x27;&gt;"


def block(node: n.Block) -> str:
    return Markup().block(node)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (n.Paragraph(T), f"<p>{SAFE}</p>"),
        (n.Heading(2, T, id="a", number="1.1"), f">1.1</span> {SAFE}</h3>"),
        (n.BulletList(((n.Paragraph(T), n.Paragraph(T)),)), f"<ul><li>{SAFE}\n<p>{SAFE}</p></li>"),
        (n.OrderedList(((n.Paragraph(T),),), 3), '<ol start="3"><li>'),
        (n.Quote((n.Paragraph(T),)), f"<blockquote><p>{SAFE}</p></blockquote>"),
        (n.Preformatted("<x>\n y", "sh"), "<code>&lt;x&gt;\n y</code></pre>"),
        (n.Divider(), "<hr>"),
        (
            n.Callout("warning", T, ()),
            'callout-warning" role="note"><p class="callout-title">Warn',
        ),
        (n.Picture("image/png", "QUJD", '"x"'), 'base64,QUJD" alt="&quot;x&quot;"'),
        (n.Paragraph((n.Strong(T),)), f"<strong>{SAFE}</strong>"),
        (n.Paragraph((n.Emphasis(T),)), f"<em>{SAFE}</em>"),
        (n.Paragraph((n.Strike(T),)), f"<s>{SAFE}</s>"),
        (n.Paragraph((n.Code("<a>"),)), "<code>&lt;a&gt;</code>"),
        (n.Paragraph((n.LineBreak(),)), "<br>"),
        (n.Paragraph((n.Number("f", "<1>"),)), '<span class="number">&lt;1&gt;</span>'),
        (n.Paragraph((n.Link("#a", T),)), f'<a href="#a">{SAFE}</a>'),
        (n.Paragraph((n.Link('https://x.org/"', T),)), 'x.org/&quot;" rel="noreferrer"'),
        (n.Paragraph((n.Reference("x", "Figure 3", "fig-x"),)), '#fig-x">Figure 3</a>'),
    ],
)
def test_blocks_and_inlines(node: n.Block, expected: str) -> None:
    """Each kind of node has its element, with its words escaped."""
    assert expected in block(node)


def test_every_kind_of_block_can_be_written() -> None:
    """No block of the document model lacks a form on the page."""
    from briefing.export.markup import _WRITERS

    blocks = {kind for kind in n.KINDS.values() if issubclass(kind, n.Block)}
    assert set(_WRITERS) == blocks


def test_unknown_nodes_are_refused() -> None:
    """A node without a form is refused, not passed over."""
    with pytest.raises(ExportError, match="no form for a block of type Block"):
        block(n.Block(place="x"))
    with pytest.raises(ExportError, match="no form for an inline of type Inline"):
        block(n.Paragraph((n.Inline(),)))


def test_citation_leads_to_the_references() -> None:
    """A citation is held to its word and each number is a link."""
    cited = n.Citation((n.CitedSource("a", "p. 3", 1), n.CitedSource("b", "", 2)))
    written = Markup().citation(cited)
    assert written == (
        '&nbsp;<span class="cite">[<a href="#ref-a" role="doc-biblioref">1</a>, p. 3; '
        '<a href="#ref-b" role="doc-biblioref">2</a>]</span>'
    )


def test_footnotes_are_gathered() -> None:
    """A footnote opens where it is called; its content also waits for the end of the chapter."""
    markup = Markup()
    written = markup.block(n.Paragraph((n.Footnote((n.Paragraph(T),), 4),)))
    assert 'id="noteref-4" type="button" popovertarget="note-4-here"' in written
    assert f'id="note-4-here" popover><span class="note-number">4</span> {SAFE} ' in written
    assert 'href="#note-4" role="doc-noteref"' in written
    assert markup.take_notes() == [(4, f"<p>{SAFE}</p>")]
    assert markup.take_notes() == []


def table(**over: object) -> n.Table:
    columns = (n.Column("A"), n.Column("B", "right", "1fr"), n.Column("C", "left", "3fr"))
    rows = (
        (
            n.Cell("a\nb", anchor="claim-a"),
            n.Cell("", href="#x"),
            n.Cell("Yes", tone="supported", cite=(n.Citation((n.CitedSource("s", "", 1),)),)),
        ),
    )
    fields = {"label": "tbl-a", "caption": "Cap", "columns": columns, "rows": rows, **over}
    return n.Table(**fields)  # type: ignore[arg-type]


def test_table_has_caption_scopes_and_a_focusable_region() -> None:
    """A table is a labelled region, with a caption, column heads and row heads."""
    written = block(table(summary="How it is built", note="n<"))
    assert 'role="region" tabindex="0" aria-labelledby="tbl-a.caption"' in written
    assert 'id="tbl-a.caption"' in written
    assert '<th scope="col" class="right">B</th>' in written
    assert '<th scope="row" id="claim-a">a<br>b</th>' in written
    assert 'aria-describedby="tbl-a.summary"' in written
    assert '<p class="fine">n&lt;</p>' in written
    assert "style=" not in written


def test_verdicts_have_a_mark_beside_their_word() -> None:
    """A verdict is told by word and drawn mark, not by colour alone; a blank cell by a dash."""
    written = block(table())
    assert '<use href="#mark-disc"/></svg>Yes</span>' in written
    assert '<a href="#x"><span class="blank">–</span></a>' in written


def test_a_table_of_one_column_has_no_row_heads() -> None:
    """In a list-like table, cells are cells."""
    one = table(columns=(n.Column("A"),), rows=((n.Cell("x"),),))
    assert "<td>x</td>" in block(one)


def test_shares_become_rules() -> None:
    """Columns with a share get a rule for the style sheet; others find their own width."""
    assert column_rules(table()) == [
        "#tbl-a col:nth-child(2){width:16.7%}",
        "#tbl-a col:nth-child(3){width:50.0%}",
    ]
    assert column_rules(table(columns=(n.Column("A"),) * 3)) == []
