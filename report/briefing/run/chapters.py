"""Find the chapters of a project and how they depend on each other.

A chapter is a notebook ``notebooks/NN-name.ipynb``; the name without its ending is its id, and
``NN`` its place in the document. What it needs from others, it says in its metadata::

    "briefing": {"role": "summary", "claims": [], "needs": ["01-troops", "02-shells"]}

People may leave the number or the name out wherever they name a chapter: ``troops``, ``01``.

Notebooks are read here as plain JSON, because validating them is papermill's part and importing
its stack takes a second that a misspelt parameter should not cost.
"""

from __future__ import annotations

import dataclasses
import graphlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from briefing.errors import NotebookError, ParameterError
from briefing.notebook.parameters import Parameter, nearest_name, read_declarations
from briefing.paths import Project
from briefing.run.limits import Limits, read_limits
from briefing.run.shapes import check_shape

ROLES: Final = ("summary", "chapter", "appendix")
"""What a chapter is for; the document gives each a look of its own."""

PARAMETERS_TAG: Final = "parameters"
"""Tag by which papermill finds the cell to follow with given values."""

KERNEL: Final = "python3"
"""The one kernel name a stored chapter may ask for; the runner starts its own interpreter."""

_FILE = re.compile(r"(?P<number>\d{2})-(?P<slug>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.ipynb")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter, as stored.

    Attributes
    ----------
    id : str
        File name without ending, ``01-troops``.
    path : Path
        The notebook.
    file : str
        The notebook as a user would write it, ``notebooks/01-troops.ipynb``.
    title : str
        First heading.
    role : str
        One of `ROLES`.
    claims : tuple of str
        Claims it rules on.
    needs : tuple of str
        Chapters whose findings it uses, directly.
    limits : Limits
        What it may take.
    parameters : mapping of str to Parameter
        What its parameters cell declares.
    parameters_cell : int
        Number of that cell, the notebook's first being 1.
    """

    id: str
    path: Path
    file: str
    title: str
    role: str
    claims: tuple[str, ...]
    needs: tuple[str, ...]
    limits: Limits
    parameters: Mapping[str, Parameter]
    parameters_cell: int

    @property
    def slug(self) -> str:
        """Name without number, ``troops``: the topic of its claims, the anchor of its page."""
        return self.id.partition("-")[2]

    def is_called(self, name: str) -> bool:
        """Whether a name means this chapter: its id, slug or number."""
        return name in (self.id, self.slug, self.id.partition("-")[0])


def find_chapters(project: Project) -> tuple[Chapter, ...]:
    """Read every chapter of a project, in document order.

    Raises
    ------
    NotebookError
        If there is none, one cannot be read, two share an id, or the needs make no sense.
    ParameterError
        If a parameter is declared in a way that cannot be checked.
    """
    paths = sorted(path for path in project.notebooks.glob("*.ipynb") if _FILE.fullmatch(path.name))
    if not paths:
        raise NotebookError(
            f"{project.relative(project.notebooks)}/ holds no chapter; expected files named "
            "like 01-troops.ipynb"
        )
    chapters = tuple(read_chapter(path, project) for path in paths)
    by_slug: dict[str, Chapter] = {}
    for chapter in chapters:
        if (other := by_slug.setdefault(chapter.slug, chapter)) is not chapter:
            raise NotebookError(
                f"{other.file} and {chapter.file} are both called `{chapter.slug}`; rename one, "
                "since links go by that name"
            )
    chapters = tuple(_with_full_needs(chapter, chapters) for chapter in chapters)
    execution_order(chapters)
    return chapters


def read_chapter(path: Path, project: Project) -> Chapter:
    """Read one chapter's metadata and declarations, without running anything."""
    file = project.relative(path)
    match = _FILE.fullmatch(path.name)
    if match is None:
        raise NotebookError(
            f"{file}: a chapter's file is named NN-name.ipynb, like 01-troops.ipynb"
        )
    notebook = _read_json(path, file)
    metadata = notebook["metadata"]
    kernel = metadata.get("kernelspec", {}).get("name", KERNEL)
    if kernel != KERNEL:
        raise NotebookError(f"{file}: asks for the kernel `{kernel}`; set it to `{KERNEL}`")
    settings = metadata.get("briefing", {})
    role = settings.get("role", "chapter")
    if role not in ROLES:
        raise NotebookError(
            f"{file}: metadata.briefing.role is {role!r}; use one of {', '.join(ROLES)}"
        )
    parameters, parameters_cell = _declarations(notebook["cells"], file)
    return Chapter(
        id=path.stem,
        path=path,
        file=file,
        title=_title(notebook["cells"]) or match["slug"],
        role=role,
        claims=tuple(settings.get("claims", ())),
        needs=tuple(settings.get("needs", ())),
        limits=read_limits(settings, file),
        parameters=MappingProxyType(parameters),
        parameters_cell=parameters_cell,
    )


def execution_order(chapters: Sequence[Chapter]) -> tuple[str, ...]:
    """Order chapters so that each comes after all it needs.

    Raises
    ------
    NotebookError
        If chapters need each other in a circle.
    """
    try:
        graph = {chapter.id: chapter.needs for chapter in chapters}
        return tuple(graphlib.TopologicalSorter(graph).static_order())
    except graphlib.CycleError as error:
        circle = error.args[1]
        files = {chapter.id: chapter.file for chapter in chapters}
        raise NotebookError(
            f"chapters need each other in a circle: {' → '.join(reversed(circle))}; remove one of "
            f"these from metadata.briefing.needs, for instance in {files[circle[0]]}"
        ) from None


def select_chapters(chapters: Sequence[Chapter], names: Iterable[str]) -> tuple[Chapter, ...]:
    """Keep the named chapters and all that they need, in document order.

    Parameters
    ----------
    chapters : sequence of Chapter
        All chapters of the project.
    names : iterable of str
        Ids, slugs or numbers; none means all chapters.
    """
    wanted = [find_chapter(chapters, name) for name in names]
    if not wanted:
        return tuple(chapters)
    by_id = {chapter.id: chapter for chapter in chapters}
    keep: set[str] = set()
    while wanted:
        chapter = wanted.pop()
        if chapter.id not in keep:
            keep.add(chapter.id)
            wanted.extend(by_id[need] for need in chapter.needs)
    return tuple(chapter for chapter in chapters if chapter.id in keep)


def find_chapter(chapters: Sequence[Chapter], name: str) -> Chapter:
    """Find the chapter that a name means.

    Raises
    ------
    ParameterError
        If none is called so; suggests the nearest name.
    """
    plain = name.removesuffix(".ipynb").rpartition("/")[2]
    for chapter in chapters:
        if chapter.is_called(plain):
            return chapter
    names = [known for chapter in chapters for known in (chapter.id, chapter.slug)]
    raise ParameterError(
        f"there is no chapter `{name}`{nearest_name(plain, names)} "
        f"(chapters: {', '.join(chapter.id for chapter in chapters)})"
    )


def _with_full_needs(chapter: Chapter, chapters: Sequence[Chapter]) -> Chapter:
    try:
        needs = tuple(find_chapter(chapters, need).id for need in chapter.needs)
    except ParameterError as error:
        raise NotebookError(
            f"{chapter.file}: metadata.briefing.needs: {error}; correct the name"
        ) from error
    return dataclasses.replace(chapter, needs=needs)


def _read_json(path: Path, file: str) -> dict[str, Any]:
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotebookError(f"{file}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise NotebookError(
            f"{file}: is no notebook, since it is not JSON ({error}); restore it from version "
            "control or save it again from JupyterLab"
        ) from error
    if not (
        isinstance(notebook, dict)
        and notebook.get("nbformat") == 4
        and isinstance(notebook.get("cells"), list)
        and isinstance(notebook.get("metadata"), dict)
    ):
        raise NotebookError(
            f"{file}: is no notebook of format 4; open it in JupyterLab and save it again"
        )
    check_shape(notebook, file)
    return notebook


def _declarations(
    cells: Sequence[Mapping[str, Any]], file: str
) -> tuple[dict[str, Parameter], int]:
    tagged = [
        (number, cell)
        for number, cell in enumerate(cells, start=1)
        if cell.get("cell_type") == "code"
        and PARAMETERS_TAG in cell.get("metadata", {}).get("tags", ())
    ]
    if not tagged:
        raise NotebookError(
            f"{file}: has no cell tagged `{PARAMETERS_TAG}`, so no value could be given to it; tag "
            "the cell that declares the parameters (JupyterLab: property inspector, Cell Tags)"
        )
    if len(tagged) > 1:
        numbers = " and ".join(str(number) for number, _ in tagged)
        raise NotebookError(
            f"{file}: cells {numbers} are all tagged `{PARAMETERS_TAG}`; keep the tag on one"
        )
    number, cell = tagged[0]
    try:
        return read_declarations(_source(cell)), number
    except ParameterError as error:
        raise ParameterError(f"{file} cell {number}: {error}") from error


def _title(cells: Sequence[Mapping[str, Any]]) -> str:
    for cell in cells:
        if cell.get("cell_type") == "markdown":
            for line in _source(cell).splitlines():
                if line.startswith("# "):
                    return re.sub(r"\s*\{#[^}]*\}\s*$", "", line[2:]).strip()
    return ""


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)
