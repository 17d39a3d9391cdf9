"""The ledger's claims become entries, and rules of the style sheet sift them."""

from __future__ import annotations

import re
from dataclasses import replace

import lxml.html
import pytest
import small_ledger

from briefing.document.nodes import Heading, Paragraph, Table
from briefing.export.entries import Entries, read_entries
from briefing.export.hindsight import (
    hindsight_rules,
    row_classes,
    write_limits,
    write_omissions,
)
from briefing.export.sieve import claim_classes, sieve_rules, write_sieve


@pytest.fixture(scope="module")
def entries() -> Entries:
    (ledger,) = (c for c in small_ledger.small_document().chapters if c.id == "ledger")
    return read_entries(ledger.blocks)


@pytest.fixture(scope="module")
def tree() -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(small_ledger.small_page())


def test_claims_are_found_with_all_that_belongs_to_them(entries: Entries) -> None:
    """A claim reaches from its heading to the next; topics keep their order and their names."""
    assert [topic.name for topic in entries.topics] == ["rivers", "fields"]
    assert [claim.id for claim in entries.claims] == [
        f"claim-{name}" for name in small_ledger.RULED
    ]
    for claim in entries.claims:
        assert [type(b) for b in claim.blocks] == [Heading, Paragraph, Table, Table]
    assert len(entries.before) == len(entries.after) == 2


def test_rulings_are_read_from_their_table(entries: Entries) -> None:
    """Each claim knows its verdict on each day, and a change is seen."""
    assert entries.vintages == small_ledger.DAYS
    assert entries.verdicts == small_ledger.WORDS
    assert entries.count("supported") == 3
    assert entries.count("supported", small_ledger.DAYS[1]) == 2
    assert claim_classes(entries.claims[1], entries) == (
        "claim on-0 on-1 on-0-supported on-1-outdated full changed"
    )


def test_a_chapter_without_claims_is_left_alone() -> None:
    """Blocks that hold no claim stay as they are, and nothing is sifted."""
    blocks = (Heading(2, (), id="x"), Paragraph(()))
    entries = read_entries(blocks)
    assert entries.before == blocks
    assert not entries.topics
    assert sieve_rules(entries) == []


def test_every_block_is_shown_once(tree: lxml.html.HtmlElement) -> None:
    """Taking the chapter apart neither loses nor doubles a block."""
    for claim in small_ledger.RULED:
        for id_ in (f"claim-{claim}", f"tbl-rulings-{claim}", f"tbl-evidence-{claim}"):
            assert len(tree.xpath(f"//*[@id='{id_}']")) == 1
    words = tree.xpath("string(//main)")
    assert words.index("Claims follow.") < words.rindex("Prices doubled")
    assert words.count("Counted twice.") == 1


def test_counts_come_from_the_claims(entries: Entries) -> None:
    """Every count that the sieve shows is a count of claims in the document."""
    tree = lxml.html.fragment_fromstring(write_sieve(entries))
    tallies = {
        label.get("for"): [span.text for span in label.xpath("./span[contains(@class, 'tally')]")]
        for label in tree.xpath(".//label")
    }
    assert tallies["show-supported"] == ["3", "2", "2"]
    assert tallies["show-disputed"] == ["2", "2", "1"]
    assert tallies["show-topic-rivers"] == ["2"]
    assert tallies["show-changed"] == ["2"]
    assert tree.xpath("string(.//*[@role='status']/p[@class='count'])") == "4 of 4 claims shown"


def test_rules_hold_on_screen_only(entries: Entries) -> None:
    """On paper nothing is hidden, and every choice has its rule."""
    (rules,) = sieve_rules(entries)
    assert rules.startswith("@media screen{")
    chosen = set(re.findall(r"#(show-[a-z0-9-]+):checked", rules))
    written = set(re.findall(r'id="(show-[^"]+)"', write_sieve(entries)))
    assert chosen == written - {"show-all", "show-topic-all"}


def test_a_day_knows_what_had_come_out_by_its_end(entries: Entries) -> None:
    """Rows are told apart by the last day on which they may have come out; undated ones stay."""
    assert entries.days == small_ledger.ENDS
    table = entries.claims[0].blocks[-1]
    assert isinstance(table, Table)
    assert [row_classes(row, entries.days) for row in table.rows] == ["", "later-0", ""]
    (told,) = lxml.html.fragments_fromstring(write_omissions(table, entries.days))
    assert told.text_content() == (
        "1 of 3 rows was published after 31\N{NO-BREAK SPACE}May 2024 and left out."
    )
    alone = replace(table, rows=table.rows[1:2])
    assert "The only row was published" in write_omissions(alone, entries.days)


def test_only_evidence_is_left_out(tree: lxml.html.HtmlElement) -> None:
    """Rulings and other tables keep all their rows on any day."""
    marked = tree.xpath("//tr[contains(@class, 'later-')]/ancestor::div[@id][1]/@id")
    assert marked == [f"tbl-evidence-{claim}" for claim in small_ledger.RULED]


def test_a_ledger_without_days_leaves_nothing_out(entries: Entries) -> None:
    """Where rulings bear no day, no row is marked and nothing is said of it."""
    table = entries.claims[0].blocks[-1]
    assert isinstance(table, Table)
    assert row_classes(table.rows[1], ("", "")) == ""
    assert write_omissions(table, ("", "")) == write_limits(("", "")) == ""
    assert list(hindsight_rules(("", ""))) == []


def test_the_scoreboard_leads_to_the_claims(tree: lxml.html.HtmlElement) -> None:
    """Each mark leads to its claim and bears its words; below it stand links by verdict."""
    (svg,) = tree.xpath("//figure[@id='fig-score']//svg[@aria-labelledby]")
    links = svg.xpath(".//a")
    assert sorted(link.get("href") for link in links) == sorted(
        f"#claim-{claim}" for claim in small_ledger.RULED for _ in small_ledger.DAYS
    )
    statements = {f"#claim-{claim}": said for claim, (_, said, _) in small_ledger.RULED.items()}
    assert all(link.findtext("title") == statements[link.get("href")] for link in links)
    ways = tree.xpath("//nav[@class='ways']//a/@href")
    assert ways == ["#show-all", *(f"#show-{tone}" for tone in small_ledger.WORDS)]
