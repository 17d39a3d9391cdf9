"""A made-up briefing of one chapter with its ledger, for tests of tracing and of the lint."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from nbformat import NotebookNode

from briefing.document import Document, merge_notebooks
from briefing.trace.graph import Node, NodeKind, node_to_json
from briefing.trace.linking import assemble_traced
from briefing.trace.tracing import Trace

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))

Assembled = tuple[Document, Trace]
Assembler = Callable[..., Assembled]


def exact(value: float, unit: str, text: str) -> dict[str, Any]:
    """An exact value as a notebook writes it."""
    return {"type": "estimate", "low": value, "central": None, "high": value, "unit": unit,
            "kind": "reported", "level": None, "text": text}  # fmt: skip


INPUTS = (
    Node("claim:grain", NodeKind.CLAIM, "About 60 barges came down", text="about 60",
         detail={"as_of": "2021-09"}),
    Node("evidence:G1", NodeKind.OBSERVATION, "The lock counted 41 barges.", text="41 barges",
         value=exact(41, "barges", "41 barges"), rests_on=("maker:lock", "source:src-1"),
         detail={"as_of": "2021-09-15", "credibility": 1, "claims": {"grain": "measure"}}),
    Node("evidence:G2", NodeKind.OBSERVATION, "The harbour put the load at 300 t.", text="300 t",
         value=exact(300, "t", "300 t"), rests_on=("maker:lock", "source:src-2"),
         detail={"as_of": "2021", "credibility": 2, "claims": {"grain": "context"}}),
    Node("verdict:grain/now", NodeKind.VERDICT, "grain, now", text="imprecise",
         rests_on=("claim:grain", "evidence:G1")),
    Node("event:flood", NodeKind.EVENT, "The flood", text="3 October 2021",
         value={"type": "moment", "date": "2021-10-03", "text": "3 October 2021"},
         rests_on=("source:src-3",), detail={"as_of": "2021-10-03"}),
    Node("setting:article", NodeKind.SETTING, "the article", text="September 2021"),
    Node("maker:lock", NodeKind.MAKER, "The lock keeper"),
    *(
        Node(f"source:src-{i}", NodeKind.SOURCE, f"Source {i}",
             detail={"reliability": "B", "url": f"https://example.org/{i}"})
        for i in (1, 2, 3)
    ),
)  # fmt: skip


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """Give the module that builds outputs of cells."""
    return importlib.import_module("briefing_sample")


@pytest.fixture
def assembled(sample: ModuleType) -> Assembler:
    """Give a function that makes a briefing of a chapter's cells."""

    def assemble(
        *cells: str | list[NotebookNode],
        inputs: Iterable[Node] = INPUTS,
        code: dict[int, str] | None = None,
        meta: dict[str, Any] | None = None,
    ) -> Assembled:
        opened = [sample.chapter_record("01-upper")]
        notebook = sample.notebook("# Upper river\n\n> How many?", opened, *cells)
        for index, source in (code or {}).items():
            notebook.cells[2 + index].source = source
        said = {"title": "Barges", "sources": sample.SOURCES} | (meta or {})
        merged = merge_notebooks(
            [("01-upper.ipynb", notebook)], said, inputs=[node_to_json(node) for node in inputs]
        )
        document, trace = assemble_traced(merged)
        assert trace is not None
        return document, trace

    return assemble
