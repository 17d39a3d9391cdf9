"""A small made-up project about boats and bridges, written to a folder of the test.

Nothing is read from the project's own data: each test says in a line or two what its ledger holds,
and everything else is sound.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from hypothesis import settings

from briefing.analysis.estimate import Estimate, reported
from briefing.analysis.origins import Origin
from briefing.errors import DataError
from briefing.ledger.ledger import Ledger
from briefing.ledger.loading import load_ledger
from briefing.paths import Project

# Fifty examples find what a hundred find; a deadline would fail on a busy machine.
settings.register_profile("briefing", max_examples=50, deadline=None)
settings.load_profile("briefing")

TODAY: Final = date(2024, 1, 1)
THEN: Final = date(2022, 6, 30)
NOW: Final = date(2023, 12, 31)

HEADERS: Final[Mapping[str, str]] = {
    "claims.csv": "id,paragraph,topic,statement,kind,quantity,trend,low,high,unit,as_of,"
    "attributed_to,origin,as_written",
    "origins.csv": "id,name,family,note",
    "sources.csv": "id,publisher,title,url,published,accessed,class,read,reliability,licence",
    "evidence.csv": "id,claims,source,origin,finding,quantity,low,central,high,unit,as_of,"
    "credibility,note",
    "verdicts.csv": "claim,vintage,verdict,confidence,grounds,reason,evidence,would_change,"
    "override",
    "events.csv": "id,date,lane,title,source,claims",
}

SETTINGS: Final = f"""\
[document]
title = "How many boats?"
subtitle = "An article's figures, tested"
kicker = "Briefing"
authors = ["The contributors"]
licence = "CC BY 4.0"
language = "en-GB"

[article]
title = "Boats on the river"
written = "June 2022"

[vintages]
then = "{THEN}"
now = "{NOW}"
labels = {{ then = "In June 2022", now = "Today" }}
"""

SCENARIOS: Final = """\
[central]
title = "As counted"
parameters = { crew = 4.0 }

[high]
title = "Full crews"
parameters = { crew = 6.0 }
"""


class Files:
    """The files of a made-up project.

    Parameters
    ----------
    root : Path
        Folder to write to.

    Attributes
    ----------
    tables : dict of str to list of dict
        Rows by file name, as text.
    texts : dict of str to bytes
        Files of `data/` that are not written from rows.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.tables: dict[str, list[dict[str, str]]] = {name: [] for name in HEADERS}
        self.texts: dict[str, bytes] = {
            "briefing.toml": SETTINGS.encode(),
            "scenarios.toml": SCENARIOS.encode(),
        }

    def add(self, file: str, **cells: object) -> Files:
        """Add a row as it is; columns not named stay empty."""
        self.tables[file].append({key.rstrip("_"): str(value) for key, value in cells.items()})
        return self

    def change(self, file: str, row: int = 0, **cells: object) -> Files:
        """Change cells of a row, counted from 0."""
        self.tables[file][row].update({k.rstrip("_"): str(v) for k, v in cells.items()})
        return self

    def claim(self, id: str = "boats", **cells: object) -> Files:
        """Add a claim: by default that the yard built 100 to 120 boats by June 2022."""
        usual: dict[str, object] = {
            "paragraph": 1, "topic": "river", "statement": f"The {id} number 100 to 120",
            "kind": "quantity", "quantity": id, "trend": "", "low": 100, "high": 120,
            "unit": id, "as_of": "2022-06-15",
        }  # fmt: skip
        return self.add("claims.csv", id=id, **{**usual, **cells})

    def words(self, id: str = "beauty", **cells: object) -> Files:
        """Add a claim without a number."""
        bare = {"kind": "judgement", "quantity": "", "low": "", "high": "", "unit": ""}
        return self.claim(id, **{**bare, "as_of": "", **cells})

    def maker(self, id: str, family: str = "") -> Files:
        """Add a maker of numbers, unless it stands already."""
        if all(row["id"] != id for row in self.tables["origins.csv"]):
            self.add("origins.csv", id=id, name=f"The {id}", family=family or id)
        return self

    def source(self, id: str, published: str = "2022-06-20", **cells: object) -> Files:
        """Add a publication."""
        usual: dict[str, object] = {
            "publisher": f"{id.title()} Press", "title": f"About {id}", "url": "https://a.example/x",
            "accessed": "2023-12-01", "class": "journalism", "read": "direct", "reliability": "B",
        }  # fmt: skip
        return self.add(
            "sources.csv",
            id=id,
            published=published,
            **{**usual, **{key.rstrip("_"): value for key, value in cells.items()}},
        )

    def seen(
        self,
        id: str,
        claims: str,
        by: str = "club",
        *,
        family: str = "",
        published: str = "2022-06-20",
        reliability: str = "B",
        **cells: object,
    ) -> Files:
        """Add an observation with a source of its own; a number needs the quantity's name only."""
        has_number = any(cells.get(key, "") != "" for key in ("low", "central", "high"))
        quantity = claims.partition(":")[0] if has_number else ""
        usual: dict[str, object] = {
            "finding": f"The {by} told what it saw.", "quantity": quantity, "unit": quantity,
            "as_of": "2022-06-15", "credibility": 2,
        }  # fmt: skip
        self.maker(by, family).source(f"paper-{id.lower()}", published, reliability=reliability)
        return self.add(
            "evidence.csv",
            id=id, claims=claims, source=f"paper-{id.lower()}", origin=by, **{**usual, **cells},
        )  # fmt: skip

    def ruling(self, claim: str, vintage: str, verdict: str, **cells: object) -> Files:
        """Add a ruling on one vintage."""
        usual: dict[str, object] = {
            "confidence": "moderate", "grounds": "Two makers", "reason": "They agree",
            "would_change": "A count",
        }  # fmt: skip
        return self.add(
            "verdicts.csv", claim=claim, vintage=vintage, verdict=verdict, **{**usual, **cells}
        )

    def text(self, name: str, content: str | bytes) -> Files:
        """Write a file of `data/` as given, in place of its rows."""
        self.texts[name] = content.encode() if isinstance(content, str) else content
        self.tables.pop(name, None)
        return self

    def without(self, name: str) -> Files:
        """Leave a file out."""
        self.tables.pop(name, None)
        self.texts.pop(name, None)
        return self

    def table_text(self, name: str) -> str:
        """Give the text of a table as it would be written."""
        out = io.StringIO()
        writer = csv.DictWriter(out, HEADERS[name].split(","), lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.tables[name])
        return out.getvalue()

    def write(self) -> Project:
        """Write everything."""
        data = self.root / "data"
        data.mkdir(exist_ok=True)
        for name in self.tables:
            (data / name).write_text(self.table_text(name), encoding="utf-8")
        for name, content in self.texts.items():
            (data / name).parent.mkdir(exist_ok=True)
            (data / name).write_bytes(content)
        return Project(self.root.resolve())

    def load(self, today: date = TODAY) -> Ledger:
        """Write and read back."""
        return load_ledger(self.write(), today)

    def faults(self, today: date = TODAY) -> list[str]:
        """Write, read back, and give every fault as a user would see it."""
        try:
            self.load(today)
        except DataError as error:
            return [str(fault) for fault in error.faults]
        return []


def boats(root: Path) -> Files:
    """Give a sound project: one claim, one observation by the club, one event, no ruling."""
    files = Files(root).claim().maker("yard").change("claims.csv", origin="yard")
    files.seen("E1", "boats:measure", "club", central=110)
    return files.add(
        "events.csv",
        id="launch",
        date="2022-05-01",
        lane="river",
        title="The hundredth boat is launched",
        source="paper-e1",
        claims="boats",
    )


def estimate(
    low: float | None, high: float | None, unit: str = "boats", *, central: float | None = None,
    origin: str = "E1",
) -> Estimate:  # fmt: skip
    """Give an estimate that rests on one observation."""
    return reported(low, central, high, unit, [Origin("evidence", origin)])


COUNT = (
    'from briefing.notebook import open_chapter, record, say\nchapter = open_chapter("01-barges")',
    'claimed = chapter.claimed("barges-counted")\nload = chapter.parameter("load")\n'
    'say("The office counted {claimed}; the lock keeper {seen}. A barge carries {load}.",\n'
    '    claimed=claimed, seen=chapter.value("E1"), load=load)',
    'record("barges.claimed", claimed, how="as claimed", claims=["barges-counted"]);',
)

SUMMARY = (
    'from briefing.notebook import open_chapter, say\nchapter = open_chapter("00-summary")',
    'say("In short, {count} passed.", count=chapter.finding("barges.claimed"))',
)
"""Cells of a chapter that counts, and of a summary that tells of it."""
