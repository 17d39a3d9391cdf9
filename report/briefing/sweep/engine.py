"""A papermill engine that runs cells in the very process that calls it.

Meant for a process forked for one run, which then ends: it is as clean as a kernel, without the
sockets, threads and handshakes by which a kernel talks to its client. papermill injects parameters
and judges errors as always; IPython runs the cells, as in a kernel.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill import execute_notebook
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from briefing.errors import NotebookError
from briefing.run.chapters import Chapter
from briefing.run.findings import collect_findings
from briefing.sweep.jobs import Failure, Result

ENGINE: Final = "briefing-sweep"

_ALLOWED_TO_FAIL: Final = "raises-exception"
_SKIPPED: Final = "skip-execution"

# What fails is told in the table; papermill would log it as well.
_log = logging.getLogger("papermill")
_log.addHandler(logging.NullHandler())


class CellOutputs(DisplayPublisher):
    """Keeps what the running cell displays."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.outputs: list[NotebookNode] = []

    def publish(  # type: ignore[override]
        self, data: Any, metadata: Any = None, **_options: Any
    ) -> None:
        """Take one display."""
        output = new_output("display_data", data=data, metadata=metadata or {})  # type: ignore[no-untyped-call]
        self.outputs.append(output)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has displayed so far."""
        self.outputs.clear()


class Clock:
    """Adds up the time inside cells."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._started = 0.0

    def __enter__(self) -> None:
        self._started = time.perf_counter()

    def __exit__(self, *_raised: object) -> None:
        self.seconds += time.perf_counter() - self._started


class HereEngine(Engine):  # type: ignore[misc]
    """Runs all cells here, up to the first that fails."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        on_cell: Callable[[int], None],
        clock: Clock,
        **_options: Any,
    ) -> None:
        """Run the cells in order, and tell of each before it starts."""
        shell, kept = _shell()
        for index, cell in enumerate(nb_man.nb.cells):
            tags = cell.metadata.get("tags", ())
            if cell.cell_type != "code" or _SKIPPED in tags or not cell.source.strip():
                continue
            on_cell(index)
            nb_man.cell_start(cell, index)
            kept.outputs.clear()
            with clock:
                done = shell.run_cell(cell.source, store_history=True)
            cell.execution_count = done.execution_count
            cell.outputs = list(kept.outputs)
            error = _error_of(done)
            if error is not None and _ALLOWED_TO_FAIL not in tags:
                cell.outputs.append(_error_output(error))
                nb_man.cell_exception(cell, index)
            nb_man.cell_complete(cell, index)
            if error is not None and _ALLOWED_TO_FAIL not in tags:
                break


papermill_engines.register(ENGINE, HereEngine)


def run_here(
    chapter: Chapter, values: dict[str, Any], on_cell: Callable[[int], None] = lambda number: None
) -> Result:
    """Run a chapter in this process.

    Parameters
    ----------
    chapter : Chapter
        What to run.
    values : dict of str to value
        Passed to it.
    on_cell : callable, optional
        Told the number of each cell, as in the stored notebook, before it starts.

    Returns
    -------
    Result
        What it found, or why it failed.
    """
    clock = Clock()
    injected = bool(values)
    try:
        notebook = execute_notebook(
            _literal(chapter.path),
            None,
            parameters=values,
            engine_name=ENGINE,
            progress_bar=False,
            request_save_on_cell_execute=False,
            on_cell=lambda index: on_cell(stored_number(chapter, index, injected)),
            clock=clock,
        )
        return Result(dict(collect_findings([(chapter, notebook)])), seconds=clock.seconds)
    except PapermillExecutionError as error:
        number = stored_number(chapter, error.cell_index, injected)
        reason = f"{error.ename}: {error.evalue}" if error.evalue else error.ename
        return Result(failure=Failure(chapter.id, number, reason), seconds=clock.seconds)
    except NotebookError as error:
        return Result(failure=Failure(chapter.id, None, str(error)), seconds=clock.seconds)


def stored_number(chapter: Chapter, index: int, injected: bool) -> int:
    """Number of a cell in the stored notebook, which lacks the cell that papermill adds."""
    return index if injected and index >= chapter.parameters_cell else index + 1


def _shell() -> tuple[Any, CellOutputs]:
    settings = Config()
    # No history file and no colours; nothing of the user's own set-up.
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    shell = InteractiveShell.instance(config=settings)
    kept = CellOutputs()
    shell.display_pub = kept
    return shell, kept


def _error_of(done: ExecutionResult) -> BaseException | None:
    error: BaseException | None = done.error_before_exec or done.error_in_exec
    return error


def _error_output(error: BaseException) -> NotebookNode:
    output: NotebookNode = new_output(  # type: ignore[no-untyped-call]
        "error", ename=type(error).__name__, evalue=str(error), traceback=[]
    )
    return output


def _literal(path: Path) -> str:
    # papermill takes paths for templates and would fill in what stands in braces.
    return str(path).replace("{", "{{").replace("}", "}}")
