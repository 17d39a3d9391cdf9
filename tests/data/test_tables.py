"""The tables hold together: ids, references, definitions and dates, read without the package."""

from __future__ import annotations

import calendar
import re
import tomllib
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parents[2] / "data"

# The chapters on troops and on shells, whose evidence must be complete.
CHAPTERS_1_AND_2 = """
statement-date troops-in-russia combat-soon only-the-start kursk containers containers-start
shells-delivered shells-value shell-quality shell-share artillery-rank munitions-edge
need-diminishes shortages-russia
"""
# Undated, cut off, misread or since contradicted: may be mentioned, may not carry a conclusion.
NO_CONCLUSION = """
A012 A031 A034 A040 A041 A042 A044 A057 A097 A109 A122 A144 A168 A190 A199 A200 A201 A202 A205
A250 A254 A328 A331 A335 A356 A358 A365 A369
"""
TABLES = ("claims", "origins", "sources", "evidence", "events")
VALUE = ["low", "central", "high"]


def read(name: str) -> pd.DataFrame:
    """Read a table as text, with empty cells as empty strings."""
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


def bearings(evidence: pd.DataFrame) -> pd.DataFrame:
    """Give one row per observation and claim."""
    long = evidence.assign(pair=evidence["claims"].str.split()).explode("pair")
    long[["claim", "bearing"]] = long["pair"].str.split(":", expand=True)
    return long.reset_index(drop=True)


def last_day(text: str) -> date:
    """Give the last day that a partial date may mean."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


@pytest.fixture(scope="module")
def claims() -> pd.DataFrame:
    return read("claims")


@pytest.fixture(scope="module")
def evidence() -> pd.DataFrame:
    return read("evidence")


@pytest.fixture(scope="module")
def sources() -> pd.DataFrame:
    return read("sources").set_index("id")


@pytest.fixture(scope="module")
def families() -> pd.Series:
    return read("origins").set_index("id")["family"]


@pytest.fixture(scope="module")
def verdicts() -> pd.DataFrame:
    return read("verdicts")


@pytest.fixture(scope="module")
def settings() -> dict[str, dict]:
    return tomllib.loads((DATA / "briefing.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TABLES)
def test_ids_are_unique(name: str) -> None:
    """No id stands twice in a table."""
    ids = read(name)["id"]
    assert not ids[ids.duplicated()].tolist()


def test_every_claim_of_the_article_is_listed(claims: pd.DataFrame) -> None:
    """The article makes 48 claims, in the order of its paragraphs."""
    assert len(claims) == 48
    assert claims["paragraph"].astype(int).is_monotonic_increasing


def test_statements_judge_nothing(claims: pd.DataFrame) -> None:
    """A claim is stated without a word of the verdict on it."""
    judging = r"\b(?:supported|imprecise|outdated|disputed|false|wrong|true|incorrect|misleading)\b"
    assert not claims["statement"].str.contains(judging, case=False).any()
    assert not claims["statement"].str.endswith(".").any()


def test_references_lead_somewhere(
    claims: pd.DataFrame, evidence: pd.DataFrame, sources: pd.DataFrame, families: pd.Series
) -> None:
    """Every claim, source and origin that a row names exists."""
    events = read("events")
    assert set(bearings(evidence)["claim"]) <= set(claims["id"])
    assert set(events["claims"].str.split().explode().dropna()) <= set(claims["id"])
    assert set(evidence["source"]) | set(events["source"]) <= set(sources.index)
    assert set(evidence["origin"]) <= set(families.index)
    assert set(claims["origin"]) - {""} <= set(families.index)


def test_no_publication_is_listed_twice(sources: pd.DataFrame) -> None:
    """One row of sources is one page."""
    assert not sources.loc[sources["url"].duplicated(keep=False), "url"].tolist()
    assert sources["url"].str.match(r"https?://\S+$").all()


def test_bearing_rows_come_from_usable_pages(evidence: pd.DataFrame, sources: pd.DataFrame) -> None:
    """A page that cannot be judged, or is known to misread, gives context at most."""
    long = bearings(evidence)
    bearing = long[long["bearing"] != "context"]
    assert set(bearing["source"].map(sources["reliability"])) <= set("ABCD")


def test_only_standing_references_are_undated(sources: pd.DataFrame) -> None:
    """A publication without a date could be from after the cut-off."""
    undated = sources[sources["published"] == ""]
    assert set(undated["class"]) <= {"reference"}


@pytest.mark.parametrize("name", ["claims", "evidence"])
def test_bounds_are_ordered(name: str) -> None:
    """Low is not above central, nor central above high, and every number has a unit."""
    table = read(name)
    numbers = table[[c for c in VALUE if c in table]].apply(pd.to_numeric)
    for lower, upper in (("low", "high"), ("low", "central"), ("central", "high")):
        if lower in numbers and upper in numbers:
            assert not (numbers[lower] > numbers[upper]).any()
    with_value = numbers.notna().any(axis=1)
    assert (table.loc[with_value, "unit"] != "").all()
    assert (table.loc[with_value, "quantity"] != "").all()


def test_a_quantity_has_one_unit(evidence: pd.DataFrame) -> None:
    """Equal names promise comparable numbers."""
    units = evidence[evidence["quantity"] != ""].groupby("quantity")["unit"].nunique()
    assert not units[units > 1].index.tolist()


def test_measures_share_the_quantity_of_the_claim(
    claims: pd.DataFrame, evidence: pd.DataFrame
) -> None:
    """What is compared by machine is the same thing in the same unit."""
    merged = bearings(evidence).merge(claims, left_on="claim", right_on="id", suffixes=("", "_c"))
    measures = merged[merged["bearing"] == "measure"]
    assert len(measures) > 30
    assert (measures["quantity"] == measures["quantity_c"]).all()
    assert (measures["unit"] == measures["unit_c"]).all()


def test_every_observation_is_explained(evidence: pd.DataFrame) -> None:
    """A row says what was found, and for a number how its source defines it."""
    assert evidence["finding"].str.fullmatch(r"\S.*\.").all()
    numbers = evidence[(evidence[VALUE] != "").any(axis=1)]
    assert numbers["note"].str.fullmatch(r"\S.*\.").all()


def test_the_first_two_chapters_have_their_evidence(evidence: pd.DataFrame) -> None:
    """The claims on troops and shells rest on at least 110 observations."""
    long = bearings(evidence)
    theirs = long[long["claim"].isin(CHAPTERS_1_AND_2.split())]
    assert theirs["id"].nunique() >= 110
    assert set(theirs["claim"]) == set(CHAPTERS_1_AND_2.split())


def test_unusable_rows_carry_no_conclusion(evidence: pd.DataFrame) -> None:
    """A row found undated, misread or contradicted bears on a claim as context at most."""
    long = bearings(evidence)
    theirs = long[long["id"].isin(NO_CONCLUSION.split())]
    assert set(theirs["bearing"]) <= {"context"}


def test_capacity_is_not_a_count(evidence: pd.DataFrame) -> None:
    """What containers could hold is kept apart from what was delivered."""
    notes = evidence["note"].str.lower()
    capacity = evidence["quantity"] == "shells_capacity"
    counts = evidence["quantity"].str.startswith("shells_delivered")
    assert capacity.sum() >= 7
    assert notes[capacity].str.startswith("capacity").all()
    assert not notes[counts].str.startswith("capacity").any()
    assert (evidence.loc[capacity, "credibility"].astype(int) >= 3).all()
    assert not bearings(evidence[capacity])["bearing"].isin(["measure", "supports"]).any()


def test_the_two_container_counts_are_two_families(
    evidence: pd.DataFrame, families: pd.Series
) -> None:
    """Washington's count and Seoul's never share a family, and each row says whose it is."""
    rows = evidence[evidence["quantity"] == "containers_delivered"]
    american = rows[rows["origin"].str.startswith("us-")]
    korean = rows[rows["origin"].str.startswith("rok-")]
    assert set(american["origin"].map(families)) == {"washington"}
    assert set(korean["origin"].map(families)) == {"seoul"}
    assert american["note"].str.startswith("US count, since September 2023").all()
    assert korean["note"].str.startswith("South Korean count").all()


def test_sent_and_present_are_not_mixed(evidence: pd.DataFrame) -> None:
    """A total sent so far only grows; a number present has a place, and the note says which."""
    sent = evidence[evidence["quantity"] == "dprk_troops_sent"]
    present = evidence[evidence["quantity"].isin(["dprk_troops_in_russia", "dprk_troops_in_kursk"])]
    assert sent["note"].str.contains("Sent so far|Eleven days before").all()
    assert not present["note"].str.contains("Sent so far").any()


def test_losses_keep_their_definitions(evidence: pd.DataFrame) -> None:
    """Killed and killed with wounded are never the same quantity."""
    killed = evidence[evidence["quantity"] == "dprk_killed"]
    both = evidence[evidence["quantity"].isin(["dprk_casualties", "russian_casualties"])]
    assert killed["note"].str.startswith("Killed only").all()
    assert both["note"].str.startswith("Killed and wounded").all()


def test_british_restatements_count_with_kyiv(families: pd.Series) -> None:
    """Figures drawn from another's data are no second voice."""
    assert families["uk-mod-on-ua-data"] == families["ua-general-staff"] == "kyiv"
    assert families["msmt"] == families["us-state-department"]


def test_chapter_claims_are_ruled_at_both_dates(verdicts: pd.DataFrame) -> None:
    """Each claim on troops and shells has exactly one ruling then and one now."""
    ruled = verdicts.groupby("claim")["vintage"].apply(sorted)
    for claim in CHAPTERS_1_AND_2.split():
        assert ruled[claim] == ["now", "then"]


def test_rulings_cite_what_bears_on_them(verdicts: pd.DataFrame, evidence: pd.DataFrame) -> None:
    """Evidence named in a ruling exists and is tied to that claim."""
    pairs = set(zip(*(bearings(evidence)[c] for c in ("id", "claim")), strict=True))
    cited = verdicts.assign(row=verdicts["evidence"].str.split()).explode("row")
    missing = [p for p in zip(cited["row"], cited["claim"], strict=True) if p not in pairs]
    assert not missing


def test_rulings_of_then_know_nothing_later(
    verdicts: pd.DataFrame,
    evidence: pd.DataFrame,
    sources: pd.DataFrame,
    settings: dict[str, dict],
) -> None:
    """A ruling as of the article's date cites and names nothing published afterwards."""
    then = last_day(settings["vintages"]["then"])
    published = evidence.set_index("id")["source"].map(sources["published"])
    past = verdicts[verdicts["vintage"] == "then"]
    for row in past.itertuples():
        late = [e for e in row.evidence.split() if published[e] and last_day(published[e]) > then]
        assert not late, (row.claim, late)
        assert not re.search(r"\b202[5-9]\b", row.reason + row.grounds), row.claim


def test_rulings_are_short_and_whole(verdicts: pd.DataFrame) -> None:
    """Reason, grounds and what would change the ruling are one to three sentences each."""
    for column in ("reason", "grounds", "would_change"):
        text = verdicts[column]
        assert text.str.endswith(".").all()
        assert (text.str.count(r"\.(?:\s+[A-Z]|$)") <= 3).all(), column


def test_events_are_dated_sourced_and_in_order() -> None:
    """At least 40 events in four lanes, in the order of time."""
    events = read("events")
    assert len(events) >= 40
    assert set(events["lane"]) <= {"diplomacy", "arms", "troops", "law"}
    assert events["date"].is_monotonic_increasing
    assert (events["source"] != "").all()


def test_monthly_losses_have_no_gap(sources: pd.DataFrame) -> None:
    """The series runs month by month, each row with a known source."""
    series = pd.read_csv(DATA / "series" / "ru_losses_uamod_monthly.csv")
    months = pd.PeriodIndex(series["month"], freq="M")
    assert (months[1:].asi8 - months[:-1].asi8 == 1).all()
    assert set(series["source"]) <= set(sources.index)
    assert (series["personnel_month_persons"] > 0).all()


def test_monthly_losses_fit_their_daily_rate() -> None:
    """In a full month the daily value times the days of the month gives the month's value."""
    series = pd.read_csv(DATA / "series" / "ru_losses_uamod_monthly.csv").iloc[1:-1]
    days = pd.PeriodIndex(series["month"], freq="M").days_in_month
    assert (series["personnel_per_day"] * days - series["personnel_month_persons"]).abs().max() < 32


def test_scenarios_set_the_same_parameters() -> None:
    """Low and high give every parameter that central gives, on either side of it."""
    scenarios = tomllib.loads((DATA / "scenarios.toml").read_text(encoding="utf-8"))
    central = scenarios["central"]["parameters"]
    for name in ("low", "high"):
        assert set(scenarios[name]["parameters"]) == set(central)
    for name, value in central.items():
        ends = sorted(scenarios[s]["parameters"][name] for s in ("low", "high"))
        assert ends[0] <= value <= ends[1], name


def test_scenarios_can_be_loaded(evidence: pd.DataFrame) -> None:
    """No set of values puts more into a container than it can carry."""
    scenarios = tomllib.loads((DATA / "scenarios.toml").read_text(encoding="utf-8"))
    payloads = evidence.loc[evidence["quantity"] == "container_payload", "central"].astype(float)
    bare = evidence.loc[evidence["quantity"] == "projectile_mass", "central"].astype(float)
    for name, scenario in scenarios.items():
        values = scenario["parameters"]
        load = values["rounds_per_container"] * values["packed_mass_per_round"]
        assert load <= payloads.max(), name
        assert values["packed_mass_per_round"] > bare.max(), name
