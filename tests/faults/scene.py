"""A small briefing to break, and what there is to see after it was broken."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

COMMAND: Final = [sys.executable, "-m", "briefing"]

MARK: Final = "BRIEFING_FAULTS_SCENE"
"""A variable that all processes of a scene inherit, and by which they are found."""

PATIENCE: Final = 300.0
"""How long a build may take on a machine that is busy with other tests [seconds]."""

GRACE: Final = 30.0
"""How long processes may take to notice that who started them is gone [seconds]."""


@dataclass
class Tally:
    """What was found after the cases of one fault.

    Attributes
    ----------
    cases : int
        How often the fault was injected.
    lost : list of str
        What was not as before: the last output, what people wrote, or the next build.
    left : list of str
        Processes, sockets and files that outlived the next build.
    """

    cases: int = 0
    lost: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class Scene:
    """A project with a place for temporary files of its own.

    Attributes
    ----------
    root : Path
        The project, as seen from the test.
    temporary, view : Path
        The place for temporary files, as named to commands and as seen from the test.
    wrap : list of str
        A command to run all commands under.
    tally : Tally
        What was found so far.
    was_hit : bool
        Whether the fault came before the build had ended by itself; if not, it is no case.
    was_swapped : bool
        Whether it came between the swap, which is one step, and the end: the output is then the new
        one, and has to be as complete.

    Parameters
    ----------
    root : Path
        The project, built once.
    temporary : Path
        Its own folder for temporary files.
    """

    def __init__(self, root: Path, temporary: Path) -> None:
        self.root = root
        self.temporary = self.view = temporary
        self.wrap: list[str] = []
        self.tally = Tally()
        self.was_hit, self.was_swapped = True, False
        self._name = uuid.uuid4().hex
        temporary.mkdir(exist_ok=True)

    @property
    def output(self) -> Path:
        """The folder that a build replaces."""
        return self.root / "report" / "output"

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables of every command."""
        return os.environ | {"TMPDIR": str(self.temporary), MARK: self._name}

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """Start a command, in a session of its own as from a terminal of its own."""
        return subprocess.Popen(
            [*self.wrap, *COMMAND, *arguments],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # Where the tests run in the background, they were told to ignore it.
            **{"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL), **options},
        )

    def run(self, *arguments: str, **options: Any) -> Ended:
        """Run a command to its end."""
        with self.start(*arguments, **options) as process:
            said, complained = process.communicate(timeout=PATIENCE)
        return Ended(process.returncode, said, complained)

    def chapter(self, source: str, **limits: float) -> None:
        """Put a cell before the last of the first chapter, and set limits for it."""
        path = self.root / "notebooks" / "01-barges.ipynb"
        notebook = json.loads(path.read_text())
        cell = {**notebook["cells"][-1], "id": "fault", "source": source}
        notebook["cells"].insert(-1, cell)
        notebook["metadata"]["briefing"] |= limits
        path.write_text(json.dumps(notebook))

    @contextmanager
    def case(
        self, *following: str, mend: Callable[[], None] | None = None, edit: bool = True
    ) -> Iterator[None]:
        """Inject a fault in the block; then look at the output, build again and look around.

        Parameters
        ----------
        *following : str
            Arguments of the next build.
        mend : callable, optional
            Takes the fault away, if it was not one of `data/` or `notebooks/` or has not gone.
        edit : bool
            Whether prose changes before the next build, so that it has to write documents.
        """
        before, written = digests(self.output), self._written()
        self.was_hit, self.was_swapped = True, False
        yield
        if self.was_hit:
            self.tally.cases += 1
            after = digests(self.output)
            kept = after.keys() == before.keys() if self.was_swapped else after == before
            self._note(self.tally.lost, not kept, "the last output")
        self.wait_for_processes()
        self._note(self.tally.left, bool(found := self.processes()), f"running: {found}")
        if mend is not None:
            mend()
        self._restore(written)
        if edit:
            self._edit()
            written = self._written()
        ended = self.run("build", *following)
        self._note(self.tally.lost, ended.code != 0, f"the next build: {ended.complained}")
        self._note(self.tally.lost, self._written() != written, "data or notebooks")
        self.wait_for_processes()
        self.tally.left += self.leftovers()
        assert not self.tally.lost, self.tally.lost
        assert not self.tally.left, self.tally.left

    def wait_for_processes(self) -> None:
        """Wait until none is left, but not for ever."""
        end = time.monotonic() + GRACE
        while self.processes() and time.monotonic() < end:
            time.sleep(0.05)

    def processes(self) -> dict[int, str]:
        """Give the processes of this scene that still run, with their commands."""
        found = {}
        for place in Path("/proc").glob("[1-9]*"):
            try:
                if f"{MARK}={self._name}".encode() in (place / "environ").read_bytes().split(b"\0"):
                    command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found[int(place.name)] = command[:200]
            except OSError:
                continue
        return found

    def leftovers(self) -> list[str]:
        """Name processes, and every file or socket that no build means to leave."""
        found = [f"process {pid}: {command}" for pid, command in self.processes().items()]
        found += [f"temporary: {path.name}" for path in self.view.iterdir()]
        report = self.root / "report"
        found += [
            f"in report/: {path.name}"
            for path in report.iterdir()
            if path.name not in ("output", ".cache")
        ]
        found += [f"in the cache: {path.name}" for path in report.glob(".cache/**/*.part")]
        return found

    def _edit(self) -> None:
        path = self.root / "notebooks" / "00-summary.ipynb"
        words = path.read_text()
        new, old = "What of summary?", "What then of summary?"
        path.write_text(words.replace(old, new) if old in words else words.replace(new, old))

    def _written(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for folder in ("data", "notebooks")
            for path in sorted((self.root / folder).rglob("*"))
            if path.is_file()
        }

    def _restore(self, written: Mapping[str, bytes]) -> None:
        now = self._written()
        for name in now.keys() - written.keys():
            (self.root / name).unlink()
        for name, content in written.items():
            if now.get(name) != content:
                (self.root / name).write_bytes(content)

    @staticmethod
    def _note(into: list[str], is_so: bool, words: str) -> None:
        if is_so:
            into.append(words)


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote to its outputs."""

    code: int
    said: str
    complained: str

    @property
    def message(self) -> str:
        """What it complained of; one message without a traceback."""
        assert "Traceback" not in self.complained, self.complained
        lines = self.complained.strip().splitlines()
        assert lines, "it complained of nothing"
        assert lines[0].startswith("error: "), self.complained
        return self.complained.strip()


def digests(folder: Path) -> dict[str, str]:
    """Give the digest of every file in a folder and below."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
