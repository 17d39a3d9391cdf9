"""Sentences and findings: `say` prints a value, `record` files it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.notebook.conftest import Bundles, Opener

from briefing import media
from briefing.analysis.estimate import Estimate, reported
from briefing.analysis.likelihood import likelihood
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.phrase import Phrase, Words
from briefing.analysis.unknown import Unknown
from briefing.errors import DataError, NotebookError, OriginError
from briefing.notebook import Chapter, phrase, record, say

EARLY = "2022-12-31"
REFERENCE = {
    "id", "publisher", "title", "url", "published", "accessed", "reliability", "read",
}  # fmt: skip


# -- say -----------------------------------------------------------------------------------------


def test_a_passage_is_one_bundle(chapter: Chapter, shown: Bundles) -> None:
    """JupyterLab gets Markdown and text; the document gets pieces, origins and sources."""
    (bundle,) = shown(
        say, "The club saw {n} on {day}.", n=chapter.value("E1"), day=chapter.moment("E1")
    )
    assert set(bundle) == {"text/markdown", "text/plain", media.PROSE}
    text = "The club saw 110\u00a0boats on 15\u00a0June 2022."
    assert bundle["text/markdown"] == bundle["text/plain"] == text
    content = bundle[media.PROSE]
    assert set(content) == {"label", "pieces", "template", "origins", "cite", "sources"}
    assert [piece if isinstance(piece, str) else piece["text"] for piece in content["pieces"]] == [
        "The club saw ", "110\u00a0boats", " on ", "15\u00a0June 2022", ".",
    ]  # fmt: skip
    assert content["origins"] == ["evidence:E1"]
    assert content["cite"] == list(content["sources"]) == ["paper-e1"]
    assert set(content["sources"]["paper-e1"]) == REFERENCE


@pytest.mark.parametrize("bare", [110, 110.5, True, "many", None])
def test_a_bare_value_is_not_said(chapter: Chapter, shown: Bundles, bare: object) -> None:
    """A number from nowhere raises, and the message names its field."""
    with pytest.raises(OriginError, match=r"field \{boats\} holds .*, which has no origin"):
        shown(say, "There were {boats}.", boats=bare)


def test_a_passage_may_go_uncited(chapter: Chapter, shown: Bundles) -> None:
    """Citations can be left out; the sources stay known."""
    (bundle,) = shown(say, "It was {n}.", cite=False, n=chapter.value("E1"))
    assert bundle[media.PROSE]["cite"] == []
    assert list(bundle[media.PROSE]["sources"]) == ["paper-e1"]


def test_the_articles_own_figures_cite_nothing(chapter: Chapter, shown: Bundles) -> None:
    """A claim is the article's, so there is no source to name."""
    (bundle,) = shown(say, "It claims {n}.", n=chapter.claimed("boats"))
    content = bundle[media.PROSE]
    assert (content["cite"], content["sources"], content["origins"]) == ([], {}, ["claim:boats"])


def test_a_heading_has_its_label_beside_it(chapter: Chapter, shown: Bundles) -> None:
    """The label by which text refers to a heading is no part of its words."""
    (bundle,) = shown(say, "## Boats", label="sec-boats")
    assert bundle["text/markdown"] == "## Boats"
    assert bundle[media.PROSE]["label"] == "sec-boats"
    (bundle,) = shown(say, "No heading.")
    assert bundle[media.PROSE]["label"] == ""


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("See @fig-boats.", "See *fig-boats*."),
        ("(@tbl-a-b, @sec-c)", "(*tbl-a-b*, *sec-c*)"),
        ("To me@fig-mail.example or @club", "To me@fig-mail.example or @club"),
    ],
)
def test_jupyterlab_shows_a_reference_by_its_label(
    chapter: Chapter, shown: Bundles, said: str, seen: str
) -> None:
    """The document resolves a reference; where nothing can, its label is the pointer."""
    (bundle,) = shown(say, said)
    assert bundle["text/markdown"] == seen
    assert bundle[media.PROSE]["pieces"] == [said]


def test_text_alone_may_be_said(chapter: Chapter, shown: Bundles) -> None:
    """A passage without numbers is one piece."""
    (bundle,) = shown(say, "No figure *here*.")
    assert bundle[media.PROSE]["pieces"] == ["No figure *here*."]


def test_what_is_unknown_is_not_said(opened: Opener, shown: Bundles) -> None:
    """A sentence that needs a value from after the cut-off is left out."""
    chapter = opened(cutoff=EARLY)
    values = {"first": chapter.value("E1"), "second": chapter.value("E2")}
    assert shown(say, "First {first}, then {second}.", **values) == []


@pytest.mark.parametrize(
    ("cutoff", "text"),
    [(EARLY, "First 110."), ("2023-12-31", "First 110, then about 125.")],
)
def test_otherwise_is_said_instead(opened: Opener, shown: Bundles, cutoff: str, text: str) -> None:
    """A shorter sentence may stand in, with the values that were public."""
    chapter = opened(cutoff=cutoff)
    (bundle,) = shown(
        say,
        "First {first:bare}, then {second:bare}.",
        otherwise="First {first:bare}.",
        first=chapter.value("E1"),
        second=chapter.value("E2"),
    )
    assert bundle["text/plain"] == text


def test_otherwise_may_need_nothing(opened: Opener, shown: Bundles) -> None:
    """The stand-in can be plain text, with braces that are meant as such."""
    chapter = opened(cutoff=EARLY)
    (bundle,) = shown(say, "{n}.", otherwise="No count {{yet}}.", n=chapter.value("E2"))
    assert bundle["text/plain"] == "No count {yet}."


def test_otherwise_may_be_unknown_too(opened: Opener, shown: Bundles) -> None:
    """A stand-in that needs what was not public is left out as well."""
    chapter = opened(cutoff=EARLY)
    assert shown(say, "{n} boats.", otherwise="Or {n}.", n=chapter.value("E2")) == []


@pytest.mark.parametrize("cutoff", [EARLY, "2023-12-31"])
def test_a_slip_in_otherwise_is_told_at_any_cutoff(
    opened: Opener, shown: Bundles, cutoff: str
) -> None:
    """A misspelt field does not wait for the day on which the stand-in is needed."""
    chapter = opened(cutoff=cutoff)
    with pytest.raises(KeyError, match=r"no value for m in 'Or \{m\}\.'"):
        shown(say, "{n} boats.", otherwise="Or {m}.", n=chapter.value("E2"))


def test_a_passage_in_words_rests_on_evidence(chapter: Chapter, shown: Bundles) -> None:
    """Evidence that a passage states in words is cited like a number."""
    (bundle,) = shown(say, "The boats are lovely.", rests_on=["E3"])
    content = bundle[media.PROSE]
    assert (content["origins"], content["cite"]) == (["evidence:E3"], ["paper-e3"])


def test_a_passage_in_words_is_cut_off_too(opened: Opener, shown: Bundles) -> None:
    """What rests on later evidence is not said, or said otherwise."""
    opened(cutoff=EARLY)
    assert shown(say, "The survey agreed.", rests_on=["E2"]) == []
    (bundle,) = shown(say, "The survey agreed.", rests_on=["E2"], otherwise="None had agreed.")
    assert bundle["text/plain"] == "None had agreed."


def test_evidence_that_is_not_there_is_named(chapter: Chapter, shown: Bundles) -> None:
    """A misspelt id in `rests_on` is an error."""
    with pytest.raises(DataError, match="no observation E9"):
        shown(say, "The boats are lovely.", rests_on=["E9"])


def test_a_likelihood_is_said_with_its_number(chapter: Chapter, shown: Bundles) -> None:
    """The word and the number are one piece, with the probability behind it."""
    sample = chapter.simulation(100).draw("crew", chapter.parameter_range("crew"))
    chance = likelihood(sample.probability(lambda values: values > 0))
    (bundle,) = shown(say, "Then {chance:is} that all sail.", chance=chance)
    *_, piece, _ = bundle[media.PROSE]["pieces"]
    assert bundle["text/plain"] == "Then there is a chance of more than 99% that all sail."
    assert (piece["text"], piece["estimate"]["type"]) == ("more than 99%", "likelihood")


def test_nothing_is_said_outside_a_chapter(shown: Bundles) -> None:
    """Without an open chapter there is nobody to speak for."""
    for call in (lambda: say("Hello."), lambda: record("a.b", Unknown("E9"), how="")):
        with pytest.raises(NotebookError, match="no chapter is open; run the cell with open_chap"):
            shown(call)


def test_a_phrase_is_composed_without_being_shown(opened: Opener, shown: Bundles) -> None:
    """A headline is made as a passage is, and printed by the chart."""
    made: list[Any] = []
    chapter = opened()
    assert shown(lambda: made.append(phrase("{n} boats", n=chapter.value("E1")))) == []
    assert isinstance(made[0], Phrase)
    assert isinstance(phrase("{n} boats", n=Unknown("E9")), Unknown)


# -- record --------------------------------------------------------------------------------------


def test_a_finding_is_one_bundle(chapter: Chapter, shown: Bundles) -> None:
    """A finding is filed with value, claims, how it was found, origins and sources."""
    (bundle,) = shown(
        record,
        "boats.crews",
        chapter.value("E1") * chapter.parameter("crew"),
        how="boats × crew (assumed)",
        claims=["boats", "beauty"],
        label="All sailors",
    )
    assert set(bundle) == {"text/plain", media.FINDING}
    assert bundle["text/plain"] == "boats.crews: 440\u00a0people"
    entry = bundle[media.FINDING]
    assert entry == {
        "id": "boats.crews",
        "label": "All sailors",
        "chapter": "01-boats",
        "value": {
            "type": "estimate", "low": 440.0, "central": None, "high": 440.0, "unit": "person",
            "kind": "modelled", "level": None, "text": "440\u00a0people",
        },
        "claims": ["boats", "beauty"],
        "how": "boats × crew (assumed)",
        "origins": ["evidence:E1", "parameter:01-boats/crew"],
        "sources": entry["sources"],
    }  # fmt: skip
    assert list(entry["sources"]) == ["paper-e1"]
    assert set(entry["sources"]["paper-e1"]) == REFERENCE


def test_what_is_recorded_rests_on_its_finding(chapter: Chapter, shown: Bundles) -> None:
    """The value comes back with one origin more, whatever its type."""
    finding = Origin("finding", "boats.x")
    values = [chapter.value("E1"), chapter.moment("E1"), chapter.maker("E1")]
    for value in values:
        chapter.recorded.clear()
        got: list[Any] = []
        shown(lambda value=value, got=got: got.append(record("boats.x", value, how="read")))
        assert isinstance(got[0], Estimate | Moment | Words)
        assert type(got[0]) is type(value)
        assert got[0].origins == value.origins | {finding}


def test_a_sample_is_filed_as_its_interval(chapter: Chapter, shown: Bundles) -> None:
    """A simulation becomes a 90 percent interval with its median."""
    sample = chapter.simulation(500).draw("crew", chapter.parameter_range("crew"))
    (bundle,) = shown(record, "boats.crew", sample, how="drawn")
    value = bundle[media.FINDING]["value"]
    assert (value["kind"], value["level"]) == ("interval", 0.9)
    assert 2 <= value["low"] <= value["central"] <= value["high"] <= 6


def test_the_label_is_the_id_by_default(chapter: Chapter, shown: Bundles) -> None:
    """A finding without words for it is called by its id."""
    (bundle,) = shown(record, "boats.count", chapter.value("E1"), how="read")
    assert bundle[media.FINDING]["label"] == "boats.count"
    assert bundle[media.FINDING]["claims"] == []


def test_the_unknown_is_not_filed(opened: Opener, shown: Bundles) -> None:
    """A finding that the cut-off leaves out is passed on as unknown."""
    chapter = opened(cutoff=EARLY)
    got: list[Any] = []
    assert shown(lambda: got.append(record("boats.late", chapter.value("E2"), how="read"))) == []
    assert isinstance(got[0], Unknown)
    assert chapter.recorded == {}


def test_a_finding_is_recorded_once(chapter: Chapter, shown: Bundles) -> None:
    """A second value under the same id is refused."""
    shown(record, "boats.count", chapter.value("E1"), how="read")
    with pytest.raises(NotebookError, match=r"finding boats\.count is recorded already; give it"):
        shown(record, "boats.count", chapter.value("E2"), how="read")


@pytest.mark.parametrize(
    "finding_id", ["boats", "Boats.count", "boats.", ".count", "1.a", "a b.c", ""]
)
def test_a_finding_has_a_form_of_id(chapter: Chapter, shown: Bundles, finding_id: str) -> None:
    """An id is a subject and a name, in small letters."""
    with pytest.raises(NotebookError, match=f"{finding_id!r} is no id for a finding; write subj"):
        shown(record, finding_id, chapter.value("E1"), how="read")


@pytest.mark.parametrize("bare", [5, 2.5, "many", None])
def test_a_bare_value_is_not_filed(chapter: Chapter, shown: Bundles, bare: Any) -> None:
    """A value from nowhere is refused by the finding's id, and leaves nothing behind."""
    with pytest.raises(
        OriginError, match=rf"finding boats\.count is {bare!r}, which cannot be fil"
    ):
        shown(record, "boats.count", bare, how="read")
    assert chapter.recorded == {}


def test_a_finding_bears_on_claims_that_exist(chapter: Chapter, shown: Bundles) -> None:
    """A misspelt claim is an error, and nothing is filed."""
    with pytest.raises(DataError, match=r"no claim boat; did you mean boats\?"):
        shown(record, "boats.count", chapter.value("E1"), how="read", claims=["boat"])
    assert chapter.recorded == {}


def test_jupyterlab_sets_no_mathematics(chapter: Chapter, shown: Bundles) -> None:
    """Two sums of money in a passage are shown as such, not as a formula; the page is unchanged."""
    price = reported(None, 800.0, None, "USD", [Origin("evidence", "E1")])
    (bundle,) = shown(say, "From {low} to {high}.", low=price, high=price)
    assert bundle["text/markdown"] == r"From \$800 to \$800."
    assert [p["text"] for p in bundle[media.PROSE]["pieces"] if isinstance(p, dict)] == ["$800"] * 2
