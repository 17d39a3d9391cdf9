"""The process that rebuilds: reads a line for each wish, answers with lines of JSON.

It lives as long as somebody holds the other end of its input. When that is closed, however it came
about, it ends with all that it started and removes its folder, also in the middle of a rebuild.
"""

from __future__ import annotations

import gc
import json
import os
import queue
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

from briefing.build import failed_folder
from briefing.errors import BriefingError
from briefing.paths import Project
from briefing.planning import Request
from briefing.preview.failures import describe_failure
from briefing.preview.rebuilding import Rebuilder
from briefing.preview.wishes import Wish
from briefing.publishing import PDF
from briefing.run.chapters import Chapter
from briefing.run.observer import Observer
from briefing.run.parameters import Given


class Answers:
    """Writes lines of JSON; may be used from several threads."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, **message: Any) -> None:
        """Send a message."""
        with self._lock:
            self._stream.write(json.dumps(message) + "\n")
            self._stream.flush()


class Telling(Observer):
    """Tells the other end which chapters run."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def note(self, words: str) -> None:
        """Tell it."""
        self._answers.send(kind="note", words=words)

    def chapter_started(self, chapter: Chapter) -> None:
        """Tell it."""
        self._answers.send(kind="started", chapter=chapter.id)

    def chapter_ended(self, chapter: Chapter, seconds: float) -> None:
        """Tell it."""
        self._answers.send(kind="ended", chapter=chapter.id, seconds=seconds)


def work(project: Project, request: Request, folder: Path, answers: Answers) -> None:
    """Rebuild whenever a line comes in, until the input ends."""
    from briefing.export import warm_up

    wishes: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(wishes, folder), daemon=True).start()
    with Rebuilder(project, request, Telling(answers), folder) as rebuilder:
        warm_up()
        # What has been imported is never let go, so the collector need not look at it again.
        gc.collect()
        gc.freeze()
        while wish := wishes.get().strip():
            with_pdf = folder / PDF if wish == Wish.PAGE_AND_PDF else None
            _rebuild(rebuilder, failed_folder(project.output), answers, with_pdf)


def _rebuild(rebuilder: Rebuilder, half_run: Path, answers: Answers, with_pdf: Path | None) -> None:
    started = time.perf_counter()
    try:
        draft = rebuilder.rebuild()
        seconds = time.perf_counter() - started
        answers.send(kind="page", page=draft.page, seconds=seconds)
        if with_pdf is not None:
            with_pdf.write_bytes(draft.paper())
            seconds = time.perf_counter() - started
            answers.send(kind="pdf", path=str(with_pdf), seconds=seconds)
        draft.check()
    except BriefingError as error:
        answers.send(kind="failed", **describe_failure(error, half_run))
    except Exception as error:  # a fault of the package, which may be what is being edited
        import traceback

        failure = describe_failure(error, half_run)
        failure["cells"] = [{"traceback": traceback.format_exc()}]
        answers.send(kind="failed", **failure)
    else:
        answers.send(kind="sound")


def _listen(wishes: queue.SimpleQueue[str], folder: Path) -> None:
    for line in sys.stdin:
        wishes.put(line)
    # Without anybody to answer nothing is worth finishing. The warm process and its kernels end
    # with this one, whose end of their line closes.
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def main() -> None:
    """Take project, folder and request from the arguments, then work."""
    # Anything may print; what it prints must not come between the answers.
    answers = Answers(os.fdopen(os.dup(1), "w", encoding="utf-8"))
    os.dup2(2, 1)
    root, folder, wanted = sys.argv[1:]
    said = json.loads(wanted)
    said["given"] = tuple(Given(**item) for item in said["given"])
    said["only"] = tuple(said["only"])
    work(Project(Path(root)), Request(**said), Path(folder), answers)


if __name__ == "__main__":
    main()
