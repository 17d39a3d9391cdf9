"""Estimative language: what is refused, where it is found, and what is left alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from tests.trace.conftest import INPUTS

from briefing.build import build
from briefing.errors import DocumentError
from briefing.planning import Request
from briefing.trace.graph import Node, NodeKind
from briefing.trace.language import check_language, find_slips
from briefing.trace.vocabulary import CONFIDENCE, LIKELIHOOD, STACKS, may_slip

if TYPE_CHECKING:
    from types import ModuleType

Assembler = Callable[..., Any]
CELL = "01-upper.ipynb, cell 3"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><text>{}</text></svg>'


def figure(sample: ModuleType, words: str = "Barges", **over: Any) -> Any:
    said = {"subtitle": "Tonnes a month", "alt": "It falls.", "credit": "The lock."}
    headline = over.pop("headline", ["It falls"])
    return sample.figure("fig-a", headline, SVG.format(words), **said | over)


def table(sample: ModuleType, cell: Any = "", column: str = "Load", **over: Any) -> Any:
    rows = [["Lock", cell]]
    return sample.table("tbl-a", over.pop("caption", "Loads"), ["Who", column], rows, **over)


def chance(words: str = "likely (about 70%)", lexicon: str = "icd203") -> dict[str, Any]:
    """A traced likelihood as a notebook prints it."""
    probability = {"type": "estimate", "low": 70.0, "central": None, "high": 70.0, "unit": "%",
                   "kind": "modelled", "level": None, "text": "70%"}  # fmt: skip
    term = words.partition(" (")[0]
    return {"field": "chance", "text": words, "origins": ["evidence:G1"],
            "estimate": {"type": "likelihood", "probability": probability, "lexicon": lexicon,
                         "version": "-", "term": term, "text": words}}  # fmt: skip


def words_of(text: str, *origins: str) -> dict[str, Any]:
    """Words that a notebook takes from the ledger."""
    return {"field": "words", "text": text, "origins": list(origins),
            "estimate": {"type": "words", "text": text}}  # fmt: skip


def slips(assembled: Assembler, *cells: Any, lexicon: str = "icd203", **more: Any) -> list[Any]:
    document, _ = assembled(*cells, **more)
    return list(find_slips(document, lexicon))


@pytest.fixture
def read(assembled: Assembler) -> Callable[..., list[tuple[str, str]]]:
    """Give a function that reads one paragraph: what is found, and why."""

    def read(text: str, lexicon: str = "icd203") -> list[tuple[str, str]]:
        return [(s.words, s.fault) for s in slips(assembled, text, lexicon=lexicon)]

    return read


PLACES = [
    (lambda s, w: f"Rain {w} fall.", "prose"),
    (lambda s, w: f"- an *item that **{w}*** be", "prose"),
    (lambda s, w: f"> [!NOTE] Rain {w} fall\n> words", "title of a callout"),
    (lambda s, w: f"> [!NOTE] Rain\n> It {w} fall.", "prose"),
    (lambda s, w: f"A note.[^1]\n\n[^1]: Rain {w} fall.", "prose"),
    (lambda s, w: f"| Rain |\n|---|\n| it {w} fall |", "table"),
    (lambda s, w: f"## Rain {w} fall", "heading"),
    (lambda s, w: [s.prose("Rain ", w, " fall.")], "prose"),
    (lambda s, w: [table(s, f"it {w} fall")], "column 'Load' of tbl-a"),
    (lambda s, w: [table(s, words_of(f"it {w} fall", "evidence:G1"))], "column 'Load' of tbl-a"),
    (lambda s, w: [table(s, column=f"It {w} fall")], "head of tbl-a"),
    (lambda s, w: [table(s, caption=f"Rain {w} fall")], "caption of tbl-a"),
    (lambda s, w: [table(s, note=f"Rain {w} fall.")], "note of tbl-a"),
    (lambda s, w: [table(s, summary=f"Rain {w} fall.")], "summary of tbl-a"),
    (lambda s, w: [figure(s, headline=["Rain ", w, " fall"])], "headline of fig-a"),
    (lambda s, w: [figure(s, subtitle=f"Rain {w} fall.")], "subtitle of fig-a"),
    (lambda s, w: [figure(s, alt=f"Rain {w} fall.")], "alternative text of fig-a"),
    (lambda s, w: [figure(s, f"rain {w} fall")], "drawing of fig-a"),
]


@pytest.mark.parametrize(("plant", "role"), PLACES)
@pytest.mark.parametrize(
    ("words", "fault"), [("unlikely", "has no number"), ("may possibly", "hedges one claim twice")]
)
def test_a_slip_is_found_in_every_text(
    assembled: Assembler, sample: ModuleType, plant: Any, role: str, words: str, fault: str
) -> None:
    """Whatever kind of text holds it, it is told with its notebook and cell."""
    (slip,) = slips(assembled, plant(sample, words))
    assert (slip.place, slip.role, slip.words) == (CELL, role, words)
    assert slip.fault.startswith(fault)
    assert words in slip.around


def test_a_slip_is_found_above_the_text(assembled: Assembler, sample: ModuleType) -> None:
    """The cover, a chapter's title and its question are read too."""
    document, _ = assembled(meta={"subtitle": "The likely load"})
    (slip,) = find_slips(document, "icd203")
    assert (slip.place, slip.role) == ("the cover", "subtitle")


BARE = [
    ("It is likely that it rains.", "likely", "has no number behind it"),
    ("Almost certainly it rains.", "Almost certainly", "has no number behind it"),
    ("A roughly even chance of rain.", "roughly even chance", "has no number behind it"),
    ("There is almost no chance of rain.", "almost no chance", "has no number behind it"),
    ("It probably rains.", "probably", "but of the second row of US"),
    ("It is highly improbable.", "highly improbable", "but of the second row of US"),
    ("It is nearly certain.", "nearly certain", "but of the second row of US"),
    ("Roughly even odds.", "Roughly even odds", "but of the second row of US"),
    ("Rain is remote.", "remote", "but of the second row of US"),
    ("There is a remote chance.", "remote chance", "but of the UK’s PHIA"),
    ("A realistic possibility.", "realistic possibility", "but of the UK’s PHIA"),
    ("It is highly unlikely.", "highly unlikely", "but of the UK’s PHIA"),
    ("Virtually certain.", "Virtually certain", "is no term of"),
    ("Chances are that it rains.", "Chances are", "is no term of"),
    ("In all likelihood it rains.", "In all likelihood", "is no term of"),
    ("That makes rain more likely.", "more likely", "is no term of"),
    ("Rain is as likely as not.", "as likely as", "is no term of"),
    ("There is a better than even chance.", "better than even chance", "is no term of"),
    ("A slim chance remains.", "slim chance", "is no term of"),
    ("Rain is very\u00a0likely.", "very\u00a0likely", "has no number behind it"),
]


@pytest.mark.parametrize(("text", "words", "whose"), BARE)
def test_bare_words_of_likelihood(read: Any, text: str, words: str, whose: str) -> None:
    """A word of likelihood without a number is told, and which list it belongs to."""
    ((found, fault),) = read(text)
    assert found == words
    assert whose.replace("’", "'") in fault.replace("’", "'")


@pytest.mark.parametrize(
    "text",
    [
        "Boats like these, and the like, looked alike.",
        "A chance meeting gave him the chance to speak, and he took his chances.",
        "They sailed in May, as they may; others might, and one could not.",
        "Perhaps it rains. It may rain. It is possible.",
        "Nobody gives a likelihood, and no probability is computed.",
        "The officer called it “highly probable”, and rain “likely”.",
        "> Rain is likely, and may possibly last.",
        "Draw each value equally likely.",
        "Remote villages, remote from the river, lie in remote parts.",
        "A certain number of barges certainly came, and an even load.",
        "Captain Likely told Professor Probable, of the Remote Chance Company.",
        "The option `likely` is set.",
        "Barges appeared in March. It seems to rain. Counts suggest a rise.",
        "Perhaps they sail, though others may not.",
        "Prices might be lower. Possibly they were.",
        "He may well sail.",
        "About 40 came, around noon, with roughly 9 more.",
        "The interval holds the value with 90% confidence.",
        "Confidence is a separate axis. It is high where many makers agree.",
        "It was held with high confidence.",
    ],
)
def test_ordinary_words_are_left_alone(read: Any, text: str) -> None:
    """Names, quotations, code, other meanings and a single hedge break no rule."""
    assert read(text) == []


STACKED = [
    ("It may possibly rain.", "may possibly"),
    ("It could potentially rain.", "could potentially"),
    ("It might, perhaps, rain.", "might, perhaps"),
    ("It may also conceivably rain.", "may also conceivably"),
    ("Perhaps it might rain.", "Perhaps it might"),
    ("Possibly the lower river could flood.", "Possibly the lower river could"),
    ("It appears to suggest rain.", "appears to suggest"),
    ("The counts seem to indicate rain.", "seem to indicate"),
    ("It might seem that rain falls.", "might seem that"),
    ("Apparently it seems so; apparently seems.", "apparently seems"),
    ("Rain seems possible.", "seems possible"),
    ("That may suggest that it rains.", "may suggest that"),
    ("It is possible that the river might rise.", "possible that the river might"),
    ("Rain is potentially possible.", "potentially possible"),
    ("About roughly 40 came.", "About roughly"),
]


@pytest.mark.parametrize(("text", "words"), STACKED)
def test_stacked_hedges(read: Any, text: str, words: str) -> None:
    """Two hedges on one claim are told, with the reason why one has to go."""
    ((found, fault),) = read(text)
    assert found == words
    assert re.fullmatch(r"hedges one claim twice: [\w’,; ]+", fault)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It probably may rain.", "probably may"),
        ("It may be unlikely.", "may be unlikely"),
        ("Rain seems likely.", "seems likely"),
        ("It is perhaps likely.", "perhaps likely"),
        ("It is likely that rain may fall.", "likely that rain may"),
    ],
)
def test_a_hedged_likelihood_breaks_two_rules(read: Any, text: str, words: str) -> None:
    """It has no number, and it is hedged besides."""
    found = read(text)
    assert [fault[:11] for _, fault in found] == ["has no numb", "hedges one "]
    assert found[1][0] == words


def test_a_traced_likelihood_stands(assembled: Assembler, sample: ModuleType) -> None:
    """A word printed with its number from a value is what the rules ask for."""
    said = [sample.prose("By June it is ", chance(), " that barges sail. Others may follow.")]
    assert slips(assembled, said) == []
    headline = [figure(sample, headline=["It is ", chance(), " that barges sail"])]
    assert slips(assembled, headline) == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("It is ", " that they may sail.", "likely (about 70%) that they may"),
        ("It may be ", " that they sail.", "may be likely (about 70%)"),
        ("It is perhaps ", " that they sail.", "perhaps likely (about 70%)"),
        ("It seems ", " that they sail.", "seems likely (about 70%)"),
    ],
)
def test_a_traced_likelihood_is_not_hedged(
    assembled: Assembler, sample: ModuleType, before: str, after: str, words: str
) -> None:
    """A likelihood says already how sure the claim is."""
    (slip,) = slips(assembled, [sample.prose(before, chance(), after)])
    assert slip.words == words


def test_a_likelihood_follows_the_lexicon_of_the_edition(
    assembled: Assembler, sample: ModuleType
) -> None:
    """A value in another lexicon is told, with what its chapter has to declare."""
    said = [sample.prose("It is ", chance("highly likely (about 85%)", "phia"), " that they sail.")]
    assert slips(assembled, said, lexicon="phia") == []
    (slip,) = slips(assembled, said)
    assert slip.words == "highly likely (about 85%)"
    assert "does not follow US Intelligence Community Directive 203" in slip.fault
    assert "declare lexicon" in slip.remedy


@pytest.mark.parametrize("lexicon", ["icd203", "phia"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("likely (about 70%)", set()),
        ("very likely (about 90%)", {"phia"}),
        ("highly likely (about 85%)", {"icd203"}),
        ("remote chance (less than 1%)", {"icd203"}),
        ("likely (about 30%)", {"icd203", "phia"}),
        ("likely", {"icd203", "phia"}),
    ],
)
def test_a_likelihood_in_a_cell_or_drawing(
    assembled: Assembler, sample: ModuleType, lexicon: str, text: str, found: set[str]
) -> None:
    """There it stands as plain words, and its number has to lie in the band of its term."""
    cell = {"text": text, "origins": ["evidence:G1"]}
    for output in (table(sample, cell), figure(sample, text)):
        assert bool(slips(assembled, [output], lexicon=lexicon)) == (lexicon in found)
    # By hand it has no origin, whatever it says.
    assert slips(assembled, [table(sample, text)], lexicon=lexicon)


@pytest.mark.parametrize(
    "text",
    [
        "It is {} that they sail, with high confidence.",
        "With moderate to high confidence, it is {} that they sail.",
        "It is {} that they sail; confidence in the count is low.",
        "We are highly confident that it is {} that they sail.",
        "It is {} that Gen. Lock sails, a judgement of low analytic confidence.",
        "It is {} that they sail (confidence: moderate).",
    ],
)
def test_likelihood_and_confidence_stand_apart(
    assembled: Assembler, sample: ModuleType, text: str
) -> None:
    """One speaks of the event, the other of the evidence: each has its own sentence."""
    before, _, after = text.partition("{}")
    (slip,) = slips(assembled, [sample.prose(before, chance(), after)])
    assert "stands in one sentence with a likelihood" in slip.fault
    assert "onfiden" in slip.words


def test_confidence_may_follow_in_its_own_sentence(
    assembled: Assembler, sample: ModuleType
) -> None:
    """Two sentences keep the two axes apart."""
    after = " that they sail. Confidence in it is high, since two makers agree."
    assert slips(assembled, [sample.prose("It is ", chance(), after)]) == []


RULED = Node(
    "verdict:load/now", NodeKind.VERDICT, "load, now", text="disputed",
    detail={"reason": "The count is unlikely.", "grounds": "It may possibly be low."},
)  # fmt: skip
TOLD = Node(
    "evidence:G9", NodeKind.OBSERVATION, "The pilot's view: rain is likely.", text="-",
    rests_on=("maker:lock", "source:src-1"), detail={"credibility": 2, "as_of": "2021"},
)  # fmt: skip


def test_words_of_the_data_are_their_makers(assembled: Assembler, sample: ModuleType) -> None:
    """What a claim or an observation says is reported, in a cell as in a passage."""
    told = words_of("The pilot's view: rain is likely.", "evidence:G9")
    outputs = [sample.prose("## ", told), table(sample, told)]
    assert slips(assembled, outputs, inputs=(*INPUTS, TOLD)) == []


def test_rulings_are_ours(assembled: Assembler, sample: ModuleType) -> None:
    """The reason and the grounds of a ruling follow the rules like any sentence of ours."""
    reason = words_of("The count is unlikely.", "verdict:load/now")
    grounds = words_of("Low. It may possibly be low.", "verdict:load/now")
    found = slips(assembled, [table(sample, reason), sample.prose("", grounds)],
                  inputs=(*INPUTS, RULED))  # fmt: skip
    assert [slip.words for slip in found] == ["unlikely", "may possibly"]


def test_the_list_of_terms_is_no_slip(assembled: Assembler, sample: ModuleType) -> None:
    """Where the method lists the terms, they stand without a probability of an event."""
    setting = Node("setting:lexicon.phia", NodeKind.SETTING, "words of likelihood")
    terms = table(sample, words_of("remote chance", "setting:lexicon.phia"))
    assert slips(assembled, [terms], inputs=(*INPUTS, setting)) == []


def test_all_slips_are_told_at_once(assembled: Assembler) -> None:
    """The error lists each with its place, its words and what to do."""
    document, _ = assembled("It probably rains.", "## It may possibly rain")
    with pytest.raises(DocumentError) as raised:
        check_language(document, "icd203")
    head, first, second = str(raised.value).splitlines()
    assert head == "2 slips of estimative language"
    assert first.startswith("01-upper.ipynb, cell 3: “probably” in the prose (… It probably rains.")
    assert "chance=chapter.likely(…)" in first
    assert second.startswith("01-upper.ipynb, cell 4: “may possibly” in the heading")
    assert second.endswith("keep one of the two")
    check_language(assembled("It rains.")[0], "icd203")


def test_every_pattern_is_looked_for() -> None:
    """The quick look that most texts pass over sees all that the patterns match."""
    for text, *_ in (*BARE, *STACKED):
        assert may_slip(text)
    texts = [text for text, _ in STACKED] + ["It may be unlikely.", "perhaps likely", "likely may"]
    assert all(any(stack.pattern.search(text) for text in texts) for stack in STACKS)
    assert LIKELIHOOD.search("likely")
    assert CONFIDENCE.search("high confidence")


CHANCE = (
    'from briefing.notebook import open_chapter, record, say\nchapter = open_chapter("01-barges")',
    'load = chapter.simulation().draw("load", chapter.parameter_range("load"))\n'
    "chance = load.probability(lambda tonnes: tonnes >= 192)\n"
    'record("barges.chance", chance, how="share of draws")\n'
    'say("{chance:is} that a barge is well laden.", chance=chapter.likely("barges.chance"))',
    'from briefing.notebook import appendix\nappendix.show_likelihood_terms("tbl-terms")',
)


def test_an_edition_in_the_words_of_the_yardstick(tiny: Any) -> None:
    """Where the yardstick leaves a gap the sentence reads well, and the build tells its lexicon."""
    declared = '\nlexicon: str = "icd203"  # -; icd203 | phia; whose words of likelihood'
    tiny.chapter("01-barges", *CHANCE, parameters=tiny.common + tiny.load + declared,
                 claims=["barges-counted"])  # fmt: skip
    output = build(tiny, Request(lexicon="phia"))
    page = re.sub(r"<[^>]+>", "", (output / "briefing.html").read_text()).replace("\u00a0", " ")
    assert "There is a chance of about 77% that a barge is well laden." in page
    assert "realistic possibility" in page
    assert "in its edition of March 2025" in page
    assert "briefing build --lexicon phia" in page
    built = json.loads((output / "provenance.json").read_text())
    assert built["command"] == "briefing build --lexicon phia"
    assert built["parameters"]["01-barges"]["lexicon"] == "phia"
