"""What the cells run so far say of the parameters.

The declaration is a comment, which Python forgets; but the kernel keeps the source of every cell
it has run. Reading it back there works alike in JupyterLab, under papermill and in a script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefing.errors import ParameterError
from briefing.ledger.settings import Scenario
from briefing.notebook.parameters import (
    COMMON,
    Parameter,
    ParameterValue,
    annotated_names,
    assigned_names,
    read_declarations,
)

_COMMON = frozenset(COMMON)


@dataclass(frozen=True, slots=True)
class Cells:
    """The code cells run so far and the names they defined.

    Attributes
    ----------
    sources : sequence of str
        In the order in which they ran.
    namespace : mapping of str to object
        Values of the names now.
    """

    sources: Sequence[str]
    namespace: Mapping[str, Any]

    @classmethod
    def of_kernel(cls) -> Cells:
        """Take them from the running kernel; empty outside one."""
        from IPython import get_ipython  # a kernel has it; tests and scripts need not

        shell = get_ipython()
        if shell is None:
            return cls((), {})
        return cls(tuple(shell.user_ns.get("In", ())), shell.user_ns)

    def declared(self) -> dict[str, Parameter]:
        """Parameters that the cells declare; a parameters cell run again replaces what it said."""
        found: dict[str, Parameter] = {}
        for source in self._current():
            found.update(_with_comments(source))
        return found

    def effective(
        self, chapter: str, declared: Mapping[str, Parameter], scenarios: Mapping[str, Scenario]
    ) -> dict[str, ParameterValue]:
        """Settle the value of each parameter.

        A value that papermill injected wins, then one that an analyst typed over the default of
        the central scenario, then the chosen scenario's, then the default.

        Raises
        ------
        ParameterError
            If a common parameter is not declared, the scenario is unknown, or a value is out of
            its bounds.
        """
        for name in COMMON:
            if name not in declared:
                raise ParameterError(
                    f"{chapter}: the parameters cell does not declare {name}; add it with its "
                    "default and `# unit; bounds; help`"
                )
        if not declared["cutoff"].is_date:
            raise ParameterError(
                f"{chapter}: parameter cutoff needs two dates as bounds, for instance "
                "`# -; 2024-01-01..2026-12-31; last day whose publications count`"
            )
        scenario = self._scenario(chapter, declared, scenarios)
        central = scenarios["central"].parameters if "central" in scenarios else {}
        injected = {name for source in self._current() for name in assigned_names(source)}
        settled: dict[str, ParameterValue] = {}
        for name, parameter in declared.items():
            value = self.namespace.get(name, parameter.default)
            is_typed = value != central.get(name, parameter.default)
            if name in scenario.parameters and name not in injected and not is_typed:
                value = scenario.parameters[name]
            settled[name] = parameter.check(value, chapter)
        return settled

    def _current(self) -> Sequence[str]:
        """Cells from the last parameters cell on; a faulty one that was corrected is forgotten."""
        whole = [n for n, source in enumerate(self.sources) if annotated_names(source) >= _COMMON]
        return self.sources[whole[-1] :] if whole else self.sources

    def _scenario(
        self, chapter: str, declared: Mapping[str, Parameter], scenarios: Mapping[str, Scenario]
    ) -> Scenario:
        name = str(self.namespace.get("scenario", declared["scenario"].default))
        if name not in scenarios:
            raise ParameterError(
                f"{chapter}: scenario {name!r} is not in data/scenarios.toml; "
                f"use one of {', '.join(scenarios)}"
            )
        return scenarios[name]


def _with_comments(source: str) -> dict[str, Parameter]:
    """Declarations of a cell; annotated names without the comment are ordinary Python."""
    try:
        return read_declarations(source)
    except ParameterError:
        if _COMMON & annotated_names(source):
            raise
        return {}
