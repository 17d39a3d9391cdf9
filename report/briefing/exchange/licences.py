"""Licences by the name that `data/briefing.toml` gives, with what machines know them by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_CREATIVE_COMMONS: Final = "https://creativecommons.org"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence.

    Attributes
    ----------
    title : str
        As the document names it.
    id : str
        SPDX identifier.
    url : str
        Its text.
    """

    title: str
    id: str
    url: str


_KNOWN: Final = (
    Licence("CC BY 4.0", "CC-BY-4.0", f"{_CREATIVE_COMMONS}/licenses/by/4.0/"),
    Licence("CC BY-SA 4.0", "CC-BY-SA-4.0", f"{_CREATIVE_COMMONS}/licenses/by-sa/4.0/"),
    Licence("CC0 1.0", "CC0-1.0", f"{_CREATIVE_COMMONS}/publicdomain/zero/1.0/"),
)


def find_licence(title: str) -> Licence | None:
    """Give the licence of a name; None for one that has no address here."""
    plain = title.strip().casefold()
    return next((known for known in _KNOWN if known.title.casefold() == plain), None)
