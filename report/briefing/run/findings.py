"""Findings travel: out of an executed chapter, into the chapters that need it.

A chapter files a finding as an output of type `media.FINDING`. Before a chapter with needs starts,
the runner writes ``<run>/upstream/<chapter>.json`` for its kernel to read::

    {"chapters": ["01-troops", "02-shells"], "findings": {"shells.implied": {…}}}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from briefing import media
from briefing.errors import NotebookError
from briefing.run.chapters import Chapter

UPSTREAM: Final = "upstream"
"""Folder in a run's folder, one file for each chapter that has needs."""

Finding = Mapping[str, Any]


def collect_findings(
    executed: Iterable[tuple[Chapter, Mapping[str, Any]]],
) -> dict[str, Finding]:
    """Gather the findings of executed chapters, by id.

    Parameters
    ----------
    executed : iterable of (Chapter, notebook)
        Notebooks with their outputs, in document order.

    Returns
    -------
    dict of str to finding
        In the order in which a reader of the document would meet them.

    Raises
    ------
    NotebookError
        If a finding has no id, or two have the same.
    """
    findings: dict[str, Finding] = {}
    places: dict[str, str] = {}
    for chapter, notebook in executed:
        for number, finding in _recorded(notebook):
            place = f"{chapter.file} cell {number}"
            name = str(finding.get("id", ""))
            if not name:
                raise NotebookError(f"{place}: recorded a finding without an id; give it one")
            if name in findings:
                raise NotebookError(
                    f"{place}: the finding `{name}` was already recorded in {places[name]}; give "
                    "each finding an id of its own"
                )
            findings[name] = finding
            places[name] = place
    return findings


def write_findings(path: Path, chapters: Iterable[str], findings: Mapping[str, Finding]) -> None:
    """Write findings as JSON: the same bytes for the same findings."""
    content = {"chapters": list(chapters), "findings": dict(findings)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def upstream_path(run_folder: Path, chapter: Chapter) -> Path:
    """Where the kernel of a chapter looks for the findings of those it needs."""
    return run_folder / UPSTREAM / f"{chapter.id}.json"


def _recorded(notebook: Mapping[str, Any]) -> Iterator[tuple[int, Finding]]:
    for number, cell in enumerate(notebook["cells"], start=1):
        for output in cell.get("outputs", ()):
            finding = output.get("data", {}).get(media.FINDING)
            if finding is not None:
                yield number, finding
