"""The findings on manpower, recomputed by plain arithmetic, and the traps of that evidence."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from datetime import date

import pytest
from tests.chapters.facts import Facts

from briefing import media

FINDINGS = {
    "manpower.rank-dprk",
    "manpower.rank-dprk-later",
    "manpower.active-share",
    "manpower.militia-share",
    "manpower.mobilised-share",
    "manpower.regular-share",
    "manpower.mobilised-share-seoul",
    "manpower.force-if-all-serve",
    "manpower.force-if-all-serve-2010",
    "manpower.share-of-all-serving",
    "manpower.share-of-men",
    "manpower.share-of-women",
    "manpower.term-if-all-men-serve",
    "manpower.term-if-all-women-serve",
}
CUTOFFS = {"early": date(2024, 11, 30), "central": date(2026, 10, 10)}
DEFINITIONS = {
    "standing forces": "_active_strength",
    "Coast Guard": "_active_strength",
    "Authorised": "_authorised_strength",
    "paramilitaries": "_with_paramilitaries",
}

Bounds = tuple[float, float]


def places(ours: Bounds, *others: Bounds) -> Bounds:
    """Give the best and the worst place among ranges."""
    ahead = sum(low > ours[1] for low, _ in others)
    maybe = sum(high > ours[0] for _, high in others)
    return 1 + ahead, 1 + maybe


def ends(*values: float) -> Bounds:
    """Give the least and the greatest."""
    return min(values), max(values)


def recompute(facts: Facts) -> dict[str, Bounds]:
    """Compute every finding from the tables."""

    def pair(row: str) -> Bounds:
        return facts.low(row), facts.high(row)

    x = facts.low
    dprk = ends(*pair("B162"), *pair("B166"))
    parts = x("B166") + x("B166b") + x("B166c")
    strength = float(facts.claims["active-dprk"]["low"])
    years_men, years_women = facts.claimed("term-men")[0], facts.claimed("term-women")[0]
    steady = x("B328") * years_men + x("B339") * years_women
    by_age = x("B328b") + x("B339c")
    women = strength * x("B338") / 100
    men = strength - women
    return {
        "manpower.rank-dprk": places(dprk, pair("B182"), pair("B197")),
        "manpower.rank-dprk-later": places(pair("B164"), pair("B183"), pair("B199")),
        "manpower.active-share": ends(*(100 * end / x("B134") for end in dprk)),
        "manpower.militia-share": ends(100 * x("B166c") / parts),
        "manpower.mobilised-share": ends(100 * parts / x("B134")),
        "manpower.regular-share": ends(100 * (x("B166") + x("B166b")) / x("B134")),
        "manpower.mobilised-share-seoul": ends(100 * (x("B319b") + x("B169")) / x("B134b")),
        "manpower.force-if-all-serve": ends(steady, by_age),
        "manpower.force-if-all-serve-2010": ends(x("B330") * years_men + x("B340") * years_women),
        "manpower.share-of-all-serving": ends(100 * strength / steady, 100 * strength / by_age),
        "manpower.share-of-men": ends(100 * men / (x("B328") * years_men), 100 * men / x("B328b")),
        "manpower.share-of-women": ends(
            100 * women / (x("B339") * years_women), 100 * women / x("B339c")
        ),
        "manpower.term-if-all-men-serve": ends(men / x("B328")),
        "manpower.term-if-all-women-serve": ends(women / x("B339")),
    }


def rests_on(edition, finding: str) -> set[str]:
    """Give the observations that a finding rests on."""
    origins = edition.roots([f"finding:{finding}"])
    return {o.partition(":")[2] for o in origins if o.startswith("evidence:")}


@pytest.mark.parametrize("finding", sorted(FINDINGS))
@pytest.mark.parametrize("name", ["central", "early"])
def test_finding_follows_from_the_tables(editions, facts, name, finding):
    """A finding has the bounds of plain arithmetic, and is left out where a row was unknown."""
    needed = rests_on(editions("central"), finding)
    known = all(facts.is_known(row, CUTOFFS[name]) for row in needed)
    assert (finding in editions(name).findings) == known
    if known:
        expected = recompute(facts)[finding]
        assert editions(name).range_of(finding) == pytest.approx(expected, rel=1e-9)


def test_stock_test_comes_out_as_the_cohorts_say(facts):
    """Universal service would need about three million; a fifth women leaves 6.2 cohorts of men."""
    found = recompute(facts)
    assert found["manpower.force-if-all-serve"] == pytest.approx((2_961_916, 3_177_576))
    assert found["manpower.term-if-all-men-serve"][0] == pytest.approx(6.19, abs=0.01)
    assert found["manpower.share-of-men"][0] == pytest.approx(57.3, abs=0.1)


def test_strengths_of_unlike_definition_stay_apart(central, facts):
    """Standing forces, authorised posts and forces with paramilitaries share no group."""
    groups = defaultdict(set)
    for row in central.rows("fig-strengths"):
        groups[row["group"]] |= set(re.findall(r"evidence:(\w+)", row["evidence"]))
    groups.pop("Figures of the article")
    for group, ids in groups.items():
        (ending,) = (end for word, end in DEFINITIONS.items() if word in group)
        assert ids
        assert all(facts.evidence[name]["quantity"].endswith(ending) for name in ids), group


def test_no_finding_pools_definitions(central, facts):
    """No finding rests on authorised posts or on forces with paramilitaries."""
    for finding in FINDINGS:
        kinds = {facts.evidence[name]["quantity"] for name in rests_on(central, finding)}
        assert not [kind for kind in kinds if "authorised" in kind or "paramilitar" in kind]


def test_coast_guard_is_on_one_side_of_a_comparison(facts):
    """American figures with the Coast Guard and without it have names of their own."""
    rows = [row for row in facts.evidence.values() if row["quantity"].startswith("us_active")]
    for row in rows:
        without = row["quantity"].endswith("without_coast_guard")
        assert ("Without" in row["note"]) == without, row["id"]


def test_reserves_alone_are_no_measure_of_the_mobilised(facts):
    """Seoul's thirty percent is of the reserves, so it cannot measure active and reserve."""
    assert "mobilised-share:measure" not in facts.evidence["B319"]["claims"]
    assert facts.evidence["B319"]["quantity"] != facts.claims["mobilised-share"]["quantity"]
    parts = [facts.low(row) for row in ("B319c", "B319d")]
    assert sum(parts) < facts.low("B319b")


def test_the_old_share_of_young_men_carries_nothing(central, facts):
    """The Factbook's thirty percent of men of 18 to 27, which fits nothing, is never used."""
    assert int(facts.evidence["B132"]["credibility"]) > 3
    chapter = [item for item in central.told if item.chapter == "03-manpower"]
    for item in chapter:
        assert "evidence:B132" not in item.origins, str(item)


def test_eight_years_for_women_are_superseded(facts):
    """No row that counts and was known at the article's date gives women eight years again."""
    for row in facts.evidence.values():
        late = row["as_of"] > "2023-06"
        if row["quantity"] == "dprk_service_term_women" and late:
            assert facts.high(row["id"]) < facts.claimed("term-women")[0], row["id"]


def test_curves_need_the_share_that_the_text_gives(central, facts):
    """The curve of the article's strength passes the share at the article's term."""
    share = recompute(facts)["manpower.share-of-men"][1]
    (at,) = (
        row
        for row in central.rows("fig-service")
        if row["curve"] == "The article's strength"
        and math.isclose(row["x"], facts.claimed("term-men")[0])
    )
    assert at["y"] == pytest.approx(share)
    assert all(row["y"] <= 100 for row in central.rows("fig-service"))


def test_early_edition_shows_nothing_later(editions):
    """As of the article, the chapter has no stock test on cohorts published later."""
    early = editions("early")
    assert "fig-service" not in early.figures
    chapter = [item for item in early.told if item.chapter == "03-manpower"]
    text = " ".join(word for item in chapter for word in item.words if item.kind != media.FINDING)
    assert "2025" not in text
    assert "2026" not in text
