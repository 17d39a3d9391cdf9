"""A briefing in which every number, likelihood word, chart and verdict is traced to its evidence.

The package is a house of seven rooms; knowledge flows down this list and never back up:

``ledger``
    Claims, sources, evidence and verdicts: read, check, relate.
``analysis``
    Estimates with units and origins, wording, verdict rules. Pure.
``charts``
    One module per form: a frame goes in, a chart comes out.
``notebook``
    What a notebook cell calls: open a chapter, say, record, show, table.
``run``
    Chapters, parameters and execution through papermill.
``document``
    Executed notebooks go in, one document model comes out. Pure.
``export``
    The document model as HTML and PDF, through nbconvert.

Nothing in the package knows the subject of the briefing; that lives in ``data/`` and
``notebooks/``.
"""

__version__ = "0.1.0"
