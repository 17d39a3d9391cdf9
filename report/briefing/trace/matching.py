"""Which node of one build is which of another.

Most nodes keep their id. A sentence is numbered within its cell, so one that is put in or taken out
shifts those below it; and a cell may be moved. Text then tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from briefing.trace.graph import Graph, Node, NodeKind

Pair = tuple[Node | None, Node | None]

# A number belongs to its passage and is compared there.
_APART = frozenset({NodeKind.SENTENCE, NodeKind.NUMBER})


def match_nodes(old: Graph, new: Graph) -> list[Pair]:
    """Pair the nodes of two graphs.

    Parameters
    ----------
    old, new : Graph
        Of two builds of one project.

    Returns
    -------
    list of (Node or None, Node or None)
        The same thing in `old` and `new`; None where it is missing. Numbers are left out.
    """
    names = sorted({*old.nodes, *new.nodes})
    by_id = ((old.nodes.get(name), new.nodes.get(name)) for name in names)
    pairs = [pair for pair in by_id if not _is_apart(pair[0] or pair[1])]
    return [*pairs, *_match_sentences(old, new)]


def _is_apart(node: Node | None) -> bool:
    return node is not None and node.kind in _APART


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
        yield from zip(old, new, strict=True)
        return
    texts = [node.text for node in old], [node.text for node in new]
    for _, i, i_end, j, j_end in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        for at in range(max(i_end - i, j_end - j)):
            yield (
                old[i + at] if i + at < i_end else None,
                new[j + at] if j + at < j_end else None,
            )


def _reunite(pairs: Iterable[Pair]) -> list[Pair]:
    """Pair what was left alone and stands, word for word, elsewhere in its chapter."""
    kept: list[Pair] = []
    removed: dict[tuple[str, str], list[Node]] = defaultdict(list)
    added: list[Node] = []
    for before, after in pairs:
        if before is not None and after is None:
            removed[_chapter(before), before.text].append(before)
        elif before is None and after is not None:
            added.append(after)
        else:
            kept.append((before, after))
    for node in added:
        waiting = removed[_chapter(node), node.text]
        kept.append((waiting.pop(0) if waiting else None, node))
    kept += [(node, None) for waiting in removed.values() for node in waiting]
    return kept


def _chapter(node: Node) -> str:
    return node.id.partition("/")[0]
