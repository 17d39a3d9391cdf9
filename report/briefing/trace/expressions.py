"""How a value was computed, as the code of its cell says.

A finding is filed with a sentence on how it came about. Most other numbers are a row of evidence;
the rest are computed where they are said, and for those the expression is the explanation: it names
the rows, findings and functions. It is read from the stored code, not from the run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from briefing.document.model import CodeCell

_SPEAKING: Final = frozenset({"say", "phrase"})
_LONGEST: Final = 300
"""Letters of an expression; a longer one explains nothing and is cut."""


class Expressions:
    """Code cells of a document, searched for what was passed to a field.

    Parameters
    ----------
    code : iterable of CodeCell
        In the order of the notebooks.
    """

    def __init__(self, code: Iterable[CodeCell]) -> None:
        self._trees: dict[str, list[tuple[str, ast.Module]]] = {}
        for cell in code:
            tree = _parse(cell.source)
            if tree is not None:
                self._trees.setdefault(cell.chapter, []).append((cell.place, tree))

    def find(self, chapter: str, place: str, field: str, template: str = "") -> str:
        """Give the expression that filled a field.

        Parameters
        ----------
        chapter : str
            Id of the chapter.
        place : str
            Notebook and cell of the passage.
        field : str
            Name of the field.
        template : str
            The passage as the cell wrote it; chooses among calls with fields of one name.

        Returns
        -------
        str
            Python on one line; empty where it cannot be told, as for a field that a loop fills
            in a way of its own.
        """
        cells = self._trees.get(chapter, [])
        here = next((i for i, (at, _) in enumerate(cells) if at == place), None)
        if here is None:
            return ""
        passed = list(_passed(cells[here][1], field, template))
        if len({ast.dump(value) for value in passed}) != 1:
            return ""
        value = _spelt_out(passed[0], [tree for _, tree in cells[: here + 1]])
        text = " ".join(ast.unparse(value).split())
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _parse(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None  # a magic; such a cell says nothing that could be traced


def _passed(tree: ast.Module, field: str, template: str) -> Iterator[ast.expr]:
    """Go through the expressions passed to a field, those of the very template if there are any."""
    calls = [node for node in ast.walk(tree) if _speaks(node)]
    exact = [call for call in calls if template and template in _strings(call)]
    for call in exact or calls:
        assert isinstance(call, ast.Call)
        yield from (word.value for word in call.keywords if word.arg == field)


def _speaks(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SPEAKING
    )


def _strings(call: ast.AST) -> list[str]:
    assert isinstance(call, ast.Call)
    values = [*call.args, *(word.value for word in call.keywords if word.arg == "otherwise")]
    return [v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)]


def _spelt_out(value: ast.expr, above: list[ast.Module]) -> ast.expr:
    """Put the expression in the place of a name, also in ``name.attribute``."""
    if isinstance(value, ast.Name):
        return _assigned(above, value.id) or value
    if isinstance(value, ast.Attribute):
        return ast.Attribute(_spelt_out(value.value, above), value.attr, value.ctx)
    return value


def _assigned(trees: list[ast.Module], name: str) -> ast.expr | None:
    """Give the expression last assigned to a name at the top of a cell."""
    found: ast.expr | None = None
    for tree in trees:
        for statement in tree.body:
            if isinstance(statement, ast.Assign):
                targets = [t.id for t in statement.targets if isinstance(t, ast.Name)]
                if name in targets:
                    found = statement.value
    return found
