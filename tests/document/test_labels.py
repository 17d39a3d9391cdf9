"""Labels of headings that are given beside the words."""

from __future__ import annotations

import pytest

from briefing.document import nodes as n
from briefing.document.labels import label_heading
from briefing.document.markdown import parse_markdown
from briefing.errors import DocumentError


def read(source: str) -> tuple[n.Block, ...]:
    return parse_markdown(source, place="a.ipynb, cell 1")


def test_a_label_goes_to_the_first_heading() -> None:
    """The first heading of a cell takes the label; the rest stays as it is."""
    blocks = label_heading(read("Words.\n\n## One\n\n## Two"), "sec-one", "here")
    assert [b.id for b in blocks if isinstance(b, n.Heading)] == ["sec-one", ""]


def test_no_label_changes_nothing() -> None:
    """An empty label is none."""
    blocks = read("## One")
    assert label_heading(blocks, "", "here") is blocks


@pytest.mark.parametrize(
    ("source", "label", "message"),
    [
        ("Words.", "sec-one", "has no heading to stand at"),
        ("## One {#sec-own}", "sec-one", "has the label 'sec-own' already"),
        ("## One", "Sec One", "'Sec One' is none for a heading"),
    ],
)
def test_a_label_that_fits_nothing_is_refused(source: str, label: str, message: str) -> None:
    """A label without a heading, a second label and an ill-formed one name their place."""
    with pytest.raises(DocumentError, match=message):
        label_heading(read(source), label, "a.ipynb, cell 1")
