"""What a notebook cell calls: open a chapter, say, record, show, table.

Knows how Jupyter displays; knows nothing of how notebooks are run or turned into documents. Each
call emits one output that JupyterLab shows as it is, and beside it a private media type
(`briefing.media`) from which the document is made, so the analyst sees what the page will say.
"""

from briefing.ledger.terms import Verdict
from briefing.notebook.chapter import Chapter
from briefing.notebook.firmness import (
    closest_flip,
    count_probes,
    show_hanging,
    show_indicators,
    tried_reach,
)
from briefing.notebook.pictures import show
from briefing.notebook.prose import phrase, record, say
from briefing.notebook.session import current_chapter, open_chapter, use_chapter
from briefing.notebook.tabular import Cell, Column, table
from briefing.notebook.verdicts import count_verdicts, show_rulings, verdict_frame, vintage_heads

__all__ = [
    "Cell",
    "Chapter",
    "Column",
    "Verdict",
    "closest_flip",
    "count_probes",
    "count_verdicts",
    "current_chapter",
    "open_chapter",
    "phrase",
    "record",
    "say",
    "show",
    "show_hanging",
    "show_indicators",
    "show_rulings",
    "table",
    "tried_reach",
    "use_chapter",
    "verdict_frame",
    "vintage_heads",
]
