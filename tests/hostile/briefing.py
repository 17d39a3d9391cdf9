"""A briefing with hostile texts where data brings words: values, tables, charts, cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from nbformat import NotebookNode, from_dict

from briefing import media, tokens
from briefing.document import merge_notebooks

Value = dict[str, Any]


def _output(mime: str, body: Value, **more: str) -> Value:
    return {"output_type": "display_data", "metadata": {}, "data": {mime: body, **more}}


def _value(text: str) -> Value:
    return {"field": text, "text": text, "origins": ["evidence:G1"]}


def _passage(texts: Sequence[str]) -> Value:
    pieces: list[Any] = []
    for text in texts:
        pieces += ["- ", _value(text), "\n"]
    return _output(media.PROSE, {"pieces": pieces, "cite": [], "sources": {}})


def _table(number: int, texts: Sequence[str], summary: str) -> Value:
    caption, note, *cells = texts
    columns = [{"name": cells.pop()}, {"name": cells.pop(), "align": "right"}, {"name": "C"}]
    rows = [
        [{"text": a}, _ruling(b), {"text": c, "cite": ["src-1"]}]
        for a, b, c in zip(cells[::3], cells[1::3], cells[2::3], strict=True)
    ]
    body = {"label": f"tbl-{number}", "caption": caption, "columns": columns, "rows": rows}
    return _output(media.TABLE, body | {"note": note, "summary": summary, "wide": number % 5 == 0})


def _ruling(text: str) -> Value:
    """Give a verdict; those in whole sentences have no tone."""
    return {"text": text} if len(text) > 1_000 else {"text": text, "tone": "disputed"}


def _figure(number: int, texts: Sequence[str], plotted: Sequence[str]) -> Value:
    headline, subtitle, alt, credit = texts
    inside, column, cell = plotted
    shown = "".join(c for c in inside if c.isprintable())
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 20">'
        f'<text y="9" font-family="{tokens.FONT_SANS}">{escape(shown)}</text></svg>'
    )
    body = {
        "label": f"fig-{number}", "headline": [_value(headline)], "subtitle": subtitle,
        "alt": alt, "credit": credit, "width": 1.0, "height": 0.2, "cite": [], "origins": [],
        "data": {"columns": [column], "rows": [[cell]]},
    }  # fmt: skip
    return _output(media.FIGURE, body, **{"image/svg+xml": svg})


def _source(name: str, texts: Sequence[str]) -> Value:
    publisher, title, published, accessed = texts
    return {
        "id": name, "publisher": publisher, "title": title, "url": "https://a.example/x?a=1&b=2",
        "published": published, "accessed": accessed, "reliability": "A", "read": "via",
    }  # fmt: skip


class Supply:
    """Hands out texts one after another, and remembers that there were enough."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._taken = 0

    def take(self, count: int) -> list[str]:
        """Give the next texts; past the end it begins anew."""
        taken = [self._texts[(self._taken + i) % len(self._texts)] for i in range(count)]
        self._taken += count
        return taken

    def again(self, count: int) -> list[str]:
        """Give texts for places that one of the two documents does not show."""
        start = len(self._texts) // 2 + self._taken
        return [self._texts[(start + i) % len(self._texts)] for i in range(count)]

    @property
    def is_used_up(self) -> bool:
        """Whether each text was handed out."""
        return self._taken >= len(self._texts)


def hostile_briefing(texts: Sequence[str]) -> NotebookNode:
    """Give a briefing that holds each text at least once.

    Parameters
    ----------
    texts : sequence of str
        Or harmless words in their stead, for comparison.
    """
    supply = Supply(texts)
    meta = {
        "title": supply.take(1)[0], "subtitle": supply.take(1)[0], "kicker": supply.take(1)[0],
        "authors": supply.take(2), "licence": supply.take(1)[0],
        "description": supply.again(1)[0], "keywords": supply.again(2),
        "footer": supply.take(1)[0],
        "facts": [supply.take(2) for _ in range(4)],
        "sources": {f"src-{i}": _source(f"src-{i}", supply.take(4)) for i in range(1, 20)},
    }  # fmt: skip
    cited = _output(
        media.PROSE,
        {"pieces": ["Cited."], "cite": list(meta["sources"]), "sources": {}},
    )
    outputs = [cited, *_finding_and_record(texts)]
    outputs += [_figure(i, supply.take(4), supply.again(3)) for i in range(1, 61)]
    outputs += [_passage(supply.take(50)) for _ in range(12)]
    number = 0
    while not supply.is_used_up:
        number += 1
        outputs.append(_table(number, supply.take(64), *supply.again(1)))
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Chapter\n\n> What?", "id": "a"},
        {
            "cell_type": "code", "metadata": {}, "source": "x", "id": "b", "execution_count": 1,
            "outputs": outputs,
        },
    ]  # fmt: skip
    chapter = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return merge_notebooks([("01-chapter.ipynb", from_dict(chapter))], meta)


def _finding_and_record(texts: Sequence[str]) -> Iterator[Value]:
    """Give what the document takes in and does not show."""
    label, how, text, unit, help_, setting, scenario = (texts[i % len(texts)] for i in range(7))
    value = {"low": 1, "central": None, "high": 2, "unit": unit, "kind": "model", "text": text}
    yield _output(
        media.FINDING,
        {"id": "chapter.x", "label": label, "chapter": "chapter", "value": value, "claims": [],
         "how": how, "origins": [], "sources": {}},
    )  # fmt: skip
    yield _output(
        media.CHAPTER,
        {"chapter": "01-chapter",
         "parameters": {"x": {"value": setting, "unit": "-", "help": help_}},
         "cutoff": "2026-10-10", "scenario": scenario, "seed": 7, "read": []},
    )  # fmt: skip
