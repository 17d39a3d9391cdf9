"""What the graph, its checks and the formats for machines cost, as a share of a whole build.

``python -m tests.bench.tracing`` builds the briefing, then times these stages alone on what the
build executed, in the same run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from briefing.document import assemble, merge_notebooks
from briefing.exchange.claimreview import claim_reviews
from briefing.exchange.datapackage import data_package, write_data
from briefing.exchange.rocrate import research_object
from briefing.ledger.loading import load_ledger
from briefing.ledger.series import sources_of_series
from briefing.paths import find_project
from briefing.run.provenance import identify_edition
from briefing.trace.graph import GRAPH, node_to_json, write_graph
from briefing.trace.inputs import ledger_nodes
from briefing.trace.language import check_language
from briefing.trace.linking import assemble_traced
from briefing.trace.lint import check_numbers

ROUNDS = 5


def main() -> None:
    """Measure and print."""
    project = find_project()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        output = Path(name) / "output"
        command = [sys.executable, "-m", "briefing", "build", "--no-cache", "--output", str(output)]
        builds = [
            _timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
            for _ in range(3)
        ]
        ledger = load_ledger(project)
        edition = identify_edition(project, ledger.settings.vintages.now)
        series, latest = sources_of_series(project), ledger.settings.vintages.now
        inputs = [node_to_json(node) for node in ledger_nodes(ledger, series, latest)]
        named = [
            (path.name, nbformat.read(path, as_version=4))
            for path in sorted((output / "notebooks").glob("*.ipynb"))
        ]
        bare = merge_notebooks(named, {"title": "bench"})
        merged = merge_notebooks(named, {"title": "bench"}, inputs=inputs)
        document, trace = assemble_traced(merged)
        assert trace is not None
        plain = _median(lambda: assemble(bare))
        extra = {
            "graph and links": _median(lambda: assemble_traced(merged)) - plain,
            "lint of numbers": _median(
                lambda: check_numbers(document, trace.graph, ledger.allowed)
            ),
            "lint of language": _median(lambda: check_language(document, "icd203")),
            "graph.json": _median(lambda: write_graph(output / GRAPH, trace.graph)),
            "formats for machines": _median(
                lambda: (
                    write_data(project, output / "data"),
                    data_package(ledger, edition, output),
                    claim_reviews(ledger, edition),
                    research_object(ledger, edition, output, {"command": "bench"}, trace.graph),
                )
            ),
        }
    whole = statistics.median(builds)
    print("| stage | seconds | share of a build |\n| --- | --: | --: |")
    for stage, seconds in extra.items():
        print(f"| {stage} | {seconds:.2f} | {seconds / whole:.1%} |")
    total = sum(extra.values())
    print(f"| all of these | {total:.2f} | {total / whole:.1%} |\n\nA build: {whole:.1f} s.")


def _median(work: Callable[[], Any]) -> float:
    return statistics.median(_timed(work) for _ in range(ROUNDS))


def _timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
