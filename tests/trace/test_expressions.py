"""How a value came about, read from the code of its cell."""

from __future__ import annotations

import pytest

from briefing.document.model import CodeCell
from briefing.trace.expressions import Expressions


def found(field: str, *sources: str, template: str = "") -> str:
    """Ask for a field of the last cell."""
    cells = [CodeCell("upper", str(i), f"cell {i}", source) for i, source in enumerate(sources)]
    return Expressions(cells).find("upper", f"cell {len(cells) - 1}", field, template)


@pytest.mark.parametrize(
    ("sources", "expression"),
    [
        (['say("{n}", n=chapter.value("A1"))'], "chapter.value('A1')"),
        (['rate = a / b\nsay("{n}", n=rate)'], "a / b"),
        (["rate = a / b", 'say("{n}", n=rate)'], "a / b"),
        (["rate = 1", "rate = a / b", 'say("{n}", n=rate)'], "a / b"),
        (["gap = between(a, b)", 'say("{n}", n=gap.years)'], "between(a, b).years"),
        (['show(draw(headline=phrase("{n}", n=x + y)))'], "x + y"),
        (['say("{n}", n=unheard_of)'], "unheard_of"),
        (['say("a {n}", n=x)\nsay("b {n}", n=y)'], ""),
        (['say("{m}", m=x)'], ""),
        (["%matplotlib inline"], ""),
    ],
)
def test_the_expression_of_a_field(sources: list[str], expression: str) -> None:
    """A name gives way to what was assigned to it; where two calls differ, nothing is claimed."""
    assert found("n", *sources) == expression


def test_the_passage_chooses_among_calls() -> None:
    """Two passages of a cell may use the same name for different values."""
    source = 'say("a {n}", n=x)\nsay("b {n}", n=y, otherwise="none")'
    assert found("n", source, template="b {n}") == "y"
    assert found("n", source, template="none") == "y"


def test_an_endless_expression_is_cut() -> None:
    """What does not fit on a line or four explains nothing."""
    text = found("n", f'say("{{n}}", n={" + ".join(["chapter"] * 90)})')
    assert len(text) == 300
    assert text.endswith("…")


def test_an_unknown_place_has_no_expression() -> None:
    """A passage from elsewhere is left unexplained, not explained wrongly."""
    assert Expressions([]).find("upper", "cell 1", "n") == ""
