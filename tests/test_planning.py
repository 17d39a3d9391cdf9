"""What a request comes to before anything runs."""

from __future__ import annotations

import pytest

from briefing.errors import ParameterError
from briefing.planning import Request, plan_build
from briefing.run.parameters import read_given

LEXICON = '\nlexicon: str = "icd203"  # -; icd203 | phia; whose words of likelihood'


@pytest.fixture
def likely(tiny):
    """Give a project of which two chapters print words of likelihood and one does not."""
    tiny.chapter("00-summary", parameters=tiny.common + LEXICON)
    tiny.chapter("01-barges", parameters=tiny.common + tiny.load + LEXICON)
    tiny.chapter("02-carts")
    return tiny


def test_lexicon_reaches_the_chapters_that_declare_it(likely):
    """The lexicon is a parameter of the chapters that print words of likelihood."""
    plan = plan_build(likely, Request(lexicon="phia"))
    assert plan.values == {
        "00-summary": {"lexicon": "phia"}, "01-barges": {"lexicon": "phia"}, "02-carts": {},
    }  # fmt: skip
    assert plan.lexicon == "phia"


def test_lexicon_unless_given(likely):
    """Without a word the chapters run with what they declare."""
    plan = plan_build(likely, Request())
    assert not any(plan.values.values())
    assert plan.lexicon == "icd203"


def test_lexicon_of_a_project_without_likelihoods(tiny):
    """Where no chapter declares one, any word of likelihood would be of the usual one."""
    tiny.chapter("01-barges", parameters=tiny.common + tiny.load)
    assert plan_build(tiny, Request()).lexicon == "icd203"
    with pytest.raises(ParameterError, match="there is no parameter `lexicon`"):
        plan_build(tiny, Request(lexicon="phia"))


def test_command_tells_the_lexicon():
    """The command on the cover builds with the same words again."""
    request = Request(read_given(["seed=7"]), "low", lexicon="phia")
    assert request.command == "briefing build -p seed=7 --scenario low --lexicon phia"


def test_lexicon_is_given_once(likely):
    """The option and the parameter are two ways to say one thing."""
    with pytest.raises(ParameterError, match="the lexicon is given twice; keep one of the two"):
        plan_build(likely, Request(read_given(["lexicon=icd203"]), lexicon="phia"))


def test_lexicon_is_known(likely):
    """An unknown lexicon is refused, with those that there are."""
    with pytest.raises(ParameterError, match="lexicon is 'kent', but must be one of icd203, phia"):
        plan_build(likely, Request(lexicon="kent"))


def test_chapters_share_a_lexicon(likely):
    """Words of two lexicons in one document are refused before anything runs."""
    with pytest.raises(ParameterError, match=r"\(00-summary phia, 01-barges icd203\)"):
        plan_build(likely, Request(read_given(["summary:lexicon=phia"])))
    part = Request(read_given(["summary:lexicon=phia"]), only=("summary",))
    assert plan_build(likely, part).lexicon == "phia"
