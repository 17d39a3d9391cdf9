"""Ordinary outputs become blocks, and nothing that they say is lost."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from briefing.document import nodes as n
from briefing.document.ordinary import OrdinaryReading, join_streams, read_ordinary
from briefing.document.trees import walk

PLACE = "x.ipynb, cell 2"


def png() -> str:
    target = io.BytesIO()
    Image.new("L", (8, 4)).save(target, format="PNG")
    return base64.b64encode(target.getvalue()).decode()


def read(output: Mapping[str, Any]) -> tuple[tuple[n.Block, ...], list[str]]:
    reading = OrdinaryReading([], strict=False)
    return read_ordinary(output, reading, place=PLACE), reading.notices


def display(**data: Any) -> dict[str, Any]:
    bundle = {name.replace("__", "/"): value for name, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": bundle}


def words(blocks: tuple[n.Block, ...]) -> str:
    """All characters of text in blocks, without spaces."""
    parts = []
    for node in walk(blocks):
        match node:
            case n.Text(text=text) | n.Code(text=text) | n.Preformatted(text=text):
                parts.append(text)
            case n.Picture(alt=alt):
                parts.append(alt)
            case n.Formula(source=source):
                parts.append(source)
    return "".join("".join(parts).split())


# Nothing is lost ------------------------------------------------------------------------------

RICHER = {
    "text/html": st.sampled_from([
        "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", "<p>Said</p>", "",
        "<script>x</script>", "<div>", "<style>p{}</style><i>x</i>",
    ]),
    "text/latex": st.sampled_from(
        ["$x^2$", "$$\\nope$$", "\\begin{tabular}{l}a\\end{tabular}", "$"]
    ),
    "text/markdown": st.sampled_from(["**Said**", "", "| a |\n|---|\n| 1 |"]),
    "image/png": st.sampled_from([png(), "bm8=", "not base64!"]),
    "image/svg+xml": st.sampled_from(
        ["<svg viewBox='0 0 9 9'><rect width='4' height='4'/></svg>", "<svg", "text"]
    ),
    "application/json": st.just({"a": 1}),
    "application/javascript": st.just("alert(1)"),
    "application/vnd.plotly.v1+json": st.just({"data": []}),
    "application/vnd.jupyter.widget-view+json": st.just({"model_id": "a"}),
}  # fmt: skip
PLAIN = st.one_of(
    st.text("ab <>$\\{}*_\n#|", max_size=40),
    st.sampled_from(["<Figure size 640x480 with 1 Axes>", "<IPython.core.display.HTML object>"]),
)


@settings(deadline=None)
@given(PLAIN, st.fixed_dictionaries({}, optional=RICHER))
def test_plain_text_appears_or_is_superseded(plain: str, richer: dict[str, Any]) -> None:
    """The plain text of an output is shown, unless a richer form of the same output is."""
    data = {**richer, "text/plain": plain}
    blocks, notices = read({"output_type": "display_data", "metadata": {}, "data": data})
    told = "".join(plain.split())
    superseded = any(
        isinstance(node, n.Picture | n.Formula | n.Grid)
        or (isinstance(node, n.Preformatted) and node.language)
        or (isinstance(node, n.Text) and node.text in ("Said", "x"))
        for node in walk(blocks)
    )
    assert told in words(blocks) or superseded
    assert blocks or not (told or any(str(value).strip() for value in richer.values()))
    assert all(notice.startswith(PLACE) for notice in notices)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_streams_keep_their_words(text: str) -> None:
    """Letters and digits that a terminal would show reach the document in their order."""
    plain = "".join(c for c in text if c.isalnum() or c in " \n")
    blocks, _ = read({"output_type": "stream", "name": "stdout", "text": plain})
    assert words(blocks) == "".join(plain.split())


@settings(deadline=None)
@given(st.text("<>/abtdrhp= '\"!-&;#xspancol1", max_size=120))
def test_any_html_is_read(html: str) -> None:
    """Broken HTML gives blocks or a line that names it, never an error."""
    blocks, _ = read(display(text__html=html))
    assert blocks or not html.strip()


# Forms ----------------------------------------------------------------------------------------


def test_a_frame_becomes_a_table_with_headers() -> None:
    """Labels of rows are headers, spans are repeated, and two head rows are joined."""
    html = (
        "<table><thead><tr><th></th><th colspan='2'>price</th></tr><tr><th>port</th><th>min</th>"
        "<th>max</th></tr></thead><tbody><tr><th rowspan='2'>Aar</th><td>1</td><td>2.5</td></tr>"
        "<tr><td>3</td><td>NaN</td></tr></tbody></table>"
    )
    (grid,), _ = read(display(text__html=html, text__plain="a frame"))
    assert isinstance(grid, n.Grid)
    assert [words_of(cell) for cell in grid.head] == ["port", "price · min", "price · max"]
    assert [[words_of(cell) for cell in row] for row in grid.rows] == [
        ["Aar", "1", "2.5"],
        ["Aar", "3", "NaN"],
    ]
    assert (grid.labels, grid.align) == (1, ("left", "right", "right"))


def words_of(cell: tuple[n.Inline, ...]) -> str:
    return "".join(node.text for node in walk(cell) if isinstance(node, n.Text))


def test_a_table_without_a_head_keeps_all_rows() -> None:
    """Where no row is all headers, there is no head, and no row is taken for one."""
    html = "<table><tr><th>R²</th><td>0.9</td></tr><tr><th>n</th><td>12</td></tr></table>"
    (grid,), _ = read(display(text__html=html))
    assert isinstance(grid, n.Grid)
    assert (grid.head, len(grid.rows), grid.labels) == ((), 2, 1)


def test_long_tables_and_texts_are_cut_and_say_so() -> None:
    """What would fill pages is cut, with its place and size in the document and in a notice."""
    rows = "<tr><td>1</td></tr>" * 500
    (grid,), notices = read(display(text__html=f"<table>{rows}</table>"))
    assert isinstance(grid, n.Grid)
    assert len(grid.rows) < 150
    assert notices == [f"{PLACE}: 365 of 500 rows of a table are left out"]
    (text,), notices = read({"output_type": "stream", "name": "stdout", "text": "x\n" * 999})
    assert isinstance(text, n.Preformatted)
    assert "[… 819 lines are left out here; the notebook holds them …]" in text.text
    assert len(notices) == 1


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"text/latex": "$x^2$", "image/png": "IMAGE", "text/plain": "x**2"}, n.Formula),
        ({"text/latex": "$\\nope$", "image/png": "IMAGE", "text/plain": "x"}, n.Picture),
        ({"image/png": "bad", "text/html": "<table><tr><td>1</td></tr></table>"}, n.Grid),
        ({"text/html": "<script></script>", "image/png": "IMAGE"}, n.Picture),
        ({"application/vnd.vega.v5+json": {}, "text/plain": "Chart"}, n.Preformatted),
        ({"text/html": "<b>x</b>", "text/plain": "y"}, n.Strong),
    ],
)
def test_the_richest_form_that_can_be_shown_is_taken(data: dict[str, Any], kind: type) -> None:
    """A formula before its image, an image before HTML with a script, and so on down."""
    data = {mime: png() if value == "IMAGE" else value for mime, value in data.items()}
    blocks, _ = read({"output_type": "display_data", "metadata": {}, "data": data})
    assert any(isinstance(node, kind) for node in walk(blocks))


def test_an_interactive_output_is_named() -> None:
    """A plot that moved in the notebook stands still here, and a notice says so."""
    data = {"application/vnd.plotly.v1+json": {}, "image/png": png(), "text/plain": "A plot"}
    _, notices = read({"output_type": "display_data", "metadata": {}, "data": data})
    assert notices == [
        f"{PLACE}: an interactive output (application/vnd.plotly.v1+json) is shown by its image/png"
    ]


def test_html_is_never_taken_as_it_is() -> None:
    """Scripts, handlers and addresses that run code do not reach a node."""
    html = (
        "<p onclick='x()'>Said <a href='javascript:x()'>so</a> <a href='https://a.example'>there"
        "</a></p><script>alert(1)</script><iframe src='https://b.example'></iframe>"
    )
    blocks, notices = read(display(text__html=html))
    assert words(blocks) == "Saidsothere"
    assert [node.href for node in walk(blocks) if isinstance(node, n.Link)] == ["https://a.example"]
    assert notices[0] == f"{PLACE}: HTML elements <iframe>, <script> are left out"


def test_an_error_keeps_its_message() -> None:
    """An error shows its trace without colours; one without a trace shows its message."""
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": []}
    (block,), _ = read(error)
    assert block == n.Preformatted("KeyError: 'x'", kind="error", place=PLACE)
    (block,), _ = read({**error, "traceback": ["\x1b[31mTrace\x1b[0m", "KeyError: 'x'"]})
    assert block == n.Preformatted("Trace\nKeyError: 'x'", kind="error", place=PLACE)


def test_pieces_of_a_stream_are_joined() -> None:
    """What one stream wrote in pieces is one text; another stream begins another."""
    pieces = [("stdout", "a\n"), ("stdout", "b\n"), ("stderr", "c\n"), ("stdout", "d\n")]
    outputs = [{"output_type": "stream", "name": name, "text": [text]} for name, text in pieces]
    assert [out["text"] for out in join_streams(outputs)] == ["a\nb\n", "c\n", "d\n"]
