"""Measure what is asked for, in a fixed order, and print one Markdown table."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.bench import (
    cold,
    documents,
    growth,
    limit,
    preview,
    rebuilding,
    sweep,
    tracing,
)
from tests.bench.results import Row, as_json, describe_machine, table
from tests.bench.timing import report, timed
from tests.bench.workplace import Workplace

from briefing.paths import find_project

MEASURES: Final[Mapping[str, Callable[[Workplace], list[Row]]]] = {
    "cold": cold.measure_time,
    "limit": limit.measure,
    "unchanged": rebuilding.measure_unchanged,
    "edited": rebuilding.measure_edited,
    "preview": preview.measure,
    "documents": documents.measure,
    "tracing": tracing.measure,
    "sweep": sweep.measure,
    "memory": cold.measure_memory,
    "growth": growth.measure,
}
"""All measures, in the order in which they run and stand in the table."""

ROUNDS: Final = 5


def main(arguments: list[str] | None = None) -> None:
    """Measure and print."""
    asked = _parser().parse_args(arguments)
    machine = describe_machine()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        workplace = Workplace(find_project(), Path(name), asked.rounds, asked.small)
        for measure, function in MEASURES.items():
            if not asked.measures or measure in asked.measures:
                report(f"--- {measure}")
                seconds = timed(lambda: rows.extend(function(workplace)))  # noqa: B023
                report(f"--- {measure} took {seconds:.0f} s")
                if asked.json is not None:  # each time, so that nothing measured is lost
                    asked.json.write_text(json.dumps(as_json(rows, machine), indent=1) + "\n")
    print(table(rows))
    print(
        f"\nMedians; rounds: ours, theirs where they differ. {machine['processor']}, "
        f"{machine['cores']} cores, {machine['memory']}, {machine['system']}, Python "
        f"{machine['python']}, {'with' if machine['browser'] else 'without'} Chromium; load at the "
        f"start {machine['load']}."
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    parser.add_argument(
        "measures", nargs="*", metavar="MEASURE", help=f"of {', '.join(MEASURES)}; all without"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="timed runs of each way")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument(
        "--small",
        action="store_true",
        help="sweep and grow as little as shows that it works; the figures mean nothing",
    )
    return parser


if __name__ == "__main__":
    main()
