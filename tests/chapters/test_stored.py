"""Chapters as stored: no results, no machinery, no number that the ledger does not hold."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import nbformat
import papermill
import pytest
from tests.chapters.facts import ROOT

from briefing.notebook.parameters import COMMON, read_declarations

CHAPTERS = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))

ROOMS = {"briefing.analysis", "briefing.charts", "briefing.notebook"}

# Digits that are names, not measurements: calibres, a container's type, a research group, a
# licence.
NAMES = re.compile(r"\b(?:152|122) mm\b|\b122 and 152 mm\b|\b20-foot\b|\bC4ADS\b|\bCC BY 4\.0\b")


@cache
def stored(chapter: str) -> Any:
    """Read a chapter as JSON."""
    return json.loads((ROOT / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8"))


def settings(chapter: str) -> dict[str, Any]:
    """Give what the chapter's metadata tells the runner."""
    return stored(chapter)["metadata"]["briefing"]


def sources(chapter: str, kind: str) -> Iterator[tuple[str, str]]:
    """Give id and source of each cell of a kind, the parameters cell apart."""
    for cell in stored(chapter)["cells"]:
        if cell["cell_type"] == kind and "parameters" not in cell["metadata"].get("tags", ()):
            yield cell["id"], "".join(cell["source"])


def trees(chapter: str) -> Iterator[tuple[str, ast.AST]]:
    """Give each statement and expression of the chapter's code, with its cell."""
    for cell, source in sources(chapter, "code"):
        for node in ast.walk(ast.parse(source)):
            yield cell, node


def parameters_cell(chapter: str) -> str:
    """Give the source of the cell tagged `parameters`."""
    (cell,) = (c for c in stored(chapter)["cells"] if "parameters" in c["metadata"].get("tags", ()))
    return "".join(cell["source"])


def templates(chapter: str) -> Iterator[tuple[str, str]]:
    """Give the words of each passage and headline, without their fields."""
    for cell, node in trees(chapter):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"say", "phrase"}:
            spare = [k.value for k in node.keywords if k.arg == "otherwise"]
            for part in [*node.args[:1], *spare]:
                if isinstance(part, ast.Constant):
                    yield cell, re.sub(r"{[^}]*}", "", part.value)


def test_there_are_chapters():
    """Chapters are found at all."""
    assert {"00-summary", "01-troops", "02-shells", "90-ledger"} <= set(CHAPTERS)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_format_and_kernel(chapter):
    """A chapter is a valid notebook of format 4.5 for the plain Python kernel."""
    notebook = stored(chapter)
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert notebook["metadata"]["language_info"] == {"name": "python"}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_of_a_run_is_stored(chapter):
    """No output, execution count or trace of a run is stored."""
    notebook = stored(chapter)
    assert set(notebook["metadata"]) == {"briefing", "kernelspec", "language_info"}
    for cell in notebook["cells"]:
        assert cell.get("outputs", []) == [], cell["id"]
        assert cell.get("execution_count") is None, cell["id"]
        assert set(cell["metadata"]) <= {"tags", "briefing"}, cell["id"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_cell_ids_are_unique(chapter):
    """Each cell has an id of its own, so that a change shows where it is."""
    ids = [cell["id"] for cell in stored(chapter)["cells"]]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_opens_with_title_and_question(chapter):
    """The first cell holds title and question, the second the parameters, the third opens it."""
    first, second, third, *_ = stored(chapter)["cells"]
    title, empty, question = "".join(first["source"]).strip().split("\n", 2)
    assert title.startswith("# ")
    assert empty == ""
    assert question.startswith("> ")
    assert question.endswith("?")
    assert second["metadata"]["tags"] == ["parameters"]
    assert f'chapter = open_chapter("{chapter}")' in "".join(third["source"])


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_machinery_in_cells(chapter):
    """No cell defines, loops, branches or catches: what needs that is in the package."""
    banned = (
        ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try,
        ast.With, ast.Global,
    )  # fmt: skip
    assert [cell for cell, node in trees(chapter) if isinstance(node, banned)] == []
    for cell, node in trees(chapter):
        if isinstance(node, ast.Lambda):
            assert isinstance(node.body, ast.Compare), cell


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_files_in_cells(chapter):
    """No cell reads or writes a file or names a path: data comes through the chapter."""
    for cell, source in sources(chapter, "code"):
        assert not re.search(r"\bread_\w+\(|\bopen\(|\bPath\(|\.csv|\.ipynb", source), cell
        assert not re.search(r"[\"'](?:/|~|[A-Za-z]:\\|\.\./)", source), cell
        assert not re.search(r"^\s*[!%]", source, re.MULTILINE), cell


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_imports_come_from_three_rooms(chapter):
    """A chapter imports from `notebook`, `analysis` and `charts` only, and in one cell."""
    found = [
        (cell, node)
        for cell, node in trees(chapter)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert len({cell for cell, _ in found}) == 1
    for cell, node in found:
        assert isinstance(node, ast.ImportFrom), cell
        assert any(f"{node.module}.".startswith(f"{room}.") for room in ROOMS), node.module


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_import_is_used(chapter):
    """No name is imported and left unused."""
    imported = {
        alias.asname or alias.name
        for _, node in trees(chapter)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    used = {node.id for _, node in trees(chapter) if isinstance(node, ast.Name)}
    assert imported - used == set()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_papermill_reads_the_same_parameters(chapter):
    """Papermill and the package read the same names, types, defaults and help from the cell."""
    ours = read_declarations(parameters_cell(chapter))
    theirs = papermill.inspect_notebook(ROOT / "notebooks" / f"{chapter}.ipynb")
    assert list(theirs) == list(ours)
    for name, parameter in ours.items():
        assert theirs[name]["inferred_type_name"] == parameter.type.__name__
        assert ast.literal_eval(theirs[name]["default"]) == parameter.default
        assert theirs[name]["help"].endswith(parameter.help)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_parameters_stand_on_one_line_each(chapter):
    """Each line of the parameters cell is one declaration with its comment, and nothing else."""
    lines = parameters_cell(chapter).splitlines()
    assert [line for line in lines if not re.match(r"\w+: \w+ = .+  # .+; .+; .+", line)] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_common_parameters_are_alike(chapter):
    """Every chapter declares cut-off, scenario and seed, in the same words."""
    common = [read_declarations(parameters_cell(c)) for c in (CHAPTERS[0], chapter)]
    assert list(common[1])[: len(COMMON)] == list(COMMON)
    for name in COMMON:
        assert common[0][name] == common[1][name]


def test_defaults_are_the_central_scenario(facts):
    """A default equals the central scenario, the last day of the cut-off the later vintage."""
    for chapter in CHAPTERS:
        declared = read_declarations(parameters_cell(chapter))
        for name, value in facts.scenarios["central"].items():
            if name in declared:
                assert declared[name].default == value, f"{chapter} {name}"
        assert declared["cutoff"].default == declared["cutoff"].high
        assert declared["cutoff"].default == facts.vintage("now").isoformat()
        assert declared["scenario"].choices == tuple(facts.scenarios)


def test_scenarios_lie_within_the_bounds(facts):
    """Every value of a scenario is allowed by the parameter that takes it."""
    declared = {}
    for chapter in CHAPTERS:
        declared |= read_declarations(parameters_cell(chapter))
    for scenario, values in facts.scenarios.items():
        assert set(values) <= set(declared), scenario
        for name, value in values.items():
            assert declared[name].low <= value <= declared[name].high, f"{scenario} {name}"


def test_chapters_rule_on_their_claims(facts):
    """Each claim that a chapter declares is ruled on, and no ruled claim is left without one."""
    declared = [c for name in CHAPTERS for c in settings(name)["claims"]]
    assert sorted(declared) == sorted({row.partition("/")[0] for row in facts.rulings})


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_digit_is_typed_in_words(chapter):
    """Text, passages and headlines hold no digit but in names: numbers and dates are fields."""
    texts = [*sources(chapter, "markdown"), *templates(chapter)]
    assert texts
    found = [(cell, text) for cell, text in texts if re.search(r"\d", NAMES.sub("", text))]
    assert found == []


def test_no_day_is_typed_in_code():
    """No cell but the parameters names a day: days come from the ledger."""
    days = [
        (chapter, cell, node.value)
        for chapter in CHAPTERS
        for cell, node in trees(chapter)
        if isinstance(node, ast.Constant) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(node.value))
    ]
    assert days == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_constant_enters_a_computation(chapter):
    """No bare number stands in arithmetic: every figure is a parameter or comes from the ledger."""
    for cell, node in trees(chapter):
        if isinstance(node, ast.BinOp):
            ends = (node.left, node.right)
            assert not any(
                isinstance(end, ast.Constant) and isinstance(end.value, int | float) for end in ends
            ), cell
