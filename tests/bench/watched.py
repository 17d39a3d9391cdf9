"""Build in this process, and tell what ran and which programs were started.

``python -m tests.bench.watched FILE`` writes what it saw to FILE as JSON. Python
tells a hook of every process that it starts, so none is missed, however short its life.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing.build import build
from briefing.paths import PROJECT_VARIABLE, Project, find_project
from briefing.planning import Request
from briefing.run.chapters import Chapter
from briefing.run.observer import Observer


@dataclass(frozen=True, slots=True)
class Seen:
    """What a build did.

    Attributes
    ----------
    chapters : tuple of str
        Chapters that ran.
    programs : tuple of str
        Programs that it started, in order; ``fork`` where it forked itself.
    """

    chapters: tuple[str, ...]
    programs: tuple[str, ...]

    @property
    def words(self) -> str:
        """The same in words, for a table."""
        ran = ", ".join(self.chapters) or "no kernel"
        count = {name: self.programs.count(name) for name in dict.fromkeys(self.programs)}
        started = ", ".join(f"{name} × {number}" for name, number in count.items()) or "nothing"
        return f"ran: {ran}; processes: {started}"


class ChapterRecorder(Observer):
    """Remembers which chapters ran."""

    def __init__(self) -> None:
        self.chapters: list[str] = []

    def chapter_started(self, chapter: Chapter) -> None:
        """Note a chapter."""
        self.chapters.append(chapter.id)


def watch_build(project: Project) -> Seen:
    """Build a project into its own folder, in a process of its own, and give what it did."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        path = Path(name) / "seen.json"
        subprocess.run(
            [sys.executable, "-m", "tests.bench.watched", str(path)],
            env=os.environ | {PROJECT_VARIABLE: str(project.root)},
            check=True,
        )
        seen = json.loads(path.read_text(encoding="utf-8"))
    return Seen(tuple(seen["chapters"]), tuple(seen["programs"]))


def _main(path: Path) -> None:
    programs: list[str] = []

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("subprocess.Popen", "os.posix_spawn", "os.exec"):
            programs.append(Path(os.fsdecode(arguments[0])).name)
        elif event in ("os.fork", "os.forkpty"):
            programs.append("fork")

    sys.addaudithook(note)
    recorder = ChapterRecorder()
    build(find_project(), Request(), recorder)
    path.write_text(json.dumps({"chapters": recorder.chapters, "programs": programs}))


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
