"""How changes are written: text, Markdown, JSON."""

from __future__ import annotations

import json

from tests.diff.small_graphs import Boats, estimate

from briefing.diff.as_json import write_json
from briefing.diff.as_markdown import write_markdown
from briefing.diff.as_text import write_text
from briefing.diff.diffing import compare_graphs
from briefing.diff.marking import mark_changes


def changed():
    """Give a difference: a count, and with it a finding, a sentence, a chart and a ruling."""
    new = Boats().seen("E1", {"boats": "measure"}, 60).ruling("boats", "disputed", "E1")
    new.finding("river.load", estimate(38, 60), "E1", "parameter:01-river/load")
    new.sentence(1, "The keeper saw 60 boats on the river that year.", "evidence:E1",
                 seen=("60", estimate(60, 60)))  # fmt: skip
    new.source("paper", url="https://example.org/a|b")
    return compare_graphs(Boats().graph(), new.graph())


def test_text():
    """The text gives each change a line and each cause one, below what it moved."""
    assert write_text(changed(), "HEAD~1", "HEAD").splitlines() == [
        "HEAD~1 → HEAD: 1 verdict changed; 4 changes, in 1 claim and elsewhere",
        "",
        "boats  About 40 boats exist",
        "  verdict, now: supported → disputed; computed supported → disputed",
        "      because: evidence:E1 value 41 boats → 60 boats; the ruling itself",
        "  finding river.load: range 38 to 42 boats → 38 to 60 boats",
        "  sentence in 01-river.ipynb, cell 5: "
        "value — The keeper saw [41 → 60] boats on the river that year.",
        "      because: evidence:E1 value 41 boats → 60 boats",
        "",
        "elsewhere",
        "  source paper: url https://example.org/paper → https://example.org/a|b "
        "(nothing that rests on it moved)",
    ]


def test_text_of_nothing():
    """Where nothing changed one line says so."""
    same = compare_graphs(Boats().graph(), Boats().graph())
    assert write_text(same, "one", "two") == "one → two: nothing changed"


def test_markdown():
    """Markdown has a table for each claim, and what it quotes is no markup."""
    text = write_markdown(changed(), "HEAD~1", "HEAD")
    assert text.startswith("## Briefing: 1 verdict changed; 4 changes")
    assert "### ⚖ `boats` About 40 boats exist" in text
    assert "The keeper saw ~~41~~ **60** boats on" in text
    assert r"**https://example.org/a\|b**" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.replace(r"\|", "").count("|") == 3 for line in rows)


def test_markdown_escapes():
    """Words from the data cannot become tags, links or mentions."""
    old, new = Boats(), Boats().sentence(2, "<b>Seven</b> @bridges [x](y)", "evidence:E2")
    text = write_markdown(compare_graphs(old.graph(), new.graph()), "a|b`", "new")
    assert "`ab`" in text
    assert r"\<b\>Seven\</b\> \@bridges \[x\](y)" in text


def test_json():
    """JSON has every change with aspects and causes, and what became of verdicts."""
    told = json.loads(write_json(changed(), "HEAD~1", "HEAD"))
    assert (told["changed"], told["verdict_changed"]) == (True, True)
    (boats,) = told["claims"]
    assert [change["id"] for change in boats["changes"]] == [
        "verdict:boats/now", "finding:river.load", "sentence:01-river/c1/1",
    ]  # fmt: skip
    assert boats["changes"][1]["causes"] == [
        {"id": "evidence:E1", "text": "value", "old": "41 boats", "new": "60 boats"}
    ]
    assert boats["changes"][2]["place"]["cell"] == "cell 5"


def test_long_lists_are_cut():
    """A claim of which much changed shows the first; JSON shows all."""
    old, new = Boats(), Boats()
    for number in range(3, 40):
        old.sentence(number, f"Fact {number}.", "evidence:E1")
        new.sentence(number, f"Truth {number}.", "evidence:E1")
    difference = compare_graphs(old.graph(), new.graph())
    text = write_text(difference, "old", "new")
    assert "and 25 more, in the JSON" in text
    assert text.count("sentence in") == 12
    assert write_json(difference, "old", "new").count('"sentence:') == 37


def test_each_change_once():
    """What bears on two claims is told under the first, and counted under the other."""
    both = {"boats": "measure", "bridges": "measure"}
    old = Boats().seen("E1", both, 41)
    new = Boats().seen("E1", both, 60).sentence(1, "The keeper saw 60 boats.", "evidence:E1")
    difference = compare_graphs(old.graph(), new.graph())
    text = write_text(difference, "old", "new")
    assert text.count("The keeper saw") == 1
    assert text.endswith("and 1 change told under bridges")
    assert write_markdown(difference, "old", "new").endswith("And 1 change told under `bridges`.")


def mark(old, new):
    return mark_changes(old, new, lambda was, is_: f"[{was}|{is_}]")


def test_marks():
    """What differs is marked within its words; a lone word between two changes joins them."""
    assert mark("a b c d e", "a x c d e") == "a [b|x] c d e"
    assert mark("a b c d e", "a x c y e") == "a [b c d|x c y] e"
    assert mark("a b", "a b c") == "a b [|c]"
    assert mark("a b c", "a b") == "a b [c|]"
    assert mark("some 12, all (3).", "some 15, all (3).") == "some [12|15], all (3)."


def test_marks_leave_out_what_is_far():
    """Words far from a change are left out."""
    words = [f"w{n}" for n in range(30)]
    new = [*words[:15], "new", *words[16:]]
    assert mark(" ".join(words), " ".join(new)) == (
        "… w9 w10 w11 w12 w13 w14 [w15|new] w16 w17 w18 w19 w20 w21 …"
    )
