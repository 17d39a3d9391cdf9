"""Every finding that is not drawn at random, computed another way from the data files."""

from __future__ import annotations

import math
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from tests.chapters.facts import Facts, days_between, last_day

YEAR = 365.25

SIMULATED = {
    "shells.implied",
    "shells.implied-article",
    "shells.chance-above-upper-end",
    "shells.chance-of-half",
    "shells.chance-of-half-plain",
}
COUNTED = {f"summary.claims-{name}" for name in ("ruled", "sound", "caveat", "off", "open")}
COMPUTED = """
troops.days-of-losses troops.us-loss-rate troops.share-of-strength
troops.share-of-cohort troops.share-lost-april-2025 troops.losses-per-month troops.turnover
troops.rotation-share-of-cohort troops.pool-lasts
shells.factor-nis shells.factor-dia shells.mass-left-nis shells.mass-left-dia
shells.mass-left-dia-old-box shells.rounds-by-mass
shells.output-for-half shells.flow-osc shells.share-of-fire shells.value shells.needed-for-value
"""

PARAMETERS = ("rotation_per_month", "packed_mass_per_round", "unit_price")
GIVEN = {"early": {"rotation_per_month": 2000.0}}
SCENARIOS = {"early": "low"}
CUTOFFS = {"early": date(2024, 11, 30), "between": date(2025, 4, 30), "central": date(2026, 10, 10)}

Bounds = tuple[float, float]


def exactly(value: float) -> Bounds:
    """Give both bounds of an exact value."""
    return value, value


def loss_rates(facts: Facts, cutoff: date) -> list[float]:
    """Give the Russian losses a day that had been published by a day."""
    (war_days, _) = days_between(facts.events["invasion"]["date"], facts.evidence["A348b"]["as_of"])
    published = {row: facts.high(row) for row in ("A210b", "A191", "A218")}
    return [
        facts.high("A348b") / war_days,
        facts.losses_per_day("2024-10"),
        *(rate for row, rate in published.items() if facts.is_known(row, cutoff)),
    ]


def recompute(facts: Facts, values: dict[str, float], cutoff: date) -> dict[str, Bounds]:
    """Compute the bounds of every finding by plain arithmetic."""
    least, most = facts.claimed("troops-in-russia")
    rates = loss_rates(facts, cutoff)
    rotation, men = values["rotation_per_month"], facts.low("B328")
    weakest = min(facts.low("B162"), facts.low("B341"))
    strongest = max(facts.high("B162"), facts.high("B341"))
    fought = days_between(facts.events["combat-begins"]["date"], facts.evidence["A228"]["as_of"])
    sailed = days_between(
        facts.events["first-container-ship"]["date"], facts.evidence["A316"]["as_of"]
    )
    box, old_box, bare = facts.low("A111"), facts.low("A112"), facts.low("A132")
    nis, dia = facts.low("A309") / facts.low("A310"), facts.low("A118") / facts.low("A103")
    yearly, half = facts.low("A169"), facts.low("A167") / 100
    fire = [row for row in ("A185", "A186", "A187", "A188") if facts.is_known(row, cutoff)]
    fewest, utmost = facts.claimed("shells-delivered")
    price = values["unit_price"]
    return {
        "troops.days-of-losses": (least / max(rates), most / min(rates)),
        "troops.us-loss-rate": exactly(rates[0]),
        "troops.share-of-strength": (100 * least / strongest, 100 * most / weakest),
        "troops.share-of-cohort": (100 * least / men, 100 * most / men),
        "troops.share-lost-april-2025": exactly(100 * facts.low("A228") / facts.low("A241")),
        "troops.losses-per-month": (
            facts.low("A228") / fought[1] * YEAR / 12,
            facts.high("A228") / fought[0] * YEAR / 12,
        ),
        "troops.turnover": (least / rotation, most / rotation),
        "troops.rotation-share-of-cohort": exactly(100 * 12 * rotation / men),
        "troops.pool-lasts": (weakest / rotation / 12, strongest / rotation / 12),
        "shells.factor-nis": exactly(nis),
        "shells.factor-dia": exactly(dia),
        "shells.mass-left-nis": exactly(box / nis - bare),
        "shells.mass-left-dia": exactly(box / dia - bare),
        "shells.mass-left-dia-old-box": exactly(old_box / dia - bare),
        "shells.rounds-by-mass": exactly(box / values["packed_mass_per_round"]),
        "shells.output-for-half": exactly(yearly * (1 - half) / half),
        "shells.flow-osc": (
            facts.low("A316") / sailed[1] * YEAR,
            facts.high("A316") / sailed[0] * YEAR,
        ),
        "shells.share-of-fire": (
            min(100 * yearly / YEAR / facts.high(row) for row in fire),
            max(100 * yearly / YEAR / facts.low(row) for row in fire),
        ),
        "shells.value": (fewest * price, utmost * price),
        "shells.needed-for-value": (float(facts.claims["shells-value"]["low"]) / price, math.inf),
    }


def expected(facts: Facts, name: str) -> dict[str, Bounds]:
    """Recompute for one edition."""
    values = {key: facts.scenarios[SCENARIOS.get(name, "central")][key] for key in PARAMETERS}
    return recompute(facts, values | GIVEN.get(name, {}), CUTOFFS[name])


def close(value: Bounds) -> object:
    """Allow for the length of a year, which some count as 365.2425 days."""
    return pytest.approx(value, rel=1e-4)


def test_no_finding_is_unchecked(central):
    """Every finding is recomputed below, or is a simulation or a count with a test of its own."""
    elsewhere = {
        name
        for path in Path(__file__).parent.glob("test_numbers_*.py")
        for name in import_module(f"tests.chapters.{path.stem}").FINDINGS
    }
    assert set(central.findings) == {*COMPUTED.split(), *SIMULATED, *COUNTED} | elsewhere


@pytest.mark.parametrize("finding", COMPUTED.split())
@pytest.mark.parametrize("name", ["central", "early", "between"])
def test_finding_follows_from_the_tables(editions, facts, name, finding):
    """A finding has the bounds that plain arithmetic on the tables gives, where it was knowable."""
    edition = editions(name)
    if finding not in edition.findings:
        needed = editions("central").roots([f"finding:{finding}"])
        rows = [o.partition(":")[2] for o in needed if o.startswith("evidence:")]
        assert not all(facts.is_known(row, CUTOFFS[name]) for row in rows)
        return
    low, high = edition.range_of(finding)
    bounds = (low, math.inf if high is None else high)
    assert bounds == close(expected(facts, name)[finding])


@pytest.mark.parametrize("name", ["central", "early"])
def test_summary_counts_the_rulings(editions, facts, name):
    """The summary's counts of claims and of rulings by verdict are those of the ledger."""
    vintage = "then" if name == "early" else "now"
    ruled = [row["verdict"] for key, row in facts.rulings.items() if key.endswith(f"/{vintage}")]
    counts = {
        "ruled": len(ruled),
        "sound": sum(verdict.startswith("supported") for verdict in ruled),
        "caveat": ruled.count("supported-with-caveat"),
        "off": sum(verdict in {"imprecise", "outdated", "disputed"} for verdict in ruled),
        "open": ruled.count("not-checkable"),
    }
    edition = editions(name)
    for key, count in counts.items():
        assert edition.range_of(f"summary.claims-{key}") == exactly(count), key
    total = edition.passages[0].content["pieces"][1]["estimate"]
    assert (total["low"], total["high"]) == exactly(len(facts.claims))


@pytest.mark.parametrize("name", ["central", "early"])
def test_ledger_counts_what_was_known(editions, facts, name):
    """The ledger's counts of observations, publications and families are those of the tables."""
    known = [row for row in facts.evidence.values() if facts.published(row) <= CUTOFFS[name]]
    sources = {row["source"] for row in known}
    counts = {
        "rows": len(known),
        "sources": len(sources),
        "families": len({facts.families[row["origin"]] for row in known}),
        "direct": sum(facts.sources[source]["read"] == "direct" for source in sources),
    }
    told = [p for i in editions(name).passages if i.chapter == "90-ledger" for p in i.values]
    found = {p["field"]: p["estimate"]["low"] for p in told if p["field"] in counts}
    assert found == counts


@pytest.mark.parametrize("name", ["central", "early"])
def test_scoreboard_shows_every_claim_at_each_vintage(editions, facts, name):
    """The scoreboard has one mark a claim and vintage, with the verdict of the ledger."""
    vintages = {"then"} if name == "early" else {"then", "now"}
    rows = editions(name).rows("fig-scoreboard")
    drawn = {(row["claim"], row["vintage"]): row["verdict"] for row in rows}
    assert len(rows) == len(drawn)
    assert set(drawn) == {(claim, vintage) for claim in facts.claims for vintage in vintages}
    for (claim, vintage), verdict in drawn.items():
        assert verdict == facts.rulings.get(f"{claim}/{vintage}", {}).get("verdict")


def test_lowest_rate_is_the_american_mean(facts):
    """The rate that a sentence calls the lowest, the mean of the whole war, is the lowest."""
    first, *others = loss_rates(facts, last_day("2026"))
    assert first < min(others)
