"""The document model as HTML and as PDF, through nbconvert.

Both exporters assemble the same document and write it down; nothing is numbered, looked up or
computed here. The HTML is one file with one short script that loads nothing; the PDF is accessible
(PDF/UA-1) and archivable (PDF/A-3a). The same notebook gives the same bytes.

``html``, ``markup``, ``tables``, ``style``, ``escaping``
    The page: the exporter, nodes to elements, style sheet and policy.
``entries``, ``sieve``, ``schemes``, ``downloads``, ``explorer``
    What readers do with it: sift the ledger, see it by night, save data, move assumptions.
``pdf``, ``payload``, ``flow``, ``floats``, ``compiler``, ``rowheads``, ``glyphs``
    Paper: the exporter, nodes to data, turned pages, floating figures, Typst, row headers, and
    text against the faces.
``opening``, ``refusals``
    Files from elsewhere: read and completed, or refused in one line.
``svg``, ``fonts``, ``characters``, ``words``
    Drawings, faces, characters and wordings that both need.
"""

from __future__ import annotations


def warm_up() -> None:
    """Load what exporting needs and cut the fixed font subsets; made to run in a thread."""
    from briefing.export import html, pdf
    from briefing.export.fonts import coverage, warm_subsets

    html.BriefingHTMLExporter()  # type: ignore[no-untyped-call]
    pdf.warm_compiler()
    coverage()
    warm_subsets()
