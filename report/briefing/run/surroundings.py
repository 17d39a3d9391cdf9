"""The environment variables of a kernel: the same on every machine."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE, Project

_SPEC: Final = Path(__file__).parent / "jupyter" / "kernels" / "briefing" / "kernel.json"

_GRAMMAR: Final = "rfc3987_syntax"

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


@contextmanager
def without_grammar_of_addresses() -> Iterator[None]:
    """Keep jsonschema, imported in the block, from reading a grammar that no notebook needs.

    Where JupyterLab is installed, jsonschema checks internationalised addresses with
    `rfc3987_syntax`, which spends most of a second on its grammar as it is imported. jsonschema
    does without where it is missing, and the format of notebooks has no such address.
    """
    missing = _GRAMMAR not in sys.modules
    if missing:
        sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # so says the import system
    try:
        yield
    finally:
        if missing:
            del sys.modules[_GRAMMAR]
