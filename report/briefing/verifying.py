"""Make a briefing again from what its PDF says of itself, and compare.

The PDF names its commit and its command, and carries the graph of everything it says. The commit is
checked out and built with that command; then both graphs are compared claim by claim, and both
files byte by byte.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from briefing.diff.changes import Difference
from briefing.diff.diffing import compare_graphs
from briefing.diff.filing import DIGESTS
from briefing.errors import BriefingError
from briefing.paths import Project
from briefing.publishing import PDF
from briefing.revisions import build_in, built_again, find_commit, read_built
from briefing.run.provenance import package_versions
from briefing.run.temporary import TemporaryFolder
from briefing.trace.graph import GRAPH, Graph, NodeKind
from briefing.unpacking import read_carried, read_provenance

_HASH: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_VALUES: Final = frozenset({"-p", "--scenario", "--lexicon", "--only"})
_FLAGS: Final = frozenset({"--explore"})
"""Options of a build that say what is in the document; the file may ask for no others."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What making a briefing again showed.

    Attributes
    ----------
    name : str
        What it was made from.
    difference : Difference
        From the file to what was made now.
    claims : tuple of str
        Ids of all claims in the file, in order.
    same_bytes : bool
        Whether the two files are equal to the last byte.
    altered : tuple of str
        Tables inside the file that are not those it says it was made from.
    versions : mapping of str to (str, str)
        Packages whose version was another: then and now.
    """

    name: str
    difference: Difference
    claims: tuple[str, ...]
    same_bytes: bool
    altered: tuple[str, ...]
    versions: Mapping[str, tuple[str, str]]

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of the claims under which something came out otherwise."""
        return tuple(group.claim for group in self.difference.claims)


def verify_briefing(
    project: Project, pdf: Path, *, tree: bool, tell: Callable[[str], None]
) -> Verified:
    """Make the briefing again and compare.

    Parameters
    ----------
    project : Project
        Whose history is asked for the commit.
    pdf : Path
        The briefing.
    tree : bool
        Whether to build the project as it lies there, whatever commit the file names.
    tell : callable
        Told, in a line, of what takes long.

    Raises
    ------
    BriefingError
        If the file is no briefing, or its commit is not to be had, or does not build.
    """
    carried = read_carried(pdf)
    told = read_provenance(pdf, carried)
    before = _carried_graph(pdf, carried, told)
    options = build_options(pdf, told)
    moment = _moment(pdf, told)
    with _made_again(project, pdf, told, options, moment, tree, tell) as (name, output):
        difference = compare_graphs(before, read_built(output))
        made = (output / PDF).read_bytes()
    return Verified(
        name=name,
        difference=difference,
        claims=tuple(
            node.id.removeprefix("claim:")
            for node in sorted(before.of_kind(NodeKind.CLAIM), key=lambda node: node.id)
        ),
        same_bytes=made == pdf.read_bytes(),
        altered=_altered(carried, told),
        versions=_other_versions(told),
    )


@contextmanager
def _made_again(
    project: Project,
    pdf: Path,
    told: Mapping[str, Any],
    options: Sequence[str],
    moment: int,
    tree: bool,
    tell: Callable[[str], None],
) -> Iterator[tuple[str, Path]]:
    """Give the name of what was built and its output."""
    if tree:
        name = "the project as it lies here"
        tell(f"building {name}")
        with TemporaryFolder("verify") as folder:
            output = folder / "output"
            build_in(project.root, name, [*options, "--output", str(output)], moment)
            yield name, output
        return
    commit = _commit(project, pdf, told)
    name = f"commit {commit[:10]}"
    tell(f"building {name}")
    with built_again(project, commit, name, options, moment) as output:
        yield name, output


def _commit(project: Project, pdf: Path, told: Mapping[str, Any]) -> str:
    """Give the commit to build, or say why there is none."""
    commit = told.get("commit")
    instead = "add --tree to compare it with the project as it lies here"
    if not commit:
        raise BriefingError(f"{pdf} was made outside version control; {instead}")
    if not isinstance(commit, str) or not _HASH.fullmatch(commit):
        raise BriefingError(f"{pdf} says it was made from {commit!r}, which is no commit")
    if told.get("dirty"):
        raise BriefingError(
            f"{pdf} was made from commit {commit[:10]} with changes that were not committed, so "
            f"nobody can make it again; {instead}"
        )
    found = find_commit(project, commit)
    if found is None:
        raise BriefingError(
            f"{pdf} was made from commit {commit[:10]}, which git does not know here; fetch the "
            f"history (git fetch, or git fetch --unshallow in a shallow clone), or {instead}"
        )
    return found


def build_options(pdf: Path, told: Mapping[str, Any]) -> list[str]:
    """Read the options of the build from the command that the file gives.

    Raises
    ------
    BriefingError
        If it is another command, or has an option that does more than say what is in the document.
    """
    command = str(told.get("command", ""))
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    options, rest = words[2:], words[2:]
    sound = words[:2] == ["briefing", "build"]
    while sound and rest:
        taken = 1 if rest[0] in _FLAGS else 2
        sound = taken == 1 or (rest[0] in _VALUES and len(rest) > 1)
        rest = rest[taken:]
    if not sound:
        raise BriefingError(
            f"{pdf} says it was made with {command!r}; expected `briefing build` with options "
            f"out of {', '.join(sorted(_VALUES | _FLAGS))}"
        )
    return options


def _moment(pdf: Path, told: Mapping[str, Any]) -> int:
    try:
        return int(datetime.fromisoformat(str(told.get("date"))).timestamp())
    except ValueError as error:
        raise BriefingError(f"{pdf} does not say when it was made: {error}") from error


def _carried_graph(pdf: Path, carried: Mapping[str, bytes], told: Mapping[str, Any]) -> Graph:
    if GRAPH not in carried:
        raise BriefingError(
            f"{pdf} holds no {GRAPH}: it is from before briefings carried one; take its tables "
            "out with briefing extract, and compare them"
        )
    try:
        graph = Graph.from_json(json.loads(carried[GRAPH]))
    except ValueError as error:
        raise BriefingError(f"{GRAPH} in {pdf} cannot be read: {error}") from error
    return dataclasses.replace(graph, edition={**graph.edition, DIGESTS: told.get(DIGESTS, {})})


def _altered(carried: Mapping[str, bytes], told: Mapping[str, Any]) -> tuple[str, ...]:
    """Find tables that somebody exchanged, or that are missing."""
    digests: Mapping[str, str] = told.get(DIGESTS) or {}
    tables = {path for path in {*digests, *carried} if path.startswith("data/")}
    return tuple(
        path
        for path in sorted(tables)
        if path not in carried or hashlib.sha256(carried[path]).hexdigest() != digests.get(path)
    )


def _other_versions(told: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    now = package_versions()
    then: Mapping[str, str] = told.get("versions") or {}
    return {
        name: (then.get(name, "none"), now.get(name, "none"))
        for name in sorted({*then, *now} - {"python", "briefing"})
        if then.get(name) != now.get(name)
    }
