"""What a single row must be."""

from __future__ import annotations

from datetime import date

import pytest
from tests.builders import Files

from briefing.ledger.terms import Bearing, Verdict, Vintage


def test_low_above_high_is_refused(files: Files) -> None:
    """Bounds stand in order, in a claim as in an observation."""
    files.change("claims.csv", low=6_000_000, high=1_600_000)
    files.change("evidence.csv", low=20, central="", high=10)
    assert files.faults() == [
        "data/claims.csv:2 (boats) low 6,000,000 is above high 1,600,000; "
        "swap them or correct the row",
        "data/evidence.csv:2 (E1) low 20 is above high 10; swap them or correct the row",
    ]


@pytest.mark.parametrize(
    ("low", "central", "high"), [(100, 99, 120), (100, 121, 120), (100, 99, ""), ("", 121, 120)]
)
def test_a_central_value_outside_its_bounds_is_refused(
    files: Files, low: object, central: object, high: object
) -> None:
    """The best value lies within the bounds that are given."""
    files.change("evidence.csv", low=low, central=central, high=high)
    assert files.faults() == [
        f"data/evidence.csv:2 (E1) central {central} lies outside low and high"
    ]


@pytest.mark.parametrize("column", ["low", "central", "high"])
def test_a_number_needs_a_unit(files: Files, column: str) -> None:
    """Whichever column holds the number, the unit must be there."""
    files.change("evidence.csv", central="", unit="").change("evidence.csv", **{column: 110})
    assert files.faults() == [
        "data/evidence.csv:2 (E1) a number needs a unit; fill the column unit"
    ]


def test_a_number_needs_its_quantity(files: Files) -> None:
    """A number without the name of what it measures cannot be compared with any other."""
    files.change("evidence.csv", quantity="")
    assert files.faults() == [
        "data/evidence.csv:2 (E1) a number needs the name of its quantity; fill the column quantity"
    ]


def test_a_quantity_needs_a_number(files: Files) -> None:
    """A row that names a quantity measures it."""
    files.change("evidence.csv", central="")
    assert files.faults() == [
        "data/evidence.csv:2 (E1) quantity boats has no number; fill low, central or high"
    ]


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "Infinity"])
def test_a_number_must_be_finite(files: Files, text: str) -> None:
    """Neither NaN nor an infinity is a number; an open bound is an empty cell."""
    files.change("evidence.csv", central=text)
    assert files.faults() == [
        f"data/evidence.csv:2 (E1) central: '{text}' is not a finite number; leave the cell empty"
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("many", "write it in plain digits"),
        ("1_100", "write it in plain digits"),
        ("１１０", "write it in plain digits"),
        ("1,100", "leave out thousands separators"),
    ],
)
def test_a_number_must_be_one(files: Files, text: str, hint: str) -> None:
    """Words are refused, and separators with a hint of their own."""
    files.change("evidence.csv", central=text)
    assert files.faults() == [f"data/evidence.csv:2 (E1) central: '{text}' is not a number; {hint}"]


@pytest.mark.parametrize("text", ["0", "7", "99"])
def test_credibility_runs_from_one_to_six(files: Files, text: str) -> None:
    """Grades beyond the scale are refused."""
    files.change("evidence.csv", credibility=text)
    (fault,) = files.faults()
    assert fault.startswith("data/evidence.csv:2 (E1) credibility: input should be")
    assert fault.endswith(f"(found '{text}'); correct it")


@pytest.mark.parametrize("text", ["", "2.5", "two", "-1"])
def test_credibility_is_a_whole_number(files: Files, text: str) -> None:
    """A grade is a whole number."""
    files.change("evidence.csv", credibility=text)
    assert files.faults() == [
        f"data/evidence.csv:2 (E1) credibility: '{text}' is not a whole number; write digits only"
    ]


def test_words_of_a_closed_list_are_named(files: Files) -> None:
    """A wrong word is answered with those that are allowed."""
    files.change("sources.csv", reliability="G")
    assert files.faults() == [
        "data/sources.csv:2 (paper-e1) reliability: 'G' is not allowed; use one of A, B, C, D, E, F"
    ]


def test_a_wrong_kind_of_source_names_the_column_as_written(files: Files) -> None:
    """The message speaks of the column in the file, not of a name in the program."""
    files.change("sources.csv", class_="blog")
    (fault,) = files.faults()
    assert "(paper-e1) class: 'blog' is not allowed; use one of official, intelligence" in fault


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2022-02-30", "'2022-02-30' is not a day of the calendar; correct it"),
        ("June 2022", "'June 2022' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"),
    ],
)
def test_an_impossible_date_is_refused(files: Files, text: str, message: str) -> None:
    """A date that is none names the cell."""
    files.change("evidence.csv", as_of=text)
    assert files.faults() == [f"data/evidence.csv:2 (E1) as_of: {message}"]


@pytest.mark.parametrize("text", ["Yard", "the yard", "yard_1", "-yard", "yard-", ""])
def test_an_id_is_words_and_hyphens(files: Files, text: str) -> None:
    """Ids become anchors and file names, so they keep to a plain form."""
    files.change("origins.csv", family=text)
    assert files.faults() == [
        f"data/origins.csv:2 (yard) family: {text!r} is not an id; "
        "use lower-case words joined by hyphens"
    ]


@pytest.mark.parametrize("text", ["1A", "A 1", "A.1", "Ä1"])
def test_an_evidence_id_is_letters_and_digits(files: Files, text: str) -> None:
    """Evidence is known by a short code."""
    files.change("evidence.csv", id=text)
    assert files.faults() == [
        f"data/evidence.csv:2 ({text}) id: {text!r} is not an id; "
        "use letters, digits and hyphens, as in A118"
    ]


@pytest.mark.parametrize(
    "text", ["a.example/x", "ftp://a.example", "https://", "https://a b.c", ""]
)
def test_an_address_is_given_in_full(files: Files, text: str) -> None:
    """A source can be followed from the page, so its address is whole."""
    files.change("sources.csv", url=text)
    assert files.faults() == [
        f"data/sources.csv:2 (paper-e1) url: {text!r} is not an address; "
        "write it in full, from http:// or https://"
    ]


def test_an_empty_text_is_refused(files: Files) -> None:
    """What readers will see may not be blank."""
    files.change("claims.csv", statement="  ")
    assert files.faults() == ["data/claims.csv:2 (boats) statement: is empty; fill it in"]


@pytest.mark.parametrize("word", ["boats", "boats:", "boats:proves", "boats-measure"])
def test_a_bearing_must_be_said(files: Files, word: str) -> None:
    """Each claim is named with how the row bears on it."""
    files.change("evidence.csv", claims=word)
    assert files.faults() == [
        f"data/evidence.csv:2 (E1) claims: '{word}' does not say how the row bears on the claim; "
        "write claim:bearing with one of measure, supports, qualifies, contradicts, context"
    ]


def test_a_row_bears_on_a_claim_once(files: Files) -> None:
    """A claim named twice in one row is refused."""
    files.change("evidence.csv", claims="boats:measure boats:context")
    assert files.faults() == [
        "data/evidence.csv:2 (E1) claims: boats is named twice; keep one bearing"
    ]


def test_only_a_reference_work_may_be_undated(files: Files) -> None:
    """Without a day of publication the cut-off could not hide a source."""
    files.change("sources.csv", published="")
    assert files.faults() == [
        "data/sources.csv:2 (paper-e1) published is empty; only a standing reference work may go "
        "undated, give the day, month or year"
    ]


def test_an_undated_reference_work_counts_at_any_day(files: Files) -> None:
    """What does not age is known whatever the cut-off."""
    ledger = files.change("sources.csv", published="", class_="reference").load()
    assert ledger.is_known(ledger.evidence["E1"], date(1990, 1, 1))


def test_blank_cells_are_no_values(files: Files) -> None:
    """An empty or blank cell is None, never an empty text."""
    row = files.change("evidence.csv", note="  ", as_of=" ", low=" ").load().evidence["E1"]
    assert (row.note, row.as_of, row.low) == (None, None, None)


def test_several_faults_of_a_row_are_all_told(files: Files) -> None:
    """A row does not stop at its first fault."""
    files.change("sources.csv", url="x", read="seen", accessed="soon")
    assert len(files.faults()) == 3


def test_rows_come_as_their_types(files: Files) -> None:
    """Words of the file become enums, mappings and tuples."""
    files.ruling("boats", "then", "supported-with-caveat", evidence="E1")
    files.ruling("boats", "now", "outdated", evidence="E1")
    ledger = files.load()
    assert ledger.evidence["E1"].claims == {"boats": Bearing.MEASURE}
    assert ledger.rulings["boats", Vintage.THEN].verdict is Verdict.CAVEAT
    assert ledger.rulings["boats", Vintage.NOW].evidence == ("E1",)


def test_a_vintage_has_its_day(files: Files) -> None:
    """The settings say which day each vintage looks from."""
    vintages = files.load().settings.vintages
    assert [vintages.day(v).year for v in Vintage] == [2022, 2023]


@pytest.mark.parametrize(
    "text", ["boats per day", "boats//day", "/day", "5 boats", "boats/", "a-b"]
)
def test_a_unit_has_its_form(files: Files, text: str) -> None:
    """A unit that could not be read later is refused with its row."""
    files.change("evidence.csv", unit=text)
    assert (
        f"data/evidence.csv:2 (E1) unit: '{text}' is not a unit; "
        "join names by / and *, as in shells/day, with _ for a space"
    ) in files.faults()


@pytest.mark.parametrize(
    "text", ["boats", "port_calls/month", "1/day", "km^2", "km2", "%", "USD/t"]
)
def test_usual_units_are_accepted(files: Files, text: str) -> None:
    """Names, powers, products and quotients are units."""
    assert files.change("evidence.csv", unit=text).change("claims.csv", unit=text).faults() == []
