"""Charts and tables as readers see and hear them: complete, described, credited."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from tests.chapters.reading import MONTHS, is_printed, numbers, plain
from tests.chapters.test_sentences import date_words

_LABEL_MONTH = re.compile(rf"(?<!since )\b({'|'.join(MONTHS)}) (\d{{4}})")
_DIGIT = re.compile(r"\d")


def test_charts_are_complete(edition):
    """Every chart has headline, subtitle, alternative text, credit, data and origins."""
    assert len(edition.figures) >= 8
    for label, figure in edition.figures.items():
        headline = plain(figure["headline"])
        assert headline.strip(), label
        assert figure["subtitle"].strip(), label
        assert len(figure["alt"]) > 80, label
        assert headline.replace("*", "") in figure["alt"], label
        assert re.match(r"(Sources?: |Own )", figure["credit"]), label
        assert figure["data"]["rows"], label
        assert figure["origins"], label


def test_credits_name_the_publishers_drawn(edition, facts):
    """The credit line begins with the publishers of the rows drawn, or tells of a calculation."""
    for label, figure in edition.figures.items():
        publishers = {facts.sources[name]["publisher"] for name in figure["sources"]}
        named = figure["credit"].removeprefix("Sources: ").removeprefix("Source: ")
        if not figure["credit"].startswith("Own"):
            assert any(named.startswith(publisher) for publisher in publishers), label


def test_alt_text_gives_the_extremes(edition):
    """The alternative text of a chart holds the least and the greatest value drawn."""
    checked = 0
    for label, figure in edition.figures.items():
        columns = [c for c in figure["data"]["columns"] if c in {"low", "central", "high"}]
        columns += [c for c in figure["data"]["columns"] if c.endswith("_result")]
        drawn = [row[c] for row in edition.rows(label) for c in columns if row[c] is not None]
        read = numbers(figure["alt"])
        for end in (min(drawn), max(drawn)) if drawn else ():
            assert is_printed(end, read), f"{label}: {end:g}"
            checked += 1
    assert checked >= 14


def test_alt_text_of_the_timeline_spans_it(edition):
    """The alternative text of the timeline names its first and its last day, and how many."""
    dates = sorted(row["date"] for row in edition.rows("fig-troops-timeline"))
    alt = edition.figures["fig-troops-timeline"]["alt"]
    for day in (dates[0], dates[-1]):
        assert any(form in alt for form in date_words(day) if len(form) > 4)
    assert numbers(alt)[0] == len(dates)


def test_alt_text_of_the_scoreboard_counts(edition, facts):
    """The alternative text of the scoreboard holds the count of each verdict at each vintage."""
    counts = Counter((row["vintage"], row["verdict"]) for row in edition.rows("fig-scoreboard"))
    alt = edition.figures["fig-scoreboard"]["alt"]
    heads = facts.settings["vintages"]["labels"]
    assert sum(counts.values()) % len(facts.claims) == 0
    for (vintage, verdict), count in counts.items():
        sentence = alt[alt.index(f"{heads[vintage]}:") :].partition(". ")[0]
        assert f"{count} {(verdict or 'not-yet-ruled').replace('-', ' ')}" in sentence


def test_labels_of_computed_rows_bear_the_right_month(edition, facts):
    """A month in the label of a computed row is that of an observation which the row rests on."""
    checked = 0
    for label in ("fig-days-replaced", "fig-attrition", "fig-feasible", "fig-share", "fig-implied"):
        for row in edition.rows(label) if label in edition.figures else ():
            named = _LABEL_MONTH.search(row["row"])
            ids = re.findall(r"evidence:(\w+)", row["evidence"] or "")
            if named and ids:
                dates = [facts.evidence[name]["as_of"] for name in ids]
                assert any(named[0] in date_words(day) for day in dates), (label, row["row"])
                checked += 1
    assert checked > 12


def test_tables_are_complete(edition):
    """Every table has a caption, a summary for those who hear it, and full rows."""
    assert len(edition.tables) > 20
    for label, table in edition.tables.items():
        assert table["caption"].strip(), label
        assert table["summary"].strip(), label
        assert table["rows"], label
        assert {len(row) for row in table["rows"]} == {len(table["columns"])}, label


@pytest.mark.parametrize(
    "label",
    [
        "tbl-troops-rulings",
        "tbl-shells-rulings",
    ],
)
def test_digits_in_cells_have_origins(central, label):
    """A cell of a chapter's table that holds a digit names what it rests on."""
    cells = [cell for row in central.tables[label]["rows"] for cell in row]
    assert [c["text"] for c in cells if _DIGIT.search(c["text"]) and not c["origins"]] == []
