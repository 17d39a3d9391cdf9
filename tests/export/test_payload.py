"""Content reaches Typst as data, exactly as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from types import ModuleType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.document import Document, assemble, merge_notebooks
from briefing.export.compiler import Workshop
from briefing.export.payload import as_typst, breakable_address, paper_content

HOSTILE = ['#panic("x")', '"))', '\\")); #panic("y")', "@fig-x $x$ *b*", "//", "/*", "\\u{41}", "`"]


def through_typst(value: object) -> object:
    source = f"#metadata({as_typst(value)})<x>"
    with Workshop({"main.typ": source.encode()}) as workshop:
        return json.loads(workshop.query("<x>"))[0]["value"]


def test_hostile_strings_pass_unchanged() -> None:
    """Code, quotes and comments arrive as the strings they are."""
    assert through_typst(HOSTILE) == HOSTILE


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), max_size=20))
def test_any_strings_pass_unchanged(strings: list[str]) -> None:
    """Whatever JSON can hold comes out of the compiler as it went in."""
    assert through_typst(strings) == strings


def test_a_statement_never_spans_lines() -> None:
    """Line breaks in content do not break the line of the statement."""
    assert "\n" not in as_typst({"a": "x\ny\r\u2028z"}).replace("\u2028", "")


def test_the_sample_becomes_one_statement_a_block(document: Document) -> None:
    """Chapters and blocks are statements, in order, each with its place."""
    paper = paper_content(document, {})
    kinds = [s.function for s in paper.statements]
    assert kinds.count("chapter") == 3
    assert kinds.count("across") == 1
    assert all(statement.place for statement in paper.statements)
    assert set(paper.files) >= {"tokens.json", "fig/fig-lines.svg"}


def test_only_what_is_needed_goes_along(document: Document) -> None:
    """Origins, plotted data and drawings as text stay behind."""
    text = json.dumps([s.content for s in paper_content(document, {}).statements])
    for left_out in ("evidence:G1", "2021-02", "<svg", "ipynb"):
        assert left_out not in text


def test_long_tables_may_break(sample: ModuleType) -> None:
    """A table of many rows or much text may run over pages; a short one stays whole."""

    def breakable(rows: int, text: str) -> bool:
        out = sample.table("tbl-a", "c", ["A", "B"], [[text, "x"]] * rows)
        nb = merge_notebooks([("1-a.ipynb", sample.notebook("# T", [out]))], {"title": "T"})
        return bool(paper_content(assemble(nb), {}).statements[-1].content["breakable"])

    assert not breakable(8, "short")
    assert breakable(9, "short")
    assert breakable(3, "long " * 100)


def test_contents_follow_the_summary(document: Document, sample: ModuleType) -> None:
    """Contents stand behind the summary, at the front where there is none, and not for a page."""

    def place(*roles: str) -> int | None:
        named = [
            (f"{i}-{role}.ipynb", with_role(sample.notebook("# T", "## S", "x"), role))
            for i, role in enumerate(roles)
        ]
        return paper_content(assemble(merge_notebooks(named, {"title": "T"}))).contents

    assert place("summary", "chapter", "appendix") == 3
    assert place("chapter", "appendix") == 0
    assert place("summary") is None


def with_role(notebook: Any, role: str) -> Any:
    notebook.metadata["briefing"] = {**notebook.metadata.get("briefing", {}), "role": role}
    return notebook


def test_appendices_are_set_closely(sample: ModuleType) -> None:
    """Tables of an appendix are dense and may break; those of a chapter are as they were."""

    def tables(role: str) -> dict[str, Any]:
        out = sample.table("tbl-a", "c", ["A", "B"], [["x", "y"]])
        nb = with_role(sample.notebook("# T", [out]), role)
        paper = paper_content(assemble(merge_notebooks([("1-a.ipynb", nb)], {"title": "T"})))
        assert (paper.appendices == 0) == (role == "appendix")
        return dict(paper.statements[-1].content)

    assert (tables("chapter")["dense"], tables("chapter")["breakable"]) == (False, False)
    assert (tables("appendix")["dense"], tables("appendix")["breakable"]) == (True, True)


def test_the_usual_day_of_reading_is_said_once(document: Document) -> None:
    """The reference list says when its sources were read, and an entry only what differs."""
    first, *others = [replace(s, accessed="2026-11") for s in document.references]
    assert others
    changed = replace(document, references=(replace(first, accessed="2026-10"), *others))
    listed = paper_content(changed).references
    if len(others) > 1:
        assert listed["note"] == "Accessed November\u00a02026 where nothing else is said."
    told = [entry["details"] for entry in listed["entries"]]
    assert "accessed October\u00a02026" in told[0]
    assert not any("accessed" in words for words in told[1:])


def test_addresses_break_at_their_joints() -> None:
    """A long address may break behind its punctuation and in long runs, and reads unchanged."""
    url = "https://example.org/a-long/path_with?key=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/"
    shown = breakable_address(url)
    assert shown.replace("\u200b", "") == url.removeprefix("https://").rstrip("/")
    assert max(map(len, shown.split("\u200b"))) <= 20


def test_a_short_introduction_stays_with_its_table(sample: ModuleType) -> None:
    """A paragraph right above a table goes with it to the next page; a long one does not."""

    def introduces(words: str) -> object:
        out = sample.table("tbl-a", "c", ["A", "B"], [["x", "y"]])
        nb = sample.notebook("# T", f"other\n\n{words}", [out])
        statements = paper_content(
            assemble(merge_notebooks([("1-a.ipynb", nb)], {"title": "T"})), {}
        ).statements
        assert "introduces" not in statements[1].content
        return statements[2].content["introduces"]

    assert introduces("In short.") is True
    assert introduces("long " * 80) is False
