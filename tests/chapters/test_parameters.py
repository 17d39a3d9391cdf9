"""A changed value changes what rests on it, and nothing else; a wrong one starts nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.chapters.facts import ROOT
from tests.chapters.reading import numbers

from briefing import media
from briefing.errors import ParameterError
from briefing.paths import Project
from briefing.planning import Request, plan_build
from briefing.run.parameters import read_given

COMMAND = [sys.executable, "-m", "briefing", "build"]
CHANCES = {
    "shells.chance-above-upper-end",
    "shells.chance-of-half",
    "shells.chance-of-half-plain",
}
SIMULATED = {"shells.implied", "shells.implied-article", *CHANCES}
ROTATION = "parameter:01-troops/rotation_per_month"


def differing(one, other) -> set[str]:
    """Give the findings whose values two editions do not share."""
    common = set(one.findings) & set(other.findings)
    return {name for name in common if one.findings[name]["value"] != other.findings[name]["value"]}


def resting_on(edition, *origins: str) -> set[str]:
    """Give the findings that rest on one of these origins."""
    return {name for name in edition.findings if edition.roots([f"finding:{name}"]) & set(origins)}


def test_rotation_changes_what_rests_on_it(central, editions):
    """Another rotation changes exactly the findings whose origins name that parameter."""
    changed = differing(central, editions("varied"))
    assert changed - SIMULATED == resting_on(central, ROTATION)
    assert resting_on(central, ROTATION) == {
        "troops.turnover",
        "troops.rotation-share-of-cohort",
        "troops.pool-lasts",
    }


def test_twice_the_rotation_halves_the_time(central, editions):
    """At twice the rotation the contingent turns over in half the time, at twice the share."""
    varied = editions("varied")
    for finding, factor in (
        ("troops.turnover", 0.5),
        ("troops.pool-lasts", 0.5),
        ("troops.rotation-share-of-cohort", 2),
    ):
        once = central.range_of(finding)
        assert varied.range_of(finding) == pytest.approx([factor * end for end in once])


def test_passages_follow_the_rotation(central, editions):
    """Only passages and charts that rest on the rotation, or on chance, read differently."""
    varied = editions("varied")
    before, after = (
        [item for item in edition.told if item.chapter == "01-troops" and item.kind == media.PROSE]
        for edition in (central, varied)
    )
    changed = [
        one for one, other in zip(before, after, strict=True) if one.content != other.content
    ]
    assert changed
    assert all(ROTATION in central.roots(item.origins) for item in changed)
    printed = [
        number
        for item in varied.passages
        for piece in item.values
        if piece["origins"] == [ROTATION]
        for number in numbers(piece["text"])
    ]
    assert printed == [2000.0]


def test_seed_changes_simulated_findings_only(central, editions):
    """Another seed changes the simulated findings, and those by less than two percent."""
    varied = editions("varied")
    assert differing(central, varied) - resting_on(central, ROTATION) == SIMULATED
    for finding in SIMULATED - CHANCES:
        for part in ("low", "central", "high"):
            once = central.findings[finding]["value"][part]
            assert varied.findings[finding]["value"][part] == pytest.approx(once, rel=0.02)
    for finding in CHANCES:
        chance = central.range_of(finding)[0]
        assert varied.range_of(finding)[0] == pytest.approx(chance, abs=1.5)


def test_seed_is_named_beside_the_draws(editions):
    """The chart of the simulation names its number of draws and its seed."""
    for name, seed in (("central", "20241104"), ("varied", "7")):
        credit = editions(name).figures["fig-implied"]["credit"]
        assert credit.endswith(f"Own simulation, 20,000 draws, seed {seed}.")


@pytest.mark.parametrize("part", ["low", "central", "high"])
@pytest.mark.parametrize("finding", ["shells.implied", "shells.implied-article"])
def test_scenarios_order_the_shells(editions, finding, part):
    """The scenarios run from fewer shells to more, at both ends and in the middle."""
    values = [
        editions(name).findings[finding]["value"][part] for name in ("early", "central", "high")
    ]
    assert values == sorted(values)
    assert values[0] < values[2]


@pytest.mark.parametrize(
    "finding", ["shells.chance-above-upper-end", "shells.value", "shells.rounds-by-mass"]
)
def test_scenarios_order_what_follows(editions, finding):
    """Chance, value and rounds by mass rise from one scenario to the next."""
    values = [editions(name).range_of(finding)[0] for name in ("early", "central", "high")]
    assert values == sorted(set(values))


def test_scenarios_leave_published_figures_alone(central, editions):
    """A scenario changes no finding that rests on published figures only."""
    changed = differing(central, editions("high"))
    for finding in changed:
        roots = central.roots([f"finding:{finding}"])
        assert any(root.startswith("parameter:02-shells/") for root in roots), finding
    assert {"shells.factor-nis", "shells.share-of-fire", "shells.chance-of-half"}.isdisjoint(
        changed
    )


def test_scenario_is_passed_as_its_values(editions, facts):
    """A chapter runs with the values of the scenario asked for and says so."""
    for name, scenario in (("early", "low"), ("high", "high")):
        opened = [
            output["data"][media.CHAPTER]
            for cell in editions(name).notebooks["02-shells"]["cells"]
            for output in cell.get("outputs", ())
            if media.CHAPTER in output.get("data", {})
        ]
        (told,) = opened
        assert told["scenario"] == scenario
        values = {key: entry["value"] for key, entry in told["parameters"].items()}
        chosen = facts.scenarios[scenario]
        assert {key: values[key] for key in chosen if key in values} == {
            key: value for key, value in chosen.items() if key in values
        }


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ("rotation_per_months=10", "did you mean rotation_per_month"),
        ("rotation_per_month=50", "must be 100 to 5,000 persons/month"),
        ("rotation_per_month=many", "takes a float"),
        ("share_with_shells=1.2", "must be 0.4 to 1"),
        ("rounds_per_container=nan", "takes a float"),
        ("seed=1.5", "takes a int"),
        ("cutoff=2024-11-29", "must be 2024-11-30 to 2026-10-10"),
        ("cutoff=2024-11-31", "date as YYYY-MM-DD"),
        ("scenario=highest", "did you mean high"),
        ("troops:unit_price=900", "there is no parameter `unit_price` in chapter `troops`"),
        ("navy:seed=1", "there is no chapter `navy`"),
    ],
)
def test_wrong_value_is_refused(given, complaint):
    """A name nobody knows or a value out of bounds is refused with what would be right."""
    with pytest.raises(ParameterError) as refusal:
        plan_build(Project(ROOT), Request(read_given([given])))
    assert complaint in str(refusal.value)


def test_refusal_starts_nothing(tmp_path):
    """A refused command starts no kernel, writes nothing and says which parameters there are."""
    temporary, output = tmp_path / "temporary", tmp_path / "output"
    temporary.mkdir()
    done = subprocess.run(
        [*COMMAND, "--output", str(output), "-p", "rotation_per_month=9"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert "rotation_per_month is 9.0, but must be 100 to 5,000" in done.stderr
    assert list(temporary.iterdir()) == []
    assert not output.exists()
