"""``briefing trace``: what a node rests on, what rests on it, and who prints a number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.exitcodes import ExitCode

if TYPE_CHECKING:
    from briefing.trace.graph import Graph, Node
    from briefing.trace.querying import Branch


@click.command()
@click.argument("node_id", metavar="[ID]", required=False)
@click.option(
    "--number",
    "words",
    metavar="TEXT",
    help="Find the sentences, charts and tables that print this number.",
)
@click.option("--unused", is_flag=True, help="List the observations whose value moves nothing.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Ask the build in this folder; report/output unless given.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def trace(
    node_id: str | None, words: str | None, unused: bool, output: Path | None, as_json: bool
) -> ExitCode:
    """Show what a claim, row, finding, chart or sentence rests on, and what rests on it.

    ID is an id of the data or the notebooks, such as A126, troops-in-russia, shells.implied or
    fig-containers; graph.json lists all of them.
    """
    from briefing.paths import find_project
    from briefing.trace.graph import GRAPH, read_graph
    from briefing.trace.querying import find_node, find_number, find_unused

    if sum((node_id is not None, words is not None, unused)) != 1:
        raise click.UsageError("Give one of ID, --number and --unused.")
    graph = read_graph((output or find_project().output) / GRAPH)
    if node_id is not None:
        answer = _tree_answer(graph, find_node(graph, node_id))
    elif words is not None:
        answer = _number_answer(words, find_number(graph, words))
    else:
        answer = _unused_answer(find_unused(graph))
    content, lines = answer
    click.echo(json.dumps(content, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))
    return ExitCode.DONE


Answer = tuple[Any, list[str]]


def _tree_answer(graph: Graph, node: Node) -> Answer:
    from briefing.trace.querying import tree_above, tree_below

    below, above = list(tree_below(graph, node.id)), list(tree_above(graph, node.id))
    content = {"node": _content(node), "below": _branches(below), "above": _branches(above)}
    lines = [
        *_described(node),
        "",
        "rests on" if below else "rests on nothing",
        *_drawn(below),
        "",
        "on it rests" if above else "nothing rests on it",
        *_drawn(above),
    ]
    return content, lines


def _number_answer(words: str, found: list[tuple[Node, list[str]]]) -> Answer:
    content = [{**_content(node), "explained_by": nodes} for node, nodes in found]
    lines: list[str] = []
    for node, nodes in found:
        lines += [*_described(node), *(f"    explained by {name}" for name in nodes), ""]
    counted = f"{len(found)} {'place prints' if len(found) == 1 else 'places print'} {words}"
    return content, [*lines, counted]


def _unused_answer(nodes: list[Node]) -> Answer:
    lines = [f"{node.id}  {node.label}" for node in nodes]
    return [_content(node) for node in nodes], [
        *lines,
        f"{len(nodes)} observations whose value moves nothing",
    ]


def _described(node: Node) -> list[str]:
    lines = [f"{node.id}", f"    {node.label}"]
    if node.text and node.text != node.label:
        lines.append(f"    {node.text}")
    if node.place is not None:
        lines.append(f"    {node.place.notebook}, {node.place.cell}")
    if node.detail.get("how"):
        lines.append(f"    how: {node.detail['how']}")
    if node.detail.get("url"):
        lines.append(f"    {node.detail['url']}")
    return lines


def _drawn(branches: Iterable[Branch]) -> list[str]:
    lines = []
    for branch in branches:
        node = branch.node
        value = f" = {node.text}" if node.text and node.text != node.label else ""
        again = "  (see above)" if branch.is_repeated else ""
        label = node.label if node.label not in (node.id.partition(":")[2], "") else ""
        words = f"  {label}" if label else ""
        lines.append(f"{'  ' * branch.depth}{node.id}{value}{words}{again}")
    return lines


def _branches(branches: Iterable[Branch]) -> list[dict[str, Any]]:
    return [{"depth": branch.depth, **_content(branch.node)} for branch in branches]


def _content(node: Node) -> dict[str, Any]:
    from briefing.trace.graph import node_to_json

    return node_to_json(node)
