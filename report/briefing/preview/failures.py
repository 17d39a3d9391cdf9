"""What went wrong, in parts that a page can show: the message, and for each cell its traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from briefing.errors import BriefingError

_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_ADDED: Final = frozenset({"injected-parameters", "papermill-error-cell-tag"})
_LONGEST: Final = 20_000
"""Most of a traceback that is shown [characters]; its end says what happened."""

Failure = dict[str, Any]


def describe_failure(error: BaseException, half_run: Path) -> Failure:
    """Describe an error.

    Parameters
    ----------
    error : BaseException
        That ended the rebuild.
    half_run : Path
        Folder with the notebooks of chapters that failed, as far as they ran.

    Returns
    -------
    dict
        ``message``, and ``cells``: a list with ``notebook``, ``cell`` (counted from 1 as stored),
        ``source`` and ``traceback`` of each cell that raised.
    """
    if not isinstance(error, BriefingError):
        return {"message": f"{type(error).__name__}: {error}", "cells": []}
    return {"message": str(error), "cells": list(_cells(half_run))}


def _cells(half_run: Path) -> Iterator[Failure]:
    for path in sorted(half_run.glob("*.ipynb")):
        try:
            notebook = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        number = 0
        for cell in notebook["cells"]:
            # Cells that papermill adds are not in the stored notebook and take no number.
            if _ADDED.intersection(cell["metadata"].get("tags", ())):
                continue
            number += 1
            for output in cell.get("outputs", ()):
                if output.get("output_type") == "error":
                    yield {
                        "notebook": path.name,
                        "cell": number,
                        "source": _joined(cell["source"]),
                        "traceback": _plain(output.get("traceback", ())),
                    }


def _joined(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _plain(lines: list[str]) -> str:
    text = _COLOUR.sub("", "\n".join(lines))
    return text if len(text) <= _LONGEST else f"…{text[-_LONGEST:]}"
