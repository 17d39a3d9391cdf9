"""Which files differ between two builds, by the digests that each keeps of what it read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from briefing.trace.graph import Graph, Node, NodeKind

DIGESTS: Final = "digests"
"""Where an edition keeps SHA-256 digests, by path from the project's root."""

PACKAGE: Final = "report/briefing"
"""Under which a digest of the whole package stands, in editions that keep one."""

_FEW: Final = 3
"""Inputs named among those that may have changed a result unsaid."""

# Every row of these is a node, so a change in them shows without their digest.
_ROWS: Final = frozenset(
    f"data/{name}.csv"
    for name in ("claims", "origins", "sources", "evidence", "verdicts", "events")
)
_SERIES: Final = "data/series/"


class Files:
    """Data and notebooks that differ.

    Parameters
    ----------
    old, new : Graph
        The two builds; nothing is known of files where an edition keeps no digests.
    """

    def __init__(self, old: Graph, new: Graph) -> None:
        before: Mapping[str, str] = old.edition.get(DIGESTS) or {}
        after: Mapping[str, str] = new.edition.get(DIGESTS) or {}
        self.are_known = bool(before and after)
        same = before.get(PACKAGE) == after.get(PACKAGE)
        self._may_be_package = not same or PACKAGE not in after
        names = {*before, *after} if self.are_known else set()
        self._changed = {name for name in names if before.get(name) != after.get(name)}
        self.changed_series = sorted(
            node.id
            for node in new.of_kind(NodeKind.SERIES)
            if node.id in old.nodes and _series_file(node) in self._changed
        )

    def of(self, node: Node) -> str:
        """Give the notebook that a node stands in."""
        return f"notebooks/{node.place.notebook}" if node.place else "the notebook"

    def has_changed(self, node: Node) -> bool:
        """Whether the notebook of a node is known to differ."""
        return self.of(node) in self._changed

    def explain(self, made: Iterable[Node], inputs: Sequence[str]) -> str:
        """Say what else can have changed results than the inputs they rest on.

        Parameters
        ----------
        made : iterable of Node
            What notebooks made of them; may be empty.
        inputs : sequence of str
            Inputs that changed; these results do not rest on them, as far as they say.
        """
        notebooks = {self.of(node) for node in made} & self._changed
        data = {name for name in self._changed if name.startswith("data/")} - _ROWS
        others = {name for name in data if not name.startswith(_SERIES)}
        for files in (notebooks, others):
            if files:
                return f"{', '.join(sorted(files))} changed"
        return f"{' or '.join(self._suspects(inputs)) or 'Python or a library'} changed"

    def _suspects(self, inputs: Sequence[str]) -> Iterator[str]:
        """Go through what may have changed, as far as the digests tell."""
        if not self.are_known:
            yield "a notebook"
        if self._may_be_package:
            yield "the package"
        if inputs:
            some = f" ({', '.join(inputs)})" if len(inputs) <= _FEW else ""
            yield f"an input that it does not name{some}"


def _series_file(node: Node) -> str:
    return f"{_SERIES}{node.id.partition(':')[2]}.csv"
