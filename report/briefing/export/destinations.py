"""Where links inside a PDF lead.

A compiler that is told of labels sets every line with a link twice: before it knows where the
labels fall, and after. In a document with a link behind each number that is nearly all of it. So
links are set as addresses of a scheme of our own, and led to their places once the pages stand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pikepdf import Array, Name, Pdf, String

from briefing.errors import ExportError
from briefing.export.compiler import Workshop

SCHEME: Final = "briefing:"
"""Of the addresses that stand for places inside the document; the library has the same."""

_HEADROOM: Final = 10.0
"""Above a place, so that it does not stick to the upper edge of the window [pt]."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A place in the document.

    Attributes
    ----------
    page : int
        Counted from 1.
    x, y : float
        Distance from the left and from the upper edge of the page [pt].
    kind : str
        What stands there, as said to readers; may be empty.
    """

    page: int
    x: float
    y: float
    kind: str = ""

    @property
    def words(self) -> str:
        """What a reader is told who does not see the page."""
        return f"{self.kind}, page {self.page}" if self.kind else f"page {self.page}"


def read_destinations(workshop: Workshop) -> dict[str, Destination]:
    """Ask the compiler where everything fell that links lead to.

    Parameters
    ----------
    workshop : Workshop
        Compiled, so that this costs next to nothing.

    Returns
    -------
    dict of str to Destination
        By id; ids that stand nowhere are missing.
    """
    (answer,) = json.loads(workshop.query("<destinations>"))
    return {
        spot["id"]: Destination(spot["page"], spot["x"], spot["y"], spot["kind"])
        for spot in answer["value"]
        if spot["kind"] is not None
    }


def lead_links(document: Pdf, destinations: Mapping[str, Destination]) -> None:
    """Let links inside a document lead to their places.

    Parameters
    ----------
    document : Pdf
        Open; its links inside are addresses that begin with `SCHEME`.
    destinations : mapping of str to Destination
        By id.

    Raises
    ------
    ExportError
        If a link leads to what is not in the document.
    """
    pages = [page.obj for page in document.pages]
    targets = {
        id: (_target(pages[spot.page - 1], spot), String(spot.words))
        for id, spot in destinations.items()
    }
    for page in pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get("/A")
            address = str(action.get("/URI", "")) if action is not None else ""
            if not address.startswith(SCHEME):
                continue
            id = address.removeprefix(SCHEME)
            if id not in targets:
                raise ExportError(f"a link leads to {id!r}, which is not in the document")
            del annotation["/A"]
            annotation["/Dest"], annotation["/Contents"] = targets[id]


def _target(page: Any, spot: Destination) -> Array:
    """Write a place as PDF does: measured from the lower edge, keeping the reader's zoom."""
    height = float(page.MediaBox[3])
    across, up = spot.x, min(height, height - spot.y + _HEADROOM)
    return Array([page, Name.XYZ, _rounded(across), _rounded(up), 0])


def _rounded(length: float) -> Decimal:
    return Decimal(f"{length:.3f}").normalize()
