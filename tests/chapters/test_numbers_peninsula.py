"""Findings on the peninsula, computed another way from the data, and the traps of its data."""

from __future__ import annotations

from datetime import date

import pytest
from tests.chapters.facts import bounds, days_between, first_day, last_day
from tests.chapters.reading import plain

WHITE_PAPER = (
    "D610",
    "D611",
    "D612",
    "D613",
    "D614",
    "D615",
    "D616",
    "D617",
    "D618",
    "D619",
    "D620",
)
MILITARY_BALANCE = ("D601", "D602", "D603", "B372", "B373", "B376", "B377")
WRITTEN = date(2024, 11, 30)
MEAN_YEAR = 365.2425
FINDINGS = {
    f"peninsula.{name}"
    for name in (
        "request-to-report",
        "report-to-text",
        "since-essay",
        "kinds-white-paper",
        "north-ahead-white-paper",
        "kinds-military-balance",
        "north-ahead-military-balance",
        "submarines-disagree",
        "modern-fighters",
        "warship-tonnage",
        "spending",
    )
}


def ratio(facts, row: str, other: str = "") -> float:
    """Divide the northern figure of a pair by the southern one."""
    return facts.low(row) / facts.low(other or f"{row}b")


def by_balance(facts) -> list[float]:
    """Ratios of all kinds in the table after The Military Balance."""
    return [ratio(facts, "B341", "D600"), *(ratio(facts, row) for row in MILITARY_BALANCE)]


def days(facts, first: str, last: str) -> tuple[int, int]:
    """Count the days between the dates of two observations."""
    return days_between(facts.evidence[first]["as_of"], facts.evidence[last]["as_of"])


def expected(facts) -> dict[str, tuple[float, float]]:
    """Compute the bounds of every finding by plain arithmetic."""
    paper = [ratio(facts, row) for row in WHITE_PAPER]
    balance = by_balance(facts)
    exact = {
        "request-to-report": days(facts, "B358", "B382")[0],
        "report-to-text": days(facts, "B382", "B225")[0] / MEAN_YEAR * 12,
        "since-essay": days(facts, "B247", "B369")[0] / MEAN_YEAR,
        "kinds-white-paper": len(paper),
        "north-ahead-white-paper": sum(value > 1 for value in paper),
        "kinds-military-balance": len(balance),
        "north-ahead-military-balance": sum(value > 1 for value in balance),
        "submarines-disagree": ratio(facts, "D619") / ratio(facts, "B373"),
        "modern-fighters": 100 * ratio(facts, "B377"),
        "warship-tonnage": 100 * ratio(facts, "B376"),
    }
    return {
        **{name: (value, value) for name, value in exact.items()},
        "spending": (100 * ratio(facts, "D640"), 100 * ratio(facts, "D642")),
    }


@pytest.mark.parametrize("finding", sorted(FINDINGS))
def test_finding_follows_from_the_tables(edition, central, facts, finding):
    """A finding has the bounds that plain arithmetic gives, or was not knowable."""
    if finding not in edition.findings:
        rows = [o.partition(":")[2] for o in central.roots([f"finding:{finding}"])]
        assert not all(facts.is_known(row, WRITTEN) for row in rows if row in facts.evidence), (
            finding
        )
        return
    wanted = expected(facts)[finding.partition(".")[2]]
    assert edition.range_of(finding) == pytest.approx(wanted, rel=1e-4)


def test_request_and_report_keep_their_words(edition):
    """Primary foe is the wording of January, hostile state that of October, each on its row."""
    rows = edition.tables["tbl-constitution"]["rows"]
    words = {row[0]["text"]: row[2]["text"] for row in rows}
    (request,) = (day for day, text in words.items() if "primary foe" in text)
    (report,) = (day for day, text in words.items() if "hostile state" in text)
    assert request.endswith("January 2024")
    assert report.endswith("October 2024")


def test_no_report_of_october_is_given_the_words_of_january(facts):
    """No observation that counts on the foe tells of a text that has the label."""
    for row in facts.evidence.values():
        if "constitution-foe:supports" in row["claims"]:
            assert "primary foe" not in row["finding"], row["id"]
    assert "primary foe" not in facts.evidence["B382"]["finding"]


def test_the_text_was_unknown_when_the_article_was_written(early, facts):
    """Nothing of the text shown in Seoul is read in what was known in November 2024."""
    assert not facts.is_known("B225", WRITTEN)
    told = " ".join(text for place, text in early.read() if "08-peninsula" in str(place))
    assert "2026" not in told


def test_publishers_are_kept_apart(central, facts):
    """Each ratio drawn divides two figures of one maker, and each group has one maker."""
    groups: dict[str, set[str]] = {}
    for row in central.rows("fig-balance"):
        ids = [o.partition(":")[2] for o in central.roots(row["evidence"].split()) if ":" in o]
        makers = {facts.evidence[name]["origin"] for name in ids if name in facts.evidence}
        assert len(makers) == 1, row["row"]
        groups.setdefault(row["group"], set()).update(makers)
    assert [len(makers) for makers in groups.values()] == [1] * 3


def test_spending_is_divided_within_one_method(facts):
    """Exchange rates and purchasing power have names of their own, and each pair has one maker."""
    for row, method in (("D640", "wmeat"), ("D642", "wmeat_ppp")):
        pair = [facts.evidence[name] for name in (row, f"{row}b")]
        assert [item["quantity"] for item in pair] == [
            f"dprk_milex_{method}",
            f"rok_milex_{method}",
        ]
        assert len({item["origin"] for item in pair}) == 1


def test_publishers_put_different_sides_ahead(facts):
    """On combat aircraft the two publishers disagree about who has more."""
    assert ratio(facts, "B372") < 1 < ratio(facts, "D620")
    assert facts.low("B373") - facts.low("B373b") == 1
    assert [row for row in WHITE_PAPER if ratio(facts, row) <= 1] == ["D612"]


def test_two_authors_count_once(facts):
    """Every report of the essay has the same maker, and a relay is no third author."""
    rows = [facts.evidence[name] for name in ("B247", "B370")]
    assert {row["origin"] for row in rows} == {"carlin-hecker"}
    assert facts.low("B247") == 2
    assert "war-intent:supports" not in facts.evidence["B240"]["claims"]


def test_digests_and_weak_copies_carry_nothing(facts):
    """Rows read in a digest are context, and rows found too weak are left out."""
    for name in ("B368", "B369"):
        assert facts.evidence[name]["claims"] == "war-intent:context"
    weak = {f"B{n}" for n in (217, 222, 230, 235, 236, 237, 241, 242, 244, 245, 250, 251, 257)}
    assert not {*weak, "B267", "B268"} & set(facts.evidence)


def test_the_index_gives_ranks_only(facts):
    """No count of weapons comes from Global Firepower, whose copy is faulty."""
    rows = [row for row in facts.evidence.values() if row["origin"] == "global-firepower"]
    peninsula = [row for row in rows if "rok-outclasses" in row["claims"]]
    assert peninsula
    assert all(row["unit"] == "rank" for row in peninsula)


def test_assembled_warheads_are_not_the_potential(facts):
    """About fifty assembled and up to ninety possible have names of their own."""
    assembled, potential = facts.evidence["B263"], facts.evidence["B263b"]
    assert assembled["quantity"] != potential["quantity"]
    assert bounds(potential) == (None, None, 90)


def test_order_of_events(facts):
    """Essay, request and demolition come in this order, and the text after the report."""
    names = ("carlin-hecker", "kim-asks-for-foe", "arch-gone", "assembly-amends", "hostile-state")
    dates = [facts.events[name]["date"] for name in names]
    assert dates == sorted(dates)
    assert last_day(dates[-1]) < WRITTEN < first_day(facts.events["text-shown"]["date"])


def test_none_of_the_experts_agreed(central, facts):
    """The passage that says none rests on a count of zero."""
    assert facts.low("B367") == 0
    (passage,) = [
        item
        for item in central.passages
        if "none of the" in plain(item.content["pieces"]) and "BBC agreed" in str(item.content)
    ]
    assert "evidence:B367" in passage.origins
