"""What a notebook may ask of the ledger, seen from its cut-off."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.builders import Files
from tests.notebook.conftest import PARAMETERS, Opener

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.moment import Moment
from briefing.analysis.origins import Origin
from briefing.analysis.phrase import Words
from briefing.analysis.unknown import Unknown
from briefing.errors import DataError, NotebookError, ParameterError
from briefing.ledger.terms import Verdict, Vintage
from briefing.notebook import Chapter
from briefing.notebook.cells import Cells
from briefing.notebook.chapter import make_chapter

EARLY = "2022-12-31"


# -- settings ------------------------------------------------------------------------------------


def test_a_parameter_is_an_estimate_that_rests_on_itself(chapter: Chapter) -> None:
    """A number that somebody chose comes in with its unit and its own origin."""
    crew = chapter.parameter("crew")
    assert (crew.low, crew.is_exact, str(crew.unit), crew.kind) == (
        4, True, "person/boat", Kind.CHOSEN,
    )  # fmt: skip
    assert [str(origin) for origin in crew.origins] == ["parameter:01-boats/crew"]


def test_a_parameter_is_given_with_its_bounds(opened: Opener) -> None:
    """The declared bounds around the value in use make a range to vary."""
    crew = opened(crew=5.0).parameter_range("crew")
    assert (crew.low, crew.point, crew.high) == (2, 5, 6)


def test_a_parameter_without_a_unit_is_a_ratio(chapter: Chapter) -> None:
    """A plain number counts as a ratio."""
    assert str(chapter.parameter("seed").unit) == "ratio"


@pytest.mark.parametrize(
    ("name", "message"),
    [("crw", r"no number crw; did you mean crew\?"), ("scenario", "no number scenario")],
)
def test_only_declared_numbers_are_parameters(chapter: Chapter, name: str, message: str) -> None:
    """A misspelt name is answered with the nearest, and a word is no number."""
    with pytest.raises(ParameterError, match=f"^01-boats declares {message}"):
        chapter.parameter(name)


def test_a_parameter_without_bounds_has_no_range(files: Files) -> None:
    """Nothing is made up where the declaration names no bounds."""
    cells = Cells((PARAMETERS + "piers: int = 3  # piers; -; how many\n",), {})
    chapter = make_chapter("01-boats", cells, files.write())
    with pytest.raises(
        ParameterError, match=r"^01-boats: parameter piers declares no numeric bounds"
    ):
        chapter.parameter_range("piers")


def test_the_simulation_has_the_chapters_seed(opened: Opener) -> None:
    """One seed governs all that a chapter draws."""
    simulation = opened(seed=11).simulation(50)
    assert (simulation.seed, simulation.size) == (11, 50)


def test_the_chosen_scenario_is_what_the_parameters_say(opened: Opener) -> None:
    """A value passed to the run stands in the chosen scenario; the others are the file's."""
    chapter = opened(crew=5.0)
    central, high = (chapter.scenario_value(name, "crew") for name in ("central", "high"))
    assert (central.low, [str(o) for o in central.origins]) == (5, ["parameter:01-boats/crew"])
    assert (high.low, [str(o) for o in high.origins]) == (6, ["scenario:high"])
    assert chapter.scenario_titles("high", "central") == {
        "high": "High",
        "central": "Central, changed",
    }


@pytest.mark.parametrize(("name", "crew"), [("central", 4), ("high", 6)])
def test_a_chosen_scenario_fills_what_was_not_passed(
    opened: Opener, name: str, crew: float
) -> None:
    """Without a value of its own the run has the scenario's, and does not depart from it."""
    chapter = opened(scenario=name)
    assert chapter.scenario_value(name, "crew").low == crew
    assert str(chapter.chosen("scenario")) == name
    assert [str(o) for o in chapter.chosen("scenario").origins] == ["parameter:01-boats/scenario"]
    assert chapter.scenario_titles("central", "high") == {"central": "Central", "high": "High"}


def test_only_a_declared_word_is_chosen(chapter: Chapter) -> None:
    """A misspelt name is answered with the nearest."""
    with pytest.raises(ParameterError, match="no parameter scenari; did you mean scenario"):
        chapter.chosen("scenari")


@pytest.mark.parametrize(
    ("cutoff", "vintages"),
    [("2023-12-31", ["then", "now"]), ("2023-12-30", ["then"]), ("2022-01-01", [])],
)
def test_vintages_beyond_the_cutoff_are_not_shown(
    opened: Opener, cutoff: str, vintages: list[str]
) -> None:
    """A view needs the evidence of its day."""
    chapter = opened(cutoff=cutoff)
    assert chapter.cutoff == date.fromisoformat(cutoff)
    assert chapter.vintages == tuple(Vintage(name) for name in vintages)


# -- claims and evidence -------------------------------------------------------------------------


def test_a_claim_is_a_value_words_and_a_date(chapter: Chapter) -> None:
    """Whatever form a claim is asked in, it rests on the claim."""
    figure, day = chapter.claimed("boats"), chapter.claim_date("boats")
    words = chapter.claim_words("boats")
    assert (figure.low, figure.high, str(day.date)) == (100, 120, "2022-06-15")
    assert words.text == "The boats number 100 to 120"
    for value in (figure, day, words):
        assert value.origins == {Origin("claim", "boats")}


def test_a_claim_is_quoted_as_it_is_written(files: Files, opened: Opener) -> None:
    """The figure in the article's own form is preferred over our words."""
    files.change("claims.csv", as_written="100 to 120")
    assert opened().claim_words("boats").text == "100 to 120"


def test_evidence_is_a_value_words_and_a_date(chapter: Chapter) -> None:
    """Whatever form an observation is asked in, it rests on its row."""
    value, day, maker = chapter.value("E2"), chapter.moment("E2"), chapter.maker("E2")
    assert isinstance(value, Estimate)
    assert isinstance(day, Moment)
    assert isinstance(maker, Words)
    assert (value.low, value.point, value.high) == (118, 125, 130)
    assert (str(day.date), maker.text) == ("2023-02", "The survey")
    for known in (value, day, maker):
        assert known.origins == {Origin("evidence", "E2")}
    assert chapter.basis("E2") == Origin("evidence", "E2")
    assert chapter.basis("boats") == Origin("verdict", "boats/now")


def test_words_of_a_finding_can_be_quoted(chapter: Chapter) -> None:
    """Words that state a number rest on the observation whose finding holds them."""
    words = chapter.quoted("E2", "what it saw")
    assert isinstance(words, Words)
    assert (words.text, words.origins) == ("what it saw", {Origin("evidence", "E2")})


@pytest.mark.parametrize("words", ["two thirds", "at it saw", "the survey"])
def test_only_words_of_the_finding_are_quoted(opened: Opener, words: str) -> None:
    """A quotation that the finding does not hold, word for word, is told at any cut-off."""
    with pytest.raises(DataError, match=rf"\(E2\) the finding does not say '{words}'"):
        opened(cutoff=EARLY).quoted("E2", words)


def test_the_cutoff_hides_quotations(opened: Opener) -> None:
    """What was published after the cut-off is not quoted."""
    assert isinstance(opened(cutoff=EARLY).quoted("E2", "what it saw"), Unknown)


@pytest.mark.parametrize("ask", ["value", "moment", "maker", "basis"])
def test_the_cutoff_hides_evidence(opened: Opener, ask: str) -> None:
    """What was published after the cut-off is unknown, in every form."""
    chapter = opened(cutoff=EARLY)
    hidden = getattr(chapter, ask)("E2")
    assert isinstance(hidden, Unknown)
    assert hidden.what == "E2"
    assert not isinstance(getattr(chapter, ask)("E1"), Unknown)


def test_the_cutoff_hides_events(opened: Opener) -> None:
    """An event is known once its source is out, not once it has happened."""
    assert isinstance(opened().event("regatta"), Moment)
    chapter = opened(cutoff=EARLY)
    assert isinstance(chapter.event("regatta"), Unknown)
    assert str(chapter.event("launch").date) == "2022-05-01"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda c: c.claim("boat"), r"claims\.csv \(boat\) no claim boat; did you mean boats\?"),
        (lambda c: c.claimed("x"), r"claims\.csv \(x\) no claim x; add it or correct the id"),
        (lambda c: c.claimed("beauty"), r"claims\.csv:3 \(beauty\) holds no number"),
        (lambda c: c.claim_date("beauty"), r"claims\.csv:3 \(beauty\) has no date"),
        (lambda c: c.value("E9"), r"evidence\.csv \(E9\) no observation E9; did you mean E"),
        (lambda c: c.value("E3"), r"evidence\.csv:4 \(E3\) holds no number; choose another"),
        (lambda c: c.moment("E3"), r"evidence\.csv:4 \(E3\) has no date"),
        (lambda c: c.maker("E9"), r"evidence\.csv \(E9\) no observation E9"),
        (lambda c: c.basis("E9"), r"evidence\.csv \(E9\) no observation E9"),
        (lambda c: c.event("lunch"), r"events\.csv \(lunch\) no event lunch; did you mean launch"),
        (lambda c: c.ruling("boat", Vintage.THEN), "no claim boat; did you mean boats"),
        (lambda c: c.assess("boat", Vintage.THEN), "no claim boat; did you mean boats"),
    ],
)
def test_what_is_not_there_is_named(
    chapter: Chapter, ask: Callable[[Chapter], Any], message: str
) -> None:
    """A misspelt id, or a row without what is asked, is told with its file."""
    with pytest.raises(DataError, match=message):
        ask(chapter)


def test_the_day_of_judgement_rests_on_the_settings(chapter: Chapter) -> None:
    """The day from which the article is judged can be printed too."""
    day = chapter.written()
    assert (str(day.date), [str(origin) for origin in day.origins]) == (
        "2022-06-30",
        ["setting:vintages.then"],
    )


def test_claims_are_counted(chapter: Chapter) -> None:
    """The number of claims rests on the claims."""
    number = chapter.claim_count()
    assert (number.low, len(number.origins)) == (2, 2)


def test_the_level_of_an_interval_is_a_percentage(chapter: Chapter) -> None:
    """A statistical interval tells what it covers; a reported range covers nothing."""
    sample = chapter.simulation(100).draw("crew", chapter.parameter_range("crew"))
    level = chapter.level_of(sample.interval(0.8))
    assert isinstance(level, Estimate)
    assert (level.low, str(level.unit)) == (80, "%")
    unknown = Unknown("E9")
    assert chapter.level_of(unknown) is unknown
    with pytest.raises(ValueError, match="100 to 120 boat is no statistical interval"):
        chapter.level_of(chapter.claimed("boats"))


# -- series --------------------------------------------------------------------------------------


def test_one_value_of_a_series_can_be_read(chapter: Chapter) -> None:
    """A cell of a series is an exact value that rests on the series."""
    value = chapter.reading("flow", "boats_count", "2022-06", "boats/month")
    assert isinstance(value, Estimate)
    assert (value.low, [str(o) for o in value.origins]) == (4, ["series:flow"])


def test_the_cutoff_hides_readings(opened: Opener) -> None:
    """A month counts once it is over."""
    assert isinstance(
        opened(cutoff="2023-12-30").reading("flow", "boats_count", "2023-12", "boats"), Unknown
    )
    assert isinstance(opened().reading("flow", "boats_count", "2023-12", "boats"), Estimate)


@pytest.mark.parametrize(
    ("series", "column", "at", "message"),
    [
        ("tides", "boats_count", "2022-06", r"series/tides\.csv is missing"),
        (
            "flow",
            "boats",
            "2022-06",
            r"series/flow\.csv:1 has no column boats; it has month, boats_c",
        ),
        ("flow", "boats_count", "2021-06", r"series/flow\.csv \(2021-06\) has no row with month"),
    ],
)
def test_a_reading_that_is_not_there_is_named(
    chapter: Chapter, series: str, column: str, at: str, message: str
) -> None:
    """A wrong series, column or date is told apart."""
    with pytest.raises(DataError, match=message):
        chapter.reading(series, column, at, "boats")


def test_a_series_by_year_can_be_read(files: Files, opened: Opener) -> None:
    """Years, which a table holds as numbers, are dates like any other."""
    files.text("series/yearly.csv", "year,boats_count,source\n2022,30,paper-e1\n2023,40,paper-e1\n")
    chapter = opened(cutoff="2023-06-30")
    value = chapter.reading("yearly", "boats_count", "2022", "boats", dates="year")
    assert isinstance(value, Estimate)
    assert value.low == 30
    assert chapter.frames.series("yearly", dates="year")["boats_count"].tolist() == [30]


# -- frames --------------------------------------------------------------------------------------


def test_observations_come_as_a_frame(chapter: Chapter) -> None:
    """One row an observation: bounds, maker, dates and grade; the exact value on all three."""
    frame = chapter.frames.observations(quantity="boats")
    assert frame["evidence"].tolist() == ["E1", "E2"]
    assert frame[["low", "central", "high"]].to_numpy().tolist() == [[110] * 3, [118, 125, 130]]
    assert frame["maker"].tolist() == ["The club", "The survey"]
    assert [str(day) for day in frame["as_of"]] == ["2022-06-15", "2023-02"]
    assert [str(day) for day in frame["published"]] == ["2022-06-20", "2023-03"]


def test_the_cutoff_hides_rows(opened: Opener) -> None:
    """Frames hold what was public, whichever way the rows are chosen."""
    frames = opened(cutoff=EARLY).frames
    for frame in (
        frames.observations(quantity="boats"),
        frames.observations(claim="boats"),
        frames.observations("E2", "E1"),
        frames.panels({"boats": "Boats"}),
        frames.grouped("side", {"both": ["E1", "E2"]}),
    ):
        assert frame["evidence"].tolist() == ["E1"]
    assert frames.events()["event"].tolist() == ["launch"]
    assert frames.series("flow")["boats_count"].tolist() == [3, 4]


def test_rows_chosen_by_id_keep_their_order(chapter: Chapter) -> None:
    """A reader sees rows in the order in which the cell names them."""
    frames = chapter.frames
    assert frames.observations("E2", "E1")["evidence"].tolist() == ["E2", "E1"]
    grouped = frames.grouped("era", {"late": ["E2"], "early": ["E1"]})
    assert grouped["era"].tolist() == ["late", "early"]
    panels = frames.panels({"boats": "Boats", "crew": "Crew"})
    assert panels["panel"].tolist() == ["Boats", "Boats"]


def test_an_unknown_id_is_not_passed_over(chapter: Chapter) -> None:
    """A misspelt id is an error, not an empty frame."""
    with pytest.raises(KeyError, match="E9"):
        chapter.frames.observations("E1", "E9")


def test_open_bounds_and_words_are_gaps(files: Files, opened: Opener) -> None:
    """An open bound is missing on its side, a finding in words on all."""
    files.seen("E4", "boats:context", "club", low=90)
    frame = opened().frames.observations("E3", "E4")
    (words, floor) = frame[["low", "central", "high"]].to_numpy().tolist()
    assert all(math.isnan(value) for value in words)
    assert floor[0] == 90
    assert all(math.isnan(value) for value in floor[1:])


def test_an_empty_choice_is_an_empty_frame(chapter: Chapter) -> None:
    """Where nothing was known there are no rows, but no error either."""
    assert chapter.frames.observations(quantity="rafts").empty
    assert chapter.frames.panels({"rafts": "Rafts"}).empty


def test_events_are_chosen_and_in_order(chapter: Chapter) -> None:
    """Events come by date, narrowed by lane or claim."""
    frames = chapter.frames
    assert frames.events()["event"].tolist() == ["regatta", "launch"]
    assert frames.events(lanes=["sport"])["event"].tolist() == ["regatta"]
    assert frames.events(claims=["boats"])["event"].tolist() == ["launch"]
    assert frames.events(lanes=["sport"], claims=["boats"]).empty


def test_estimates_come_as_a_frame(chapter: Chapter) -> None:
    """Computed values keep origins and publishers; unknown ones are left out."""
    frame = chapter.frames.estimates(
        ("counts", "club", chapter.value("E1")),
        ("counts", "lost", Unknown("E9")),
        ("product", "crews", chapter.claimed("boats") * chapter.parameter("crew")),
    )
    assert frame["row"].tolist() == ["club", "crews"]
    assert frame["high"].tolist() == [110, 480]
    assert frame["publisher"].tolist() == [("Paper-E1 Press",), ()]
    assert [str(o) for o in frame["evidence"][1]] == ["claim:boats", "parameter:01-boats/crew"]


def test_a_series_needs_its_column_of_dates(chapter: Chapter) -> None:
    """A wrong name for the dates is told with the columns that are there."""
    with pytest.raises(
        DataError, match=r"flow\.csv:1 has no column date; it has month, boats_count"
    ):
        chapter.frames.series("flow", dates="date")


def test_a_row_is_labelled_by_maker_and_month(files: Files, opened: Opener) -> None:
    """Who said it, and of when; without a date only who."""
    frames = opened().frames
    assert frames.attribution("E1").replace("\u00a0", " ") == "The club, June 2022"
    assert frames.attribution("E3") == "The club"


# -- verdicts ------------------------------------------------------------------------------------


def test_the_verdict_is_computed_by_cutoff_and_vintage(files: Files, opened: Opener) -> None:
    """What is known is what was public at the vintage and by the cut-off, whichever is earlier."""
    files.seen("E4", "boats:measure", "school", central=300, published="2022-09")
    chapter = opened()
    assert chapter.assess("boats", Vintage.THEN).rows == {"E1"}
    assert chapter.assess("boats", Vintage.NOW).rows == {"E1", "E2", "E4"}
    early = opened(cutoff=EARLY)
    assert early.assess("boats", Vintage.NOW).rows == {"E1", "E4"}


def test_a_ruling_is_looked_up(chapter: Chapter) -> None:
    """A claim may be without a ruling."""
    ruling = chapter.ruling("boats", Vintage.NOW)
    assert ruling is not None
    assert ruling.verdict is Verdict.SUPPORTED
    assert chapter.ruling("beauty", Vintage.NOW) is None


# -- sources -------------------------------------------------------------------------------------


def test_origins_lead_to_the_sources_a_reader_can_look_up(chapter: Chapter) -> None:
    """Evidence, events and series name sources; claims and parameters cite nothing."""
    origins = [
        Origin("evidence", "E2"),
        Origin("event", "regatta"),
        Origin("series", "flow"),
        Origin("claim", "boats"),
        Origin("parameter", "01-boats/crew"),
        Origin("verdict", "boats/then"),
    ]
    sources = chapter.sources_of(frozenset(origins))
    assert list(sources) == ["almanac", "paper-e1", "paper-e2"]
    assert sources["almanac"] == {
        "id": "almanac",
        "publisher": "Almanac Press",
        "title": "About almanac",
        "url": "https://a.example/x",
        "published": "2023-05-01",
        "accessed": "2023-12-01",
        "reliability": "B",
        "read": "direct",
    }


def test_faulty_data_opens_no_chapter(files: Files) -> None:
    """A chapter does not run on data that fails its checks."""
    files.change("evidence.csv", origin="nobody")
    with pytest.raises(DataError, match="origin nobody does not exist"):
        make_chapter("01-boats", Cells((PARAMETERS,), {}), files.write())


def test_a_finding_in_words_is_no_probability(
    chapter: Chapter, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a number can be put into words of likelihood."""
    chapter.recorded["boats.who"] = {
        "value": {"type": "words", "text": "the club"}, "origins": ["evidence:E1"], "sources": {},
    }  # fmt: skip
    with pytest.raises(NotebookError, match=r"^01-boats: finding boats\.who is no probability"):
        chapter.likely("boats.who")
