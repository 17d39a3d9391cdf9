"""From a merged notebook to a document in which every number leads somewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from briefing.document import assemble, merge_notebooks
from briefing.document.nodes import Cell, Entry, Figure, Number, Table
from briefing.document.trees import plain_text, walk
from briefing.errors import DocumentError
from briefing.trace.graph import NodeKind
from briefing.trace.linking import assemble_traced

if TYPE_CHECKING:
    from types import ModuleType

    from briefing.document import Document

Assembler = Callable[..., Any]
G1: dict[str, Any] = {"type": "estimate", "low": 41, "central": None, "high": 41,
                      "unit": "barges", "kind": "reported", "level": None}  # fmt: skip


def number(text: str, *origins: str, **value: Any) -> dict[str, Any]:
    """A value in a passage, 41 barges unless another is given."""
    return {"field": "n", "text": text, "origins": list(origins), "estimate": G1 | value}


def entries(document: Document) -> dict[str, Entry]:
    """The entries of the trace, by id."""
    return {
        node.id: node
        for chapter in document.chapters
        for node in walk(chapter.blocks)
        if isinstance(node, Entry)
    }


def numbers(document: Document) -> list[Number]:
    """The numbers of the first chapter."""
    return [node for node in walk(document.chapters[0].blocks) if isinstance(node, Number)]


def test_a_quoted_row_leads_to_its_row(assembled: Assembler, sample: ModuleType) -> None:
    """A value that is a row's own leads to the row, not to an entry of its own."""
    document, trace = assembled([sample.prose("It saw ", number("41 barges", "evidence:G1"), ".")])
    (shown,) = numbers(document)
    assert trace.targets[shown.id] == "evidence:G1"
    entry = entries(document)[shown.target]
    assert entry.name == "G1"
    assert plain_text(entry.head) == "The lock counted 41 barges: 41 barges"
    assert [word for word, _ in entry.lines] == ["As of", "Maker", "Source", "Used in"]


def test_a_row_of_the_ledger_is_not_told_twice(assembled: Assembler, sample: ModuleType) -> None:
    """Where a table of the ledger has the row, numbers lead there."""
    rows = [[{"text": "G1", "anchor": "evidence-g1-grain"}, "41"]]
    document, _ = assembled(
        [sample.prose(number("41 barges", "evidence:G1")),
         sample.table("tbl-rows", "Rows", ["Row", "Value"], rows)],
    )  # fmt: skip
    assert numbers(document)[0].target == "evidence-g1-grain"
    assert "trace-evidence-g1" not in entries(document)


def test_a_computed_number_has_an_entry(assembled: Assembler, sample: ModuleType) -> None:
    """What was computed where it is said is a node: value, expression, inputs, cell."""
    said = number("12,300 t", "evidence:G1", "evidence:G2", low=12_300, high=12_300, unit="t")
    code = 'load = chapter.value("G2")\nsay("{n}", n=chapter.value("G1") * load)'
    document, trace = assembled([sample.prose(said)], code={0: code})
    (shown,) = numbers(document)
    node = trace.graph.nodes[trace.targets[shown.id]]
    assert node.kind is NodeKind.NUMBER
    assert node.rests_on == ("evidence:G1", "evidence:G2")
    entry = entries(document)[shown.target]
    lines = {word: plain_text(told) for word, told in entry.lines}
    assert lines["How"] == "chapter.value('G1') * load"
    assert lines["Rests on"] == "G1 (41 barges), G2 (300 t)"
    assert lines["Made in"] == "01-upper.ipynb, cell 3"


def test_a_finding_is_found_by_its_value(assembled: Assembler, sample: ModuleType) -> None:
    """A value that was filed leads to the finding, though it rests on the inputs as well."""
    filed = sample.finding("upper.total", "Barges in all", "41 barges")
    body = next(iter(filed["data"].values()))
    body["value"], body["origins"] = {**G1, "text": "41 barges"}, ["evidence:G1"]
    said = number("41 barges", "evidence:G1", "finding:upper.total")
    document, trace = assembled([filed, sample.prose(said)])
    (shown,) = numbers(document)
    assert trace.targets[shown.id] == "finding:upper.total"
    lines = {word: plain_text(told) for word, told in entries(document)[shown.target].lines}
    assert lines["How"] == "barges × tonnes per barge"
    assert lines["Used in"] == "Chapter\u00a01"


def test_a_changed_value_is_not_its_row(assembled: Assembler, sample: ModuleType) -> None:
    """A value that only rests on a row, such as a share of it, does not pose as the row's own."""
    said = number("20.5 barges", "evidence:G1", low=20.5, high=20.5)
    _, trace = assembled([sample.prose(said)])
    assert next(iter(trace.targets.values())).startswith("number:")


def test_charts_tables_and_cells_lead_too(assembled: Assembler, sample: ModuleType) -> None:
    """The label of a chart or table leads to what it is drawn from, a cell to its only row."""
    rows = [["Lock", {"text": "41", "origins": ["evidence:G1"]}]]
    table = sample.table("tbl-loads", "Loads", ["Who", "Barges"], rows, origins=["evidence:G1"])
    chart = sample.figure("fig-lines", ["Fewer barges"], sample.chart("lines"))
    document, trace = assembled([table, chart])
    found = list(walk(document.chapters[0].blocks))
    assert {node.target for node in found if isinstance(node, Figure | Table)} == {
        "trace-chart-fig-lines", "trace-table-tbl-loads",
    }  # fmt: skip
    assert [c.target for c in found if isinstance(c, Cell)] == ["", "trace-evidence-g1"]
    assert trace.graph.nodes["table:tbl-loads"].rests_on == ("evidence:G1",)
    assert trace.graph.nodes["chart:fig-lines"].detail["data"]["rows"][0] == ["2021-01", 60]


def test_what_is_stated_in_words_counts(assembled: Assembler, sample: ModuleType) -> None:
    """A passage rests on the rows that it states without a number."""
    said = sample.prose("The lock counted.")
    next(iter(said["data"].values()))["origins"] = ["evidence:G1"]
    _, trace = assembled([said])
    (sentence,) = trace.graph.of_kind(NodeKind.SENTENCE)
    assert sentence.id == "sentence:upper/c2/1"
    assert sentence.rests_on == ("evidence:G1",)
    assert sentence.id in trace.graph.above("source:src-1")


def test_an_unknown_origin_is_refused(assembled: Assembler, sample: ModuleType) -> None:
    """A number cannot rest on something that nobody has."""
    with pytest.raises(DocumentError, match="rests on evidence:G9, which does not exist"):
        assembled([sample.prose(number("9 barges", "evidence:G9"))])


def test_passages_keep_their_names(assembled: Assembler, sample: ModuleType) -> None:
    """A sentence is named after its cell, so text before it does not rename it."""
    said = [sample.prose("A."), sample.prose("B.")]
    _, first = assembled(said)
    _, second = assembled(said, "## More\n\nwords")
    ids = [node.id for node in first.graph.of_kind(NodeKind.SENTENCE)]
    assert ids == ["sentence:upper/c2/1", "sentence:upper/c2/2"]
    assert set(ids) <= set(second.graph.nodes)


def test_without_a_ledger_nothing_is_traced(sample: ModuleType) -> None:
    """An ordinary notebook, or one merged without inputs, comes out as it was."""
    merged = merge_notebooks(sample.notebooks(), sample.META)
    document, trace = assemble_traced(merged)
    assert trace is None
    assert document == assemble(merged)


def test_parameters_are_nodes(assembled: Assembler) -> None:
    """What a chapter ran with can be asked for, used or not."""
    _, trace = assembled()
    node = trace.graph.nodes["parameter:01-upper/seed"]
    assert (node.kind, node.label, node.detail["help"]) == (
        NodeKind.PARAMETER, "seed", "random numbers",
    )  # fmt: skip
