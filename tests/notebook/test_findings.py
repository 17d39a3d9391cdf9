"""Findings: filed by one chapter, read by another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.builders import Files
from tests.notebook.conftest import LEXICON, Bundles, Opener

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.likelihood import Likelihood
from briefing.analysis.origins import Origin
from briefing.analysis.unknown import Unknown
from briefing.errors import NotebookError
from briefing.notebook import Chapter, phrase, record
from briefing.paths import RUN_VARIABLE


def filed(finding_id: str, chapter: str, *origins: str, **value: Any) -> dict[str, Any]:
    """Give a finding as another chapter has filed it."""
    usual = {
        "type": "estimate", "low": 3.0, "central": None, "high": 5.0, "unit": "boat",
        "kind": "modelled", "level": None, "text": "3 to 5 boats",
    }  # fmt: skip
    return {
        "id": finding_id,
        "label": finding_id,
        "chapter": chapter,
        "value": {**usual, **value},
        "claims": [],
        "how": "counted",
        "origins": list(origins),
        "sources": {"diary": {"id": "diary", "publisher": "The diary"}},
    }


FOUND = {
    "ferries.count": filed("ferries.count", "02-ferries", "evidence:E1", "finding:piers.count"),
    "piers.count": filed("piers.count", "03-piers", "evidence:E2"),
    "boats.count": filed("boats.count", "01-boats", "evidence:E1"),
    "ferries.chance": filed(
        "ferries.chance", "02-ferries", "evidence:E1", low=70.0, high=70.0, unit="%"
    ),
}


def deliver(path: Path) -> None:
    """Write findings as the runner or a build does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"chapters": ["02-ferries"], "findings": FOUND}), encoding="utf-8")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of a run, with findings delivered for one chapter."""
    folder = tmp_path / "run"
    deliver(folder / "upstream" / "00-summary.json")
    monkeypatch.setenv(RUN_VARIABLE, str(folder))
    return folder


@pytest.fixture
def summary(run: Path, opened: Opener) -> Chapter:
    """Give a chapter that needs what the others found."""
    return opened("00-summary")


def test_a_delivered_finding_is_a_value(summary: Chapter) -> None:
    """What another chapter found is an estimate that rests on the finding."""
    count = summary.finding("ferries.count")
    assert isinstance(count, Estimate)
    assert (count.low, count.high, str(count.unit), count.kind) == (3, 5, "boat", Kind.MODELLED)
    assert count.origins == {Origin("finding", "ferries.count")}


def test_a_finding_cites_what_it_was_filed_with(summary: Chapter) -> None:
    """The sources behind a finding travel with it."""
    assert list(summary.sources_of(frozenset({Origin("finding", "ferries.count")}))) == ["diary"]
    assert summary.sources_of(frozenset({Origin("finding", "nobody.knows")})) == {}


def test_findings_are_followed_through_findings(summary: Chapter) -> None:
    """What a finding rests on may be findings again; all are followed to the evidence."""
    below = summary.resting_on(frozenset({Origin("finding", "ferries.count")}))
    assert {str(origin) for origin in below} == {
        "finding:ferries.count", "finding:piers.count", "evidence:E1", "evidence:E2",
    }  # fmt: skip


def test_a_probability_is_put_into_words(summary: Chapter) -> None:
    """A finding that is a probability is read as a likelihood, in the lexicon asked for."""
    chance = summary.likely("ferries.chance")
    assert isinstance(chance, Likelihood)
    assert str(chance) == "likely (about 70%)"
    assert isinstance(summary.likely("ferries.unsaid"), Unknown)


@pytest.mark.parametrize(
    ("lexicon", "said"),
    [("icd203", "It is likely (about 77%) that"), ("phia", "There is a chance of about 77% that")],
)
def test_the_lexicon_is_a_parameter(run: Path, opened: Opener, lexicon: str, said: str) -> None:
    """A probability is put into words of the lexicon that the chapter runs with."""
    delivered = run / "upstream" / "00-summary.json"
    found = filed("ferries.chance", "02-ferries", "evidence:E1", low=77.0, high=77.0, unit="%")
    content = {"chapters": ["02-ferries"], "findings": {"ferries.chance": found}}
    delivered.write_text(json.dumps(content), encoding="utf-8")
    chapter = opened("00-summary", declaring=LEXICON, lexicon=lexicon)
    sentence = phrase("{chance:is} that", chance=chapter.likely("ferries.chance"))
    assert str(sentence) == said


def test_a_finding_left_out_is_unknown(summary: Chapter) -> None:
    """Where the chapter is there but not the finding, the cut-off has left it out."""
    assert isinstance(summary.finding("ferries.late"), Unknown)


def test_a_finding_of_no_needed_chapter_is_named(summary: Chapter) -> None:
    """A finding of a chapter that is not needed is an error that says what to add."""
    with pytest.raises(
        NotebookError,
        match=r"^00-summary: no finding ferris\.count; did you mean ferries\.count\?; list the",
    ):
        summary.finding("ferris.count")


def test_a_chapter_without_needs_gets_nothing(run: Path, opened: Opener) -> None:
    """Under the runner, findings are only those that were delivered to the chapter."""
    assert opened("01-boats").upstream == {}


def store(files: Files, needs: list[str]) -> None:
    """Put a summary that needs others into the project."""
    path = files.root / "notebooks" / "00-summary.ipynb"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"metadata": {"briefing": {"needs": needs}}}), encoding="utf-8")


def test_opened_alone_it_leaves_the_last_build_alone(files: Files, opened: Opener) -> None:
    """The last build may rest on other settings, so a chapter that needs nobody reads nothing."""
    deliver(files.root / "report" / "output" / "findings.json")
    store(files, [])
    assert opened("00-summary").upstream == {}


def test_opened_alone_a_failure_upstream_is_told(files: Files, opened: Opener) -> None:
    """Where the others have to be run first and cannot, the reason is passed on."""
    store(files, ["02-ferries"])
    with pytest.raises(
        NotebookError, match=r"(?s)they could not be run: .*run `briefing build` and mend"
    ):
        opened("00-summary").finding("ferries.count")


def test_opened_under_another_name_it_is_told(opened: Opener) -> None:
    """A chapter is opened by the name of its notebook."""
    with pytest.raises(NotebookError, match=r"notebooks/00-sumary\.ipynb does not exist"):
        opened("00-sumary").finding("ferries.count")


def test_a_recorded_finding_can_be_read_in_its_own_chapter(
    run: Path, chapter: Chapter, shown: Bundles
) -> None:
    """What a chapter has filed it can read back; what it left out is unknown."""
    shown(record, "boats.crews", chapter.claimed("boats"), how="counted")
    crews = chapter.finding("boats.crews")
    assert isinstance(crews, Estimate)
    assert crews.origins == {Origin("finding", "boats.crews")}
    assert isinstance(chapter.finding("boats.unsaid"), Unknown)
    below = chapter.resting_on(crews.origins)
    assert {str(origin) for origin in below} == {"finding:boats.crews", "claim:boats"}
