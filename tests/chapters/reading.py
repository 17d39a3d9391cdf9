"""What executed chapters tell: findings, passages, charts and tables, read from their outputs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from briefing import media

Content = Mapping[str, Any]

_NUMBER = re.compile(r"(?<![\w.,])-?\d[\d,]*(?:\.\d+)?(?:[\s\u00a0](million|billion|trillion)\b)?")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DATE = re.compile(rf"(?:\d{{1,2}}[\s\u00a0])?(?:{'|'.join(MONTHS)}) \d{{4}}")
_SCALES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_RANGE_SCALE = re.compile(r"(\d[\d,.]*) to ([$\d][\d,.]*)([\s\u00a0](?:million|billion|trillion))")


def plain(pieces: Iterable[str | Content]) -> str:
    """Give a passage in pieces as the reader sees it."""
    return "".join(piece if isinstance(piece, str) else piece["text"] for piece in pieces)


def numbers(text: str) -> list[float]:
    """Read the numbers of a text, dates apart; ``1.6 to 6 million`` shares its scale."""
    spread = _RANGE_SCALE.sub(r"\1\3 to \2\3", _DATE.sub("", text)).replace("$", "")
    return [
        float(match[0].split("\u00a0")[0].split(" ")[0].replace(",", ""))
        * _SCALES.get(match[1] or "", 1.0)
        for match in _NUMBER.finditer(spread)
    ]


def is_printed(value: float, text_numbers: Iterable[float]) -> bool:
    """Whether a value stands among printed numbers, as it is or rounded to two digits."""
    return any(abs(value - number) <= 0.051 * max(abs(value), 1e-9) for number in text_numbers)


@dataclass(frozen=True)
class Told:
    """One output of a chapter.

    Attributes
    ----------
    chapter, cell : str
        Where it was told.
    kind : str
        Its media type.
    content : mapping
        What it says.
    """

    chapter: str
    cell: str
    kind: str
    content: Content

    def __str__(self) -> str:
        content = self.content
        name = plain(content["pieces"])[:60] if "pieces" in content else content.get("label")
        return f"{self.chapter} {self.cell} {name or content['id']!r}"

    @property
    def origins(self) -> tuple[str, ...]:
        """What it rests on, as told."""
        return tuple(self.content.get("origins", ()))

    @property
    def values(self) -> list[Content]:
        """Values in a passage or in the headline of a chart."""
        part = {media.PROSE: "pieces", media.FIGURE: "headline"}.get(self.kind)
        return [piece for piece in self.content.get(part, ()) if not isinstance(piece, str)]

    @property
    def words(self) -> Iterator[str]:
        """Every text of it that a reader sees or hears."""
        content = self.content
        match self.kind:
            case media.PROSE:
                yield plain(content["pieces"])
            case media.FIGURE:
                yield plain(content["headline"])
                yield from (content["subtitle"], content["alt"], content["credit"])
            case media.TABLE:
                yield from (content["caption"], content["note"], content["summary"])
                yield from (column["name"] for column in content["columns"])
                yield from (cell["text"] for row in content["rows"] for cell in row)
            case media.FINDING:
                yield from (content["label"], content["how"], content["value"]["text"])


@dataclass(frozen=True)
class Edition:
    """All chapters, executed with one set of values.

    Attributes
    ----------
    notebooks : mapping of str to notebook
        Executed, by chapter.
    """

    notebooks: Mapping[str, Content] = field(repr=False)

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Every private output, in reading order."""
        kinds = (media.PROSE, media.FINDING, media.TABLE, media.FIGURE)
        return tuple(
            Told(chapter, cell["id"], kind, output["data"][kind])
            for chapter, notebook in self.notebooks.items()
            for cell in notebook["cells"]
            for output in cell.get("outputs", ())
            for kind in kinds
            if kind in output.get("data", {})
        )

    def of(self, kind: str) -> list[Told]:
        """Outputs of one kind."""
        return [item for item in self.told if item.kind == kind]

    @cached_property
    def passages(self) -> list[Told]:
        """Passages of text with values."""
        return self.of(media.PROSE)

    @cached_property
    def figures(self) -> dict[str, Content]:
        """Charts by label."""
        return {item.content["label"]: item.content for item in self.of(media.FIGURE)}

    @cached_property
    def tables(self) -> dict[str, Content]:
        """Tables by label."""
        return {item.content["label"]: item.content for item in self.of(media.TABLE)}

    @cached_property
    def findings(self) -> dict[str, Content]:
        """Findings by id."""
        return {item.content["id"]: item.content for item in self.of(media.FINDING)}

    def range_of(self, finding_id: str) -> tuple[float, float]:
        """Bounds of a finding."""
        value = self.findings[finding_id]["value"]
        return value["low"], value["high"]

    def rows(self, label: str) -> list[dict[str, Any]]:
        """Rows drawn in a chart."""
        data = self.figures[label]["data"]
        return [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]

    def roots(self, origins: Iterable[str]) -> set[str]:
        """Follow findings down to what they rest on; the findings stay in the set."""
        found: set[str] = set()
        waiting = list(origins)
        while waiting:
            origin = waiting.pop()
            if origin in found:
                continue
            found.add(origin)
            kind, _, name = origin.partition(":")
            if kind == "finding":
                waiting += self.findings[name]["origins"]
        return found

    @property
    def anchors(self) -> list[str]:
        """Names by which sections and claims are referred to."""
        labels = [
            cell["metadata"].get("briefing", {}).get("label")
            for notebook in self.notebooks.values()
            for cell in notebook["cells"]
        ]
        labels += [item.content.get("label") for item in self.passages]
        return [label for label in labels if label]

    def markdown(self, *chapters: str) -> Iterator[tuple[str, str]]:
        """Markdown cells with their places."""
        for chapter, notebook in self.notebooks.items():
            for cell in notebook["cells"]:
                if cell["cell_type"] == "markdown" and (not chapters or chapter in chapters):
                    yield f"{chapter} {cell['id']}", "".join(cell["source"])

    def read(self) -> Iterator[tuple[str, str]]:
        """Every text that reaches a reader, with its place."""
        yield from self.markdown()
        for item in self.told:
            for text in item.words:
                yield str(item), text
