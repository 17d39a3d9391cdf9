"""Executed chapters to documents, warm: the page, the PDF, and the whole of the last phase."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from tests.bench.results import Amount, Row
from tests.bench.timing import median, repeatedly, report
from tests.bench.workplace import Workplace, building

from briefing.build import build
from briefing.carrying import carried_files, is_carried
from briefing.collecting import nothing_collected
from briefing.exchange.rocrate import NAME as CRATE
from briefing.exchange.rocrate import research_object
from briefing.export.pdf import ATTACHMENTS, PROVENANCE, BriefingPDFExporter
from briefing.export.words import ASSEMBLED
from briefing.planning import Plan, Request, plan_build
from briefing.publishing import HTML, Assembled, assemble_document, export_page
from briefing.run.observer import Observer
from briefing.run.provenance import Edition, identify_edition
from briefing.run.staging import MARK


@dataclass(frozen=True)
class Executed:
    """A build whose chapters ran, ready to be written again.

    Attributes
    ----------
    plan : Plan
        What was built.
    request : Request
        What was asked.
    edition : Edition
        Of the document.
    notebooks : mapping of str to NotebookNode
        Executed chapters, by id.
    output : Path
        Its output.
    """

    plan: Plan
    request: Request
    edition: Edition
    notebooks: Mapping[str, NotebookNode]
    output: Path

    def assemble(self) -> Assembled:
        """Assemble and trace the document."""
        return assemble_document(self.plan, self.request, self.edition, self.notebooks)

    def export_page(self, assembled: Assembled) -> str:
        """Write the page, without scenarios."""
        return export_page(self.plan, self.edition, assembled)

    def export_paper(self, assembled: Assembled) -> bytes:
        """Write the PDF with all that it carries."""
        provenance: Mapping[str, Any] = json.loads((self.output / MARK).read_text("utf-8"))
        graph = assembled.trace.graph

        def crate() -> str:
            return research_object(
                self.plan.ledger, self.edition, self.output, provenance, graph, is_carried
            )

        with ThreadPoolExecutor(2) as helpers:
            resources = {
                ASSEMBLED: assembled.document,
                PROVENANCE: provenance,
                "briefing_timestamp": int(self.edition.moment.timestamp()),
                ATTACHMENTS: carried_files(self.output, CRATE, crate, lambda: None, helpers),
            }
            exporter = BriefingPDFExporter()  # type: ignore[no-untyped-call]
            paper: bytes = exporter.from_notebook_node(assembled.notebook, resources)[0]
        return paper


class _PhaseClock(Observer):
    """Takes the time when the last stage begins."""

    began = 0.0

    def stage(self, words: str) -> None:
        """Note the latest beginning."""
        self.began = time.perf_counter()


def measure(workplace: Workplace) -> list[Row]:
    """Time each export alone, in one process that has done it before."""
    executed = execute(workplace)
    with nothing_collected():
        assembled = executed.assemble()
        page = repeatedly(workplace.rounds, lambda: executed.export_page(assembled))
        paper = repeatedly(workplace.rounds, lambda: executed.export_paper(assembled))
    return [
        Row("page of the whole briefing, warm", page, target="under 1.5 s"),
        Row("PDF of the whole briefing, warm", paper, target="under 1.5 s"),
    ]


def execute(workplace: Workplace) -> Executed:
    """Build the copy, or take what was built of it."""
    report("building a copy of the project")
    project, request = workplace.copy, Request()
    building(project).time()
    plan = plan_build(project, request)
    notebooks = {
        chapter.id: nbformat.read(project.output / "notebooks" / chapter.path.name, as_version=4)
        for chapter in plan.chapters
    }
    edition = identify_edition(project, plan.ledger.settings.vintages.now)
    return Executed(plan, request, edition, notebooks, project.output)


def time_last_phase(workplace: Workplace) -> Amount:
    """Time what a build does once all chapters have run, in a process that has done it before.

    That is all documents and what lies beside them: assembling, checks, page, PDF, crate.
    """
    building(workplace.copy).time()
    target = workplace.folder / "phase"
    times = []
    for _ in range(workplace.rounds + 1):
        clock = _PhaseClock()
        build(workplace.copy, Request(output=target), clock)
        times.append(time.perf_counter() - clock.began)
        assert (target / HTML).is_file()
        shutil.rmtree(target)
    return median(times[1:], "s")
