"""Outlines of land, as maps need them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from briefing.errors import DataError, Fault
from briefing.paths import Project

_SHAPES = frozenset({"Polygon", "MultiPolygon"})


def read_land(project: Project, name: str = "land_eurasia") -> Mapping[str, Any]:
    """Read outlines of countries.

    Parameters
    ----------
    project : Project
        Whose data.
    name : str
        File in `data/` without its ending.

    Returns
    -------
    mapping
        A GeoJSON feature collection; every feature is an area with a property ``name``,
        coordinates are longitude and latitude [degrees].

    Raises
    ------
    DataError
        If there is no such file, or it is no such collection.
    """
    path = project.data / f"{name}.geojson"
    label = project.relative(path)
    if not path.is_file():
        raise DataError([Fault(label, None, "", "is missing; restore it")])
    try:
        land = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        message = f"is no GeoJSON ({error}); restore it"
        raise DataError([Fault(label, None, "", message)]) from error
    features = land.get("features") if isinstance(land, dict) else None
    if not features or not isinstance(features, list):
        raise DataError([Fault(label, None, "", "holds no features; restore it")])
    faults = [
        Fault(label, None, f"feature {number}", message)
        for number, feature in enumerate(features, start=1)
        if (message := _fault_of(feature))
    ]
    if faults:
        raise DataError(faults)
    return {str(key): value for key, value in land.items()}


def _fault_of(feature: Any) -> str:
    """Say what keeps a feature from being drawn; nothing if it is sound."""
    if not isinstance(feature, dict):
        return "is no object; correct it"
    if not (feature.get("properties") or {}).get("name"):
        return "has no name; fill its property name"
    shape = (feature.get("geometry") or {}).get("type")
    return "" if shape in _SHAPES else f"is a {shape or 'feature without geometry'}, not an area"
