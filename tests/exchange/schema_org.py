"""A check of JSON-LD against schema.org's definitions: types, their properties, and ranges.

The definitions are schema.org's own, read from the copy that comes with the package `rocrate`
(https://schema.org/version/latest/schemaorg-all-https.jsonld, CC BY-SA 3.0). What search engines
ask for beyond them is set down here, from https://developers.google.com/search/docs/appearance/
structured-data/factcheck in the edition of 10 December 2025.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

REQUIRED = {
    "ClaimReview": {"claimReviewed", "reviewRating", "url"},
    "Rating": {"alternateName"},
}
_FORMS = {
    "schema:Date": r"\d{4}(-\d{2}(-\d{2})?)?",
    "schema:DateTime": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?([+-]\d{2}:\d{2}|Z)",
    "schema:URL": r"\S+",
}


def faults(vocabulary: Mapping[str, Any], content: Mapping[str, Any]) -> list[str]:
    """List what schema.org would not recognise in a graph."""
    types = {node["@id"]: node["@type"] for node in _nodes(content) if "@type" in node}
    return [
        fault
        for node in _nodes(content)
        if "@type" in node
        for fault in _node_faults(vocabulary, types, node)
    ]


def _nodes(content: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(content, list):
        for item in content:
            yield from _nodes(item)
    elif isinstance(content, dict):
        if "@type" in content:
            yield {"@id": f"_:{id(content)}"} | content
        for value in content.values():
            yield from _nodes(value)


def _node_faults(
    vocabulary: Mapping[str, Any], types: Mapping[str, str], node: Mapping[str, Any]
) -> Iterator[str]:
    name = node["@type"]
    kinds = _ancestors(vocabulary, f"schema:{name}")
    if not kinds:
        yield f"{name} is no type"
    for lacking in REQUIRED.get(name, set()) - set(node):
        yield f"{name} lacks {lacking}"
    for key, value in node.items():
        if key.startswith("@"):
            continue
        entry = vocabulary.get(f"schema:{key}")
        if entry is None or not kinds & _ids(entry, "schema:domainIncludes"):
            yield f"{name} has no property {key}"
            continue
        for item in value if isinstance(value, list) else [value]:
            ranges = _ids(entry, "schema:rangeIncludes")
            if not _fits(vocabulary, types, ranges, item):
                yield f"{name}.{key} is {item!r}, expected {sorted(ranges)}"


def _fits(
    vocabulary: Mapping[str, Any], types: Mapping[str, str], ranges: set[str], item: Any
) -> bool:
    if isinstance(item, dict):
        name = item.get("@type") or types.get(item.get("@id", ""))
        return name is not None and bool(_ancestors(vocabulary, f"schema:{name}") & ranges)
    if isinstance(item, int | float):
        return bool(ranges & {"schema:Number", "schema:Integer"})
    if "schema:Text" in ranges:
        return True
    forms = (_FORMS[name] for name in ranges & _FORMS.keys())
    return any(re.fullmatch(form, item) for form in forms)


def _ancestors(vocabulary: Mapping[str, Any], name: str) -> set[str]:
    if name not in vocabulary:
        return set()
    above = _ids(vocabulary[name], "rdfs:subClassOf")
    return {name}.union(*(_ancestors(vocabulary, parent) for parent in above))


def _ids(entry: Mapping[str, Any], key: str) -> set[str]:
    value = entry.get(key, [])
    return {item["@id"] for item in (value if isinstance(value, list) else [value])}
