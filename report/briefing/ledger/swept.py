"""Tables of sweeps that the project keeps, in `data/sweeps/`.

`data/sweeps.toml` says what is swept; ``briefing sweep --refresh`` runs it and writes the tables. A
table is read only where it is used, so that a stale one cannot keep itself from being refreshed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, create_model

from briefing.errors import DataError, Fault
from briefing.ledger.fields import Number, parse_number
from briefing.ledger.models import Bounded
from briefing.ledger.settings import SweepSettings
from briefing.ledger.tables import read_table
from briefing.ledger.terms import Verdict
from briefing.paths import Project

REFRESH: Final = "briefing sweep --refresh"
"""The command that makes the tables anew."""

Exact = Annotated[float, BeforeValidator(parse_number)]


class SweptRow(Bounded):
    """One run of a sweep.

    Attributes
    ----------
    x, y : float
        Values of the two parameters, whose names are the columns.
    low, central, high : float or None
        The finding, in `unit`, by the rules of evidence.
    verdict : Verdict
        On the claim, were the finding the only measure of it.
    """

    x: Exact
    y: Exact
    central: Number = None
    verdict: Verdict


def swept_columns(settings: SweepSettings) -> tuple[str, ...]:
    """Give the columns of a table, in order."""
    return (settings.x.parameter, settings.y.parameter, "low", "central", "high", "unit", "verdict")


def swept_file(name: str) -> str:
    """Give the file of a table, within `data/`."""
    return f"sweeps/{name}.csv"


def read_swept(project: Project, name: str, settings: SweepSettings) -> list[SweptRow]:
    """Read a table and hold it against what is to be swept.

    Parameters
    ----------
    project : Project
        Whose table.
    name : str
        Of the sweep, in `data/sweeps.toml`.
    settings : SweepSettings
        What it says.

    Returns
    -------
    list of SweptRow
        One for each pair of values.

    Raises
    ------
    DataError
        If the table is missing or faulty, or lacks a pair or has one that is not asked for.
    """
    model = create_model(
        "SweptRow",
        __base__=SweptRow,
        x=(Exact, Field(alias=settings.x.parameter)),
        y=(Exact, Field(alias=settings.y.parameter)),
    )
    faults: list[Fault] = []
    rows: list[SweptRow] = list(read_table(project, swept_file(name), model, faults))
    if not faults:
        faults = list(_pair_faults(name, settings, rows))
    if faults:
        raise DataError(faults)
    return rows


def pair_words(settings: SweepSettings, x: float, y: float) -> str:
    """Name a pair of values, for messages."""
    return f"{settings.x.parameter}={x:.12g}, {settings.y.parameter}={y:.12g}"


def _pair_faults(name: str, settings: SweepSettings, rows: Sequence[SweptRow]) -> Iterator[Fault]:
    wanted = Counter(product(settings.x.values, settings.y.values))
    found = Counter((row.x, row.y) for row in rows)
    for counter, what in ((wanted - found, "is missing"), (found - wanted, "is not asked for")):
        for pair in counter:
            message = f"{what}, by data/sweeps.toml; run `{REFRESH}`"
            yield Fault(f"data/{swept_file(name)}", None, pair_words(settings, *pair), message)
