"""What the page shows for a choice is what the chapter finds when it is run with that value."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pandas as pd
import pytest
from tests.chapters.facts import ROOT
from tests.sweep import forking

from briefing.analysis.estimate import Estimate, Kind
from briefing.analysis.origins import Origin
from briefing.analysis.units import parse_unit
from briefing.analysis.wording import Format, format_estimate
from briefing.build import build
from briefing.ledger.loading import load_ledger
from briefing.paths import Project
from briefing.planning import Request
from briefing.run.chapters import find_chapter, find_chapters
from briefing.sweep.runner import Runner
from briefing.sweep.sweeping import SweepRequest, sweep

CHAPTERS = ("01-troops", "02-shells", "09-outlook")

PROJECT = Project(ROOT)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> lxml.html.HtmlElement:
    """Give the page of those chapters."""
    output = tmp_path_factory.mktemp("explored") / "output"
    build(PROJECT, Request(only=CHAPTERS, explore=True, output=output))
    return lxml.html.parse(output / "briefing.html").getroot()


def shown(page: lxml.html.HtmlElement, slug: str) -> dict[str, list[str]]:
    """Give the values under each combination, in the order of the settings."""
    section = page.xpath(f"//section[@class='explorer'][h3/@id='assume-{slug}']")[0]
    return {
        outcome.get("class").split()[1]: [dd.text_content() for dd in outcome.xpath(".//dd")]
        for outcome in section.find_class("outcome")
    }


@pytest.mark.parametrize("chapter_id", CHAPTERS)
def test_values_equal_the_notebooks_at_every_step(
    page: lxml.html.HtmlElement,
    chapter_id: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A sweep, which runs the notebooks anew and keeps nothing, finds the same at every step."""
    chapters = find_chapters(PROJECT)
    settings = load_ledger(PROJECT).explorations[chapter_id]
    names = [assumption.parameter for assumption in settings.assumptions]
    steps = [assumption.steps for assumption in settings.assumptions]
    varied = [
        f"{name if ':' in name else f'{chapter_id}:{name}'}={','.join(map(str, values))}"
        for name, values in zip(names, steps, strict=True)
    ]
    path = tmp_path / "table.parquet"
    monkeypatch.setattr(Runner, "_launch", forking.launcher())
    sweep(PROJECT, SweepRequest((chapter_id,), path, grid=tuple(varied), jobs=2))
    table = pd.read_parquet(path)
    assert set(table["status"]) == {"done"}
    slug = find_chapter(chapters, chapter_id).slug
    told = list(shown(page, slug).values())
    assert len(told) == len(table)
    # The sweep's rows come in the same order: the last parameter runs fastest.
    for number, finding in enumerate(settings.drawn):
        found = [_read(row, finding) for _, row in table.iterrows()]
        assert [values[number] for values in told] == found
    assert len({tuple(values) for values in told}) > 1


def _read(row: pd.Series, finding: str) -> str:
    """Word a finding of the sweep as the notebook would."""
    low, central, high, unit = (row[f"{finding}.{p}"] for p in ("low", "central", "high", "unit"))
    simulated = finding.startswith("shells.implied")
    return format_estimate(
        Estimate(
            low,
            high,
            parse_unit(unit),
            Kind.INTERVAL if simulated else Kind.MODELLED,
            frozenset({Origin("finding", finding)}),
            None if pd.isna(central) else central,
            0.9 if simulated else None,
        ),
        Format(full=True),
    )


@pytest.mark.parametrize("chapter_id", CHAPTERS)
def test_sentences_are_those_of_the_chapter(page: lxml.html.HtmlElement, chapter_id: str) -> None:
    """With the chapter's own values, each sentence stands in the chapter word for word."""
    section = page.xpath(f"//section[h2/@id='{chapter_id.partition('-')[2]}']")[0]
    (own,) = section.find_class("usual")
    said = [p.text_content() for p in own.xpath("./p[not(@class)]")]
    (explorer,) = section.find_class("explorer")
    section.remove(explorer)
    for cite in section.find_class("cite"):
        cite.drop_tree()
    passages = [" ".join(p.text_content().split()) for p in section.iter("p")]
    assert said
    assert {" ".join(text.split()) for text in said} <= set(passages)
