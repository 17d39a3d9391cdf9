"""The data, read with the csv module alone: chapters are checked by other means than theirs."""

from __future__ import annotations

import calendar
import csv
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

Row = Mapping[str, str]

_DECLARATION = re.compile(r"^(\w+): \w+ = ([^#\n]*?)\s*# ([^;\n]*); ([^;\n]*);", re.MULTILINE)


def last_day(text: str) -> date:
    """Give the last day that ``2024``, ``2024-11`` or ``2024-11-04`` may mean."""
    year, month, day = (int(part) for part in (*text.split("-"), "0", "0")[:3])
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def first_day(text: str) -> date:
    """Give the first day that a partial date may mean."""
    year, month, day = (int(part) for part in (*text.split("-"), "0", "0")[:3])
    return date(year, month or 1, day or 1)


def bounds(row: Row) -> tuple[float | None, float | None, float | None]:
    """Give low, central and high of a row; a lone central value stands for all three."""
    low, central, high = (
        float(row[name]) if row.get(name) else None for name in ("low", "central", "high")
    )
    return (central,) * 3 if low is None and high is None else (low, central, high)


@dataclass(frozen=True)
class Facts:
    """The tables of a project.

    Attributes
    ----------
    root : Path
        Folder that holds `data/`.
    """

    root: Path

    def table(self, name: str) -> list[dict[str, str]]:
        """Read one table."""
        with (self.root / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def evidence(self) -> dict[str, dict[str, str]]:
        """Observations by id."""
        return {row["id"]: row for row in self.table("evidence")}

    @cached_property
    def sources(self) -> dict[str, dict[str, str]]:
        """Publications by id."""
        return {row["id"]: row for row in self.table("sources")}

    @cached_property
    def claims(self) -> dict[str, dict[str, str]]:
        """Claims by id."""
        return {row["id"]: row for row in self.table("claims")}

    @cached_property
    def events(self) -> dict[str, dict[str, str]]:
        """Events by id."""
        return {row["id"]: row for row in self.table("events")}

    @cached_property
    def families(self) -> dict[str, str]:
        """Family of each maker."""
        return {row["id"]: row["family"] for row in self.table("origins")}

    @cached_property
    def rulings(self) -> dict[str, dict[str, str]]:
        """Rulings by ``claim/vintage``."""
        return {f"{row['claim']}/{row['vintage']}": row for row in self.table("verdicts")}

    @cached_property
    def settings(self) -> dict[str, Any]:
        """Settings of the briefing."""
        return tomllib.loads((self.root / "data/briefing.toml").read_text(encoding="utf-8"))

    @cached_property
    def scenarios(self) -> dict[str, dict[str, Any]]:
        """Parameter values by scenario."""
        text = (self.root / "data/scenarios.toml").read_text(encoding="utf-8")
        return {name: table["parameters"] for name, table in tomllib.loads(text).items()}

    def low(self, evidence_id: str) -> float:
        """Lower bound of an observation."""
        low = bounds(self.evidence[evidence_id])[0]
        assert low is not None, f"{evidence_id} has no lower bound"
        return low

    def high(self, evidence_id: str) -> float:
        """Upper bound of an observation."""
        high = bounds(self.evidence[evidence_id])[2]
        assert high is not None, f"{evidence_id} has no upper bound"
        return high

    def claimed(self, claim_id: str) -> tuple[float, float]:
        """Range that the article asserts."""
        row = self.claims[claim_id]
        return float(row["low"]), float(row["high"])

    def is_known(self, evidence_id: str, cutoff: date) -> bool:
        """Whether an observation had been published by a day."""
        return self.published(self.evidence[evidence_id]) <= cutoff

    def published(self, row: Row) -> date:
        """Last day on which a row's source may have appeared; undated references are older."""
        text = self.sources[row["source"]]["published"]
        return last_day(text) if text else date.min

    def declared(self, chapter: str) -> dict[str, tuple[str, str, str]]:
        """Give default, unit and bounds of each parameter, from the text of the notebook."""
        text = (self.root / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8")
        cells = json.loads(text)["cells"]
        (cell,) = (c for c in cells if "parameters" in c["metadata"].get("tags", ()))
        found = _DECLARATION.findall("".join(cell["source"]))
        return {name: (default, unit, allowed) for name, default, unit, allowed in found}

    def reach(self, name: str) -> tuple[float, float, float]:
        """Give least, usual and greatest value of a parameter of the chapter on shells."""
        default, _, allowed = self.declared("02-shells")[name]
        low, high = allowed.split("..")
        return float(low), float(default), float(high)

    def losses_per_day(self, month: str) -> float:
        """Russian losses a day that Ukraine's General Staff claims for a month."""
        (row,) = (r for r in self.table("series/ru_losses_uamod_monthly") if r["month"] == month)
        return float(row["personnel_per_day"])

    def vintage(self, name: str) -> date:
        """Day from which a vintage looks at the evidence."""
        return date.fromisoformat(str(self.settings["vintages"][name]))


def days_between(first: str, last: str) -> tuple[int, int]:
    """Count the fewest and the most days from one date to another."""
    fewest, most = last_day(last) - last_day(first), last_day(last) - first_day(first)
    return fewest // timedelta(days=1), most // timedelta(days=1)
