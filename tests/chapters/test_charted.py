"""What the charts draw, computed another way from the data files."""

from __future__ import annotations

import re

import pytest
from tests.chapters.facts import Facts, bounds, days_between, last_day
from tests.chapters.reading import numbers

YEAR = 365.25
CUTOFFS = {"central": last_day("2026-10-10"), "early": last_day("2024-11-30")}
SCENARIOS = {"early": "low", "high": "high"}
OBSERVATIONS = ("fig-troops-counts", "fig-containers", "fig-ratio")

_EVIDENCE = re.compile(r"evidence:(\w+)")


@pytest.fixture(params=["central", "early"])
def name(request) -> str:
    """Name of a full edition."""
    return request.param


@pytest.fixture
def edition(editions, name):
    """That edition."""
    return editions(name)


def ends(row) -> tuple[float, float]:
    """Give the bounds that a row draws; an exact value is drawn as its centre."""
    low, central, high = (row[key] for key in ("low", "central", "high"))
    return (central, central) if low is None and high is None else (low, high)


def ids(row) -> list[str]:
    """Give the observations that a row rests on."""
    return _EVIDENCE.findall(row["evidence"] or "")


def pick(facts: Facts, rows: list[str], *quantities: str) -> str:
    """Give the one of these observations that measures one of the quantities."""
    (found,) = (row for row in rows if facts.evidence[row]["quantity"] in quantities)
    return found


def close(value: tuple[float, float]) -> object:
    """Allow for the length of a year."""
    return pytest.approx(value, rel=1e-4)


def test_days_at_each_rate(edition, name, facts):
    """Each bar is the article's range divided by the rate that it rests on."""
    least, most = facts.claimed("troops-in-russia")
    rows = edition.rows("fig-days-replaced")
    for row in rows:
        match ids(row):
            case ["A348b"]:
                (days, _) = days_between(
                    facts.events["invasion"]["date"], facts.evidence["A348b"]["as_of"]
                )
                rate = facts.high("A348b") / days
            case [observation]:
                rate = facts.high(observation)
            case _:
                assert "series:ru_losses_uamod_monthly" in row["evidence"]
                rate = facts.losses_per_day("2024-10")
        assert ends(row) == close((least / rate, most / rate)), row["row"]
    drawn = edition.range_of("troops.days-of-losses")
    assert drawn == (min(ends(row)[0] for row in rows), max(ends(row)[1] for row in rows))
    assert len(rows) == {"central": 5, "early": 3}[name]


def test_share_lost_at_each_date(central, facts):
    """Each bar is one maker's casualties over a number of troops sent or present."""
    troops = ("dprk_troops_sent", "dprk_troops_in_kursk", "dprk_troops_in_russia")
    for row in central.rows("fig-attrition"):
        lost = facts.evidence[pick(facts, ids(row), "dprk_casualties")]
        sent = facts.low(pick(facts, ids(row), *troops))
        low, _, high = bounds(lost)
        assert ends(row)[0] == pytest.approx(100 * low / sent)
        assert row["high"] == (pytest.approx(100 * high / sent) if row["high"] else None)
        assert (ends(row)[1] is None) == (high is None)


def test_rounds_per_container_of_each_statement(edition, name, facts, central):
    """Each conversion is the rounds of a statement divided by its containers, one maker's both."""
    rows = edition.rows("fig-feasible")
    for row in rows:
        boxes = pick(facts, ids(row), "containers_delivered")
        (rounds,) = (observation for observation in ids(row) if observation != boxes)
        factor = facts.low(rounds) / facts.low(boxes)
        assert row["central"] == pytest.approx(factor)
        assert row["x_limit"] == pytest.approx(facts.low("A111") / factor)
        makers = {facts.families[facts.evidence[row]["origin"]] for row in (rounds, boxes)}
        assert len(makers) == 1
    known = [
        row["row"]
        for row in central.rows("fig-feasible")
        if all(facts.is_known(observation, CUTOFFS[name]) for observation in ids(row))
    ]
    assert [row["row"] for row in rows] == known
    assert len(known) >= 7


def test_north_korean_share_of_fire_and_of_supply(edition, facts):
    """Each share is the yearly flow over a rate of fire, or over itself and Russian output."""
    rows = edition.rows("fig-share")
    assert len(rows) >= 7
    for row in rows:
        flow = facts.low(pick(facts, ids(row), "dprk_shells_per_year"))
        whole = pick(facts, ids(row), "russian_daily_fire", "russian_shell_output")
        most, least = facts.high(whole), facts.low(whole)
        if facts.evidence[whole]["unit"] == "shells/day":
            shares = (100 * flow / most / YEAR, 100 * flow / least / YEAR)
            assert "fired" in row["group"]
        else:
            shares = (100 * flow / (flow + most), 100 * flow / (flow + least))
            assert "acquired" in row["group"]
        assert ends(row) == close(shares), row["row"]


def test_half_lies_among_the_shares(central):
    """One half is met by some denominators and missed by far by others, as the chapter says."""
    shares = [ends(row) for row in central.rows("fig-share")]
    assert any(abs(low - 50) < 1 for low, _ in shares)
    assert min(high for _, high in shares) < 25 < 75 < max(low for low, _ in shares)


@pytest.mark.parametrize("variant", ["central", "early", "high"])
def test_sensitivity_moves_one_assumption_at_a_time(editions, facts, variant):
    """Each bar is the product with one factor at its bounds and the others at their values."""
    chosen = facts.scenarios[SCENARIOS.get(variant, "central")]
    reach = {
        key: facts.reach(key)
        for key in ("containers_known", "share_with_shells", "rounds_per_container")
    }
    centre = {key: chosen.get(key, usual) for key, (_, usual, _) in reach.items()}
    rows = editions(variant).rows("fig-tornado")
    moved = set()
    for row in rows:
        low, high = numbers(row["low_value"])[0], numbers(row["high_value"])[0]
        (name,) = (key for key, (least, _, most) in reach.items() if (least, most) == (low, high))
        moved.add(name)
        others = [value for key, value in centre.items() if key != name]
        results = [end * others[0] * others[1] for end in (low, high)]
        assert [row["low_result"], row["high_result"]] == pytest.approx(results)
    assert moved == set(reach)
    widths = [row["high_result"] - row["low_result"] for row in rows]
    assert widths == sorted(widths, reverse=True)


def test_drawn_observations_are_the_tables_rows(edition, facts):
    """A chart of observations draws each row's own bounds, date and maker."""
    rows = [row for label in OBSERVATIONS for row in edition.rows(label)]
    assert len(rows) > 25
    for row in rows:
        stored = facts.evidence[row["evidence"]]
        values = [float(stored[k]) if stored[k] else None for k in ("low", "central", "high")]
        assert [row[k] for k in ("low", "central", "high")] == values, row["evidence"]
        assert (row["as_of"], row["origin"]) == (stored["as_of"], stored["origin"])
        assert row["family"] == facts.families[stored["origin"]]


def test_published_figures_beside_the_simulation(edition, facts):
    """The published figures drawn under the simulation are those of their rows."""
    rows = [row for row in edition.rows("fig-implied") if row["group"] != "Simulated"]
    assert len(rows) >= 4
    for row in rows:
        (observation,) = ids(row)
        stored = facts.evidence[observation]
        values = [float(stored[k]) if stored[k] else None for k in ("low", "central", "high")]
        assert [row[k] for k in ("low", "central", "high")] == values, row["row"]


@pytest.mark.parametrize(
    ("label", "quantities"),
    [
        (
            "fig-troops-counts",
            {"dprk_troops_sent", "dprk_troops_in_russia", "dprk_troops_in_kursk"},
        ),
        ("fig-ratio", {"fire_ratio"}),
    ],
)
def test_every_known_count_is_drawn(edition, name, facts, label, quantities):
    """No known observation of a charted quantity is left out of its chart."""
    known = {
        observation
        for observation, row in facts.evidence.items()
        if row["quantity"] in quantities and facts.is_known(observation, CUTOFFS[name])
    }
    assert {row["evidence"] for row in edition.rows(label)} == known


def test_timeline_shows_every_known_event(edition, name, facts):
    """The timeline holds all known events of its two claims, on their dates."""
    cutoff = CUTOFFS[name]
    known = {
        event: row["date"]
        for event, row in facts.events.items()
        if {"combat-soon", "only-the-start"} & set(row["claims"].split())
        and facts.published(row) <= cutoff
    }
    drawn = {row["event"]: row["date"] for row in edition.rows("fig-troops-timeline")}
    assert drawn == known
