"""A character that no face can show is refused before compiling, and its place is named."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from briefing.document import assemble, merge_notebooks
from briefing.errors import ExportError
from briefing.export.fonts import coverage
from briefing.export.glyphs import check_glyphs


def check(sample: ModuleType, *cells: Any, **meta: Any) -> None:
    nb = merge_notebooks([("01-a.ipynb", sample.notebook(*cells))], {"title": "T", **meta})
    check_glyphs(assemble(nb), coverage())


def test_the_sample_passes(sample: ModuleType) -> None:
    """The sample briefing has only characters that can be printed."""
    check_glyphs(assemble(merge_notebooks(sample.notebooks(), sample.META)), coverage())


def test_each_place_is_named(sample: ModuleType) -> None:
    """Every place with such a character is in the message, not only the first."""
    with pytest.raises(ExportError) as caught:
        check(sample, "# 漢\n\n> 字?", "a ✗ b", [sample.prose("n ", sample.value("f", "३"))])
    lines = str(caught.value).splitlines()[1:]
    assert lines == [
        "01-a.ipynb, cell 1: 漢 (U+6F22 CJK UNIFIED IDEOGRAPH-6F22), "
        "字 (U+5B57 CJK UNIFIED IDEOGRAPH-5B57)",
        "01-a.ipynb, cell 2: ✗ (U+2717 BALLOT X)",
        "01-a.ipynb, cell 3: ३ (U+0969 DEVANAGARI DIGIT THREE)",
    ]


@pytest.mark.parametrize(
    "cell",
    [
        "text[^1]\n\n[^1]: 漢",
        "> [!NOTE] 漢\n> x",
        "| a |\n|---|\n| 漢 |",
        "```\n漢\n```",
        "[漢](https://example.org)",
    ],
)
def test_hidden_corners_are_searched(sample: ModuleType, cell: str) -> None:
    """Notes, callouts, tables, code and links are searched too."""
    with pytest.raises(ExportError, match=r"01-a\.ipynb, cell 2: 漢"):
        check(sample, "# T", cell)


def test_drawings_tables_and_meta_are_searched(sample: ModuleType) -> None:
    """Words in charts, captions, cells, cover and references are searched too."""
    svg = sample.chart("bars").replace("Wheat", "밀")
    with pytest.raises(ExportError, match="cell 2: 밀"):
        check(sample, "# T", [sample.figure("fig-a", ["x"], svg)])
    for caption, cell in (("漢", "a"), ("a", "漢")):
        with pytest.raises(ExportError, match="cell 2: 漢"):
            check(sample, "# T", [sample.table("tbl-a", caption, ["A"], [[cell]])])
    with pytest.raises(ExportError, match="document meta: 漢"):
        check(sample, "# T", facts=[("a", "漢")])
    sources = {"s": {"publisher": "漢"}}
    with pytest.raises(ExportError, match="source s: 漢"):
        check(sample, "# T", "[@s]", sources=sources)
