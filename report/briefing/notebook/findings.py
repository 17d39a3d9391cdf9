"""Findings from other chapters, as the runner delivers them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from briefing.errors import NotebookError
from briefing.notebook.parameters import COMMON, ParameterValue
from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE, Project
from briefing.reading import read_delivered

Findings = dict[str, dict[str, Any]]


def upstream_findings(
    project: Project, chapter: str, settings: Mapping[str, ParameterValue]
) -> Findings:
    """Give the findings that a chapter may use: those of the chapters it declares to need.

    Under the runner they have been delivered. Opened by itself, the chapter has them computed with
    its own cut-off, scenario and seed; those of the last build may rest on others.

    Parameters
    ----------
    project : Project
        Where the chapters are.
    chapter : str
        Which one asks.
    settings : mapping of str to value
        Its parameters.

    Raises
    ------
    NotebookError
        If the upstream chapters fail.
    """
    run = os.environ.get(RUN_VARIABLE)
    if run:
        delivered = Path(run) / "upstream" / f"{chapter}.json"
        return _read(delivered) if delivered.is_file() else {}
    needs = _needs(project, chapter)
    return _compute(project, needs, settings) if needs else {}


def _needs(project: Project, chapter: str) -> list[str]:
    path = project.notebooks / f"{chapter}.ipynb"
    if not path.is_file():
        raise NotebookError(
            f"notebooks/{chapter}.ipynb does not exist; open_chapter takes the notebook's file "
            "name without its ending"
        )
    metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
    needs: list[str] = metadata.get("briefing", {}).get("needs", [])
    return needs


def _read(path: Path) -> Findings:
    return read_delivered(path)


def _compute(
    project: Project, needs: Iterable[str], settings: Mapping[str, ParameterValue]
) -> Findings:
    common = [word for name in COMMON for word in ("-p", f"{name}={settings[name]}")]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "findings.json"
        command = [
            sys.executable,
            "-m",
            "briefing",
            "run",
            *needs,
            "--findings",
            str(target),
            *common,
        ]
        environment = {**os.environ, PROJECT_VARIABLE: str(project.root)}
        done = subprocess.run(
            command, env=environment, cwd=project.root, capture_output=True, text=True, check=False
        )
        if done.returncode != 0 or not target.is_file():
            raise NotebookError(
                "this chapter needs what the others found, and they could not be run: "
                f"{(done.stderr or done.stdout).strip()}; run `briefing build` and mend that first"
            )
        return _read(target)
