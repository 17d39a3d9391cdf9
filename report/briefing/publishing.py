"""What a build hands out: data, executed notebooks, charts, the graph, the page and the PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from briefing.planning import Plan, Request
from briefing.run.provenance import Edition, describe_build
from briefing.run.staging import MARK

if TYPE_CHECKING:
    from nbformat import NotebookNode

HTML: Final = "briefing.html"
PDF: Final = "briefing.pdf"
GRAPH: Final = "graph.json"

_ATTACHED: Final = (
    ("findings.json", "application/json", "Every finding with its value, unit and origins"),
    ("ledger.csv", "text/csv", "Every claim with its verdicts, evidence and sources"),
    (MARK, "application/json", "What this briefing was built from"),
)
"""Files that ride inside the PDF, for readers who get nothing else."""


def write_data(
    plan: Plan,
    request: Request,
    edition: Edition,
    notebooks: Mapping[str, NotebookNode],
    fresh: Path,
) -> None:
    """Write findings, notebooks, charts, the ledger and what the build was made of."""
    from briefing.run.findings import collect_findings, write_findings
    from briefing.run.products import ledger_csv, write_figures, write_notebooks

    executed = [(chapter, notebooks[chapter.id]) for chapter in plan.chapters]
    write_findings(fresh / "findings.json", notebooks, collect_findings(executed))
    write_notebooks(fresh / "notebooks", executed)
    write_figures(fresh / "figures", notebooks.values())
    (fresh / "ledger.csv").write_text(ledger_csv(plan.ledger), encoding="utf-8")
    provenance = describe_build(
        plan.project,
        edition,
        scenario=request.scenario,
        only=notebooks,
        parameters=plan.settled,
        given={name: plan.values[name] for name in notebooks},
    )
    _write_json(fresh / MARK, {"command": request.command} | provenance)


def write_documents(
    plan: Plan,
    request: Request,
    edition: Edition,
    notebooks: Mapping[str, NotebookNode],
    fresh: Path,
    helpers: ThreadPoolExecutor,
) -> None:
    """Assemble and trace the document, and write the graph, the page and the PDF.

    Raises
    ------
    DocumentError, ExportError
        Naming notebook and cell.
    """
    from briefing.cover import describe_cover
    from briefing.document import merge_notebooks
    from briefing.export.html import BriefingHTMLExporter
    from briefing.export.pdf import BriefingPDFExporter
    from briefing.export.words import ASSEMBLED
    from briefing.ledger.series import sources_of_series
    from briefing.trace.graph import node_to_json, write_graph
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
    write_graph(fresh / GRAPH, trace.graph)
    resources = {
        ASSEMBLED: document,
        "briefing_timestamp": int(edition.moment.timestamp()),
        "briefing_attachments": {
            name: ((fresh / name).read_bytes(), kind, description)
            for name, kind, description in _ATTACHED
        },
    }
    to_html, to_pdf = BriefingHTMLExporter(), BriefingPDFExporter()  # type: ignore[no-untyped-call]
    page = helpers.submit(to_html.from_notebook_node, merged, {ASSEMBLED: document})
    paper, _ = to_pdf.from_notebook_node(merged, resources)
    (fresh / PDF).write_bytes(paper)
    (fresh / HTML).write_text(page.result()[0], encoding="utf-8")


def _edition_facts(plan: Plan, request: Request, edition: Edition) -> dict[str, Any]:
    return {
        "commit": edition.commit,
        "dirty": edition.dirty,
        "moment": edition.moment.isoformat(),
        "cutoff": plan.latest_cutoff.isoformat(),
        "scenario": request.scenario,
        "command": request.command,
    }


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")
