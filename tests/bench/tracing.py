"""What the graph, its checks and the formats for machines cost, as a share of a whole build."""

from __future__ import annotations

from tests.bench.documents import execute
from tests.bench.results import Amount, Row
from tests.bench.timing import repeatedly
from tests.bench.workplace import Workplace

from briefing.document import assemble, merge_notebooks
from briefing.exchange.claimreview import claim_reviews
from briefing.exchange.datapackage import data_package, write_data
from briefing.exchange.rocrate import research_object
from briefing.ledger.series import sources_of_series
from briefing.trace.graph import GRAPH, node_to_json, write_graph
from briefing.trace.inputs import ledger_nodes
from briefing.trace.language import check_language
from briefing.trace.linking import assemble_traced
from briefing.trace.lint import check_numbers


def measure(workplace: Workplace) -> list[Row]:
    """Time these stages alone on what a build executed."""
    build = workplace.cold_build()
    executed = execute(workplace)
    project, ledger, edition = executed.plan.project, executed.plan.ledger, executed.edition
    output, rounds = executed.output, workplace.rounds
    nodes = ledger_nodes(ledger, sources_of_series(project), executed.plan.latest_cutoff)
    named = [(f"{name}.ipynb", notebook) for name, notebook in executed.notebooks.items()]
    bare = merge_notebooks(named, {"title": "bench"})
    merged = merge_notebooks(named, {"title": "bench"}, inputs=[node_to_json(n) for n in nodes])
    document, trace = assemble_traced(merged)
    assert trace is not None
    graph = trace.graph

    def write_formats() -> None:
        write_data(project, output / "data")
        data_package(ledger, edition, output)
        claim_reviews(ledger, edition)
        research_object(ledger, edition, output, {"command": "bench"}, graph)

    plain = repeatedly(rounds, lambda: assemble(bare)).value
    traced = repeatedly(rounds, lambda: assemble_traced(merged)).value
    stages = {
        "graph and links": traced - plain,
        "lint of numbers": repeatedly(
            rounds, lambda: check_numbers(document, graph, ledger.allowed)
        ).value,
        "lint of language": repeatedly(
            rounds, lambda: check_language(document, executed.plan.lexicon)
        ).value,
        "graph.json": repeatedly(rounds, lambda: write_graph(output / GRAPH, graph)).value,
        "formats for machines": repeatedly(rounds, write_formats).value,
    }
    total = Amount(sum(stages.values()), "s", rounds)
    return [
        Row(
            "graph, checks and formats for machines, of a cold build",
            total,
            build,
            total.value / build.value,
            details=stages,
        )
    ]
