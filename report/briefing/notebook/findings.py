"""Findings from other chapters, as the runner delivers them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from briefing.errors import NotebookError
from briefing.paths import PROJECT_VARIABLE, RUN_VARIABLE, Project

Findings = dict[str, dict[str, Any]]


def upstream_findings(project: Project, chapter: str) -> Findings:
    """Give the findings that a chapter may use.

    Under the runner these are the findings of the chapters it declares to need. Opened by itself,
    it gets those of the last build, or, where there is none, has them computed first; its own
    findings are left out, since it is about to file them anew.

    Raises
    ------
    NotebookError
        If the upstream chapters fail.
    """
    run = os.environ.get(RUN_VARIABLE)
    if run:
        delivered = Path(run) / "upstream" / f"{chapter}.json"
        return _read(delivered) if delivered.is_file() else {}
    last_build = project.output / "findings.json"
    found = _read(last_build) if last_build.is_file() else _compute(project)
    return {name: entry for name, entry in found.items() if entry["chapter"] != chapter}


def _read(path: Path) -> Findings:
    content = json.loads(path.read_text(encoding="utf-8"))
    findings: Findings = content["findings"]
    return findings


def _compute(project: Project) -> Findings:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "findings.json"
        command = [sys.executable, "-m", "briefing", "run", "--findings", str(target)]
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
