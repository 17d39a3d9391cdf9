"""Changes as JSON, complete, for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from briefing.diff.changes import Change, Difference
from briefing.diff.filing import DIGESTS

FORMAT: Final = 1
"""Version of what is written."""


def write_json(difference: Difference, old: str, new: str) -> str:
    """Write all changes, by claim, with their causes.

    Parameters
    ----------
    difference : Difference
        What changed.
    old, new : str
        What the two builds are called.
    """
    content = {
        "format": FORMAT,
        "old": {"name": old} | _edition(difference.old),
        "new": {"name": new} | _edition(difference.new),
        "changed": not difference.is_empty,
        "verdict_changed": difference.has_new_verdict,
        "claims": [
            {
                "claim": group.claim,
                "statement": group.statement,
                "verdict_changed": group.has_new_verdict,
                "changes": [_change(change) for change in group.changes],
            }
            for group in difference.claims
        ],
        "elsewhere": [_change(change) for change in difference.elsewhere],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _edition(edition: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in edition.items() if key != DIGESTS}


def _change(change: Change) -> dict[str, Any]:
    place = change.place
    return {
        "id": change.id,
        "kind": str(change.kind),
        "label": change.label,
        "state": change.state,
        "place": None if place is None else asdict(place),
        "aspects": [asdict(aspect) for aspect in change.aspects],
        "causes": [asdict(cause) for cause in change.causes],
        "note": change.note,
    }
