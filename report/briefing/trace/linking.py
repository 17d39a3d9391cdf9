"""Every number leads to what explains it: the document, traced and numbered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from briefing.document.assembly import read_notebook
from briefing.document.model import Chapter, Document
from briefing.document.nodes import Cell, Figure, Number, Table
from briefing.document.numbering import number_document
from briefing.document.trees import rewrite_run
from briefing.trace.appendix import Anchors, find_anchors, trace_chapter
from briefing.trace.tracing import Trace, explaining_cell, trace_document


def assemble_traced(
    nb: NotebookNode, *, name: str = "notebook", edition: Mapping[str, Any] | None = None
) -> tuple[Document, Trace | None]:
    """Read a notebook as a document in which every number leads to what explains it.

    Parameters
    ----------
    nb : NotebookNode
        From `merge_notebooks`, or any notebook.
    name : str
        File name of an unmerged notebook.
    edition : mapping, optional
        What the graph says of the build.

    Returns
    -------
    Document
        Numbered. A notebook that brings no ledger is left untraced.
    Trace or None
        Its graph.
    """
    document, sources = read_notebook(nb, name=name)
    trace = None
    if document.inputs:
        trace = trace_document(document, edition)
        document = link_document(document, trace)
    return number_document(document, sources), trace


def link_document(document: Document, trace: Trace) -> Document:
    """Lead numbers, cells, charts and tables to their entries, and add the appendix with them."""
    anchors = find_anchors(document.chapters, trace.graph)
    linking = _Linking(trace, anchors)
    chapters = [linking.chapter(chapter) for chapter in document.chapters]
    appendix = trace_chapter(trace.graph, anchors, linking.wanted)
    if appendix is not None:
        chapters.append(appendix)
    return replace(document, chapters=tuple(chapters))


class _Linking:
    """Sets targets, and remembers which nodes are led to."""

    def __init__(self, trace: Trace, anchors: Anchors) -> None:
        self.trace, self.anchors = trace, anchors
        self.wanted: dict[str, None] = {}

    def chapter(self, chapter: Chapter) -> Chapter:
        # The ledger's rows explain themselves.
        change = self._lead if chapter.role != "appendix" else self._lead_numbers
        return replace(chapter, blocks=rewrite_run(chapter.blocks, change))

    def _lead(self, node: Any) -> Any:
        match node:
            case Figure():
                return replace(node, target=self._anchor(f"chart:{node.label}"))
            case Table():
                return replace(node, target=self._anchor(f"table:{node.label}"))
            case Cell(href=None):
                explaining = explaining_cell(node, self.trace.graph.nodes)
                return replace(node, target=self._anchor(explaining)) if explaining else node
        return self._lead_numbers(node)

    def _lead_numbers(self, node: Any) -> Any:
        if isinstance(node, Number) and node.id in self.trace.targets:
            return replace(node, target=self._anchor(self.trace.targets[node.id]))
        return node

    def _anchor(self, node_id: str) -> str:
        self.wanted[node_id] = None
        return self.anchors.of(self.trace.graph.nodes[node_id])
