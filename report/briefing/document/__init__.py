"""Executed notebooks go in, one document model comes out.

The room knows Markdown, the private media types and the shape of a notebook. It opens no file and
knows nothing of HTML or PDF: both exporters read the same model, so numbering, references,
citations and alternative texts cannot drift apart.

``nodes``, ``trees``
    Blocks and inlines as frozen dataclasses; walking them and their JSON form.
``model``
    The document around them: meta, chapters, sources, findings.
``grammar``, ``markdown``, ``typography``
    The Markdown we read, how it becomes nodes, and curly quotes for plain text.
``bundle``, ``pieces``
    Passages whose numbers carry their origins, to nodes.
``outputs``, ``ordinary``
    The outputs of a code cell, private and otherwise, to nodes.
``merge``
    Several executed notebooks to one.
``assembly``
    One notebook, merged or not, to a document.
``numbering``, ``targets``
    Ids, numbers and references over the whole document.
"""

from briefing.document.assembly import assemble
from briefing.document.merge import merge_notebooks
from briefing.document.model import Document

__all__ = ["Document", "assemble", "merge_notebooks"]
