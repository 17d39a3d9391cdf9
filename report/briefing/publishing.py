"""What a build hands out: data, executed notebooks, charts, the graph, the page and the PDF."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

from briefing.planning import Plan, Request
from briefing.run.provenance import Edition, describe_build
from briefing.run.staging import MARK

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from briefing.document import Document
    from briefing.explore.model import Exploration
    from briefing.export.attaching import Attachments
    from briefing.trace.graph import Graph
    from briefing.trace.tracing import Trace

P = ParamSpec("P")
T = TypeVar("T")

HTML: Final = "briefing.html"
PDF: Final = "briefing.pdf"


@dataclass(frozen=True, slots=True)
class Assembled:
    """The document, before it is written in any format.

    Attributes
    ----------
    document : Document
        Numbered and traced.
    trace : Trace
        What each of its numbers rests on.
    notebook : NotebookNode
        What the exporters take with it: the merged notebook without its cells.
    """

    document: Document
    trace: Trace
    notebook: NotebookNode


def write_products(
    plan: Plan,
    request: Request,
    edition: Edition,
    notebooks: Mapping[str, NotebookNode],
    fresh: Path,
) -> dict[str, Any]:
    """Write what rides inside the PDF: findings, the ledger and what the build was made of.

    Returns
    -------
    dict
        What was written about the build itself.
    """
    from briefing.run.findings import collect_findings, write_findings
    from briefing.run.products import ledger_csv

    executed = [(chapter, notebooks[chapter.id]) for chapter in plan.chapters]
    write_findings(fresh / "findings.json", notebooks, collect_findings(executed))
    (fresh / "ledger.csv").write_text(ledger_csv(plan.ledger), encoding="utf-8")
    provenance = describe_build(
        plan.project,
        edition,
        scenario=request.scenario,
        only=notebooks,
        parameters=plan.settled,
        given={name: plan.values[name] for name in notebooks},
    )
    provenance = {"command": request.command} | provenance
    _write_json(fresh / MARK, provenance)
    return provenance


def write_companions(
    plan: Plan,
    edition: Edition,
    notebooks: Mapping[str, NotebookNode],
    graph: Graph,
    fresh: Path,
) -> None:
    """Write what only lies beside the documents: the graph, notebooks, charts, data and reviews."""
    from briefing.exchange.claimreview import claim_reviews
    from briefing.exchange.datapackage import data_package, write_data
    from briefing.run.products import write_figures, write_notebooks
    from briefing.trace.graph import GRAPH, write_graph

    write_graph(fresh / GRAPH, graph)
    executed = [(chapter, notebooks[chapter.id]) for chapter in plan.chapters]
    write_notebooks(fresh / "notebooks", executed)
    write_figures(fresh / "figures", notebooks.values())
    write_data(plan.project, fresh / "data")
    (fresh / "datapackage.json").write_text(
        data_package(plan.ledger, edition, fresh), encoding="utf-8"
    )
    reviews = claim_reviews(plan.ledger, edition)
    (fresh / "claimreview.jsonld").write_text(reviews, encoding="utf-8")


def assemble_document(
    plan: Plan, request: Request, edition: Edition, notebooks: Mapping[str, NotebookNode]
) -> Assembled:
    """Assemble and trace the document.

    Raises
    ------
    DocumentError
        Naming notebook and cell.
    """
    from nbformat import from_dict

    from briefing.cover import describe_cover
    from briefing.document import merge_notebooks
    from briefing.ledger.series import sources_of_series
    from briefing.trace.graph import node_to_json
    from briefing.trace.inputs import ledger_nodes
    from briefing.trace.linking import assemble_traced

    named = [(chapter.path.name, notebooks[chapter.id]) for chapter in plan.chapters]
    given = {name: plan.values[name] for name in notebooks}
    cover = describe_cover(plan.ledger, edition, request.command, plan.settled, given)
    inputs = ledger_nodes(plan.ledger, sources_of_series(plan.project), plan.latest_cutoff)
    merged = merge_notebooks(
        named, cover, partial=plan.partial, inputs=[node_to_json(node) for node in inputs]
    )
    document, trace = assemble_traced(merged, edition=_edition_facts(plan, request, edition))
    assert trace is not None  # a build always brings its ledger
    # The exporters copy their notebook several times, but read the assembled document only.
    bare: NotebookNode = from_dict({**merged, "cells": []})  # type: ignore[no-untyped-call]
    return Assembled(document, trace, bare)


def check_document(plan: Plan, assembled: Assembled) -> None:
    """Hold every number and every word of likelihood against the graph.

    Raises
    ------
    DocumentError
        Naming notebook and cell.
    """
    from briefing.trace.language import check_language
    from briefing.trace.lint import check_numbers

    check_numbers(assembled.document, assembled.trace.graph, plan.ledger.allowed)
    check_language(assembled.document, plan.lexicon)


def export_page(
    plan: Plan,
    edition: Edition,
    assembled: Assembled,
    explorations: Sequence[Exploration] = (),
) -> str:
    """Write the page; `explorations` is what its readers may move.

    Raises
    ------
    ExportError
        Naming notebook and cell.
    """
    from briefing.exchange.claimreview import claim_reviews
    from briefing.exchange.encoding import embedded_json
    from briefing.export.html import BriefingHTMLExporter
    from briefing.export.words import ASSEMBLED, EXPLORATIONS, REVIEWS

    # A part of the briefing lacks the claims that reviews would lead to.
    reviews = "" if plan.partial else embedded_json(claim_reviews(plan.ledger, edition, page=""))
    exporter = BriefingHTMLExporter()  # type: ignore[no-untyped-call]
    resources = {
        ASSEMBLED: assembled.document,
        REVIEWS: reviews,
        EXPLORATIONS: tuple(explorations),
    }
    return exporter.from_notebook_node(assembled.notebook, resources)[0]


def export_paper(
    edition: Edition,
    assembled: Assembled,
    provenance: Mapping[str, Any] = MappingProxyType({}),
    attachments: Attachments = MappingProxyType({}),
    begun: Callable[[], None] = lambda: None,
) -> bytes:
    """Write the PDF; `provenance` is told in it, and `attachments` ride inside.

    `begun` is called once the compiler sets to work, which leaves the interpreter free.

    Raises
    ------
    ExportError
        Naming notebook and cell.
    """
    from briefing.export.pdf import ATTACHMENTS, BEGUN, PROVENANCE, BriefingPDFExporter
    from briefing.export.words import ASSEMBLED

    exporter = BriefingPDFExporter()  # type: ignore[no-untyped-call]
    resources = {
        ASSEMBLED: assembled.document,
        PROVENANCE: dict(provenance),
        "briefing_timestamp": int(edition.moment.timestamp()),
        ATTACHMENTS: dict(attachments),
        BEGUN: begun,
    }
    return exporter.from_notebook_node(assembled.notebook, resources)[0]


def write_documents(
    plan: Plan,
    request: Request,
    edition: Edition,
    notebooks: Mapping[str, NotebookNode],
    provenance: Mapping[str, Any],
    fresh: Path,
    helpers: ThreadPoolExecutor,
    explorations: Sequence[Exploration] = (),
) -> None:
    """Assemble, trace and check the document; write the graph, the page, the PDF and the crate.

    Raises
    ------
    DocumentError, ExportError
        Naming notebook and cell.
    """
    from briefing.carrying import carried_files, is_carried
    from briefing.exchange.rocrate import NAME as CRATE
    from briefing.exchange.rocrate import research_object

    assembled = assemble_document(plan, request, edition, notebooks)
    graph = assembled.trace.graph
    # All this is done while the PDF is being set: before, it would only hold that up.
    begun = threading.Event()

    def meanwhile(work: Callable[P, T], *args: P.args, **options: P.kwargs) -> Future[T]:
        def wait_and_work() -> T:
            begun.wait()
            return work(*args, **options)

        return helpers.submit(wait_and_work)

    checked = meanwhile(check_document, plan, assembled)
    companions = meanwhile(write_companions, plan, edition, notebooks, graph, fresh)
    page = meanwhile(export_page, plan, edition, assembled, explorations)

    def crate(fits: Callable[[PurePosixPath], bool] | None = None) -> str:
        return research_object(plan.ledger, edition, fresh, provenance, graph, fits)

    inside = carried_files(fresh, CRATE, lambda: crate(is_carried), companions.result, helpers)
    try:
        paper = export_paper(edition, assembled, provenance, inside, lambda: begun.set())
    finally:
        begun.set()
        checked.result()  # what it finds is said first: it names the number or the word
    (fresh / PDF).write_bytes(paper)
    (fresh / HTML).write_text(page.result(), encoding="utf-8")
    (fresh / CRATE).write_text(crate(), encoding="utf-8")


def _edition_facts(plan: Plan, request: Request, edition: Edition) -> dict[str, Any]:
    return {
        "commit": edition.commit,
        "dirty": edition.dirty,
        "moment": edition.moment.isoformat(),
        "cutoff": plan.latest_cutoff.isoformat(),
        "scenario": request.scenario,
        "lexicon": plan.lexicon,
        "command": request.command,
    }


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
