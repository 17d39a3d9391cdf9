"""The report of an audit, as text and as JSON."""

from __future__ import annotations

import json

from tests.audit.claiming import audited, claim, number

from briefing.audit.finding import find_in_article
from briefing.audit.reporting import audit_as_json, describe_audit

CLAIMS = {
    row.id: row
    for row in (
        number("tugs", 40, 60, "tugs", 1),
        number("dues", 36, 36, "%", 1),
        claim("opened", 3, kind="date", as_of="2019-06"),
        claim("busy", 2),
        claim("who", 2, as_written="several"),
    )
}
TEXT = (
    "A port and its tugs\n\nThere are 45 tugs, and an F-16. Nine barges lie\nidle.\n\n"
    "It opened in June 2019, they say."
)


def test_text():
    """The report names what is covered and how, what is not and where, and the claims left over."""
    article, audit = audited(TEXT, *CLAIMS.values())
    report = describe_audit(article, audit, find_in_article(article).names, CLAIMS)
    lines = [" ".join(line.split()) for line in report.splitlines()]
    assert lines == [
        "own.txt: 2 of 3 quantities are in the ledger, 2 of 4 claims with a figure were found "
        "(3 paragraphs, the title included)",
        "",
        "In the ledger",
        "1 “45” tugs (overlaps with 40 to 60 tugs)",
        "2 “June 2019” opened (in the ledger it is in paragraph 3)",
        "",
        "Not in the ledger",
        "1 “Nine” 9 barges are 45 tugs, and an F-16. [Nine] barges lie idle.",
        "",
        "Claims not found",
        "1 dues 36 %",
        "2 who “several”",
        "",
        "Claims with no figure to look for",
        "busy",
        "",
        "Digits that count nothing",
        "F-16",
    ]


def test_missing_title():
    """If most claims lie one paragraph off, the report says what may be the reason."""
    claims = {
        f"claim-{place}": number(f"claim-{place}", 10 + place, 10 + place, "tugs", place)
        for place in range(1, 5)
    }
    article, audit = audited("\n\n".join(f"{10 + p} tugs" for p in range(1, 5)), *claims.values())
    report = describe_audit(article, audit, (), claims)
    assert "Most claims were found 1 paragraph earlier than the ledger has them" in report


def test_json():
    """JSON has every quantity with its place and claims, and every claim with its state."""
    article, audit = audited(TEXT, *CLAIMS.values())
    names = find_in_article(article).names
    content = json.loads(json.dumps(audit_as_json(article, audit, names)))
    first, second, third = content["quantities"]
    assert first == {
        "text": "45", "paragraph": 1, "start": TEXT.index("45"), "end": TEXT.index("45") + 2,
        "kind": "count", "low": 45.0, "high": 45.0, "unit": "tug", "first": None, "last": None,
        "claims": [
            {"claim": "tugs", "figure": "value", "equal": False, "same_paragraph": True,
             "paragraph": 1, "noun": None}
        ],
    }  # fmt: skip
    assert second["claims"] == []
    assert (third["first"], third["last"]) == ("2019-06-01", "2019-06-30")
    assert {id: state["status"] for id, state in content["claims"].items()} == {
        "tugs": "found", "dues": "not found", "opened": "found", "busy": "no figure",
        "who": "not found",
    }  # fmt: skip
    assert content["names"] == ["F-16"]
    assert not content["complete"]


def test_empty():
    """An empty text has no quantity, and no claim is found in it."""
    article, audit = audited("", *CLAIMS.values())
    report = describe_audit(article, audit, (), CLAIMS)
    assert report.startswith("own.txt: 0 of 0 quantities are in the ledger, 0 of 4 claims")
