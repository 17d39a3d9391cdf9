"""How chapters, the summary and the ledger show verdicts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import Files
from tests.notebook.conftest import LEXICON, Bundles, Opener

from briefing import media
from briefing.document.outputs import ANCHOR, LABEL, TONES
from briefing.ledger.terms import Verdict, Vintage
from briefing.notebook import Chapter, show_rulings
from briefing.notebook.appendix import (
    show_claim,
    show_definitions,
    show_grades,
    show_likelihood_terms,
    show_source_summary,
    show_unruled,
)
from briefing.notebook.verdicts import (
    count_verdicts,
    verdict_cell,
    verdict_frame,
    verdict_tone,
    verdict_words,
    vintage_heads,
)


def rows(bundle: dict[str, Any]) -> list[list[str]]:
    """Give the text of a table's cells."""
    return [[cell["text"] for cell in row] for row in bundle[media.TABLE]["rows"]]


def test_every_verdict_has_words_and_a_tone() -> None:
    """Readers see plain words, set apart by a tone that documents know."""
    tones = [verdict_tone(verdict) for verdict in (*Verdict, None)]
    assert sorted(tones) == sorted(TONES)
    words = [verdict_words(verdict) for verdict in (*Verdict, None)]
    assert len(set(words)) == len(words)
    assert not any("-" in word for word in words)


def test_a_ruling_is_a_cell_that_rests_on_it(chapter: Chapter) -> None:
    """The cell of a ruling leads back to its row; without one it rests on the claim."""
    ruled = verdict_cell(chapter, "boats", Vintage.NOW)
    assert (str(ruled.value), ruled.tone) == ("supported", "supported")
    assert [str(o) for o in ruled.value.origins] == ["verdict:boats/now"]
    bare = verdict_cell(chapter, "beauty", Vintage.NOW)
    assert (str(bare.value), bare.tone) == ("not yet ruled", "unruled")
    assert [str(o) for o in bare.value.origins] == ["claim:beauty"]


def test_rulings_are_shown_by_vintage(chapter: Chapter, shown: Bundles) -> None:
    """One row a claim, one column a vintage under its label, and the confidence."""
    (bundle,) = shown(show_rulings, chapter, "tbl-rulings", ["boats", "beauty"])
    heads = [column["name"] for column in bundle[media.TABLE]["columns"]]
    assert heads == ["What the article asserts", "In June 2022", "Today", "Confidence"]
    first, second = rows(bundle)
    assert first[:3] == ["The boats number 100 to 120", "supported", "supported"]
    assert first[3] == "moderate"
    assert second[1:3] == ["not yet ruled", "not yet ruled"]


def test_vintages_have_words(opened: Opener) -> None:
    """Each vintage within the cut-off is called as the settings say."""
    assert vintage_heads(opened()) == {"then": "In June 2022", "now": "Today"}
    assert vintage_heads(opened(cutoff="2022-12-31")) == {"then": "In June 2022"}


def test_the_cutoff_hides_rulings(opened: Opener, shown: Bundles) -> None:
    """Before today's day only the view of then is shown."""
    (bundle,) = shown(show_rulings, opened(cutoff="2022-12-31"), "tbl-rulings", ["boats"])
    heads = [column["name"] for column in bundle[media.TABLE]["columns"]]
    assert heads == ["What the article asserts", "In June 2022", "Confidence"]


def test_verdicts_come_as_a_frame(chapter: Chapter) -> None:
    """One row for each claim and vintage; missing where not ruled."""
    frame = verdict_frame(chapter).fillna("")
    assert frame["claim"].tolist() == ["boats", "beauty"] * 2
    assert frame["vintage"].tolist() == ["then", "then", "now", "now"]
    assert frame["verdict"].tolist() == ["supported", ""] * 2


@pytest.mark.parametrize(
    ("verdicts", "number", "origins"),
    [
        ((), 1, {"verdict:boats/now"}),
        ((Verdict.SUPPORTED,), 1, {"verdict:boats/now"}),
        ((Verdict.SUPPORTED, None), 2, {"verdict:boats/now", "claim:beauty"}),
        ((None,), 1, {"claim:beauty"}),
        ((Verdict.DISPUTED,), 0, {"claim:boats", "claim:beauty"}),
    ],
)
def test_verdicts_are_counted(
    chapter: Chapter, verdicts: tuple[Verdict | None, ...], number: int, origins: set[str]
) -> None:
    """A count rests on the rulings counted, or on all claims where there is none."""
    counted = count_verdicts(chapter, Vintage.NOW, *verdicts)
    assert counted.low == number
    assert {str(origin) for origin in counted.origins} == origins


def test_a_claim_is_shown_with_its_evidence(files: Files, opened: Opener, shown: Bundles) -> None:
    """The ledger shows heading, locator, rulings and what was known, with names to lead to."""
    files.change("claims.csv", as_written="100 to 120", attributed_to="The yard")
    bundles = shown(show_claim, opened(), "boats")
    told = [bundle["text/plain"] for bundle in bundles if media.PROSE in bundle]
    assert told[0] == "### The boats number 100 to 120"
    assert bundles[0][media.PROSE]["label"] == "claim-boats"
    assert "Paragraph 1" in told[1]
    assert "“100 to 120”" in told[1]
    tables = [bundle[media.TABLE] for bundle in bundles if media.TABLE in bundle]
    assert all(LABEL.fullmatch(table["label"]) for table in tables)
    evidence = tables[-1]
    assert [row[0]["text"] for row in evidence["rows"]] == ["E1", "E2"]
    assert evidence["rows"][0][1]["cite"] == ["paper-e1"]
    anchors = [row[0]["anchor"] for row in evidence["rows"]]
    assert all(ANCHOR.fullmatch(anchor) for anchor in anchors)


def test_rulings_and_rows_bear_their_days(opened: Opener, shown: Bundles) -> None:
    """A verdict bears the day it speaks for, a row the last on which it may have come out."""
    bundles = shown(show_claim, opened(), "boats")
    rulings, evidence = (bundle[media.TABLE] for bundle in bundles if media.TABLE in bundle)
    days = opened().ledger.settings.vintages
    assert [cell.get("day") for cell in rulings["rows"][0]] == [
        None,
        *(days.day(vintage).isoformat() for vintage in (Vintage.THEN, Vintage.NOW)),
    ]
    told = [[cell["day"] for cell in row if "day" in cell] for row in evidence["rows"]]
    assert told == [["2022-06-20"], ["2023-03-31"]]


def test_evidence_of_the_future_is_not_in_the_ledger(opened: Opener, shown: Bundles) -> None:
    """The appendix keeps to the cut-off too."""
    chapter = opened(cutoff="2022-12-31")
    bundles = shown(show_claim, chapter, "boats")
    assert [row[0] for row in rows(bundles[-1])] == ["E1"]
    (sources,) = shown(show_source_summary, chapter)
    assert sources[media.PROSE]["cite"] == ["paper-e1", "paper-e3"]


def test_an_override_is_told(files: Files, opened: Opener, shown: Bundles) -> None:
    """Where the analysts rule otherwise than the evidence, the reader learns why."""
    files.change("verdicts.csv", 1, verdict="disputed", override="The survey miscounted")
    texts = [
        cell
        for bundle in shown(show_claim, opened(), "boats")
        if media.TABLE in bundle
        for row in rows(bundle)
        for cell in row
    ]
    assert any("The computed verdict differs: The survey miscounted" in text for text in texts)


def test_claims_without_a_ruling_are_listed(chapter: Chapter, shown: Bundles) -> None:
    """What has not been ruled on is listed, not hidden."""
    heading, bundle = shown(show_unruled, chapter, "tbl-unruled")
    assert heading["text/markdown"] == "## Claims not yet ruled"
    (row,) = rows(bundle)
    assert (row[:2], row[-1]) == (["1", "The beauty number 100 to 120"], "not yet ruled")


def test_where_all_is_ruled_nothing_is_listed(files: Files, opened: Opener, shown: Bundles) -> None:
    """No empty table is shown."""
    for vintage in ("then", "now"):
        files.ruling("beauty", vintage, "supported", evidence="E3")
    assert shown(show_unruled, opened(), "tbl-unruled") == []


def test_definitions_and_terms_are_shown(chapter: Chapter, shown: Bundles) -> None:
    """Readers find every verdict, every grade and every word of likelihood explained."""
    (verdicts,) = shown(show_definitions, "tbl-verdicts")
    assert [row[0] for row in rows(verdicts)] == [verdict_words(verdict) for verdict in Verdict]
    (grades,) = shown(show_grades, "tbl-grades")
    assert [row[0] for row in rows(grades)] == [*"ABCDEF", *"123456", "High", "Moderate", "Low"]
    (terms,) = shown(show_likelihood_terms, "tbl-terms")
    assert rows(terms)[0] == ["almost no chance", "1% to 5%"]
    assert len(rows(terms)) == 7
    assert "Directive 203 in its edition of January 2015" in terms[media.TABLE]["note"]


def test_the_terms_of_the_chosen_lexicon_are_shown(opened: Opener, shown: Bundles) -> None:
    """A chapter that runs with the yardstick prints its terms, edition and gaps."""
    opened("90-ledger", declaring=LEXICON, lexicon="phia")
    (terms,) = shown(show_likelihood_terms, "tbl-terms")
    assert rows(terms)[3] == ["realistic possibility", "40% to below 50%"]
    note = terms[media.TABLE]["note"]
    assert "Probability Yardstick in its edition of March 2025" in note
    assert "leave gaps on purpose" in note
