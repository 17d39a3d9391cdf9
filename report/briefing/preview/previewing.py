"""A preview from its start to its end: server, watch and worker brought together."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from briefing.paths import Project
from briefing.planning import Request
from briefing.preview.serving import ADDRESS, Stage, serve
from briefing.preview.watching import Change, watch
from briefing.preview.wishes import Wish
from briefing.preview.workers import Worker
from briefing.run.strays import end_strays
from briefing.run.temporary import TemporaryFolder

PATIENCE: Final = 3.0
"""How long a rebuild may go on after another save, before it is broken off [seconds]."""


async def preview(
    project: Project, request: Request, port: int, say: Callable[[str], None], wish: Wish
) -> None:
    """Serve the page of a project and keep it new, until interrupted.

    Parameters
    ----------
    project : Project
        Whose page.
    request : Request
        With which values.
    port : int
        Where on the loopback address; 0 for any that is free.
    say : callable
        Told in a line what happens.
    wish : Wish
        Whether the PDF is made anew, too.

    Raises
    ------
    BriefingError
        If the port is taken, or a package is missing.
    """
    stop = asyncio.Event()
    stage = Stage()
    server, port = serve(stage, port)
    folder = TemporaryFolder("preview")
    loop = asyncio.get_running_loop()
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        say(f"http://{ADDRESS}:{port}/")
        await Keeping(project, request, folder.path, stage, say, wish).run(stop)
    finally:
        server.stop()
        stage.close()
        await server.close_all_connections()
        end_strays(folder.path)
        folder.remove()


class Keeping:
    """Keeps a page new.

    Parameters
    ----------
    project, request, say, wish
        As for `preview`.
    folder : Path
        Private.
    stage : Stage
        Where the page is shown.
    """

    def __init__(
        self,
        project: Project,
        request: Request,
        folder: Path,
        stage: Stage,
        say: Callable[[str], None],
        wish: Wish,
    ) -> None:
        self._project = project
        self._request = request
        self._folder = folder
        self._stage = stage
        self._say = say
        self._wish = wish
        self._pending = Change.PAGE
        self._noticed = asyncio.Event()
        self._worker: Worker | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Rebuild now and after every change, until `stop` is set."""
        tasks = {
            asyncio.create_task(self._watch(stop)),
            asyncio.create_task(self._rebuild_forever()),
            asyncio.create_task(stop.wait()),
        }
        self._noticed.set()
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            stop.set()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._end_worker()

    async def _watch(self, stop: asyncio.Event) -> None:
        async for change in watch(self._project, stop):
            self._pending = max(self._pending, change)
            self._noticed.set()

    async def _rebuild_forever(self) -> None:
        while True:
            await self._noticed.wait()
            self._noticed.clear()
            change, self._pending = self._pending, Change.NOTHING
            self._stage.building()
            if change is Change.PACKAGE:
                await self._end_worker()
            rebuild = asyncio.create_task(self._rebuild())
            try:
                if await self._finish(rebuild):
                    self._stage.built(rebuild.result())
            finally:
                rebuild.cancel()

    async def _finish(self, rebuild: asyncio.Task[Any]) -> bool:
        """Wait for a rebuild; after another save not for long. Say whether it came to its end."""
        another = asyncio.create_task(self._noticed.wait())
        try:
            await asyncio.wait({rebuild, another}, return_when=asyncio.FIRST_COMPLETED)
            if not rebuild.done():
                patience = 0.0 if self._pending is Change.PACKAGE else PATIENCE
                await asyncio.wait({rebuild}, timeout=patience)
        finally:
            another.cancel()
        if rebuild.done():
            return True
        # The worker is in the midst of it, perhaps in a cell without end. What ran is kept.
        rebuild.cancel()
        await asyncio.gather(rebuild, return_exceptions=True)
        await self._end_worker()
        return False

    async def _rebuild(self) -> Mapping[str, Any] | None:
        """Rebuild, show the page, and give what is wrong."""
        if self._worker is None or not self._worker.alive:
            await self._end_worker()
            self._worker = Worker(self._project, self._request, self._folder)
            await self._worker.start()
        started = time.perf_counter()
        ran: list[str] = []
        shown = False
        answer: Mapping[str, Any] = {}
        async with contextlib.aclosing(self._worker.rebuild(self._wish)) as answers:
            async for answer in answers:
                if answer["kind"] == "page":
                    self._stage.show(answer["page"])
                    shown = True
                    seconds = time.perf_counter() - started
                    self._say(f"new page after {seconds:.2f} s; {_listed(ran)}")
                elif answer["kind"] == "pdf":
                    self._stage.show_pdf(Path(answer["path"]).read_bytes())
                    self._say(f"new PDF after {time.perf_counter() - started:.2f} s")
                elif answer["kind"] == "ended":
                    ran.append(answer["chapter"])
                elif answer["kind"] == "note":
                    self._say(f"note: {answer['words']}")
        if answer["kind"] == "sound":
            return None
        self._say(f"error: {answer['message']}")
        return {"message": answer["message"], "cells": answer["cells"], "shown": shown}

    async def _end_worker(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            await worker.end()


def _listed(ran: list[str]) -> str:
    return f"ran {', '.join(ran)}" if ran else "nothing had to run"
