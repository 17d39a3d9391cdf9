"""Which value of a parameter counts."""

from __future__ import annotations

from typing import Any

import pytest
from tests.notebook.conftest import PARAMETERS

from briefing.errors import ParameterError
from briefing.ledger.settings import Scenario
from briefing.notebook.cells import Cells

SCENARIOS = {
    "central": Scenario(title="Central", parameters={"crew": 4.0}),
    "high": Scenario(title="High", parameters={"crew": 6.0, "unheard-of": 1}),
}


def settled(*sources: str, scenarios: Any = SCENARIOS) -> dict[str, Any]:
    """Run cells as a kernel does and settle the parameters."""
    namespace: dict[str, Any] = {}
    for source in sources:
        exec(source, namespace)
    cells = Cells(sources, namespace)
    return cells.effective("01-boats", cells.declared(), scenarios)


def typed(old: str, new: str) -> str:
    """Give the parameters cell with a value that an analyst has typed over."""
    assert old in PARAMETERS
    return PARAMETERS.replace(old, new)


HIGH = typed('scenario: str = "central"', 'scenario: str = "high"')


@pytest.mark.parametrize(
    ("sources", "crew"),
    [
        ((PARAMETERS,), 4.0),
        ((HIGH,), 6.0),
        ((PARAMETERS, 'scenario = "high"'), 6.0),
        ((typed("crew: float = 4.0", "crew: float = 3.0"),), 3.0),
        ((HIGH.replace("= 4.0", "= 3.0"),), 3.0),
        ((PARAMETERS, "crew = 2.5"), 2.5),
        ((HIGH, "crew = 4.0"), 4.0),
        ((HIGH.replace("= 4.0", "= 3.0"), "crew = 5.0"), 5.0),
    ],
    ids=[
        "default",
        "scenario over default",
        "injected scenario",
        "typed over central",
        "typed over scenario",
        "injected over default",
        "injected central value over scenario",
        "injected over typed",
    ],
)
def test_injected_wins_over_typed_over_scenario_over_default(
    sources: tuple[str, ...], crew: float
) -> None:
    """The nearer a value is to this run, the more it counts."""
    assert settled(*sources)["crew"] == crew


def test_a_scenario_counts_where_the_central_one_is_silent() -> None:
    """A value that only one scenario names is taken over the default."""
    scenarios = {**SCENARIOS, "central": Scenario(title="Central", parameters={})}
    assert settled(HIGH, scenarios=scenarios)["crew"] == 6.0
    only = {"high": SCENARIOS["high"]}
    assert settled(HIGH.replace("= 4.0", "= 3.0"), scenarios=only)["crew"] == 6.0


def test_values_come_in_their_types() -> None:
    """An injected whole number for a float is a float."""
    values = settled(PARAMETERS, "crew = 3")
    assert values == {"cutoff": "2023-12-31", "scenario": "central", "seed": 7, "crew": 3.0}
    assert isinstance(values["crew"], float)


def test_a_parameters_cell_run_again_replaces_the_first() -> None:
    """What an analyst removed, or injected before, is gone with the rerun."""
    without = "\n".join(line for line in PARAMETERS.splitlines() if "crew" not in line)
    assert "crew" not in settled(PARAMETERS, "crew = 3.0", without)
    assert settled(PARAMETERS, "crew = 3.0", HIGH)["crew"] == 6.0


def test_a_corrected_mistake_is_forgotten() -> None:
    """A faulty parameters cell that was mended and run again no longer raises."""
    faulty = typed("2..6", "6..2")
    with pytest.raises(ParameterError, match=r"bounds '6\.\.2' are in the wrong order"):
        settled(faulty)
    assert settled(faulty, PARAMETERS)["crew"] == 4.0


def test_other_cells_may_annotate_names() -> None:
    """Outside the parameters cell an annotated name is ordinary Python."""
    assert "boats" not in settled(PARAMETERS, "boats: list = [1, 2]", "n: int = 3")


def test_declarations_may_stand_in_several_cells() -> None:
    """A further cell may declare more, with the same grammar."""
    assert settled(PARAMETERS, "piers: int = 3  # piers; 1..9; how many")["piers"] == 3


@pytest.mark.parametrize("name", ["cutoff", "scenario", "seed"])
def test_common_parameters_are_required(name: str) -> None:
    """Every chapter can be cut off, put into a scenario and seeded."""
    source = "\n".join(line for line in PARAMETERS.splitlines() if not line.startswith(name))
    with pytest.raises(ParameterError, match=f"^01-boats: .* does not declare {name}; add it with"):
        settled(source)


def test_a_cutoff_is_a_date() -> None:
    """Without dates as bounds any text would pass as a day."""
    with pytest.raises(ParameterError, match=r"^01-boats: parameter cutoff needs two dates"):
        settled(typed("2022-01-01..2023-12-31", "-"))


def test_an_unknown_scenario_is_named() -> None:
    """A scenario that the data does not have is answered with those it has."""
    with pytest.raises(
        ParameterError, match=r"^01-boats: scenario 'low' is not in .* central, high"
    ):
        settled(PARAMETERS, "scenario = 'low'")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("crew = 9", r"crew is 9.0, but must be 2 to 6 persons/boat"),
        ("crew = 'many'", "crew takes a float, not 'many'"),
        ("cutoff = '2024-01-01'", "cutoff is '2024-01-01', but must be 2022-01-01 to 2023-12-31"),
    ],
)
def test_an_injected_value_is_checked(source: str, message: str) -> None:
    """What papermill passes is held against the bounds of the declaration."""
    with pytest.raises(ParameterError, match=f"^01-boats: parameter {message}"):
        settled(PARAMETERS, source)


def test_a_value_of_a_scenario_is_checked() -> None:
    """A scenario cannot go beyond the declared bounds."""
    scenarios = {**SCENARIOS, "high": Scenario(title="High", parameters={"crew": 60})}
    with pytest.raises(ParameterError, match=r"crew is 60\.0, but must be 2 to 6"):
        settled(HIGH, scenarios=scenarios)
