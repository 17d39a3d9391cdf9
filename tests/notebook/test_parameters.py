"""The parameter contract: one line is declaration, default, unit, bounds and help."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papermill import inspect_notebook
from tests.notebook.conftest import PARAMETERS

from briefing.errors import ParameterError
from briefing.notebook.parameters import (
    Parameter,
    annotated_names,
    assigned_names,
    nearest_name,
    read_declarations,
)

DAY = "2022-01-01..2023-12-31"
DATE = f"n: str = '2022-06-30'  # -; {DAY}; x"


def declared(line: str) -> Parameter:
    """Read one declaration."""
    (parameter,) = read_declarations(line).values()
    return parameter


# -- reading -------------------------------------------------------------------------------------


def test_a_line_is_read_whole() -> None:
    """Name, type, default, unit, bounds and help stand on one line."""
    assert list(read_declarations(PARAMETERS).values()) == [
        Parameter(
            "cutoff", str, "2023-12-31", "", "2022-01-01", "2023-12-31", (),
            "last day whose publications count",
        ),
        Parameter("scenario", str, "central", "", None, None, ("central", "high"),
                  "set of assumptions"),
        Parameter("seed", int, 7, "", 0.0, 999.0, (), "seed of every simulation"),
        Parameter("crew", float, 4.0, "persons/boat", 2.0, 6.0, (),
                  "sailors on a boat, an assumption"),
    ]  # fmt: skip


def test_papermill_reads_the_same_line(tmp_path: Path) -> None:
    """What papermill lists of a parameters cell are the names, types, defaults and comments."""
    cell = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(
        cells=[cell],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    path = tmp_path / "boats.ipynb"
    nbformat.write(notebook, path)
    theirs = inspect_notebook(str(path))
    ours = read_declarations(PARAMETERS)
    assert list(theirs) == list(ours)
    for name, listed in theirs.items():
        assert listed["inferred_type_name"] == ours[name].type.__name__
        assert ast.literal_eval(listed["default"]) == ours[name].default
        unit, _, said = (part.strip() for part in listed["help"].split(";", 2))
        assert (unit.replace("-", ""), said) == (ours[name].unit, ours[name].help)


@pytest.mark.parametrize(
    ("line", "default", "bounds"),
    [
        ("n: int = 3  # -; -; a number", 3, (None, None, ())),
        ("n: int = -3  # -; -5..5; a number", -3, (-5.0, 5.0, ())),
        ("n: float = 1  # -; 0..1e3; a number", 1.0, (0.0, 1000.0, ())),
        ("n: float = 0.5  # -; 0.25 .. 0.75; a share", 0.5, (0.25, 0.75, ())),
        ("b: bool = True  # -; -; whether to", True, (None, None, ())),
        ("s: str = 'x'  # -; -; a word", "x", (None, None, ())),
        ("s: str = 'a'  # -; a|b b; a word", "a", (None, None, ("a", "b b"))),
        ("n: int = 3  # -; 3..3; help; with semicolons", 3, (3.0, 3.0, ())),
        ("n: int = (\n    3\n)  # -; -; over lines", 3, (None, None, ())),
    ],
)
def test_forms_of_a_declaration(
    line: str, default: object, bounds: tuple[object, object, tuple[str, ...]]
) -> None:
    """Bounds are numbers, dates or words, or none; the default comes in the declared type."""
    parameter = declared(line)
    assert (parameter.default, type(parameter.default)) == (default, type(default))
    assert (parameter.low, parameter.high, parameter.choices) == bounds


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("n: int = 3", "parameter n needs a default and a comment `# unit; bounds; help`"),
        ("n: int = 3  # days", "parameter n needs a default and a comment"),
        ("n: int = 3  # days; 1..5", "parameter n needs a default and a comment"),
        ("n: int = 3  # days; 1..5; ", "parameter n needs a default and a comment"),
        ("n: int  # days; 1..5; length", "parameter n needs a default and a comment"),
        ("n: list = []  # -; -; things", "parameter n is declared as list; use one of str, int"),
        ("n: int | None = 3  # -; -; x", r"parameter n is declared as int \| None; use one of"),
        ("n: int = f(3)  # -; -; x", "the default of parameter n must be a literal"),
        ("n: int = 3  # -; 1-5; x", "parameter n: cannot read the bounds '1-5'; write `lo..hi`"),
        ("n: int = 3  # -; 1..; x", "parameter n: cannot read the bounds '1..'"),
        ("n: int = 3  # -; ; x", "parameter n: cannot read the bounds ''"),
        ("n: str = 'a'  # -; a | ; x", r"parameter n: cannot read the bounds 'a \|'"),
        ("n: int = 3  # -; one..five; x", "n: bounds 'one..five' are neither numbers nor dates"),
        ("n: int = 3  # -; 1..2022-01-01; x", "bounds '1..2022-01-01' are neither numbers nor"),
        ("n: float = 3  # -; 0..inf; x", "bounds '0..inf' are neither numbers nor dates"),
        ("n: float = 3  # -; nan..5; x", "bounds 'nan..5' are neither numbers nor dates"),
        ("n: str = 'x'  # -; 2022-13-01..2022-14-01; x", "are neither numbers nor dates"),
        ("n: int = 3  # -; 5..1; x", "parameter n: bounds '5..1' are in the wrong order; swap"),
        ("n: str = 'x'  # -; 2023-01-01..2022-01-01; x", "are in the wrong order"),
        ("n: str = 'x'  # -; 1..5; x", "declared as str, which the bounds '1..5' do not fit"),
        ("n: int = 3  # -; 2022-01-01..2023-01-01; x", "n is declared as int, which the bounds"),
        ("n: int = 3  # -; 1 | 2 | 3; x", r"as int, which the bounds '1 \| 2 \| 3' do not fit"),
        ("n: bool = True  # -; 0..1; x", "declared as bool, which the bounds '0..1' do not fit"),
        ("n: int = 7  # days; 1..5; x", r"declaration: parameter n is 7, but must be 1 to 5 days"),
        ("n: str = 'c'  # -; a | b; x", "parameter n is 'c', but must be one of a, b"),
        ("n: int = 2.5  # -; 1..5; x", "declaration: parameter n takes a int, not 2.5"),
        ("n: int = True  # -; 0..5; x", "declaration: parameter n takes a int, not True"),
        ("n: float = '3'  # -; 1..5; x", "n is declared as float, but its default '3' is text"),
        ("n: bool = 'true'  # -; -; x", "n is declared as bool, but its default 'true' is text"),
        ("n: bool = 1  # -; -; x", "declaration: parameter n takes a bool, not 1"),
        ("n: str = 3  # -; -; x", "declaration: parameter n takes a str, not 3"),
        ("n: str = None  # -; -; x", "declaration: parameter n takes a str, not None"),
        ("n: int = [1]  # -; -; x", r"declaration: parameter n takes a int, not \[1\]"),
        (f"n: str = '2022-02-30'  # -; {DAY}; x", r"n takes a str \(date as YYYY-MM-DD\), not"),
        (f"n: str = '2021-12-31'  # -; {DAY}; x", "but must be 2022-01-01 to 2023-12-31"),
    ],
)  # fmt: skip
def test_a_malformed_declaration_is_named(line: str, message: str) -> None:
    """Each slip in a declaration raises with the parameter's name and what is expected."""
    with pytest.raises(ParameterError, match=message):
        read_declarations(line)


@pytest.mark.parametrize(
    "source", ["", "x = 3", "%matplotlib inline", "x: int = (", "\x00", "a.b: int = 3"]
)
def test_a_cell_without_declarations_declares_nothing(source: str) -> None:
    """Other Python, and what is no Python, is passed over."""
    assert read_declarations(source) == {}


def test_names_are_found_by_how_they_are_set() -> None:
    """Plain assignments are what papermill injects; annotated ones are declarations."""
    source = "a = 1\nb: int = 2\nc = d = 3\n(e, f) = 4, 5\nif a:\n    g = 6\nh: str\n"
    assert assigned_names(source) == {"a", "c", "d"}
    assert annotated_names(source) == {"b", "h"}
    assert assigned_names("(") == annotated_names("(") == set()


@pytest.mark.parametrize(
    ("name", "suggestion"), [("crw", "; did you mean crew?"), ("zzzzzz", ""), ("", "")]
)
def test_the_nearest_name_is_suggested(name: str, suggestion: str) -> None:
    """A misspelt name is answered with the one that was meant, if any is near."""
    assert nearest_name(name, ["crew", "seed"]) == suggestion


# -- checking ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "given", "value"),
    [
        ("n: int = 3  # -; 1..5; x", "4", 4),
        ("n: int = 3  # -; 1..5; x", 5.0, 5),
        ("n: int = 3  # -; 1..5; x", 1, 1),
        ("n: float = 3  # -; 1..5; x", "4.5", 4.5),
        ("n: float = 3  # -; 1..5; x", 4, 4.0),
        ("n: bool = True  # -; -; x", "False", False),
        ("n: bool = True  # -; -; x", True, True),
        ("n: str = 'a'  # -; a | b; x", "b", "b"),
        ("n: str = 'a'  # -; -; x", "anything", "anything"),
        (DATE, "2023-12-31", "2023-12-31"),
    ],
)
def test_a_value_comes_in_its_type(line: str, given: Any, value: Any) -> None:
    """Text from a command line and typed values end up the same."""
    checked = declared(line).check(given, "01-boats")
    assert (checked, type(checked)) == (value, type(value))


@pytest.mark.parametrize(
    ("line", "given", "message"),
    [
        ("n: int = 3  # days; 1..5; length", 6, r"n is 6, but must be 1 to 5 days \(length\)"),
        ("n: int = 3  # -; 1..5; x", "three", "n takes a int, not 'three'; allowed: 1 to 5"),
        ("n: int = 3  # -; 1..5; x", 2.5, "n takes a int, not 2.5"),
        ("n: int = 3  # -; 1..5; x", True, "n takes a int, not True"),
        ("n: int = 3  # -; -; x", None, "n takes a int, not None; allowed: any int"),
        ("n: float = 3  # -; -; x", "nan", "n takes a float, not 'nan'; allowed: any float"),
        ("n: float = 3  # -; -; x", float("inf"), "n takes a float, not inf"),
        ("n: float = 3  # -; 1..5000; x", -1, r"n is -1.0, but must be 1 to 5,000 \(x\)"),
        ("n: bool = True  # -; -; x", "yes", "n takes a bool, not 'yes'"),
        ("n: str = 'a'  # -; a | b; x", "c", "n is 'c', but must be one of a, b"),
        ("n: str = 'a'  # -; -; x", 3, "n takes a str, not 3; allowed: any str"),
        (DATE, "2024-01-01", "n is .* must be 2022-01-01 to 2023-12-31"),
        (DATE, "20220630", "n takes a str .* not '20220630'"),
        (DATE, "June", "n takes a str .* not 'June'; allowed"),
    ],
)  # fmt: skip
def test_a_value_out_of_bounds_is_refused(line: str, given: object, message: str) -> None:
    """A wrong type or a value outside is told with chapter, bounds, unit and help."""
    with pytest.raises(ParameterError, match=f"^01-boats: parameter {message}"):
        declared(line).check(given, "01-boats")


@given(st.floats(allow_nan=True, allow_infinity=True) | st.integers() | st.text() | st.none())
def test_whatever_is_given_is_checked_or_refused(given: Any) -> None:
    """No value passes unless it lies within the bounds, and none ends in another error."""
    parameter = declared("n: float = 3  # -; 1..5; x")
    try:
        value = parameter.check(given, "01-boats")
    except ParameterError:
        return
    assert isinstance(value, float)
    assert 1 <= value <= 5
