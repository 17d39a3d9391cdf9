"""Graphs of a made-up briefing about boats, for tests that compare two of them."""

from __future__ import annotations

from typing import Any

from briefing.trace.graph import Graph, Node, NodeKind, Place


def estimate(low: float | None, high: float | None, unit: str = "boats") -> dict[str, Any]:
    text = f"{low:g} {unit}" if low == high else f"{low:g} to {high:g} {unit}"
    central = low if low == high else None
    return {"type": "estimate", "low": low, "central": central, "high": high, "unit": unit,
            "kind": "reported", "level": None, "text": text}  # fmt: skip


def likelihood(term: str, low: float, high: float) -> dict[str, Any]:
    return {"type": "likelihood", "probability": estimate(low, high, "ratio"), "lexicon": "icd203",
            "term": term, "text": f"{term} (about {low:.0%})"}  # fmt: skip


class Boats:
    """Nodes by id, to be changed with `put` and read with `graph`."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.edition: dict[str, Any] = {"commit": "1" * 40}
        self.source("book").source("paper")
        self.put("maker:lock", NodeKind.MAKER, "The lock keeper", detail={"family": "lock"})
        self.claim("boats", 2).claim("bridges", 1)
        self.seen("E1", {"boats": "measure"}, 41)
        self.seen("E2", {"bridges": "supports"}, 7, source="paper")
        self.seen("E3", {"boats": "context"}, 300)
        self.put("parameter:01-river/load", NodeKind.PARAMETER, "load", text="300.0 ratio",
                 value={"type": "parameter", "central": 300.0, "unit": "ratio"},
                 detail={"default": 300.0})  # fmt: skip
        self.put("series:tide", NodeKind.SERIES, "tide", rests_on=("source:book",))
        self.ruling("boats", "supported", "E1").ruling("bridges", "supported", "E2")
        self.finding("river.load", estimate(38, 42), "E1", "parameter:01-river/load")
        self.sentence(1, "The keeper saw 41 boats on the river that year.", "evidence:E1",
                      seen=("41", estimate(41, 41)))  # fmt: skip
        self.sentence(2, "There are 7 bridges.", "evidence:E2")
        self.chart("fig-boats", [["January", 20], ["February", 21]], "finding:river.load")
        self.table("tbl-all", [["boats", "supported"], ["bridges", "supported"]],
                   "verdict:boats/now", "verdict:bridges/now")  # fmt: skip

    def put(self, id: str, kind: NodeKind, label: str, **fields: Any) -> Boats:
        fields["rests_on"] = tuple(sorted(fields.get("rests_on", ())))
        self.nodes[id] = Node(id, kind, label, **fields)
        return self

    def drop(self, *ids: str) -> Boats:
        for id in ids:
            del self.nodes[id]
        return self

    def graph(self) -> Graph:
        return Graph.of(self.nodes.values(), self.edition)

    def source(self, name: str, **detail: Any) -> Boats:
        usual = {"publisher": name.title(), "url": f"https://example.org/{name}",
                 "published": "2022-01-01", "reliability": "B"}  # fmt: skip
        label = f"{name.title()}: Boats"
        return self.put(f"source:{name}", NodeKind.SOURCE, label, detail={**usual, **detail})

    def claim(self, name: str, paragraph: int, as_written: str = "about 40") -> Boats:
        detail = {"paragraph": paragraph, "as_written": as_written}
        return self.put(f"claim:{name}", NodeKind.CLAIM, f"About 40 {name} exist", text=as_written,
                        value=estimate(38, 42), detail=detail)  # fmt: skip

    def seen(
        self, id: str, claims: dict[str, str], value: float, source: str = "book", **detail: Any
    ) -> Boats:
        told = estimate(value, value)
        finding = f"The lock keeper counted {value:g}."
        usual = {"finding": finding, "credibility": 2, "claims": claims}
        return self.put(
            f"evidence:{id}", NodeKind.OBSERVATION, finding, text=told["text"], value=told,
            rests_on=(f"source:{source}", "maker:lock"), detail={**usual, **detail},
        )  # fmt: skip

    def ruling(self, claim: str, verdict: str, *rows: str, **detail: Any) -> Boats:
        # As in a graph that was read: fields in the order of the alphabet.
        usual = {"claim": claim, "computed": verdict, "confidence": "high",
                 "grounds": "One count.", "reason": "They agree.", "verdict": verdict,
                 "vintage": "now"}  # fmt: skip
        rests_on = (f"claim:{claim}", *(f"evidence:{row}" for row in rows))
        return self.put(f"verdict:{claim}/now", NodeKind.VERDICT, f"{claim}, now", text=verdict,
                        rests_on=rests_on, detail={**usual, **detail})  # fmt: skip

    def finding(self, name: str, value: dict[str, Any], *below: str, how: str = "as seen") -> Boats:
        rests_on = [part if ":" in part else f"evidence:{part}" for part in below]
        return self.put(f"finding:{name}", NodeKind.FINDING, "Boats", text=value["text"],
                        value=value, rests_on=rests_on, place=self.place(),
                        detail={"how": how, "claims": ["boats"]})  # fmt: skip

    def sentence(
        self, number: int, text: str, *below: str, cell: str = "c1", **numbers: Any
    ) -> Boats:
        told = [
            {"field": field, "text": shown, "value": value, "node": ""}
            for field, (shown, value) in numbers.items()
        ]
        return self.put(f"sentence:01-river/{cell}/{number}", NodeKind.SENTENCE, text[:20],
                        text=text, rests_on=below, place=self.place(),
                        detail={"numbers": told})  # fmt: skip

    def chart(self, name: str, rows: list[list[Any]], *below: str, alt: str = "Bars") -> Boats:
        data = {"columns": ["month", "boats"], "rows": rows}
        detail = {"headline": "Boats pass", "alt": alt, "credit": "Book", "data": data}
        return self.put(f"chart:{name}", NodeKind.CHART, "Boats pass", text="Boats pass",
                        rests_on=below, place=self.place(), detail=detail)  # fmt: skip

    def table(self, name: str, rows: list[list[str]], *below: str) -> Boats:
        detail = {"columns": ["claim", "verdict"], "rows": rows}
        return self.put(f"table:{name}", NodeKind.TABLE, "Rulings", text="Rulings",
                        rests_on=below, place=self.place(), detail=detail)  # fmt: skip

    @staticmethod
    def place() -> Place:
        return Place("01-river", "01-river.ipynb", "cell 5")
