"""Rulings as ClaimReview."""

from __future__ import annotations

import json

import pytest
from tests.builders import TODAY
from tests.exchange.schema_org import faults

from briefing.exchange.claimreview import LONGEST, NUMBERS, claim_reviews, short_claim
from briefing.ledger.terms import Verdict, Vintage


def graph(ledger, edition, **options):
    return json.loads(claim_reviews(ledger, edition, **options))["@graph"]


def reviews(ledger, edition, **options):
    return [node for node in graph(ledger, edition, **options) if node["@type"] == "ClaimReview"]


def test_own_ledger_fits_schema_org(ledger, edition, vocabulary):
    """Every type, property and value of this project's reviews is one that schema.org defines."""
    assert faults(vocabulary, json.loads(claim_reviews(ledger, edition))) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda review: review.pop("claimReviewed"), "ClaimReview lacks claimReviewed"),
        (lambda review: review.update(verdict="true"), "ClaimReview has no property verdict"),
        (lambda review: review.update(author="me"), "ClaimReview.author is 'me'"),
        (lambda review: review.update(datePublished="soon"), "ClaimReview.datePublished is 'soon'"),
        (lambda review: review["reviewRating"].pop("alternateName"), "Rating lacks alternateName"),
        (lambda review: review["itemReviewed"].update({"@type": "Assertion"}), "Assertion is no"),
    ],
)
def test_the_check_itself_finds_faults(ledger, edition, vocabulary, spoil, fault):
    """The check against schema.org notices what is missing, unknown or of the wrong kind."""
    content = json.loads(claim_reviews(ledger, edition))
    spoil(content["@graph"][0])
    assert any(found.startswith(fault) for found in faults(vocabulary, content))


def test_one_review_a_claim_with_todays_verdict(ledger, edition):
    """Each claim is reviewed once, by today's ruling; the earlier one hangs on it."""
    found = reviews(ledger, edition)
    ruled = [claim for claim, vintage in ledger.rulings if vintage is Vintage.NOW]
    assert [review["url"] for review in found] == [f"briefing.html#claim-{id}" for id in ruled]
    for claim, review in zip(ruled, found, strict=True):
        for vintage, part in (("now", review), ("then", review["associatedClaimReview"])):
            ruling = ledger.rulings[claim, Vintage(vintage)]
            words = part["reviewRating"]["alternateName"]
            assert words.lower().replace(" ", "-") == ruling.verdict
            assert part["reviewRating"]["ratingExplanation"] == ruling.reason
            assert (
                part["temporalCoverage"] == f"../{ledger.settings.vintages.day(Vintage(vintage))}"
            )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_numbers_only_where_they_mean_something(files, edition, verdict):
    """A verdict that is no degree of truth carries no number; the others one inside the scale."""
    files.change("verdicts.csv", 2, verdict=verdict)
    files.change("verdicts.csv", 0, verdict=verdict)
    found = {review["url"]: review for review in reviews(files.load(TODAY), edition)}
    rating = found["briefing.html#claim-boats"]["reviewRating"]
    scale = {"ratingValue", "bestRating", "worstRating"}
    if verdict in {Verdict.NOT_CHECKABLE, Verdict.OUTDATED}:
        assert not scale & set(rating)
    else:
        assert 1 <= rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]


def test_key_is_published_with_the_numbers(ledger, edition):
    """The graph says which word each number stands for."""
    (key,) = (node for node in graph(ledger, edition) if node["@type"] == "DefinedTermSet")
    published = {term["name"]: term.get("termCode") for term in key["hasDefinedTerm"]}
    assert len(published) == len(Verdict)
    for review in reviews(ledger, edition):
        rating = review["reviewRating"]
        value = rating.get("ratingValue")
        assert published[rating["alternateName"]] == (None if value is None else str(value))
    assert sorted(NUMBERS.values(), reverse=True) == list(NUMBERS.values())


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, {}),
        (
            {"attributed_to": "Ann Lee, The Yard"},
            {"author": {"@type": "Person", "name": "Ann Lee", "description": "The Yard"}},
        ),
        ({"attributed_to": "The Yard"}, {"author": {"@type": "Organization", "name": "The Yard"}}),
        ({"attributed_to": "Some experts", "origin": ""}, {"creditText": "Some experts"}),
    ],
)
def test_author_only_if_somebody_is_named(files, edition, cells, expected):
    """A claim has an author if it is attributed to somebody in particular, and none otherwise."""
    files.change("claims.csv", **cells).seen("E3", "boats:context", "yard")
    claim = reviews(files.load(TODAY), edition)[0]["itemReviewed"]
    assert {key: claim[key] for key in ("author", "creditText") if key in claim} == expected


@pytest.mark.parametrize(
    ("statement", "short"),
    [
        ("Boats are many", "Boats are many"),
        (
            "The yard is at its worst point since it opened: hulls are late and hands are short",
            "The yard is at its worst point since it opened",
        ),
        (
            "The boats have given the river an edge in freight while the railway is being rebuilt",
            "The boats have given the river an edge in freight",
        ),
        (
            "Nearly all towns, the capital included, had restricted river trade after floods",
            "Nearly all towns, the capital included, had restricted river trade after floods",
        ),
        (
            "Boats: there are so many of them on the river that nobody has ever counted them all",
            "Boats: there are so many of them on the river that nobody has ever counted them all",
        ),
    ],
)
def test_long_claims_are_cut_only_between_assertions(statement, short):
    """A long statement ends before its second assertion; one that has no such place stays whole."""
    assert short_claim(statement) == short


def test_most_claims_fit_a_line(ledger, edition):
    """Few of this project's claims are too long for a search result, and each is given in full."""
    found = reviews(ledger, edition)
    assert sum(len(review["claimReviewed"]) > LONGEST for review in found) <= 6
    texts = {review["itemReviewed"]["text"] for review in found}
    assert texts == {ledger.claims[claim].statement for claim, _ in ledger.rulings}


def test_page_can_be_renamed_or_left_out(ledger, edition):
    """In the page itself every address is an anchor; elsewhere it begins with the page's."""
    assert all(review["url"].startswith("#claim-") for review in reviews(ledger, edition, page=""))
    text = claim_reviews(ledger, edition, page="https://a.example/b")
    assert "briefing.html" not in text


def test_claims_that_the_page_does_not_show(ledger, edition):
    """A partial build reviews only what its page shows."""
    (review,) = reviews(ledger, edition, claims={"containers"})
    assert review["url"].endswith("#claim-containers")


@pytest.mark.parametrize(
    ("written", "date"),
    [("June 2022", "2022-06"), ("4 June 2022", "2022-06-04"), ("2022", "2022"), ("lately", None)],
)
def test_date_of_the_article(files, edition, written, date):
    """The claims are dated as exactly as the article is, or not at all."""
    settings = (
        files.texts["briefing.toml"].decode().replace('June 2022"\n\n[v', f'{written}"\n\n[v')
    )
    ledger = files.text("briefing.toml", settings).load(TODAY)
    assert reviews(ledger, edition)[0]["itemReviewed"].get("datePublished") == date


def test_same_bytes(ledger, edition):
    """The same edition gives the same bytes."""
    assert claim_reviews(ledger, edition) == claim_reviews(ledger, edition)
