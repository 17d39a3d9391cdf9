"""Kept sweeps: run for real, written as a small table, and refused where they do not fit."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import TinyProject

from briefing.checking import check_kept_sweeps, load_checked
from briefing.cli import cli
from briefing.errors import BriefingError, DataError
from briefing.sweep.keeping import refresh

PARAMETERS = """
longer: float = 1.0  # ratio; 0.5..4; times the usual length
wider: float = 1.0  # ratio; 0.5..4; times the usual width"""

CARTS = """\
from briefing.notebook import open_chapter, record
chapter = open_chapter("01-carts")
size = chapter.parameter("longer") * chapter.parameter("wider")
assert size.low < 6, "too large for the road"
carried = chapter.claimed("barges-counted") * size
_ = record("carts.carried", carried, claims=["barges-counted"], how="barges × size")"""

SETTINGS = """\
[size]
chapter = "01-carts"
finding = "carts.carried"
claim = "barges-counted"
[size.x]
parameter = "longer"
label = "Length"
unit = "ratio"
values = [1, 1.5]
[size.y]
parameter = "wider"
label = "Width"
unit = "ratio"
values = [1, 2]
"""


@pytest.fixture
def carts(tiny: TinyProject, forked_runners: None) -> TinyProject:
    """Give a project with one sweep to keep."""
    tiny.chapter("01-carts", CARTS, parameters=tiny.common + tiny.load + PARAMETERS)
    (tiny.data / "sweeps.toml").write_text(SETTINGS, encoding="utf-8")
    return tiny


def test_a_table_is_made_and_holds(carts: TinyProject) -> None:
    """Each pair has its row, with the finding and a verdict by the rule; the check agrees."""
    ledger, _ = load_checked(carts)
    with pytest.raises(DataError, match=r"data/sweeps/size\.csv is missing"):
        check_kept_sweeps(carts, ledger)
    path = carts.data / "sweeps" / "size.csv"
    assert refresh(carts, jobs=1) == [(path, 4)]
    assert path.read_text().splitlines() == [
        "longer,wider,low,central,high,unit,verdict",
        "1,1,38,,42,person,supported",
        "1,2,76,,84,person,disputed",
        "1.5,1,57,,63,person,imprecise",
        "1.5,2,114,,126,person,disputed",
    ]
    check_kept_sweeps(carts, ledger)


def test_a_failed_run_leaves_the_table(carts: TinyProject) -> None:
    """A pair at which the chapter fails is named, and the old table stays as it was."""
    path = carts.data / "sweeps" / "size.csv"
    path.parent.mkdir()
    path.write_text("old", encoding="utf-8")
    settings = SETTINGS.replace("[1, 1.5]", "[1, 4]")
    (carts.data / "sweeps.toml").write_text(settings, encoding="utf-8")
    words = r"data/sweeps\.toml \(size\), longer=4, wider=2: 01-carts failed: .*too large"
    with pytest.raises(BriefingError, match=words):
        refresh(carts, jobs=1)
    assert path.read_text() == "old"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"barges-counted"', '"barges"', "barges is no claim with a number"),
        ('"01-carts"', '"02-carts"', "there is no chapter `02-carts`"),
        ('parameter = "wider"', 'parameter = "wide"', "declares no parameter wide; did you mean"),
        ('unit = "ratio"', 'unit = "%"', "is declared in ratio by notebooks/01-carts.ipynb"),
        ("[1, 1.5]", "[1, 5]", "longer is 5.0, but must be 0.5 to 4"),
        ("[1, 1.5]", "[1.5, 1]", "do not rise"),
        ('parameter = "wider"', 'parameter = "longer"', "x and y are one parameter; name two"),
    ],
)
def test_settings_that_do_not_fit_are_refused(
    carts: TinyProject, old: str, new: str, words: str
) -> None:
    """A sweep of what is not there, or out of bounds, is a fault of the data."""
    assert old in SETTINGS
    (carts.data / "sweeps.toml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=r"data/sweeps\.toml \(size\) .*" + re.escape(words)):
        load_checked(carts)


def test_a_table_stays_in_its_folder(carts: TinyProject) -> None:
    """The name of a sweep is the name of a file, and cannot lead elsewhere."""
    settings = SETTINGS.replace("[size", '["../../size"')
    (carts.data / "sweeps.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(DataError, match="its table would have no plain name"):
        refresh(carts, jobs=1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--refresh", "--chapter", "carts"], "only --jobs or --scheduler go with it"),
        (["--refresh", "--seed", "0"], "only --jobs or --scheduler go with it"),
        (["--grid", "a=1,2"], "Name what to run with --chapter, or use --refresh"),
    ],
)
def test_what_a_refresh_takes(
    carts: TinyProject, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    """What is swept is in the settings, so nothing else may be said beside."""
    monkeypatch.chdir(carts.root)
    done = CliRunner().invoke(cli, ["sweep", *arguments])
    assert done.exit_code == 2
    assert words in done.output


def test_a_project_may_keep_none(carts: TinyProject, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without settings there is nothing to refresh, which is said."""
    (carts.data / "sweeps.toml").unlink()
    monkeypatch.chdir(carts.root)
    done = CliRunner().invoke(cli, ["sweep", "--refresh"])
    assert (done.exit_code, done.output) == (0, "data/sweeps.toml names no sweep\n")
    assert not (Path(carts.data) / "sweeps").exists()
