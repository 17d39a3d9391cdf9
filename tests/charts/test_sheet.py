"""Text is measured and wrapped; labels are moved apart as little as possible."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.charts.canvas import new_figure, put_text, spread, text_width, wrap
from briefing.charts.theme import styles_for, theme

PLACES = st.lists(st.tuples(st.floats(0.0, 10.0), st.floats(0.05, 1.0)), min_size=1, max_size=12)


@given(PLACES)
def test_spread_labels_do_not_overlap_and_keep_their_order(
    labels: list[tuple[float, float]],
) -> None:
    """Labels end up apart, in the order wanted, and inside wherever they fit."""
    wanted, sizes = zip(*labels, strict=True)
    centres = spread(wanted, sizes, 0.0, 10.0)
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    for lower, upper in pairwise(order):
        assert centres[upper] - centres[lower] >= (sizes[upper] + sizes[lower]) / 2 - 1e-6
    if sum(sizes) <= 10.0:
        assert min(c - s / 2 for c, s in zip(centres, sizes, strict=True)) >= -1e-6
        assert max(c + s / 2 for c, s in zip(centres, sizes, strict=True)) <= 10.0 + 1e-6


def test_labels_that_are_apart_stay_where_they_are() -> None:
    """Nothing is moved without need."""
    assert spread([1.0, 3.0, 2.0], [0.5, 0.5, 0.5], 0.0, 5.0) == pytest.approx([1.0, 3.0, 2.0])


@given(st.text("abc defghi ", min_size=1, max_size=80), st.floats(0.3, 3.0))
def test_wrapping_keeps_the_words(text: str, width: float) -> None:
    """Wrapping changes spaces into line breaks and nothing else."""
    with theme():
        wrapped = wrap(text, width)
    assert wrapped.split() == text.split()
    assert all(
        text_width(line) <= width + 1e-6 or " " not in line.strip() for line in wrapped.split("\n")
    )


def test_measured_width_is_the_drawn_width() -> None:
    """A text takes the room that was reckoned for it, in either weight."""
    with theme():
        for strong in (False, True):
            figure = new_figure(1.0)
            (text,) = put_text(figure, 0.1, 0.5, "11,000 to 12,000 of the Weser", strong=strong)
            box = text.get_window_extent(figure.canvas.get_renderer())
            reckoned = text_width(text.get_text(), strong=strong) * 72
            assert box.width == pytest.approx(reckoned, abs=2.0)


def test_lines_of_a_label_are_evenly_spaced() -> None:
    """Baselines are equally far apart, whatever letters a line has."""
    with theme():
        lines = put_text(new_figure(1.0), 0.0, 0.5, "aaa\nÅgjp\nnnn")
    heights = [line.get_position()[1] for line in lines]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2])


def test_styles_differ_in_more_than_colour() -> None:
    """Each of eight series has a marker of its own, and none shares colour and stroke."""
    styles = styles_for("abcdefgh")
    assert len({style.marker for style in styles.values()}) == 8
    assert len({(style.colour, style.marker, style.dash) for style in styles.values()}) == 8
    assert list(styles_for(["x", "y", "x"])) == ["x", "y"]
