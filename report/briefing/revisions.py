"""Graphs of builds: of a folder that a build made, or of a git revision, which is built for it.

A revision is checked out beside the project and built there with its own code. Its graph is kept,
by commit, so that it is built once.
"""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from briefing import __version__
from briefing.diff.filing import DIGESTS
from briefing.errors import BriefingError, DocumentError
from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE, Project
from briefing.run.temporary import TemporaryFolder
from briefing.trace.graph import GRAPH, Graph, read_graph, write_graph

CACHE: Final = "report/.cache/graphs"
"""Where the graphs of revisions are kept, from the project's root."""

_PROVENANCE: Final = "provenance.json"
_OUTPUT: Final = "report/output"
_PACKAGE: Final = "report/briefing"
_PATIENCE: Final = 10
"""How long a build that was told to stop may take to clear up [s]."""
_LAST: Final = 12
"""Lines of a failed build's complaint that are passed on."""

# Set by git for its hooks; a checkout elsewhere must not take them for its own.
_OF_GIT: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


@dataclass(frozen=True, slots=True)
class Built:
    """A build whose graph was found.

    Attributes
    ----------
    name : str
        What to call it.
    graph : Graph
        Its graph; the edition holds digests of the files it was made from.
    """

    name: str
    graph: Graph


def find_built(project: Project, name: str, tell: Callable[[str], None]) -> Built:
    """Find the graph of a build, building a revision where that was not done before.

    Parameters
    ----------
    project : Project
        Whose revisions.
    name : str
        An output folder, or what git knows as a commit.
    tell : callable
        Told, in a line, of what takes long.

    Raises
    ------
    BriefingError
        If `name` is neither, or the revision cannot be built or writes no graph.
    """
    folder = Path(name)
    if (folder / GRAPH).is_file():
        return Built(name, read_built(folder))
    commit = find_commit(project, name)
    if commit is None:
        raise BriefingError(_unknown(name, folder))
    shown = commit[:7] if commit.startswith(name) else f"{name} ({commit[:7]})"
    return Built(shown, _graph_of_commit(project, commit, shown, tell))


def read_built(folder: Path) -> Graph:
    """Read the graph in an output folder, with the digests that lie beside it.

    Raises
    ------
    DocumentError
        If there is none or it cannot be read.
    """
    graph = read_graph(folder / GRAPH)
    if DIGESTS in graph.edition:
        return graph
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((folder / _PROVENANCE).read_text(encoding="utf-8"))
        return dataclasses.replace(graph, edition={**graph.edition, DIGESTS: told[DIGESTS]})
    return graph


def _unknown(name: str, folder: Path) -> str:
    if folder.is_dir():
        return f"{name} holds no {GRAPH}; name the output folder of a build, or build again"
    return (
        f"{name} is neither an output folder with {GRAPH} nor a revision that git knows here; "
        "check the name, and in a shallow clone fetch the history (git fetch --unshallow)"
    )


def _too_old(shown: str) -> str:
    return (
        f"{shown} writes no {GRAPH}: it is from before builds kept one; name a later revision, or "
        "compare two output folders of today's code"
    )


def _graph_of_commit(
    project: Project, commit: str, shown: str, tell: Callable[[str], None]
) -> Graph:
    prefix = _ask_git(project.root, "rev-parse", "--show-prefix") or ""
    package = f"{commit}:{prefix}{_PACKAGE}/__init__.py"
    has_code = _ask_git(project.root, "cat-file", "-t", package) is not None
    # A revision without the package is built by the one installed, and another may build it anew.
    kept = project.root / CACHE / f"{commit}{'' if has_code else f'-{__version__}'}.json"
    with suppress(DocumentError):
        return read_graph(kept)
    code = (commit, "--", _PACKAGE)
    if has_code and _ask_git(project.root, "grep", "--quiet", "-F", GRAPH, *code) is None:
        raise BriefingError(_too_old(shown))
    tell(f"building {shown}, once")
    with built_again(project, commit, shown) as output:
        graph = read_built(output)
    _keep(kept, graph)
    return graph


def find_commit(project: Project, name: str) -> str | None:
    """Give the full hash of what git knows as a commit, or None if it knows none here."""
    return _ask_git(project.root, "rev-parse", "--verify", "--quiet", "--end-of-options",
                    f"{name}^{{commit}}")  # fmt: skip


@contextmanager
def built_again(
    project: Project,
    commit: str,
    shown: str,
    options: Sequence[str] = (),
    moment: int | None = None,
) -> Iterator[Path]:
    """Build a commit in a checkout of its own and give the output, for as long as it is looked at.

    Parameters
    ----------
    project : Project
        Whose commit.
    commit : str
        Full hash.
    shown : str
        What to call it.
    options : sequence of str
        For the build.
    moment : int, optional
        What the build takes for now [s since 1970]; the time of the commit without it.

    Raises
    ------
    BriefingError
        If it does not build, or writes no graph.
    """
    prefix = _ask_git(project.root, "rev-parse", "--show-prefix") or ""
    with _checked_out(project.root, commit) as tree:
        root = tree / prefix
        build_in(root, shown, options, moment)
        if not (root / _OUTPUT / GRAPH).is_file():
            raise BriefingError(_too_old(shown))
        yield root / _OUTPUT


def _keep(path: Path, graph: Graph) -> None:
    # A folder that cannot be written costs a build next time, not this answer.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        write_graph(part, graph)
        part.replace(path)


@contextmanager
def _checked_out(root: Path, commit: str) -> Iterator[Path]:
    """Check a commit out into a folder of its own, and remove it whatever happens."""
    scratch = TemporaryFolder("revision")
    tree = scratch.path / "tree"
    try:
        _git(root, "-c", "core.hooksPath=/dev/null", "worktree", "add", "--detach", "--quiet",
             str(tree), commit)  # fmt: skip
        yield tree.resolve()
    finally:
        # Forced twice: a checkout that was cut short is locked.
        _ask_git(root, "worktree", "remove", "--force", "--force", str(tree))
        scratch.remove()


def build_in(
    root: Path, shown: str, options: Sequence[str] = (), moment: int | None = None
) -> None:
    """Build the project in a folder, with the code that lies there.

    Parameters
    ----------
    root : Path
        Of the project.
    shown : str
        What to call it.
    options : sequence of str
        For the build.
    moment : int, optional
        What the build takes for now [s since 1970].

    Raises
    ------
    BriefingError
        If it does not build.
    """
    dropped = {*_OF_GIT, PROJECT_VARIABLE, RUN_VARIABLE}
    environment = {key: value for key, value in os.environ.items() if key not in dropped}
    path = [str(root / "report"), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(part for part in path if part)
    if moment is not None:
        environment["SOURCE_DATE_EPOCH"] = str(moment)
    process = subprocess.Popen(
        [sys.executable, "-m", "briefing", "build", *options],
        cwd=root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        _, complaint = process.communicate()
    except BaseException:
        _stop(process)
        raise
    if process.returncode != 0:
        # What a failed build keeps goes with its folder.
        lines = [line for line in complaint.strip().splitlines() if not line.startswith("  kept: ")]
        last = "\n".join(lines[-_LAST:])
        raise BriefingError(f"{shown} does not build, so it cannot be compared:\n{last}")


def _stop(process: subprocess.Popen[str]) -> None:
    """Let a build end its kernels, then see that it is gone."""
    process.terminate()
    try:
        process.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _ask_git(root: Path, *arguments: str) -> str | None:
    """Give what git answers; None if it refuses or is not there."""
    try:
        return _git(root, *arguments)
    except BriefingError:
        return None


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except subprocess.CalledProcessError as error:
        raise BriefingError(f"git {arguments[0]} failed: {error.stderr.strip()}") from error
    except OSError as error:
        raise BriefingError(f"git cannot be run ({error}); install it") from error
    return done.stdout.strip()
