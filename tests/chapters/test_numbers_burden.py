"""The findings of the chapter on burden, computed another way, and the traps of its sources."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

import pytest
from tests.chapters.facts import Facts, bounds

FINDINGS = {
    "burden.published-shares",
    "burden.kida-share",
    "burden.ukraine-with-aid",
    "burden.ukraine-iep-over-sipri",
    "burden.economy",
    "burden.usd-at-claim",
    "burden.usd-at-published",
    "burden.usd-published",
    "burden.share-of-rok",
    "burden.share-of-us",
    "burden.per-soldier-north",
    "burden.per-soldier-south",
    "burden.per-soldier-ukraine",
    "burden.per-soldier-us",
    "burden.per-soldier-ratio",
    "burden.economy-left",
    "burden.economy-behind-market",
    "burden.economy-behind-parity",
    "burden.economy-needed-market",
    "burden.economy-needed-parity",
    "burden.economy-needed-factbook",
    "burden.factbook-at-rate",
    "burden.factbook-at-parity",
}

CUTOFFS = {"early": date(2024, 11, 30), "central": date(2026, 10, 10)}
SHARES = ("B305", "B093", "B085", "B309", "B310")
ECONOMIES = ("D201", "B128", "D200", "B122")
STRENGTHS = ("B162", "B341")
GDP, INCOME, BUDGET = (
    "dprk_milex_share_of_gdp",
    "dprk_milex_share_of_income",
    "dprk_defence_share_of_budget",
)
UKRAINE = "ukraine_milex_share_of_gdp"

Bounds = tuple[float, float]


def span(facts: Facts, rows: tuple[str, ...], cutoff: date) -> Bounds:
    """Give the lowest and the highest of those rows that were public."""
    known = [row for row in rows if facts.is_known(row, cutoff)]
    return min(facts.low(row) for row in known), max(facts.high(row) for row in known)


def recompute(facts: Facts, cutoff: date) -> dict[str, Bounds]:
    """Compute the bounds of every finding by plain arithmetic."""

    def low(row: str) -> float:
        return facts.low(row)

    def high(row: str) -> float:
        return facts.high(row)

    claim, _ = facts.claimed("dprk-milex-gdp")
    least, most = span(facts, SHARES, cutoff)
    small, large = span(facts, ECONOMIES, cutoff)
    weak, strong = span(facts, STRENGTHS, cutoff)
    cheap, dear = min(low("B305b"), low("B118")), max(high("B305b"), high("B118"))
    south = low("D206d") / low("D204")
    kept = (min(low("B305"), low("B093")), max(high("B305"), high("B093")))
    result = {
        "published-shares": (least, most),
        "kida-share": 100 * low("B098") / low("B098b"),
        "ukraine-with-aid": low("D206") * (1 + low("B119b") / low("D206f")),
        "ukraine-iep-over-sipri": 100 * low("B315") / low("B115"),
        "economy": (small, large),
        "usd-at-claim": (small * claim / 100, large * claim / 100),
        "usd-at-published": (small * least / 100, large * most / 100),
        "usd-published": (cheap, dear),
        "share-of-rok": (100 * cheap / low("D206d"), 100 * dear / low("D206d")),
        "share-of-us": (100 * cheap / low("D206e"), 100 * dear / low("D206e")),
        "per-soldier-north": (cheap / strong, dear / weak),
        "per-soldier-south": south,
        "per-soldier-ukraine": low("D206f") / low("D205"),
        "per-soldier-us": low("D206e") / low("B182"),
        "per-soldier-ratio": (south * weak / dear, south * strong / cheap),
        "economy-left": (100 * kept[0] / claim, 100 * kept[1] / claim),
        "economy-behind-market": 100 * low("B305b") / high("B305"),
        "economy-behind-parity": 100 * high("B305b") / low("B305"),
        "economy-needed-market": 100 * low("B305b") / claim,
        "economy-needed-parity": 100 * high("B305b") / claim,
        "economy-needed-factbook": (100 * low("B118") / claim, 100 * high("B118") / claim),
        "factbook-at-rate": (100 * low("B118") / low("D202"), 100 * high("B118") / low("D202")),
        "factbook-at-parity": (100 * low("B118") / low("D203"), 100 * high("B118") / low("D203")),
    }
    return {
        f"burden.{name}": value if isinstance(value, tuple) else (value, value)
        for name, value in result.items()
    }


@pytest.mark.parametrize("finding", sorted(FINDINGS))
@pytest.mark.parametrize("name", ["central", "early"])
def test_finding_follows_from_the_tables(editions, facts, name, finding):
    """A finding has the bounds that plain arithmetic gives, or rests on what was not yet public."""
    edition = editions(name)
    if finding not in edition.findings:
        needed = editions("central").roots([f"finding:{finding}"])
        rows = [o.partition(":")[2] for o in needed if o.startswith("evidence:")]
        assert not all(facts.is_known(row, CUTOFFS[name]) for row in rows)
        return
    expected = recompute(facts, CUTOFFS[name])[finding]
    assert edition.range_of(finding) == pytest.approx(expected, rel=1e-9)


def test_all_findings_are_listed(central):
    """The list above holds exactly what the chapter records."""
    assert {name for name in central.findings if name.startswith("burden.")} == FINDINGS


def makers(facts: Facts, quantity: str, fits: Callable[[float], bool]) -> set[str]:
    """Give the families with a row of a quantity whose value, given by any of its bounds, fits."""
    return {
        facts.families[row["origin"]]
        for row in facts.evidence.values()
        if row["quantity"] == quantity
        and any(value is not None and fits(value) for value in bounds(row))
    }


def test_the_two_shares_have_no_source_in_common(facts):
    """No family of makers gives about 36 percent for North Korea and about 37 for Ukraine."""
    north, _ = facts.claimed("dprk-milex-gdp")
    ukraine, _ = facts.claimed("ukraine-milex-gdp")
    for_north = makers(facts, GDP, lambda value: math.isclose(value, north, rel_tol=0.1))
    for_ukraine = makers(facts, UKRAINE, lambda value: math.isclose(value, ukraine, rel_tol=0.1))
    assert for_north
    assert for_ukraine
    assert for_north.isdisjoint(for_ukraine)


def test_the_claimed_maker_has_no_share_for_the_north(facts):
    """The maker of Ukraine's share has none for North Korea, and more than one edition says so."""
    maker = facts.claims["ukraine-milex-gdp"]["origin"]
    family = facts.families[maker]
    assert family not in makers(facts, GDP, lambda value: True)
    silent = [
        row
        for row in facts.evidence.values()
        if facts.families[row["origin"]] == family and "dprk-milex-gdp:qualifies" in row["claims"]
    ]
    assert len(silent) >= 2
    assert all(bounds(row) == (None, None, None) for row in silent)


def test_one_maker_halves_ukraine(facts):
    """The institute nearest to 36 percent gives Ukraine half of the share that the article has."""
    ratio = facts.low("B315") / facts.low("B115")
    assert facts.evidence["B315"]["origin"] == facts.evidence["B310"]["origin"] == "iep"
    assert facts.evidence["B315"]["as_of"] == facts.evidence["B115"]["as_of"]
    assert ratio == pytest.approx(0.5, abs=0.02)
    assert facts.low("B310") / facts.low("B315") == pytest.approx(2)


def test_shares_of_different_wholes_keep_apart(central, facts):
    """Shares of GDP, of national income and of the budget never share a group of the chart."""
    quantity = {f"evidence:{key}": row["quantity"] for key, row in facts.evidence.items()}
    for row in central.rows("fig-burden-shares"):
        drawn = {quantity[o] for o in row["evidence"].split("; ") if o in quantity}
        wanted = {
            "Share of GDP": {GDP},
            "Share of national income": {INCOME, "dprk_milex_usd_ppp", "dprk_income_usd"},
            "Share of the state budget": {BUDGET},
        }[row["group"].partition(",")[0]]
        assert drawn, row
        assert drawn <= wanted, row


def test_no_finding_mixes_shares(central, facts):
    """No finding rests on a share of the budget, or on shares of both GDP and national income."""
    for name in FINDINGS:
        rows = [o.partition(":")[2] for o in central.roots([f"finding:{name}"])]
        measured = {facts.evidence[row]["quantity"] for row in rows if row in facts.evidence}
        assert BUDGET not in measured, name
        assert not {GDP, INCOME} <= measured, name


def test_dollars_go_with_their_own_share(facts):
    """Paired as published, the two conversions give economies more than fourfold apart."""
    market = facts.low("B305b") / facts.high("B305")
    parity = facts.high("B305b") / facts.low("B305")
    crossed = facts.low("B305b") / facts.low("B305"), facts.high("B305b") / facts.high("B305")
    assert parity / market > 4
    assert all(market < economy < parity for economy in crossed)


def test_outliers_carry_no_finding(central, facts):
    """No finding rests on a doubtful row, nor on the page that names no maker."""
    for name in FINDINGS - {"burden.ukraine-iep-over-sipri"}:
        for origin in central.roots([f"finding:{name}"]):
            row = facts.evidence.get(origin.partition(":")[2])
            if row is not None:
                assert int(row["credibility"]) <= 3, (name, row["id"])
                assert facts.sources[row["source"]]["reliability"] in "ABCD", (name, row["id"])


def test_the_claim_lies_above_every_official_range(facts):
    """No American range of the share of GDP reaches the article's figure."""
    claim, _ = facts.claimed("dprk-milex-gdp")
    official = [
        facts.high(key)
        for key, row in facts.evidence.items()
        if row["quantity"] == GDP and facts.families[row["origin"]] == "washington"
    ]
    assert len(official) >= 5
    assert max(official) < claim


def test_the_fraction_holds_at_every_figure(central, facts):
    """Even the highest spending found stays below a quarter of the South's."""
    highest = max(
        central.range_of(f"burden.{name}")[1]
        for name in ("usd-published", "usd-at-claim", "usd-at-published")
    )
    assert highest < facts.low("D206d") / 4


def test_ukraine_leaves_its_figure_and_comes_back(facts):
    """The share rises, falls in the article's year below its figure, and rises above it."""
    path = [facts.low(row) for row in ("B114b", "B114", "B113", "B115", "B109")]
    claim, _ = facts.claimed("ukraine-milex-gdp")
    assert path[0] < path[1] < path[2] > path[3] < path[4]
    assert round(facts.low("D206")) == claim
    assert path[3] < claim < path[4]
