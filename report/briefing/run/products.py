"""Write what a build hands out beside the two documents: notebooks, charts and the ledger.

Executed notebooks are handed out as they would come out on any machine: without papermill's times
and paths or the interpreter's version, with an id that is not drawn at random for the cell it adds.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from briefing import media
from briefing.ledger.ledger import Ledger
from briefing.ledger.models import Claim
from briefing.ledger.terms import Vintage
from briefing.run.chapters import Chapter
from briefing.run.privacy import PRINTED, Private
from briefing.spreadsheet import write_csv

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED: Final = "injected-parameters"
"""Tag, and here also id, of the cell with the given values that papermill adds."""

_SVG: Final = "image/svg+xml"
_CELL_FILE = re.compile(r"(?:[A-Za-z]:)?[^\s'\"]*ipykernel_\d+[\\/]\d+\.py")
_VINTAGE_COLUMNS: Final = ("verdict", "confidence", "grounds", "reason", "evidence", "would_change")
_CLAIM_COLUMNS: Final = (
    "claim",
    "paragraph",
    "topic",
    "statement",
    "as_written",
    "low",
    "high",
    "unit",
    "as_of",
    "attributed_to",
)


def clean_notebook(notebook: NotebookNode, root: Path) -> NotebookNode:
    """Copy an executed notebook without what depends on the machine and the moment.

    Parameters
    ----------
    notebook : NotebookNode
        As papermill returned it; left as it is.
    root : Path
        The project's root, whose path is cut out of printed text, as is the user's home.
    """
    private = Private.here(root)
    clean = copy.deepcopy(notebook)
    clean["metadata"].pop("papermill", None)
    # Which Python it was stands in the provenance; here it would make every notebook differ.
    clean["metadata"].get("language_info", {}).pop("version", None)
    for cell in clean["cells"]:
        metadata = cell["metadata"]
        metadata.pop("papermill", None)
        metadata.pop("execution", None)
        if INJECTED in metadata.get("tags", ()):
            cell["id"] = INJECTED
        if not metadata.get("tags", True):
            del metadata["tags"]
        for output in cell.get("outputs", ()):
            _shorten_paths(output, private)
    return clean


def write_notebooks(folder: Path, executed: Iterable[tuple[Chapter, Mapping[str, Any]]]) -> None:
    """Write cleaned notebooks under the names of their chapters."""
    folder.mkdir(parents=True, exist_ok=True)
    for chapter, notebook in executed:
        text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / chapter.path.name).write_text(text + "\n", encoding="utf-8")


def write_figures(folder: Path, notebooks: Iterable[Mapping[str, Any]]) -> None:
    """Write each chart as SVG and its data as CSV, under the label the text refers to it by."""
    folder.mkdir(parents=True, exist_ok=True)
    for chart, svg in _figures(notebooks):
        (folder / f"{chart['label']}.svg").write_text(svg, encoding="utf-8")
        data = chart.get("data")
        if data:
            text = write_csv(data["columns"], data["rows"])
            (folder / f"{chart['label']}.csv").write_text(text, encoding="utf-8")


def ledger_csv(ledger: Ledger) -> str:
    """Give every claim with its verdicts as CSV."""
    columns = [f"{vintage}_{name}" for vintage in Vintage for name in _VINTAGE_COLUMNS]
    rows = (_ledger_row(ledger, claim) for claim in ledger.claims.values())
    return write_csv([*_CLAIM_COLUMNS, *columns, "sources"], rows)


def _ledger_row(ledger: Ledger, claim: Claim) -> list[object]:
    row: list[object] = [claim.id, claim.paragraph, claim.topic, claim.statement]
    row += [claim.as_written, claim.low, claim.high, claim.unit, claim.as_of, claim.attributed_to]
    sources: dict[str, None] = {}
    for vintage in Vintage:
        ruling = ledger.rulings.get((claim.id, vintage))
        if ruling is None:
            row += ["not yet ruled"] + [""] * (len(_VINTAGE_COLUMNS) - 1)
            continue
        row += [ruling.verdict, ruling.confidence, ruling.grounds, ruling.reason]
        row += [" ".join(ruling.evidence), ruling.would_change]
        sources |= dict.fromkeys(ledger.evidence[name].source for name in ruling.evidence)
    return [*row, " ".join(sources)]


def _figures(
    notebooks: Iterable[Mapping[str, Any]],
) -> Iterator[tuple[Mapping[str, Any], str]]:
    for notebook in notebooks:
        for cell in notebook["cells"]:
            for output in cell.get("outputs", ()):
                data = output.get("data", {})
                if media.FIGURE in data and _SVG in data:
                    svg = data[_SVG]
                    yield data[media.FIGURE], svg if isinstance(svg, str) else "".join(svg)


def _shorten_paths(output: dict[str, Any], private: Private) -> None:
    def shorten(text: str | list[str]) -> str:
        joined = text if isinstance(text, str) else "".join(text)
        return private.shorten_paths(_CELL_FILE.sub("<cell>", joined))

    if output.get("output_type") == "stream":
        output["text"] = shorten(output["text"])
    elif output.get("output_type") == "error":
        output["evalue"] = shorten(output["evalue"])
        output["traceback"] = [shorten(line) for line in output["traceback"]]
    for kind in PRINTED.intersection(output.get("data", ())):
        output["data"][kind] = shorten(output["data"][kind])
