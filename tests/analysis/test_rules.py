"""Verdict rules: what the evidence known at a date says of a claim."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import NOW, THEN, Files

from briefing.analysis.observing import claimed, observe
from briefing.analysis.rules import (
    DEFINITIONS,
    Assessment,
    assess,
    check_rulings,
    verdict_by_measure,
)
from briefing.ledger.terms import Verdict


@pytest.fixture
def files(tmp_path: Any) -> Files:
    """Give a project in which the yard claims 100 to 120 boats in mid-June 2022."""
    return Files(tmp_path).claim(origin="yard").maker("yard")


def judged(files: Files, without: tuple[str, ...] = ()) -> Assessment:
    """Give the verdict on the boats as of today."""
    return assess(files.load(), "boats", NOW, without)


def counted(files: Files, by: str, number: float, as_of: str = "2022-06-15", **more: Any) -> Files:
    """Add somebody's count of boats."""
    row_id = f"E{len(files.tables['evidence.csv']) + 1}"
    return files.seen(row_id, "boats:measure", by, central=number, as_of=as_of, **more)


def said(files: Files, by: str, bearing: str, **more: Any) -> Files:
    """Add what somebody said of the boats in words."""
    row_id = f"E{len(files.tables['evidence.csv']) + 1}"
    return files.seen(row_id, f"boats:{bearing}", by, **more)


@pytest.mark.parametrize("number", [40, 66, 67, 81, 82, 95, 110, 130, 147, 150, 179, 180, 400])
def test_one_measure_decides_as_the_rule_does(files: Files, number: float) -> None:
    """The verdict by one measure is that of a ledger with a single count from that day."""
    counted(files, "club", number)
    ledger = files.load()
    measured = observe(ledger.evidence["E1"])
    verdict = verdict_by_measure(claimed(ledger.claims["boats"]), measured)
    assert verdict is judged(files).verdict


# -- the decision --------------------------------------------------------------------------------


def test_nothing_is_not_checkable(files: Files) -> None:
    """Without independent evidence there is no verdict but that."""
    found = judged(files)
    assert (found.verdict, found.independent) == (Verdict.NOT_CHECKABLE, 0)
    assert found.rule == "nothing independent bears on it"


def test_context_is_not_checkable(files: Files) -> None:
    """What is only context carries no verdict."""
    said(files, "club", "context")
    assert judged(files).verdict is Verdict.NOT_CHECKABLE


@pytest.mark.parametrize("trend", ["", "cumulative", "state"])
def test_agreement_is_supported(files: Files, trend: str) -> None:
    """Independent counts that overlap the claim support it, whatever its trend."""
    files.change("claims.csv", trend=trend)
    counted(counted(files, "club", 110), "survey", 120)
    found = judged(files)
    assert found.verdict is Verdict.SUPPORTED
    assert found.supporting == {"club", "survey"}


@pytest.mark.parametrize(("number", "verdict"), [(146, "supported"), (147, "imprecise")])
def test_ranges_meet_within_a_tenth(files: Files, number: float, verdict: str) -> None:
    """Reports round to a tenth, so ranges are compared with a tenth of slack on both."""
    counted(files, "club", number)
    assert judged(files).verdict == verdict


@pytest.mark.parametrize(
    ("number", "verdict"),
    [(179, "imprecise"), (180, "disputed"), (67, "imprecise"), (66, "disputed")],
)
def test_a_near_miss_is_imprecise_and_a_far_one_disputed(
    files: Files, number: float, verdict: str
) -> None:
    """Contrary measures alone: below a factor of one and a half the figure is only off."""
    counted(files, "club", number)
    found = judged(files)
    assert found.verdict == verdict
    assert found.gap == pytest.approx(number / 120 if number > 120 else 100 / number)


def test_the_widest_gap_decides(files: Files) -> None:
    """One far measure is enough to dispute what a near one misses narrowly."""
    counted(counted(files, "club", 150), "survey", 300)
    found = judged(files)
    assert (found.verdict, found.gap) == (Verdict.DISPUTED, 2.5)


def test_words_against_it_dispute_at_any_distance(files: Files) -> None:
    """A contradiction in words has no gap, so the figure is not merely imprecise."""
    said(counted(files, "club", 150), "survey", "contradicts")
    assert judged(files).verdict is Verdict.DISPUTED


@pytest.mark.parametrize(("agreeing", "verdict"), [(1, "disputed"), (2, "supported-with-caveat")])
def test_as_many_against_as_for_dispute(files: Files, agreeing: int, verdict: str) -> None:
    """A tie is disputed; a majority of makers for the claim leaves a caveat."""
    counted(files, "survey", 300)
    for name in ("club", "school")[:agreeing]:
        counted(files, name, 110)
    assert judged(files).verdict == verdict


@pytest.mark.parametrize("bearing", ["qualifies", "contradicts"])
def test_agreement_with_a_reservation_is_a_caveat(files: Files, bearing: str) -> None:
    """Whoever narrows or contradicts a supported claim puts a caveat on it."""
    counted(counted(files, "club", 110), "school", 110)
    said(files, "survey", bearing)
    assert judged(files).verdict is Verdict.CAVEAT


def test_reservations_alone_are_imprecise(files: Files) -> None:
    """Evidence that only narrows the claim neither carries nor disputes it."""
    said(files, "club", "qualifies")
    found = judged(files)
    assert (found.verdict, found.rule) == (Verdict.IMPRECISE, "the evidence only narrows it")


def test_support_in_words_counts_like_a_measure(files: Files) -> None:
    """A claim without a number is carried by findings in words."""
    files.words("beauty", origin="yard").seen("E1", "beauty:supports", "club")
    assert assess(files.load(), "beauty", NOW).verdict is Verdict.SUPPORTED


def test_every_verdict_is_defined() -> None:
    """Readers find what each word means."""
    assert set(DEFINITIONS) == set(Verdict)
    assert all(text.endswith(".") for text in DEFINITIONS.values())


# -- who counts ----------------------------------------------------------------------------------


def test_a_family_counts_once(files: Files) -> None:
    """However many of its members print a number, their family is one voice."""
    for name in ("port", "customs", "pilots"):
        counted(files, name, 110, family="harbour")
    counted(files, "survey", 300)
    found = judged(files)
    assert found.supporting == {"harbour"}
    assert (found.verdict, found.independent) == (Verdict.DISPUTED, 2)


@pytest.mark.parametrize("bearing", ["measure", "supports"])
def test_the_claimant_cannot_confirm_itself(files: Files, bearing: str) -> None:
    """A family that repeats its own claim is no support for it."""
    numbers = {"central": 110} if bearing == "measure" else {}
    files.seen("E1", f"boats:{bearing}", "dockyard", family="yard", **numbers)
    found = judged(files)
    assert (found.verdict, found.supporting) == (Verdict.NOT_CHECKABLE, frozenset())


@pytest.mark.parametrize(
    ("bearing", "verdict"), [("contradicts", "disputed"), ("qualifies", "imprecise")]
)
def test_the_claimant_can_take_back(files: Files, bearing: str, verdict: str) -> None:
    """What the claimant says against its own figure counts."""
    said(files, "yard", bearing)
    assert judged(files).verdict == verdict


def test_the_claimant_can_overtake_itself(files: Files) -> None:
    """A later count by the claimant shows that its earlier one has aged."""
    files.change("claims.csv", trend="cumulative")
    counted(counted(files, "yard", 110), "yard", 300, "2023-01")
    found = judged(files)
    assert (found.verdict, found.overtaking) == (Verdict.OUTDATED, {"yard"})


def test_a_claim_without_a_maker_has_no_family_to_leave_out(files: Files) -> None:
    """Where nobody is named as the maker, everybody can support."""
    counted(files.change("claims.csv", origin=""), "yard", 110)
    assert judged(files).supporting == {"yard"}


@pytest.mark.parametrize(("credibility", "counts"), [(1, True), (3, True), (4, False), (6, False)])
def test_weak_credibility_is_ignored(files: Files, credibility: int, counts: bool) -> None:
    """Grades one to three count, those beyond do not."""
    counted(files, "club", 110, credibility=credibility)
    assert (judged(files).verdict is Verdict.SUPPORTED) is counts


@pytest.mark.parametrize(
    ("reliability", "counts"), [("A", True), ("D", True), ("E", False), ("F", False)]
)
def test_weak_reliability_is_ignored(files: Files, reliability: str, counts: bool) -> None:
    """Sources graded A to D count, those beyond do not."""
    counted(files, "club", 110, reliability=reliability)
    found = judged(files)
    assert (found.verdict is Verdict.SUPPORTED) is counts
    assert found.rows == ({"E1"} if counts else frozenset())


@pytest.mark.parametrize(
    ("published", "counts"),
    [
        ("2022-06-30", True),
        ("2022-07-01", False),
        ("2022-06", True),
        ("2022-07", False),
        ("2022", False),
        ("2021", True),
    ],
)
def test_what_is_published_later_is_ignored(files: Files, published: str, counts: bool) -> None:
    """A publication counts from its day on, and one with a partial date from the last it may be."""
    counted(files, "club", 110, published=published)
    assert (assess(files.load(), "boats", THEN).verdict is Verdict.SUPPORTED) is counts


def test_one_family_can_be_left_out(files: Files) -> None:
    """Leaving out one family at a time shows whether the verdict hangs on it."""
    counted(counted(files, "club", 110), "survey", 300)
    assert judged(files).verdict is Verdict.DISPUTED
    assert judged(files, ("survey",)).verdict is Verdict.SUPPORTED
    assert judged(files, ("club", "survey")).verdict is Verdict.NOT_CHECKABLE
    assert judged(files, ("nobody",)) == judged(files)


def test_a_family_that_agrees_and_contradicts_contradicts(files: Files) -> None:
    """A maker at odds with itself does not carry the claim."""
    said(counted(files, "club", 110), "club", "contradicts")
    found = judged(files)
    assert (found.supporting, found.contradicting) == (frozenset(), {"club"})
    assert found.qualifying == {"club"}


def test_a_family_that_has_overtaken_does_not_contradict_too(files: Files) -> None:
    """Whoever counted on past the claim is on that side only, whatever it says of the claim."""
    files.change("claims.csv", trend="cumulative")
    counted(counted(files, "club", 110), "survey", 300, "2023-06")
    said(files, "survey", "contradicts")
    found = judged(files)
    assert (found.overtaking, found.contradicting) == ({"survey"}, frozenset())


# -- without a trend -----------------------------------------------------------------------------


def test_the_count_nearest_in_time_decides(files: Files) -> None:
    """Of one family's counts, the one nearest the claim's date is compared."""
    counted(counted(files, "club", 300, "2020-01"), "club", 110, "2022-07")
    assert judged(files).verdict is Verdict.SUPPORTED


def test_a_later_count_does_not_overtake_what_has_no_trend(files: Files) -> None:
    """What neither grows nor changes can only be right or wrong."""
    counted(counted(files, "club", 110), "survey", 300, "2023-06")
    found = judged(files)
    assert (found.verdict, found.overtaking) == (Verdict.DISPUTED, frozenset())


# -- cumulative ----------------------------------------------------------------------------------


@pytest.fixture
def growing(files: Files) -> Files:
    """Give a claim on what only grows."""
    return files.change("claims.csv", trend="cumulative")


def test_a_later_higher_count_overtakes(growing: Files) -> None:
    """A family is judged by its latest count; above the claim, later than an agreeing one."""
    counted(counted(growing, "club", 110, "2022-06"), "club", 300, "2023-06")
    found = judged(growing)
    assert (found.verdict, found.overtaking) == (Verdict.OUTDATED, {"club"})
    assert (found.supporting, found.contradicting) == (frozenset(), frozenset())


@pytest.mark.parametrize(("agreeing", "verdict"), [(1, "outdated"), (2, "supported-with-caveat")])
def test_as_many_overtaking_as_agreeing_outdate(
    growing: Files, agreeing: int, verdict: str
) -> None:
    """A tie is outdated; fewer families that have moved on leave a caveat."""
    for name in ("club", "school")[:agreeing]:
        counted(growing, name, 110)
    counted(growing, "survey", 300, "2023-06")
    assert judged(growing).verdict == verdict


def test_a_higher_count_before_any_agreement_contradicts(growing: Files) -> None:
    """What was above the claim from the start has not overtaken it."""
    counted(counted(growing, "survey", 300, "2022-05"), "club", 110, "2022-06")
    found = judged(growing)
    assert (found.verdict, found.contradicting) == (Verdict.DISPUTED, {"survey"})


def test_a_higher_count_of_the_same_day_contradicts(growing: Files) -> None:
    """To overtake, a count must speak of a later day than one that agrees."""
    counted(counted(growing, "survey", 300, "2022-06-15"), "club", 110, "2022-06-15")
    assert judged(growing).overtaking == frozenset()


def test_a_higher_count_without_any_agreement_contradicts(growing: Files) -> None:
    """A claim that no count ever agreed with was not right for an earlier date."""
    counted(growing, "survey", 300, "2023-06")
    assert judged(growing).verdict is Verdict.DISPUTED


def test_the_claimants_own_count_shows_that_it_was_right_once(growing: Files) -> None:
    """The count behind the claim, though no support, is what others can overtake."""
    counted(counted(growing, "yard", 110, "2022-05"), "survey", 300, "2023-06")
    found = judged(growing)
    assert (found.verdict, found.overtaking) == (Verdict.OUTDATED, {"survey"})


def test_a_later_count_within_the_slack_has_not_overtaken(growing: Files) -> None:
    """A count that still agrees within a tenth is agreement, though it is a little above."""
    counted(counted(growing, "club", 110, "2022-06"), "survey", 130, "2023-06")
    found = judged(growing)
    assert (found.verdict, found.supporting) == (Verdict.SUPPORTED, {"club", "survey"})


def test_an_undated_count_is_overtaken_by_nothing(growing: Files) -> None:
    """Agreement at no known date does not make every other count a later one."""
    counted(counted(growing, "club", 110, ""), "survey", 300, "2022-05")
    found = judged(growing)
    assert (found.overtaking, found.contradicting) == (frozenset(), {"survey"})


# -- state ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "verdict"), [("2022-06-14", "not-checkable"), ("2022-06-15", "disputed")]
)
def test_growth_explains_a_lower_count_of_an_earlier_day(
    growing: Files, as_of: str, verdict: str
) -> None:
    """A total that was lower before the claim's day takes no side; on the day it contradicts."""
    counted(growing, "club", 30, as_of)
    assert judged(growing).verdict == verdict


@pytest.fixture
def changing(files: Files) -> Files:
    """Give a claim on a state at a date."""
    return files.change("claims.csv", trend="state")


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [
        ("2022-03-16", "not-checkable"),
        ("2022-03-17", "disputed"),
        ("2022-09-13", "disputed"),
        ("2022-09-14", "outdated"),
    ],
)
def test_a_count_speaks_of_the_same_state_for_ninety_days(
    changing: Files, as_of: str, verdict: str
) -> None:
    """Within the window a contrary count contradicts; earlier it is silent, later it overtakes."""
    counted(changing, "club", 300, as_of)
    assert judged(changing).verdict == verdict


def test_a_state_that_has_moved_on_is_outdated(changing: Files) -> None:
    """A family whose near count agreed and whose latest no longer does has overtaken the claim."""
    counted(counted(changing, "club", 110, "2022-06"), "club", 30, "2023-06")
    found = judged(changing)
    assert (found.verdict, found.overtaking) == (Verdict.OUTDATED, {"club"})


@pytest.mark.parametrize(
    ("as_of", "verdict"), [("2022-09-13", "supported"), ("2022-09-14", "outdated")]
)
def test_a_state_moves_on_only_after_the_window(changing: Files, as_of: str, verdict: str) -> None:
    """On the ninetieth day a count still speaks of the same state, and the nearer one decides."""
    counted(counted(changing, "club", 110, "2022-06-15"), "club", 30, as_of)
    assert judged(changing).verdict == verdict


def test_a_state_that_lasts_is_supported(changing: Files) -> None:
    """A later count that still overlaps takes nothing from the support."""
    counted(counted(changing, "club", 110, "2022-06"), "club", 112, "2023-06")
    assert judged(changing).verdict is Verdict.SUPPORTED


def test_an_agreeing_count_of_another_time_takes_no_side(changing: Files) -> None:
    """What was so after the window does not show that it was so on the day."""
    counted(changing, "club", 110, "2023-06")
    assert judged(changing).verdict is Verdict.NOT_CHECKABLE


def test_a_claim_that_was_wrong_is_not_outdated(changing: Files) -> None:
    """Where the near count already contradicted, a later one does not turn that into age."""
    counted(counted(changing, "club", 300, "2022-06"), "club", 400, "2023-06")
    found = judged(changing)
    assert (found.verdict, found.contradicting) == (Verdict.DISPUTED, {"club"})


def test_the_near_count_outweighs_an_older_one(changing: Files) -> None:
    """What was counted long before the claim's date takes no side."""
    counted(counted(changing, "club", 300, "2020-01"), "club", 110, "2022-06")
    counted(changing, "survey", 300, "2020-01")
    found = judged(changing)
    assert (found.verdict, found.supporting) == (Verdict.SUPPORTED, {"club"})
    assert found.contradicting == frozenset()


@pytest.mark.parametrize(("number", "verdict"), [(110, "supported"), (300, "disputed")])
def test_an_undated_count_is_compared_and_never_overtakes(
    changing: Files, number: float, verdict: str
) -> None:
    """A count without a date may agree or contradict, but it is not later."""
    counted(changing, "club", number, "")
    assert judged(changing).verdict == verdict


def test_an_undated_claim_is_compared_with_any_count(changing: Files) -> None:
    """Where the claim names no day, no count is too early or later."""
    counted(changing.change("claims.csv", as_of=""), "club", 300, "2023-06")
    assert judged(changing).verdict is Verdict.DISPUTED


# -- rulings -------------------------------------------------------------------------------------


def ruled(files: Files, verdict: str, **more: Any) -> list[str]:
    """Give the faults of a ruling, the same for both vintages."""
    for vintage in ("then", "now"):
        files.ruling("boats", vintage, verdict, evidence="E1", **more)
    return [str(fault) for fault in check_rulings(files.load())]


def test_a_ruling_that_agrees_is_sound(files: Files) -> None:
    """Where analysts and evidence say the same, nothing is to be said."""
    assert ruled(counted(files, "club", 110), "supported") == []


def test_a_ruling_that_differs_needs_an_override(files: Files) -> None:
    """A ruling that the evidence does not give is refused, with the rule that fits."""
    assert ruled(counted(files, "club", 110), "disputed") == [
        f"data/verdicts.csv:{line} (boats/{vintage}) is ruled disputed, but the evidence gives "
        "supported (independent makers agree); correct the ruling, the evidence, or write an "
        "override"
        for line, vintage in ((2, "then"), (3, "now"))
    ]


def test_an_override_makes_a_ruling_stand(files: Files) -> None:
    """Analysts may rule otherwise if they write why."""
    assert ruled(counted(files, "club", 110), "disputed", override="The club miscounted") == []


def test_a_needless_override_is_refused(files: Files) -> None:
    """An override that overrides nothing would hide a later disagreement."""
    faults = ruled(counted(files, "club", 110), "supported", override="To be sure")
    assert faults[0] == (
        "data/verdicts.csv:2 (boats/then) has an override, but ruling and evidence agree; remove it"
    )


def test_a_ruling_cites_no_evidence_of_the_future(files: Files) -> None:
    """What was published after a vintage cannot be its ground."""
    faults = ruled(counted(files, "club", 110, published="2022-07"), "supported")
    assert faults == [
        "data/verdicts.csv:2 (boats/then) is ruled supported, but the evidence gives not-checkable "
        "(nothing independent bears on it); correct the ruling, the evidence, or write an override",
        "data/verdicts.csv:2 (boats/then) cites E1, published 2022-07, after 2022-06-30; "
        "cite earlier evidence",
    ]
