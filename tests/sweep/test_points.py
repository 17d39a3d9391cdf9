"""Points of a grid and of a sample."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import ParameterError
from briefing.notebook.parameters import read_declarations
from briefing.run.chapters import Chapter
from briefing.run.limits import Limits
from briefing.sweep.points import read_grid, read_sample

DECLARED = """\
load: float = 300.0  # t; 100..500; what a barge carries
crew: int = 4  # persons; 2..8; on a barge
day: str = "2021-06-01"  # -; 2021-01-01..2021-12-31; day of the count
season: str = "dry"  # -; dry | wet; of the year
open_end: float = 1.0  # -; -; without bounds
"""


def chapters(*sources):
    return tuple(
        Chapter(
            id=f"{number:02}-chapter{number}",
            path=None,
            file=f"notebooks/{number:02}-chapter{number}.ipynb",
            title="",
            role="chapter",
            claims=(),
            needs=(),
            limits=Limits(),
            parameters=read_declarations(source),
            parameters_cell=2,
        )
        for number, source in enumerate(sources, start=1)
    )


def grid(*texts):
    return [tuple(point.values()) for point in read_grid(texts, chapters(DECLARED))]


def test_grid_combines_all_with_all():
    """Every value of a parameter meets every value of the others, the last varying fastest."""
    assert grid("load=100,500", "season=dry,wet") == [
        (100.0, "dry"),
        (100.0, "wet"),
        (500.0, "dry"),
        (500.0, "wet"),
    ]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("load=100:300:3", [100.0, 200.0, 300.0]),
        ("open_end=0:0.3:4", [0.0, 0.1, 0.2, 0.3]),
        ("crew=2:8:3", [2, 5, 8]),
        ("day=2021-01-01:2021-01-11:3", ["2021-01-01", "2021-01-06", "2021-01-11"]),
    ],
)
def test_steps_include_both_ends(text, values):
    """Steps divide a range evenly, both ends included, in the parameter's own type."""
    found = [value for (value,) in grid(text)]
    assert found == values
    assert [type(value) for value in found] == [type(value) for value in values]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("load", "write name=a,b,c"),
        ("load=", "write name=a,b,c"),
        ("load=100:300", "at least 2 steps"),
        ("load=100:300:1", "at least 2 steps"),
        ("load=100:300:x", "at least 2 steps"),
        ("load=100,900", "100 to 500 t"),
        ("load=100,100.0", "a value twice"),
        ("crew=2:3:5", "a value twice"),
        ("season=dry:wet:2", "list the values"),
        ("laod=1", "did you mean load?"),
        ("chapter1:laod=1", "did you mean load?"),
    ],
)
def test_grid_refused(text, words):
    """A grid that cannot be meant is refused, and the message says what to write."""
    with pytest.raises(ParameterError) as caught:
        grid(text)
    assert words in str(caught.value)


def test_varied_twice():
    """A parameter is varied once."""
    with pytest.raises(ParameterError, match="load is varied twice"):
        grid("load=100", "load=200")


def test_one_chapter_only():
    """A parameter varied in one chapter alone goes by that chapter's full id."""
    points = read_grid(["chapter2:load=100"], chapters(DECLARED, DECLARED))
    assert points == ({"02-chapter2:load": 100.0},)


@given(number=st.integers(1, 60), seed=st.integers(0, 2**32))
def test_sample_covers_each_part_once(number, seed):
    """Of a sample, each of as many equal parts of a range as there are points holds one."""
    points = read_sample(["load", "open_end=-1:1"], chapters(DECLARED), number, seed)
    for name, low, width in (("load", 100.0, 400.0), ("open_end", -1.0, 2.0)):
        # A drawn value may be rounded up to the next part's lower end, in its twelfth digit.
        parts = sorted((point[name] - low) / width * number for point in points)
        assert all(n - 1e-6 <= part <= n + 1 + 1e-6 for n, part in enumerate(parts))


def test_sample_of_words_and_days():
    """Words come equally often, and days lie between their bounds."""
    points = read_sample(["season", "day", "crew=2:4"], chapters(DECLARED), 40, 1)
    assert sorted(point["season"] for point in points) == ["dry"] * 20 + ["wet"] * 20
    assert all("2021-01-01" <= point["day"] <= "2021-12-31" for point in points)
    assert {point["crew"] for point in points} == {2, 3, 4}


def test_sample_repeats_by_its_seed():
    """The same seed draws the same points, another seed others."""
    first, again, other = (
        read_sample(["load", "crew"], chapters(DECLARED), 10, seed) for seed in (7, 7, 8)
    )
    assert first == again != other


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("open_end", "write open_end=lo:hi"),
        ("load=100", "write name=lo:hi"),
        ("season=dry:wet", "list the values"),
        ("load=0:200", "100 to 500 t"),
    ],
)
def test_sample_refused(text, words):
    """Bounds that are missing, wide or no bounds are refused."""
    with pytest.raises(ParameterError) as caught:
        read_sample([text], chapters(DECLARED), 3, 0)
    assert words in str(caught.value)
