"""Decide which chapters need not run, and keep those that did for the next build."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from briefing.notebook.parameters import ParameterValue
from briefing.run.cache import Cache, Entry
from briefing.run.chapters import PARAMETERS_TAG, Chapter
from briefing.run.facts import (
    Change,
    changes,
    current_facts,
    is_finding,
    own_facts,
    read_facts,
    text,
)
from briefing.run.findings import collect_findings
from briefing.run.inputs import Inputs
from briefing.run.products import INJECTED, clean_notebook
from briefing.run.surroundings import without_grammar_of_addresses

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from briefing.run.execution import Reads

Notebook = Mapping[str, Any]
Findings = Mapping[str, Mapping[str, Any]]


class Reuse:
    """The chapters of one build, seen against the cache.

    Parameters
    ----------
    cache : Cache
        What earlier builds kept.
    inputs : Inputs
        What there is now.
    chapters : sequence of Chapter
        In document order, with all that they need.
    values : mapping of str to mapping
        Checked values to pass, by chapter id.
    audit : bool
        Whether every chapter is to run and its result to be held against the cache.

    Attributes
    ----------
    differing : list of str
        With `audit`: where a chapter came out otherwise than the cache has it.
    """

    def __init__(
        self,
        cache: Cache,
        inputs: Inputs,
        chapters: Sequence[Chapter],
        values: Mapping[str, Mapping[str, ParameterValue]],
        *,
        audit: bool = False,
    ) -> None:
        self.differing: list[str] = []
        self._cache = cache
        self._inputs = inputs
        self._chapters = {chapter.id: chapter for chapter in chapters}
        self._own = {c.id: own_facts(c, values[c.id], inputs) for c in chapters}
        self._audit = audit
        self._found: dict[str, Notebook] = {}

    def find(self, chapter: Chapter, needed: Mapping[str, Notebook]) -> NotebookNode | None:
        """Give a chapter as it would come out, if nothing that it uses has changed."""
        if self._audit:
            return None
        if chapter.id not in self._found:
            entry = self._entry(chapter, self._findings(chapter, needed))
            if entry is None:
                return None
            self._found[chapter.id] = with_current_prose(chapter, entry.notebook)
        with without_grammar_of_addresses():
            from nbformat import from_dict

        node: NotebookNode = from_dict(self._found[chapter.id])  # type: ignore[no-untyped-call]
        return node

    def find_all(self, order: Iterable[str]) -> dict[str, NotebookNode] | None:
        """Give all chapters, if not one of them needs to run.

        Parameters
        ----------
        order : iterable of str
            Ids, each after those of the chapters that it needs.
        """
        found: dict[str, NotebookNode] = {}
        for name in order:
            chapter = self._chapters[name]
            if not all(need in found for need in chapter.needs):
                continue
            notebook = self.find(chapter, found)
            if notebook is not None:
                found[name] = notebook
        if len(found) < len(self._chapters):
            return None
        return {name: found[name] for name in self._chapters}

    def explain(self, chapter: Chapter, needed: Mapping[str, Notebook]) -> list[Change] | None:
        """Say what keeps a chapter from being reused: nothing, or what differs from an earlier run.

        Parameters
        ----------
        chapter : Chapter
            Which.
        needed : mapping of str to notebook
            Of the chapters it needs, those that need not run themselves.

        Returns
        -------
        list of Change or None
            Against the kept run that differs least; None if no run is kept.
        """
        if all(need in needed for need in chapter.needs) and self.find(chapter, needed):
            return []
        known = [name for name in chapter.needs if name in needed]
        findings = collect_findings((self._chapters[name], needed[name]) for name in known)
        against: list[list[Change]] = []
        for entry in self._cache.kept(chapter.id):
            now = current_facts(entry.read, findings, self._inputs)
            read = changes(entry.read, now)
            if len(known) < len(chapter.needs):
                # What those find that have to run first, nobody can know yet.
                read = [change for change in read if not is_finding(change.name)]
            against.append([*changes(entry.own, self._own[chapter.id]), *read])
        return min(against, key=len, default=None)

    def keep(
        self,
        chapter: Chapter,
        needed: Mapping[str, Notebook],
        reads: Reads,
        notebook: NotebookNode,
    ) -> None:
        """Keep a chapter that has run; with `audit`, compare it with what was kept before."""
        clean = clean_notebook(notebook, self._inputs.project.root)
        findings = self._findings(chapter, needed)
        if self._audit:
            before = self._entry(chapter, findings)
            if before is not None:
                place = first_difference(with_current_prose(chapter, before.notebook), clean)
                self.differing += [f"{chapter.file}{place}"] if place else []
        if self._inputs.changed():
            return  # nobody can say which state of them it has read
        read = read_facts(reads, findings, self._inputs)
        self._cache.keep(chapter.id, Entry(self._own[chapter.id], read, clean))

    def _entry(self, chapter: Chapter, findings: Findings) -> Entry | None:
        for entry in self._cache.find(chapter.id, self._own[chapter.id]):
            if current_facts(entry.read, findings, self._inputs) == dict(entry.read):
                return entry
        return None

    def _findings(self, chapter: Chapter, needed: Mapping[str, Notebook]) -> Findings:
        return collect_findings((self._chapters[name], needed[name]) for name in chapter.needs)


def with_current_prose(chapter: Chapter, executed: Notebook) -> dict[str, Any]:
    """Put what a chapter's cells gave into the chapter as it is stored now.

    Parameters
    ----------
    chapter : Chapter
        Its code is that of `executed`; its prose may have changed.
    executed : notebook
        Cleaned.
    """
    stored = json.loads(chapter.path.read_text(encoding="utf-8"))
    run = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    given = [cell for cell in run if cell.get("id") == INJECTED]
    ran = iter([cell for cell in run if cell.get("id") != INJECTED])
    cells: list[Any] = []
    for cell in stored["cells"]:
        if cell["cell_type"] != "code":
            cells.append({**cell, "source": text(cell)})
            continue
        cells.append(next(ran))
        if PARAMETERS_TAG in cell.get("metadata", {}).get("tags", ()):
            cells += given
    metadata = {**stored["metadata"], "language_info": executed["metadata"]["language_info"]}
    return copy.deepcopy({**executed, "metadata": metadata, "cells": cells})


def first_difference(old: Notebook, new: Notebook) -> str:
    """Say in which cell two executed notebooks first differ; nothing if they are the same."""
    pairs = zip(old["cells"], new["cells"], strict=False)
    for number, (before, after) in enumerate(pairs, start=1):
        if before != after:
            return f" cell {number}"
    return "" if dict(old) == dict(new) else " outside of its cells"
