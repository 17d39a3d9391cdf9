"""How firm rulings are, and what to watch."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import Files
from tests.notebook.conftest import Bundles, Opener

from briefing import media
from briefing.notebook import (
    Chapter,
    closest_flip,
    count_probes,
    show_hanging,
    show_indicators,
    tried_reach,
)


def rows(bundle: dict[str, Any]) -> list[list[str]]:
    """Give the text of a table's cells."""
    return [[cell["text"] for cell in row] for row in bundle[media.TABLE]["rows"]]


def test_every_ruled_claim_is_tried(chapter: Chapter) -> None:
    """Only claims with a ruling are tried, in the order of the ledger."""
    assert [probe.claim for probe in chapter.probes()] == ["boats"]


def test_the_closest_flip_names_claim_and_figure(chapter: Chapter) -> None:
    """The figure whose smallest move changes a verdict is named with who gave it and when."""
    closest = closest_flip(chapter, chapter.probes())
    assert str(closest.claim) == chapter.claim("boats").statement
    assert closest.factor.is_exact
    assert {origin.kind for origin in closest.factor.origins} == {"claim", "evidence", "verdict"}


def test_without_a_flip_there_is_nothing_closest(chapter: Chapter) -> None:
    """Where no figure changes a verdict, the caller is told to leave the sentence out."""
    with pytest.raises(ValueError, match="no single figure changes a verdict"):
        closest_flip(chapter, [])


def test_a_count_of_none_rests_on_all_that_were_tried(chapter: Chapter) -> None:
    """That no verdict hangs on one family is a finding about all of them."""
    none = count_probes([], chapter.probes())
    assert (none.low, str(none.unit)) == (0, "verdict")
    assert {str(origin) for origin in none.origins} == {"verdict:boats/now"}


def test_no_flip_lies_beyond_the_reach(chapter: Chapter) -> None:
    """The factor up to which figures are moved is a setting, and bounds every flip found."""
    reach = tried_reach()
    assert {str(origin) for origin in reach.origins} == {"setting:rules.reach"}
    flips = [flip for probe in chapter.probes() for flip in (probe.up, probe.down) if flip]
    assert flips
    assert all(flip.distance <= reach.low for flip in flips)


def test_what_hangs_on_one_family_is_shown(files: Files, opened: Opener, shown: Bundles) -> None:
    """A row says whose evidence is left out and what the verdict becomes."""
    chapter = opened()
    hanging = [probe for probe in chapter.probes() if probe.hangs_on_one]
    (bundle,) = shown(show_hanging, chapter, "tbl-x", hanging)
    assert len(rows(bundle)) == sum(len(probe.without) for probe in hanging)


def test_indicators_are_of_claims_not_plainly_supported(
    files: Files, opened: Opener, shown: Bundles
) -> None:
    """What would change a ruling is watched for, except where the claim simply holds."""
    for vintage in ("then", "now"):
        files.ruling("beauty", vintage, "supported", evidence="E3")
    (bundle,) = shown(show_indicators, opened(), "tbl-x")
    assert rows(bundle) == []


@pytest.mark.parametrize(("confidence", "watched"), [("high", 0), ("moderate", 1), ("low", 1)])
def test_indicators_are_of_rulings_that_may_move(
    files: Files, opened: Opener, shown: Bundles, confidence: str, watched: int
) -> None:
    """What would change a ruling held with high confidence is left to the ledger."""
    for vintage in ("then", "now"):
        files.ruling(
            "beauty", vintage, "disputed",
            confidence=confidence, evidence="E3", override="It is a matter of taste",
        )  # fmt: skip
    (bundle,) = shown(show_indicators, opened(), "tbl-x")
    assert len(rows(bundle)) == watched
