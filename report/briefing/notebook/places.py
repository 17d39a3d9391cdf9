"""Places and series with what a chart has to credit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from briefing.errors import DataError, Fault
from briefing.ledger.ledger import Ledger
from briefing.ledger.series import read_series
from briefing.paths import Project

if TYPE_CHECKING:
    import pandas as pd

_SERIES: Final = "places"
_DEGREES: Final = {"longitude_deg": "longitude", "latitude_deg": "latitude"}


def with_credit(frame: pd.DataFrame, series: str, ledger: Ledger) -> pd.DataFrame:
    """Give rows of a series with the publisher of each, and the series as what they rest on."""
    publishers = [ledger.sources[source].publisher for source in frame["source"]]
    return frame.assign(publisher=publishers, evidence=f"series:{series}")


def place_frame(project: Project, ledger: Ledger, names: Sequence[str]) -> pd.DataFrame:
    """Lay out places, one a row.

    Parameters
    ----------
    project : Project
        Whose places.
    ledger : Ledger
        Where their sources are.
    names : sequence of str
        Which, in this order; all if empty.

    Returns
    -------
    pandas.DataFrame
        Columns place, kind, longitude and latitude [degrees], publisher and evidence.

    Raises
    ------
    DataError
        If there is no place of a name.
    """
    frame = read_series(project, _SERIES, ("place", "kind", *_DEGREES))
    frame = with_credit(frame, _SERIES, ledger).rename(columns=_DEGREES).set_index("place")
    faults = [
        Fault(f"data/series/{_SERIES}.csv", None, name, "is no place here; add it")
        for name in names
        if name not in frame.index
    ]
    if faults:
        raise DataError(faults)
    chosen = frame.loc[list(names)] if names else frame
    columns = ["place", "kind", "longitude", "latitude", "publisher", "evidence"]
    return chosen.reset_index()[columns]
