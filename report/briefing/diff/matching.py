"""Which node of one build is which of another.

Most nodes keep their id. A sentence is numbered within its cell, so one that is put in or taken out
shifts those below it; and a cell may be moved. Text then tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from briefing.trace.graph import Graph, Node, NodeKind


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing in two builds.

    Attributes
    ----------
    old, new : Node or None
        Its node in each; None where it is missing, which is true of one at most.
    """

    old: Node | None
    new: Node | None

    @property
    def node(self) -> Node:
        """The thing as it is now, or was last."""
        node = self.new or self.old
        if node is None:
            raise ValueError("a pair needs a node on one side at least")
        return node

    @property
    def state(self) -> str:
        """What became of it: ``added``, ``removed`` or ``changed``."""
        if self.old is None:
            return "added"
        return "removed" if self.new is None else "changed"


_APART = frozenset({NodeKind.SENTENCE, NodeKind.NUMBER})


def match_nodes(old: Graph, new: Graph) -> list[Pair]:
    """Pair the nodes of two graphs.

    Parameters
    ----------
    old, new : Graph
        Of two builds of one project.

    Returns
    -------
    list of Pair
        Of each thing but numbers, which belong to the passage that prints them.
    """
    names = sorted({*old.nodes, *new.nodes})
    by_id = (Pair(old.nodes.get(name), new.nodes.get(name)) for name in names)
    pairs = [pair for pair in by_id if pair.node.kind not in _APART]
    return [*pairs, *_match_sentences(old, new)]


def _match_sentences(old: Graph, new: Graph) -> list[Pair]:
    before, after = _by_cell(old), _by_cell(new)
    pairs = [
        pair
        for cell in sorted({*before, *after})
        for pair in _align(before.get(cell, []), after.get(cell, []))
    ]
    return _reunite(pairs)


def _by_cell(graph: Graph) -> dict[str, list[Node]]:
    cells: dict[str, list[Node]] = defaultdict(list)
    for node in sorted(graph.of_kind(NodeKind.SENTENCE), key=_position):
        cells[node.id.rpartition("/")[0]].append(node)
    return cells


def _position(node: Node) -> tuple[str, int, str]:
    cell, _, number = node.id.rpartition("/")
    return (cell, int(number) if number.isdecimal() else 0, number)


def _align(old: Sequence[Node], new: Sequence[Node]) -> Iterator[Pair]:
    """Pair the sentences of one cell: by position, or by text where some were added or removed."""
    if len(old) == len(new):
        yield from map(Pair, old, new)
        return
    texts = [node.text for node in old], [node.text for node in new]
    for _, i, i_end, j, j_end in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        for at in range(max(i_end - i, j_end - j)):
            yield Pair(
                old[i + at] if i + at < i_end else None,
                new[j + at] if j + at < j_end else None,
            )


def _reunite(pairs: Iterable[Pair]) -> list[Pair]:
    """Pair what was left alone and stands, word for word, elsewhere in its chapter."""
    kept: list[Pair] = []
    removed: dict[tuple[str, str], list[Node]] = defaultdict(list)
    added: list[Node] = []
    for pair in pairs:
        if pair.new is None:
            removed[_chapter(pair.node), pair.node.text].append(pair.node)
        elif pair.old is None:
            added.append(pair.new)
        else:
            kept.append(pair)
    for node in added:
        waiting = removed[_chapter(node), node.text]
        kept.append(Pair(waiting.pop(0) if waiting else None, node))
    kept += [Pair(node, None) for waiting in removed.values() for node in waiting]
    return kept


def _chapter(node: Node) -> str:
    return node.id.partition("/")[0]
