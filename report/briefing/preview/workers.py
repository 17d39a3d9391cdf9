"""The worker seen from the serving process: started, asked, replaced and ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from briefing.paths import Project
from briefing.planning import Request
from briefing.preview.wishes import Wish

PATIENCE: Final = 2.0
"""How long a worker may take to end by itself [seconds]."""

_LARGEST: Final = 1 << 28
"""Longest answer, that is: the largest page [bytes]."""

_COMMAND: Final = (
    "import sys\n"
    "sys.path[:1] = sys.path[:1] if sys.path[0] else []\n"
    "from briefing.preview.worker import main\n"
    "main()"
)
"""Keeps the folder the preview was called in off the path, as the warm process does."""


class Worker:
    """One worker process.

    Parameters
    ----------
    project : Project
        Whose page.
    request : Request
        With which values.
    folder : Path
        In which it gets a private folder.
    """

    def __init__(self, project: Project, request: Request, folder: Path) -> None:
        self._project = project
        self._request = request
        self._folder = Path(tempfile.mkdtemp(prefix="worker-", dir=folder))
        self._log = self._folder / "said.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it; it gets ready by itself."""
        said = asdict(self._request) | {"output": None}
        with self._log.open("wb") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                _COMMAND,
                str(self._project.root),
                str(self._folder),
                json.dumps(said),
                # What kernels and libraries leave in the folder for temporary files goes with it.
                env={**os.environ, "TMPDIR": str(self._folder)},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                limit=_LARGEST,
            )

    async def rebuild(self, wish: Wish) -> AsyncGenerator[Mapping[str, Any]]:
        """Ask for a rebuild, and give the answers as they come.

        The last is of the kind ``sound`` or ``failed``; also if the worker dies of it.
        """
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.write(f"{wish}\n".encode())
            await process.stdin.drain()
        while line := await process.stdout.readline():
            answer = json.loads(line)
            yield answer
            if answer["kind"] in ("sound", "failed"):
                return
        yield {"kind": "failed", **await self._last_words(process)}

    async def end(self) -> None:
        """End it, with all that it started, and remove its folder."""
        process = self._process
        if process is not None:
            assert process.stdin is not None
            process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), PATIENCE)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _last_words(self, process: asyncio.subprocess.Process) -> dict[str, Any]:
        code = await process.wait()
        said = self._log.read_text(encoding="utf-8", errors="replace").strip()
        last = said.splitlines()[-1] if said else "it left no word"
        message = f"the process that rebuilds ended with code {code}: {last}"
        return {"message": message, "cells": [{"traceback": said}] if said else []}
