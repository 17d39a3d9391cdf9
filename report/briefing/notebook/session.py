"""The chapter that the cells of a notebook speak to."""

from __future__ import annotations

from briefing.errors import NotebookError
from briefing.notebook.cells import Cells
from briefing.notebook.chapter import Chapter, make_chapter
from briefing.notebook.publish import publish_chapter

_open: list[Chapter] = []


def open_chapter(name: str) -> Chapter:
    """Open a chapter: read its parameters, load and check the data.

    Parameters
    ----------
    name : str
        The notebook's file name without its ending.

    Returns
    -------
    Chapter
        What the following cells ask.
    """
    chapter = make_chapter(name, Cells.of_kernel())
    use_chapter(chapter)
    publish_chapter(chapter)
    return chapter


def use_chapter(chapter: Chapter) -> None:
    """Make a chapter the one that `say`, `record`, `show` and `table` speak for."""
    _open[:] = [chapter]


def current_chapter() -> Chapter:
    """Give the open chapter.

    Raises
    ------
    NotebookError
        If no chapter is open.
    """
    if not _open:
        raise NotebookError('no chapter is open; run the cell with open_chapter("…") first')
    return _open[0]
