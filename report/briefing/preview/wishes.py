"""What may be asked of a preview."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

PAPER: Final = "/briefing.pdf"
"""Where the PDF is served."""


class Wish(StrEnum):
    """What to make anew."""

    PAGE = "page"
    PAGE_AND_PDF = "page-and-pdf"
