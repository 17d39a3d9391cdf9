"""Charts on the page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from briefing import media
from briefing.analysis.phrase import Phrase
from briefing.analysis.unknown import Unknown
from briefing.notebook.publish import citation_fields, publish
from briefing.notebook.session import current_chapter
from briefing.notebook.values import encode_origins, encode_phrase

if TYPE_CHECKING:
    from briefing.charts.chart import Chart


def show(chart: Chart | Unknown) -> None:
    """Show a chart with its headline, credit and alternative text.

    Parameters
    ----------
    chart : Chart or Unknown
        What a drawing function returned. `Unknown`, from a headline that the cut-off leaves
        without a value, shows nothing.
    """
    if isinstance(chart, Unknown):
        return
    from briefing.charts.chart import plotted_data, save_svg

    headline = chart.headline
    origins = chart.origins
    if isinstance(headline, Phrase):
        origins |= headline.origins
    width, height = chart.size
    svg = save_svg(chart)
    told = encode_phrase(headline) if isinstance(headline, Phrase) else [chart.headline_text]
    content = {
        "label": chart.label,
        "headline": told,
        "subtitle": chart.subtitle,
        "alt": chart.alt,
        "credit": chart.credit,
        "width": width,
        "height": height,
        "origins": encode_origins(origins),
        "data": plotted_data(chart),
        **citation_fields(current_chapter(), origins),
    }
    publish(
        {
            "text/html": _html(chart.headline_text, chart.subtitle, svg, chart.credit),
            "text/plain": chart.alt,
            "image/svg+xml": svg,
            media.FIGURE: content,
        }
    )


def _html(headline: str, subtitle: str, svg: str, credit: str) -> str:
    """Markup for JupyterLab; documents are made from the private type instead."""
    drawing = svg[svg.index("<svg") :]
    return (
        f"<figure><figcaption><b>{escape(headline)}</b><br>{escape(subtitle)}</figcaption>"
        f"{drawing}<small>{escape(credit)}</small></figure>"
    )
