"""No number without an origin: in no edition, and with a short list of words let through."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from typing import Any

import nbformat
import pytest
from tests.chapters.facts import ROOT
from tests.chapters.reading import Edition

from briefing.document import Document, merge_notebooks
from briefing.ledger.loading import load_ledger
from briefing.ledger.models import AllowedText
from briefing.ledger.series import sources_of_series
from briefing.paths import Project
from briefing.trace.graph import Graph, node_to_json
from briefing.trace.inputs import ledger_nodes
from briefing.trace.linking import assemble_traced
from briefing.trace.lint import find_orphans

MOST = 40
FULL = ("central", "early")

Traced = Callable[[str], tuple[Document, Graph]]


@cache
def allowed() -> tuple[AllowedText, ...]:
    """Read the list of words that need no trace."""
    return tuple(load_ledger(Project(ROOT)).allowed)


@pytest.fixture(scope="session")
def traced(editions: Callable[[str], Edition]) -> Traced:
    """Give a function from the name of an edition to its document and graph."""

    @cache
    def trace(name: str) -> tuple[Document, Graph]:
        edition = editions(name)
        project = Project(ROOT)
        ledger = load_ledger(project)
        last = ledger.settings.vintages.now
        nodes = ledger_nodes(ledger, sources_of_series(project), last)
        notebooks: dict[str, Any] = dict(edition.notebooks)
        merged = merge_notebooks(
            [(f"{key}.ipynb", nbformat.from_dict(nb)) for key, nb in sorted(notebooks.items())],
            {"title": ledger.settings.document.title},
            inputs=[node_to_json(node) for node in nodes],
        )
        document, found = assemble_traced(merged)
        assert found is not None
        return document, found.graph

    return trace


@pytest.mark.parametrize("name", FULL)
def test_no_number_is_without_origin(traced: Traced, name: str) -> None:
    """Every number and number word that a reader meets is traced, or allowed by name."""
    assert list(map(str, find_orphans(*traced(name), allowed()))) == []


def test_the_list_is_short_and_gives_reasons() -> None:
    """Few words are let through, each of them once and with a reason of several words."""
    with (ROOT / "data" / "allowed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) <= MOST
    assert len({row["text"].casefold() for row in rows}) == len(rows)
    assert [row["text"] for row in rows if len(row["reason"].split()) < 3] == []


def test_every_word_allowed_is_needed(traced: Traced) -> None:
    """Each row lets a number through that the later edition prints and nothing else explains."""
    document, graph = traced("central")
    idle = [
        row.text
        for row in allowed()
        if not any(find_orphans(document, graph, [r for r in allowed() if r is not row]))
    ]
    assert idle == []
