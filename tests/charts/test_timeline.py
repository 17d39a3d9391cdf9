"""Timelines: order is to scale, and labels never touch."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.charts.drawing import drawn_texts, events, named, timeline_chart

from briefing.analysis.origins import Origin
from briefing.charts import Mark
from briefing.charts.timeline import arrange_events

DAYS = st.lists(
    st.tuples(st.dates(date(2015, 1, 1), date(2026, 12, 31)), st.sampled_from("abc")),
    min_size=1,
    max_size=25,
)


@given(DAYS, st.dates(date(2016, 1, 1), date(2025, 12, 31)), st.integers(0, 40))
def test_order_and_distance_are_kept(
    given_events: list[tuple[date, str]], first: date, length: int
) -> None:
    """Later events are never higher, labels of a lane are apart, and no line crosses a label."""
    given_events.sort()
    days, lanes = zip(*given_events, strict=True)
    heights = [0.2 + 0.1 * (index % 3) for index in range(len(days))]
    span = (first, first + timedelta(days=length))
    schedule = arrange_events(days, lanes, heights, span)
    assert all(a <= b for a, b in pairwise(schedule.events))
    spots = list(zip(lanes, schedule.events, heights, strict=True))
    for lane in set(lanes):
        own = [(top, top + height) for name, top, height in spots if name == lane]
        assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(own))
    for line in [*schedule.years.values(), *schedule.article]:
        assert all(not top < line < top + height for _, top, height in spots)
    for day, top in zip(days, schedule.events, strict=True):
        assert schedule.years[day.year] <= top
        if length:
            assert (schedule.article[0] < top < schedule.article[1]) == (span[0] <= day <= span[1])


def test_lanes_are_columns_with_their_own_marker() -> None:
    """Each lane has a title, a marker of its own, and its events on one line."""
    figure = timeline_chart().figure
    traffic, law = named(figure, "events traffic")[0], named(figure, "events law")[0]
    assert len(set(traffic.get_offsets()[:, 0])) == 1
    assert len(traffic.get_paths()[0]) != len(law.get_paths()[0])
    assert {"Works", "Traffic", "Law"} <= {text for text, _ in drawn_texts(figure)}


def test_labels_carry_date_and_title() -> None:
    """The day stands before the title, the year in the margin."""
    texts = " ".join(text for text, _ in drawn_texts(timeline_chart().figure))
    assert "2\u00a0Jul First barge" in texts.replace("2 Jul", "2\u00a0Jul")
    assert {"2019", "2020", "2021", "2022"} <= set(texts.split())


def test_article_is_drawn_across_all_lanes() -> None:
    """A day is one line, a month two with a shade between."""
    assert len(named(timeline_chart().figure, "article date")) == 1
    month = timeline_chart(article=Mark(date="2021-09")).figure
    assert len(named(month, "article date")) == 2
    assert len(named(month, "article span")) == 1


def test_events_are_origins() -> None:
    """The chart rests on the events it shows."""
    assert {Origin("event", name) for name in "abcdef"} <= timeline_chart().origins


def test_alt_text_reads_all_events() -> None:
    """Every event is told with its full date, by lane."""
    alt = timeline_chart().alt.replace("\u00a0", " ")
    assert alt.startswith("Timeline of 6 events in 3 lanes, 1 February 2019 to 2022.")
    assert "Law: Canal act amended after a long debate in the assembly (9 July 2021)." in alt
    assert "Marked: Article, 15 September 2021." in alt


def test_frame_needs_no_order() -> None:
    """Events are sorted by date; lanes keep the order of the frame."""
    shuffled = events().iloc[::-1]
    assert timeline_chart(shuffled).alt.count("2019") == timeline_chart().alt.count("2019")
