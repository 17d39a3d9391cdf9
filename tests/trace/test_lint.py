"""No orphan numbers: one planted in each kind of text is found at its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from briefing.errors import DocumentError
from briefing.ledger.models import AllowedText
from briefing.trace.lint import Allowance, check_numbers, find_orphans

if TYPE_CHECKING:
    from types import ModuleType

Assembler = Callable[..., Any]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
    '<g class="tick"><g><text font-family="Source Sans Pro">40</text></g></g>{words}</svg>'
)


def figure(sample: ModuleType, words: str = "", **over: Any) -> Any:
    """A chart whose texts are sound: they print its data, 60 and 31."""
    said = {"subtitle": "Tonnes a month", "alt": "It falls from 60 to 31.", "credit": "The lock."}
    text = f'<text font-family="Source Sans Pro">{words}</text>' if words else ""
    return sample.figure(
        "fig-a", over.pop("headline", ["It falls"]), SVG.format(words=text), **said | over
    )


def table(sample: ModuleType, cell: Any = "", column: str = "Load", **over: Any) -> Any:
    """A table whose texts hold no number."""
    rows = [["Lock", cell]]
    return sample.table("tbl-a", over.pop("caption", "Loads"), ["Who", column], rows, **over)


def orphans(assembled: Assembler, *cells: Any, **more: Any) -> list[tuple[str, str, str]]:
    """Place, role and token of what the lint finds."""
    document, trace = assembled(*cells, **more)
    return [(o.place, o.role, o.token) for o in find_orphans(document, trace.graph)]


CELL = "01-upper.ipynb, cell 3"


@pytest.mark.parametrize(
    ("plant", "role", "token"),
    [
        (lambda s: "A plain 77 of them.", "prose", "77"),
        (lambda s: "- an item of 77", "prose", "77"),
        (lambda s: "> a quotation of *seventy*", "prose", "seventy"),
        (lambda s: "> [!NOTE] Twelve\n> words", "prose", "Twelve"),
        (lambda s: "A footnote.[^1]\n\n[^1]: Of 77.", "prose", "77"),
        (lambda s: "With `77 barges`.", "prose", "77"),
        (lambda s: "| Measure |\n|---|\n| 77 |", "prose", "77"),
        (lambda s: "## Of 77 barges", "heading", "77"),
        (lambda s: [s.prose("Some 77 barges.")], "prose", "77"),
        (lambda s: [s.prose("Twice as many.")], "prose", "Twice"),
        (lambda s: [table(s, "77")], "column 'Load' of tbl-a", "77"),
        (lambda s: [table(s, column="Of 77")], "head of tbl-a", "77"),
        (lambda s: [table(s, caption="Seventy loads")], "caption of tbl-a", "Seventy"),
        (lambda s: [table(s, note="Of 77.")], "note of tbl-a", "77"),
        (lambda s: [table(s, summary="77 rows.")], "summary of tbl-a", "77"),
        (lambda s: [figure(s, headline=["It falls by 77"])], "headline of fig-a", "77"),
        (lambda s: [figure(s, subtitle="Of 77")], "subtitle of fig-a", "77"),
        (lambda s: [figure(s, alt="It falls to 32.")], "alternative text of fig-a", "32"),
        (lambda s: [figure(s, credit="The lock, 1977.")], "credit of fig-a", "1977"),
        (lambda s: [figure(s, words="peak of 77")], "drawing of fig-a", "77"),
        (lambda s: [figure(s, words="77")], "drawing of fig-a", "77"),
    ],
)
def test_an_orphan_is_found_in_each_kind_of_text(
    assembled: Assembler, sample: ModuleType, plant: Any, role: str, token: str
) -> None:
    """Wherever a number hides, it is named with notebook, cell and kind of text."""
    assert orphans(assembled, plant(sample)) == [(CELL, role, token)]


@pytest.mark.parametrize("part", ["title", "subtitle", "kicker", "description"])
def test_the_cover_is_read_too(assembled: Assembler, part: str) -> None:
    """A number on the cover has to be in the settings."""
    found = orphans(assembled, meta={part: "Of 77 claims, made in September 2021"})
    assert found == [("the cover", part, "77")]


def test_what_is_traced_is_no_orphan(assembled: Assembler, sample: ModuleType) -> None:
    """Values in fields, cells with origins, data of charts and scales of axes are explained."""
    said = sample.prose("It saw ", sample.value("n", "41 barges", "evidence:G1"), ".")
    cells = table(sample, {"text": "41", "origins": ["evidence:G1"]}, origins=["evidence:G1"],
                  note="Counted 41 on 15 September 2021.")  # fmt: skip
    assert orphans(assembled, [said, cells, figure(sample, words="60 in January 2021")]) == []


def test_a_number_of_the_data_may_stand_in_the_drawing_only_there(
    assembled: Assembler, sample: ModuleType
) -> None:
    """What one chart draws explains nothing in another text."""
    found = orphans(assembled, [figure(sample, words="60"), sample.prose("Some 60 barges.")])
    assert found == [(CELL, "prose", "60")]


def test_the_message_says_what_to_do(assembled: Assembler, sample: ModuleType) -> None:
    """The build fails with place, number, words around it and the remedy."""
    document, trace = assembled([sample.prose("They counted some 77 barges on the river.")])
    with pytest.raises(DocumentError) as caught:
        check_numbers(document, trace.graph)
    message = str(caught.value)
    assert "a number has no origin" in message
    assert "say(“… {n} …”, n=…)" in message
    assert "data/allowed.csv" in message
    assert f"{CELL}: '77' in the prose is untraced: “They counted some 77 barges on" in message


def allowed(*texts: str) -> list[AllowedText]:
    return [AllowedText(line=i, text=text, reason="a name") for i, text in enumerate(texts, 2)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a 152 mm gun", []),
        ("a 152\u00a0mm gun", []),
        ("a 152 MM gun", []),
        ("152 guns of 152 mm", ["152"]),
        ("1152 mm", ["1152"]),
        ("152 mmm", ["152"]),
        ("C4ADS, and 4 more", ["4"]),
    ],
)
def test_the_list_allows_whole_words_only(text: str, left: list[str]) -> None:
    """An allowed name covers the numbers inside it and no others."""
    allowance = Allowance(allowed("152 mm", "C4ADS"))
    assert [token.text for token in allowance.unallowed(text)] == left


def test_the_list_lets_a_build_pass(assembled: Assembler, sample: ModuleType) -> None:
    """With a row in data/allowed.csv the same text is sound."""
    document, trace = assembled([sample.prose("A 152 mm gun.")])
    check_numbers(document, trace.graph, allowed("152 mm"))
    with pytest.raises(DocumentError):
        check_numbers(document, trace.graph)
