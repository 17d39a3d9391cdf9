"""The private media types in which notebook cells speak to the document.

`notebook` writes them and `document` reads them; the names live here so that neither room has to
import the other. Each travels beside an ordinary type (Markdown, HTML, SVG), so that JupyterLab
shows the same content without knowing any of these.
"""

from typing import Final

PROSE: Final = "application/vnd.briefing.prose+json"
"""A passage in pieces: Markdown text, and values with their origins."""

FINDING: Final = "application/vnd.briefing.finding+json"
"""A filed result: value, unit, how it was computed, what it rests on."""

TABLE: Final = "application/vnd.briefing.table+json"
"""A table as columns and plain-text cells."""

FIGURE: Final = "application/vnd.briefing.figure+json"
"""What goes with a chart: headline, alternative text, credit, plotted data."""

CHAPTER: Final = "application/vnd.briefing.chapter+json"
"""What a chapter ran with: parameters, cut-off, scenario, seed, files read."""

ALL: Final = (PROSE, FINDING, TABLE, FIGURE, CHAPTER)
