"""Settle which values each chapter runs with, before any kernel starts.

Three layers, each over the one before: the defaults that a chapter declares, the values of a
scenario in ``data/scenarios.toml``, and values given for this run. Only the last two are passed to
papermill; a chapter run without them is the notebook as stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from briefing.errors import ParameterError
from briefing.notebook.parameters import Parameter, ParameterValue, nearest_name
from briefing.run.chapters import Chapter, find_chapter, select_chapters

if TYPE_CHECKING:
    from briefing.ledger.settings import Scenario

SCENARIO: Final = "scenario"
"""The common parameter that also chooses a set of values."""

Values = Mapping[str, ParameterValue]


@dataclass(frozen=True, slots=True)
class Given:
    """A value given for this run.

    Attributes
    ----------
    name : str
        The parameter.
    value : object
        Text from the command line, or a typed value.
    chapter : str
        The one chapter it is meant for; empty for every chapter that declares it.
    """

    name: str
    value: object
    chapter: str = ""


def read_given(texts: Iterable[str]) -> tuple[Given, ...]:
    """Read ``name=value`` and ``chapter:name=value``.

    Raises
    ------
    ParameterError
        If a text has another form, or sets the same parameter twice.
    """
    given: dict[tuple[str, str], Given] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        chapter, colon, name = key.strip().rpartition(":")
        if not equals or not name or (colon and not chapter):
            raise ParameterError(
                f"cannot read the parameter {text!r}; write name=value, or chapter:name=value for "
                "one chapter only"
            )
        if (chapter, name) in given:
            raise ParameterError(f"parameter {key.strip()} is given twice; keep one of the two")
        given[chapter, name] = Given(name, value.strip(), chapter)
    return tuple(given.values())


def resolve_values(
    chapters: Sequence[Chapter],
    given: Iterable[Given] = (),
    scenario: str | None = None,
    scenarios: Mapping[str, Scenario] | None = None,
) -> dict[str, dict[str, ParameterValue]]:
    """Settle the values to pass to each chapter, over its defaults.

    Parameters
    ----------
    chapters : sequence of Chapter
        All chapters of the project, so that a name is refused only if nobody knows it.
    given : iterable of Given
        Values for this run; they win over the scenario's.
    scenario : str, optional
        Name of a scenario; the same as giving the parameter ``scenario``.
    scenarios : mapping of str to Scenario, optional
        The known ones.

    Returns
    -------
    dict of str to dict
        For each chapter id, the checked values of the parameters that it declares.

    Raises
    ------
    ParameterError
        If a name is unknown, or a value has the wrong type or lies outside its bounds.
    """
    given = tuple(given)
    chosen = _choose_scenario(given, scenario, scenarios or {})
    values: dict[str, dict[str, ParameterValue]] = {chapter.id: {} for chapter in chapters}
    if chosen is not None:
        name, parameters = chosen
        for item in (Given(SCENARIO, name), *(Given(*pair) for pair in parameters.items())):
            _apply(values, chapters, item, f"data/scenarios.toml ({name}): ")
    for item in sorted(given, key=lambda item: bool(item.chapter)):
        _apply(values, chapters, item, "")
    return values


def settled_values(chapter: Chapter, passed: Values) -> dict[str, ParameterValue]:
    """Give every value a chapter runs with: its defaults under what is passed to it."""
    return {name: declared.default for name, declared in chapter.parameters.items()} | dict(passed)


def declarations(chapters: Sequence[Chapter]) -> dict[str, dict[str, Parameter]]:
    """Group what all chapters declare by parameter: name, then chapter id."""
    grouped: dict[str, dict[str, Parameter]] = {}
    for chapter in chapters:
        for name, parameter in chapter.parameters.items():
            grouped.setdefault(name, {})[chapter.id] = parameter
    return grouped


def owner_of(chapters: Sequence[Chapter], chapter: Chapter, name: str) -> tuple[Chapter, Parameter]:
    """Find a number that a chapter rests on, its own or one of a chapter that it needs.

    Parameters
    ----------
    chapters : sequence of Chapter
        All of the project.
    chapter : Chapter
        Which rests on it.
    name : str
        Of the parameter, or ``chapter:name``.

    Returns
    -------
    (Chapter, Parameter)
        Which chapter declares it, and as what.

    Raises
    ------
    ParameterError
        If there is none, or it is no number.
    """
    other, _, plain = name.rpartition(":")
    owner = find_chapter(chapters, other) if other else chapter
    if owner is not chapter and owner not in select_chapters(chapters, [chapter.id]):
        raise ParameterError(
            f"{chapter.file} does not need {owner.id}, so {name} cannot move it; name a parameter "
            "of the chapter or of one that it needs"
        )
    parameter = owner.parameters.get(plain)
    if parameter is None:
        raise ParameterError(
            f"{owner.file} declares no parameter {plain}{nearest_name(plain, owner.parameters)}"
        )
    if parameter.type not in (int, float):
        raise ParameterError(
            f"{owner.file}: {plain} is no number, so it has no steps; name one that is"
        )
    return owner, parameter


def _choose_scenario(
    given: Sequence[Given], scenario: str | None, scenarios: Mapping[str, Scenario]
) -> tuple[str, Mapping[str, object]] | None:
    named = next(
        (str(item.value) for item in given if item.name == SCENARIO and not item.chapter), None
    )
    if scenario is not None and named is not None and scenario != named:
        raise ParameterError(
            f"the scenario is given twice, as {scenario} and as {named}; keep one of the two"
        )
    name = scenario if scenario is not None else named
    if name is None:
        return None
    if name not in scenarios:
        raise ParameterError(
            f"there is no scenario `{name}`{nearest_name(name, scenarios)} "
            f"(data/scenarios.toml has: {', '.join(scenarios) or 'none'})"
        )
    return name, scenarios[name].parameters


def _apply(
    values: dict[str, dict[str, ParameterValue]],
    chapters: Sequence[Chapter],
    item: Given,
    prefix: str,
) -> None:
    meant = [find_chapter(chapters, item.chapter)] if item.chapter else chapters
    takers = [chapter for chapter in meant if item.name in chapter.parameters]
    if not takers:
        known = {name for chapter in meant for name in chapter.parameters}
        where = f" in chapter `{item.chapter}`" if item.chapter else ""
        raise ParameterError(
            f"{prefix}there is no parameter `{item.name}`{where}"
            f"{nearest_name(item.name, known)} (`briefing params` lists them all)"
        )
    for chapter in takers:
        try:
            checked = chapter.parameters[item.name].check(item.value, chapter.file)
        except ParameterError as error:
            raise ParameterError(f"{prefix}{error}") from error
        values[chapter.id][item.name] = checked
