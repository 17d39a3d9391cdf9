"""Execute one chapter through papermill, in a kernel of its own.

The chapter runs on an engine of ours, registered with papermill as it provides for. The engine
adds three things to papermill's own: the kernel of `briefing.run.kernels`, a time limit for the
whole chapter, and word of each cell as it starts. A chapter that fails is kept as far as it got,
also where its kernel died.
"""

from __future__ import annotations

import ast
import contextlib
import json
import logging
import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import nbformat
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill import execute_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillException, PapermillExecutionError, strip_color

from briefing.errors import NotebookError
from briefing.notebook.parameters import ParameterValue
from briefing.paths import Project
from briefing.run.chapters import KERNEL, Chapter
from briefing.run.kernels import Kernels, StoppedError, exit_words, kill_kernel
from briefing.run.limits import MEGABYTE
from briefing.run.parameters import settled_values
from briefing.run.privacy import Private, mask_notebook, refuse_private
from briefing.run.products import clean_notebook

ENGINE: Final = "briefing"

Reads = Mapping[str, Sequence[str]]
"""What a chapter read: names of ``files``, ``folders`` and ``findings``."""

_READING: Final = "__import__('briefing.reading', fromlist=['reading'])"
START_TIMEOUT: Final = 60
"""How long a kernel may take to answer for the first time [seconds]."""

_OUTPUT_TIMEOUT: Final = 60
"""How long outputs may take to arrive after their cell has ended [seconds]."""

_SHOWN: Final = frozenset({"stream", "display_data", "execute_result", "error"})
"""Messages of a kernel that end in the notebook."""

_MAY_RAISE: Final = "raises-exception"
"""Tag of a cell that is meant to raise."""

_LINE_OF_CELL = re.compile(r"Cell In\s?\[\d+\], line (\d+)")
_LONGEST_REASON: Final = 1200

# papermill and nbclient log what we raise as an error; once is enough.
_log = logging.getLogger("papermill")
_log.addHandler(logging.NullHandler())


@dataclass(slots=True)
class Watch:
    """What is known of a chapter while it runs; shared by this module's engine and its caller.

    Attributes
    ----------
    chapter : Chapter
        The chapter.
    kernels : Kernels
        Where its kernel comes from.
    on_cell : callable
        Called with the number of cells begun and their total.
    cell : int
        Index of the cell that runs, -1 before the first.
    excess : str
        Which limit was passed, and what to do; empty if none was.
    ended : str
        How the kernel ended, where it died.
    notebook : NotebookNode or None
        The notebook with the outputs so far.
    on_reads : callable or None
        Called at the end with what the chapter read.
    """

    chapter: Chapter
    kernels: Kernels
    on_cell: Callable[[int, int], None]
    cell: int = -1
    excess: str = ""
    ended: str = ""
    notebook: NotebookNode | None = None
    on_reads: Callable[[Reads], None] | None = None
    started: float = field(default_factory=time.monotonic)
    shown: int = 0

    def left(self, _cell: NotebookNode | None = None) -> float:
        """Time left for a cell that begins [seconds]; never 0, which would mean without limit."""
        limits = self.chapter.limits
        rest = limits.timeout - (time.monotonic() - self.started)
        return max(0.1, min(rest, limits.cell_timeout))

    def late(self) -> str:
        """Say which time was up."""
        limits = self.chapter.limits
        if time.monotonic() - self.started >= limits.timeout:
            return f"was still running after {limits.timeout:g} s, {_limit('timeout')}"
        return f"was still running after {limits.cell_timeout:g} s, {_limit('cell_timeout')}"

    def show(self, size: int) -> bool:
        """Count what the cells show [characters]; False once it is more than they may."""
        self.shown += size
        return self.is_room_for(self.shown)

    def is_room_for(self, size: int) -> bool:
        """Whether a chapter may have outputs of this size [bytes], and has had no larger ones."""
        most = self.chapter.limits.output
        if size > most * MEGABYTE:
            self.excess = f"printed or displayed more than {most:g} MB, {_limit('output')}"
        return not self.excess


class ChapterClient(PapermillNotebookClient):  # type: ignore[misc]
    """Runs the cells of one chapter in a kernel of this run."""

    def __init__(self, nb_man: NotebookExecutionManager, watch: Watch, **options: Any) -> None:
        super().__init__(nb_man, **options)
        self.watch = watch
        self.timeout_func = watch.left
        self.on_cell_start = self._note_cell

    def create_kernel_manager(self) -> Any:
        """Take the kernel from this run, whatever is registered on the machine."""
        self.km = self.watch.kernels.prepare(self.log)
        return self.km

    def start_new_kernel(self, **options: Any) -> None:
        """Start the kernel, unless the run was called off meanwhile."""
        with self.watch.kernels.launch_options(self.watch.chapter.id) as surroundings:
            super().start_new_kernel(**surroundings, **options)
        self.watch.kernels.started(self.km, self.watch.chapter.limits)
        try:
            self.watch.kernels.check()
        except StoppedError:
            kill_kernel(self.km)
            raise

    def papermill_execute_cells(self) -> None:
        """Run the cells, and learn what they read, if anybody wants to know."""
        if self.watch.on_reads is None:
            super().papermill_execute_cells()
            return
        self._ask("watch")
        super().papermill_execute_cells()
        self.watch.on_reads(json.loads(ast.literal_eval(self._ask("told"))))

    def process_message(self, msg: dict[str, Any], *place: Any) -> Any:
        """Take an output, unless there are too many already: then end the kernel."""
        if msg["msg_type"] in _SHOWN and not self.watch.show(_size(msg["content"])):
            kill_kernel(self.km)
            return None
        return super().process_message(msg, *place)

    async def _async_check_alive(self) -> None:
        # Asked every second. What is written past Python, as by a program that a cell calls, goes
        # to a file that would fill the disk.
        log = self.watch.kernels.log_of(self.watch.chapter.id)
        if log.is_file() and not self.watch.is_room_for(log.stat().st_size):
            kill_kernel(self.km)
        await super()._async_check_alive()

    def _ask(self, function: str) -> str:
        # Silent, and as an expression: cells find neither a name nor a number in the history.
        reply = self.wait_for_reply(
            self.kc.execute(
                "",
                silent=True,
                store_history=False,
                user_expressions={function: f"{_READING}.{function}()"},
            )
        )
        told = reply["content"]["user_expressions"][function]
        if told["status"] != "ok":
            raise RuntimeError(f"the kernel cannot tell what it reads: {told.get('evalue')}")
        return str(told["data"]["text/plain"])

    def _note_cell(self, cell: NotebookNode, cell_index: int) -> None:
        self.watch.kernels.check()
        if self.watch.excess:
            # The cell before was faster than the end of its kernel; it is still the one to name.
            raise DeadKernelError("Kernel died")
        self.watch.cell = cell_index
        self.watch.on_cell(cell_index, len(self.nb.cells))


class ChapterEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's engine, with our client."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, watch: Watch, **_options: Any
    ) -> None:
        """Run all cells, and let the watch see the notebook whatever happens."""
        watch.notebook = nb_man.nb
        client = ChapterClient(
            nb_man,
            watch,
            kernel_name=kernel_name,
            startup_timeout=START_TIMEOUT,
            timeout=math.ceil(watch.chapter.limits.timeout),
            iopub_timeout=_OUTPUT_TIMEOUT,
            # Nothing in a kernel outlives its chapter, so there is no farewell to wait for.
            shutdown_kernel="immediate",
            log=_log,
        )
        manager = client.create_kernel_manager()
        try:
            client.execute()
        except BaseException:
            watch.ended = exit_words(manager)
            raise
        finally:
            kill_kernel(manager)
            watch.kernels.release(manager)
            _close_loop()


papermill_engines.register(ENGINE, ChapterEngine)


def run_chapter(
    chapter: Chapter,
    values: Mapping[str, ParameterValue],
    kernels: Kernels,
    half_run: Path,
    on_cell: Callable[[int, int], None] = lambda done, total: None,
    on_reads: Callable[[Reads], None] | None = None,
) -> NotebookNode:
    """Execute a chapter.

    Parameters
    ----------
    chapter : Chapter
        What to run.
    values : mapping of str to value
        Checked values to pass to it; those of the other parameters are its defaults.
    kernels : Kernels
        The kernels of this run.
    half_run : Path
        Where the notebook is written as far as it got, should it fail.
    on_cell : callable, optional
        Told of each cell as it starts.
    on_reads : callable, optional
        Told at the end what the chapter read, of files and of other chapters' findings.

    Returns
    -------
    NotebookNode
        The notebook with its outputs.

    Raises
    ------
    NotebookError
        If a cell raised, the kernel died or the time was up, or if something private was about to
        be published. The message names notebook, cell, source line, cause, parameters and the
        half-run file. In both, what is private is masked.
    StoppedError
        If the run was called off.
    """
    watch = Watch(chapter, kernels, on_cell, on_reads=on_reads)
    private = Private.here(kernels.project.root)
    try:
        executed: NotebookNode = execute_notebook(
            _literal(chapter.path),
            None,
            parameters=dict(values),
            engine_name=ENGINE,
            kernel_name=KERNEL,  # also for a notebook that does not name one
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            watch=watch,
        )
        _refuse_exit(executed, chapter, bool(values))
        refuse_private(clean_notebook(executed, kernels.project.root), chapter.file, private)
        return executed
    except NotebookError as error:
        problem = str(error).removeprefix(chapter.file)
    except PapermillExecutionError as error:
        problem = _raised(error, chapter, bool(values))
    except CellTimeoutError:
        problem = _in_cell(watch, bool(values), watch.late())
    except DeadKernelError:
        kernels.check()
        words = watch.excess or f"did not end: {_last_words(watch)}"
        problem = _in_cell(watch, bool(values), words)
    except (PapermillException, RuntimeError, OSError, ValueError) as error:
        kernels.check()
        problem = f" could not be run: {type(error).__name__}: {error}"
        if watch.ended and watch.cell < 0:
            problem = f" could not be run: {_last_words(watch)}"
    lines = [f"{chapter.file}{problem}", f"  with: {_words(settled_values(chapter, values))}"]
    if watch.notebook is not None:
        masked = nbformat.from_dict(mask_notebook(watch.notebook, private))  # type: ignore[no-untyped-call]
        lines.append(f"  kept: {_keep(masked, half_run, kernels.project)}")
    raise NotebookError(private.mask("\n".join(lines)))


def _refuse_exit(executed: NotebookNode, chapter: Chapter, injected: bool) -> None:
    # papermill takes an exit without a code for a good end, and leaves out the cells that follow.
    for index, cell in enumerate(executed.cells):
        for output in cell.get("outputs", ()):
            if output.get("ename") == "SystemExit" and _MAY_RAISE not in cell.metadata.get(
                "tags", ()
            ):
                number = _stored_number(index, chapter, injected)
                raise NotebookError(
                    f"{chapter.file} cell {number} raised SystemExit, so that the cells after it "
                    "did not run; let the chapter run to its end"
                )


def _keep(notebook: NotebookNode, half_run: Path, project: Project) -> str:
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    try:
        half_run.parent.mkdir(parents=True, exist_ok=True)
        half_run.write_text(text, encoding="utf-8")
    except OSError as error:
        # Why the chapter failed matters more, and is often the same.
        with contextlib.suppress(OSError):
            half_run.unlink()
        return f"nothing, since the notebook cannot be written ({error.strerror})"
    return f"{project.relative(half_run)} (run as far as it got)"


def _raised(error: PapermillExecutionError, chapter: Chapter, injected: bool) -> str:
    source = error.source.splitlines() or [""]
    found = _LINE_OF_CELL.findall(strip_color("\n".join(error.traceback)))
    line = min(int(found[-1]), len(source)) if found else 1
    reason = f"{error.ename}: {error.evalue}" if error.evalue else error.ename
    if error.ename.endswith("MemoryError"):
        reason += f"; a process has {chapter.limits.memory:g} MB, {_limit('memory')}"
    if len(reason) > _LONGEST_REASON:
        reason = reason[:_LONGEST_REASON].rstrip() + " …"
    number = _stored_number(error.cell_index, chapter, injected)
    return f" cell {number} line {line} raised {reason}\n  line: {source[line - 1].strip()}"


def _limit(name: str) -> str:
    return f"the limit set by metadata.briefing.{name}"


def _in_cell(watch: Watch, injected: bool, words: str) -> str:
    if watch.notebook is None or watch.cell < 0:
        return f": {words}, before its first cell"
    number = _stored_number(watch.cell, watch.chapter, injected)
    source = watch.notebook.cells[watch.cell].source.strip().splitlines() or [""]
    return f" cell {number} {words}\n  line: {source[0].strip()}"


def _last_words(watch: Watch) -> str:
    log = watch.kernels.log_of(watch.chapter.id)
    noise = log.read_text(encoding="utf-8", errors="replace").strip() if log.is_file() else ""
    return f"{watch.ended}; it said: {noise.splitlines()[-1][:200]}" if noise else watch.ended


def _stored_number(index: int, chapter: Chapter, injected: bool) -> int:
    # Cells are counted as in the stored notebook, which lacks the cell that papermill adds.
    return index if injected and index >= chapter.parameters_cell else index + 1


def _size(content: Any) -> int:
    if isinstance(content, dict):
        return sum(_size(value) for value in content.values())
    if isinstance(content, list):
        return sum(_size(value) for value in content)
    return len(content) if isinstance(content, str) else 8


def _close_loop() -> None:
    # nbclient leaves each thread with an open event loop, and its sockets with it.
    loop = ensure_event_loop()
    if not loop.is_running():
        loop.close()


def _words(values: Mapping[str, ParameterValue]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in values.items()) or "no parameters"


def _literal(path: Path) -> str:
    # papermill takes paths for templates and would fill in what stands in braces.
    return str(path).replace("{", "{{").replace("}", "}}")
