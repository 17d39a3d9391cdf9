"""Dates and origins: what a value rests on."""

from __future__ import annotations

import pytest

from briefing.analysis.estimate import Estimate
from briefing.analysis.moment import Moment
from briefing.analysis.origins import KINDS, Origin, join_origins
from briefing.analysis.unknown import Unknown
from briefing.errors import OriginError
from briefing.ledger.dates import PartialDate


def moment(text: str, origin: str = "E1") -> Moment:
    """Give a date that rests on one observation."""
    return Moment(PartialDate.parse(text), frozenset({Origin("evidence", origin)}))


@pytest.mark.parametrize(
    ("later", "earlier", "low", "high"),
    [
        ("2022-06-15", "2022-06-01", 14, 14),
        ("2022-06-15", "2022-05", 15, 45),
        ("2022-06", "2022-05", 1, 60),
        ("2022", "2022", -364, 364),
    ],
)
def test_the_time_between_partial_dates_is_a_range(
    later: str, earlier: str, low: int, high: int
) -> None:
    """Where only the month or year is known, the days between are known no better."""
    between = moment(later) - moment(earlier, "E2")
    assert isinstance(between, Estimate)
    assert (between.low, between.high, str(between.unit)) == (low, high, "day")
    assert {origin.id for origin in between.origins} == {"E1", "E2"}


def test_the_time_to_an_unknown_date_is_unknown() -> None:
    """On either side, an unknown date leaves nothing to count."""
    unknown = Unknown("E9")
    assert moment("2022") - unknown is unknown
    assert unknown - moment("2022") is unknown


def test_a_date_needs_an_origin() -> None:
    """A date from nowhere is refused."""
    with pytest.raises(OriginError, match="the date 2022-06 has no origin"):
        Moment(PartialDate.parse("2022-06"), frozenset())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_origin_reads_back_from_its_text(kind: str) -> None:
    """Kind and id survive being written, whatever the id holds."""
    origin = Origin(kind, "01-boats/crew:size")
    assert Origin.parse(str(origin)) == origin


@pytest.mark.parametrize("text", ["rumour:E1", "evidence:", "E1", ""])
def test_what_is_no_origin_is_refused(text: str) -> None:
    """An origin has a known kind and an id."""
    with pytest.raises(ValueError, match="not an origin: "):
        Origin.parse(text)


def test_origins_of_several_values_are_united() -> None:
    """What rests on two values rests on all that either rests on."""
    one, two = Origin("claim", "boats"), Origin("evidence", "E1")
    assert join_origins([[one], [two, one], []]) == {one, two}
