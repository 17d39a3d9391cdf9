"""Rows of evidence with another value, and the briefing made of them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbformat import from_dict
from tests.chapters.conftest import copy_project
from tests.chapters.facts import ROOT, Facts
from tests.chapters.reaching import Bearing, shows_value

from briefing.analysis.rules import Assessment, assess
from briefing.cover import describe_cover
from briefing.document import merge_notebooks
from briefing.ledger.ledger import Ledger
from briefing.ledger.loading import load_ledger
from briefing.ledger.series import sources_of_series
from briefing.paths import Project
from briefing.planning import Plan, Request, plan_build
from briefing.run.observer import Observer
from briefing.run.provenance import Edition
from briefing.run.session import run_chapters
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import WarmKernels, warm_kernels
from briefing.trace.graph import Graph, Node, NodeKind, node_to_json, read_graph, write_graph
from briefing.trace.inputs import ledger_nodes
from briefing.trace.linking import assemble_traced
from briefing.trace.querying import find_unused

FACTORS = (1.37, 1 / 1.37, 10, 1 / 10)
"""By what a value is multiplied; further ones only where a ruling alone could feel the first."""

BATCHES = 6

SHOWN = frozenset(
    {NodeKind.FINDING, NodeKind.SENTENCE, NodeKind.CHART, NodeKind.TABLE, NodeKind.VERDICT}
)
"""What may move: all that a reader sees, and rulings."""

BOUNDS = ("low", "central", "high")

_DAY = datetime(2026, 1, 1, tzinfo=UTC)

Edits = Mapping[str, Mapping[str, str]]


def choose_rows(seed: int, size: int) -> list[str]:
    """Draw rows that hold a number."""
    rows = Facts(ROOT).evidence.values()
    numeric = sorted(row["id"] for row in rows if any(row[name] for name in BOUNDS))
    return random.Random(seed).sample(numeric, size)


def move(row: Mapping[str, str], factor: float) -> dict[str, str]:
    """Give a row's bounds another value: in order, and a share of 100 % at most."""
    values = {name: float(row[name]) for name in BOUNDS if row[name]}
    if row["unit"] == "%" and max(values.values()) * factor >= 100:
        factor = 1 / factor
    if not any(values.values()):
        return {name: repr(factor) for name in values}
    return {name: f"{value * factor:.6g}" for name, value in values.items()}


def changed_ledger(ledger: Ledger, edits: Edits) -> Ledger:
    """Put other values into a ledger."""
    rows = {
        name: ledger.evidence[name].model_copy(update={k: float(v) for k, v in values.items()})
        for name, values in edits.items()
    }
    return replace(ledger, evidence={**ledger.evidence, **rows})


def assessments(ledger: Ledger, claims: Iterable[str]) -> dict[tuple[str, str], Assessment]:
    """Compute the verdict on some claims at each vintage."""
    day = ledger.settings.vintages.day
    return {
        (claim, str(vintage)): assess(ledger, claim, day(vintage))
        for claim, vintage in ledger.rulings
        if claim in set(claims)
    }


def new_verdicts(ledger: Ledger, edits: Edits) -> set[tuple[str, str]]:
    """Find the rulings that would disagree with the computed verdict."""
    claims = {claim for name in edits for claim in ledger.evidence[name].claims}
    before, after = (assessments(each, claims) for each in (ledger, changed_ledger(ledger, edits)))
    return {key for key in before if before[key].verdict is not after[key].verdict}


def draw_graph(plan: Plan, notebooks: Mapping[str, Any], chapters: Sequence[str]) -> Graph:
    """Make the graph of some executed chapters, as a build does."""
    chosen = [chapter for chapter in plan.chapters if chapter.id in chapters]
    inputs = ledger_nodes(plan.ledger, sources_of_series(plan.project), plan.latest_cutoff)
    cover = describe_cover(plan.ledger, Edition(None, False, _DAY), "", plan.settled, {})
    merged = merge_notebooks(
        [(chapter.path.name, notebooks[chapter.id]) for chapter in chosen],
        cover,
        partial=True,
        inputs=[node_to_json(node) for node in inputs],
    )
    _, trace = assemble_traced(merged)
    assert trace is not None
    return trace.graph


@dataclass(frozen=True)
class Batch:
    """Rows that were moved at the same time.

    Attributes
    ----------
    edits : mapping of str to mapping
        New values by row.
    old, new : Graph
        Before and after, of the same chapters.
    """

    edits: Edits
    old: Graph
    new: Graph


class Mutations:
    """What becomes of the rows.

    Parameters
    ----------
    folder : Path
        Filled by `run_mutations`.
    """

    def __init__(self, folder: Path) -> None:
        told = json.loads((folder / "told.json").read_text(encoding="utf-8"))
        self.edits: Edits = told["edits"]
        self.unused: list[str] = told["unused"]
        self.refused: Edits = {name: self.edits[name] for name in told["refused"]}
        self.batches = [
            Batch(
                {name: self.edits[name] for name in names},
                *(read_graph(folder / f"{side}-{i}.json") for side in ("old", "new")),
            )
            for i, names in enumerate(told["batches"])
        ]

    def batch_of(self, row: str) -> Batch:
        """Give the batch in which a row was moved."""
        return next(batch for batch in self.batches if row in batch.edits)


def choose_values(ledger: Ledger, graph: Graph, rows: Iterable[str], unused: set[str]) -> Edits:
    """Give each row a value that shows: the first factor, unless only a ruling could feel it."""
    facts = Facts(ROOT).evidence

    def edit(row: str) -> dict[str, str]:
        near = (graph.nodes[name] for name in graph.dependents[f"evidence:{row}"])
        if row in unused or any(shows_value(node, row) for node in near):
            return move(facts[row], FACTORS[0])
        claims = ledger.evidence[row].claims
        before = assessments(ledger, claims)
        for factor in FACTORS:
            values = move(facts[row], factor)
            if assessments(changed_ledger(ledger, {row: values}), claims) != before:
                return values
        raise AssertionError(f"no value of {row} changes a ruling; it should be reported as unused")

    return {row: edit(row) for row in rows}


def run_mutations(folder: Path, rows: Sequence[str], notebooks: Mapping[str, Any]) -> None:
    """Run the briefing with rows moved, and write what became of them.

    Parameters
    ----------
    folder : Path
        Where to.
    rows : sequence of str
        Ids of evidence.
    notebooks : mapping of str to notebook
        All chapters, executed with the rows as they are.
    """
    notebooks = {name: from_dict(notebook) for name, notebook in notebooks.items()}
    project = Project(ROOT)
    plan = plan_build(project, Request())
    with warm_kernels(kernel_environment(project, folder)) as warm:
        ids = [chapter.id for chapter in plan.chapters]
        whole = draw_graph(plan, notebooks, ids)
        unused = {node.id.partition(":")[2] for node in find_unused(whole)} & set(rows)
        edits = choose_values(plan.ledger, whole, rows, unused)
        refused = [row for row in rows if new_verdicts(plan.ledger, {row: edits[row]})]
        bearing = Bearing(whole, plan.ledger)
        batches = bearing.batches([row for row in rows if row not in refused], unused)

        def run(number: int) -> None:
            names = batches[number]
            target = folder / f"batch-{number}"
            moved = Project(copy_project(target, {name: edits[name] for name in names}))
            # What is reported as moving nothing is tried where others run.
            asked = bearing.chapters([n for n in names if n not in unused] or names)
            new_plan = plan_build(moved, Request(only=tuple(sorted(asked))))
            executed = _run(new_plan, target / "run", warm)
            chapters = [chapter.id for chapter in new_plan.chapters]
            write_graph(folder / f"old-{number}.json", draw_graph(plan, notebooks, chapters))
            write_graph(folder / f"new-{number}.json", draw_graph(new_plan, executed, chapters))

        with ThreadPoolExecutor(2) as executor:
            list(executor.map(run, range(len(batches))))
    told = {"edits": edits, "unused": sorted(unused), "refused": refused, "batches": batches}
    (folder / "told.json").write_text(json.dumps(told), encoding="utf-8")


def _run(plan: Plan, folder: Path, warm: WarmKernels | None) -> dict[str, Any]:
    return run_chapters(
        plan.project, plan.chapters, plan.values, run_folder=folder, half_run=folder / "failed",
        jobs=2, observer=Observer(), warm=warm,
    )  # fmt: skip


def differing(batch: Batch) -> set[str]:
    """Compare two graphs node by node, by what each says; the numbers of passages apart."""
    names = batch.old.nodes.keys() | batch.new.nodes.keys()
    return {
        name
        for name in names
        if _said(batch.old.nodes.get(name)) != _said(batch.new.nodes.get(name))
    }


def _said(node: Node | None) -> Any:
    if node is None or node.kind is NodeKind.NUMBER:
        return None
    detail = {k: v for k, v in node.detail.items() if k not in ("numbers", "deciding")}
    return (node.text, node.label, node.value, node.rests_on, detail)


def read_project(folder: Path, edits: Edits) -> Plan:
    """Plan the build of a project with other values."""
    return plan_build(Project(copy_project(folder, edits)), Request())


def ledger_as_is() -> Ledger:
    """Read the ledger of the project."""
    return load_ledger(Project(ROOT))
