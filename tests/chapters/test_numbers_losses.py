"""The chapter on losses: its findings and charts computed another way, and its traps."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.chapters.facts import Facts, days_between
from tests.chapters.reading import plain

YEAR = 365.2425
CHAPTER = "05-losses"
CUTOFFS = {"central": date(2026, 10, 10), "early": date(2024, 11, 30), "between": date(2025, 4, 30)}

# Killed, and wounded or the total of both, of each published split.
GIVEN_WOUNDED = {
    "nyt": ("A348", "A349"), "us-2023": ("A192", "A220"), "wsj": ("A193", "A221"),
    "csis": ("A223b", "A223"),
}  # fmt: skip
GIVEN_TOTAL = {"nato": ("A218b", "A218"), "uk": ("A195", "A195b")}
SPLITS = GIVEN_WOUNDED | GIVEN_TOTAL

FINDINGS = {
    "losses.war-days", "losses.war-years", "losses.share-named",
    "losses.killed-in-october", "losses.above-the-article", "losses.sum",
    "losses.killed-at-other-splits", "losses.claimed-in-quarter",
    "losses.per-recruit-gur", "losses.per-recruit-kluge", "losses.wounded-left-later",
    "losses.share-for-good", "losses.for-good-per-day",
    *(f"losses.wounded-per-killed-{key}" for key in SPLITS),
}  # fmt: skip

# What the dead, with or without the wounded, the missing and the captured are measured by.
DEFINITIONS = {
    "russian_killed", "russian_killed_names", "russian_killed_in_year",
    "russian_killed_or_missing", "russian_killed_as_said", "russian_killed_per_day",
    "russian_wounded", "russian_wounded_or_missing", "russian_casualties",
    "russian_casualties_with_missing", "russian_losses_claimed", "russian_permanent_losses",
}  # fmt: skip

_EVIDENCE = re.compile(r"evidence:(\w+)")

Bounds = tuple[float, float]


def killed_of(facts: Facts, key: str) -> Bounds:
    """Give the killed of a split; an upper value alone stands for both bounds."""
    row = facts.evidence[SPLITS[key][0]]
    if row["high"] and not row["low"]:
        return float(row["high"]), float(row["high"])
    return facts.low(row["id"]), facts.high(row["id"])


def wounded_per_killed(facts: Facts, key: str) -> Bounds:
    """Give the least and the most wounded for each one killed."""
    few, many = killed_of(facts, key)
    other = SPLITS[key][1]
    if key in GIVEN_TOTAL:
        total = facts.low(other)
        assert total == facts.high(other)
        return (total - many) / many, (total - few) / few
    return facts.low(other) / many, facts.high(other) / few


def on_the_line(facts: Facts, total: float) -> float:
    """Read the killed at the day of the US assessment off the line from June 2024 to a total."""
    start, day, end = (facts.evidence[row]["as_of"] for row in ("A207", "A348", "A355"))
    share = days_between(start, day)[0] / days_between(start, end)[0]
    return (1 - share) * facts.low("A207") + share * total


def is_known_split(facts: Facts, key: str, cutoff: date) -> bool:
    """Whether both figures of a split were published by a day."""
    return all(facts.is_known(row, cutoff) for row in SPLITS[key])


def recompute(facts: Facts, cutoff: date) -> dict[str, Bounds]:
    """Compute the bounds of every finding by plain arithmetic."""
    killed, wounded = facts.claimed("russia-killed")[0], facts.claimed("russia-wounded")[0]
    invaded = facts.events["invasion"]["date"]
    (days, _) = days_between(invaded, facts.claims["statement-date"]["as_of"])
    line = on_the_line(facts, facts.low("A355")), on_the_line(facts, facts.high("A355"))
    rates = [facts.losses_per_day(month) for month in ("2024-07", "2024-08", "2024-09")]
    few, many = min(rates), max(rates)
    ratios = {key: wounded_per_killed(facts, key) for key in SPLITS}
    total = facts.high("A348b")
    known = [key for key in SPLITS if key != "nyt" and is_known_split(facts, key, cutoff)]
    million = facts.low("A197b")
    lasting = facts.low("A219") / million, facts.high("A219") / million
    return {
        "losses.war-days": (days, days),
        "losses.war-years": (days / YEAR, days / YEAR),
        "losses.share-named": (100 * facts.low("A203") / killed,) * 2,
        "losses.killed-in-october": line,
        "losses.above-the-article": (100 * (line[0] / killed - 1), 100 * (line[1] / killed - 1)),
        "losses.sum": (killed + wounded, killed + wounded),
        "losses.killed-at-other-splits": (
            min(total / (1 + ratios[key][1]) for key in known),
            max(total / (1 + ratios[key][0]) for key in known),
        ),
        "losses.claimed-in-quarter": (few, many),
        "losses.per-recruit-gur": (few / facts.high("A266"), many / facts.low("A266")),
        "losses.per-recruit-kluge": (few / facts.high("A344"), many / facts.low("A344")),
        "losses.wounded-left-later": (facts.low("A357") - facts.high("A198"),) * 2,
        "losses.share-for-good": (100 * lasting[0], 100 * lasting[1]),
        "losses.for-good-per-day": (few * lasting[0], many * lasting[1]),
        **{f"losses.wounded-per-killed-{key}": ratio for key, ratio in ratios.items()},
    }


def drawn(edition, label: str, column: str) -> dict[str, set[str]]:
    """Give the quantities drawn in each group or panel of a chart."""
    found: dict[str, set[str]] = {}
    for row in edition.rows(label):
        found.setdefault(str(row.get(column)), set()).add(row["quantity"])
    return found


def headline(edition, label: str) -> dict[str, dict]:
    """Give the values of a headline by field."""
    return {p["field"]: p for p in edition.figures[label]["headline"] if not isinstance(p, str)}


@pytest.mark.parametrize("finding", sorted(FINDINGS))
@pytest.mark.parametrize("name", ["central", "early", "between"])
def test_finding_follows_from_the_tables(editions, facts, name, finding):
    """A finding has the bounds that plain arithmetic on the tables gives, where it was knowable."""
    edition = editions(name)
    needed = editions("central").roots([f"finding:{finding}"])
    rows = [o.partition(":")[2] for o in needed if o.startswith("evidence:")]
    if finding not in edition.findings:
        # The chapter may not have been asked for in this edition.
        if CHAPTER in edition.notebooks:
            assert not all(facts.is_known(row, CUTOFFS[name]) for row in rows)
        return
    assert edition.range_of(finding) == pytest.approx(recompute(facts, CUTOFFS[name])[finding])


def test_all_findings_are_listed(central):
    """The chapter records what is recomputed here and nothing else."""
    assert {name for name in central.findings if name.startswith("losses.")} == FINDINGS


def test_killed_and_totals_share_no_panel(edition):
    """The killed, and the killed and wounded, are never drawn in one chart's panel."""
    killed = drawn(edition, "fig-losses-killed", "panel")
    assert sorted(map(sorted, killed.values())) == [["russian_killed"], ["russian_killed_names"]]
    totals = drawn(edition, "fig-losses-total", "panel")
    assert list(totals.values()) == [{"russian_casualties"}]


def test_every_known_estimate_is_drawn(edition, facts):
    """No known row of the quantities charted is left out, and each is drawn as entered."""
    cutoff = CUTOFFS["central" if "losses.share-for-good" in edition.findings else "early"]
    for label, quantities in (
        ("fig-losses-killed", {"russian_killed", "russian_killed_names"}),
        ("fig-losses-total", {"russian_casualties"}),
    ):
        known = {
            name
            for name, row in facts.evidence.items()
            if row["quantity"] in quantities and facts.is_known(name, cutoff)
        }
        assert {row["evidence"] for row in edition.rows(label)} == known
        for row in edition.rows(label):
            stored = facts.evidence[row["evidence"]]
            values = [float(stored[k]) if stored[k] else None for k in ("low", "central", "high")]
            assert [row[k] for k in ("low", "central", "high")] == values, row["evidence"]


def test_each_definition_has_a_name_of_its_own(facts):
    """Notes of the killed, of both together and of Kyiv's wider claims say which they are."""
    rows = [row for row in facts.evidence.values() if row["quantity"] in DEFINITIONS]
    assert {row["quantity"] for row in rows} == DEFINITIONS
    starts = {
        "russian_killed": "Killed only", "russian_killed_names": "Killed only, confirmed by name",
        "russian_killed_in_year": "Killed only, within the year",
        "russian_killed_or_missing": "Killed or missing", "russian_wounded": "Wounded only",
        "russian_casualties": "Killed and wounded", "russian_wounded_or_missing": "Wounded or",
        "russian_casualties_with_missing": "Killed, wounded and missing",
        "russian_losses_claimed": "Killed, wounded, missing and captured",
    }  # fmt: skip
    for row in rows:
        assert row["note"].startswith(starts.get(row["quantity"], "Killed")), row["id"]


def test_names_are_a_floor(facts):
    """Names confirmed stay below every estimate of the killed that speaks of the same time."""
    names = sorted(
        (row["as_of"], facts.low(row["id"]))
        for row in facts.evidence.values()
        if row["quantity"] == "russian_killed_names"
    )
    assert [count for _, count in names] == sorted(count for _, count in names)
    for row in facts.evidence.values():
        if row["quantity"] == "russian_killed":
            by_then = [count for day, count in names if day <= row["as_of"]]
            value = float(row["high"] or row["central"])
            assert value > max(by_then, default=0), row["id"]


def test_names_passed_the_article_when_the_headline_says(central, facts):
    """The month in the headline is the first whose names exceed the article's killed."""
    (killed, _) = facts.claimed("russia-killed")
    told = headline(central, "fig-losses-killed")["day"]["origins"]
    ((_, first),) = [o.split(":") for o in told]
    names = [r for r in facts.evidence.values() if r["quantity"] == "russian_killed_names"]
    above = [row for row in names if facts.low(row["id"]) > killed]
    assert first == min(above, key=lambda row: row["as_of"])["id"]
    later = [
        facts.low(r["id"])
        for r in facts.evidence.values()
        if r["quantity"] == "russian_killed"
        and r["as_of"] >= facts.evidence[first]["as_of"]
        and r["origin"] != "csis"
    ]
    assert headline(central, "fig-losses-killed")["low"]["estimate"]["low"] == min(later)


def test_the_article_quotes_the_lowest_killed_of_its_time(edition, facts):
    """The register stood above the article when it was written, the names confirmed below it."""
    (killed, _) = facts.claimed("russia-killed")
    assert facts.low("A207") > killed > facts.low("A204")
    assert facts.evidence["A207"]["as_of"] < facts.evidence["A348"]["as_of"]
    low, _ = edition.range_of("losses.killed-at-other-splits")
    assert low > killed


def test_one_split_has_the_most_wounded(edition, facts):
    """No known split has more wounded for each one killed than that of The New York Times."""
    ratios = {n: v for n, v in edition.findings.items() if "wounded-per-killed" in n}
    highest = max(ratios, key=lambda name: ratios[name]["value"]["high"])
    assert highest == "losses.wounded-per-killed-nyt"
    rows = edition.tables["tbl-losses-splits"]["rows"]
    assert len(rows) == len(ratios)
    least = min(value["value"]["low"] for value in ratios.values())
    assert (least, ratios[highest]["value"]["high"]) == pytest.approx((1.4, 4.35), abs=0.05)


def test_the_line_joins_one_maker(central, facts):
    """The straight line runs between two estimates of one origin, on either side of the day."""
    needed = central.roots(["finding:losses.killed-in-october"])
    rows = [facts.evidence[o.partition(":")[2]] for o in needed if o.startswith("evidence:")]
    ends = sorted(row["as_of"] for row in rows if row["origin"] == "meduza-probate")
    (day,) = (row["as_of"] for row in rows if row["origin"] != "meduza-probate")
    assert len(ends) == 2
    assert ends[0] < day < ends[1]


def test_said_is_not_measured(central, facts):
    """The almost half a million said in a lecture is in no chart, finding or ruling."""
    said = {row["id"] for row in facts.evidence.values() if row["origin"] == "gchq"}
    assert said
    assert not said & {i for row in facts.rulings.values() for i in row["evidence"].split()}
    told = [i for i in central.told if said & set(_EVIDENCE.findall(" ".join(i.origins)))]
    assert {item.kind for item in told if item.chapter == CHAPTER} == {told[0].kind}
    (passage,) = [item for item in told if item.chapter == CHAPTER]
    assert "not as measured" in plain(passage.content["pieces"])
    for name in FINDINGS:
        assert not said & set(_EVIDENCE.findall(" ".join(central.roots([f"finding:{name}"])))), name


def test_csis_confirms_nobody(facts):
    """CSIS builds on the others' figures, so its rows bear on no verdict."""
    bearings = [
        pair
        for row in facts.evidence.values()
        if row["origin"] == "csis" and row["quantity"].startswith("russian_")
        for pair in row["claims"].split()
        if pair.startswith("russia-")
    ]
    assert bearings
    assert {pair.partition(":")[2] for pair in bearings} == {"context"}


def test_months_are_those_of_the_series(edition, facts):
    """Each bar is a month of the series; the article's month was the highest until then."""
    series = {r["month"]: r for r in facts.table("series/ru_losses_uamod_monthly")}
    rows = edition.rows("fig-losses-months")
    assert rows
    for row in rows:
        stored = series[row["month"]]
        assert row["value"] == float(stored["personnel_per_day"])
    picked = {row["picked"]: row["month"] for row in rows if row["picked"]}
    november = facts.losses_per_day("2024-11")
    assert picked.pop("Article") == "2024-11"
    assert all(row["value"] < november for row in rows if row["month"] < "2024-11")
    for month in picked.values():
        assert facts.losses_per_day(month) == max(row["value"] for row in rows)


def test_recruits_cover_losses_for_good_only(central, facts):
    """Recruits fall short of all claimed losses, but not of those lost for good."""
    _, for_good = central.range_of("losses.for-good-per-day")
    for counter, row in (("gur", "A266"), ("kluge", "A344")):
        low, _ = central.range_of(f"losses.per-recruit-{counter}")
        assert low > 1
        assert for_good < facts.low(row)


def test_later_totals_outrun_the_wounded(central, facts):
    """London's later total less the most dead of any estimate by then holds more wounded."""
    (wounded, _) = facts.claimed("russia-wounded")
    dead = [
        facts.high(row["id"])
        for row in facts.evidence.values()
        if row["quantity"] == "russian_killed" and row["as_of"] <= "2025-12-31"
    ]
    low, _ = central.range_of("losses.wounded-left-later")
    assert low == facts.low("A357") - max(dead)
    assert low > wounded


def test_totals_ran_between_the_ends_told(edition, facts):
    """The ends that the headline gives are the lowest and the highest of those two months."""
    told = headline(edition, "fig-losses-total")
    values = [
        row["low"] or row["central"]
        for row in edition.rows("fig-losses-total")
        if row["as_of"] in {"2024-10-30", "2024-10-09", "2024-11-10"}
        and (row["low"] or row["central"])
    ]
    assert min(values) == told["low"]["estimate"]["low"]
    assert max(values) == told["high"]["estimate"]["low"]
