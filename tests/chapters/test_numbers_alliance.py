"""The chapter on the alliance: every finding by plain arithmetic, and its traps."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.chapters.facts import Facts, last_day
from tests.chapters.reading import plain

YEAR = 365.2425
CUTOFFS = {"central": date(2026, 10, 10), "early": date(2024, 11, 30), "between": date(2025, 4, 30)}
CLAIMS = (
    "first-intervention", "sanctions-immediate", "iran-drones", "land-border", "tech-transfer",
    "prior-sanctions", "shoigu-visit", "kim-putin-summit", "putin-visit", "putin-visit-gap",
    "mutual-defence", "trump-normalization",
)  # fmt: skip

FINDINGS = {
    "alliance.visit-gap",
    "alliance.signature-to-force",
    "alliance.article-to-force",
    "alliance.votes-for",
    "alliance.vetoes",
    "alliance.last-vote-to-veto",
    "alliance.sanctions-before-invasion",
    "alliance.times-vietnam",
    "alliance.arms-over-trade",
    "alliance.oil-over-cap",
    "alliance.iranian-kits",
    "alliance.hanoi-to-invasion",
}
NEEDS_LATER = {"alliance.signature-to-force", "alliance.article-to-force"}


def days(facts: Facts, first: str, last: str) -> int:
    """Count the days between two events given to the day."""
    one, other = (date.fromisoformat(facts.events[name]["date"]) for name in (first, last))
    return (other - one).days


def recompute(facts: Facts) -> dict[str, tuple[float, float | None]]:
    """Compute the bounds of every finding from the tables; None is an open bound."""
    ballots = [row["russia"] for row in facts.table("series/unsc_dprk_votes")]
    least, most = facts.claimed("troops-in-russia")
    briefing = date.fromisoformat(facts.claims["statement-date"]["as_of"])
    in_force = date.fromisoformat(facts.events["treaty-in-force"]["date"])
    exact = {
        "alliance.visit-gap": days(facts, "putin-visit-2000", "treaty-signed") / YEAR,
        "alliance.signature-to-force": days(facts, "treaty-signed", "treaty-in-force"),
        "alliance.article-to-force": (in_force - briefing).days,
        "alliance.votes-for": ballots.count("for"),
        "alliance.vetoes": ballots.count("against"),
        "alliance.last-vote-to-veto": days(facts, "res-2397", "veto-2022") / YEAR,
        "alliance.sanctions-before-invasion": days(facts, "us-first-tranche", "invasion"),
        "alliance.arms-over-trade": facts.low("A147") / facts.low("D506"),
        "alliance.hanoi-to-invasion": days(facts, "hanoi-summit", "invasion") / YEAR,
    }
    return {name: (value, value) for name, value in exact.items()} | {
        "alliance.times-vietnam": (least / facts.high("A032"), most / facts.low("A032")),
        "alliance.oil-over-cap": (facts.low("A061") / facts.low("B031"), None),
        "alliance.iranian-kits": (None, facts.low("A048") - facts.low("A378")),
    }


@pytest.mark.parametrize("finding", sorted(FINDINGS))
@pytest.mark.parametrize("name", sorted(CUTOFFS))
def test_finding_follows_from_the_tables(editions, facts, name, finding):
    """A finding has the bounds that plain arithmetic on the tables gives, where it was knowable."""
    edition = editions(name)
    if finding not in edition.findings:
        assert name == "early"
        assert finding in NEEDS_LATER
        return
    expected = recompute(facts)[finding]
    assert edition.range_of(finding) == tuple(
        end if end is None else pytest.approx(end, rel=1e-6) for end in expected
    )


def test_the_gap_is_a_month_short_of_the_claim(facts, central):
    """The chapter prints years and months that add up to one month less than the article's gap."""
    low, _ = facts.claimed("putin-visit-gap")
    first, last = (facts.events[name]["date"] for name in ("putin-visit-2000", "treaty-signed"))
    months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7])
    assert first[8:] == last[8:]
    assert months == 12 * low - 1
    (passage,) = (p for p in central.passages if "The dates hold" in plain(p.content["pieces"]))
    printed = {piece["field"]: piece["estimate"]["low"] for piece in passage.values
               if piece["field"] in {"years", "months"}}  # fmt: skip
    assert 12 * printed["years"] + printed["months"] == months


def test_articles_months_hold_to_the_day(facts):
    """Visit and summit fall in the months that the article gives, the return visit in its year."""
    for claim, event in (
        ("shoigu-visit", "shoigu-visit"),
        ("kim-putin-summit", "vostochny-summit"),
        ("putin-visit", "treaty-signed"),
    ):
        assert facts.events[event]["date"].startswith(facts.claims[claim]["as_of"]), claim


def test_treaty_was_signed_and_ratified_before_it_was_in_force(facts):
    """Signature, votes, ratifications and entry into force stand in this order of days."""
    steps = ["treaty-signed", "duma-ratifies", "federation-council", "putin-ratifies",
             "kim-ratifies", "treaty-in-force"]  # fmt: skip
    dates = [facts.events[name]["date"] for name in steps]
    assert dates == sorted(set(dates))
    assert last_day(dates[-1]) > facts.vintage("then") > last_day(dates[-2])


def test_entry_into_force_is_not_foreseen(early):
    """As known in November 2024, no text gives the day on which the treaty came into force."""
    texts = [text for place, text in early.read() if place.startswith("07-alliance")]
    assert texts
    assert not any(re.search(r"4.December 2024", text) for text in texts)


def test_votes_are_ten_and_then_only_vetoes(facts):
    """Russia votes for every sanctions text up to 2017 and for none after, once alone against."""
    rows = facts.table("series/unsc_dprk_votes")
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    assert [row["russia"] for row in rows] == ["for"] * 10 + ["against"] * 2
    assert all(row["date"] < "2018" for row in rows if row["russia"] == "for")
    assert [row["no_votes"] for row in rows[-2:]] == ["2", "1"]
    assert rows[-1]["china"] == "abstained"
    for row in rows:
        assert sum(int(row[k]) for k in ("yes_votes", "no_votes", "abstentions")) == 15


def test_tally_ends_at_the_counts(central):
    """The running counts drawn end at the findings and never fall."""
    for series, finding in (("Votes for sanctions", "votes-for"), ("Vetoes", "vetoes")):
        rows = [row for row in central.rows("fig-alliance-votes") if row["series"] == series]
        values = [row["central"] for row in rows]
        assert values == list(range(1, len(values) + 1))
        assert values[-1] == central.range_of(f"alliance.{finding}")[0]


def test_missile_bars_are_the_series(edition, facts):
    """Each complete year is drawn with its count; a year not over by the cut-off is left out."""
    known = {row["year"]: float(row["missiles_launched_count"])
             for row in facts.table("series/dprk_missile_tests")}  # fmt: skip
    drawn = {str(row["date"]): row["value"] for row in edition.rows("fig-alliance-tests")}
    assert drawn.items() <= known.items()
    assert "2026" not in drawn
    assert max(drawn, key=drawn.get) == "2022"
    assert drawn["2018"] == 0


def test_timeline_holds_four_lanes_in_order(edition, facts):
    """The timeline has all lanes, only listed events, and none before 2018."""
    rows = edition.rows("fig-alliance-road")
    assert {row["lane"] for row in rows} == {"diplomacy", "arms", "troops", "law"}
    for row in rows:
        assert facts.events[row["event"]]["date"] == str(row["date"]) >= "2018"


def test_no_delivery_count_measures_the_drones(facts):
    """A floor of hundreds, launches and plans do not confirm thousands delivered by comparison."""
    bearing = [row for row in facts.evidence.values() if "iran-drones:" in row["claims"]]
    assert not any("iran-drones:measure" in row["claims"] for row in bearing)
    launched = {row["id"] for row in bearing if row["quantity"] == "shahed_type_launched"}
    supplied = {row["id"] for row in bearing if row["quantity"] == "iranian_drones_supplied"}
    assert launched == {"A050", "A376"}
    assert supplied == {"A270"}


def test_weak_precedents_carry_no_conclusion(facts):
    """Angola, Syria and digests stand as context; never is refuted by four families."""
    for row in ("A040", "A041"):
        assert "first-intervention:context" in facts.evidence[row]["claims"]
    assert "land-border:context" in facts.evidence["B271"]["claims"]
    assert "trump-normalization:context" in facts.evidence["B297"]["claims"]
    against = {facts.families[row["origin"]] for row in facts.evidence.values()
               if "first-intervention:contradicts" in row["claims"]}  # fmt: skip
    assert len(against) >= 4


def test_claims_are_ruled_at_both_dates(facts):
    """Each claim of the chapter has a ruling then and now."""
    assert all(f"{claim}/{when}" in facts.rulings for claim in CLAIMS for when in ("then", "now"))
