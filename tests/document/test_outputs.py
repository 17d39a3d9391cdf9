"""Outputs of code cells become blocks, findings and records."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from nbformat.v4 import new_output

from briefing import media, tokens
from briefing.document import nodes as n
from briefing.document.outputs import TONES, Harvest, read_output
from briefing.errors import DocumentError

SVG = "<svg xmlns='http://www.w3.org/2000/svg'/>"


def read(output: Any, *, strict: bool = True) -> tuple[tuple[n.Block, ...], Harvest]:
    harvest = Harvest()
    return read_output(output, harvest, place="c.ipynb, cell 3", strict=strict), harvest


def test_figure(sample: ModuleType) -> None:
    """A chart keeps its words, its drawing and its size, and cites its sources."""
    (block,), harvest = read(sample.figure("fig-a", ["It fell"], SVG, cite=(1, 2)))
    assert isinstance(block, n.Figure)
    assert block.headline == (n.Text("It fell"),)
    assert (block.svg, block.width, block.place) == (SVG, 6.3, "c.ipynb, cell 3")
    assert [item.source for item in block.cite[0].items] == ["src-1", "src-2"]
    assert set(harvest.sources) == {"src-1", "src-2"}


def test_table(sample: ModuleType) -> None:
    """A table keeps columns, tones, anchors and links."""
    cell = {"text": "Yes", "tone": "supported", "anchor": "claim-a", "href": "#x"}
    cell |= {"day": "2024-05-31"}
    out = sample.table("tbl-a", "Cap", [{"name": "A", "align": "right", "width": "2fr"}], [[cell]])
    (block,), _ = read(out)
    assert isinstance(block, n.Table)
    assert block.columns == (n.Column("A", "right", "2fr"),)
    assert block.rows == (
        (n.Cell("Yes", tone="supported", anchor="claim-a", href="#x", day="2024-05-31"),),
    )


def test_an_empty_table_says_so(sample: ModuleType) -> None:
    """A cut-off that leaves no rows gives a table that says so, not a failed build."""
    (block,), _ = read(sample.table("tbl-a", "Cap", ["A", "B"], []))
    assert isinstance(block, n.Table)
    assert [cell.text for cell in block.rows[0]] == ["No entries", ""]


def test_findings_and_records_are_not_shown(sample: ModuleType) -> None:
    """A filed result and the chapter's record go to the side."""
    blocks, harvest = read(sample.finding("a.b", "Label", "3 t"))
    assert blocks == ()
    assert harvest.findings[0]["id"] == "a.b"
    assert harvest.findings[0]["place"] == "c.ipynb, cell 3"
    blocks, harvest = read(sample.chapter_record("a"))
    assert (blocks, harvest.records[0]["seed"]) == ((), 7)


def test_tones_are_those_of_the_tokens() -> None:
    """Every tone that a cell may have is designed."""
    assert set(TONES) == set(tokens.VERDICT)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"label": "chart 1"}, "has the label 'chart 1'; write fig- and then"),
        ({"label": "tbl-a"}, "write fig-"),
        ({"alt": " "}, "has an empty 'alt'"),
        ({"width": 0}, "has 'width' 0; it must be above zero"),
        ({"width": True}, "has a 'width' of type bool"),
        ({"cite": [1]}, "is not a list of names"),
        ({"headline": "x\n\ny"}, "has a 'headline' of type str"),
    ],
)
def test_faulty_figures_are_refused(sample: ModuleType, over: dict[str, Any], words: str) -> None:
    """A chart without label, words or size is refused, naming the cell."""
    output = sample.figure("fig-a", ["It fell"], SVG)
    output.data[media.FIGURE].update(over)
    with pytest.raises(DocumentError, match=f"c.ipynb, cell 3: figure.*{words}"):
        read(output)


def test_a_figure_needs_its_drawing(sample: ModuleType) -> None:
    """A chart without SVG is refused."""
    output = sample.figure("fig-a", ["It fell"], "")
    with pytest.raises(DocumentError, match="comes without its image/svg"):
        read(output)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"columns": []}, "has no columns"),
        ({"columns": [{"name": "A", "align": "middle"}]}, "has the alignment 'middle'"),
        ({"columns": [{"name": "A", "width": "eval(1)"}]}, r"has the width 'eval\(1\)'"),
        ({"rows": [[{"text": "a"}, {"text": "b"}]]}, "has 2 cells in row 1 for 1 columns"),
        ({"rows": [[{"text": "a", "tone": "good"}]]}, "has the tone 'good'"),
        ({"rows": [[{"text": "a", "anchor": "A b"}]]}, "has the anchor 'A b'"),
        ({"rows": [[{"text": "a", "href": "https://x"}]]}, "a cell links inside the document"),
        ({"rows": [[{"text": "a", "day": "2024-13-01"}]]}, "speaks for the day '2024-13-01'"),
        ({"rows": [[{"text": "a", "day": "2024"}]]}, "write YYYY-MM-DD"),
        ({"rows": [[{"tone": None}]]}, None),
    ],
)
def test_faulty_tables_are_refused(
    sample: ModuleType, over: dict[str, Any], words: str | None
) -> None:
    """A table whose parts do not fit is refused, naming the cell; a blank cell is fine."""
    output = sample.table("tbl-a", "Cap", ["A"], [["a"]])
    output.data[media.TABLE].update(over)
    if words is None:
        assert read(output)[0]
        return
    with pytest.raises(DocumentError, match=words):
        read(output)


def test_plain_outputs_are_shown() -> None:
    """Text of the output stream is kept, without terminal colours and overwritten lines."""
    (block,), _ = read(new_output("stream", name="stdout", text="\x1b[1mx\x1b[0m\n1%\r2%\n"))
    assert block == n.Preformatted("x\n2%", place="c.ipynb, cell 3")


def test_a_frame_is_shown_by_its_plain_text() -> None:
    """HTML from elsewhere is never taken; its plain text is."""
    data = {"text/html": "<table onclick=x>", "text/plain": "a  b"}
    (block,), _ = read(new_output("execute_result", data=data, execution_count=1))
    assert block == n.Preformatted("a  b", place="c.ipynb, cell 3")


def test_an_output_without_words_is_announced() -> None:
    """An output that has no plain text leaves a line in its place."""
    blocks, harvest = read(new_output("display_data", data={"text/html": "<b>"}), strict=False)
    assert "text/html is not shown" in blocks[0].children[0].children[0].text  # type: ignore[attr-defined]
    assert len(harvest.notices) == 1


@pytest.mark.parametrize(
    ("mime", "expected"),
    [("text/x-sql", "$a$"), ("application/json", "{}"), ("text/html", "$a$")],
)
def test_a_plain_text_without_words_is_passed_over(mime: str, expected: str) -> None:
    """Where the plain text only names an object, another form is shown."""
    data = {mime: {} if "json" in mime else "$a$", "text/plain": "<IPython.core.display.X object>"}
    blocks, _ = read(new_output("display_data", data=data), strict=False)
    if mime == "text/html":
        assert blocks == (n.Paragraph((n.Text(expected),), place="c.ipynb, cell 3"),)
    else:
        assert blocks[0].text == expected  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (new_output("error", ename="E", evalue="v", traceback=[]), "ended in an error: E: v"),
        (new_output("stream", name="stderr", text="warn"), "wrote to the error stream: 'warn'"),
    ],
)
def test_strict_reading_refuses_errors_and_warnings(output: Any, words: str) -> None:
    """A briefing shows no error and no warning; elsewhere they are shown as text."""
    with pytest.raises(DocumentError, match=f"c.ipynb, cell 3 {words}"):
        read(output)
    (block,), _ = read(output, strict=False)
    assert isinstance(block, n.Preformatted)
