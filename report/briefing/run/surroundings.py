"""The environment variables of a kernel: the same on every machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE, Project

FIXED: Final[Mapping[str, str]] = MappingProxyType(
    {
        # Sums come out the same on any number of cores, and kernels do not fight over them.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
        # pyarrow, where pandas finds it, must not start a thread: only a process of one can fork.
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
        # What ipykernel would set; a warm process reads it before ipykernel starts.
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        # The debugger that ipykernel brings warns about frozen modules on every start.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
)


def kernel_environment(project: Project, run_folder: Path) -> dict[str, str]:
    """Give the variables that a kernel of this run starts with.

    Parameters
    ----------
    project : Project
        Found by the chapter through ``BRIEFING_PROJECT``.
    run_folder : Path
        Found through ``BRIEFING_RUN``; holds the findings of needed chapters.
    """
    return {
        **os.environ,
        **FIXED,
        PROJECT_VARIABLE: str(project.root),
        RUN_VARIABLE: str(run_folder),
    }
