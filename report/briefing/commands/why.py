"""The command ``briefing why``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from briefing.exitcodes import ExitCode

if TYPE_CHECKING:
    from briefing.run.chapters import Chapter
    from briefing.run.facts import Change

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SHOWN: Final = 12
"""How much of a digest is shown."""

_MOST: Final = 8
"""How many changes are listed of a chapter, and how many lines of a cell."""


@click.command()
@click.argument("chapters", nargs=-1, metavar="[CHAPTER]...")
@click.option("-p", "--parameter", "parameters", metavar="NAME=VALUE", multiple=True)
@click.option("--scenario", metavar="NAME")
def why(chapters: tuple[str, ...], parameters: tuple[str, ...], scenario: str | None) -> ExitCode:
    """Say which chapters a build would run, and which input forces each.

    An input is a cell, a parameter, a file that was read, a finding of another chapter, a module
    of the package, the lock file or the interpreter. It is shown as it was in the run that is kept
    and as it is now. Parameters and scenario are given as for the build.
    """
    from briefing.paths import find_project
    from briefing.planning import Request, plan_build
    from briefing.run.cache import Cache
    from briefing.run.chapters import execution_order
    from briefing.run.inputs import Inputs
    from briefing.run.parameters import read_given
    from briefing.run.reuse import Reuse

    project = find_project()
    plan = plan_build(project, Request(read_given(parameters), scenario, chapters))
    reuse = Reuse(Cache(project), Inputs(project), plan.chapters, plan.values)
    asked = [c for c in plan.chapters if not chapters or any(c.is_called(n) for n in chapters)]
    by_id = {chapter.id: chapter for chapter in plan.chapters}
    found: dict[str, object] = {}
    reasons: dict[str, list[Change] | None] = {}
    for name in execution_order(plan.chapters):
        reasons[name] = reuse.explain(by_id[name], found)  # type: ignore[arg-type]
        missing = [need for need in by_id[name].needs if need not in found]
        if reasons[name] == [] and not missing:
            found[name] = reuse.find(by_id[name], found)  # type: ignore[arg-type]
    for chapter in asked:
        missing = [need for need in chapter.needs if need not in found]
        click.echo("\n".join(_told(chapter, reasons[chapter.id], missing)))
    return ExitCode.DONE


def _told(
    chapter: Chapter, reasons: Sequence[Change] | None, missing: Sequence[str]
) -> Iterator[str]:
    if reasons is None:
        yield f"{chapter.id} runs: no run of it is kept"
        return
    if not reasons and not missing:
        yield f"{chapter.id} is reused: nothing that it uses has changed"
        return
    if not reasons:
        told = ", ".join(missing)
        yield f"{chapter.id} runs if it uses something that changes in what comes first: {told}"
        return
    yield f"{chapter.id} runs:"
    for change in reasons[:_MOST]:
        yield from (f"  {line}" for line in _change(change))
    if len(reasons) > _MOST:
        yield f"  and {len(reasons) - _MOST} more"


def _change(change: Change) -> Iterator[str]:
    if change.old is None or change.new is None:
        yield f"{change.name} {'is new' if change.old is None else 'is gone'}"
    elif "\n" in change.old + change.new or change.name.startswith("cell "):
        yield f"{change.name} was changed"
        yield from (f"  {line}" for line in _lines(change.old, change.new))
    else:
        yield f"{change.name}: {_short(change.old)} → {_short(change.new)}"


def _lines(old: str, new: str) -> list[str]:
    compared = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0)
    lines = [line for line in compared if not line.startswith(("---", "+++", "@@"))]
    return lines[:_MOST] + (["…"] if len(lines) > _MOST else [])


def _short(value: str) -> str:
    return value[:_SHOWN] if _DIGEST.fullmatch(value) else value
