"""A briefing in which every number, likelihood word, chart and verdict is traced to its evidence.

The package is a house of rooms; knowledge flows down this list and never back up:

``ledger``
    Claims, sources, evidence and verdicts: read, check, relate.
``analysis``
    Estimates with units and origins, wording, verdict rules. Pure.
``charts``
    One module per form: a frame goes in, a chart comes out.
``notebook``
    What a notebook cell calls: open a chapter, say, record, show, table.
``run``
    Chapters, parameters and execution through papermill; kernels and the cache.
``document``
    Executed notebooks go in, one document model comes out. Pure.
``trace``
    The graph of what everything rests on, and the rules that a document must keep.
``explore``
    Runs with other assumptions, for readers who have no kernel.
``export``
    The document model as HTML and PDF, through nbconvert.

Above these, a build (`planning`, `build`, `publishing`) brings them together. Beside it stand
``audit`` (an article's text against the ledger), ``exchange`` (formats that other programs read),
``diff`` (two builds compared), ``sweep`` (many runs in one table) and ``preview`` (the page while
people write). ``commands`` holds what the command line calls, one module each.

Nothing in the package knows the subject of the briefing; that lives in ``data/`` and
``notebooks/``.
"""

__version__ = "0.1.0"
