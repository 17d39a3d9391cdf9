"""The appendix on assumptions: its table against the chapters, its counts against the table."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from tests.chapters.facts import ROOT, Facts
from tests.chapters.reading import Edition, plain

from briefing.paths import Project
from briefing.sweep.sweeping import SweepRequest, sweep

FINDINGS = {"assumptions.pairs-that-agree"}
TABLE = ROOT / "data" / "sweeps" / "share-of-supply.csv"
FIGURE = "outlook.share-central"


def rows() -> list[dict[str, str]]:
    """Read the kept table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def verdict(share: float, asserted: float) -> str:
    """Give the rule's word: a tenth of slack on both sides, then half as much again."""
    near, far = sorted((share, asserted))
    if near * 1.1 >= far * 0.9:
        return "supported"
    return "imprecise" if far / near < 1.5 else "disputed"


def test_the_table_holds_what_a_sweep_finds(tmp_path: Path) -> None:
    """The chapter, run anew at some of the pairs, finds the values of the table."""
    grid = ("deliveries_per_month=125000,1000000", "russian_output=2000000")
    request = SweepRequest(("outlook",), tmp_path / "table.parquet", grid=grid, jobs=2)
    sweep(Project(ROOT), request)
    runs = pd.read_parquet(request.output)
    assert set(runs["status"]) == {"done"}
    kept = {(row["deliveries_per_month"], row["russian_output"]): row for row in rows()}
    for _, run in runs.iterrows():
        row = kept[f"{run['deliveries_per_month']:.0f}", f"{run['russian_output']:.0f}"]
        for part in ("low", "central", "high"):
            assert float(row[part]) == pytest.approx(run[f"{FIGURE}.{part}"], rel=1e-9)
        assert row["unit"] == run[f"{FIGURE}.unit"]


def test_each_pair_has_its_share_and_verdict(facts: Facts) -> None:
    """The share is deliveries over both flows, and the verdict is what the rule says of it."""
    (half, _) = facts.claimed("shell-share")
    for row in rows():
        year, output = 12 * float(row["deliveries_per_month"]), float(row["russian_output"])
        share = 100 * year / (year + output)
        assert float(row["central"]) == pytest.approx(share, rel=1e-9)
        assert row["low"] == row["central"] == row["high"]
        assert row["verdict"] == verdict(float(row["central"]), half)
    assert {row["verdict"] for row in rows()} == {"supported", "imprecise", "disputed"}


def test_pairs_are_counted_from_the_table(edition: Edition) -> None:
    """Finding, sentence and headline have the numbers of pairs that the table has."""
    counts = [row["verdict"] for row in rows()]
    agreeing, all_ = counts.count("supported"), len(counts)
    assert edition.range_of("assumptions.pairs-that-agree") == (agreeing, agreeing)
    (passage,) = [p for p in edition.passages if p.chapter == "91-assumptions"]
    words = plain(passage.content["pieces"]).replace("\u00a0", " ")
    assert f"Of {all_} pairs of assumptions about them, {agreeing} would bear" in words
    assert f"{counts.count('imprecise')} would make its figure imprecise" in words
    assert f"{counts.count('disputed')} disputed" in words
    headline = plain(edition.figures["fig-assumptions"]["headline"]).replace("\u00a0", " ")
    assert headline.startswith(f"{agreeing} of {all_} pairs of assumptions")


def test_the_chart_draws_the_table(central: Edition) -> None:
    """Each cell has value and verdict of its pair, and the scenarios are set apart."""
    drawn = central.rows("fig-assumptions")
    assert [(d["x"], d["y"], d["central"], d["verdict"]) for d in drawn] == [
        (
            float(row["deliveries_per_month"]),
            float(row["russian_output"]),
            float(row["central"]),
            row["verdict"],
        )
        for row in rows()
    ]
    scenarios = {
        tuple(central.range_of(f"outlook.{what}-{name}")[0] for what in ("deliveries", "output"))
        for name in ("low", "central", "high")
    }
    assert {(row["x"], row["y"]) for row in drawn if row["framed"]} == scenarios


def test_the_command_stands_beside_the_chart(central: Edition) -> None:
    """Who wants to make the table again is told how."""
    assert "briefing sweep --refresh" in central.figures["fig-assumptions"]["credit"]
