"""Figures of different definition, easily mixed, stay apart in every chart and finding."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

_EVIDENCE = re.compile(r"evidence:(\w+)")


def by_group(edition, label: str, column: str) -> dict[str, set[str]]:
    """Give the observations drawn in each group of a chart."""
    found = defaultdict(set)
    for row in edition.rows(label):
        cell = row["evidence"] or ""
        found[row[column]] |= set(_EVIDENCE.findall(cell) or cell.split())
    return found


def quantities(facts, ids: set[str]) -> set[str]:
    """Give the quantities that observations measure."""
    return {facts.evidence[name]["quantity"] for name in ids}


def measured(edition, facts, finding: str) -> list[dict[str, str]]:
    """Give the observations that a finding rests on."""
    origins = edition.roots([f"finding:{finding}"])
    return [facts.evidence[o.partition(":")[2]] for o in origins if o.startswith("evidence:")]


def test_container_counts_are_series_of_their_own(edition, facts):
    """No series joins Washington's count to Seoul's, or a count to another's start."""
    for series, ids in by_group(edition, "fig-containers", "series").items():
        assert quantities(facts, ids) == {"containers_delivered"}
        assert len({facts.families[facts.evidence[name]["origin"]] for name in ids}) == 1, series
        notes = {facts.evidence[name]["note"] for name in ids}
        if "mid-2022" in series:
            assert {facts.evidence[name]["origin"] for name in ids} == {"rok-mnd-dia"}
        if "September 2023" in series:
            assert all("since September 2023" in note for note in notes), series


@pytest.mark.parametrize("name", ["central", "early", "high"])
def test_counts_and_capacities_share_no_group(editions, facts, name):
    """What was counted or stated, and what boxes could hold, never share a group."""
    groups = by_group(editions(name), "fig-implied", "group")
    groups.pop("Simulated")
    measures = {group: quantities(facts, ids) for group, ids in groups.items()}
    assert all(len(found) == 1 for found in measures.values()), measures
    assert {"shells_capacity"} in measures.values()
    assert {"shells_delivered"} in measures.values()


def test_no_finding_pools_counts_and_capacities(edition, facts):
    """No finding rests on counts and capacities at once, nor on two governments' containers."""
    for name in edition.findings:
        rows = measured(edition, facts, name)
        found = {row["quantity"] for row in rows}
        assert not found >= {"shells_delivered", "shells_capacity"}, name
        boxes = [row for row in rows if row["quantity"] == "containers_delivered"]
        assert len({facts.families[row["origin"]] for row in boxes}) <= 1, name


def test_each_panel_of_troops_holds_one_quantity(edition, facts):
    """Troops sent so far, present in Russia and present in Kursk never share a panel."""
    panels = by_group(edition, "fig-troops-counts", "panel")
    found = {title: quantities(facts, ids) for title, ids in panels.items()}
    assert sorted(map(sorted, found.values())) == [
        ["dprk_troops_in_kursk"],
        ["dprk_troops_in_russia"],
        ["dprk_troops_sent"],
    ]
    (sent,) = (title for title, names in found.items() if names == {"dprk_troops_sent"})
    assert "sent" in sent.lower()


def test_killed_and_casualties_are_apart(central, facts):
    """The killed, and the killed and wounded, never share a chart's group or a finding."""
    losses = {"dprk_casualties", "dprk_killed"}
    for group, ids in by_group(central, "fig-attrition", "group").items():
        assert len(quantities(facts, ids) & losses) == 1, group
    for name in central.findings:
        assert len({row["quantity"] for row in measured(central, facts, name)} & losses) <= 1, name


def test_lost_share_divides_one_makers_figures(central, facts):
    """The share lost divides casualties by those sent, both by one maker and of one day."""
    rows = measured(central, facts, "troops.share-lost-april-2025")
    assert {row["quantity"] for row in rows} == {"dprk_casualties", "dprk_troops_sent"}
    assert len({row["origin"] for row in rows}) == 1
    assert len({row["as_of"] for row in rows}) == 1


def test_contingent_is_held_against_all_losses(central, facts):
    """Every Russian rate that the contingent is set against counts the wounded too."""
    for row in measured(central, facts, "troops.days-of-losses"):
        assert row["quantity"] in {"russian_casualties", "russian_losses_per_day"}
        assert "killed and wounded" in f"{row['note']} {row['finding']}".lower(), row["id"]


def test_projectile_is_of_the_calibre_spoken_of(central, facts):
    """The mass left for packing is reckoned with the projectile of the calibre named."""
    assert "152 mm" in facts.evidence["A132"]["finding"]
    names = [name for name in central.findings if name.startswith("shells.mass-left-")]
    assert len(names) == 3
    for name in names:
        assert "evidence:A132" in central.findings[name]["origins"]
        assert "152 mm" in central.findings[name]["how"]


def test_share_of_fire_is_not_a_share_of_supply(central, facts):
    """Rates of fire and Russian output never share a group of the chart or a finding."""
    wholes = {"russian_daily_fire", "russian_shell_output"}
    groups = by_group(central, "fig-share", "group")
    assert len(groups) == 2
    for group, ids in groups.items():
        assert len(quantities(facts, ids) & wholes) == 1, group
    for name in central.findings:
        assert len({row["quantity"] for row in measured(central, facts, name)} & wholes) <= 1, name
