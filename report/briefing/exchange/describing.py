"""What is in an output folder: kind and purpose of each file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from briefing.trace.graph import Graph

_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".csv": "text/csv",
        ".geojson": "application/geo+json",
        ".html": "text/html",
        ".ipynb": "application/x-ipynb+json",
        ".json": "application/json",
        ".jsonld": "application/ld+json",
        ".md": "text/markdown",
        ".pdf": "application/pdf",
        ".svg": "image/svg+xml",
        ".toml": "application/toml",
        ".txt": "text/plain",
        ".xml": "application/xml",
    }
)
_PURPOSES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "briefing.html": "The briefing as one page that loads nothing",
        "briefing.pdf": "The briefing for print, with its data attached",
        "claimreview.jsonld": "Every ruling as ClaimReview",
        "datapackage.json": "Data Package: columns, types, keys and sources of the tables in data/",
        "findings.json": "Every finding with its value, unit and origins",
        "graph.json": "Every claim, input, result and passage, with what each rests on",
        "ledger.csv": "Every claim with its verdicts, evidence and sources",
        "provenance.json": "Commit, parameters, versions and digests of what this was built from",
        "data": "The tables that this was built from, byte for byte",
        "data/README.md": "What the tables mean: columns, grades, verdicts",
        "data/series": "Series by month, day or year",
        "figures": "Every chart as a drawing",
        "notebooks": "Every chapter as it was run",
    }
)


def media_type(path: PurePosixPath) -> str:
    """Give the media type of a file by its ending."""
    return _KINDS.get(path.suffix, "application/octet-stream")


def describe_file(folder: Path, path: PurePosixPath, graph: Graph | None) -> str:
    """Say in a few words what a file or folder is for.

    Parameters
    ----------
    folder : Path
        The output folder.
    path : PurePosixPath
        Within it.
    graph : Graph or None
        Knows the headlines of the charts.
    """
    known = _PURPOSES.get(path.as_posix())
    if known is not None:
        return known
    if path.parts[0] == "figures":
        what = "Chart" if path.suffix == ".svg" else "Data of the chart"
        return f"{what}: {_headline(path.stem, graph)}"
    if path.suffix == ".ipynb":
        return f"Chapter as it was run: {_title(folder / path)}"
    if path.parts[0] == "data":
        return f"Data of the briefing: {path.stem.replace('_', ' ')}"
    return path.name


def _headline(label: str, graph: Graph | None) -> str:
    node = graph.nodes.get(f"chart:{label}") if graph else None
    return str(node.detail.get("headline") or node.label) if node else label


def _title(path: Path) -> str:
    """Give the title in the first cell of a notebook, or its file name."""
    try:
        source = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
    except (ValueError, KeyError, IndexError):
        return path.stem
    first = (source if isinstance(source, str) else "".join(source)).partition("\n")[0]
    return first.lstrip("# ").strip() or path.stem
