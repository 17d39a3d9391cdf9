"""Parameters and findings as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefing.ledger.settings import Scenario
from briefing.notebook.parameters import COMMON, Parameter
from briefing.run.chapters import Chapter

_HEAD = ("parameter", "default", "unit", "allowed", "meaning")


def list_parameters(chapters: Sequence[Chapter], scenarios: Mapping[str, Scenario]) -> str:
    """List what each chapter declares, and what each scenario sets.

    Parameters
    ----------
    chapters : sequence of Chapter
        In document order.
    scenarios : mapping of str to Scenario
        By name.
    """
    common = {
        name: parameter
        for chapter in chapters
        for name, parameter in chapter.parameters.items()
        if name in COMMON
    }
    blocks = [_block("every chapter", common.values())] if common else []
    for chapter in chapters:
        own = [value for name, value in chapter.parameters.items() if name not in COMMON]
        if own:
            blocks.append(_block(f"{chapter.id}  {chapter.title}", own))
    if scenarios:
        blocks.append(_scenario_block(scenarios))
    return "\n\n".join(blocks)


def list_findings(findings: Mapping[str, Mapping[str, Any]]) -> str:
    """List findings, one on a line: id, value, label."""
    rows = [
        (name, str(finding.get("value", {}).get("text", "")), str(finding.get("label", "")))
        for name, finding in findings.items()
    ]
    return "\n".join(_aligned(rows)) or "no findings"


def _block(title: str, parameters: Iterable[Parameter]) -> str:
    rows = [_HEAD, *(_row(parameter) for parameter in parameters)]
    return "\n".join([title, *(f"  {line}" for line in _aligned(rows))])


def _row(parameter: Parameter) -> tuple[str, ...]:
    default = parameter.default
    shown = f"{default:,.10g}" if isinstance(default, float) else str(default)
    return (parameter.name, shown, parameter.unit or "-", parameter.range_text, parameter.help)


def _scenario_block(scenarios: Mapping[str, Scenario]) -> str:
    rows = [
        (name, scenario.title, ", ".join(f"{k}={v}" for k, v in scenario.parameters.items()))
        for name, scenario in scenarios.items()
    ]
    return "\n".join(["scenarios", *(f"  {line}" for line in _aligned(rows))])


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
