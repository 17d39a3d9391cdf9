"""What is done to a PDF after the compiler: links, row headers, data files, packing."""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import MappingProxyType

import pikepdf

from briefing.export.attaching import Attachments, attach_files
from briefing.export.destinations import Destination, lead_links
from briefing.export.rowheads import mark_row_headers


def finish_pdf(
    pdf: bytes,
    attachments: Attachments = MappingProxyType({}),
    moment: int = 0,
    destinations: Mapping[str, Destination] = MappingProxyType({}),
) -> bytes:
    """Complete a PDF; no page changes.

    Parameters
    ----------
    pdf : bytes
        Tagged, as compiled.
    attachments : mapping
        Files to ride inside.
    moment : int
        When they were made, as far as the PDF is concerned [s since 1970].
    destinations : mapping of str to Destination
        What links inside lead to.

    Returns
    -------
    bytes
        The same input gives the same bytes.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        lead_links(document, destinations)
        mark_row_headers(document)
        attach_files(document, attachments, moment)
        target = io.BytesIO()
        # Typst writes each of thousands of tags as an object of its own; packed into streams,
        # which PDF/A-3 allows, a briefing shrinks to a third.
        document.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()
