"""The last page: what the document was made of, what it was set in, and how to make it again.

All of it comes from the build and from the files it used; none of it is written here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from briefing.document.model import Meta
from briefing.export.attaching import Attachments
from briefing.export.fonts import FACES

_VERSION: Final = 5
_LICENCE: Final = 13
"""Numbers of entries in the name table of a font."""


def describe_making(
    meta: Meta, attachments: Attachments, provenance: Mapping[str, Any]
) -> dict[str, Any]:
    """Put together the content of the colophon.

    Parameters
    ----------
    meta : Meta
        For licence, authors and the facts of the cover.
    attachments : mapping
        Files inside, by name.
    provenance : mapping
        Content of ``provenance.json``, as far as there is any: command, commit, versions.

    Returns
    -------
    dict
        ``facts``: pairs of label and words; ``files``: pairs of name and description.
    """
    versions = provenance.get("versions", {})
    facts = {
        "Authors": ", ".join(meta.authors),
        "Licence": meta.licence,
        "Commit": _commit(provenance),
        "Date": str(provenance.get("date", meta.date)).partition("T")[0],
        "Command": provenance.get("command", ""),
        "Built with": ", ".join(f"{name}\u00a0{number}" for name, number in versions.items()),
        "Set in": typefaces(),
    }
    return {
        "facts": [[label, words] for label, words in facts.items() if words],
        "files": [[name, told] for name, (_, _, told) in sorted(attachments.items())],
    }


def _commit(provenance: Mapping[str, Any]) -> str:
    commit = provenance.get("commit") or ""
    return f"{commit}, with changes not committed" if provenance.get("dirty") else commit


@cache
def typefaces() -> str:
    """Name our families, with the version and the licence that their files state."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    by_licence: dict[str, list[str]] = {}
    families: set[str] = set()
    for face in FACES:
        if face.family in families:
            continue
        families.add(face.family)
        with TTFont(face.path, lazy=True) as font:
            names = font["name"]
            version = re.search(r"[\d.]+", names.getDebugName(_VERSION) or "")
            licence = (names.getDebugName(_LICENCE) or "").partition(". ")[0]
        shown = f"{face.family}\u00a0({version[0]})" if version else face.family
        by_licence.setdefault(licence.rstrip("."), []).append(shown)
    return ". ".join(
        f"{', '.join(shown)}{f'. {licence}' if licence else ''}"
        for licence, shown in by_licence.items()
    )
