"""A notebook from elsewhere with a hostile text in each of its cells, of all kinds in turn."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

from PIL import Image
from tests.hostile.texts import Hostile

Cell = dict[str, Any]


@cache
def _pixel() -> str:
    target = io.BytesIO()
    Image.new("RGB", (2, 2)).save(target, format="PNG")
    return base64.b64encode(target.getvalue()).decode("ascii")


def _markdown(source: str, **more: Any) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def _raw(source: str, kind: str) -> Cell:
    return {"cell_type": "raw", "metadata": {"raw_mimetype": kind}, "source": source}


def _code(source: str, *outputs: Cell) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "outputs": list(outputs),
        "source": source,
    }


def _shown(data: Cell, metadata: Cell | None = None) -> Cell:
    return _code("x", {"output_type": "display_data", "metadata": metadata or {}, "data": data})


def _stream(name: str) -> Callable[[str], Cell]:
    return lambda text: _code("x", {"output_type": "stream", "name": name, "text": text})


def _error(text: str) -> Cell:
    return _code(
        "x", {"output_type": "error", "ename": text, "evalue": text, "traceback": [text, text]}
    )


def _drawing(inside: str) -> Cell:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">{inside}</svg>'
    return _shown({"image/svg+xml": svg, "text/plain": "A drawing"})


def _quoted(text: str) -> str:
    """Escape for an attribute or element of XML, which has no control characters at all."""
    return html.escape("".join(c for c in text if c.isprintable() or c in "\t\n"))


PLACES: Final[dict[str, Callable[[str], Cell]]] = {
    "Markdown cell": _markdown,
    "words of a Markdown cell": lambda text: _markdown(f"Words, and {text}"),
    "code": _code,
    "stream": _stream("stdout"),
    "error stream": _stream("stderr"),
    "error": _error,
    "plain output": lambda text: _shown({"text/plain": text}),
    "HTML output": lambda text: _shown({"text/html": f"<div>{text}</div>"}),
    "cell of an HTML table": lambda text: _shown(
        {"text/html": f"<table><tr><th>{text}</th></tr><tr><td>{html.escape(text)}</td></tr>"}
    ),
    "address in HTML": lambda text: _shown(
        {"text/html": f'<p><a href="{html.escape(text)}" title="x">link</a></p>'}
    ),
    "image in HTML": lambda text: _shown(
        {"text/html": f'<img src="{html.escape(text)}" alt="{html.escape(text)}">'}
    ),
    "Markdown output": lambda text: _shown({"text/markdown": text}),
    "formula": lambda text: _shown({"text/latex": f"${text}$", "text/plain": "a formula"}),
    "formula in Markdown": lambda text: _markdown(f"$${text}$$"),
    "JSON output": lambda text: _shown({"application/json": {text: [text]}}),
    "unknown output": lambda text: _shown({f"application/{text}": text, "text/plain": text}),
    "words of a drawing": lambda text: _drawing(f"<text y='9'>{_quoted(text)}</text>"),
    "style of a drawing": lambda text: _drawing(
        f"<style>{_quoted(text)}</style><rect width='9' height='9' style=\"{_quoted(text)}\"/>"
    ),
    "address in a drawing": lambda text: _drawing(
        f"<image href=\"{_quoted(text)}\" width='9' height='9'/>"
        f"<a href=\"{_quoted(text)}\"><text y='9'>x</text></a>"
    ),
    "markup of a drawing": lambda text: _drawing(f"<text y='9'>x</text>{text}"),
    "description of an image": lambda text: _shown(
        {"image/png": _pixel()}, {"image/png": {"alt": text}}
    ),
    "attachment": lambda text: _markdown(
        f"![{text}](attachment:a.png)", attachments={"a.png": {"image/png": _pixel()}, text: {}}
    ),
    "raw cell": lambda text: _raw(text, ""),
    "raw HTML cell": lambda text: _raw(text, "text/html"),
    "raw Markdown cell": lambda text: _raw(text, "text/markdown"),
    "raw LaTeX cell": lambda text: _raw(text, "text/latex"),
}
"""Where a notebook from elsewhere may hold a text."""


def hostile_notebook(texts: Sequence[Hostile]) -> dict[str, Any]:
    """Give a notebook as it lies on disk, with each text in one place; places take turns."""
    places = list(PLACES.values())
    cells = [_markdown("# Notebook")]
    cells += [places[i % len(places)](each.text) for i, each in enumerate(texts)]
    loud = " ".join(each.text for each in texts[:40:8])
    return {
        "cells": cells,
        "metadata": {
            "title": loud,
            "authors": [{"name": loud}],
            "kernelspec": {"name": loud, "display_name": loud, "language": loud},
            "language_info": {"name": loud, "mimetype": loud, "pygments_lexer": loud},
            "widgets": {loud: {}},
        },
        "nbformat": 4,
        "nbformat_minor": 4,
    }
