"""A briefing with an earlier cut-off knows nothing that was published later."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.chapters.facts import ROOT, Facts, last_day
from tests.chapters.reading import Edition, plain

CUTOFFS = {"early": date(2024, 11, 30), "between": date(2025, 4, 30)}

_LATER = re.compile(r"\b20(?:2[5-9]|[3-9]\d)\b|\bDecember 2024\b")
_DATE_COLUMNS = {"as_of", "published", "date", "month", "day"}


@pytest.fixture(params=["early", "between"])
def dated(request, editions) -> tuple[Edition, date]:
    """An edition with an early cut-off, and the cut-off."""
    return editions(request.param), CUTOFFS[request.param]


def later(facts: Facts, origins: set[str], cutoff: date) -> list[str]:
    """Give the observations and events among origins that were published after a day."""
    found = []
    for origin in origins:
        kind, _, name = origin.partition(":")
        row = {"evidence": facts.evidence, "event": facts.events}.get(kind, {}).get(name)
        if row and facts.published(row) > cutoff:
            found.append(origin)
    return sorted(found)


def test_nothing_rests_on_later_publications(dated, facts):
    """No finding, passage, chart or table rests on what was published after the cut-off."""
    edition, cutoff = dated
    assert len(edition.told) > 50
    for item in edition.told:
        assert later(facts, edition.roots(item.origins), cutoff) == [], str(item)
        for row in item.content.get("rows", ()):
            for cell in row:
                assert later(facts, edition.roots(cell["origins"]), cutoff) == [], str(item)


def test_no_later_source_is_named(dated, facts):
    """No reference given was published after the cut-off, but for those of whole series."""
    edition, cutoff = dated
    # A series is published anew each day; its rows count by the date they speak of.
    tables = [f"series/{path.stem}" for path in (ROOT / "data" / "series").glob("*.csv")]
    republished = {row["source"] for table in tables for row in facts.table(table)}
    named = {name for item in edition.told for name in item.content["sources"]} - republished
    assert len(named) > 20
    assert [name for name in named if facts.published({"source": name}) > cutoff] == []


def test_no_later_date_is_drawn(dated):
    """No date in the data of a chart lies after the cut-off."""
    edition, cutoff = dated
    dates = [
        (label, row[column])
        for label in edition.figures
        for row in edition.rows(label)
        # A projection looks ahead by definition; what was reported since is a series of its own.
        if "parameter:09-outlook/horizon" not in str(row.get("evidence"))
        for column in _DATE_COLUMNS & set(row)
        if row[column]
    ]
    assert len(dates) > 30
    assert [(label, text) for label, text in dates if last_day(text) > cutoff] == []


def test_later_rulings_are_not_shown(early, facts):
    """A verdict of the later vintage appears nowhere before its day."""
    origins = {origin for item in early.told for origin in early.roots(item.origins)}
    verdicts = {origin for origin in origins if origin.startswith("verdict:")}
    then = {f"verdict:{name}" for name in facts.rulings if name.endswith("/then")}
    assert verdicts == then


@pytest.mark.parametrize("name", ["early", "between"])
def test_rulings_rest_on_known_evidence(editions, facts, name):
    """A ruling that is shown cites only evidence published by the cut-off."""
    edition = editions(name)
    for item in edition.told:
        for origin in edition.roots(item.origins):
            kind, _, ruling = origin.partition(":")
            if kind == "verdict":
                cited = {f"evidence:{row}" for row in facts.rulings[ruling]["evidence"].split()}
                assert later(facts, cited, CUTOFFS[name]) == [], f"{item}: {ruling}"


def test_only_what_needs_later_facts_is_left_out(central, dated, facts):
    """A finding or chart is missing exactly where something it needs was published later."""
    edition, cutoff = dated
    assert set(edition.findings) <= set(central.findings)
    assert set(edition.figures) <= set(central.figures)
    ran = set(edition.notebooks)
    missing = {
        name
        for name, found in central.findings.items()
        if name not in edition.findings and found["chapter"] in ran
    }
    # Much of what was found rests on later reports; an edition that left out little would be wrong.
    assert len(missing) >= (30 if cutoff == CUTOFFS["early"] else 5)
    for name in missing:
        assert later(facts, central.roots([f"finding:{name}"]), cutoff), name
    drawn = {item.content["label"]: item.chapter for item in central.told if "alt" in item.content}
    for label in set(central.figures) - set(edition.figures):
        if drawn[label] not in ran:
            continue
        assert later(facts, central.roots(central.figures[label]["origins"]), cutoff), label


def test_chart_of_later_losses_is_left_out(early, central):
    """North Korean losses, first reported in December 2024, are in no chart of November."""
    assert "fig-attrition" in set(central.figures) - set(early.figures)


@pytest.mark.parametrize(
    "chapter", sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
)
def test_no_later_time_is_told(early, chapter):
    """No passage, chart or table names a time after the cut-off."""
    # The alternative text of a projection tells the days it looks ahead to.
    ahead = {"fig-outlook-troops", "fig-outlook-shells"}
    items = [
        item
        for item in early.told
        if item.chapter == chapter and item.content.get("label") not in ahead
    ]
    found = [str(item) for item in items for text in item.words if _LATER.search(text)]
    # What a future publication would have to show is no knowledge of it.
    assert found == []


def test_text_cells_hold_at_any_cutoff(early):
    """Text that stands in a cell as it is names no time and no outcome that an edition may lack."""
    texts = list(early.markdown())
    found = [place for place, text in texts if _LATER.search(text) or "outcome is known" in text]
    assert found == []


def test_early_headline_tells_no_later_story(early):
    """The headline of the timeline speaks of no task that the troops were given later."""
    headline = plain(early.figures["fig-troops-timeline"]["headline"]).lower()
    assert not {"engineers", "builders", "guard"} & set(re.findall(r"[a-z]+", headline))


def test_publication_day_decides_to_the_day(editions, facts):
    """What appeared on the day of the cut-off counts, what appeared the day after does not."""
    edition, rows = editions("between"), facts.evidence
    drawn = {row["evidence"] for row in edition.rows("fig-troops-counts")}
    assert facts.sources[rows["A241"]["source"]]["published"] == "2025-04-30"
    assert "A241" in drawn
    later = {name for name in rows if facts.published(rows[name]) > CUTOFFS["between"]}
    assert later
    assert not later & drawn


def test_later_count_is_hidden_before_its_source(central, early, facts):
    """A count stays out of its chart until its source has appeared, and is in it afterwards."""
    before = {row["evidence"] for row in early.rows("fig-containers")}
    after = {row["evidence"] for row in central.rows("fig-containers")}
    assert before < after
    assert {"A091", "A093", "A096"} <= after - before
    assert not any(facts.is_known(name, CUTOFFS["early"]) for name in after - before)


def test_ledger_lists_all_known_rows_and_no_other(early, central, facts):
    """The appendix lists the evidence that was public, and nothing of what came later."""
    listed = {
        name: {
            row[0]["text"]
            for label, table in edition.tables.items()
            if label.startswith("tbl-evidence-")
            for row in table["rows"]
        }
        for name, edition in (("early", early), ("central", central))
    }
    known = {name for name in listed["central"] if facts.is_known(name, CUTOFFS["early"])}
    assert listed["early"] == known
    assert len(known) > 50
