"""What is handed out beside the documents."""

from __future__ import annotations

import csv
import io

from briefing.ledger.loading import load_ledger
from briefing.run.products import ledger_csv, write_figures


def rows(tiny):
    return list(csv.DictReader(io.StringIO(ledger_csv(load_ledger(tiny)))))


def test_ledger_has_claims_verdicts_and_sources(tiny):
    """Each claim stands with both verdicts, their grounds, evidence and sources."""
    (row,) = rows(tiny)
    assert row["claim"] == "barges-counted"
    assert (row["low"], row["high"], row["as_of"]) == ("38", "42", "2021-09-01")
    assert (row["then_verdict"], row["now_verdict"]) == ("supported", "supported")
    assert (row["then_confidence"], row["then_evidence"]) == ("high", "E1")
    assert row["sources"] == "lock-book"


def test_claim_without_ruling(tiny):
    """A claim not yet ruled on says so."""
    (tiny.data / "verdicts.csv").write_text(
        "claim,vintage,verdict,confidence,grounds,reason,evidence,would_change,override\n"
    )
    (row,) = rows(tiny)
    assert row["then_verdict"] == row["now_verdict"] == "not yet ruled"


def test_formulas_are_inert(tiny):
    """A text that a spreadsheet would run as a formula is written as text."""
    path = tiny.data / "claims.csv"
    path.write_text(path.read_text().replace("About 40 barges passed", "=1+cmd|'x'!A0"))
    assert rows(tiny)[0]["statement"] == "'=1+cmd|'x'!A0"


def test_figures_are_named_by_label(tmp_path):
    """Each chart is written under the label by which the text refers to it."""
    data = {"application/vnd.briefing.figure+json": {"label": "fig-a"}, "image/svg+xml": "<svg/>"}
    notebook = {"cells": [{"outputs": [{"data": data}, {"output_type": "stream", "text": ""}]}]}
    write_figures(tmp_path / "figures", [notebook])
    assert (tmp_path / "figures" / "fig-a.svg").read_text() == "<svg/>"
