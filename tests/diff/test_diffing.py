"""What changed between two graphs, under which claim, and why."""

from __future__ import annotations

import pytest
from tests.diff.small_graphs import Boats, estimate, likelihood

from briefing.diff.diffing import compare_graphs
from briefing.trace.graph import NodeKind


def compare(new, old=None):
    return compare_graphs((old or Boats()).graph(), new.graph())


def told(difference):
    """Give what changed, by claim, as ids."""
    return {group.claim: [c.id for c in group.changes] for group in difference.claims}


def only(difference, name):
    (found,) = (change for change in difference.changes if change.id == name)
    return found


def causes(change):
    return [cause.id or cause.text for cause in change.causes]


def aspects(change):
    return [(aspect.name, aspect.old, aspect.new) for aspect in change.aspects]


def test_nothing_changed():
    """Two builds of other commits with the same content differ in nothing."""
    new = Boats()
    new.edition["commit"] = "2" * 40
    difference = compare(new)
    assert difference.is_empty
    assert not difference.has_new_verdict


def test_value_of_evidence():
    """A changed row is the cause of what changed above it, and only of that."""
    new = Boats().seen("E1", {"boats": "measure"}, 60)
    new.finding("river.load", estimate(38, 60), "E1", "parameter:01-river/load")
    new.sentence(1, "The keeper saw 60 boats on the river that year.", "evidence:E1",
                 seen=("60", estimate(60, 60)))  # fmt: skip
    difference = compare(new)
    assert told(difference) == {"boats": ["finding:river.load", "sentence:01-river/c1/1"]}
    assert difference.elsewhere == ()
    finding = only(difference, "finding:river.load")
    assert aspects(finding) == [("range", "38 to 42 boats", "38 to 60 boats")]
    (cause,) = finding.causes
    assert (cause.id, cause.text, cause.old, cause.new) == (
        "evidence:E1", "value", "41 boats", "60 boats",
    )  # fmt: skip
    sentence = only(difference, "sentence:01-river/c1/1")
    assert [(a.name, a.at) for a in sentence.aspects] == [("value", "seen"), ("wording", "")]


def test_parameter():
    """A parameter bears on no claim itself; what it moved is told under the claim of that."""
    new = Boats()
    new.put("parameter:01-river/load", NodeKind.PARAMETER, "load", text="350.0 ratio",
            value={"type": "parameter", "central": 350.0, "unit": "ratio"},
            detail={"default": 300.0})  # fmt: skip
    new.chart("fig-boats", [["January", 20], ["February", 25]], "finding:river.load")
    difference = compare(new)
    assert told(difference) == {"boats": ["chart:fig-boats"]}
    chart = only(difference, "chart:fig-boats")
    assert [(a.name, a.at, a.old, a.new) for a in chart.aspects] == [
        ("data", "February, boats", "21", "25")
    ]
    assert [(c.id, c.old, c.new) for c in chart.causes] == [
        ("parameter:01-river/load", "300.0 ratio", "350.0 ratio")
    ]


def test_ruling():
    """A ruling changed by hand is its own cause; of a table of all rulings one claim is told."""
    new = Boats().ruling("boats", "disputed", "E1", reason="They differ.")
    new.table("tbl-all", [["boats", "disputed"], ["bridges", "supported"]],
              "verdict:boats/now", "verdict:bridges/now")  # fmt: skip
    difference = compare(new)
    assert difference.has_new_verdict
    assert told(difference) == {"boats": ["verdict:boats/now", "table:tbl-all"]}
    assert causes(only(difference, "verdict:boats/now")) == ["verdict:boats/now"]
    table = only(difference, "table:tbl-all")
    assert causes(table) == ["verdict:boats/now"]
    assert [a.at for a in table.aspects] == ["boats, verdict"]


def test_ruling_after_evidence():
    """A ruling that follows changed evidence names both; what rests on it names the ruling."""
    new = Boats().seen("E1", {"boats": "measure"}, 60).ruling("boats", "disputed", "E1")
    new.table("tbl-all", [["boats", "disputed"], ["bridges", "supported"]],
              "verdict:boats/now", "verdict:bridges/now")  # fmt: skip
    difference = compare(new)
    assert causes(only(difference, "verdict:boats/now")) == ["evidence:E1", "verdict:boats/now"]
    assert causes(only(difference, "table:tbl-all")) == ["verdict:boats/now"]


def test_computed_verdict_alone():
    """Where only the rule comes out differently no verdict changed, and the evidence is why."""
    new = Boats().seen("E1", {"boats": "measure"}, 41, credibility=5)
    new.ruling("boats", "supported", "E1", computed="not-checkable")
    difference = compare(new)
    assert not difference.has_new_verdict
    change = only(difference, "verdict:boats/now")
    assert aspects(change) == [("computed", "supported", "not-checkable")]
    assert [(c.id, c.text, c.new) for c in change.causes] == [("evidence:E1", "credibility", "5")]


def test_ruling_that_names_other_rows():
    """A ruling that names other evidence changed by hand, though no word of it did."""
    new = Boats().ruling("boats", "supported", "E1", "E3")
    change = only(compare(new), "verdict:boats/now")
    assert aspects(change) == [("rests on", None, "evidence:E3")]
    assert [c.text for c in change.causes] == ["names other evidence"]


def test_likelihood_word():
    """A likelihood that crosses into another band is told as that, not as a value."""
    old, new = Boats(), Boats()
    for boats, term, low in ((old, "likely", 0.7), (new, "very likely", 0.85)):
        value = likelihood(term, low, low)
        boats.finding("river.chance", value, "E1")
        boats.sentence(3, f"It is {value['text']} that more came.", "finding:river.chance",
                       chance=(value["text"], value))  # fmt: skip
    difference = compare(new, old)
    assert aspects(only(difference, "finding:river.chance")) == [
        ("likelihood word", "likely (about 70%)", "very likely (about 85%)")
    ]
    sentence = only(difference, "sentence:01-river/c1/3")
    assert [a.name for a in sentence.aspects] == ["likelihood word", "wording"]


def test_added_evidence_brings_its_source():
    """New evidence is the cause of what rests on it; its source is told for the claim."""
    new = Boats().source("log").seen("E4", {"boats": "measure"}, 44, source="log")
    new.finding("river.load", estimate(38, 44), "E1", "E4", "parameter:01-river/load")
    difference = compare(new)
    assert told(difference) == {"boats": ["finding:river.load", "source:log"]}
    finding = only(difference, "finding:river.load")
    assert aspects(finding)[1] == ("rests on", None, "evidence:E4")
    assert [(c.id, c.text, c.new) for c in finding.causes] == [("evidence:E4", "added", "44 boats")]
    source = only(difference, "source:log")
    assert (source.state, aspects(source)) == ("added", [("sources", None, "Log: Boats")])
    assert causes(source) == ["evidence:E4"]


def test_removed_evidence():
    """Removed evidence is told with what it moved, and with the source that nothing names now."""
    new = Boats().drop("evidence:E2", "sentence:01-river/c1/2", "source:paper")
    new.ruling("bridges", "not-checkable")
    difference = compare(new)
    assert told(difference) == {
        "bridges": ["verdict:bridges/now", "sentence:01-river/c1/2", "source:paper"]
    }
    sentence = only(difference, "sentence:01-river/c1/2")
    assert (sentence.state, causes(sentence)) == ("removed", ["evidence:E2"])
    assert only(difference, "source:paper").causes[0].text == "removed"


def test_regraded_source():
    """A source's grade is a cause by itself, even below a row that changed as well."""
    new = Boats().source("book", reliability="E").seen("E1", {"boats": "measure"}, 60)
    new.ruling("boats", "supported", "E1", computed="not-checkable")
    difference = compare(new)
    assert causes(only(difference, "verdict:boats/now")) == ["evidence:E1", "source:book"]
    assert aspects(only(difference, "source:book")) == [("reliability", "B", "E")]


def test_renamed_source():
    """How a source is called moves no number: it is no cause where its row changed too."""
    new = Boats().source("book", title="Another").seen("E1", {"boats": "measure"}, 60)
    new.finding("river.load", estimate(38, 60), "E1", "parameter:01-river/load")
    assert causes(only(compare(new), "finding:river.load")) == ["evidence:E1"]


def test_input_that_moved_nothing():
    """An input that changed and moved nothing is told by itself: under its claim, or elsewhere."""
    new = Boats().seen("E1", {"boats": "measure"}, 41.1).seen("E3", {"boats": "context"}, 301)
    difference = compare(new)
    assert told(difference) == {"boats": ["evidence:E1"]}
    assert [change.id for change in difference.elsewhere] == ["evidence:E3"]
    assert only(difference, "evidence:E1").note == "nothing that rests on it moved"
    assert only(difference, "evidence:E3").note == "nothing rests on it"


def test_claim_itself():
    """A claim that is worded anew is told under itself, and is the cause of what it moved."""
    new = Boats().claim("boats", 2, "some 40").ruling("boats", "imprecise", "E1")
    difference = compare(new)
    assert told(difference) == {"boats": ["verdict:boats/now", "claim:boats"]}
    assert causes(only(difference, "verdict:boats/now")) == ["claim:boats", "verdict:boats/now"]


def test_claims_in_order():
    """Claims with a changed verdict come first, the others as the article has them."""
    new = Boats().sentence(2, "There are seven bridges.", "evidence:E2")
    new.ruling("boats", "disputed", "E1")
    assert list(told(compare(new))) == ["boats", "bridges"]
    new = Boats().sentence(2, "There are seven bridges.", "evidence:E2")
    new.sentence(1, "The keeper saw 41 boats.", "evidence:E1")
    assert list(told(compare(new))) == ["bridges", "boats"]


def test_passage_on_many_claims():
    """What is worded anew and bears on many claims is told once, elsewhere."""
    boats = [Boats(), Boats()]
    for each, text in zip(boats, ("Much is known.", "Little is known."), strict=True):
        for name in "abcd":
            each.claim(name, 3)
        each.sentence(3, text, *(f"claim:{name}" for name in "abcd"))
        each.sentence(4, "They agree" if each is boats[0] else "They differ", "claim:a", "claim:b")
    difference = compare(boats[1], boats[0])
    assert told(difference) == {
        "a": ["sentence:01-river/c1/4"], "b": ["sentence:01-river/c1/4"],
    }  # fmt: skip
    assert [change.id for change in difference.elsewhere] == ["sentence:01-river/c1/3"]


def digests(**changed):
    usual = {"notebooks/01-river.ipynb": "1", "data/series/tide.csv": "1", "data/land.json": "1"}
    return usual | {name.replace("__", "/"): digest for name, digest in changed.items()}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "the package changed"),
        ({"notebooks/01-river.ipynb": "2"}, "notebooks/01-river.ipynb changed"),
        ({"data/land.json": "2"}, "data/land.json changed"),
        ({"data/evidence.csv": "2"}, "the package changed"),
        ({"report/briefing": "2"}, "the package changed"),
        ({"report/briefing": "1"}, "Python or a library changed"),
    ],
)
def test_computation(changed, told):
    """Where no input changed the computation did: the notebook, another file, or the package."""
    old, new = Boats(), Boats()
    package = {"report/briefing": "1"} if "report/briefing" in changed else {}
    old.edition["digests"], new.edition["digests"] = digests(**package), digests(**changed)
    new.finding("river.load", estimate(38, 50), "E1", "parameter:01-river/load")
    assert causes(only(compare(new, old), "finding:river.load")) == [told]


def test_computation_of_unknown_files():
    """Without digests the computation is named for what it may be."""
    new = Boats().finding("river.load", estimate(38, 50), "E1", "parameter:01-river/load")
    assert causes(only(compare(new), "finding:river.load")) == ["a notebook or the package changed"]


def test_unnamed_input():
    """Where inputs changed that a result does not rest on, one of them may have moved it."""
    new = Boats().seen("E2", {"bridges": "supports"}, 8)
    new.finding("river.load", estimate(38, 50), "E1", "parameter:01-river/load")
    new.edition["digests"], old = digests(), Boats()
    old.edition["digests"] = digests()
    assert causes(only(compare(new, old), "finding:river.load")) == [
        "the package or an input that it does not name (evidence:E2) changed"
    ]


def test_finding_that_came_out_the_same():
    """Nothing comes through a finding that did not change, while another did."""

    def boats(second, row):
        made = Boats().seen("E2", {"bridges": "supports"}, row)
        made.finding("river.other", estimate(7, 7), "E2").finding("river.load", second, "E1")
        return made.sentence(3, second["text"], "finding:river.load", "finding:river.other")

    old, new = boats(estimate(1, 2), 7), boats(estimate(1, 3), 7.1)
    new.seen("E1", {"boats": "measure"}, 42)
    assert causes(only(compare(new, old), "sentence:01-river/c1/3")) == ["evidence:E1"]


def test_other_computation():
    """A result says when it is computed in another way, beside the inputs that changed."""
    new = Boats().seen("E1", {"boats": "measure"}, 60)
    new.finding("river.load", estimate(1, 2), "E1", "parameter:01-river/load", how="halved")
    finding = only(compare(new), "finding:river.load")
    assert causes(finding) == ["evidence:E1", "computed in another way"]
    assert finding.causes[1].new == "halved"


def test_expression_of_a_number():
    """A number computed where it is said names the expression that changed; it has no line."""
    old, new = Boats(), Boats()
    for boats, how, text in ((old, "seen / 2", "20"), (new, "seen / 4", "10")):
        boats.put("number:01-river/c1/3/half", NodeKind.NUMBER, "half", text=text,
                  rests_on=("evidence:E1",), detail={"how": how})  # fmt: skip
        boats.sentence(3, f"Half is {text}.", "number:01-river/c1/3/half", half=(text, None))
        boats.nodes["sentence:01-river/c1/3"].detail["numbers"][0]["node"] = (
            "number:01-river/c1/3/half"
        )
    difference = compare(new, old)
    assert told(difference) == {"boats": ["sentence:01-river/c1/3"]}
    (cause,) = only(difference, "sentence:01-river/c1/3").causes
    assert (cause.text, cause.old, cause.new) == ("computed in another way", "seen / 2", "seen / 4")


def test_rows_of_a_series():
    """A series whose file changed is the cause of what changed above it."""
    old, new = Boats(), Boats()
    old.edition["digests"] = digests()
    new.edition["digests"] = digests(**{"data/series/tide.csv": "2"})
    for boats, high in ((old, 3), (new, 4)):
        boats.chart("fig-tide", [["January", high]], "series:tide")
    difference = compare(new, old)
    assert [change.id for change in difference.elsewhere] == ["chart:fig-tide"]
    assert causes(difference.elsewhere[0]) == ["series:tide"]


def test_added_sentence():
    """A sentence that is new though its inputs are not came with its notebook."""
    old, new = Boats(), Boats()
    old.edition["digests"] = digests()
    new.edition["digests"] = digests(**{"notebooks/01-river.ipynb": "2"})
    new.sentence(3, "So it is.", "evidence:E1")
    change = only(compare(new, old), "sentence:01-river/c1/3")
    assert (change.state, causes(change)) == ("added", ["notebooks/01-river.ipynb changed"])
