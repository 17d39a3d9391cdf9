"""A server with a small page, and previews of tiny projects as processes."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.conftest import TinyProject, write_tiny

from briefing.preview.serving import Stage, serve

PAGE = (
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
    "<title>Small</title></head><body><main><p>PAGE</p></main></body></html>\n"
)
PATIENCE = 90.0


@dataclass
class Server:
    """A server that runs in a thread."""

    stage: Stage
    port: int
    loop: asyncio.AbstractEventLoop

    def call(self, function: Callable[..., None], *arguments: object) -> None:
        """Call a method of the stage where it belongs."""
        done = threading.Event()
        self.loop.call_soon_threadsafe(lambda: (function(*arguments), done.set()))
        assert done.wait(PATIENCE)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Give a real server that shows a small page."""
    started: queue.Queue[Server] = queue.Queue()
    stop = asyncio.Event()

    async def run() -> None:
        stage = Stage()
        http, port = serve(stage, 0)
        stage.show(PAGE)
        started.put(Server(stage, port, asyncio.get_running_loop()))
        await stop.wait()
        http.stop()
        stage.close()
        await http.close_all_connections()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    server = started.get(timeout=PATIENCE)
    yield server
    server.loop.call_soon_threadsafe(stop.set)
    thread.join(PATIENCE)
    assert not thread.is_alive()


@dataclass
class Preview:
    """A preview that runs as a process, and what it has said."""

    process: subprocess.Popen[str]
    lines: queue.Queue[str]
    said: list[str] = field(default_factory=list)
    address: str = ""

    def wait_for(self, pattern: str) -> str:
        """Wait for a line that matches."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                line = self.lines.get(timeout=0.1)
            except queue.Empty:
                continue
            self.said.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError(f"no line like {pattern!r} in {self.said}")

    def interrupt(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal, and give the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


Start = Callable[..., Preview]


@contextmanager
def previews(folder: Path) -> Iterator[Start]:
    """Give a function that starts a preview of a project, with its own temporary folder."""
    with ExitStack() as stack:

        def run(root: Path, *options: str, environment: Mapping[str, str] | None = None) -> Preview:
            # A short path, so that kernels talk over sockets in it.
            temporary = folder / "t"
            temporary.mkdir()
            process = subprocess.Popen(
                [sys.executable, "-m", "briefing", "preview", "--port", "0", *options],
                cwd=root,
                env={**os.environ, "TMPDIR": str(temporary), **(environment or {})},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                bufsize=1,
            )
            lines: queue.Queue[str] = queue.Queue()
            assert process.stdout is not None
            reader = threading.Thread(target=_pump, args=(process.stdout, lines))
            reader.start()
            stack.callback(process.stdout.close)
            stack.callback(reader.join)
            stack.callback(_end, process)
            preview = Preview(process, lines)
            preview.address = preview.wait_for("^http://").strip()
            return preview

        yield run


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Give a function that starts a preview for this test."""
    with previews(tmp_path) as run:
        yield run


def _pump(stream, lines):
    for line in stream:
        lines.put(line)


def _end(process):
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


@dataclass(frozen=True)
class Pages:
    """Chapters long enough to scroll, whose words and code a test changes."""

    root: Path

    @property
    def chapter(self) -> Path:
        """The one that is changed."""
        return self.root / "notebooks" / "01-barges.ipynb"

    def write(
        self, *, word: str = "early", above: int = 3, code: str = "x = 1", atomic: bool = True
    ) -> None:
        """Save the chapter, as editors do: whole, under another name, then renamed."""
        notebook = json.loads(self.chapter.read_text(encoding="utf-8"))
        text = [f"# Barges\n\n> How many?\n\nThe {word} version."]
        text += ["Words above. " * 40] * above
        text += [f"## Place {letter}\n\n" + "Words below. " * 200 for letter in "ABCDEF"]
        notebook["cells"][0]["source"] = "\n\n".join(text)
        notebook["cells"][-1]["source"] = code
        content = json.dumps(notebook)
        if not atomic:
            self.chapter.write_text(content, encoding="utf-8")
            return
        fresh = self.chapter.with_name(".~01-barges.ipynb.tmp")
        fresh.write_text(content, encoding="utf-8")
        os.replace(fresh, self.chapter)

    def begin(self) -> None:
        """Write everything as it was first."""
        for path in write_tiny(self.root).notebooks.glob("*.ipynb"):
            if path.name not in ("01-barges.ipynb", "02-carts.ipynb"):
                path.unlink()
        TinyProject(self.root).chapter("02-carts", "x = 2")
        self.write()


def first(root: Path) -> Pages:
    """Write a project with one long chapter and a short one."""
    tiny = write_tiny(root)
    tiny.chapter("01-barges", "x = 1", parameters=tiny.common + tiny.load)
    tiny.chapter("02-carts", "x = 2")
    pages = Pages(tiny.root)
    pages.write()
    return pages


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    """Give that project to this test."""
    return first(tmp_path / "project")


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pages, Preview]]:
    """Preview one project for all tests that only change what is in it."""
    folder = tmp_path_factory.mktemp("lasting")
    pages = first(folder / "project")
    with previews(folder) as run:
        preview = run(pages.root)
        preview.wait_for("new page")
        yield pages, preview
