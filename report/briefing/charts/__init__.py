"""Charts: a tidy frame goes in, a `Chart` comes out; one module per form.

The room reads no files and changes no global style. It knows the design tokens, how values are
worded, and nothing of notebooks or documents. Every drawing function gives `Unknown` where one of
its arguments is, so that a chapter runs unchanged with an earlier cut-off.
"""

from briefing.charts.bars import draw_bars
from briefing.charts.chart import Chart, plotted_data, save_svg
from briefing.charts.curve import draw_curve
from briefing.charts.distribution import draw_distribution
from briefing.charts.heat import draw_heat, sweep_frame
from briefing.charts.interval import draw_interval
from briefing.charts.map import draw_map
from briefing.charts.marks import Mark
from briefing.charts.ranges import draw_ranges
from briefing.charts.region import draw_region
from briefing.charts.scoreboard import draw_scoreboard
from briefing.charts.series import draw_series
from briefing.charts.timeline import draw_timeline
from briefing.charts.tornado import draw_tornado, swing_frame

__all__ = [
    "Chart",
    "Mark",
    "draw_bars",
    "draw_curve",
    "draw_distribution",
    "draw_heat",
    "draw_interval",
    "draw_map",
    "draw_ranges",
    "draw_region",
    "draw_scoreboard",
    "draw_series",
    "draw_timeline",
    "draw_tornado",
    "plotted_data",
    "save_svg",
    "sweep_frame",
    "swing_frame",
]
