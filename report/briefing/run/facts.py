"""What a chapter's result rests on, as facts that can be compared one by one.

A fact has a name that a person understands, and a value: the text of a cell, the value of a
parameter, the digest of a file. Known before a chapter runs are its own facts; what it reads is
known only once it has run, and is kept with its result.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from briefing.notebook.parameters import ParameterValue
from briefing.reading import ALL
from briefing.run.chapters import Chapter
from briefing.run.inputs import Inputs, digest_of

if TYPE_CHECKING:
    from briefing.run.execution import Reads

FORMAT: Final = 1
"""Changes whenever entries of an earlier version must not be used."""

ABSENT: Final = "absent"

Facts = Mapping[str, str]

_ORDER: Final = "order of the cells"
_FILE: Final = "file "
_FOLDER: Final = "files in "
_FINDING: Final = "finding "


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is not what it was.

    Attributes
    ----------
    name : str
        Which fact.
    old, new : str or None
        Its values; None where there was or is none.
    """

    name: str
    old: str | None
    new: str | None


def own_facts(
    chapter: Chapter, values: Mapping[str, ParameterValue], inputs: Inputs
) -> dict[str, str]:
    """Give the facts known before a chapter runs.

    Its prose has no part in them: what cells print does not depend on the words between them.
    """
    notebook = json.loads(chapter.path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell.get("cell_type") == "code"]
    names = [f"cell {cell.get('id', number)}" for number, cell in enumerate(code, start=1)]
    facts = {"format": str(FORMAT), _ORDER: ", ".join(names)}
    facts |= {name: text(cell) for name, cell in zip(names, code, strict=True)}
    facts |= {
        f"metadata of {name}": json.dumps(cell["metadata"], sort_keys=True)
        for name, cell in zip(names, code, strict=True)
        if cell.get("metadata")
    }
    facts |= {f"parameter {name}": repr(value) for name, value in values.items()}
    return facts | dict(inputs.surroundings) | dict(inputs.code)


def read_facts(reads: Reads, findings: Mapping[str, Any], inputs: Inputs) -> dict[str, str]:
    """Give the facts that a chapter read: files, lists of files, findings of others."""
    files = {f"{_FILE}{name}": inputs.file(name) for name in reads["files"]}
    folders = {f"{_FOLDER}{name}": inputs.folder(name) for name in reads["folders"]}
    found = {f"{_FINDING}{name}": _finding(name, findings) for name in reads["findings"]}
    return {name: value or ABSENT for name, value in (files | folders | found).items()}


def current_facts(
    names: Iterable[str], findings: Mapping[str, Any], inputs: Inputs
) -> dict[str, str]:
    """Give what facts that a chapter read earlier are now."""
    reads: dict[str, list[str]] = {"files": [], "folders": [], "findings": []}
    for name in names:
        for kind, prefix in (("files", _FILE), ("folders", _FOLDER), ("findings", _FINDING)):
            if name.startswith(prefix) and not (kind == "files" and name.startswith(_FOLDER)):
                reads[kind].append(name.removeprefix(prefix))
    return read_facts(reads, findings, inputs)


def changes(old: Facts, new: Facts) -> list[Change]:
    """List the facts that differ, in the order in which they are usually changed."""
    names = [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
    return [Change(name, old.get(name), new.get(name)) for name in names]


def is_finding(name: str) -> bool:
    """Whether a fact is what another chapter found."""
    return name.startswith(_FINDING)


def text(cell: Mapping[str, Any]) -> str:
    """Give the source of a cell as one text."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _finding(name: str, findings: Mapping[str, Any]) -> str | None:
    if name == ALL:
        return digest_of(findings)
    return digest_of(findings[name]) if name in findings else None
