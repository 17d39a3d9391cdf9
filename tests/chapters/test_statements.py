"""What a sentence or headline claims in words holds for the values of its edition."""

from __future__ import annotations

import pytest
from tests.chapters.facts import days_between, last_day
from tests.chapters.reading import is_printed, numbers, plain


def saying(edition, words: str):
    """Give the one passage that says these words, or None."""
    found = [item for item in edition.passages if words in plain(item.content["pieces"])]
    assert len(found) <= 1
    return found[0] if found else None


def printed(item, *fields: str) -> list[float]:
    """Give the lower bounds of values in a passage, by field."""
    values = {piece["field"]: piece["estimate"]["low"] for piece in item.values}
    return [values[field] for field in fields]


def test_parts_add_up_to_the_claims_ruled_on(central):
    """The numbers of claims by ruling that the summary gives add up to those ruled on."""
    passage = saying(central, "Of the article's")
    fields = {p["field"]: p["estimate"]["low"] for p in passage.values}
    total, caveat = fields.pop("total"), fields.pop("caveat")
    assert caveat <= fields["sound"]
    assert sum(fields.values()) == total


@pytest.mark.parametrize("name", ["central", "early", "high"])
def test_tornado_headline_names_the_widest_bar(editions, name):
    """The assumption that the headline calls the strongest is the one with the widest bar."""
    edition = editions(name)
    headline = plain(edition.figures["fig-tornado"]["headline"])
    widest = edition.rows("fig-tornado")[0]
    assert widest["assumption"] in headline
    ends = numbers(headline)
    assert is_printed(widest["low_result"], ends)
    assert is_printed(widest["high_result"], ends)


def test_rotation_stands_beside_the_loss_rate(edition):
    """The rotation assumed is told beside the losses found, without calling them near."""
    passage = saying(edition, "fresh troops a month")
    assert "near" not in plain(passage.content["pieces"])
    if "troops.losses-per-month" in edition.findings:
        (monthly,) = printed(passage, "monthly")
        assert monthly == edition.range_of("troops.losses-per-month")[0]


@pytest.mark.parametrize("name", ["central", "early", "high"])
def test_factors_above_the_rounds_by_mass_are_counted(editions, name):
    """How many totals imply more rounds than a box takes by mass is counted from the chart."""
    edition = editions(name)
    passage = saying(edition, "totals imply")
    fits, over, all_ = printed(passage, "fits", "over", "all")
    factors = [row["low"] or row["central"] for row in edition.rows("fig-feasible")]
    assert (over, all_) == (sum(factor > fits for factor in factors), len(factors))


def test_factor_out_of_reach_leaves_no_room(edition, facts):
    """The factor called out of reach leaves less for packing than a tenth of the projectile."""
    left, tight = (edition.range_of(f"shells.mass-left-{name}")[0] for name in ("nis", "dia"))
    bare = facts.low("A132")
    assert left < bare / 10
    assert bare / 10 < tight < bare


def test_every_latest_count_stood_above_the_article(edition, facts):
    """When the article was written the latest count of every series exceeded its containers."""
    (claimed, _) = facts.claimed("containers")
    latest: dict[str, tuple[str, float]] = {}
    for row in edition.rows("fig-containers"):
        if facts.is_known(row["evidence"], last_day("2024-11-30")):
            value = row["low"] or row["central"]
            latest[row["series"]] = max(latest.get(row["series"], ("", 0)), (row["as_of"], value))
    assert len(latest) == 3
    assert all(value > claimed for _, value in latest.values())


def test_only_washington_and_the_minister_gave_the_number(central, facts):
    """The agency whose start the article took never gave the article's number."""
    (claimed, _) = facts.claimed("containers")
    by_series: dict[str, set[float]] = {}
    for row in central.rows("fig-containers"):
        by_series.setdefault(row["series"], set()).add(row["low"] or row["central"])
    with_it = {name for name, values in by_series.items() if claimed in values}
    assert "Washington, from September 2023" in with_it
    assert not any("DIA" in name for name in with_it)


def test_later_counts_lie_in_the_range_told(central, facts):
    """Counts of those present after the article's date lie within the range of the headline."""
    headline = central.figures["fig-troops-counts"]["headline"]
    told = {p["field"]: p["estimate"] for p in headline if not isinstance(p, str)}
    least, most = told["least"]["low"], told["high"]["high"]
    later = [
        value
        for row in central.rows("fig-troops-counts")
        if row["panel"] != "Sent so far" and row["as_of"] > "2024-11-30"
        for value in (row["low"], row["central"], row["high"])
        if value is not None
    ]
    assert min(later) == least
    assert max(later) == most


def test_ratio_of_fire_rises_and_falls(edition):
    """The peak that the headline names is the highest ratio drawn, and lies between lower ones."""
    rows = edition.rows("fig-ratio")
    values = {
        p["field"]: p["estimate"]
        for p in edition.figures["fig-ratio"]["headline"]
        if not isinstance(p, str)
    }
    peak = values["high"]["low"]
    drawn = {(row["as_of"], row["central"] or row["high"]) for row in rows}
    assert peak == max(value for _, value in drawn)
    day = values["high_day"]["date"]
    assert any(value < peak for when, value in drawn if when < day)
    assert any(value < peak for when, value in drawn if when > day)


def test_losses_rise_between_the_reports_told(central, facts):
    """The headline's two losses are one maker's, in order, and as many days apart as it says."""
    headline = central.figures["fig-attrition"]["headline"]
    told = {p["field"]: p for p in headline if not isinstance(p, str)}
    first, last = (told[f]["origins"][0].partition(":")[2] for f in ("first", "last"))
    makers = {facts.evidence[row]["origin"] for row in (first, last)}
    assert len(makers) == 1
    days = days_between(facts.evidence[first]["as_of"], facts.evidence[last]["as_of"])
    assert (told["time"]["estimate"]["low"], told["time"]["estimate"]["high"]) == days
    assert told["first"]["estimate"]["low"] < told["last"]["estimate"]["low"]


def test_shares_lost_divide_one_familys_figures(central, facts):
    """A share of losses ascribed to one maker divides figures of that maker's family."""
    for row in central.rows("fig-attrition"):
        ids = [o.partition(":")[2] for o in row["evidence"].split("; ") if "evidence" in o]
        families = {facts.families[facts.evidence[name]["origin"]] for name in ids}
        assert len(families) == 1 or " over " in row["row"], row["row"]


def test_capacity_over_kyivs_counts_is_the_one_told(central, facts):
    """The capacity nearest in time to each of Kyiv's counts is as many times as high as told."""
    passage = saying(central, "times as high as Kyiv's count")
    kyiv, seoul = (
        [
            row
            for row in facts.evidence.values()
            if row["quantity"] == quantity and facts.families[row["origin"]] == family
        ]
        for quantity, family in (("shells_delivered", "kyiv"), ("shells_capacity", "seoul"))
    )
    ratios = {}
    for count in kyiv:
        near = min(seoul, key=lambda row: days_apart(row["as_of"], count["as_of"]))
        if days_apart(near["as_of"], count["as_of"]) <= 120:
            ratios[count["id"], near["id"]] = facts.low(near["id"]) / facts.low(count["id"])
    assert len(ratios) >= 4
    (told,) = [piece["estimate"] for piece in passage.values]
    assert (told["low"], told["high"]) == pytest.approx(
        (min(ratios.values()), max(ratios.values()))
    )


def days_apart(one: str, other: str) -> int:
    """Count the days between two dates, whichever comes first."""
    return abs((last_day(one) - last_day(other)).days)


def test_days_between_speeches(central, facts):
    """The gap between Austin's remark and the briefing is counted on the calendar."""
    (days, _) = days_between(
        facts.claims["statement-date"]["as_of"], facts.evidence["A292"]["as_of"]
    )
    passages = [item for item in central.passages if item.chapter == "01-troops"]
    texts = [p["text"] for item in passages for p in item.values if p["field"] == "gap"]
    assert texts == [f"{days}\u00a0days"]


def test_newest_evidence_is_of_the_month_named(central, facts):
    """The month in which the newest evidence was found is the one that the summary names."""
    ids = {
        origin.partition(":")[2]
        for item in central.told
        for origin in central.roots(item.origins)
        if origin.startswith("evidence:")
    }
    newest = max(facts.published(facts.evidence[name]) for name in ids)
    (passage,) = [p for p in central.passages if any(v["field"] == "newest" for v in p.values)]
    (said,) = [value for value in passage.values if value["field"] == "newest"]
    assert said["text"] == f"{newest:%B %Y}"
