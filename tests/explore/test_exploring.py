"""Runs of chapters with other assumptions, in a project in miniature."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import lxml.html
import pytest

from briefing.build import build
from briefing.checking import load_checked
from briefing.document.trees import block_text
from briefing.errors import DataError, NotebookError
from briefing.explore.exploring import Explorer
from briefing.planning import Request, plan_build
from briefing.run.cache import Cache
from briefing.run.chapters import execution_order
from briefing.run.inputs import Inputs
from briefing.run.parameters import read_given
from briefing.run.reuse import Reuse
from briefing.run.surroundings import kernel_environment
from briefing.run.warm import Starting

WHEELS = "\nwheels: int = 4  # ratio; 2..8; wheels of a cart"

BARGES = """\
from briefing.notebook import open_chapter, record, say
chapter = open_chapter("01-barges")
open({path!r}, "a").write("barges\\n")
carried = record("barges.carried", chapter.claimed("barges-counted") * chapter.parameter("load"),
    claims=["barges-counted"], how="barges × load")
say("They carry {{carried}}.", carried=carried)
say("The office counted {{claimed}}.", claimed=chapter.claimed("barges-counted"))"""

CARTS = """\
from briefing.notebook import open_chapter, record, say
chapter = open_chapter("02-carts")
open({path!r}, "a").write("carts\\n")
assert chapter.settings["wheels"] != 3, "three wheels fall over"
turning = record("carts.turning", chapter.finding("barges.carried") * chapter.parameter("wheels"),
    how="carried × wheels", label="Wheels that turn")
say("There turn {{turning}}.", turning=turning)"""

SETTINGS = """\
[carts]
stated = ["carts.turning"]
drawn = ["carts.turning"]
[[carts.assumptions]]
parameter = "wheels"
label = "Wheels of a cart"
steps = [2, 4]
[[carts.assumptions]]
parameter = "barges:load"
label = "What a barge carries"
unit = "%"
steps = [200, 400]
"""


@pytest.fixture
def executed(tmp_path):
    """Give a function that tells which chapters have been executed since it was last asked."""
    path = tmp_path / "executed"
    path.touch()

    def told():
        words = sorted(path.read_text().split())
        path.write_text("")
        return words

    return told


@pytest.fixture
def river(tiny, tmp_path):
    """Give a project of two chapters with something to move."""
    path = str(tmp_path / "executed")
    tiny.chapter("01-barges", BARGES.format(path=path), parameters=tiny.common + tiny.load,
                 claims=["barges-counted"])  # fmt: skip
    tiny.chapter("02-carts", CARTS.format(path=path), parameters=tiny.common + WHEELS,
                 needs=["01-barges"])  # fmt: skip
    (tiny.data / "explore.toml").write_text(SETTINGS, encoding="utf-8")
    return tiny


def explored(project, *given):
    """Build the page, and give what readers of it can move."""
    request = Request(read_given(given), explore=True)
    build(project, request)
    plan, inputs, cache = plan_build(project, request), Inputs(project), Cache(project)
    notebooks = Reuse(cache, inputs, plan.chapters, plan.values).find_all(
        execution_order(plan.chapters)
    )
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        with Starting(kernel_environment(project, scratch)) as starting:
            explorer = Explorer(plan, starting, scratch, scratch / "failed", inputs, cache)
            (exploration,) = explorer.explore(notebooks)
    return exploration


def test_every_combination_says_what_the_chapter_says(river):
    """Steps combine all with all, the chapter's own value among them; each has its sentence."""
    exploration = explored(river)
    wheels, load = exploration.assumptions
    assert (wheels.steps, wheels.chosen) == (("2", "4"), 1)
    assert (load.steps, load.chosen) == (("20,000%", "30,000%", "40,000%"), 1)
    found = {each.at: each.found[0] for each in exploration.outcomes}
    for (i, j), span in found.items():
        factor = (2, 4)[i] * (200, 300, 400)[j]
        assert (span.low, span.high) == (38 * factor, 42 * factor)
        assert span.label == "Wheels that turn"
    for outcome in exploration.outcomes:
        (sentence,) = map(block_text, outcome.said)
        assert sentence == f"There turn {outcome.found[0].text}."
    assert exploration.usual == (1, 1)


def test_given_values_move_the_start(river):
    """A build with another value starts from that one, and says so."""
    exploration = explored(river, "wheels=6")
    assert exploration.assumptions[0].steps == ("2", "4", "6")
    assert exploration.usual == (2, 1)


def test_only_the_first_build_pays(river, executed):
    """Runs are kept like those of the build; a chapter that several need is run once for all."""
    build(river, Request(explore=True))
    assert executed() == ["barges"] * 3 + ["carts"] * 6
    shutil.rmtree(river.output)
    explored(river)
    assert executed() == []


def test_the_page_has_it_only_if_asked_for(river, executed):
    """A plain build runs nothing beside the chapters; the page then has nothing to move."""
    folder = build(river, Request())
    assert executed() == ["barges", "carts"]
    assert 'class="explorer"' not in (folder / "briefing.html").read_text("utf-8")
    folder = build(river, Request(explore=True))
    page = lxml.html.parse(folder / "briefing.html").getroot()
    assert len(page.find_class("outcome")) == 6


def test_the_article_is_marked_where_units_agree(river):
    """A finding on a claim of its own unit brings the article's figure, any other does not."""
    assert explored(river).article is None
    settings = (
        '[barges]\nstated = ["barges.carried"]\ndrawn = ["barges.carried"]\n'
        '[[barges.assumptions]]\nparameter = "load"\nlabel = "Load"\nsteps = [200, 400]\n'
    )
    (river.data / "explore.toml").write_text(settings, encoding="utf-8")
    article = explored(river).article
    assert (article.low, article.high) == (38, 42)


def test_a_run_that_fails_names_its_values(river):
    """A combination that the chapter cannot bear stops the build, and says which it was."""
    (river.data / "explore.toml").write_text(SETTINGS.replace("[2, 4]", "[3, 4]"))
    with pytest.raises(NotebookError, match=r"with wheels = 3, load = 200.*three wheels fall"):
        build(river, Request(explore=True))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[carts]", "[cart]", "there is no chapter `cart`; did you mean carts"),
        ('"wheels"', '"wheel"', "declares no parameter wheel"),
        ('"wheels"', '"seed2"', "declares no parameter seed2"),
        ('"wheels"', '"cutoff"', "cutoff is no number"),
        ("[2, 4]", "[2, 40]", "parameter wheels is 40"),
        ("[2, 4]", "[4, 2]", r"steps: \[4.0, 2.0\] do not rise"),
        ("[2, 4]", "[2]", "steps: list should have at least 2 items"),
        ('stated = ["carts.turning"]', "stated = []", "stated: list should have at least 1 item"),
        ("stated", "said", "said: is not a known setting"),
    ],
)
def test_faulty_settings_are_named(river, old, new, message):
    """What cannot be run is refused before anything runs, with its file and chapter."""
    settings = SETTINGS.replace(old, new)
    if old == "[carts]":
        settings = settings.replace("[[carts.", "[[cart.")
    (river.data / "explore.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(DataError, match=rf"data/explore.toml \(carts?\) .*{message}"):
        load_checked(river)


@pytest.mark.parametrize(
    ("drawn", "message"),
    [
        ('["carts.rolling"]', "draws carts.rolling, and the chapter filed none"),
        ('["carts.turning", "carts.share"]', "on one scale % and person"),
    ],
)
def test_what_cannot_be_drawn_is_named(river, drawn, message):
    """A finding that was not filed, or two units on one scale, are faults of the settings."""
    settings = SETTINGS.replace('drawn = ["carts.turning"]', f"drawn = {drawn}")
    (river.data / "explore.toml").write_text(settings, encoding="utf-8")
    path = river.notebooks / "02-carts.ipynb"
    share = (
        r"_ = record(\"carts.share\", chapter.parameter(\"wheels\").to(\"%\"), how=\"wheels\")\n"
    )
    path.write_text(path.read_text().replace("say(", share + "say(", 1))
    with pytest.raises(DataError, match=message):
        build(river, Request(explore=True))
