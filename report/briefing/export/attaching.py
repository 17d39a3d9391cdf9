"""Data files that ride inside a PDF, as PDF/A-3 asks for them.

They go in after the pages are set, so whatever writes them may still be at work until then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from pikepdf import Array, AttachedFileSpec, Name, Pdf

Content = bytes | Callable[[], bytes]
"""The bytes of a file, or what gives them when they are needed."""

Attachments = Mapping[str, tuple[Content, str, str]]
"""By name: content, media type and description."""

_DATE: Final = "D:%Y%m%d%H%M%SZ"


def attach_files(document: Pdf, attachments: Attachments, moment: int) -> None:
    """Put files inside a PDF, in the order of their names.

    Parameters
    ----------
    document : Pdf
        Open.
    attachments : mapping
        By name.
    moment : int
        When they were made, as far as the PDF is concerned [s since 1970].
    """
    date = datetime.fromtimestamp(moment, UTC).strftime(_DATE)
    for name, (content, kind, description) in sorted(attachments.items()):
        document.attachments[name] = AttachedFileSpec(
            document,
            content() if callable(content) else content,
            filename=name,
            description=description,
            mime_type=kind,
            relationship=Name.Data,
            creation_date=date,
            mod_date=date,
        )
    if attachments:
        # Archives must say which files belong to the document as a whole.
        document.Root.AF = Array([document.attachments[name].obj for name in sorted(attachments)])
