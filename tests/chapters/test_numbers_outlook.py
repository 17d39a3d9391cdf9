"""Findings of the outlook, computed another way from the data files."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from tests.chapters.facts import ROOT

SCENARIOS = ("low", "central", "high")
FINDINGS = {
    *(
        f"outlook.{what}-{name}"
        for what in ("troops", "deliveries", "output", "shells", "share")
        for name in SCENARIOS
    ),
    "outlook.chance-of-half-supply",
    "outlook.verdicts-probed",
    "outlook.hang-on-one",
    "outlook.moved-by-one",
}
MONTHS = 12
THEN = date(2024, 11, 30)


def settings(name: str) -> dict[str, Any]:
    """Give the values of a scenario."""
    content = tomllib.loads((ROOT / "data" / "scenarios.toml").read_text(encoding="utf-8"))
    return content[name]["parameters"]


@pytest.mark.parametrize("name", SCENARIOS)
def test_troops_follow_from_rotation_and_losses(central, facts, name):
    """The contingent grows by rotation less losses, twelve times."""
    low, high = facts.claimed("troops-in-russia")
    values = settings(name)
    change = MONTHS * (values["rotation_per_month"] - values["losses_per_month"])
    assert central.range_of(f"outlook.troops-{name}") == pytest.approx(
        (low + change, high + change)
    )


@pytest.mark.parametrize("name", SCENARIOS)
def test_assumptions_are_those_of_the_file(central, name):
    """What a scenario assumes is filed as it stands in the file."""
    values = settings(name)
    for finding, parameter in (
        ("deliveries", "deliveries_per_month"),
        ("output", "russian_output"),
    ):
        assert central.range_of(f"outlook.{finding}-{name}") == (values[parameter],) * 2


@pytest.mark.parametrize("name", SCENARIOS)
def test_shells_follow_from_deliveries(central, name):
    """A year of deliveries is added to the median of the simulation."""
    start = central.findings["shells.implied"]["value"]["central"]
    (low, high) = central.range_of(f"outlook.shells-{name}")
    total = start + MONTHS * settings(name)["deliveries_per_month"]
    assert low == high == pytest.approx(total)


@pytest.mark.parametrize("name", SCENARIOS)
def test_share_of_supply_follows_from_both_flows(central, name):
    """The share is deliveries over deliveries and Russian output, a year of each."""
    values = settings(name)
    year = MONTHS * values["deliveries_per_month"]
    share = 100 * year / (year + values["russian_output"])
    assert central.range_of(f"outlook.share-{name}") == pytest.approx((share, share))


@pytest.mark.parametrize("name", ["central", "early"])
def test_chance_of_half_the_supply_is_the_exact_one(editions, facts, name):
    """The chance is the part of a rectangle, deliveries by output, in which deliveries are more."""
    sent, made = (
        (min(map(facts.low, rows)), max(map(facts.high, rows)))
        for rows in (("A326", "A169"), ("A178", "A326b", "A337", "A180"))
    )
    rows = ("A326", "A169", "A178", "A326b", "A337", "A180")
    assert all(facts.is_known(row, THEN) for row in rows)
    # All deliveries lie within the range of output, so the mean of them decides.
    assert made[0] <= sent[0] <= sent[1] <= made[1]
    chance = 100 * (sum(sent) / 2 - made[0]) / (made[1] - made[0])
    low, high = editions(name).range_of("outlook.chance-of-half-supply")
    assert low == high == pytest.approx(chance, abs=1.5)


def test_every_ruled_claim_is_tried(central, facts):
    """As many verdicts are tried as claims are ruled on, and the parts are no larger."""
    ruled = {name.partition("/")[0] for name in facts.rulings}
    probed, hanging, moved = (
        central.range_of(f"outlook.{name}")[0]
        for name in ("verdicts-probed", "hang-on-one", "moved-by-one")
    )
    assert probed == len(ruled)
    assert hanging <= probed
    assert moved == len(central.rows("fig-fragility"))


def test_a_claim_of_one_family_hangs_on_it(central, facts):
    """A claim that only one family supports is among those that hang on one."""
    assert central.range_of("outlook.hang-on-one")[0] == len(
        {row[0]["text"] for row in central.tables["tbl-fragility"]["rows"]}
    )
