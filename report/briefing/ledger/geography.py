"""Outlines of land, as maps need them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NoReturn

from briefing.errors import DataError, Fault, excerpt
from briefing.paths import Project

LAND: Final = "land_eurasia"
"""The collection that maps draw unless told otherwise."""

_DEPTHS: Final[Mapping[str, int]] = {"Polygon": 2, "MultiPolygon": 3}
"""How many lists stand around a position, by the shape of an area."""


def read_land(project: Project, name: str = LAND) -> Mapping[str, Any]:
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
        land = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        message = f"is no GeoJSON ({excerpt(str(error))}); restore it"
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


def land_faults(project: Project, name: str = LAND) -> tuple[Fault, ...]:
    """Give what is wrong with the outlines; a project without maps may do without any."""
    if not (project.data / f"{name}.geojson").exists():
        return ()
    try:
        read_land(project, name)
    except DataError as error:
        return error.faults
    return ()


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _fault_of(feature: Any) -> str:
    """Say what keeps a feature from being drawn; nothing if it is sound."""
    if not isinstance(feature, dict):
        return "is no object; correct it"
    named, geometry = feature.get("properties"), feature.get("geometry")
    name = named.get("name") if isinstance(named, dict) else None
    if not name or not isinstance(name, str):
        return "has no name; fill its property name"
    area = geometry if isinstance(geometry, dict) else {}
    shape = str(area.get("type") or "feature without geometry")
    if shape not in _DEPTHS:
        return f"is a {excerpt(shape)}, not an area; make it a Polygon or MultiPolygon"
    if not _has_positions(area.get("coordinates"), _DEPTHS[shape]):
        return "has no closed rings of longitude and latitude in degrees; correct its coordinates"
    return ""


def _has_positions(value: Any, depth: int) -> bool:
    if not isinstance(value, list) or not value:
        return False
    if depth > 1:
        return all(_has_positions(part, depth - 1) for part in value)
    return len(value) >= 4 and all(map(_is_position, value)) and value[0] == value[-1]


def _is_position(value: Any) -> bool:
    if not isinstance(value, list) or len(value) < 2:
        return False
    return all(
        isinstance(degrees, int | float) and not isinstance(degrees, bool) and abs(degrees) <= bound
        for degrees, bound in zip(value, (180, 90), strict=False)
    )
