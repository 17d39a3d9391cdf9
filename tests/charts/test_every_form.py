"""What holds for a chart of any form."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from tests.charts.drawing import FORMS, FRAMES, counts, drawn_texts

from briefing import tokens
from briefing.analysis.unknown import Unknown
from briefing.charts import save_svg
from briefing.errors import DataError, OriginError

LONG = "Office for the counting of barges, rafts and other craft on the upper canal and its arms"
NAMES = {
    "timeline": "lane",
    "tornado": "assumption",
    "curve": "curve",
    "bars": "picked",
    "ranges": "maker",
    "series": "maker",
    "map": "place",
}


def frame_of(form: str) -> pd.DataFrame:
    return FRAMES.get(form, counts)()


def assert_legible(figure: Any) -> None:
    width, height = figure.get_size_inches() * 72
    texts = drawn_texts(figure)
    assert texts
    for text, (left, bottom, right, top) in texts:
        inside = left >= -1 and right <= width + 1 and bottom >= -1.5 and top <= height + 1.5
        assert inside, f"{text!r} leaves the figure"
    for (one, a), (other, b) in itertools.combinations(texts, 2):
        # Boxes include room for accents and descenders, which lines of one label may share.
        apart = a[2] <= b[0] + 0.5 or b[2] <= a[0] + 0.5 or a[3] <= b[1] + 2 or b[3] <= a[1] + 2
        assert apart, f"{one!r} touches {other!r}"


@pytest.mark.parametrize("form", FORMS)
def test_text_is_inside_and_apart(form: str) -> None:
    """No label leaves the figure or touches another."""
    assert_legible(FORMS[form]().figure)


@pytest.mark.parametrize("form", NAMES)
def test_long_names_are_wrapped(form: str) -> None:
    """A very long name takes several lines; it is neither cut nor laid over another."""
    frame = frame_of(form)
    column = NAMES[form]
    last = frame.index[-1]
    frame[column] = frame[column].astype(object)
    frame.loc[last, column] = LONG
    assert_legible(FORMS[form](frame).figure)


@pytest.mark.parametrize("form", ["interval", "distribution", "region"])
def test_long_row_labels_are_wrapped(form: str) -> None:
    """A very long row label makes its row higher."""
    frame = counts(row=["June", LONG, "October", "February", "March"])
    assert_legible(FORMS[form](frame).figure)


@pytest.mark.parametrize("form", FORMS)
def test_one_row_is_drawn(form: str) -> None:
    """A frame of one row makes a chart, without a warning."""
    frame = frame_of(form)
    chart = FORMS[form](frame.iloc[[1]])
    assert_legible(chart.figure)
    assert "<svg" in save_svg(chart)


@pytest.mark.parametrize("form", FORMS)
def test_no_rows_are_refused(form: str) -> None:
    """An empty frame is an error that names the figure."""
    with pytest.raises(DataError, match="fig-barges has no rows"):
        FORMS[form](frame_of(form).iloc[:0])


@pytest.mark.parametrize("form", FORMS)
def test_missing_column_is_named(form: str) -> None:
    """A frame without what the form needs is an error that names the column."""
    with pytest.raises(DataError, match="lacks the column"):
        FORMS[form](pd.DataFrame({"colour": ["red"], "publisher": ["x"], "evidence": ["E1"]}))


@pytest.mark.parametrize("form", FORMS)
def test_unknown_argument_makes_no_chart(form: str) -> None:
    """With a headline that was not yet known the chart is unknown too."""
    missing = Unknown("E9")
    assert FORMS[form](headline=missing) is missing


@pytest.mark.parametrize("form", FORMS)
def test_svg_is_the_same_each_time(form: str) -> None:
    """Two saves of one chart, and of a chart drawn again, give the same bytes."""
    chart = FORMS[form]()
    first = save_svg(chart)
    assert first == save_svg(chart) == save_svg(FORMS[form]())


@pytest.mark.parametrize("form", FORMS)
def test_svg_is_text_of_one_family_at_full_width(form: str) -> None:
    """Text stays text, in one family and no smaller than the tokens allow; no date is written."""
    svg = save_svg(FORMS[form]())
    root = ElementTree.fromstring(svg)
    assert root.get("width") == f"{tokens.TEXT_WIDTH_IN * 72:g}pt"
    assert len(root.findall(".//{http://www.w3.org/2000/svg}text")) > 4
    # Older versions of matplotlib write the shorthand, newer ones each property.
    families = re.findall(r"font(?:-family)?:[^;\"]*?'([^']+)'", svg)
    sizes = re.findall(r"font(?:-size)?:[^;\"]*?([\d.]+)px", svg)
    assert set(families) == {tokens.FONT_SANS}
    assert min(map(float, sizes)) >= tokens.SIZE_CHART_SMALL
    assert "dc:date" not in svg
    assert "Matplotlib" not in svg


def test_ids_of_two_charts_on_a_page_differ() -> None:
    """No id of one figure occurs in another, so that a page may hold both."""
    one, other = (
        set(re.findall(r'\bid="([^"]+)"', save_svg(FORMS["region"](label=label))))
        for label in ("fig-one", "fig-other")
    )
    assert one
    assert not one & other


@pytest.mark.parametrize("form", FORMS)
def test_text_is_horizontal(form: str) -> None:
    """No text is turned."""
    assert not re.findall(r"rotate\((?!-?0[ )])", save_svg(FORMS[form]()))


@pytest.mark.parametrize("form", FORMS)
def test_alt_text_says_form_and_message(form: str) -> None:
    """The alternative text is made of whole sentences and ends with the message."""
    chart = FORMS[form]()
    assert chart.alt.endswith("More barges passed than the harbour counted.")
    assert "nan" not in chart.alt.lower().replace("nancy", "")
    assert "None" not in chart.alt
    assert len(chart.alt.split()) > 12


@pytest.mark.parametrize("form", FORMS)
def test_pyplot_holds_no_figure(form: str) -> None:
    """Charts never enter pyplot's list of open figures, so notebooks do not show them twice."""
    save_svg(FORMS[form]())
    assert plt.get_fignums() == []


@pytest.mark.parametrize("form", ["interval", "ranges", "series"])
def test_values_without_evidence_are_refused(form: str) -> None:
    """A chart whose rows rest on nothing cannot be made."""
    with pytest.raises(OriginError, match="rest on nothing"):
        FORMS[form](counts().drop(columns="evidence"), article=None)


def test_import_changes_no_default() -> None:
    """Importing the room and drawing leave matplotlib's defaults and colour names alone."""
    script = (
        "import matplotlib as mpl, matplotlib.colors as c, matplotlib.pyplot;"
        "before = dict(mpl.rcParams); blue = c.to_hex('b');"
        "from tests.charts.drawing import FORMS;"
        "FORMS['ranges']();"
        "after = dict(mpl.rcParams);"
        "assert before == after and c.to_hex('b') == blue"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
