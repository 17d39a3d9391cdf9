"""What the chapters say: every value traced, printed as it is, every reference kept."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

import pytest
from tests.chapters.facts import ROOT, bounds, last_day
from tests.chapters.reading import MONTHS, is_printed, numbers

from briefing import media
from briefing.analysis.likelihood import LEXICONS

CHAPTERS = tuple(sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb")))

# What the package itself settles and the appendix prints.
SETTLED = {"grades", "rules.reach", "rules.verdicts", *(f"lexicon.{name}" for name in LEXICONS)}

_UNFILLED = re.compile(r"\b(?:nan|NaN|inf|Unknown)\b|[{}]")
_MISSING = re.compile(r"\b(?:nan|None)\b")
_REFERENCE = re.compile(r"(?<![\w@])@((?:fig|tbl|sec)-[a-z0-9-]*[a-z0-9])")
_CITATION = re.compile(r"\[@([a-z0-9][\w.-]*)")


def date_words(text: str) -> set[str]:
    """Give the forms in which a date may be printed."""
    day = last_day(text)
    month = MONTHS[day.month - 1]
    forms = {str(day.year)}
    if len(text) > 4:
        forms.add(f"{month} {day.year}")
    if len(text) > 7:
        forms.add(f"{day.day}\u00a0{month} {day.year}")
    return forms


def values_of(edition):
    """Give every value in a passage or headline, with the output that it stands in."""
    return [(item, piece) for item in edition.told for piece in item.values]


def cells_of(edition):
    """Give every cell of every table, with the label of the table."""
    return [
        (label, cell)
        for label, table in edition.tables.items()
        for row in table["rows"]
        for cell in row
    ]


def exists(facts, edition, origin: str) -> bool:
    """Whether what an origin names is there."""
    kind, _, name = origin.partition(":")
    match kind:
        case "claim":
            return name in facts.claims
        case "evidence":
            return name in facts.evidence
        case "event":
            return name in facts.events
        case "series":
            return (ROOT / "data" / "series" / f"{name}.csv").is_file()
        case "finding":
            return name in edition.findings
        case "verdict":
            return name in facts.rulings
        case "setting":
            table, _, key = name.partition(".")
            return key in facts.settings.get(table, {}) or name in SETTLED
        case "scenario":
            return name in tomllib.loads((ROOT / "data/scenarios.toml").read_text("utf-8"))
        case "parameter":
            chapter, _, parameter = name.partition("/")
            return parameter in facts.declared(chapter)
    return False


def test_every_value_has_origins(edition):
    """No value stands in a passage or headline without what it rests on."""
    checked = values_of(edition)
    assert len(checked) > 80
    assert [str(item) for item, piece in checked if not piece["origins"]] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_passage_rests_on_something(central, chapter):
    """A passage that the chapter says names what it rests on, also where it holds no number."""
    bare = [str(item) for item in central.passages if not item.origins and item.chapter == chapter]
    assert bare == []


def test_every_origin_exists(edition, facts):
    """Whatever a finding, passage, value, chart or table rests on can be looked up."""
    told = {origin for item in edition.told for origin in item.origins}
    told |= {origin for _, piece in values_of(edition) for origin in piece["origins"]}
    told |= {origin for _, cell in cells_of(edition) for origin in cell["origins"]}
    assert len(told) > 100
    assert sorted(origin for origin in told if not exists(facts, edition, origin)) == []


def test_every_citation_is_a_source(edition, facts):
    """Each cited source is in the ledger and comes with its reference, and none is left out."""
    for item in edition.told:
        cited = list(item.content.get("cite", ()))
        cited += [s for row in item.content.get("rows", ()) for cell in row for s in cell["cite"]]
        references = item.content["sources"]
        assert set(cited) <= set(references) <= set(facts.sources), str(item)
        for name, reference in references.items():
            assert reference["id"] == name
            assert reference["url"] == facts.sources[name]["url"]
        for origin in edition.roots(item.origins):
            kind, _, name = origin.partition(":")
            if kind in ("evidence", "event"):
                row = (facts.evidence if kind == "evidence" else facts.events)[name]
                assert row["source"] in references, f"{item}: {origin}"


def test_printed_numbers_are_the_values(edition):
    """A number printed for a value is one of its bounds or its centre, rounded to two digits."""
    checked = 0
    for item, piece in values_of(edition):
        value, printed = piece["estimate"], numbers(piece["text"])
        if value["type"] == "likelihood":
            share = value["probability"]["low"]
            assert printed == [pytest.approx(share, abs=0.5)], f"{item}: {piece['text']!r}"
        elif value["type"] == "estimate":
            ends = [value[k] for k in ("low", "central", "high") if value[k] is not None]
            ends += [100 * value["level"]] if value["level"] else []
            assert printed, f"{item}: {piece['text']!r}"
            wrong = [n for n in printed if not any(is_printed(end, [n]) for end in ends)]
            assert wrong == [], f"{item}: {piece['text']!r}"
        checked += bool(printed)
    assert checked > 80


def test_printed_findings_are_the_recorded_ones(edition):
    """A value that rests on a finding, and on nothing beyond it, is the finding's own."""
    checked = set()
    for item, piece in values_of(edition):
        value = piece["estimate"].get("probability", piece["estimate"])
        for origin in piece["origins"]:
            kind, _, name = origin.partition(":")
            if kind != "finding" or not set(piece["origins"]) <= edition.roots([origin]):
                continue
            found = edition.findings[name]["value"]
            if value["unit"] == found["unit"]:
                assert (value["low"], value["high"]) == (found["low"], found["high"]), str(item)
                checked.add(name)
    assert len(checked) >= 12


def test_printed_observations_are_the_tables_rows(edition, facts):
    """A value that rests on one observation or claim prints its number or date as entered."""
    checked = 0
    for item, piece in values_of(edition):
        kind, _, name = piece["origins"][0].partition(":")
        row = {"evidence": facts.evidence, "claim": facts.claims}.get(kind, {}).get(name)
        if len(piece["origins"]) > 1 or row is None or piece["estimate"]["type"] == "words":
            continue
        if piece["estimate"]["type"] == "moment":
            published = facts.sources[row["source"]]["published"] if kind == "evidence" else ""
            days = [text for text in (row["as_of"], published) if text]
            assert any(piece["text"] in date_words(text) for text in days), str(item)
        else:
            entered = [value for value in bounds(row) if value is not None]
            wrong = [number for number in numbers(piece["text"]) if number not in entered]
            assert wrong == [], f"{item}: {piece['text']!r} is not {entered}"
        checked += 1
    assert checked > 40


def test_cells_print_the_tables_rows(edition, facts):
    """A cell that shows the value of one observation prints its bounds as entered."""
    checked = 0
    for label, cell in cells_of(edition):
        kind, _, name = (cell["origins"] or [""])[0].partition(":")
        if kind != "evidence" or len(cell["origins"]) > 1 or len(cell["text"]) > 60:
            continue
        row = facts.evidence[name]
        if cell["text"] in (row["as_of"], facts.sources[row["source"]]["published"]):
            continue
        entered = [value for value in bounds(row) if value is not None]
        if row["as_of"]:
            entered.append(last_day(row["as_of"]).year)
        wrong = [number for number in numbers(cell["text"]) if number not in entered]
        assert wrong == [], f"{label} {name}: {cell['text']!r}"
        checked += 1
    assert checked > 60


def test_nothing_unfilled_is_read(edition):
    """No text shows a missing value or a field that was not filled."""
    assert [place for place, text in edition.read() if _UNFILLED.search(text)] == []
    # "None" is also a word, so it is looked for where only values stand.
    values = [(item, piece["text"]) for item, piece in values_of(edition)]
    values += [(label, f"{f['alt']} {f['credit']}") for label, f in edition.figures.items()]
    values += [(label, c["text"]) for label, c in cells_of(edition) if len(c["text"]) < 40]
    assert [str(place) for place, text in values if _MISSING.search(text)] == []


def test_labels_are_unique(edition):
    """No two charts, tables or sections of the briefing share a label."""
    labels = Counter(
        item.content["label"] for item in edition.told if item.kind in (media.FIGURE, media.TABLE)
    )
    labels.update(edition.anchors)
    assert len(labels) > 50
    assert [label for label, count in labels.items() if count > 1] == []


def test_references_lead_somewhere(central, facts):
    """Each reference to a chart, table, section or source has its target."""
    texts = list(central.read())
    targets = {*central.figures, *central.tables, *central.anchors}
    used = [(place, name) for place, text in texts for name in _REFERENCE.findall(text)]
    assert len(used) > 12
    assert [(place, name) for place, name in used if name not in targets] == []
    cited = {name for _, text in texts for name in _CITATION.findall(text)}
    assert cited <= set(facts.sources)


def test_references_of_an_early_edition_lead_somewhere(early, central):
    """A reference may lead to what is left out of an early edition, but to nothing unheard of."""
    targets = {*central.figures, *central.tables, *central.anchors}
    used = {name for _, text in early.read() for name in _REFERENCE.findall(text)}
    assert used <= targets


def test_table_links_lead_somewhere(edition, facts):
    """A link in a table leads to a heading or a cell that is there."""
    cells = [cell for _, cell in cells_of(edition)]
    anchors = [cell["anchor"] for cell in cells if cell["anchor"]]
    targets = {*anchors, *edition.anchors}
    assert len(anchors) == len(set(anchors))
    links = [cell["href"].removeprefix("#") for cell in cells if cell["href"]]
    assert set(links) >= {f"claim-{name.partition('/')[0]}" for name in facts.rulings}
    assert set(links) <= targets
