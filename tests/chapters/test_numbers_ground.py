"""The findings on ground, computed another way from the data files, and what its words claim."""

from __future__ import annotations

import json
import math
from datetime import date
from itertools import pairwise

import pytest
from tests.chapters.facts import ROOT, Facts, first_day, last_day
from tests.chapters.reading import plain

FINDINGS = {
    "ground.november-gain": "km2",
    "ground.pace-of-march": "%",
    "ground.november-of-march": "%",
    "ground.march-over-november": "ratio",
    "ground.fire-of-worst": "%",
    "ground.held-of-peak": "%",
    "ground.held-of-september-2022": "%",
    "ground.losses-of-highest": "%",
    "ground.pocket-peak": "km2",
    "ground.pocket-at-writing": "km2",
    "ground.pocket-left-at-writing": "%",
    "ground.pocket-lost-before-combat": "%",
    "ground.pocket-lost-in-first-combat": "%",
    "ground.pocket-lost-after-return": "%",
}
LATER = {
    "ground.november-of-march",
    "ground.march-over-november",
    "ground.held-of-peak",
    "ground.pocket-lost-before-combat",
    "ground.pocket-lost-in-first-combat",
    "ground.pocket-lost-after-return",
}
"""Findings that need what was published after the article."""


def months(facts: Facts) -> dict[str, dict[str, str]]:
    """Give the series of ground held by month."""
    return {row["month"]: row for row in facts.table("series/ground_held_monthly")}


def pocket(facts: Facts, day: date) -> float:
    """Give the area held in Kursk on a day: that of the last change by then."""
    rows = facts.table("series/kursk_pocket")
    return [float(row["held_km2"]) for row in rows if date.fromisoformat(row["date"]) <= day][-1]


def expected(facts: Facts) -> dict[str, tuple[float, float]]:
    """Compute the bounds of every finding by plain arithmetic."""
    series, low = months(facts), facts.low
    highest = max(float(row["held_km2"]) for row in facts.table("series/kursk_pocket"))
    combat = pocket(facts, first_day(facts.events["combat-begins"]["date"]))
    pause = pocket(facts, first_day(facts.evidence["A022"]["as_of"]))
    back = pocket(facts, first_day(facts.evidence["D405"]["as_of"]))
    end = pocket(facts, first_day(facts.events["russia-admits"]["date"]))
    written = pocket(facts, facts.vintage("then"))
    exact = {
        "november-gain": float(series["2024-11"]["change_km2"]),
        "pace-of-march": 100 * low("A258") / low("A258b"),
        "november-of-march": 100 * low("A374") / low("A373"),
        "march-over-november": low("A373") / low("A374"),
        "held-of-peak": 100 * low("A374b") / low("D400"),
        "held-of-september-2022": 100
        * float(series["2024-11"]["share_of_ukraine_pct"])
        / float(series["2022-09"]["share_of_ukraine_pct"]),
        "losses-of-highest": 100
        * facts.losses_per_day("2024-11")
        / facts.losses_per_day("2024-10"),
        "pocket-peak": highest,
        "pocket-at-writing": written,
        "pocket-left-at-writing": 100 * written / highest,
        "pocket-lost-before-combat": 100 * (highest - combat) / highest,
        "pocket-lost-in-first-combat": 100 * (combat - pause) / highest,
        "pocket-lost-after-return": 100 * (back - end) / highest,
    }
    fire = tuple(100 * end / low("A187b") for end in (low("A252"), facts.high("A252")))
    return {f"ground.{name}": (value, value) for name, value in exact.items()} | {
        "ground.fire-of-worst": fire
    }


@pytest.mark.parametrize("finding", FINDINGS)
@pytest.mark.parametrize("name", ["central", "early"])
def test_finding_follows_from_the_tables(editions, facts, name, finding):
    """A finding has the value that plain arithmetic gives, and is told where it was knowable."""
    edition = editions(name)
    if name == "early" and finding in LATER:
        assert finding not in edition.findings
        return
    assert edition.range_of(finding) == pytest.approx(expected(facts)[finding])
    assert edition.findings[finding]["value"]["unit"] == FINDINGS[finding]


def test_november_is_the_largest_gain_drawn(central, facts):
    """The month that the headline calls the largest gain is the highest bar, and picked out."""
    rows = central.rows("fig-ground-month")
    top = max(rows, key=lambda row: row["value"])
    assert (top["month"], bool(top["picked"])) == ("2024-11", True)
    assert sum(bool(row["picked"]) for row in rows) == 1
    drawn = {row["month"]: row["value"] for row in rows}
    stored = {
        name: float(row["change_km2"]) for name, row in months(facts).items() if row["change_km2"]
    }
    left_out = set(stored) - set(drawn)
    assert left_out == {"2022-10", "2022-11"}
    assert all(stored[name] < 0 for name in left_out)
    assert drawn == {name: value for name, value in stored.items() if name not in left_out}


def test_changes_follow_from_the_shares(facts):
    """A month's change fits the change of the share held, to the rounding of the share."""
    rows = list(months(facts).values())
    for before, row in pairwise(rows):
        share = float(row["share_of_ukraine_pct"]) - float(before["share_of_ukraine_pct"])
        assert float(row["change_km2"]) == pytest.approx(share / 100 * 603_550, abs=65)


def test_no_month_before_had_more_losses(facts):
    """October and November 2024 were each the highest month of claimed losses until then."""
    rows = [
        row for row in facts.table("series/ru_losses_uamod_monthly") if row["month"] <= "2024-11"
    ]
    rates = {row["month"]: float(row["personnel_per_day"]) for row in rows}
    assert sorted(rates, key=rates.__getitem__)[-2:] == ["2024-10", "2024-11"]


def test_march_is_divided_by_the_same_makers_november(central, facts):
    """Months are compared within one maker's figures, never across two."""
    for finding in (
        "ground.pace-of-march",
        "ground.march-over-november",
        "ground.november-of-march",
    ):
        roots = central.roots([f"finding:{finding}"])
        rows = [o.partition(":")[2] for o in roots if o.startswith("evidence:")]
        assert len(rows) == 2, finding
        assert len({facts.evidence[row]["origin"] for row in rows}) == 1, finding


def test_worst_reading_before_is_the_worst(central, facts):
    """No earlier published ratio of fire exceeds the one called the worst."""
    ratios = [row for row in facts.evidence.values() if row["quantity"] == "fire_ratio"]
    before = [facts.high(row["id"]) for row in ratios if row["as_of"] <= "2024-11-30"]
    assert max(before) == facts.low("A187b")
    bars = {row["row"]: row["high"] or row["central"] for row in central.rows("fig-worst")}
    assert {name for name, value in bars.items() if value > 100} == {"Against October 2024"}


@pytest.mark.parametrize(("name", "bars"), [("central", 7), ("early", 4)])
def test_each_measure_is_drawn_where_known(editions, name, bars):
    """The measures of worst leave out what was published later, and keep all four."""
    rows = editions(name).rows("fig-worst")
    assert len(rows) == bars
    assert len({row["group"] for row in rows}) == 4
    assert len(editions(name).tables["tbl-worst"]["rows"]) == {"central": 6, "early": 4}[name]


@pytest.mark.parametrize("name", ["central", "early"])
def test_pocket_is_drawn_day_by_day(editions, facts, name):
    """The drawn level is that of the table on every day, and no phase starts before its event."""
    cutoff = {"central": date(2026, 10, 10), "early": date(2024, 11, 30)}[name]
    rows = editions(name).rows("fig-kursk-pocket")
    assert all(date.fromisoformat(row["date"]) <= cutoff for row in rows)
    starts = {
        "Before they came": facts.events["kursk-incursion"]["date"],
        "Seen in Kursk": facts.events["gur-first-in-kursk"]["date"],
        "In combat": facts.events["combat-begins"]["date"],
        "Out of combat": facts.evidence["A022"]["as_of"],
        "Back at the front": facts.evidence["D405"]["as_of"],
        "Return announced": facts.events["russia-admits"]["date"],
    }
    drawn = list(dict.fromkeys(row["phase"] for row in rows))
    assert drawn == list(starts)[: {"central": 6, "early": 2}[name]]
    for row in rows:
        assert date.fromisoformat(row["date"]) >= first_day(starts[row["phase"]])
        assert row["central"] == pocket(facts, date.fromisoformat(row["date"])) or ends(rows, row)


def ends(rows, row) -> bool:
    """Whether a row closes its phase: the level before the change of that day."""
    own = [other for other in rows if other["phase"] == row["phase"]]
    return row == own[-1]


def test_kursk_area_is_of_three_makers(central, facts):
    """The areas of the Kursk pocket stand side by side; no finding joins two of them."""
    areas = {"area_held", "area_of_operations"}
    for name in FINDINGS:
        roots = central.roots([f"finding:{name}"])
        rows = [facts.evidence[o.partition(":")[2]] for o in roots if o.startswith("evidence:")]
        assert not {row["quantity"] for row in rows} & areas, name
    claimed, measured = facts.low("A225"), facts.low("D402")
    assert expected(facts)["ground.pocket-peak"][0] < measured < claimed


def test_steepest_fall_lies_around_sudzha(facts):
    """The fortnight with the greatest loss of ground in Kursk holds the return of Sudzha."""
    days = [date.fromisoformat(row["date"]) for row in facts.table("series/kursk_pocket")]
    last = days[-1]
    falls = {
        day: pocket(facts, day) - pocket(facts, day.fromordinal(day.toordinal() + 14))
        for day in days
        if (last - day).days >= 14
    }
    steepest = max(falls, key=falls.__getitem__)
    sudzha = last_day(facts.events["sudzha"]["date"])
    assert 0 <= (sudzha - steepest).days <= 14


def test_map_draws_crimea_as_ukraine():
    """The outlines show Crimea, Sevastopol and the Donbas within Ukraine, and only there."""
    land = json.loads((ROOT / "data/land_eurasia.geojson").read_text(encoding="utf-8"))
    for place in ((34.1, 44.95), (33.9, 45.3), (37.8, 48.0), (32.6, 46.6)):
        holders = [
            feature["properties"]["name"]
            for feature in land["features"]
            if any(is_inside(place, polygon) for polygon in feature["geometry"]["coordinates"])
        ]
        assert holders == ["Ukraine"], place


def test_land_is_small():
    """The outlines weigh less than 150 kB and keep to the part of the world that is drawn."""
    path = ROOT / "data/land_eurasia.geojson"
    assert path.stat().st_size < 150_000


def test_places_lie_in_their_country(central, facts):
    """Every place drawn lies in its country, or within a few kilometres of its coast."""
    land = json.loads((ROOT / "data/land_eurasia.geojson").read_text(encoding="utf-8"))
    names = {"KP": "North Korea", "RU": "Russia", "UA": "Ukraine"}
    shapes = {f["properties"]["name"]: f["geometry"]["coordinates"] for f in land["features"]}
    stored = {row["place"]: row for row in facts.table("series/places")}
    for row in central.rows("fig-way-west"):
        place = stored[row["place"]]
        spot = (float(place["longitude_deg"]), float(place["latitude_deg"]))
        assert (row["longitude"], row["latitude"]) == spot
        near = [
            (spot[0] + 0.12 * math.cos(turn), spot[1] + 0.09 * math.sin(turn))
            for turn in (0, 1, 2, 3, 4, 5)
        ]
        shape = shapes[names[place["country"]]]
        assert any(is_inside(one, polygon) for one in (spot, *near) for polygon in shape), place


def is_inside(place: tuple[float, float], polygon: list[list[list[float]]]) -> bool:
    """Whether a place lies in a polygon, by counting the edges east of it."""
    x, y = place
    crossed = 0
    for ring in polygon:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                crossed += 1
    return crossed % 2 == 1


def test_ruling_names_both_sides(facts):
    """The ruling rests on rows for and against, both then and now."""
    for vintage in ("then", "now"):
        rows = facts.rulings[f"worst-point/{vintage}"]["evidence"].split()
        bearings = {
            dict(word.split(":") for word in facts.evidence[row]["claims"].split())["worst-point"]
            for row in rows
        }
        assert {"supports", "contradicts"} <= bearings


def test_early_text_tells_no_later_ratio(early):
    """The passage on the ratio of fire stops in the month before the article."""
    (passage,) = [i for i in early.passages if "ratio of fire* ran" in plain(i.content["pieces"])]
    assert "Western officials" not in plain(passage.content["pieces"])
