"""The environment variables of a kernel: the same on every machine."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE, Project

_SPEC: Final = Path(__file__).parent / "jupyter" / "kernels" / "briefing" / "kernel.json"

FIXED: Final[Mapping[str, str]] = MappingProxyType(
    json.loads(_SPEC.read_text(encoding="utf-8"))["env"]
)
"""What the package's kernel says of itself, wherever it is started:

- ``OMP_…``, ``OPENBLAS_…``, ``MKL_…``: sums come out the same on any number of cores, and kernels
  do not fight over them.
- ``PYTHONHASHSEED``: sets are printed in the same order.
- ``JE_ARROW_MALLOC_CONF``: pyarrow, where pandas finds it, must not start a thread, since only a
  process of one can fork.
- ``MPLBACKEND``: what ipykernel would set; a warm process reads it before ipykernel starts.
- ``PYDEVD_…``: the debugger that ipykernel brings warns about frozen modules on every start.
"""


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
