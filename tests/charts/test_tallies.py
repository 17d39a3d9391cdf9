"""Scoreboard and bars: every unit and every bar is accounted for."""

from __future__ import annotations

import pytest
from matplotlib.dates import num2date
from tests.charts.drawing import (
    bars_chart,
    drawn_texts,
    months,
    named,
    scoreboard_chart,
    verdicts,
)

from briefing import tokens
from briefing.analysis.origins import Origin
from briefing.charts.scoreboard import VERDICTS
from briefing.errors import DataError


def units(vintage: str) -> dict[str, int]:
    """Count the marks drawn for each verdict of a vintage."""
    figure = scoreboard_chart().figure
    return {
        str(artist.get_gid()).removeprefix(f"units {vintage} "): len(artist.get_offsets())
        for artist in named(figure, f"units {vintage} ")
    }


@pytest.mark.parametrize("vintage", ["then", "now"])
def test_every_claim_is_one_mark(vintage: str) -> None:
    """The marks of a panel are its claims, each in the row of its verdict."""
    frame = verdicts()
    expected = frame[frame["vintage"] == vintage]["verdict"].value_counts().to_dict()
    assert units(vintage) == expected
    assert sum(units(vintage).values()) == 48


def test_verdicts_differ_by_shape_and_word() -> None:
    """Each row has the mark of the tokens, its own outline, its words and its count."""
    figure = scoreboard_chart().figure
    outlines = {
        str(artist.get_gid()).split()[-1]: artist.get_paths()[0].vertices.tobytes()
        for artist in named(figure, "units now ")
    }
    assert len(set(outlines.values())) == len(outlines) == 7
    texts = [text for text, _ in drawn_texts(figure)]
    assert {words for _, words in VERDICTS.values()} <= set(texts)
    assert texts.count("8") >= 6


def test_tones_are_those_of_the_tokens() -> None:
    """Every verdict names a tone that the page and the paper know."""
    assert {tone for tone, _ in VERDICTS.values()} == set(tokens.VERDICT)


def test_changed_claims_are_ringed() -> None:
    """A ring, explained below, marks each claim whose verdict differs from the panel before."""
    figure = scoreboard_chart().figure
    rings = named(figure, "changed now")
    assert sum(len(ring.get_offsets()) for ring in rings) == 8
    assert not named(figure, "changed then")
    assert "verdict differs from the panel to its left" in {t for t, _ in drawn_texts(figure)}


def test_scoreboard_of_one_vintage_has_no_rings() -> None:
    """Without an earlier panel nothing has changed."""
    figure = scoreboard_chart(verdicts()[lambda frame: frame["vintage"] == "then"]).figure
    assert not named(figure, "changed")


def test_scoreboard_refuses_what_it_cannot_place() -> None:
    """An unknown verdict and a claim that stands twice are told together."""
    frame = verdicts()
    frame.loc[frame.index[0], "verdict"] = "wrong"
    frame.loc[frame.index[2], "claim"] = frame["claim"].iloc[1]
    with pytest.raises(DataError) as caught:
        scoreboard_chart(frame)
    assert "verdict 'wrong' is unknown; use one of supported" in str(caught.value)
    assert "stands twice in vintage then" in str(caught.value)


def test_scoreboard_alt_text_counts() -> None:
    """The alternative text gives the count of every verdict in both panels."""
    alt = scoreboard_chart(panels={"then": "When written", "now": "Today"}).alt
    assert "Scoreboard of 48 claims" in alt
    assert "When written: 8 supported, 8 supported with caveat, 8 imprecise, 8 disputed" in alt
    assert "8 outdated" in alt
    assert "The verdict changed for 8." in alt


def test_scoreboard_rests_on_verdicts_and_claims() -> None:
    """Every ruling shown is an origin; a claim not yet ruled rests on itself alone."""
    origins = scoreboard_chart(verdicts().replace("not-checkable", "")).origins
    assert Origin("verdict", "claim-1/then") in origins
    assert Origin("verdict", "claim-33/then") not in origins
    assert Origin("claim", "claim-33") in origins


def test_bars_stand_on_zero_in_their_month() -> None:
    """Every bar starts at zero, lies within its month and is as high as its value."""
    figure = bars_chart().figure
    bars = sorted(named(figure, "bars"), key=lambda bar: bar.get_x())
    assert [bar.get_height() for bar in bars] == list(months()["value"])
    assert {bar.get_y() for bar in bars} == {0.0}
    spans = [(num2date(bar.get_x()), num2date(bar.get_x() + bar.get_width())) for bar in bars]
    assert [first.strftime("%Y-%m") for first, _ in spans] == list(months()["date"])
    assert all(first.month == last.month for first, last in spans)
    low, high = figure.axes[0].get_ylim()
    assert low <= -2.0 < 0.0 < 17.0 <= high


def test_picked_bars_are_dark_and_named() -> None:
    """A bar picked out differs by colour and carries its name and value."""
    figure = bars_chart().figure
    dark = {bar.get_height() for bar in named(figure, "bars picked")}
    assert dark == {17.0, 16.0}
    assert {"Article", "17", "Season's end", "16"} <= {text for text, _ in drawn_texts(figure)}


def test_bars_refuse_two_values_for_one_month() -> None:
    """Two rows for one period are an error, also when given as days."""
    frame = months()
    frame.loc[0, "date"] = "2021-06-30"
    with pytest.raises(DataError, match=r"2021-06.* stands twice"):
        bars_chart(frame)


def test_bars_alt_text_tells_extremes_and_picks() -> None:
    """Highest, lowest and picked values are read out with their months."""
    alt = bars_chart().alt
    assert "Highest 17 (September 2021), lowest -2 (November 2021)" in alt.replace("−", "-")
    assert "Article: 17 (September 2021)." in alt
