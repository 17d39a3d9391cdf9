"""Putting one bundle of media types on a cell's output."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from briefing import media
from briefing.analysis.origins import Origin

if TYPE_CHECKING:
    from briefing.notebook.chapter import Chapter

Bundle = dict[str, Any]


def publish(bundle: Bundle) -> None:
    """Emit a bundle as the output of the running cell."""
    from IPython.display import display

    display(bundle, raw=True)  # type: ignore[no-untyped-call]


def citation_fields(chapter: Chapter, origins: Iterable[Origin]) -> Bundle:
    """Give the fields by which a passage, chart or table names its sources."""
    sources = chapter.sources_of(frozenset(origins))
    return {"cite": list(sources), "sources": sources}


def publish_chapter(chapter: Chapter) -> None:
    """Say what the chapter runs with, for the document's record."""
    parameters = {
        name: {
            "value": chapter.settings[name],
            "unit": parameter.unit,
            "default": parameter.default,
            "help": parameter.help,
        }
        for name, parameter in chapter.declared.items()
    }
    changed = [n for n, p in parameters.items() if p["value"] != p["default"]]
    told = ", ".join(f"{name} = {chapter.settings[name]}" for name in changed) or "defaults"
    publish(
        {
            "text/plain": f"{chapter.name} opened with {told}",
            media.CHAPTER: {
                "chapter": chapter.name,
                "parameters": parameters,
                "cutoff": chapter.cutoff.isoformat(),
                "scenario": str(chapter.settings["scenario"]),
                "seed": chapter.settings["seed"],
            },
        }
    )
