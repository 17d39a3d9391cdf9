"""Markdown from elsewhere: formulas, raw HTML, images and tasks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.document import nodes as n
from briefing.document.markdown import parse_markdown
from briefing.document.maths import LatexReader
from briefing.document.trees import walk


def parse(source: str, **more: Any) -> tuple[tuple[n.Block, ...], list[str]]:
    notices: list[str] = []
    blocks = parse_markdown(
        source, place="x.ipynb, cell 1", notices=notices, maths=LatexReader(), **more
    )
    return blocks, notices


def formulas(source: str) -> list[n.Formula]:
    return [node for node in walk(parse(source)[0]) if isinstance(node, n.Formula)]


@pytest.mark.parametrize(
    ("source", "display"),
    [
        ("a $x^2$ b", False),
        ("$$x^2$$", True),
        ("a $$x^2$$ b", True),
        ("\\begin{align}\na &= b\n\\end{align}", True),
        ("| a |\n|---|\n| $x$ |", False),
        ("# Of $x$", False),
    ],
)
def test_formulas(source: str, display: bool) -> None:
    """Formulas stand in lines and alone, in tables and headings."""
    (formula,) = formulas(source)
    assert formula.display is display
    assert formula.spoken


@pytest.mark.parametrize(
    "source", ["at $5 a piece or $7 for two", "\\$5 and \\$6", "`$x$`", "5$ and 6$", "US$ 5"]
)
def test_money_is_no_formula(source: str) -> None:
    """Dollars in prose and in code stay dollars."""
    blocks, notices = parse(source)
    assert not formulas(source)
    assert not notices
    assert "$" in "".join(x.text for x in walk(blocks) if isinstance(x, n.Text | n.Code))


def test_an_unknown_command_is_shown_as_latex() -> None:
    """A formula that cannot be read keeps its source, and a notice names cell and command."""
    blocks, notices = parse("a $\\unheardof{x}$ b\n\n$$\\unheardof$$")
    assert n.Code("\\unheardof{x}") in list(walk(blocks))
    assert n.Preformatted("\\unheardof", "latex", place="x.ipynb, cell 1") in blocks
    assert len(notices) == 2
    assert notices[0].startswith("x.ipynb, cell 1: the formula")


def test_macros_run_through_the_notebook() -> None:
    """A command defined in one formula is known in the next, and defining one shows nothing."""
    (formula,) = formulas("$\\newcommand{\\E}{\\mathbb{E}}$ then $\\E[X]$")
    assert formula.source == "\\E[X]"
    assert formula.spoken.startswith("double-struck capital e")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("H<sub>2</sub>O", n.Shifted),
        ("<b>bold</b>", n.Strong),
        ("<a href='https://a.example'>there</a>", n.Link),
        ("a<br>b", n.LineBreak),
        ("<table><tr><td>1</td></tr></table>", n.Grid),
        ("<h3>Head</h3>", n.Heading),
        ("<div class='alert alert-warning'>mind</div>", n.Callout),
        ("<ul><li>one<li>two</ul>", n.BulletList),
    ],
)
def test_html_in_markdown(source: str, kind: type) -> None:
    """The HTML that people write in Markdown means what it means in a browser."""
    assert any(isinstance(node, kind) for node in walk(parse(source)[0]))


def test_tasks_have_boxes() -> None:
    """Open and done tasks are told apart by their boxes."""
    (bullets,), _ = parse("- [x] done\n- [ ] open\n- plain")
    assert [x.text for x in walk(bullets) if isinstance(x, n.Text)] == [
        "☑\u00a0done",
        "☐\u00a0open",
        "plain",
    ]


def test_a_badge_is_no_link_in_a_link() -> None:
    """An image from elsewhere within a link is words within that link."""
    blocks, _ = parse("[![badge](https://a.example/b.svg)](https://c.example)")
    (link,) = (node for node in walk(blocks) if isinstance(node, n.Link))
    assert link.children == (n.Text("[Image: badge]"),)


def test_images_in_a_sentence_are_kept() -> None:
    """An attached drawing in the middle of a sentence stands between its halves."""
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0'/></svg>"
    blocks, _ = parse(
        "before ![it](attachment:a.svg) after", attachments={"a.svg": {"image/svg+xml": svg}}
    )
    assert [type(block) for block in blocks] == [n.Paragraph, n.Picture, n.Paragraph]


@settings(deadline=None)
@given(st.text("a $\\{}^_&[]()!<>/b\"'\n#|-*`=x1", max_size=80))
def test_any_markdown_is_read(source: str) -> None:
    """No text raises, and no formula or tag takes letters away from what stands around it."""
    blocks, _ = parse(f"begin\n\n{source}\n\nend")
    told = "".join(
        node.text for node in walk(blocks) if isinstance(node, n.Text | n.Preformatted | n.Code)
    )
    assert told.startswith("begin")
